"""Cells as published, at the sheet's own rows and columns. Proved against readers that know nothing of ours."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from odf.opendocument import load
from odf.table import Table, TableCell, TableRow
from odf.text import P

from fetch.errors import WorkbookError
from fetch.workbook import Sheet, read_sheets
from tests.fetch.books import RECORDED, Rows, pack_ods, recorded, write
from tests.fetch.reading import tidy

EMPTY: Rows = [[None], [None], [None]]
# Three empty rows above, two empty columns before, and an empty row within: each would shift a careless count.
SHIFTED: Rows = [
    *EMPTY,
    [None, None, *RECORDED],
    [None, None, *recorded(11, quarter=1)],
    [None],
    [None, None, *recorded(22, quarter=2)],
    [None, None, *recorded(33, quarter=3)],
]


def cells_by_openpyxl(path: Path, sheet: str) -> dict[tuple[int, str], Any]:
    book = openpyxl.load_workbook(path)
    return {(cell.row, cell.column_letter): cell.value for row in book[sheet].iter_rows() for cell in row if cell.value}


def cells_by_odfpy(path: Path, sheet: str) -> dict[tuple[int, str], Any]:
    table = next(one for one in load(path).getElementsByType(Table) if one.getAttribute("name") == sheet)
    found, number = {}, 0
    for row in table.getElementsByType(TableRow):
        for _ in range(int(row.getAttribute("numberrowsrepeated") or 1)):
            number, column = number + 1, 0
            for cell in row.getElementsByType(TableCell):
                for _ in range(int(cell.getAttribute("numbercolumnsrepeated") or 1)):
                    text = "\n".join(str(line) for line in cell.getElementsByType(P))
                    if text:
                        found[number, chr(ord("A") + column)] = text
                    column += 1
    return found


def test_row_and_column_of_each_count_are_the_sheets_own_in_xlsx(tmp_path: Path):
    path = write(tmp_path / "crime.xlsx", {"Cover_sheet": [["x"]], "2023_24": SHIFTED})
    cells = cells_by_openpyxl(path, "2023_24")
    rows = tidy(path)
    assert [row["row"] for row in rows] == [5, 7, 8]
    assert [cells[row["row"], row["column"]] for row in rows] == [row["count"] for row in rows] == [11, 22, 33]


def test_row_and_column_of_each_count_are_the_sheets_own_in_ods(tmp_path: Path):
    path = write(tmp_path / "crime.ods", {"Cover_sheet": [["x"]], "2023_24": SHIFTED})
    cells = cells_by_odfpy(path, "2023_24")
    rows = tidy(path)
    assert [row["row"] for row in rows] == [5, 7, 8]
    assert [cells[row["row"], row["column"]] for row in rows] == [str(row["count"]) for row in rows]


def test_repeated_empty_rows_count_as_the_rows_they_stand_for(tmp_path: Path):
    path = write(tmp_path / "crime.ods", {"2023_24": [RECORDED, recorded(7)]})
    with zipfile.ZipFile(path) as packed:
        content = packed.read("content.xml").decode()
    empty = '<table:table-cell table:number-columns-repeated="8"/>'
    gap = f'<table:table-row table:number-rows-repeated="12">{empty}</table:table-row>'
    first = content.index("<table:table-row>")
    pack_ods(path, (content[:first] + gap + content[first:]).partition("?>")[2])
    assert [(row["row"], cells_by_odfpy(path, "2023_24")[row["row"], "H"]) for row in tidy(path)] == [(14, "7")]


def test_a_table_that_starts_in_column_a_beneath_a_styled_but_empty_corner_keeps_its_letters(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"].font = openpyxl.styles.Font(bold=True)  # a cell without a value: the engine begins after it
    for column, (heading, value) in enumerate(zip(RECORDED, recorded(9), strict=True), start=2):
        sheet.cell(2, column, heading)
        sheet.cell(3, column, value)
    book.save(tmp_path / "crime.xlsx")
    assert [(row["row"], row["column"]) for row in tidy(tmp_path / "crime.xlsx")] == [(3, "I")]


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_code_such_as_105A_after_a_thousand_numbers_is_not_lost(tmp_path: Path, kind: str):
    rows = [recorded(1, code=code, description=f"Offence {code}") for code in range(1, 1501)]
    path = write(tmp_path / f"crime.{kind}", {"2023_24": [RECORDED, *rows, recorded(8, code="105A")]})
    assert {row["offence_code"]: row["count"] for row in tidy(path)}["105A"] == 8


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_an_empty_sheet_and_a_sheet_named_by_a_single_blank_are_read_as_what_they_are(tmp_path: Path, kind: str):
    path = write(tmp_path / f"crime.{kind}", {"Notes": [], " ": [RECORDED, recorded(6)]})
    assert [(sheet.name, sheet.rows) for sheet in read_sheets(path, path.name)] == [("Notes", 0), (" ", 2)]
    assert [(row["sheet"], row["count"]) for row in tidy(path)] == [(" ", 6)]


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_line_break_within_a_heading_or_a_name_does_not_hide_it(tmp_path: Path, kind: str):
    headings = [heading.replace(" ", "\n", 1) for heading in RECORDED]
    path = write(tmp_path / f"crime.{kind}", {"2023_24": [headings, recorded(6, force="Devon and\nCornwall")]})
    assert [row["area"] for row in tidy(path)] == ["devon-and-cornwall"]


def test_a_formulas_error_is_an_empty_cell_and_so_an_error_and_not_a_zero(tmp_path: Path):
    path = tmp_path / "crime.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2023_24"
    for row in (RECORDED, recorded(5), recorded(None, quarter=2)):
        sheet.append(row)
    sheet["H3"] = "#DIV/0!"
    sheet["H3"].data_type = "e"
    book.save(path)
    with pytest.raises(WorkbookError, match=r"crime\.xlsx, sheet '2023_24', row 3: .*'Number of Offences' is empty"):
        tidy(path)


def test_csv_with_the_official_columns_is_read_with_its_line_as_its_row(tmp_path: Path):
    path = tmp_path / "crime.csv"
    path.write_text(
        "\ufeff" + ",".join(RECORDED) + '\n\n2023/24,1,"London, City of",Harassment,Violence,Stalking,8L,"1,234"\n',
        encoding="utf-8",
    )
    assert [
        (row["area"], row["count"], row["text"], row["sheet"], row["row"], row["column"]) for row in tidy(path)
    ] == [("city-of-london", 1234, "1,234", "crime", 3, "H")]


def test_a_csv_saved_by_an_older_spreadsheet_keeps_its_dashes(tmp_path: Path):
    path = tmp_path / "crime.csv"
    line = "2023/24,1,Gwent,Theft \x96 other,Theft offences,Other theft offences,49,N/A \x96 data not provided"
    path.write_bytes((",".join(RECORDED) + "\r\n" + line + "\r\n").encode("latin-1"))
    (row,) = tidy(path)
    assert (row["offence_description"], row["count"], row["status"]) == ("Theft – other", None, "not provided")


def test_columns_are_lettered_as_a_spreadsheet_letters_them():
    sheet = Sheet("any", (), first_column=0)
    assert [sheet.letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@pytest.mark.parametrize("content", ["<a", "<office:document-content>", "not xml at all", "<table:table/>" * 3])
def test_a_whole_zip_with_nonsense_inside_is_one_sentence(tmp_path: Path, content: str):
    with pytest.raises(WorkbookError, match=r"odd\.ods "):
        tidy(pack_ods(tmp_path / "odd.ods", content))
