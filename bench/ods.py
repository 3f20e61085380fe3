"""The force table as an ODS workbook: one sheet a financial year, one row an area, offence and quarter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from bench.archive import Archive
from bench.figures import areas, offences, recorded

HEADER = (
    "Financial Year",
    "Financial Quarter",
    "Force Name",
    "Offence Description",
    "Offence Group",
    "Offence Subgroup",
    "Offence Code",
    "Number of Offences",
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {NAMESPACES} {CALC} office:version="1.3">'
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""


def write(path: Path, years: Sequence[int], codes: int) -> None:
    """Write the table of these financial years (2012 is 2012/13) with so many offence codes."""
    with Archive(path) as archive:
        archive.add("mimetype", [MIMETYPE], stored=True)
        archive.add("META-INF/manifest.xml", [MANIFEST])
        archive.add("content.xml", _content(years, codes))


def _content(years: Sequence[int], codes: int) -> Iterator[str]:
    yield HEAD + "<office:automatic-styles/><office:body><office:spreadsheet>"
    yield from _page("Cover_sheet", "Police recorded crime open data: made by the bench, and nobody's figures")
    yield from _page("Notes", "This worksheet contains one table.")
    for year in years:
        yield f'<table:table table:name="{year}_{(year + 1) % 100:02d}" table:style-name="ta1">'
        yield '<table:table-column table:style-name="co1" table:number-columns-repeated="8"/>'
        yield _row(map(_text, HEADER))
        yield from _rows(year, codes)
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>\n"


def _page(name: str, words: str) -> Iterator[str]:
    yield f'<table:table table:name="{name}" table:style-name="ta1"><table:table-column/>{_row([_text(words)])}'
    yield "</table:table>"


def _row(cells: Iterator[str] | Sequence[str]) -> str:
    return f'<table:table-row table:style-name="ro1">{"".join(cells)}</table:table-row>'


def _text(words: str) -> str:
    return (
        '<table:table-cell table:style-name="ce2" office:value-type="string" calcext:value-type="string">'
        f"<text:p>{escape(words)}</text:p></table:table-cell>"
    )


def _number(value: int | str) -> str:
    return (
        f'<table:table-cell table:style-name="ce3" office:value-type="float" office:value="{value}" '
        f'calcext:value-type="float"><text:p>{value}</text:p></table:table-cell>'
    )


def _rows(year: int, codes: int) -> Iterator[str]:
    """A sheet's rows, a string for each area and quarter. Codes of digits alone are numbers, as the official files
    have them."""
    financial_year = _text(f"{year}/{(year + 1) % 100:02d}")
    kinds = [
        _text(kind.description)
        + _text(kind.group)
        + _text(kind.subgroup)
        + (_number(kind.code) if kind.code.isdigit() else _text(kind.code))
        for kind in offences(codes)
    ]
    counts = recorded(year, codes)
    for quarter in range(4):
        for at, area in enumerate(areas()):
            start = f'<table:table-row table:style-name="ro1">{financial_year}{_number(quarter + 1)}{_text(area)}'
            figures = counts[at, :, quarter].tolist()
            yield "".join(
                f"{start}{kind}{_number(count)}</table:table-row>" for kind, count in zip(kinds, figures, strict=True)
            )
