"""An XLSX workbook to blocks of cells (ECMA-376, part 1, section 18). In: a file. Out: cells by sheet.

Words are kept once in a part of their own, and cells point at them. A cell may say where it stands ("C7"), or follow
on from the one before.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import reduce
from pathlib import Path

import numpy as np

from generator.verify.errors import VerifyError
from generator.verify.workbooks.archive import chunks_of, parse
from generator.verify.workbooks.cells import BLANK, Block, Words
from generator.verify.workbooks.pieces import Cell, Pieces, Token, attributes, cut_at, number_text, tokens, usual
from generator.verify.workbooks.rewritten import rewritten

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # the strict variant
)
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_CELL_END, _ROW_END = b"</c>", b"</row>"
_REFERENCE = b' r="'
_MOST_LETTERS, _MOST_DIGITS = 3, 7  # the last cell of the largest sheet is XFD1048576
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def xlsx_blocks(path: Path, name: str, words: Words, *, rewrite: bool = False) -> Iterator[Block]:
    """The cells of every sheet, in blocks that each lie in one sheet.

    `name` is what errors call the file; with `rewrite`, the markup is first put into the usual way of writing it.
    Raises UnusualMarkupError where that is needed, and VerifyError where the file is damaged.
    """
    where = f"The workbook {name}"
    targets = _relations(path, "xl/workbook.xml", where)
    shared = [
        text
        for kind, target in targets.values()
        if kind == "sharedStrings"
        for text in _shared(chunks_of(path, target, where), where)
    ]
    pieces = Pieces(_CELL_END, lambda markup: _cells(markup, shared, where), words.number)
    for sheet, relation in _sheets(path, where):
        kind, target = targets.get(relation, ("", ""))
        if kind != "worksheet":  # a sheet that is a chart
            continue
        chunks = chunks_of(path, target, where)
        written = rewritten(chunks, dict.fromkeys(_MAIN, ""), where) if rewrite else usual(chunks, _declared)
        for markup in cut_at(written, _ROW_END):
            yield pieces.block(without_row_numbers(markup), sheet)


def without_row_numbers(markup: bytes) -> bytes:
    """The markup with cells called `A`, not `A7`, and rows nothing: then like cells of different rows are alike.

    A regular expression would do it in five times the time, most of what reading a full-size workbook takes.
    """
    if _REFERENCE not in markup:
        return markup
    written = np.frombuffer(markup + bytes(_MOST_LETTERS + _MOST_DIGITS), np.uint8)
    begins = written == _REFERENCE[0]
    for at, byte in enumerate(_REFERENCE[1:], start=1):
        begins[:-at] &= written[at:] == byte
    place = np.flatnonzero(begins) + len(_REFERENCE)
    for _ in range(_MOST_LETTERS):
        place += (written[place] >= ord("A")) & (written[place] <= ord("Z"))
    kept = np.ones(len(written), np.bool_)
    kept[len(markup) :] = False
    for _ in range(_MOST_DIGITS):
        digit = (written[place] >= ord("0")) & (written[place] <= ord("9"))
        place = place[digit]
        kept[place] = False
        place += 1
    return written[kept].tobytes()


def _declared(head: bytes) -> bool:
    return b"<worksheet" in head and any(f'xmlns="{main}"'.encode() in head for main in _MAIN)


def _relations(path: Path, part: str, where: str) -> dict[str, tuple[str, str]]:
    """What a part points at: relation to kind ("worksheet", ...) and part."""
    folder, file = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(_space: str, name: str, given: dict[str, str]) -> None:
        if name == "Relationship" and given.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, given["Target"])).lstrip("/")
            found[given["Id"]] = (given["Type"].rpartition("/")[2], target)

    for _ in parse(chunks_of(path, f"{folder}/_rels/{file}.rels", where), where, start=start):
        pass
    return found


def _sheets(path: Path, where: str) -> list[tuple[str, str]]:
    """The names of the sheets, in their order, and the relation that leads to each."""
    found: list[tuple[str, str]] = []

    def start(_space: str, name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((given[key] for space in _RELATIONS if (key := f"{space} id") in given), "")
            found.append((given.get("name", ""), relation))

    for _ in parse(chunks_of(path, "xl/workbook.xml", where), where, start=start):
        pass
    return found


def _shared(chunks: Iterator[bytes], where: str) -> list[str]:
    """The words that cells point at. Runs of different looks belong together; readings of Japanese do not."""
    found: list[str] = []
    runs: list[str] = []
    inside: list[str] = []

    def start(_space: str, name: str, _given: Mapping[str, str]) -> None:
        inside.append(name)

    def end(_space: str, name: str) -> None:
        inside.pop()
        if name == "si":
            found.append(_unescaped("".join(runs)))
            runs.clear()

    def words(text: str) -> None:
        if inside[-1:] == ["t"] and "rPh" not in inside:
            runs.append(text)

    for _ in parse(chunks, where, start=start, end=end, words=words):
        pass
    return found


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written `_x000D_` (section 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _cells(markup: str, shared: list[str], where: str) -> list[Cell]:
    """The cells of a piece: those that are closed in it, and the last, which the end of the piece closes."""
    reader = _Reader(shared, where)
    for token in tokens(markup, where):
        reader.take(token)
    reader.close_cell()
    return reader.cells


class _Reader:
    """What has been seen of a piece so far."""

    def __init__(self, shared: list[str], where: str) -> None:
        self.cells: list[Cell] = []
        self._shared = shared
        self._where = where
        self._rows = self._lead = 0
        self._column = BLANK  # the column that the next cell must be in, where a blank cell before it says so
        self._open: dict[str, str] | None = None
        self._words: list[str] = []
        self._inside: list[str] = []

    def take(self, token: Token) -> None:
        """Go on by one tag, or some words."""
        if token.name == "row" and token.opens:
            self._rows, self._lead, self._column = 1, 0, BLANK
        elif token.name == "c" and token.opens:
            self._open, self._words, self._inside = attributes(token.attributes), [], []
            if token.closes:
                self._pass_blank(_column(self._open.get("r", "")))
        elif token.name == "c":
            self.close_cell()
        elif self._open is not None:
            self._take_inside(token)

    def close_cell(self) -> None:
        """The cell that is open is complete."""
        if self._open is None:
            return
        column = _column(self._open.get("r", ""))
        column = self._column if column == BLANK else column
        text = self._text(self._open.get("t", "n"), "".join(self._words))
        self.cells.append(Cell(self._rows, self._lead if column == BLANK else 0, column, 1, text))
        self._rows = self._lead = 0
        self._column, self._open = BLANK, None

    def _pass_blank(self, column: int) -> None:
        self._open = None
        if column != BLANK:
            self._column = column + 1
        elif self._column != BLANK:
            self._column += 1
        else:
            self._lead += 1

    def _take_inside(self, token: Token) -> None:
        if not token.name:
            if self._inside[-1:] in (["v"], ["t"]) and "rPh" not in self._inside:
                self._words.append(token.text)
        elif token.opens and not token.closes:
            self._inside.append(token.name)
        elif token.closes and not token.opens and self._inside:
            self._inside.pop()

    def _text(self, kind: str, words: str) -> str:
        if kind == "s":
            try:
                return self._shared[int(words)]
            except (ValueError, IndexError) as error:
                raise VerifyError(
                    f"{self._where} is damaged (a cell points at words {words!r} that are not there): delete the "
                    "release and fetch it again."
                ) from error
        if kind == "n":
            return number_text(words)
        return "" if kind == "e" else _unescaped(words)


def _column(letters: str) -> int:
    """A column by its letters: 0 for A, 26 for AA; BLANK for none."""
    return reduce(lambda number, letter: 26 * number + ord(letter) - ord("A") + 1, letters, 0) - 1
