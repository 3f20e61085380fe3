"""Where a workbook and the release made of it disagree. In: totals of both. Out: differences, with a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.verify.workbooks.cells import Longs
from generator.verify.workbooks.layouts import Layout, area_titles, quarter_words
from generator.verify.workbooks.totals import (
    CASES,
    CELLS,
    EXPIRED,
    GAP,
    MISSING,
    OF_A_COUNT,
    Coordinate,
    Totals,
    unlike,
)

# What a side has some of, where it is not cases: one of it, several of it.
_HAVING = {
    CELLS: ("row", "rows"),
    EXPIRED: ("figure marked as expired", "figures marked as expired"),
    GAP: ("figure marked as incomplete", "figures marked as incomplete"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A total of a workbook that the release has otherwise.

    `quarter` is 4 x year + 0..3 (0 in a table without quarters), `outcome` an outcome's type. `workbook` and `release`
    are what either says: cases where `measure` is "cases" or "missing" (None: not there, or not provided), else how
    many rows ("cells"), structural zeros ("expired") or known gaps ("gap"). `basis` is recorded or closed for outcomes.
    """

    file: str
    sheet: str
    table: str
    area: str
    code: str
    quarter: int
    outcome: int | None
    workbook: int | None
    release: int | None
    measure: str = CASES
    basis: str = ""
    subgroup: str = ""
    place: str = ""

    @property
    def sentence(self) -> str:
        """What differs, and what to do, for the user."""
        return (
            f"{self.file} {self._says(self.workbook)} for {self._what()}; the release "
            f"{self._says(self.release)}: fetch it again, or report a fault."
        )

    def _says(self, figure: int | None) -> str:
        if self.measure in _HAVING:
            one, several = _HAVING[self.measure]
            return f"has {figure or 'no'} {one if figure == 1 else several}"
        if figure is None:
            return "says that the figure was not provided" if self.measure == MISSING else "has no figure"
        return f"says {figure:,}"

    def _what(self) -> str:
        under = f" ({self.subgroup})" if self.subgroup else ""
        named = [
            area_titles().get(self.area, repr(self.area)),
            self.place,
            f"offence {self.code}{under}" if self.quarter else self.subgroup,
        ]
        if self.outcome is not None:
            named.append(f"outcome {self.outcome}")
        if self.basis:
            named.append(f"{self.basis} basis")
        named.append(quarter_words(self.quarter) if self.quarter else "")
        return ", ".join(one for one in named if one)


def differences(
    workbook: Totals, release: Totals, layout: Layout, file: str, sheet_of: Callable[[Coordinate], str]
) -> Iterator[Difference]:
    """The differences of a workbook and its part, one for each count and coordinate, the most telling of several.

    `sheet_of` names a sheet for a coordinate that the workbook does not have.
    """
    for one, other in unlike(workbook, release):
        at = release.coordinate(other or 0) if one is None else workbook.coordinate(one)
        sheet = sheet_of(at) if one is None else workbook.sheet_of(one)
        ours = None if one is None else workbook.figures[one]
        theirs = None if other is None else release.figures[other]
        for measure, basis, says, has in _measures(ours, theirs, layout):
            yield Difference(
                file=file,
                sheet=sheet,
                table=layout.table,
                area=at.area,
                code=at.code,
                quarter=at.quarter,
                outcome=int(at.detail) if layout.table == "outcomes" and at.detail.isdigit() else None,
                workbook=says,
                release=has,
                measure=measure,
                basis=basis,
                # Where one side lacks the coordinate altogether, it may be for the subgroup alone.
                subgroup=at.subgroup if ours is None or theirs is None else "",
                place="" if layout.table == "outcomes" else at.detail,
            )


def _measures(
    ours: Longs | None, theirs: Longs | None, layout: Layout
) -> Iterator[tuple[str, str, int | None, int | None]]:
    """What differs at a coordinate: measure, basis, and what either side has."""
    found = False
    for position, one in enumerate(layout.counts):
        first = 1 + position * len(OF_A_COUNT)
        sides = [_of_a_count(side, first) for side in (ours, theirs)]
        measure = next((name for name in OF_A_COUNT if sides[0].get(name) != sides[1].get(name)), None)
        if not all(sides):
            # A figure that was not provided is no figure either, so only the row itself tells the sides apart.
            measure = None if any(side.get(MISSING) for side in sides) else CASES
        if measure is not None:
            found = True
            shown = CASES if measure == MISSING else measure
            says, has = (_shown(side, shown) for side in sides)
            yield measure, one.basis, says, has
    if not found:
        yield CELLS, "", _cells(ours), _cells(theirs)


def _cells(side: Longs | None) -> int | None:
    return None if side is None else int(side[0])


def _of_a_count(side: Longs | None, first: int) -> dict[str, int]:
    return {} if side is None else {name: int(side[first + at]) for at, name in enumerate(OF_A_COUNT)}


def _shown(side: dict[str, int], measure: str) -> int | None:
    """A side's figure; None where it has none, or where a case is missing from it."""
    return None if not side or (measure == CASES and side[MISSING]) else side[measure]
