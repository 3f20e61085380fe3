"""A workbook to sheets of text. In: an ODS, XLSX or CSV file. Out: its sheets, each cell as published.

Row and column numbers are the sheet's own. Every cell is text or null: nothing is guessed from the first rows, which
would turn a later code such as 105A into nothing, and `NA` stays the text that it is. Knows nothing of tables.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import fastexcel
import pyarrow as pa

from fetch.container import Kind, check_container
from fetch.errors import WorkbookError

# The engine drops leading empty columns. A sheet with something in column A has none; this finds such a cell.
_CELL_IN_COLUMN_A = re.compile(rb'<c r="A\d+"(?: [^>]*[^/>])?>\s*(?:<v>|<is>)')
_HEAD_BYTES = 1 << 16
_LETTERS = 26
_KINDS: Mapping[str, Kind] = {".ods": "ods", ".xlsx": "xlsx", ".csv": "csv"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as columns of text. Item 0 of a column is row 1; column 0 is the sheet's column `first_column` (0 is A).

    A null is a cell with nothing in it, or with a formula's error. A number comes as its shortest text: 45, not 45.0.
    """

    name: str
    columns: tuple[pa.StringArray, ...]
    first_column: int = 0

    @property
    def rows(self) -> int:
        """How many rows there are, leading empty ones included."""
        return len(self.columns[0]) if self.columns else 0

    def letter(self, position: int) -> str:
        """The sheet's own name for a column: A, B, ... Z, AA."""
        number, letters = position + self.first_column + 1, ""
        while number:
            number, place = divmod(number - 1, _LETTERS)
            letters = chr(ord("A") + place) + letters
        return letters

    def head(self, rows: int) -> list[list[str]]:
        """The first rows as lists of text, for finding the headings."""
        columns = [column.slice(0, rows).to_pylist() for column in self.columns]
        return [[text or "" for text in row] for row in zip(*columns, strict=True)]


def read_sheets(path: Path, name: str) -> Iterator[Sheet]:
    """The sheets of a workbook, one at a time, in the workbook's order.

    `name` is what errors call the file. Raises WorkbookError where the file is not a whole workbook.
    """
    kind = check_container(path, name)
    if kind == "csv":
        yield _read_csv(path, name)
        return
    try:
        reader = fastexcel.read_excel(path)
        quick = kind == "xlsx" and _begins_in_column_a(path)
        # By position: a sheet's name may be a single blank.
        for position, sheet in enumerate(reader.sheet_names):
            yield _read_sheet(reader, position, sheet, quick=quick)
    except fastexcel.FastExcelError as error:
        raise WorkbookError(f"{name} does not open as a workbook of kind {kind.upper()}: download it again.") from error


def _read_sheet(reader: fastexcel.ExcelReader, position: int, name: str, *, quick: bool) -> Sheet:
    # `skip_rows=0` keeps leading empty rows, so that row numbers are the sheet's own.
    if quick:
        batch = reader.load_sheet_eager(position, header_row=None, skip_rows=0, dtypes="string")
        return Sheet(name, tuple(batch.columns))
    sheet = reader.load_sheet(position, header_row=None, skip_rows=0, dtypes="string")
    columns = sheet.available_columns()
    if not columns:
        return Sheet(name, ())
    return Sheet(name, tuple(sheet.to_arrow().columns), columns[0].absolute_index)


def _begins_in_column_a(path: Path) -> bool:
    """Whether each sheet of an XLSX shows, near its top, a cell in column A.

    Then no column was dropped and the engine's quicker way, which does not say where it began, may be taken.
    """
    with zipfile.ZipFile(path) as packed:
        for part in packed.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                with packed.open(part) as stream:
                    if not _CELL_IN_COLUMN_A.search(stream.read(_HEAD_BYTES)):
                        return False
    return True


def _read_csv(path: Path, name: str) -> Sheet:
    rows = list(_csv_rows(path, name))
    columns = zip_longest(*rows, fillvalue="")
    return Sheet(Path(name).stem, tuple(pa.array([text or None for text in column], pa.string()) for column in columns))


def _csv_rows(path: Path, name: str) -> Iterator[list[str]]:
    """Rows of a CSV file: UTF-8, or the Windows encoding that older spreadsheets save."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise WorkbookError(
            f"{name}, line {reader.line_num}: not a line of CSV ({error}). Save the file again."
        ) from error


def kind_of(name: str) -> Kind | None:
    """The kind of workbook that a file name promises; None for any other file."""
    return _KINDS.get(Path(name).suffix.lower())
