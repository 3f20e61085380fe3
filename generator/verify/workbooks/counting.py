"""A workbook's cells to totals. In: blocks of cells, and the layout of the table that the workbook holds.

Columns are found by heading on every sheet; each distinct word is understood once. Shares no code with the fetcher,
whose work it checks. Knows nothing of files or markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from generator.verify.errors import VerifyError
from generator.verify.workbooks.cells import BLANK, Block, Longs, Words
from generator.verify.workbooks.layouts import CountColumns, Layout, area_names, gaps, letters_of, plain, texts
from generator.verify.workbooks.totals import NAMED, Totals, as_one

T = TypeVar("T")
_ROWS_SEARCHED = 60
_YEAR = re.compile(r"((?:19|20)\d\d)\D+(\d\d|(?:19|20)\d\d)")
_QUARTER = re.compile(r"\D*([1-4])(?:\.0*)?")
_WHOLE = re.compile(r"(-?\d+)(?:\.0*)?")
_DETAIL = re.compile(r"(\d+)(?:\.0*)?")
_CODE = re.compile(r"(\d+)\.0")


@dataclass
class _Sheet:
    """A sheet: how many rows have been seen, and where its fields stand once the headings are found."""

    name: str
    number: int
    rows: int = 0
    places: dict[str, int] = field(default_factory=dict)


@dataclass
class _Rows:
    """The rows beneath the headings of every sheet: a field's words, item by item, how often, and the sheet."""

    fields: dict[str, list[Longs]]
    times: list[Longs] = field(default_factory=list)
    sheet: list[Longs] = field(default_factory=list)


def count(blocks: Iterable[Block], words: Words, layout: Layout, name: str) -> Totals:
    """The totals of a workbook. `name` is what errors call it.

    Raises VerifyError where no sheet has the table's headings, or a cell says nothing that we understand.
    """
    sheets: list[_Sheet] = []
    rows = _Rows({one: [] for one in sorted(set(layout.headings.values()))})
    for block in blocks:
        if not sheets or sheets[-1].name != block.sheet:
            sheets.append(_Sheet(block.sheet, len(sheets)))
        _take(block, sheets[-1], rows, words, layout)
    if not rows.times:
        raise VerifyError(
            f"The workbook {name} could not be read a second time: none of its sheets has the headings of the table "
            f"{layout.table!r}. A new heading is added in generator/verify/workbooks/tables.toml."
        )
    return _Meaning(rows, words, layout, name, tuple(sheet.name for sheet in sheets)).totals()


def _take(block: Block, sheet: _Sheet, rows: _Rows, words: Words, layout: Layout) -> None:
    """Add a block's rows, from beneath the headings on."""
    first = 0
    if not sheet.places and sheet.rows < _ROWS_SEARCHED:
        first = _find_headings(block, sheet, words, layout)
    sheet.rows += len(block.times)
    if not sheet.places or first >= len(block.times):
        return
    for name, taken in rows.fields.items():
        place = sheet.places.get(name)
        column = np.full(len(block.times), BLANK, np.int64) if place is None else block.at(place)
        taken.append(column[first:])
    rows.times.append(block.times[first:])
    rows.sheet.append(np.full(len(block.times) - first, sheet.number, np.int64))


def _find_headings(block: Block, sheet: _Sheet, words: Words, layout: Layout) -> int:
    """Find the row of headings, and return the first row beneath it; 0 where there is none in the block."""
    near = np.flatnonzero((block.row < _ROWS_SEARCHED - sheet.rows) & (block.words != BLANK))
    found: dict[int, dict[str, int]] = {}
    for cell in near.tolist():
        field_name = layout.headings.get(letters_of(words.texts[int(block.words[cell])]))
        if field_name:
            found.setdefault(int(block.row[cell]), {}).setdefault(field_name, int(block.column[cell]))
    for row, places in sorted(found.items()):
        if layout.required <= places.keys():
            sheet.places = places
            return row + 1
    return 0


