"""Read a workbook the way a release does, into plain rows that a test can look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fetch.tables import Table
from fetch.tidy import tidy_workbook
from fetch.workbook import read_sheets
from tests.fetch.books import COVER, OUTCOMES, RECORDED, Cell, Rows, write


def tidy(path: Path, table: Table | None = None) -> list[dict[str, Any]]:
    """The tidy rows of a workbook."""
    rows: list[dict[str, Any]] = tidy_workbook(read_sheets(path, path.name), path.name, "sha", table)[1].to_pylist()
    return rows


def tidy_recorded(folder: Path, *rows: list[Cell], kind: str = "ods", before: Rows = ()) -> list[dict[str, Any]]:
    """The tidy rows of a recorded crime workbook with these rows, in the order of the sheet."""
    return _in_sheet_order(
        tidy(write(folder / f"crime.{kind}", {"Cover_sheet": COVER, "2023_24": [*before, RECORDED, *rows]}))
    )


def tidy_outcomes(folder: Path, *rows: list[Cell], kind: str = "xlsx") -> list[dict[str, Any]]:
    """The tidy rows of an outcomes workbook with these rows, in the order of the sheet."""
    sheets: dict[str, Rows] = {"Cover_sheet": COVER, "Outcomes open data 2023_24": [OUTCOMES, *rows]}
    return _in_sheet_order(tidy(write(folder / f"outcomes.{kind}", sheets)))


def _in_sheet_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["row"])
