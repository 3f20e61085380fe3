"""12-month totals of everything: every area, every offence, every period. In: a release. Out: a `Panel` of arrays.

One pass over each table in DuckDB, then sums along axes; no series is looked at by itself. Knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from fetch.release import Release
from generator import reference
from generator.cube import parquet
from generator.findings.classification import Classification, Label, classify
from generator.populations import Residents
from generator.quarters import Year, last_day
from generator.reference import NATION

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# What became of cases, in groups that copy speaks of (outcomes.toml), and all outcomes of cases that are over.
OUTCOMES = ("charged", "unsupported", "no-suspect", "out-of-court", "unassigned")
CLOSED = "closed"
# A code that no force recorded in a quarter, though the nation has this many in others, was not in use.
IN_USE = 50
# So little stands for the whole nation: forces with complete figures.
LEAST_REPORTING = 35


@dataclass(frozen=True, slots=True)
class Layer:
    """One measure by area, offence and period end. `value` is nan where a period is not wholly known or not in force.

    `least` and `most` bound it where months are missing: what was published, and with each missing quarter filled with
    the most that the area ever recorded in one. nan where the offence was not counted throughout the period.
    """

    value: Floats
    least: Floats
    most: Floats

    def until(self, columns: int) -> Layer:
        """The first so many periods."""
        return Layer(self.value[..., :columns], self.least[..., :columns], self.most[..., :columns])


@dataclass(frozen=True, slots=True)
class Quarters:
    """Published counts by area, code and quarter, and where they are not known; for the search for faults."""

    count: NDArray[np.int64]
    unknown: Flags
    in_force: Flags


@dataclass(frozen=True, slots=True)
class Panel:
    """Areas are the forces, then the regions, then England and Wales; `ends` the last quarters of the periods.

    `outcomes` (recorded basis) and `closed` (closed basis) hold a layer for each group of OUTCOMES; `closed` also
    CLOSED, every outcome given in the period. `residents` is by area and period, nan where no rate is quoted.
    `quarters` is None for a panel made of 12-month totals.
    """

    areas: tuple[str, ...]
    forces: int
    offences: Classification
    ends: NDArray[np.int64]
    recorded: Layer
    outcomes: Mapping[str, Layer]
    closed: Mapping[str, Layer]
    residents: Floats
    quarters: Quarters | None = None

    @property
    def nation(self) -> int:
        """The row of England and Wales."""
        return len(self.areas) - 1

    def within(self, row: int) -> Flags:
        """Which forces an area is made of."""
        return np.asarray(sums_of_forces(self.areas[: self.forces])[row] > 0)

    @property
    def of_nation(self) -> Floats:
        """Each area's share of the nation's cases, by area, offence and period; nan where either is unknown."""
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = self.recorded.value / self.recorded.value[self.nation]
        return np.where(np.isfinite(shares), shares, np.nan)

    @property
    def latest(self) -> Year:
        """The latest period."""
        return Year(int(self.ends[-1]))

    def until(self, end: int) -> Panel:
        """The panel as it stood when `end` was the last quarter."""
        columns = int(np.searchsorted(self.ends, end, side="right"))
        return replace(
            self,
            ends=self.ends[:columns],
            recorded=self.recorded.until(columns),
            outcomes={name: layer.until(columns) for name, layer in self.outcomes.items()},
            closed={name: layer.until(columns) for name, layer in self.closed.items()},
            residents=self.residents[:, :columns],
            quarters=None,
        )


def load_panel(release: Release, residents: Residents) -> Panel:
    """The panel of a release; its areas are the 43 forces, the regions and the nation."""
    with duckdb.connect() as database:
        offences = classify(_labels(database, release))
        quarters = _quarters(database, release, offences.codes)
        first, last = quarters
        counted = _recorded(database, release, offences.codes, first, last)
        parts = _outcomes(database, release, offences.codes, counted, first) if release.parts("outcomes") else {}
    forces = tuple(reference.forces())
    summed = sums_of_forces(forces)
    ends = np.arange(first + 3, last + 1)
    layers = {key: _layer(part, offences.members, summed) for key, part in parts.items()}
    areas = (*forces, *reference.regions(), NATION)
    return Panel(
        areas=areas,
        forces=len(forces),
        offences=offences,
        ends=ends,
        recorded=_layer(counted, offences.members, summed),
        outcomes={group: layers[group, "recorded"] for group in OUTCOMES if (group, "recorded") in layers},
        closed={group: layers[group, "closed"] for group in (*OUTCOMES, CLOSED) if (group, "closed") in layers},
        residents=residents.table(areas, [last_day(int(end)) for end in ends]),
        quarters=counted,
    )


def panel_of_totals(
    areas: Sequence[str],
    offences: Classification,
    ends: Sequence[int],
    totals: Floats,
    residents: Floats | None = None,
) -> Panel:
    """A panel of 12-month totals that are known already (forces by nodes by period ends; nan where unknown).

    For tables that publish rolling years, and for simulation. Without residents there are no rates.
    """
    summed = sums_of_forces(tuple(areas))
    every = _added(summed, totals)
    rows = (*areas, *reference.regions(), NATION)
    people = np.full((len(rows), len(ends)), np.nan) if residents is None else _added(summed, residents)
    return Panel(
        areas=rows,
        forces=len(areas),
        offences=offences,
        ends=np.asarray(ends, np.int64),
        recorded=Layer(every, every, every),
        outcomes={},
        closed={},
        residents=people,
    )


def _added(summed: Floats, values: Floats) -> Floats:
    """Values of forces as values of the areas that they make up; nan where a force of the area is unknown."""
    every = np.tensordot(summed, np.nan_to_num(values), axes=(1, 0))
    every[np.tensordot(summed, np.isnan(values), axes=(1, 0)) > 0] = np.nan
    return every


def _labels(database: duckdb.DuckDBPyConnection, release: Release) -> list[Label]:
    """Each code with the names that its newest rows give it; fraud bodies' codes are no force's and stay out."""
    rows = database.execute(
        f"""
        SELECT offence_code, arg_max(offence_description, (quarter, offence_description)),
               arg_max(offence_subgroup, (quarter, offence_subgroup)),
               arg_max(offence_group, (quarter, offence_group))
        FROM {parquet(release, "recorded")}
        WHERE area IN (SELECT unnest(?)) GROUP BY offence_code ORDER BY offence_code
        """,  # noqa: S608 (names are ours, values are bound)
        [list(reference.forces())],
    ).fetchall()
    return [Label(*row) for row in rows]


def _quarters(database: duckdb.DuckDBPyConnection, release: Release, codes: Sequence[str]) -> tuple[int, int]:
    """The first and the last quarter of recorded crime."""
    rows = database.execute(
        f"""
        SELECT min(4 * year(quarter) + quarter(quarter) - 1), max(4 * year(quarter) + quarter(quarter) - 1)
        FROM {parquet(release, "recorded")} WHERE offence_code IN (SELECT unnest(?))
        """,  # noqa: S608
        [list(codes)],
    ).fetchall()
    return int(rows[0][0]), int(rows[0][1])


def _recorded(
    database: duckdb.DuckDBPyConnection, release: Release, codes: Sequence[str], first: int, last: int
) -> Quarters:
    rows = _columns(
        database,
        f"""
        SELECT {_COORDINATES}, sum(coalesce(count, 0)) AS count, {_known("status")}
        FROM {parquet(release, "recorded")} WHERE {_ASKED} GROUP BY 1, 2, 3
        """,  # noqa: S608
        codes,
    )
    return _laid_out(rows, ("count", "unknown", "counted"), len(codes), first, last)


def _outcomes(
    database: duckdb.DuckDBPyConnection,
    release: Release,
    codes: Sequence[str],
    counted: Quarters,
    first: int,
) -> dict[tuple[str, str], Quarters]:
    """Outcomes by group and basis, laid out over the quarters of recorded crime (`counted`), the first of which is
    `first`."""
    last = first + counted.count.shape[2] - 1
    groups = {group: reference.outcome_types(group) for group in OUTCOMES}
    every = tuple(range(1, 23))  # type 0 is no outcome: the case is still open
    wanted = [(group, "recorded", types) for group, types in groups.items()]
    wanted += [(group, "closed", types) for group, types in (*groups.items(), (CLOSED, every))]
    sums = ", ".join(
        f"sum(CASE WHEN outcome_type IN ({', '.join(map(str, types))}) THEN coalesce({basis}_basis, 0) ELSE 0 END) "
        f'AS "{group} {basis}"'
        for group, basis, types in wanted
    )
    rows = _columns(
        database,
        f"""
        SELECT {_COORDINATES}, {sums}, {_known("recorded_status", "recorded_")}, {_known("closed_status", "closed_")}
        FROM {parquet(release, "outcomes")} WHERE {_ASKED} GROUP BY 1, 2, 3
        """,  # noqa: S608
        codes,
    )
    return {
        (group, basis): _beside(
            counted,
            _laid_out(rows, (f"{group} {basis}", f"{basis}_unknown", f"{basis}_counted"), len(codes), first, last),
        )
        for group, basis, _ in wanted
    }


def _beside(counted: Quarters, outcomes: Quarters) -> Quarters:
    """Outcomes of a code that is recorded and has no rows among them are unknown, and so is any whole that holds it:
    a share of cases would else be set against cases of which nothing is known."""
    there = outcomes.in_force.any(axis=0)
    lacking = counted.in_force & ~outcomes.in_force & there & (counted.count.sum(axis=0) >= IN_USE)
    return Quarters(outcomes.count, outcomes.unknown | lacking, outcomes.in_force | lacking)


_COORDINATES = """
    list_position($areas, area) - 1 AS area, list_position($codes, offence_code) - 1 AS code,
    4 * year(quarter) + quarter(quarter) - 1 AS quarter
