"""The sample's workbooks are packed and cut by our own arithmetic: it must be right, and any reader must open them."""

from __future__ import annotations

import io
import zipfile
import zlib

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetch.sample.archive import Archive
from fetch.sample.chance import bits, shared_out, strayed, uniform
from fetch.sample.deflate import deflate
from fetch.sample.ods import ods
from fetch.sample.sheets import Cells, Pieces, Sheet, page
from fetch.sample.xlsx import xlsx

pieces = st.lists(st.binary(max_size=12) | st.binary(min_size=200, max_size=600), min_size=1, max_size=5)


def unpacked(data: bytes) -> bytes:
    return zlib.decompress(data, wbits=-zlib.MAX_WBITS)


@given(pieces.flatmap(lambda known: st.lists(st.lists(st.sampled_from(known), max_size=40), max_size=6)))
def test_what_is_packed_unpacks_to_itself_with_its_checksum(batches: list[list[bytes]]) -> None:
    whole = b"".join(b"".join(batch) for batch in batches)
    packed = deflate(batches)
    assert unpacked(packed.data) == whole
    assert (packed.size, packed.crc32) == (len(whole), zlib.crc32(whole))


@pytest.mark.parametrize("length", [1, 2, 3, 4, 10, 257, 258, 259, 260, 261, 516, 518, 40_000])
@pytest.mark.parametrize("between", [0, 1, 32_000, 32_768, 33_000])
def test_a_piece_comes_back_from_any_distance_and_at_any_length(length: int, between: int) -> None:
    piece, gap = bytes(at * at % 251 for at in range(length)), bytes(at % 239 for at in range(between))
    packed = deflate([[piece, gap, piece, piece]])
    assert unpacked(packed.data) == piece + gap + piece + piece


def test_rows_that_repeat_take_little_room() -> None:
    row = b"<row>" + b"x" * 200 + b"</row>"
    assert len(deflate([[row] * 10_000]).data) < 50_000


def test_a_zip_of_stored_and_packed_parts_is_whole() -> None:
    archive = Archive()
    archive.store("mimetype", b"text/plain")
    archive.add("a/b.txt", deflate([[b"hello ", b"hello "]]))
    with zipfile.ZipFile(io.BytesIO(archive.closed())) as packed:
        assert packed.testzip() is None
        assert [(one.filename, one.date_time) for one in packed.infolist()] == [
            ("mimetype", (2024, 1, 25, 9, 30, 0)),
            ("a/b.txt", (2024, 1, 25, 9, 30, 0)),
        ]
        assert packed.read("a/b.txt") == b"hello hello "


def small_table(cells: Cells) -> list[Pieces]:
    rows = [
        [cells.row(["Force Name", "Offence Code", "Expired", "Number"])],
        [cells.row_start, cells.text("Gwent & <Powys>"), cells.text("105A"), cells.blank, *cells.number(-1)],
        [cells.row_end, cells.row_start, cells.text("Devon and Cornwall "), *cells.number(45)],
        [cells.text("x"), cells.text("N/A - data not provided"), cells.row_end],
    ]
    return [[piece for row in rows for piece in row]]


SHEETS = [page("Cover_sheet", ["Title", "A line"]), Sheet("Data 2021_22", 4, lambda cells: iter(small_table(cells)))]
ROWS = [
    ["Force Name", "Offence Code", "Expired", "Number"],
    ["Gwent & <Powys>", "105A", None, -1],
    ["Devon and Cornwall ", 45, "x", "N/A - data not provided"],
]


def test_an_xlsx_opens_in_the_reader_of_reference() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(SHEETS)))
    assert book.sheetnames == ["Cover_sheet", "Data 2021_22"]
    assert [list(row) for row in book["Data 2021_22"].values] == ROWS
    assert [list(row) for row in book["Cover_sheet"].values] == [["Title"], ["A line"]]


def test_an_ods_opens_in_the_reader_of_reference() -> None:
    book = pd.read_excel(
        io.BytesIO(ods(SHEETS)), engine="odf", sheet_name=None, header=None, dtype=object, keep_default_na=False
    )
    assert list(book) == ["Cover_sheet", "Data 2021_22"]
    # pandas has a blank cell as an empty text.
    assert book["Data 2021_22"].to_numpy().tolist() == [["" if one is None else one for one in row] for row in ROWS]


@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=30),
    st.integers(-20, 10**6),
    st.integers(0, 999),
)
def test_parts_of_a_total_add_up_to_it_and_none_strays_by_more_than_one(
    weights: list[int], total: int, offset: int
) -> None:
    parts = shared_out(np.array(weights), total, offset)
    if sum(weights):
        assert parts.sum() == total
        assert all(
            abs(part - total * weight / sum(weights)) <= 1.01 for part, weight in zip(parts, weights, strict=True)
        )


def test_chance_is_fixed_to_the_bit() -> None:
    drawn = bits("recorded 8L", [1, 2], range(3))
    assert drawn[1].tolist() == [14175220421518308970, 15803141145073918787, 5630183652851516875]
    assert uniform(drawn, 1000).max() < 1000


def test_counts_stray_as_counts_do() -> None:
    drawn = bits("straying", range(200), range(200))
    few = strayed(np.full(drawn.shape, 900), 30, drawn)
    many = strayed(np.full(drawn.shape, 1_000_000), 30, drawn)
    assert few.min() == 0
    assert many.mean() == pytest.approx(1_000, rel=0.01)
    assert many.std() == pytest.approx(np.sqrt(1_000 + 30**2), rel=0.03)
