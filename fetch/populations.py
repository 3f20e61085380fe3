"""Mid-year estimates to tidy rows. In: the sheet that Nomis answers with. Out: a row for each district and year.

`area` is the force that the district lies in. A district that the answer lacks for a year gets a row without a figure,
so that a sum over its force is missing, never low. Knows nothing of the network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

import pyarrow as pa

from fetch.cells import NOT_PROVIDED, PUBLISHED
from fetch.districts import DISTRICTS, district_of, districts
from fetch.errors import WorkbookError
from fetch.fields import BLANK, DataSheet, Field

_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
_PEOPLE = re.compile(r"(\d{1,9})(?:\.0+)?", re.ASCII)
_CODE = re.compile(r"[A-Z]\d{8}", re.ASCII)
# Scotland and Northern Ireland stand in the same answer. They have no part in these tables.
_ELSEWHERE = ("S", "N")
# What the question asks for, wherever the answer repeats it: both sexes, all ages, the count of people.
_ASKED = {"gender": "0", "age": "200", "measure": "20100"}
_MOST_NAMED = 10

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Row:
    """A district's estimate of a year. `residents` is None where there is no figure, `row` where there is no cell."""

    area: str
    district: str
    name: str
    year: int
    residents: int | None
    row: int | None


def tidy_estimates(sheet: DataSheet, sha256: str) -> pa.Table:
    """The rows of a sheet of estimates, sorted by area, district and year. `sha256` names the file.

    Raises WorkbookError, naming file, sheet and row, for a cell that does not read cleanly, a district of England and
    Wales whose force we do not know, one that is there twice, and an answer that is cut short or to another question.
    """
    _check_question(sheet)
    codes = _items(sheet.required("district", _code))
    names = _items(sheet.required("name", str))
    years = _items(sheet.required("year", _year))
    people = sheet.optional("residents", _people)
    here = [item for item, code in enumerate(codes) if not code.startswith(_ELSEWHERE)]
    _check_known(sheet, here, codes, names)
    found: dict[tuple[str, int], _Row] = {}
    for item in here:
        district = district_of(codes[item])
        assert district is not None  # noqa: S101 (just checked)
        at = people.codes[item]
        one = _Row(
            district.force,
            district.code,
            district.name,
            years[item],
            None if at == BLANK else people.values[at],
            int(sheet.rows[item]),
        )
        if found.setdefault((one.district, one.year), one) is not one:
            twice = found[one.district, one.year].row
            raise WorkbookError(sheet.where(item, f"{one.name} in {one.year} is there already in row {twice}"))
    return _table([*found.values(), *_absent(found)], sheet, sha256)


def _absent(found: Collection[tuple[str, int]]) -> Iterable[_Row]:
    """Each district for each year of the answer that it does not have."""
    years = sorted({year for _, year in found})
    for district, year in product(districts().values(), years):
        if (district.code, year) not in found:
            yield _Row(district.force, district.code, district.name, year, None, None)


def _check_question(sheet: DataSheet) -> None:
    """Raise WorkbookError where the answer is to another question than ours, or says that it has more rows."""
    for field, asked in _ASKED.items():
        if sheet.has(field):
            sheet.required(field, _only(asked))
    if sheet.has("records"):
        told = set(sheet.required("records", _records).values)
        if told != {len(sheet.rows)}:
            raise WorkbookError(
                sheet.where(
                    len(sheet.rows) - 1,
                    f"the answer has {len(sheet.rows):,} rows, and says of itself that it has "
                    f"{' and '.join(f'{one:,}' for one in sorted(told))}: it is cut short. Download it again",
                )
            )


def _check_known(sheet: DataSheet, here: Sequence[int], codes: Sequence[str], names: Sequence[str]) -> None:
    """Raise WorkbookError that names the districts whose force we do not know: one left out would make it too small."""
    unknown = [item for item in here if district_of(codes[item]) is None]
    if unknown:
        named = list(dict.fromkeys(f"{names[item]} ({codes[item]})" for item in unknown))
        more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        raise WorkbookError(
            sheet.where(
                unknown[0],
                f"no police force is known for {', '.join(named[:_MOST_NAMED])}{more}. Add it in "
                f"fetch/reference/{DISTRICTS.name}, or leave the table populations out (--tables)",
            )
        )


def _items(field: Field[_T]) -> list[_T]:
    return [field.values[code] for code in field.codes]


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError(f"{text!r} is no code of an area such as E06000001")
    return text


def _year(text: str) -> int:
    if not _YEAR.fullmatch(text):
        raise ValueError(f"{text!r} is no year such as 2023")
    return int(text)


def _people(text: str) -> int | None:
    found = _PEOPLE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no number of people")
    # Nomis says 0, and not nothing, where it has no figure in these boundaries: nobody lives nowhere.
    return int(found[1]) or None


def _records(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"{text!r} is no number of rows")
    return int(text)


def _only(asked: str) -> Callable[[str], str]:
    def clean(text: str) -> str:
        if text != asked:
            raise ValueError(f"{text!r} is not what was asked for: both sexes (0), all ages (200), people (20100)")
        return text

    return clean


def _table(rows: Sequence[_Row], sheet: DataSheet, sha256: str) -> pa.Table:
    ordered = sorted(rows, key=lambda one: (one.area, one.district, one.year))

    def words(values: Iterable[str | None]) -> pa.DictionaryArray:
        return pa.array(list(values), pa.string()).dictionary_encode()

    missing = [one.residents is None for one in ordered]
    return pa.table(
        {
            "area": words(one.area for one in ordered),
            "district": words(one.district for one in ordered),
            "district_name": words(one.name for one in ordered),
            "year": pa.array([one.year for one in ordered], pa.int16()),
            "residents": pa.array([one.residents for one in ordered], pa.int64()),
            "status": words(NOT_PROVIDED if none else PUBLISHED for none in missing),
            "file": words(sha256 for _ in ordered),
            "sheet": words(sheet.name for _ in ordered),
            "row": pa.array([one.row for one in ordered], pa.int32()),
            "column": words(sheet.letters["residents"] for _ in ordered),
        }
    )
