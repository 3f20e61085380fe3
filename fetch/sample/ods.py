"""Sheets to an ODS workbook (OASIS OpenDocument 1.3). In: sheets. Out: the bytes of the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from fetch.sample.archive import Archive
from fetch.sample.deflate import deflate
from fetch.sample.sheets import Pieces, Sheet

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_HEAD = f'{_XML}<office:document-content {_NAMESPACES} office:version="1.3"><office:body><office:spreadsheet>'
_FOOT = b"</office:spreadsheet></office:body></office:document-content>\n"
_STYLES = f'{_XML}<office:document-styles {_NAMESPACES} office:version="1.3"/>\n'
_PARTS = (("/", _MIMETYPE), ("content.xml", "text/xml"), ("styles.xml", "text/xml"))
_MANIFEST = (
    f'{_XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3">'
    + "".join(f'<manifest:file-entry manifest:full-path="{at}" manifest:media-type="{kind}"/>' for at, kind in _PARTS)
    + "</manifest:manifest>\n"
)
_CELL_END = b"</text:p></table:table-cell>"


class OdsCells:
    """Cells as ODS writes them."""

    row_start = b"<table:table-row>"
    row_end = b"</table:table-row>"
    blank = b"<table:table-cell/>"

    def text(self, words: str) -> bytes:
        """A cell of text."""
        return f'<table:table-cell office:value-type="string"><text:p>{escape(words)}'.encode() + _CELL_END

    @cache  # noqa: B019 (one object a workbook, and few cells of a kind)
    def number(self, number: int) -> tuple[bytes, ...]:
        """A cell with a number, its digits apart from what surrounds them."""
        digits = str(number).encode()
        start = b'<table:table-cell office:value-type="float" office:value="'
        if number == 0:
            return (start + b'0"><text:p>0' + _CELL_END,)
        return start, digits, b'"><text:p>', digits, _CELL_END

    def row(self, words: Sequence[str]) -> bytes:
        """A row of texts."""
        return self.row_start + b"".join(self.text(one) for one in words) + self.row_end


def ods(sheets: Sequence[Sheet]) -> bytes:
    """The workbook with these sheets, in their order."""
    archive = Archive()
    archive.store("mimetype", _MIMETYPE.encode())
    archive.add("META-INF/manifest.xml", deflate([[_MANIFEST.encode()]]))
    archive.add("styles.xml", deflate([[_STYLES.encode()]]))
    archive.add("content.xml", deflate(_content(sheets)))
    return archive.closed()


def _content(sheets: Sequence[Sheet]) -> Iterator[Pieces]:
    cells = OdsCells()
    yield [_HEAD.encode()]
    for sheet in sheets:
        columns = f'<table:table-column table:number-columns-repeated="{sheet.columns}"/>'
        yield [f"<table:table table:name={quoteattr(sheet.name)}>{columns}".encode()]
        yield from sheet.write(cells)
        yield [b"</table:table>"]
    yield [_FOOT]
