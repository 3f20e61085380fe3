"""The sample's workbooks as a person with a spreadsheet sees them: rows of text, by nothing of ours.

Both kinds by the zip and XML readers of the standard library. No rule of tidying is known here but the headings.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from fetch.release import Release

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Row = dict[str, str]


def rows_of(release: Release, filename: str) -> Iterator[Row]:
    """The rows of all data sheets of a workbook that the release was made of, by heading."""
    entry = next(file for file in release.manifest.files if file.filename == filename)
    path = release.folder.parents[1] / "raw" / entry.sha256
    lines = _ods(path) if filename.endswith(".ods") else _xlsx(path)
    headings: list[str] = []
    for line in lines:
        if {"Financial Year", "Offence Code"} <= set(line):
            headings = line
        elif headings and any(line):
            yield {heading: text for heading, text in zip(headings, line, strict=False) if heading}


def _ods(path: Path) -> Iterator[list[str]]:
    with zipfile.ZipFile(path) as book, book.open("content.xml") as content:
        for _, element in ElementTree.iterparse(content):
            if element.tag == _TABLE + "table-row":
                line: list[str] = []
                for cell in element:
                    text = cell.get(_OFFICE + "value") or "".join(cell.itertext())
                    line += [text] * int(cell.get(_TABLE + "number-columns-repeated", "1"))
                yield line
                element.clear()


def _xlsx(path: Path) -> Iterator[list[str]]:
    with zipfile.ZipFile(path) as book:
        with book.open("xl/sharedStrings.xml") as file:
            shared = ["".join(one.itertext()) for one in ElementTree.parse(file).getroot()]
        for name in book.namelist():
            if name.startswith("xl/worksheets/"):
                with book.open(name) as sheet:
                    for _, element in ElementTree.iterparse(sheet):
                        if element.tag == _SHEET + "row":
                            yield _cells(element, shared)
                            element.clear()


def _cells(row: ElementTree.Element, shared: list[str]) -> list[str]:
    """The texts of a row. A cell names its column where blank ones before it are left out ("L7")."""
    line: list[str] = []
    for cell in row:
        letters = cell.get("r", "").rstrip("0123456789")
        line += [""] * (ord(letters) - ord("A") - len(line) if letters else 0)
        value = cell.findtext(_SHEET + "v", "")
        line.append(shared[int(value)] if cell.get("t") == "s" and value else value or "".join(cell.itertext()))
    return line
