"""Workbooks of the official shapes for tests: builders with good defaults, so that a test shows only what matters.

ODS is written as bare XML, the way LibreOffice lays it out; XLSX by openpyxl, which knows nothing of our reader.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]

RECORDED = [
    "Financial Year",
    "Financial Quarter",
    "Force Name",
    "Offence Description",
    "Offence Group",
    "Offence Subgroup",
    "Offence Code",
    "Number of Offences",
]
OUTCOMES = [
    *RECORDED[:7],
    "Outcome Description",
    "Outcome Group",
    "Outcome Type",
    "Offence Code Expired",
    "Number of outcomes for offences that were recorded in the quarter",
    "Number of outcomes for investigations that were closed in the quarter",
]
COVER: Rows = [["Police recorded crime open data"], [None], ["Published: 23 July 2026"]]
HARASSMENT = ("Harassment", "Violence against the person", "Stalking and harassment", "8L")
_NS = "urn:oasis:names:tc:opendocument:xmlns"


def recorded(
    count: Cell = 5,
    *,
    force: str = "North Wales",
    quarter: Cell = 1,
    year: Cell = "2023/24",
    code: Cell = "8L",
    description: str = HARASSMENT[0],
    group: str = HARASSMENT[1],
    subgroup: str = HARASSMENT[2],
) -> list[Cell]:
    """A row of the recorded crime table."""
    return [year, quarter, force, description, group, subgroup, code, count]


def outcome(
    recorded_basis: Cell = 3, closed_basis: Cell = 4, *, kind: Cell = 1, expired: Cell = None, **row: Any
) -> list[Cell]:
    """A row of the outcomes table."""
    words = ("Charged/Summonsed", "Charged/Summonsed") if kind == 1 else (f"Outcome {kind}", "Other")
    return [*recorded(None, **row)[:7], *words, kind, expired, recorded_basis, closed_basis]


def write(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a workbook of the kind that the path's suffix names. The same sheets give the same bytes."""
    if path.suffix == ".ods":
        _write_ods(path, sheets)
    else:
        _write_xlsx(path, sheets)
    _forget_the_time(path)
    return path


def _forget_the_time(path: Path) -> None:
    """Pack again without the moment of writing."""
    with zipfile.ZipFile(path) as packed:
        parts = {part.filename: packed.read(part) for part in packed.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            plain = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-07-23T08:30:00Z", content)
            packed.writestr(zipfile.ZipInfo(name), plain, zipfile.ZIP_DEFLATED)


def _write_xlsx(path: Path, sheets: Mapping[str, Rows]) -> None:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def _write_ods(path: Path, sheets: Mapping[str, Rows]) -> None:
    body = "".join(_ods_sheet(name, rows) for name, rows in sheets.items())
    pack_ods(
        path,
        f'<office:document-content xmlns:office="{_NS}:office:1.0" xmlns:table="{_NS}:table:1.0" '
        f'xmlns:text="{_NS}:text:1.0" office:version="1.3"><office:body><office:spreadsheet>{body}'
        "</office:spreadsheet></office:body></office:document-content>",
    )


def pack_ods(path: Path, content: str) -> Path:
    """An ODS around a content.xml."""
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        packed.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{_NS}:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
        packed.writestr("content.xml", '<?xml version="1.0" encoding="UTF-8"?>' + content)
    return path


def _ods_sheet(name: str, rows: Rows) -> str:
    inside = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows or [[None]])
    return f'<table:table table:name="{escape(name)}">{inside}</table:table>'


def _ods_cell(value: Cell) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    number = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {number}><text:p>{value}</text:p></table:table-cell>"
