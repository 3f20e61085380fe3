"""Is a file a whole workbook? Every fault gets one sentence that names the file."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from fetch.container import check_container
from fetch.errors import WorkbookError
from tests.fetch.books import RECORDED, pack_ods, recorded, write

NAME = "prc-pfa-mar2013-onwards-tables-230726.ods"


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return write(tmp_path / NAME, {"2023_24": [RECORDED, *(recorded(n, code=str(n)) for n in range(1, 400))]})


def test_a_whole_workbook_is_known_by_what_it_holds_and_not_by_its_name(whole: Path):
    assert check_container(whole, "renamed.csv") == "ods"
    assert check_container(write(whole.with_suffix(".xlsx"), {"a": [["b"]]}), "x.ods") == "xlsx"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_workbook_cut_short_is_found_out(whole: Path, share: float):
    raw = whole.read_bytes()
    whole.write_bytes(raw[: int(len(raw) * share)])
    with pytest.raises(WorkbookError, match=f"{NAME} is cut short or damaged"):
        check_container(whole, NAME)


def test_a_workbook_with_a_changed_byte_is_found_out(whole: Path):
    raw = bytearray(whole.read_bytes())
    raw[len(raw) // 2] ^= 0x55
    whole.write_bytes(raw)
    with pytest.raises(WorkbookError, match="damaged"):
        check_container(whole, NAME)


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><html><body>Service unavailable</body></html>",
        b"\xef\xbb\xbf\n <HTML><head>",
        b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    ],
)
def test_a_web_page_named_like_a_workbook_is_called_a_web_page(tmp_path: Path, page: bytes):
    (tmp_path / NAME).write_bytes(page)
    with pytest.raises(WorkbookError, match=f"{NAME} is a web page and no workbook"):
        check_container(tmp_path / NAME, NAME)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or password-protected"),
        (b"%PDF-1.7", "is no workbook"),
        (b"\0\1\2", "is no workbook"),
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path, content: bytes, words: str):
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(WorkbookError, match=f"{NAME}.*{words}"):
        check_container(tmp_path / NAME, NAME)


def test_a_zip_of_something_else_is_no_workbook(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / NAME, "w") as packed:
        packed.writestr("notes.txt", "hello")
    with pytest.raises(WorkbookError, match="zip file but no workbook"):
        check_container(tmp_path / NAME, NAME)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / NAME, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("content.xml", b" " * 30_000_000)
    assert (tmp_path / NAME).stat().st_size < 40_000
    with pytest.raises(WorkbookError, match="unpacks to more than 19 MB"):
        check_container(tmp_path / NAME, NAME, most_bytes=20_000_000)


def test_a_zip_bomb_that_lies_about_its_size_is_unpacked_no_further_than_it_said(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / NAME, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("content.xml", b" " * 30_000_000)
    raw = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(raw.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1_000)))
    with pytest.raises(WorkbookError, match="damaged"):
        check_container(tmp_path / NAME, NAME, most_bytes=20_000_000)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path):
    with pytest.raises(WorkbookError, match=r"gone\.ods cannot be opened \(No such file or directory\)"):
        check_container(tmp_path / "gone.ods", "gone.ods")


@pytest.mark.parametrize("lost", ["</table:table>", "</office:document-content>"])
def test_a_document_cut_short_before_it_was_packed_is_found_out_rather_than_waited_for(whole: Path, lost: str):
    with zipfile.ZipFile(whole) as packed:
        content = packed.read("content.xml").decode()
    pack_ods(whole, content.partition("?>")[2].replace(lost, ""))
    with pytest.raises(WorkbookError, match=f"{NAME} is cut short within"):
        check_container(whole, NAME)
