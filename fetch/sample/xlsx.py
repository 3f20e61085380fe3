"""Sheets to an XLSX workbook (ECMA-376). In: sheets. Out: the bytes of the file. Words are shared, as in Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from fetch.sample.archive import Archive
from fetch.sample.deflate import deflate
from fetch.sample.sheets import Pieces, Sheet

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class XlsxCells:
    """Cells as XLSX writes them. Only rows of headings say where their cells are; the rest follow on (section 18.3.1.4:
    the reference is optional), which keeps row after row alike.
    """

    row_start = b"<row>"
    row_end = b"</row>"
    blank = b"<c/>"

    def __init__(self) -> None:
        self.words: dict[str, int] = {}

    def text(self, words: str) -> bytes:
        """A cell that points at its words."""
        return b'<c t="s"><v>%d</v></c>' % self.words.setdefault(words, len(self.words))

    @cache  # noqa: B019 (one object a workbook, and few cells of a kind)
    def number(self, number: int) -> tuple[bytes, ...]:
        """A cell with a number: too short to be cut."""
        return (b"<c><v>%d</v></c>" % number,)

    def row(self, words: Sequence[str]) -> bytes:
        """The sheet's first row, at most 26 texts."""
        cells = "".join(
            f'<c r="{chr(ord("A") + at)}1" t="s"><v>{self.words.setdefault(one, len(self.words))}</v></c>'
            for at, one in enumerate(words)
        )
        return f'<row r="1">{cells}</row>'.encode()


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The workbook with these sheets, in their order."""
    archive, cells = Archive(), XlsxCells()
    numbers = range(1, len(sheets) + 1)

    def add(name: str, text: str) -> None:
        archive.add(name, deflate([[text.encode()]]))

    add("[Content_Types].xml", _content_types(numbers))
    add("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
    add("xl/workbook.xml", _workbook([sheet.name for sheet in sheets]))
    parts = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    add(
        "xl/_rels/workbook.xml.rels",
        _relations([*parts, ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]),
    )
    add("xl/styles.xml", _STYLES)
    for number, sheet in zip(numbers, sheets, strict=True):
        archive.add(f"xl/worksheets/sheet{number}.xml", deflate(_sheet(sheet, cells)))
    shared = "".join(f'<si><t xml:space="preserve">{escape(words)}</t></si>' for words in cells.words)
    add("xl/sharedStrings.xml", f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{len(cells.words)}">{shared}</sst>')
    return archive.closed()


def _sheet(sheet: Sheet, cells: XlsxCells) -> Iterator[Pieces]:
    yield [f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode()]
    yield from sheet.write(cells)
    yield [b"</sheetData></worksheet>"]


def _content_types(numbers: range) -> str:
    parts = [("workbook", "sheet.main"), ("sharedStrings", "sharedStrings"), ("styles", "styles")]
    parts += [(f"worksheets/sheet{number}", "worksheet") for number in numbers]
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(parts: Sequence[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(parts, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _workbook(names: Sequence[str]) -> str:
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, start=1)
    )
    return f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets></workbook>'
