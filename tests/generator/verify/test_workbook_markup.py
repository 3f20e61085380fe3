"""However a spreadsheet program writes a table down, the second reader finds the same cells in the same places."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.verify.errors import VerifyError
from generator.verify.workbooks.cells import BLANK, Block, Words
from generator.verify.workbooks.ods_rows import ods_blocks
from generator.verify.workbooks.pieces import UnusualMarkupError
from generator.verify.workbooks.xlsx_rows import without_row_numbers, xlsx_blocks
from tests.fetch.books import pack_ods

NS = "urn:oasis:names:tc:opendocument:xmlns"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Rows = list[list[str]]
CELL = st.one_of(st.just(""), st.sampled_from(["8L", "N/A", "London, City of", 'A "b" & <c>', "it's", "0", "12"]))
TABLE = st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=8)


def ods(folder: Path, body: str, root: str = "") -> Path:
    names = " ".join(f'xmlns:{prefix}="{NS}:{prefix}:1.0"' for prefix in ("office", "table", "text"))
    opened, closed = f"<office:document-content {root or names}>", "</office:document-content>"
    inside = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    return pack_ods(folder / "book.ods", f"{opened}{inside}{closed}")


def a_sheet(rows: str) -> str:
    return f'<table:table table:name="2023_24"><table:table-column/>{rows}</table:table>'


def xlsx(folder: Path, sheet: str, shared: str = "", main: str = MAIN, root: str = "worksheet") -> Path:
    path = folder / "book.xlsx"
    relations = f'<Relationship Id="rId1" Type="{TYPES}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
    relations += f'<Relationship Id="rId2" Type="{TYPES}/sharedStrings" Target="sharedStrings.xml"/>'
    prefix, _, _ = root.rpartition(":")
    declared = f'xmlns{":" if prefix else ""}{prefix}="{main}"'
    data = f"{prefix}:sheetData" if prefix else "sheetData"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{TYPES}"><sheets><sheet name="Data" r:id="rId1"/></sheets></workbook>',
        )
        packed.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{relations}</Relationships>")
        packed.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{shared}</sst>')
        packed.writestr("xl/worksheets/sheet1.xml", f"<{root} {declared}><{data}>{sheet}</{data}></{root}>")
    return path


def read(path: Path) -> Rows:
    """The rows that have anything in them, each to its last filled cell."""
    blocks = ods_blocks if path.suffix == ".ods" else xlsx_blocks
    words = Words()
    try:
        return _rows(list(blocks(path, path.name, words)), words)
    except UnusualMarkupError:
        words = Words()
        return _rows(list(blocks(path, path.name, words, rewrite=True)), words)


def _rows(blocks: Iterable[Block], words: Words) -> Rows:
    rows: Rows = []
    for block in blocks:
        columns = int((block.column + block.span).max(initial=0))
        found = [block.at(column).tolist() for column in range(columns)]
        for times, row in zip(block.times.tolist(), zip(*found, strict=True), strict=True):
            texts = ["" if number == BLANK else words.texts[number] for number in row]
            rows += [texts] * times
    return trimmed(rows)


def trimmed(rows: Iterable[Sequence[str]]) -> Rows:
    kept = []
    for row in rows:
        filled = [place for place, text in enumerate(row) if text]
        if filled:
            kept.append(list(row[: filled[-1] + 1]))
    return kept


def merged(row: Sequence[str], merge: Iterator[bool]) -> str:
    """A row of ODS, in which some runs of like cells are written once."""
    cells = ""
    for text, run in groupby(row):
        number = len(list(run))
        once = next(merge)
        attributes = f' table:number-columns-repeated="{number}"' if once else ""
        cells += _ods_cell(text, attributes) * (1 if once else number)
    return cells


def _ods_cell(text: str, attributes: str) -> str:
    if not text:
        return f"<table:table-cell{attributes}/>"
    if text.isdigit():
        return f'<table:table-cell{attributes} office:value-type="float" office:value="{text}.0"/>'
    return (
        f'<table:table-cell{attributes} office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
    )


@given(rows=TABLE, merge=st.lists(st.booleans(), min_size=1))
@settings(max_examples=60, deadline=None)
def test_an_ods_table_reads_the_same_however_like_cells_and_rows_are_merged(rows: Rows, merge: list[bool]):
    choices = (merge[at % len(merge)] for at in range(10_000))
    body = ""
    for row, run in groupby(rows):
        number = len(list(run))
        once = next(choices)
        attributes = f' table:number-rows-repeated="{number}"' if once else ""
        body += f"<table:table-row{attributes}>{merged(row, choices)}</table:table-row>" * (1 if once else number)
    with TemporaryDirectory() as folder:
        assert read(ods(Path(folder), a_sheet(body))) == trimmed(rows)


@given(rows=TABLE, named=st.lists(st.booleans(), min_size=1), first=st.integers(1, 2_000))
@settings(max_examples=60, deadline=None)
def test_an_xlsx_table_reads_the_same_whether_or_not_cells_say_where_they_are(
    rows: Rows, named: list[bool], first: int
):
    choices = (named[at % len(named)] for at in range(10_000))
    words = sorted({text for row in rows for text in row})
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in words)
    body = ""
    for number, row in enumerate(rows, start=first):
        cells, skipped = "", False
        for letter, text in zip("ABCDE", row, strict=False):
            told = next(choices) or skipped
            skipped = not text and next(choices)  # a blank cell may be left out where the next one says where it is
            if not skipped:
                reference = f' r="{letter}{number}"' if told else ""
                value = f' t="s"><v>{words.index(text)}</v></c>' if not text.isdigit() else f"><v>{text}</v></c>"
                cells += f"<c{reference}{value}" if text else f'<c{reference} s="{number}"/>'
        body += f'<row r="{number}" spans="1:5">{cells}</row>'
    with TemporaryDirectory() as folder:
        assert read(xlsx(Path(folder), body, shared)) == trimmed(rows)


def test_words_in_ods_cells_read_as_they_are_shown(tmp_path: Path):
    def cell(inside: str, more: str = 'office:value-type="string"') -> str:
        return f"<table:table-row><table:table-cell {more}>{inside}</table:table-cell></table:table-row>"

    body = (
        cell('<text:p>N/A<text:s/>-<text:s text:c="2"/>data &amp; more</text:p>')
        + cell("<text:p>two</text:p><text:p>lines</text:p>")
        + cell("<text:p>8<text:span text:style-name='s'>L</text:span></text:p>")
        + cell("<office:annotation><text:p>a colleague's remark</text:p></office:annotation><text:p>45</text:p>")
        + cell("<text:p>1,138</text:p>", "office:value-type='float' office:value='1138'")
        + cell("<text:p>shown &gt; given</text:p>", 'office:value-type="string" office:string-value="a > b"')
    )
    assert read(ods(tmp_path, a_sheet(body))) == [
        ["N/A -  data & more"],
        ["two\nlines"],
        ["8L"],
        ["45"],
        ["1138"],
        ["a > b"],
    ]


def test_ods_sheets_are_told_apart_and_wrappings_of_rows_do_not_matter(tmp_path: Path):
    row = "<table:table-row>" + _ods_cell("8L", "") + "</table:table-row>"
    body = (
        f"<table:table table:name='R&amp;D'><table:table-header-rows>{row}</table:table-header-rows>"
        f"<table:table-row-group>{row}</table:table-row-group></table:table>" + a_sheet(row)
    )
    words = Words()
    blocks = list(ods_blocks(ods(tmp_path, body), "book.ods", words))
    assert [(block.sheet, len(block.times)) for block in blocks] == [("R&D", 2), ("2023_24", 1)]


@pytest.mark.parametrize(
    ("root", "body"),
    [
        (
            f'xmlns:o="{NS}:office:1.0" xmlns:t="{NS}:table:1.0" xmlns:x="{NS}:text:1.0"',
            (
                '<t:table t:name="S"><t:table-row><t:table-cell o:value-type="string"><x:p>8L</x:p></t:table-cell>'
                '<t:table-cell o:value-type="float" o:value="7"/></t:table-row></t:table>'
            ),
        ),
        (
            "",
            a_sheet(
                '<table:table-row><!-- </table:table-cell> --><table:table-cell office:value-type="string">'
                "<text:p><![CDATA[8L]]></text:p></table:table-cell>" + _ods_cell("7", "") + "</table:table-row>"
            ),
        ),
    ],
    ids=["other prefixes", "comments and CDATA"],
)
def test_ods_written_in_an_unusual_way_is_read_all_the_same(tmp_path: Path, root: str, body: str):
    if root:
        content = (
            f"<o:document-content {root}><o:body><o:spreadsheet>{body}</o:spreadsheet></o:body></o:document-content>"
        )
        path = pack_ods(tmp_path / "book.ods", content)
    else:
        path = ods(tmp_path, body)
    assert read(path) == [["8L", "7"]]


def test_xlsx_words_may_stand_in_runs_in_the_cell_or_in_a_formula(tmp_path: Path):
    shared = (
        "<si><r><t>8</t></r><r><rPr/><t>L</t></r><rPh sb='0' eb='1'><t>eight</t></rPh></si><si><t>a_x000D_b</t></si>"
    )
    row = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>in line</t></is></c>'
        '<c r="D1" t="str"><f>B1&amp;"x"</f><v>made</v></c><c r="E1"><v>3.7000000000000002E1</v></c>'
        '<c r="F1" t="e"><v>#N/A</v></c><c r="AA1" t="s"><v>1</v></c></row>'
    )
    (found,) = read(xlsx(tmp_path, row, shared))
    assert found == ["8L", "", "in line", "made", "37", *[""] * 21, "a\rb"]


@pytest.mark.parametrize(("main", "prefix"), [(MAIN, "x:"), (STRICT, ""), (STRICT, "x:")])
def test_xlsx_in_its_strict_variant_or_with_prefixes_is_read_all_the_same(tmp_path: Path, main: str, prefix: str):
    row = f'<{prefix}row r="3"><{prefix}c r="B3"><{prefix}v>45</{prefix}v></{prefix}c></{prefix}row>'
    assert read(xlsx(tmp_path, row, main=main, root=f"{prefix}worksheet")) == [["", "45"]]


def test_row_numbers_are_taken_out_of_references_and_of_nothing_else():
    row = b'<row r="1048576" spans="1:2"><c r="XFD1048576" s="1048576"><v>12</v></c><c r="A1048576"/></row> r="A1'
    assert without_row_numbers(row) == (
        b'<row r="" spans="1:2"><c r="XFD" s="1048576"><v>12</v></c><c r="A"/></row> r="A'
    )


def test_a_cell_that_points_at_no_words_is_an_error_that_names_the_workbook(tmp_path: Path):
    with pytest.raises(VerifyError, match=r"The workbook book\.xlsx is damaged"):
        read(xlsx(tmp_path, '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'))


def test_a_workbook_cut_short_is_an_error_that_names_it(tmp_path: Path):
    path = ods(tmp_path, a_sheet("<table:table-row>" + _ods_cell("8L", "") * 3 + "</table:table-row>"))
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(VerifyError, match=r"The workbook book\.ods is damaged"):
        read(path)


def test_blank_xlsx_cells_move_those_after_them_on(tmp_path: Path):
    row = '<row r="1"><c r="B1" s="1"/><c s="1"/><c><v>4</v></c><c/><c><v>6</v></c></row>'
    assert read(xlsx(tmp_path, row)) == [["", "", "", "4", "", "6"]]
