"""What must hold of a whole table before anyone counts with it. In: tidy rows. Out: the same rows, sorted, or an error.

Knows nothing of cells' texts or of folders.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fetch.cells import EXPIRED, PUBLISHED, STATUSES, cells_of_code
from fetch.errors import WorkbookError
from fetch.tables import Table

Longs = NDArray[np.int64]

# Fraud went from the forces to Action Fraud, one by one until 2013, and corrections followed the crimes out: many
# forces stand below zero in the official rolling totals for the year to December 2013.
_MAY_FALL_BELOW_ZERO = "Fraud offences"


@dataclass(frozen=True, slots=True)
class _Rows:
    """The coordinates of a table's rows as whole numbers, ranked by name so that the order is the same everywhere."""

    table: pa.Table
    file: str
    code: Longs
    area: Longs
    quarter: Longs

    def cell(self, item: int) -> str:
        """Where a row stands: sheet and row."""
        return f"sheet {self.table['sheet'][item].as_py()!r}, row {self.table['row'][item].as_py()}"

    def what(self, item: int) -> str:
        """What a row is about, in words for the user."""
        period = quarter_words(int(self.quarter[item]))
        return f"offence {self.name('offence_code', item)} in {self.name('area', item)}, {period}"

    def name(self, column: str, item: int) -> str:
        """What a row says in a column of text."""
        return str(self.table[column][item].as_py())


def check_table(table: Table, rows: pa.Table, file: str) -> pa.Table:
    """The rows of one workbook, sorted by code, area and quarter.

    Raises WorkbookError, naming file, sheet and row, where a cell is there twice, a quarter is missing between others,
    or a 12-month total of recorded crime is below zero.
    """
    if not table.counts:
        return rows
    found = _Rows(
        rows,
        file,
        _ranks(rows["offence_code"]),
        _ranks(rows["area"]),
        quarters_of(rows["quarter"]),
    )
    check_no_quarter_missing(np.unique(found.quarter).tolist(), file)
    order = _check_each_cell_once(found)
    if table.name == "recorded":
        _check_years_not_below_zero(found)
    return rows.take(pa.array(order))


def _ranks(column: pa.ChunkedArray) -> Longs:
    """A dictionary column as the alphabetical ranks of its values."""
    encoded = column.combine_chunks()
    order = np.argsort(np.array(encoded.dictionary.to_pylist()))
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    ranked: Longs = ranks[encoded.indices.to_numpy()]
    return ranked


def quarters_of(column: pa.ChunkedArray) -> Longs:
    """A column of quarters' first days as 4 x year + 0..3."""
    months: Longs = column.to_numpy().astype("datetime64[M]").astype(np.int64)
    return months // 3 + 4 * 1970


def quarter_words(quarter: int) -> str:
    """A quarter as the tables call it: `2023/24 quarter 3`."""
    return f"{year_words(quarter)} quarter {(quarter - 1) % 4 + 1}"


def year_words(quarter: int) -> str:
    """The financial year that a quarter lies in: `2023/24`."""
    year = (quarter - 1) // 4
    return f"{year}/{(year + 1) % 100:02d}"


def check_no_quarter_missing(quarters: Iterable[int], where: str) -> None:
    """Raise WorkbookError where quarters do not follow one another: totals across the hole would be too low."""
    for before, after in pairwise(sorted(quarters)):
        if after != before + 1:
            raise WorkbookError(
                f"{where}: {quarter_words(before + 1)} is missing, between {quarter_words(before)} and "
                f"{quarter_words(after)}. Add the file or the rows that hold it."
            )


def _check_each_cell_once(rows: _Rows) -> Longs:
    """The order of the rows, having made sure that no cell of the cube is there twice.

    A code that stands for several (`1/4.1/4.10/4.2`, homicide) has so many like rows in the real tables, to be summed.
    """
    keys = [rows.quarter, rows.area, rows.code]
    if "csp" in rows.table.column_names:
        keys.insert(0, _ranks(rows.table["csp"]))
    if "outcome_type" in rows.table.column_names:
        keys.insert(0, rows.table["outcome_type"].to_numpy().astype(np.int64))
    key = _one_key(keys)
    order: Longs = np.argsort(key, kind="stable")
    ordered = key[order]
    codes = sorted(rows.table["offence_code"].combine_chunks().dictionary.to_pylist())
    allowed = np.array([cells_of_code(code) for code in codes])[rows.code[order]]
    for most in np.unique(allowed):
        twice = np.flatnonzero((ordered[most:] == ordered[:-most]) & (allowed[most:] == most))
        if len(twice):
            first, again = int(order[twice[0]]), int(order[twice[0] + most])
            raise WorkbookError(
                f"{rows.file}, {rows.cell(again)}: {rows.what(again)}, is there already in {rows.cell(first)}. "
                "Counting it twice would be wrong: download the file again."
            )
    return order


def _one_key(keys: list[Longs]) -> Longs:
    """Several coordinates, the last the most significant, as one whole number a row."""
    key = np.zeros(len(keys[0]), np.int64)
    for part in reversed(keys):
        low = int(part.min())
        key = key * (int(part.max()) - low + 1) + (part - low)
    return key


def _check_years_not_below_zero(rows: _Rows) -> None:
    """Corrections may take a quarter below zero, but not a whole financial year of an offence in an area.

    Financial years, since corrections are booked within them: in the real tables every such total is zero or more,
    while other 12 months fall below zero in small forces (25 times in the official rolling totals of 2003 to 2018).
    """
    count = rows.table["count"].to_numpy(zero_copy_only=False)
    status = rows.table["status"].combine_chunks()
    clean = [STATUSES.index(PUBLISHED), STATUSES.index(EXPIRED)]
    known = np.isin(status.indices.to_numpy(), [status.dictionary.to_pylist().index(STATUSES[at]) for at in clean])
    group = rows.table["offence_group"].combine_chunks()
    names = group.dictionary.to_pylist()
    fraud = names.index(_MAY_FALL_BELOW_ZERO) if _MAY_FALL_BELOW_ZERO in names else -1
    known &= group.indices.to_numpy() != fraud
    year = (rows.quarter - 1) // 4
    key = _one_key([rows.area, rows.code, year])
    places, total, whole = _totals(key, np.where(known, count, 0), known)
    quarters = _distinct_quarters(key, rows.quarter)
    below = np.flatnonzero((total < 0) & whole & (quarters == 4))
    if len(below):
        at = below[0]
        item = int(np.flatnonzero(places == at)[0])
        raise WorkbookError(
            f"{rows.file}, {rows.cell(item)}: offence {rows.name('offence_code', item)} in {rows.name('area', item)} "
            f"comes to {int(total[at])} over the four quarters of {year_words(int(rows.quarter[item]))}. "
            "A year below zero is a fault in the file: download it again."
        )


def _totals(
    key: Longs, count: NDArray[np.float64], known: NDArray[np.bool_]
) -> tuple[Longs, NDArray[np.float64], NDArray[np.bool_]]:
    """Each row's group, and each group's total and whether all of it is known. Floats hold such numbers exactly."""
    _, inverse = np.unique(key, return_inverse=True)
    places: Longs = inverse.astype(np.int64)
    total = np.bincount(places, weights=count).astype(np.float64)
    unknown = np.bincount(places[~known], minlength=len(total))
    return places, total, unknown == 0


def _distinct_quarters(key: Longs, quarter: Longs) -> Longs:
    """How many different quarters each group has, in the order of the groups' keys."""
    pairs = np.unique(4 * key + quarter % 4)
    counts: Longs = np.unique(pairs // 4, return_counts=True)[1].astype(np.int64)
    return counts
