"""An ODS workbook to blocks of cells (OASIS OpenDocument 1.3, part 3, section 9). In: a file. Out: cells by sheet.

Like cells and like rows are written once with a count; a number stands in an attribute, words between tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.verify.workbooks.archive import chunks_of
from generator.verify.workbooks.cells import Block, Words
from generator.verify.workbooks.pieces import Cell, Pieces, Token, attributes, cut_at, number_text, tokens, usual
from generator.verify.workbooks.rewritten import rewritten

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_PREFIXES = ("office", "table", "text")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_CELL_END, _ROW_END = b"</table:table-cell>", b"</table:table-row>"
_SHEET = re.compile(rb"<table:table((?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?)>")
_NUMBERS = ("float", "percentage", "currency")
_BLANKS = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}


def ods_blocks(path: Path, name: str, words: Words, *, rewrite: bool = False) -> Iterator[Block]:
    """The cells of every sheet, in blocks that each lie in one sheet.

    `name` is what errors call the file; with `rewrite`, the markup is first put into the usual way of writing it.
    Raises UnusualMarkupError where that is needed, and VerifyError where the file is damaged.
    """
    where = f"The workbook {name}"
    chunks = chunks_of(path, "content.xml", where)
    written = rewritten(chunks, _namespaces(), where) if rewrite else usual(chunks, _declared)
    pieces = Pieces(_CELL_END, lambda markup: _cells(markup, where), words.number)
    sheet = ""
    for markup in cut_at(written, _ROW_END):
        begins = 0
        for found in _SHEET.finditer(markup):
            yield from _block(pieces, markup[begins : found.start()], sheet)
            sheet = attributes(found[1].decode()).get("table:name", "")
            begins = found.end()
        yield from _block(pieces, markup[begins:], sheet)


def _block(pieces: Pieces, markup: bytes, sheet: str) -> Iterator[Block]:
    if _CELL_END in markup or b"<table:table-row" in markup:
        yield pieces.block(markup, sheet)


def _namespaces() -> dict[str, str]:
    return {_NAMESPACE.format(prefix): f"{prefix}:" for prefix in _PREFIXES}


def _declared(head: bytes) -> bool:
    return all(f'xmlns:{prefix}="{_NAMESPACE.format(prefix)}"'.encode() in head for prefix in _PREFIXES)


def _cells(markup: str, where: str) -> list[Cell]:
    """The cells of a piece: those that are closed in it, and the last, which the end of the piece closes."""
    reader = _Reader()
    for token in tokens(markup, where):
        reader.take(token)
    reader.close_cell()
    return reader.cells


class _Reader:
    """What has been seen of a piece so far."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self._rows = self._lead = 0
        self._open: dict[str, str] | None = None  # the attributes of the cell that is open
        self._words: list[str] = []
        self._paragraphs = 0
        self._aside = ""  # an element in the cell that is none of its words: a comment, a picture
        self._depth = 0

    def take(self, token: Token) -> None:
        """Go on by one tag, or some words."""
        if self._open is None:
            self._outside(token)
        elif token.name in _CELLS and token.closes:
            self.close_cell()
        else:
            self._inside(token)

    def close_cell(self) -> None:
        """The cell that is open is complete."""
        if self._open is None:
            return
        span = int(self._open.get("table:number-columns-repeated", "1"))
        self.cells.append(Cell(self._rows, self._lead, -1, span, _text(self._open, "".join(self._words))))
        self._rows = self._lead = self._paragraphs = 0
        self._open, self._words = None, []

    def _outside(self, token: Token) -> None:
        if token.name == "table:table-row" and token.opens:
            self._rows, self._lead = int(attributes(token.attributes).get("table:number-rows-repeated", "1")), 0
        elif token.name in _CELLS and token.opens:
            self._open = attributes(token.attributes)
            if token.closes and _text(self._open, ""):
                self.close_cell()
            elif token.closes:
                self._lead += int(self._open.get("table:number-columns-repeated", "1"))
                self._open = None

    def _inside(self, token: Token) -> None:
        if self._aside:
            self._depth += (token.opens - token.closes) if token.name == self._aside else 0
            self._aside = self._aside if self._depth else ""
        elif not token.name:
            self._words.append(token.text if self._paragraphs else "")
        elif not token.name.startswith("text:"):
            if token.opens and not token.closes:
                self._aside, self._depth = token.name, 1
        elif token.name in _BLANKS and token.opens:
            self._words.append(_BLANKS[token.name] * int(attributes(token.attributes).get("text:c", "1")))
        elif token.name == "text:p" and token.opens:
            self._words.append("\n" if self._paragraphs else "")
            self._paragraphs += 1


def _text(cell: dict[str, str], words: str) -> str:
    """What a cell says: its value where it has one, else its words. A formula's error is words without a value."""
    kind = cell.get("office:value-type", "")
    if kind in _NUMBERS:
        return number_text(cell.get("office:value", words))
    return cell.get("office:string-value") or cell.get(f"office:{kind}-value") or words