"""
_ASKED = "area IN (SELECT unnest($areas)) AND offence_code IN (SELECT unnest($codes))"


def _known(status: str, prefix: str = "") -> str:
    """How many of the rows are unknown, and how many still count (their code has not expired)."""
    return (
        f"count(*) FILTER ({status} NOT IN ('published', 'expired')) AS {prefix}unknown, "
        f"count(*) FILTER ({status} <> 'expired') AS {prefix}counted"
    )


def _columns(database: duckdb.DuckDBPyConnection, query: str, codes: Sequence[str]) -> Mapping[str, NDArray[Any]]:
    """The columns of a query, as whole numbers."""
    relation = database.sql(query, params={"areas": list(reference.forces()), "codes": list(codes)})
    assert relation is not None  # noqa: S101 (a SELECT always gives a relation)
    table = relation.to_arrow_table()
    return {name: table.column(name).cast("int64").to_numpy() for name in table.column_names}


def _laid_out(
    rows: Mapping[str, NDArray[Any]], names: tuple[str, str, str], codes: int, first: int, last: int
) -> Quarters:
    inside = (rows["quarter"] >= first) & (rows["quarter"] <= last)
    where = (rows["area"][inside], rows["code"][inside], rows["quarter"][inside] - first)
    shape = (len(reference.forces()), codes, last - first + 1)
    counts, known, live = np.zeros(shape, np.int64), np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    count, unknown, counted = (rows[name][inside] for name in names)
    counts[where], known[where], live[where] = count, unknown == 0, counted > 0
    in_force = live.any(axis=0)
    # Old tables print zeros, and no mark, for a code that does not exist yet or is not used any more.
    nation = counts.sum(axis=0)
    nothing = (counts == 0).all(axis=0) & ~(live & ~known).any(axis=0)
    in_force &= ~(nothing & (nation.max(axis=1, keepdims=True) >= IN_USE))
    return Quarters(counts, in_force & ~known, in_force)


def _layer(quarters: Quarters, members: Flags, summed: Floats) -> Layer:
    """Quarters of codes into 12-month totals of nodes, for forces and for what sums them.

    A node is counted in a quarter when any of its codes is; a code that is not in force adds nothing, whatever an area
    says of it.
    """
    known = quarters.in_force & ~quarters.unknown
    most_ever = np.where(known, quarters.count, 0).max(axis=2, keepdims=True, initial=0)
    could_add = np.where(quarters.unknown, np.maximum(most_ever - quarters.count, 0), 0)
    nodes = members.astype(float)
    in_force = (nodes @ quarters.in_force) > 0
    least, holes, extra = (
        _rolled(np.einsum("nc,acq->anq", nodes, part.astype(float), optimize=True))
        for part in (quarters.count, quarters.unknown, could_add)
    )
    live = _rolled(in_force.astype(float)) == 4
    least, holes, extra = (np.tensordot(summed, part, axes=(1, 0)) for part in (least, holes, extra))
    least = np.where(live, least, np.nan)
    # Corrections of earlier years that outweigh what was counted leave no total to speak of.
    value = np.where((holes > 0) | (least < 0), np.nan, least)
    return Layer(value, np.maximum(least, 0), np.where(live, np.maximum(least, 0) + extra, np.nan))


def _rolled(quarters: Floats) -> Floats:
    """Sums of four consecutive columns."""
    return np.asarray(np.sum([quarters[..., at : quarters.shape[-1] - 3 + at] for at in range(4)], axis=0))


def sums_of_forces(forces: Sequence[str]) -> Floats:
    """Rows (forces, regions, nation) by forces: 1 where a force belongs to the row."""
    regions = [[float(slug in region.forces) for slug in forces] for region in reference.regions().values()]
    return np.concatenate([np.eye(len(forces)), np.array(regions), np.ones((1, len(forces)))])
