"""Sheets to one tidy table. In: the sheets of a workbook. Out: an Arrow table, a row a published cell, or an error.

An error names file, sheet and row. Each row of the table knows the cell that its count came from. Knows nothing of
folders, releases or stories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fetch import cells
from fetch.areas import Gap, gaps, slug_of
from fetch.cells import EXPIRED, GAP, NOT_PROVIDED, PUBLISHED, STATUSES, Count
from fetch.checks import check_table
from fetch.errors import WorkbookError
from fetch.fields import BLANK, DataSheet, Field, as_dictionary, distinct
from fetch.header import find_header
from fetch.populations import tidy_estimates
from fetch.tables import Table
from fetch.workbook import Sheet

# In tidy tables `area` is our slug; the rest are named for the official columns.
_OFFENCE: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "offence_code": ("code", cells.offence_code),
    "offence_description": ("description", cells.label),
    "offence_group": ("group", cells.group_label),
    "offence_subgroup": ("subgroup", cells.group_label),
}
# A table with one count has plain columns; with two, each count's columns are led by its basis.
_PREFIXES = {"count": "", "recorded_basis": "recorded_", "closed_basis": "closed_"}
_PLAIN_NA = frozenset({"na", "n/a"})


def tidy_workbook(
    sheets: Iterable[Sheet], file: str, sha256: str, table: Table | None = None
) -> tuple[Table, pa.Table]:
    """The table that a workbook holds, and its tidy rows, checked and sorted by code, area and quarter.

    `table` is the one to expect, known from the file's title; where None, the headings decide. `sha256` names the
    workbook in the `file` column. Raises WorkbookError where any cell does not read cleanly.
    """
    parts: list[pa.Table] = []
    seen: list[str] = []
    for sheet in sheets:
        seen.append(sheet.name)
        header = find_header(sheet, file, table)
        if header is None:
            continue
        table = header.table
        part = _tidy_sheet(DataSheet(sheet, header, file), sha256)
        if part.num_rows:
            parts.append(part)
    if table is None or not parts:
        known = f"the headings of the table of {table.label}" if table else "the headings of any official table"
        raise WorkbookError(f"{file} has no sheet with rows under {known} (its sheets: {', '.join(map(repr, seen))}).")
    whole = pa.concat_tables(parts).unify_dictionaries().combine_chunks()
    return table, check_table(table, whole, file)


def _tidy_sheet(sheet: DataSheet, sha256: str) -> pa.Table:
    if sheet.table.name == "populations":  # the one table that knows districts, not forces
        return tidy_estimates(sheet, sha256)
    forces = sheet.required("force", slug_of)
    # A row of totals among the forces ("England and Wales") is left out by rule; its slug is None.
    area_known = forces.spread(lambda slug: slug is not None, np.bool_)
    sheet.keep(area_known)
    kept = forces.at(area_known)
    area = Field(kept.codes, tuple(slug for slug in kept.values if slug is not None))
    columns = _places(sheet, area) if sheet.table.name == "geography" else _counted(sheet, area)
    one = np.zeros(len(sheet.rows), np.int32)
    columns["file"] = as_dictionary(Field(one, (sha256,)))
    columns["sheet"] = as_dictionary(Field(one, (sheet.name,)))
    columns["row"] = pa.array(sheet.rows)
    return pa.table(columns)


def _places(sheet: DataSheet, area: Field[str]) -> dict[str, pa.Array]:
    """The geographical reference: which Community Safety Partnership lies in which force and region."""
    columns = {name: as_dictionary(sheet.required(name, cells.label)) for name in ("csp", "ons_code", "region")}
    return {"area": as_dictionary(area), **columns}


def _counted(sheet: DataSheet, area: Field[str]) -> dict[str, pa.Array]:
    columns: dict[str, pa.Array] = {"area": as_dictionary(area)}
    if sheet.has("csp"):
        columns["csp"] = as_dictionary(sheet.required("csp", cells.label))
    for name, (field, clean) in _OFFENCE.items():
        columns[name] = as_dictionary(sheet.required(field, clean))
    quarters = _quarters(sheet)
    columns["quarter"] = pa.array(_first_days(quarters))
    if sheet.has("outcome_type"):
        kinds = sheet.required("outcome_type", cells.outcome_type)
        columns["outcome_type"] = pa.array(kinds.spread(int, np.int16))
        columns["outcome_description"] = as_dictionary(sheet.required("outcome_description", cells.label))
        columns["outcome_group"] = as_dictionary(sheet.required("outcome_group", cells.group_label))
    holes = _in_gaps(sheet.table.name, area, quarters)
    expired = _flagged_expired(sheet)
    for name in sheet.table.counts:
        columns.update(_count_columns(sheet, name, holes, expired))
    return columns


def _quarters(sheet: DataSheet) -> NDArray[np.int64]:
    """The quarter of each row as 4 x year + 0..3, by calendar quarter."""
    years: NDArray[np.int64] = sheet.required("year", cells.financial_year).spread(int, np.int64)
    within: NDArray[np.int64] = sheet.required("quarter", cells.financial_quarter).spread(int, np.int64)
    return 4 * years + within


def _first_days(quarters: NDArray[np.int64]) -> NDArray[np.datetime64]:
    months = (3 * (quarters - 4 * 1970)).astype("datetime64[M]")
    return months.astype("datetime64[D]")


def _quarter_of(gap: Gap) -> tuple[int, int]:
    return (
        4 * gap.first.year + (gap.first.month - 1) // 3,
        4 * gap.last.year + (gap.last.month - 1) // 3,
    )


def _in_gaps(table: str, area: Field[str], quarters: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows lie in months that their area is known to lack."""
    inside = np.zeros(len(quarters), np.bool_)
    for gap in gaps():
        if table in gap.tables and gap.area in area.values:
            first, last = _quarter_of(gap)
            inside |= (area.codes == area.values.index(gap.area)) & (quarters >= first) & (quarters <= last)
    return inside


