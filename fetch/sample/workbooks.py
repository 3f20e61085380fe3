"""The sample's workbooks. In: the figures and workbooks.toml. Out: files in the official format, traps and all.

Rows are dense, as the official ones are: every area, code, quarter (and outcome type) has its row, zeros too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from fetch.areas import areas as known_areas
from fetch.sample import recipe
from fetch.sample.calendar import FIRST_YEAR, quarters_of
from fetch.sample.chance import Ints, bits, shared_out, uniform
from fetch.sample.ods import ods
from fetch.sample.outcomes import outcome_codes, outcomes
from fetch.sample.recipe import FOLDER, Offence
from fetch.sample.recorded import body_counts, hidden, in_force, recorded
from fetch.sample.sheets import Cells, Pieces, Sheet, page
from fetch.sample.xlsx import xlsx

# British Transport Police leaves the force table after 2014-15; it stays in the outcomes.
_TRANSPORT, _TRANSPORT_UNTIL = "british-transport-police", 2014
# How a count falls into its rows where the table has more than one: murder is far the commonest homicide.
_ROW_SHARES = (780, 170, 35, 15)
_NATION = "England and Wales"
_FLAG = "x"


@dataclass(frozen=True, slots=True)
class Workbook:
    """One workbook as workbooks.toml describes it; the head of that file says what each field means."""

    table: str
    title: str
    filename: str
    format: str
    first: int
    last: int
    sheet: str
    year: str
    quarter: str
    headings: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    totals: tuple[int, ...] = ()
    group: str = ""
    numbers: tuple[str, ...] = ()
    flag: bool = False
    types: str = "number"
    pivot: bool = False

    def place(self, cells: Cells, year: int, quarter: int, name: str) -> bytes:
        """The start of a row: financial year, quarter (0 to 3) and area."""
        if self.quarter == "number":
            when = b"".join(cells.number(quarter + 1))
        else:
            when = cells.text(self.quarter.format(quarter=quarter + 1))
        written = self.year.format(year=year, next=f"{(year + 1) % 100:02d}")
        return cells.row_start + cells.text(written) + when + cells.text(name)

    def offence(self, cells: Cells, description: str, group: str, subgroup: str, code: str) -> bytes:
        """The cells that name an offence."""
        grouped = group.title() if self.group == "title" else group
        last = b"".join(cells.number(int(code))) if code in self.numbers else cells.text(code)
        return cells.text(description) + cells.text(grouped) + cells.text(subgroup) + last

    def name(self, slug: str) -> str:
        """An area as this file writes it."""
        return self.names.get(slug, known_areas()[slug].name)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the workbooks hold. `recorded` by area, offence, quarter; the outcomes by area, code, quarter, type."""

    recorded: Ints
    bodies: Mapping[tuple[str, int], int]
    recorded_basis: Ints
    closed_basis: Ints
    hidden: Mapping[str, Mapping[tuple[int, int, int], str]]


def figures() -> Figures:
    """The figures of the sample, the same each time."""
    counts = recorded()
    basis, closed = outcomes(counts)
    return Figures(counts, body_counts(), basis, closed, {table: hidden(table) for table in ("recorded", "outcomes")})


def _described() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "workbooks.toml").read_text(encoding="utf-8"))


def workbooks() -> tuple[Workbook, ...]:
    """The workbooks that the sample has, the latest force table first."""
    return tuple(
        Workbook(**{**row, "headings": tuple(row["headings"]), "totals": tuple(row.get("totals", ()))})
        for row in _described()["workbook"]
    )


def write_workbooks(folder: Path) -> tuple[tuple[Workbook, Path], ...]:
    """Write every workbook into `folder`, which is there."""
    made = figures()
    written = []
    for book in workbooks():
        path = folder / book.filename
        path.write_bytes((ods if book.format == "ods" else xlsx)(_sheets(book, made)))
        written.append((book, path))
    return tuple(written)


def _sheets(book: Workbook, made: Figures) -> list[Sheet]:
    described = _described()
    sheets = [page("Cover_sheet", [book.title, *described["notice"]]), page("Notes", described["notes"])]
    if book.pivot:
        sheets.append(page("Pivot", book.headings))
    rows = _recorded_rows if book.table == "recorded" else _outcome_rows
    for year in range(book.first, book.last + 1):
        name = book.sheet.format(year=year, next=f"{(year + 1) % 100:02d}")
        sheets.append(Sheet(name, len(book.headings), partial(rows, book, made, year)))
    return sheets


