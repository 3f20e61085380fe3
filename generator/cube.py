"""Cells of the release, laid out for arithmetic. In: a release and offence codes. Out: arrays by area, code, quarter.

Every array keeps apart what was published, what is known and what is there at all. Knows nothing of years or words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from fetch.release import Release
from generator.quarters import first_day, quarter_of
from generator.reference import Offence

OUTCOME_TYPES = 23

# A column of whole numbers of 64 bits.
Whole = NDArray[np.integer[Any]]

# A cell's fingerprint: which cell of which workbook it is, and what it says. A selection's digest is the exclusive or
# of its cells' fingerprints, so that it does not hang on their order and SQL can work it out again.
FINGERPRINT = "md5_number_lower(concat_ws('|', file, sheet, row, {column}, coalesce({count}::varchar, '-'), {status}))"
RECORDED_PRINT = FINGERPRINT.format(column='"column"', count="count", status="status")
OUTCOMES_PRINT = FINGERPRINT.format(column="recorded_column", count="recorded_basis", status="recorded_status")


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts by area, offence code and quarter (and, for outcomes, outcome type, as a fourth axis).

    `count` is 0 where nothing is known; `known` is False for a cell that is missing or known to lack months; `rows`
    is how many rows of the table make the cell (homicide has four), 0 for none, and `in_force` False where none of them
    counts any more (the code has expired). `first` is the quarter of column 0.
    """

    areas: tuple[str, ...]
    codes: tuple[str, ...]
    first: int
    count: NDArray[np.int64]
    known: NDArray[np.bool_]
    rows: NDArray[np.int64]
    in_force: NDArray[np.bool_]
    fingerprint: NDArray[np.uint64]

    @property
    def last(self) -> int:
        """The last quarter."""
        return self.first + int(self.count.shape[2]) - 1


def parquet(release: Release, table: str) -> str:
    """A table of the release as DuckDB reads it: `read_parquet([...])`."""
    names = ", ".join("'" + str(part).replace("'", "''") + "'" for part in release.parts(table))
    return f"read_parquet([{names}])"


def codes_of(release: Release, offences: Sequence[Offence]) -> dict[str, tuple[str, ...]]:
    """The codes that make up each offence, by offence id: its own, or all that its subgroup or group ever held.

    The tables differ in the case of the names of groups.
    """
    held = _held(release) if any(one.subgroup or one.group for one in offences) else {}
    return {
        one.id: one.codes
        or held.get(("subgroup", one.subgroup.lower()) if one.subgroup else ("group", one.group.lower()), ())
        for one in offences
    }


def _held(release: Release) -> dict[tuple[str, str], tuple[str, ...]]:
    """The codes that each subgroup and each group of the release's recorded crime ever held, by level and name."""
    rows = duckdb.execute(
        f"""
        SELECT level, lower(name), list_sort(list(DISTINCT offence_code))
        FROM (SELECT DISTINCT offence_code, offence_group AS "group", offence_subgroup AS subgroup
              FROM {parquet(release, "recorded")})
        UNPIVOT (name FOR level IN (subgroup, "group")) GROUP BY ALL
        """  # noqa: S608 (paths of our own)
    ).fetchall()
    return {(level, name): tuple(codes) for level, name, codes in rows}


def latest_quarter(release: Release) -> int:
    """The last quarter for which the release has recorded crime."""
    row = duckdb.execute(f"SELECT max(quarter) FROM {parquet(release, 'recorded')}").fetchone()  # noqa: S608
    assert row is not None  # noqa: S101 (an aggregate always gives a row)
    return quarter_of(row[0])


def _columns(query: str, values: Mapping[str, object]) -> dict[str, Whole]:
    """The columns of a query, all of which must be whole numbers of 64 bits without a gap.

    Read out of Arrow's own memory: every shorter way (`fetchnumpy`, `to_numpy`) imports all of pandas first.
    """
    with duckdb.connect() as database:
        relation = database.sql(query, params=dict(values))
        assert relation is not None  # noqa: S101 (a SELECT always gives a relation)
        table = relation.to_arrow_table()
    columns: dict[str, Whole] = {}
    for name in table.column_names:
        chunk = table.column(name).combine_chunks()
        dtype = np.uint64 if name == "fingerprint" else np.int64
        columns[name] = (
            np.frombuffer(chunk.buffers()[1], dtype, len(chunk), 8 * chunk.offset) if len(chunk) else np.zeros(0, dtype)
        )
    return columns


def _cells(release: Release, table: str, areas: tuple[str, ...], codes: tuple[str, ...], since: int | None) -> Cells:
    """The cells of a table, laid out. Outcomes have a fourth axis, the type; `since` is the first quarter wanted."""
    outcomes = table == "outcomes"
    count, status = ("recorded_basis", "recorded_status") if outcomes else ("count", "status")
    values: dict[str, object] = {"areas": list(areas), "codes": list(codes)}
    if since is not None:
        values["start"] = first_day(since)
    rows = _columns(
        f"""
        SELECT list_position($areas, area)::BIGINT - 1 AS area, list_position($codes, offence_code)::BIGINT - 1 AS code,
               4 * year(quarter) + date_part('quarter', quarter) - 1 AS quarter,
               {"outcome_type::BIGINT" if outcomes else "0::BIGINT"} AS kind, coalesce({count}, 0)::BIGINT AS published,
               ({status} NOT IN ('published', 'expired'))::BIGINT AS unknown,
               ({status} <> 'expired')::BIGINT AS counted,
               {OUTCOMES_PRINT if outcomes else RECORDED_PRINT} AS fingerprint
        FROM {parquet(release, table)}
        WHERE area IN (SELECT unnest($areas)) AND offence_code IN (SELECT unnest($codes))
          {"AND quarter >= $start" if since is not None else ""}
        """,  # noqa: S608 (names are ours, values are bound)
        values,
    )
    return _lay_out(rows, areas, codes, types=OUTCOME_TYPES if outcomes else None)


def _lay_out(rows: Mapping[str, Whole], areas: tuple[str, ...], codes: tuple[str, ...], types: int | None) -> Cells:
    """Rows into arrays. `types` is the length of the fourth axis, None for recorded crime."""
    quarters = rows["quarter"]
    first, last = (int(quarters.min()), int(quarters.max())) if len(quarters) else (0, -1)
    shape = (len(areas), len(codes), last - first + 1) + ((types,) if types else ())
    where = (rows["area"], rows["code"], quarters - first) + ((rows["kind"],) if types else ())
    count, held = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    unknown, counted = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    fingerprint = np.zeros(shape, np.uint64)
    np.add.at(count, where, rows["published"])
    np.add.at(held, where, 1)
    np.add.at(unknown, where, rows["unknown"])
    np.add.at(counted, where, rows["counted"])
    np.bitwise_xor.at(fingerprint, where, rows["fingerprint"])
    return Cells(areas, codes, first, count, (held > 0) & (unknown == 0), held, counted > 0, fingerprint)


def load_recorded(release: Release, areas: tuple[str, ...], codes: tuple[str, ...]) -> Cells:
    """Recorded crime of these areas and codes, for every quarter there is."""
    return _cells(release, "recorded", areas, codes, since=None)


def load_outcomes(release: Release, areas: tuple[str, ...], codes: tuple[str, ...], since: int) -> Cells:
    """Outcomes on the recorded basis of these areas and codes, from quarter `since` on; the fourth axis is the type."""
    return _cells(release, "outcomes", areas, codes, since=since)
