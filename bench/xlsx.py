"""A year of outcomes as an XLSX workbook: one row an area, quarter, offence and outcome type, words shared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from bench.archive import Archive
from bench.figures import OUTCOMES, areas, offences, outcomes

FIRST_HEADINGS = (
    "Financial Year",
    "Financial Quarter",
    "Force Name",
    "Offence Description",
    "Offence Group",
    "Offence Subgroup",
    "Offence Code",
    "Outcome Description",
    "Outcome Group",
    "Outcome Type",
)
OLD_COUNTS = ("Force outcomes for offences recorded in quarter", "Force outcomes recorded in quarter")
NEW_COUNTS = (
    "Offence Code Expired",
    "Number of outcomes for offences that were recorded in the quarter",
    "Number of outcomes for investigations that were closed in the quarter",
)
NEW_FROM = 2021
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf/></cellXfs></styleSheet>'
)


class Words:
    """The workbook's shared strings, numbered as they are first used."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def cell(self, column: str, words: str) -> str:
        """A cell that points at its words; `~` stands for the row."""
        number = self._number.setdefault(words, len(self._number))
        return f'<c r="{column}~" t="s"><v>{number}</v></c>'

    def xml(self) -> Iterator[str]:
        """The table of shared strings."""
        yield f'{XML}<sst xmlns="{MAIN}" uniqueCount="{len(self._number)}">'
        yield from (f"<si><t>{escape(words)}</t></si>" for words in self._number)
        yield "</sst>"


def write(path: Path, year: int, codes: int) -> None:
    """Write the outcomes of a financial year (2025 is 2025/26) with so many offence codes."""
    words = Words()
    data = f"Outcomes_open_data_{year}_{(year + 1) % 100:02d}"
    sheets = ("Cover_sheet", "Notes", data)
    with Archive(path) as archive:
        archive.add("[Content_Types].xml", [_content_types(len(sheets))])
        archive.add("_rels/.rels", [_relations([("officeDocument", "xl/workbook.xml")])])
        archive.add("xl/workbook.xml", [_workbook(sheets)])
        parts = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
        parts += [("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]
        archive.add("xl/_rels/workbook.xml.rels", [_relations(parts)])
        archive.add("xl/styles.xml", [STYLES])
        archive.add("xl/worksheets/sheet1.xml", _sheet(_lines(words, "Outcomes open data, made by the bench")))
        archive.add("xl/worksheets/sheet2.xml", _sheet(_lines(words, "This worksheet contains one table.")))
        archive.add("xl/worksheets/sheet3.xml", _sheet(_rows(words, year, codes)))
        archive.add("xl/sharedStrings.xml", words.xml())


def _content_types(sheets: int) -> str:
    parts = [
        ("/xl/workbook.xml", "sheet.main"),
        ("/xl/sharedStrings.xml", "sharedStrings"),
        ("/xl/styles.xml", "styles"),
    ]
    parts += [(f"/xl/worksheets/sheet{at}.xml", "worksheet") for at in range(1, sheets + 1)]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in parts)
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(parts: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(parts, start=1)
    )
    return f'{XML}<Relationships xmlns="{RELATIONS}">{entries}</Relationships>'


def _workbook(sheets: tuple[str, ...]) -> str:
    entries = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(sheets, start=1)
    )
    return f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{entries}</sheets></workbook>'


def _sheet(rows: Iterator[str]) -> Iterator[str]:
    yield f'{XML}<worksheet xmlns="{MAIN}"><sheetData>'
    yield from rows
    yield "</sheetData></worksheet>"


def _lines(words: Words, line: str) -> Iterator[str]:
    yield f'<row r="1">{words.cell("A", line)}</row>'.replace("~", "1")


def _rows(words: Words, year: int, codes: int) -> Iterator[str]:
    """The data sheet's rows, a string for each area, quarter and offence. Codes of digits alone are numbers."""
    headings = (*FIRST_HEADINGS, *(NEW_COUNTS if year >= NEW_FROM else OLD_COUNTS))
    letters = "ABCDEFGHIJKLM"[: len(headings)]
    yield _headings(words, dict(zip(letters, headings, strict=True)))
    endings = [
        words.cell("H", description) + words.cell("I", group) + f'<c r="J~"><v>{kind}</v></c><c r="{letters[-2]}~"><v>'
        for kind, description, group, _ in OUTCOMES
    ]
    between = f'</v></c><c r="{letters[-1]}~"><v>'
    row = 2
    basis, closed = outcomes(year, codes)
    for quarter in range(4):
        for at, area in enumerate(areas()):
            place = words.cell("A", f"{year}/{(year + 1) % 100:02d}") + f'<c r="B~"><v>{quarter + 1}</v></c>'
            place += words.cell("C", area)
            for code, offence in enumerate(_offence_cells(words, codes)):
                starts = f'<row r="~" spans="1:{len(headings)}">{place}{offence}'
                counts = zip(
                    endings, basis[at, code, quarter].tolist(), closed[at, code, quarter].tolist(), strict=True
                )
                lines = []
                for ending, first, second in counts:
                    line = f"{starts}{ending}{first}{between}{second}</v></c></row>"
                    lines.append(line.replace("~", str(row)))
                    row += 1
                yield "".join(lines)


def _headings(words: Words, headings: dict[str, str]) -> str:
    cells = "".join(words.cell(letter, heading) for letter, heading in headings.items())
    return f'<row r="~">{cells}</row>'.replace("~", "1")


def _offence_cells(words: Words, codes: int) -> list[str]:
    return [
        words.cell("D", kind.description)
        + words.cell("E", kind.group)
        + words.cell("F", kind.subgroup)
        + (f'<c r="G~"><v>{kind.code}</v></c>' if kind.code.isdigit() else words.cell("G", kind.code))
        for kind in offences(codes)
    ]
