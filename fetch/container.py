"""Is this file a whole workbook? In: a path. Out: its kind, or an error. Knows nothing of what the sheets say.

A file is judged by what it holds, not by its name: GOV.UK's asset hosts answer some faults with a web page.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO, Literal

from fetch.errors import WorkbookError

Kind = Literal["ods", "xlsx", "csv"]

# The largest official workbook unpacks to about 400 MB (July 2026). A small zip that unpacks to several times as much
# is a fault or an attack, and would fill the memory before a reader notices.
MOST_UNPACKED_BYTES = 2 * 1024**3
_CHUNK = 1 << 20
_PAGE_STARTS = (b"<!doctype", b"<html", b"<?xml version", b"<head", b"<body")
_SHEET_TAG = re.compile(rb"<table:table(?:\s[^>]*)?>|</table:table>")
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def looks_like_a_page(start: bytes) -> bool:
    """Whether a file's first bytes are those of a web page (or bare XML) rather than of a workbook or of plain text."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGE_STARTS)


def check_container(path: Path, name: str, most_bytes: int = MOST_UNPACKED_BYTES) -> Kind:
    """The kind of a workbook that is whole: every packed part is unpacked once, counted and checksummed.

    Raises WorkbookError, naming `name`, for a file that cannot be opened, a web page, an old or locked workbook, a zip
    that is cut short or damaged, and one that unpacks to more than `most_bytes`. A file that is neither a zip nor a
    page counts as CSV where its name says so.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise WorkbookError(f"{name} cannot be opened ({error.strerror}): check that it is there.") from error
    if start.startswith(b"PK"):
        return _check_zip(path, name, most_bytes)
    if not start:
        raise WorkbookError(f"{name} is empty: download it again.")
    if looks_like_a_page(start):
        raise WorkbookError(f"{name} is a web page and no workbook: download the file itself again.")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise WorkbookError(f"{name} is an old or password-protected Excel file: save it as .xlsx without a password.")
    if Path(name).suffix.lower() == ".csv" and b"\0" not in start:
        return "csv"
    raise WorkbookError(f"{name} is no workbook: an ODS, XLSX or CSV file is needed. Download it again.")


def _check_zip(path: Path, name: str, most_bytes: int) -> Kind:
    try:
        with zipfile.ZipFile(path) as packed:
            kind = _kind(packed, name)
            _unpack_all(packed, name, most_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError) as error:
        raise WorkbookError(f"{name} is cut short or damaged: download it again.") from error
    except OSError as error:
        raise WorkbookError(f"{name} cannot be read ({error.strerror or error}): download it again.") from error
    return kind


def _kind(packed: zipfile.ZipFile, name: str) -> Kind:
    parts = set(packed.namelist())
    if "content.xml" in parts:
        return "ods"
    if "xl/workbook.xml" in parts:
        return "xlsx"
    raise WorkbookError(f"{name} is a zip file but no workbook: unpack it, or download the workbook itself.")


def _unpack_all(packed: zipfile.ZipFile, name: str, most_bytes: int) -> None:
    """Unpack every part and throw it away. Python's zipfile stops at the size a part declares and then checks its sum.

    So a part that lies about its size is found out as damaged, and the declared sizes are a true upper bound.
    """
    parts = packed.infolist()
    if sum(part.file_size for part in parts) > most_bytes:
        raise WorkbookError(
            f"{name} unpacks to more than {most_bytes // 1024**2} MB, far more than any official workbook: not read."
        )
    for part in parts:
        if part.flag_bits & 0x1:
            raise WorkbookError(f"{name} is protected by a password: save it without one.")
        if part.compress_type not in _READABLE:
            raise WorkbookError(f"{name} is packed in a way that no official workbook is: download it again.")
        with packed.open(part) as stream:
            end = _last_bytes(stream)
        if part.filename == "content.xml" and not _ends_well(end):
            raise WorkbookError(f"{name} is cut short within: its last sheet has no end. Download it again.")


def _last_bytes(stream: IO[bytes]) -> bytes:
    """Read to the end, and keep the last megabyte or two."""
    before = last = b""
    while chunk := stream.read(_CHUNK):
        before, last = last, chunk
    return before + last


def _ends_well(end: bytes) -> bool:
    """Whether an ODS document closes its last sheet and itself. The engine waits for ever for a sheet's missing end."""
    tags = _SHEET_TAG.findall(end)
    return bool(tags) and tags[-1].endswith((b"/>", b"</table:table>")) and end.rstrip().endswith(b"document-content>")