class _Meaning:
    """What the words of the rows mean, and their totals."""

    def __init__(self, rows: _Rows, words: Words, layout: Layout, name: str, sheets: tuple[str, ...]) -> None:
        self._layout = layout
        self._name = name
        self._sheets = sheets
        self._texts = words.texts
        self._fields = {one: np.concatenate(taken) for one, taken in rows.fields.items()}
        self._times = np.concatenate(rows.times)
        self._sheet = np.concatenate(rows.sheet)
        filled = np.zeros(len(self._times), np.bool_)
        for column in self._fields.values():
            filled |= column != BLANK
        self._keep(filled)

    def totals(self) -> Totals:
        """The totals of all rows but those of totals, which would count everything twice."""
        self._keep(self._each("area", _is_area) == 1)
        names, numbers = zip(*(self._named(one) for one in NAMED), strict=True)
        quarter = self._quarters()
        keys = np.column_stack([*numbers, quarter])
        _, first, where = np.unique(as_one(keys, [len(one) for one in names]), return_index=True, return_inverse=True)
        gap = self._gaps(names[0], numbers[0], quarter)
        columns = [np.ones(len(keys), np.int64)]
        for one in self._layout.counts:
            columns += self._count(one, gap)
        # Floats hold such sums exactly.
        figures = [np.bincount(where, weights=column * self._times, minlength=len(first)) for column in columns]
        return Totals(
            names, keys[first], np.rint(np.column_stack(figures)).astype(np.int64), self._sheets, self._sheet[first]
        )

    def _keep(self, kept: NDArray[np.bool_]) -> None:
        if not kept.all():
            self._fields = {name: column[kept] for name, column in self._fields.items()}
            self._times, self._sheet = self._times[kept], self._sheet[kept]

    def _each(self, name: str, means: Callable[[str], int | None]) -> Longs:
        """What each cell of a field means, as a number."""
        values, where = self._distinct(name, means)
        return np.array(values, np.int64)[where]

    def _distinct(self, name: str, means: Callable[[str], T | None]) -> tuple[list[T], Longs]:
        """What the distinct words of a field mean, and which of them each cell holds.

        `means` returns None for words that mean nothing, which is an error, like an empty cell.
        """
        column = self._fields[name]
        present = np.flatnonzero(np.bincount(column - BLANK)) + BLANK
        places = np.empty(int(present[-1]) - BLANK + 1, np.int64)
        places[present - BLANK] = np.arange(len(present))
        values: list[T] = []
        for number in present.tolist():
            value = None if number == BLANK else means(self._texts[number])
            if value is None:
                raise VerifyError(self._where(name, number))
            values.append(value)
        return values, places[column - BLANK]

    def _where(self, name: str, number: int) -> str:
        """A sentence about the first cell of a field with these words."""
        sheet = self._sheets[int(self._sheet[np.flatnonzero(self._fields[name] == number)[0]])]
        text = "an empty cell" if number == BLANK else repr(self._texts[number])
        return (
            f"The workbook {self._name} could not be read a second time: sheet {sheet!r} has {text} for the "
            f"{name.replace('_', ' ')}. Fetch the release again, or report a fault."
        )

    def _named(self, name: str) -> tuple[tuple[str, ...], Longs]:
        """A field's distinct names, and the number of each item's."""
        if name not in self._fields:
            return ("",), np.zeros(len(self._times), np.int64)
        values, where = self._distinct(name, _MEANS[name])
        names = {one: place for place, one in enumerate(dict.fromkeys(values))}
        return tuple(names), np.array([names[one] for one in values], np.int64)[where]

    def _quarters(self) -> Longs:
        if "quarter" not in self._fields:
            return np.zeros(len(self._times), np.int64)
        years: Longs = self._each("year", _year)
        quarters: Longs = self._each("quarter", _quarter)
        return 4 * years + quarters  # quarter 1 begins in April, the second of the year's four from 0

    def _gaps(self, names: tuple[str, ...], area: Longs, quarter: Longs) -> NDArray[np.bool_]:
        """Which rows lie in months that their area is known to lack."""
        inside = np.zeros(len(area), np.bool_)
        for slug, first, last in gaps(self._layout.table):
            if slug in names:
                inside |= (area == names.index(slug)) & (first <= quarter) & (quarter <= last)
        return inside

    def _count(self, one: CountColumns, gap: NDArray[np.bool_]) -> list[Longs]:
        """A count as OF_A_COUNT has it: missing, cases, expired, in a gap."""
        kinds: Longs = self._each(one.field, _count_kind)
        cases: Longs = self._each(one.field, _cases)
        unsaid = kinds == _UNLESS_FLAGGED
        flagged = self._flagged()
        missing = (kinds == _MISSING) | (unsaid & ~flagged)
        expired = (kinds == _EXPIRED) | (unsaid & flagged)
        incomplete = (kinds == _NUMBER) & gap
        return [missing.astype(np.int64), cases, expired.astype(np.int64), incomplete.astype(np.int64)]

    def _flagged(self) -> NDArray[np.bool_]:
        """Which rows the sheet flags as an expired offence code."""
        if "expired" not in self._fields:
            return np.zeros(len(self._times), np.bool_)
        column = self._fields["expired"]
        flags = [number for number in np.unique(column).tolist() if number != BLANK]
        said = [number for number in flags if plain(self._texts[number]) == texts().flag]
        return np.isin(column, said)


def _is_area(text: str) -> int:
    """1 for an area or a body, 0 for a row of totals among them."""
    return int(area_names().get(letters_of(text), "") is not None)


def _area(text: str) -> str:
    """An area's slug; for a name that we do not know, the name itself, which then differs from the release."""
    return area_names().get(letters_of(text)) or text


def _code(text: str) -> str:
    code = " ".join(re.sub(r"\[[^\]]*\]", " ", text).split())
    number = _CODE.fullmatch(code)
    return number[1] if number else code


def _detail(text: str) -> str:
    """An outcome's type as a whole number; a partnership's name as it stands."""
    number = _DETAIL.fullmatch(text.strip())
    return str(int(number[1])) if number else plain(text)


def _year(text: str) -> int | None:
    """The year in which a financial year begins."""
    found = _YEAR.fullmatch(text.strip())
    return int(found[1]) if found and (int(found[1]) + 1) % 100 == int(found[2]) % 100 else None


def _quarter(text: str) -> int | None:
    found = _QUARTER.fullmatch(text.strip())
    return int(found[1]) if found else None


_NUMBER, _MISSING, _EXPIRED, _UNLESS_FLAGGED = range(4)


def _count_kind(text: str) -> int | None:
    if _WHOLE.fullmatch(text.strip().replace(",", "")):
        return _NUMBER
    said = plain(text)
    known = ((texts().missing, _MISSING), (texts().expired, _EXPIRED), (texts().unless_flagged, _UNLESS_FLAGGED))
    return next((kind for those, kind in known if said in those), None)


def _cases(text: str) -> int:
    """A count's number; nothing where it is none, since its kind says what it is."""
    found = _WHOLE.fullmatch(text.strip().replace(",", ""))
    return int(found[1]) if found else 0


_MEANS: dict[str, Callable[[str], str]] = {"area": _area, "code": _code, "subgroup": plain, "detail": _detail}
