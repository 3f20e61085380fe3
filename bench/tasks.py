"""Our own side of each work, in a process of its own. Run as `python -m bench.tasks NAME ARGUMENT...`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bench.workbooks import PUBLISHED, force_tables, outcome_tables


def read(workbook: str, title: str) -> None:
    """A workbook to a tidy table whose every cell was checked, and to a frame."""
    from fetch.tables import classify
    from fetch.tidy import tidy_workbook
    from fetch.workbook import read_sheets

    path = Path(workbook)
    _, table = tidy_workbook(read_sheets(path, path.name), path.name, "0" * 64, classify(title))
    frame = table.to_pandas()
    if frame.empty:
        raise ValueError(f"{workbook}: no rows")


def release(workbooks: str, data: str) -> None:
    """Every workbook to Parquet and a manifest, with its progress shown."""
    from fetch.release import LocalFile, build_release

    files = [
        LocalFile(Path(workbooks) / book.filename, book.title, book.filename)
        for book in (*force_tables(), *outcome_tables())
    ]
    built = build_release(Path(data), files, date.fromisoformat(PUBLISHED), workers=2, progress=_show)
    if not built.new:
        raise ValueError(f"{data} held this release already: nothing was measured")


def _show(*what: object) -> None:
    print(*what)


TASKS = {one.__name__: one for one in (read, release)}

if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
