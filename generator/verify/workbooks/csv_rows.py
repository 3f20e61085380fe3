"""A CSV file to blocks of cells. In: a file. Out: the cells of its one sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from generator.verify.errors import VerifyError
from generator.verify.workbooks.cells import BLANK, Block, Places, Words

_ROWS = 20_000


def csv_blocks(path: Path, name: str, words: Words) -> Iterator[Block]:
    """The cells, in blocks. `name` is the file's own, and names the sheet. Raises VerifyError for a damaged file."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # what older spreadsheets save
    rows = (row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row)
    try:
        while some := list(islice(rows, _ROWS)):
            yield _block(some, words, Path(name).stem)
    except csv.Error as error:
        raise VerifyError(f"The file {name} is damaged ({error}): delete the release and fetch it again.") from error


def _block(rows: list[list[str]], words: Words, sheet: str) -> Block:
    lengths = np.array([len(row) for row in rows], np.int64)
    numbers = np.fromiter((words.number(text) for row in rows for text in row), np.int64)
    begins = np.zeros(len(numbers), np.int64)
    begins[np.cumsum(lengths) - lengths] = 1
    return Places(begins, np.zeros_like(begins), np.full_like(begins, BLANK), np.ones_like(begins), numbers).block(
        sheet
    )
