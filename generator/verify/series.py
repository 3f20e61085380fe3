"""What each force recorded of each code in each quarter, by SQL over a release's Parquet.

In: a release's table. Out: for an offence, an area and a group of outcomes, its `Series`. Knows nothing of other rooms
of the generator; the rules are those of docs/methodology.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import duckdb

from fetch.release import Release
from generator.verify import reference

# A code that no force has in a quarter is out of force there (an expired one is a true zero); one that a force lacks
# while others have it is unknown. Other bodies may have a code longer than the forces, and say nothing about them.
# `most` is the most that the force ever recorded of the code (and outcome type) in a quarter that is wholly known.
_CELLS = """
with published as (
    select area, offence_code as code, {type} as type, year(quarter) * 4 + quarter(quarter) - 1 as q,
           sum(coalesce({count}, 0)) as count,  -- homicide has four rows a cell
           bool_and({status} = 'expired') as expired,
           bool_or({status} not in ('published', 'expired') or ({count} is null and {status} = 'published')) as unknown
    from read_parquet($parts)
    where offence_code in ({codes}) and {type} in ({types}) and area in (select unnest($forces))
    group by all
),
used as (select code, type, q from published group by all having not bool_and(expired)),
every as (select area, code, type, q from used cross join (select unnest($forces) as area)),
cells as (
    select every.*, coalesce(published.count, 0) as count, published.area is null or published.unknown as unknown
    from every left join published using (area, code, type, q)
)
select area, code, type, q, count::bigint, unknown,
       coalesce(max(count) filter (where not unknown) over (partition by area, code, type), 0)::bigint as most
from cells
"""
_COLUMNS = {
    "recorded": {"type": "0", "count": "count", "status": "status"},
    "outcomes": {"type": "outcome_type", "count": "recorded_basis", "status": "recorded_status"},
}


class Cell(NamedTuple):  # made by the ten thousand, for which a frozen dataclass is slow
    """`published` is the count in the table; `could_add` how much more is plausible, 0 unless the cell is `unknown`."""

    published: int
    could_add: int
    unknown: bool


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of cells: what was published, the most that is plausible, and whether a cell is unknown."""

    low: int
    high: int
    unknown: bool


@dataclass(slots=True)
class Series:
    """The cells of one force by quarter: one for each code and outcome type that was in force then."""

    cells: dict[int, list[Cell]]

    def over(self, first: int, last: int) -> Total | None:
        """The total from quarter `first` to quarter `last`; None where no code was in force in one of them."""
        found = [self.cells.get(at, ()) for at in range(first, last + 1)]
        if not all(found):
            return None
        low = sum(cell.published for quarter in found for cell in quarter)
        more = sum(cell.could_add for quarter in found for cell in quarter)
        return Total(low, low + more, any(cell.unknown for quarter in found for cell in quarter))


# Series by offence, force and group of outcomes ("" for recorded crime).
AllSeries = dict[tuple[str, str, str], Series]


def paths(release: Release, table: str) -> list[str]:
    """The Parquet files of a table."""
    return [str(path) for path in release.parts(table)]


def latest_quarter(database: duckdb.DuckDBPyConnection, release: Release) -> int:
    """The last quarter of recorded crime, of whatever offence; 0 for a release without any."""
    parts = paths(release, "recorded")
    query = "select max(year(quarter) * 4 + quarter(quarter) - 1) from read_parquet($parts)"
    row = database.execute(query, {"parts": parts}).fetchone() if parts else None
    return int(row[0]) if row and row[0] is not None else 0


def load_series(
    database: duckdb.DuckDBPyConnection, release: Release, table: str, codes: Mapping[str, Iterable[str]]
) -> AllSeries:
    """The series of a table for every offence, force and (in `outcomes`) group. Empty where the release lacks it.

    Each of the forces of the reference file has a series wherever one of them has: a force that the table leaves out is
    unknown, not absent. Raises duckdb.Error where a part can't be read.
    """
    parts = paths(release, table)
    if not parts:
        return {}
    groups = reference.outcome_types() if table == "outcomes" else {"": (0,)}
    homes = _homes(codes, groups)
    # A list of single values, unlike a list bound whole, lets the reader leave out what it need not unpack: three times
    # as fast on eight million rows.
    wanted = {f"code{at}": code for at, code in enumerate(sorted({code for code, _ in homes}))}
    types = {f"type{at}": kind for at, kind in enumerate(sorted({kind for _, kind in homes}))}
    if not wanted:
        return {}
    query = _CELLS.format(codes=_listed(wanted), types=_listed(types), **_COLUMNS[table])
    given = {"parts": parts, "forces": list(reference.forces()), **wanted, **types}
    rows = database.execute(query, given).fetchall()
    loaded: AllSeries = {}
    for area, code, kind, at, count, unknown, most in rows:
        cell = Cell(count, max(most - count, 0) if unknown else 0, unknown)
        for offence, group in homes[code, kind]:
            loaded.setdefault((offence, area, group), Series({})).cells.setdefault(at, []).append(cell)
    return loaded


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"${name}" for name in names)


def _homes(
    codes: Mapping[str, Iterable[str]], groups: Mapping[str, tuple[int, ...]]
) -> Mapping[tuple[str, int], list[tuple[str, str]]]:
    """For each code and outcome type, the offences and groups that it counts in."""
    homes: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for offence, own in codes.items():
        for group, kinds in groups.items():
            for key in ((code, kind) for code in own for kind in kinds):
                homes.setdefault(key, []).append((offence, group))
    return homes