def _flagged_expired(sheet: DataSheet) -> NDArray[np.bool_]:
    if not sheet.has("expired"):
        return np.zeros(len(sheet.rows), np.bool_)
    flags = sheet.optional("expired", cells.expired_flag)
    flagged: NDArray[np.bool_] = flags.codes != BLANK
    return flagged


def _count_columns(
    sheet: DataSheet, name: str, holes: NDArray[np.bool_], expired: NDArray[np.bool_]
) -> dict[str, pa.Array]:
    """A count's four columns: number, status, the text where it is no plain number, and the letters of its column."""
    counts: Field[Count] = sheet.required(name, cells.count)
    status = counts.spread(lambda one: STATUSES.index(one.status), np.int32)
    number = counts.spread(lambda one: one.value or 0, np.int64)  # the status tells a missing count from a zero
    # A bare NA is missing, unless the sheet's own flag says that the code has expired: then it is structurally zero.
    plain = counts.spread(lambda one: (one.text or "").lower() in _PLAIN_NA, np.bool_)
    status[plain & expired] = STATUSES.index(EXPIRED)
    status[holes & (status == STATUSES.index(PUBLISHED))] = STATUSES.index(GAP)
    texts = [one.text for one in counts.values]
    written = np.array([place if text is not None else BLANK for place, text in enumerate(texts)], np.int32)
    prefix = _PREFIXES[name]
    return {
        name: pa.array(number, mask=status == STATUSES.index(NOT_PROVIDED)),
        f"{prefix}status": as_dictionary(Field(status, STATUSES)),
        f"{prefix}text": as_dictionary(distinct(written[counts.codes], [text or "" for text in texts])),
        f"{prefix}column": as_dictionary(Field(np.zeros(len(sheet.rows), np.int32), (sheet.letters[name],))),
    }
