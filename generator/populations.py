"""How many people live in an area, for rates. In: a release, a newsroom's own file. Out: `Residents`.

A newsroom's figure goes before the release's mid-year estimates, and those before the census. Each keeps its source.
Knows nothing of crime.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from fetch.districts import estimates_source
from fetch.errors import ReferenceDataError, nearest
from fetch.release import Release
from generator.cube import parquet
from generator.reference import NATION, forces, populations

# The day of a mid-year estimate: a 12-month period that ends on it or later in the year holds it.
_MID_YEAR = (6, 30)
# A population older or younger than this says too little of the people of the period.
MOST_YEARS_AWAY = 10
# The City of London has so few residents that a rate says nothing of them; British Transport Police has none.
NEVER = frozenset({"city-of-london", "british-transport-police"})
# Nothing before is within reach of a period that we have, since comparable records begin in April 2002. The other end
# is there for slips of the hand, and hangs on no clock: one file serves old releases and new.
FIRST_YEAR, LAST_YEAR = 1992, 2099

_COLUMNS = ("area", "year", "residents", "source")
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Usual residents of an area in the middle of `year` (or at its census), and where the figure comes from."""

    people: int
    year: int
    source: str


@dataclass(frozen=True, slots=True)
class Residents:
    """Usual residents by area and year, with the source that provenance must name beside the year.

    `counts` holds forces, and the regions and England and Wales as the sums of theirs, in the years for which none of
    their forces is missing. City of London is there to be counted in the sums: `of` never gives it.
    """

    counts: Mapping[str, Mapping[int, int]]
    sources: Mapping[tuple[str, int], str]

    def of(self, area: str, year_end: date) -> Estimate | None:
        """The estimate for the 12 months that end on a day; None where there is no population, and so no rate.

        The one of the mid-year inside the period, else of the nearest year within 10 (the earlier of two as near).
        """
        years = () if area in NEVER else self.counts.get(area, ())
        inside = _mid_year_in(year_end)
        year = min(years, key=lambda one: (abs(one - inside), one), default=None)
        if year is None or abs(year - inside) > MOST_YEARS_AWAY:
            return None
        return Estimate(self.counts[area][year], year, self.sources[area, year])

    def table(self, areas: Sequence[str], year_ends: Sequence[date]) -> NDArray[np.float64]:
        """People as `of` gives them, areas by period ends (shape `(len(areas), len(year_ends))`); nan where none."""
        people = np.full((len(areas), len(year_ends)), np.nan)
        for row, area in enumerate(areas):
            for column, year_end in enumerate(year_ends):
                found = self.of(area, year_end)
                if found is not None:
                    people[row, column] = found.people
        return people


def _mid_year_in(year_end: date) -> int:
    """The year whose 30 June lies in the 12 months that end on a day."""
    return year_end.year if (year_end.month, year_end.day) >= _MID_YEAR else year_end.year - 1


def residents(release: Release, own: Path | None = None) -> Residents:
    """The populations for a release's rates, area by area and year by year.

    From a newsroom's `own` file (CSV: area, year, residents, source) where it has the row, else from the release's
    mid-year estimates, else from the census.

    Raises:
        ReferenceDataError: a row of the newsroom's file is wrong, in one sentence that names file and row.
    """
    return _summed((*_census(), *_estimates(release), *(_own(own) if own else ())))


def census() -> Residents:
    """The populations of the census alone: what there is without a release."""
    return _summed(tuple(_census()))


def _summed(rows: Sequence[tuple[str, Estimate]]) -> Residents:
    """Figures of forces, a later one in place of an earlier, with those of the areas that they make up."""
    found = {(area, one.year): one for area, one in rows}
    counts: dict[str, dict[int, int]] = {}
    for (area, year), one in sorted(found.items()):
        counts.setdefault(area, {})[year] = one.people
    sources = {place: one.source for place, one in found.items()}
    for area, parts in _sums().items():
        for year in sorted(set.intersection(*(set(counts.get(part, ())) for part in parts))):
            counts.setdefault(area, {})[year] = sum(counts[part][year] for part in parts)
            sources[area, year] = "; ".join(sorted({sources[part, year] for part in parts}))
    return Residents(counts, sources)


def _sums() -> dict[str, list[str]]:
    """The areas that are sums of forces: each region, and England and Wales."""
    parts: dict[str, list[str]] = {NATION: list(forces())}
    for slug, force in forces().items():
        parts.setdefault(force.region, []).append(slug)
    return parts


def _census() -> Iterator[tuple[str, Estimate]]:
    census = populations()
    for area, people in census.residents.items():
        yield area, Estimate(people, census.year, census.source)


def _estimates(release: Release) -> Iterator[tuple[str, Estimate]]:
    """The release's mid-year estimates by force; none where one of its districts has no figure."""
    if not release.parts("populations"):
        return
    rows = duckdb.execute(
        f"SELECT area, year, sum(residents)::BIGINT FROM {parquet(release, 'populations')} "  # noqa: S608
        "GROUP BY ALL HAVING count(residents) = count(*) ORDER BY ALL"
    ).fetchall()
    for area, year, people in rows:
        yield area, Estimate(people, year, estimates_source(year))


def _own(path: Path) -> Iterator[tuple[str, Estimate]]:
    """A newsroom's own figures. Raises ReferenceDataError, naming file and row, for the first that is wrong."""
    headings, *rows = _read(path)
    if tuple(one.strip().casefold() for one in headings) != _COLUMNS:
        raise ReferenceDataError(
            f"{path}, row 1: the columns must be {', '.join(_COLUMNS)}, in this order, and not {', '.join(headings)}."
        )
    seen: dict[tuple[str, int], int] = {}
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue  # what spreadsheets leave at the end
        try:
            area, one = _own_row([cell.strip() for cell in row])
        except ValueError as error:
            raise ReferenceDataError(f"{path}, row {number}: {error}.") from error
        before = seen.setdefault((area, one.year), number)
        if before != number:
            raise ReferenceDataError(f"{path}, row {number}: {area} in {one.year} is there already, in row {before}.")
        yield area, one


def _own_row(row: Sequence[str]) -> tuple[str, Estimate]:
    """A row's area and estimate. Raises ValueError, in words for the user, where a cell of it is wrong."""
    if len(row) != len(_COLUMNS):
        raise ValueError(f"it has {len(row)} cells instead of {len(_COLUMNS)} ({', '.join(_COLUMNS)})")
    area, year, people, source = row
    if area not in forces():
        raise ValueError(
            f"{area!r} is no police force by its short name, such as north-wales.{nearest(area, forces())}"
        )
    if not _WHOLE.fullmatch(year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise ValueError(f"the year {year!r} is none from {FIRST_YEAR} to {LAST_YEAR}")
    if not _WHOLE.fullmatch(people) or not int(people):
        raise ValueError(f"{people!r} residents is no whole number above nothing: write it like 687000")
    if not source:
        raise ValueError("it names no source, and without one no rate can be printed")
    return area, Estimate(int(people), int(year), source)


def _read(path: Path) -> list[list[str]]:
    """The rows of a CSV file in UTF-8, the headings first."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ReferenceDataError(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ReferenceDataError(f"{path} is not in UTF-8: save it as CSV in UTF-8.") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise ReferenceDataError(
            f"{path}, line {reader.line_num}: not a line of CSV ({error}). Save it again."
        ) from error
    return rows or [[]]