def _recorded_rows(book: Workbook, made: Figures, year: int, cells: Cells) -> Iterator[Pieces]:
    yield [cells.row(book.headings)]
    offences = [(at, one) for at, one in enumerate(recipe.offences()) if in_force(one, year)]
    tails = [book.offence(cells, one.described(year), one.group, one.subgroup, one.code) for _, one in offences]
    for quarter in quarters_of(year):
        for area, slug in enumerate(recipe.areas()):
            if slug == _TRANSPORT and year > _TRANSPORT_UNTIL:
                continue
            place = book.place(cells, year, quarter % 4, book.name(slug))
            yield _force_rows(cells, place, made, (area, quarter), list(zip(offences, tails, strict=True)))
        yield _body_rows(book, made, cells, year, quarter)
        if year in book.totals:
            place = book.place(cells, year, quarter % 4, _NATION)
            counts = made.recorded[:, :, quarter].sum(axis=0).tolist()
            yield [
                piece
                for (at, _), tail in zip(offences, tails, strict=True)
                for piece in (place, tail, *cells.number(counts[at]), cells.row_end)
            ]


def _force_rows(
    cells: Cells,
    place: bytes,
    made: Figures,
    where: tuple[int, int],
    offences: Sequence[tuple[tuple[int, Offence], bytes]],
) -> Pieces:
    """The rows of one area and quarter."""
    area, quarter = where
    counts = made.recorded[area, :, quarter].tolist()
    pieces: Pieces = []
    for (at, offence), tail in offences:
        text = made.hidden["recorded"].get((area, at, quarter))
        if text is not None:
            pieces += (place, tail, cells.text(text), cells.row_end)
        elif offence.rows == 1:
            pieces += (place, tail, *cells.number(counts[at]), cells.row_end)
        else:
            for count in _in_rows(counts[at], where):
                pieces += (place, tail, *cells.number(count), cells.row_end)
    return pieces


def _in_rows(count: int, where: tuple[int, int]) -> list[int]:
    """A count cut into the rows that the table has for it."""
    offset = uniform(bits("rows", [where[0]], [where[1]])[0], 1000)
    return [int(one) for one in shared_out(np.array(_ROW_SHARES, np.int64), count, int(offset[0]))]


def _body_rows(book: Workbook, made: Figures, cells: Cells, year: int, quarter: int) -> Pieces:
    """The rows of the bodies that record fraud, for one quarter."""
    pieces: Pieces = []
    for body in recipe.bodies():
        if body.first <= year <= body.last and (body.name, quarter) in made.bodies:
            place = book.place(cells, year, quarter % 4, body.name)
            tail = book.offence(cells, body.description, body.group, body.subgroup, body.code)
            pieces += (place, tail, *cells.number(made.bodies[body.name, quarter]), cells.row_end)
    return pieces


def _outcome_rows(book: Workbook, made: Figures, year: int, cells: Cells) -> Iterator[Pieces]:
    yield [cells.row(book.headings)]
    every = recipe.offences()
    codes = [(at, every[at]) for at in range(len(every)) if every[at].code in outcome_codes()]
    tails = [book.offence(cells, one.described(year), one.group, one.subgroup, one.code) for _, one in codes]
    types = {expired: _type_cells(book, cells, expired=expired) for expired in (False, True)}
    first = 4 * (recipe.outcome_shares()["first"] - FIRST_YEAR)
    for quarter in quarters_of(year):
        for area, slug in enumerate(recipe.areas()):
            place = book.place(cells, year, quarter % 4, book.name(slug))
            basis = made.recorded_basis[area, :, quarter - first].tolist()
            closed = made.closed_basis[area, :, quarter - first].tolist()
            pieces: Pieces = []
            for at, ((index, offence), tail) in enumerate(zip(codes, tails, strict=True)):
                start = place + tail
                text = made.hidden["outcomes"].get((area, index, quarter))
                shown = cells.text(text) if text is not None else None
                for kind, one, other in zip(types[year > offence.last], basis[at], closed[at], strict=True):
                    if shown is None:
                        pieces += (start, kind, *cells.number(one), *cells.number(other), cells.row_end)
                    else:
                        pieces += (start, kind, shown, shown, cells.row_end)
            yield pieces


def _type_cells(book: Workbook, cells: Cells, *, expired: bool) -> list[bytes]:
    """The cells that name each outcome type, with the flag of an expired code where the file has one."""
    flag = b"" if not book.flag else cells.text(_FLAG) if expired else cells.blank
    return [
        cells.text(one.description)
        + cells.text(one.group)
        + (b"".join(cells.number(one.number)) if book.types == "number" else cells.text(str(one.number)))
        + flag
        for one in recipe.outcome_types()
    ]
