"""Workbooks that a newsroom already has. In: a folder. Out: the official files in it, and the day they were published.

A file is known by its official name or, where it was renamed, by the headings of its sheets. Reads no figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from fetch.errors import WorkbookError
from fetch.header import find_header
from fetch.release import LocalFile
from fetch.tables import TABLES, Table, classify_file, never_taken
from fetch.workbook import kind_of, read_sheets

_DATE_IN_NAME = re.compile(r"-(\d{2})(\d{2})(\d{2})(?=\D*$)")
_WRITTEN_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\s+(\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COVER_ROWS = 40


@dataclass(frozen=True, slots=True)
class Survey:
    """What a folder holds: the official workbooks, and the other spreadsheets by name with why they were left."""

    files: tuple[LocalFile, ...]
    left: tuple[tuple[str, str], ...]


def read_folder(folder: Path, tables: Collection[str] | None = None) -> tuple[LocalFile, ...]:
    """The official workbooks in a folder, in the order of their names. See `survey_folder`."""
    return survey_folder(folder, tables).files


def survey_folder(folder: Path, tables: Collection[str] | None = None) -> Survey:
    """The official workbooks in a folder: ODS, XLSX, or CSV with the official columns.

    `tables` names the tables that are wanted, those that are on by default where None. Raises WorkbookError where the
    folder has none of them, or where a renamed workbook does not open.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if _is_candidate(path))
    except OSError as error:
        raise WorkbookError(f"The folder {folder} cannot be read ({error.strerror}).") from error
    wanted = [table.name for table in TABLES.values() if table.on] if tables is None else tables
    files: list[LocalFile] = []
    left: list[tuple[str, str]] = []
    for path in paths:
        table, why = _recognise(path)
        if table is None:
            left.append((path.name, why))
        elif table.name in wanted:
            files.append(LocalFile(path, "", path.name, table=table.name))
        else:
            left.append((path.name, f"it holds {table.label}, which was not asked for (--tables {table.name})"))
    if not files:
        others = "; ".join(f"{name}: {why}" for name, why in left) or "no ODS, XLSX or CSV file is there at all"
        raise WorkbookError(f"The folder {folder} has no workbook of an official table ({others}).")
    return Survey(tuple(files), tuple(left))


def published_on(files: Sequence[LocalFile]) -> date:
    """The day that workbooks on disk were published: the latest that they tell.

    By their names (`...-230726.ods`), else by what their covers say, else by when they were last changed.
    """
    paths = [file.path for file in files]
    named = [day for path in paths if (day := _day_in_name(path.name))]
    if named:
        return max(named)
    covers = [day for path in paths for day in _days_on_cover(path)]
    if covers:
        return max(covers)
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in paths), tz=UTC).date()


def _is_candidate(path: Path) -> bool:
    # Spreadsheet programs leave lock files beside an open workbook: ~$name.xlsx, .~lock.name.ods#.
    return path.is_file() and kind_of(path.name) is not None and not path.name.startswith(("~", "."))


def _recognise(path: Path) -> tuple[Table | None, str]:
    """The table that a file holds, or None with the reason."""
    word = never_taken(re.sub(r"[-_]", " ", path.name))
    if word:
        return None, f"a file of {word!r} offences would be counted twice"
    known = classify_file(path.name)
    if known:
        return known, ""
    for sheet in read_sheets(path, path.name):
        header = find_header(sheet, path.name)
        if header:
            return header.table, ""
        title = next((line for line in _lines(sheet.head(_COVER_ROWS)) if "open data" in line.casefold()), "")
        word = never_taken(title)
        if word:
            return None, f"it calls itself {title!r}: {word!r} offences would be counted twice"
    return None, "no sheet has the headings of an official table"


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    return (" ".join(filter(None, row)) for row in rows)


def _day_in_name(filename: str) -> date | None:
    found = _DATE_IN_NAME.search(filename)
    return _day(f"20{found[3]}", found[2], found[1]) if found else None


def _days_on_cover(path: Path) -> Iterator[date]:
    """Days of publication that the sheets without a table speak of."""
    for sheet in read_sheets(path, path.name):
        if find_header(sheet, path.name):
            return
        for line in _lines(sheet.head(_COVER_ROWS)):
            # "Next release: 22 October" is no day on which this was published.
            if re.search(r"publi|release", line, re.IGNORECASE) and "next" not in line.casefold():
                written, iso = _WRITTEN_DATE.search(line), _ISO_DATE.search(line)
                if written and written[2][:3].lower() in _MONTHS:
                    month = _MONTHS.index(written[2][:3].lower()) + 1
                    day = _day(written[3], str(month), written[1])
                else:
                    day = _day(*iso.groups()) if iso else None
                if day:
                    yield day


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
