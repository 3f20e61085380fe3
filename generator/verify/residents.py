"""How many people live in each force's area, for rates. In: a release. Out: residents of a force for 12 months.

The release's mid-year estimates where it has them, else the census of the reference file. By the same rule as
docs/fetching.md tells it: the mid-year inside the period, else the nearest, the earlier of two as near.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from fetch.release import Release
from generator.verify import reference

# An estimate so many years away says too little of the people of the period.
_FARTHEST = 10


class People:
    """Residents by force and year."""

    def __init__(self, database: duckdb.DuckDBPyConnection, release: Release) -> None:
        year = reference.census_year()
        self._by_force: dict[str, dict[int, int]] = {
            force: {year: people} for force, people in reference.residents().items()
        }
        for force, years in _estimates(database, release).items():
            self._by_force.setdefault(force, {}).update(years)

    def of(self, force: str, end: int) -> int | None:
        """Residents in the 12 months that end with quarter `end` (counted 4 * year + 0..3); None where nobody knows."""
        years = self._by_force.get(force, {})
        # The second quarter ends with the day of the estimate: 30 June.
        inside = end // 4 if end % 4 >= 1 else end // 4 - 1
        near = [year for year in years if abs(year - inside) <= _FARTHEST]
        return years[min(near, key=lambda year: (abs(year - inside), year))] if near else None


def _estimates(database: duckdb.DuckDBPyConnection, release: Release) -> Mapping[str, Mapping[int, int]]:
    """The release's mid-year estimates by force, summed from districts of which none is missing."""
    parts = [str(part) for part in release.parts("populations")]
    if not parts:
        return {}
    rows = database.execute(
        "SELECT area, year, sum(residents), bool_or(residents IS NULL) FROM read_parquet(?) GROUP BY area, year",
        [parts],
    ).fetchall()
    found: dict[str, dict[int, int]] = {}
    for force, year, people, lacking in rows:
        if not lacking:
            found.setdefault(force, {})[int(year)] = int(people)
    return found
