"""Where a sheet's table begins, and which table it is. In: a sheet. Out: the row of headings, or nothing.

Data sheets are known by their headings, not by name or place. Knows nothing of the cells beneath.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fetch.errors import WorkbookError, nearest
from fetch.tables import TABLES, Table, heading_key, place_columns
from fetch.workbook import Sheet

# Cover lines above the headings are few; a pivot's filters hold a heading a row, never half a table's in one row.
_ROWS_SEARCHED = 60
_FEWEST_UNEXPECTED = 4
_ASIDE = ("cover", "note", "pivot", "content")


@dataclass(frozen=True, slots=True)
class Header:
    """A sheet's row of headings: its number (1-based, the sheet's own), and where each field stands (0-based)."""

    table: Table
    row: int
    places: dict[str, int]


def find_header(sheet: Sheet, file: str, table: Table | None = None) -> Header | None:
    """The headings of a data sheet; None for a sheet that holds no table (a cover, notes, a pivot, an empty one).

    `table` is the one to look for, any of them where None. Raises WorkbookError, naming file, sheet and row, where
    a row is plainly meant as the table's headings but one is missing, unknown or there twice.
    """
    candidates = (table,) if table else tuple(TABLES.values())
    head = sheet.head(_ROWS_SEARCHED)
    best: tuple[int, int, Table] | None = None
    for number, row in enumerate(head, start=1):
        for one in candidates:
            found = len(place_columns(one, row))
            if found >= _enough(one, expected=table is not None) and (best is None or found > best[0]):
                best = (found, number, one)
    if best is None:
        return None
    _, number, chosen = best
    headings = head[number - 1]
    places = place_columns(chosen, headings)
    wrong = _what_is_wrong(chosen, headings, places, sheet)
    if wrong and any(word in sheet.name.casefold() for word in _ASIDE):
        return None
    if wrong:
        raise WorkbookError(f"{file}, sheet {sheet.name!r}, row {number}: {wrong}")
    return Header(chosen, number, places)


def _enough(table: Table, *, expected: bool) -> int:
    """How many known headings in one row make it the table's: half, so that one missing or misspelt is an error.

    Where no table is expected, four at least: a newsroom's own list with a force and a region is none of ours.
    """
    half = (sum(column.required for column in table.columns) + 1) // 2
    return half if expected else max(half, _FEWEST_UNEXPECTED)


def _what_is_wrong(table: Table, headings: Sequence[str], places: dict[str, int], sheet: Sheet) -> str:
    """A sentence about the first fault of a row of headings; empty where there is none."""
    missing = [column.spellings[0] for column in table.columns if column.required and column.field not in places]
    unknown = [at for at, text in enumerate(headings) if heading_key(text) and at not in places.values()]
    known = [spelling for column in table.columns for spelling in column.spellings]
    if unknown and not table.others:
        at = unknown[0]
        if heading_key(headings[at]) in {heading_key(one) for one in known}:
            return f"the heading {headings[at]!r} is there twice, so it is not plain which column counts."
        lacking = f" The column {missing[0]!r} is missing." if missing else ""
        return (
            f"column {sheet.letter(at)} has the heading {headings[at]!r}, unknown in the table of {table.label}."
            f"{lacking}{nearest(headings[at], (one.casefold() for one in known))} A new spelling is added in "
            "fetch/tables.py."
        )
    if missing:
        return (
            f"the column {missing[0]!r} of the table of {table.label} is missing. "
            "Download the file again; a new spelling is added in fetch/tables.py."
        )
    return ""
