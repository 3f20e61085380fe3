"""A sheet's markup to cells, quickly. In: XML as bytes. Out: blocks of cells.

Markup is cut where cells end. The pieces are mostly alike, a few thousand of them in a sheet of millions, so that each
distinct one is read once, with care, and the rest is counting. What a piece means is the format's business (see
`ods_rows`, `xlsx_rows`). Markup that is not written the usual way is first put into it, by `rewritten`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple

import numpy as np

from generator.verify.errors import VerifyError
from generator.verify.workbooks.cells import Block, Longs, Places

CHUNK = 1 << 22
# So many distinct pieces that reading each once is no gain: begin afresh, and memory stays bounded.
_MOST_PIECES = 200_000

_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[\w:.-]+)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(?P<empty>/?)>"
    r"|<\?.*?\?>|(?P<text>[^<]+)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_WHOLE = re.compile(r"-?[1-9]\d*|0")


class UnusualMarkupError(Exception):
    """The markup is not written the usual way (another prefix, a comment, CDATA, an encoding): it must be rewritten."""


class Token(NamedTuple):
    """A tag, or the words between two tags. `name` is "" for words; `attributes` are as written."""

    name: str
    text: str
    attributes: str
    opens: bool
    closes: bool


class Cell(NamedTuple):
    """A cell in a piece; see `cells.Places`. `text` is "" for a blank cell."""

    rows: int
    lead: int
    column: int
    span: int
    text: str


def tokens(markup: str, where: str) -> Iterator[Token]:
    """The tags and words of a piece of XML. Raises VerifyError, led by `where`, for what is no XML."""
    at = 0
    while at < len(markup):
        found = _TOKEN.match(markup, at)
        if not found:
            raise VerifyError(
                f"{where} is damaged near {markup[at : at + 40]!r}: delete the release and fetch it again."
            )
        at = found.end()
        name, text = found["name"] or "", found["text"] or ""
        if name or text:
            closes = bool(found["close"] or found["empty"])
            yield Token(name, unescape(text), found["attributes"] or "", not found["close"], closes)


def attributes(written: str) -> dict[str, str]:
    """A tag's attributes by name."""
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(written)}


def number_text(written: str) -> str:
    """A number as the tables mean it: 45 for 45.0 and 4.5E1, 37.2 for 37.200000000000003."""
    if _WHOLE.fullmatch(written):
        return written
    try:
        number = float(written)
    except ValueError:
        return written
    return str(int(number)) if number.is_integer() else repr(number)


def usual(chunks: Iterator[bytes], declared: Callable[[bytes], bool]) -> Iterator[bytes]:
    """The chunks, if they are written the usual way; raises UnusualMarkupError where one is not.

    `declared` says whether a document's beginning declares the usual prefixes.
    """
    last = b""
    for position, chunk in enumerate(chunks):
        if position == 0 and not (_utf8(chunk[:200]) and declared(chunk[: 1 << 16])):
            raise UnusualMarkupError
        if b"<!" in chunk or (last + chunk[:1]) == b"<!":
            raise UnusualMarkupError
        last = chunk[-1:]
        yield chunk


def _utf8(head: bytes) -> bool:
    encoding = re.search(rb"<\?xml[^>]*encoding=[\"']([^\"']+)", head)
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return plain.startswith(b"<") and (encoding is None or encoding[1].lower() in (b"utf-8", b"us-ascii"))


def cut_at(chunks: Iterator[bytes], end: bytes) -> Iterator[bytes]:
    """The same bytes in pieces that end with `end`; what comes after the last one is left away."""
    left = b""
    for chunk in chunks:
        left += chunk
        cut = left.rfind(end) + len(end)
        if cut >= len(end):
            yield left[:cut]
            left = left[cut:]


class Pieces(dict[bytes, int]):
    """Every distinct piece of markup so far, with its number. A new one is read when it is first asked for."""

    def __init__(self, cell_end: bytes, read: Callable[[str], list[Cell]], word: Callable[[str], int]) -> None:
        super().__init__()
        self._cell_end = cell_end
        self._read = read
        self._word = word
        self._first: list[int] = []  # for each piece, its first row in `_cells` ...
        self._count: list[int] = []  # ... and how many it has there
        self._cells: list[tuple[int, int, int, int, int]] = []
        self._arrays: tuple[Longs, Longs, Longs] | None = None

    def __missing__(self, piece: bytes) -> int:
        cells = self._read(piece.decode())
        number = self[piece] = len(self._first)
        self._first.append(len(self._cells))
        self._count.append(len(cells))
        self._cells += [(rows, lead, column, span, self._word(text)) for rows, lead, column, span, text in cells]
        self._arrays = None
        return number

    def block(self, markup: bytes, sheet: str) -> Block:
        """The cells of markup that begins before a row and ends after one."""
        if len(self) > _MOST_PIECES:
            self.clear()
            self._first, self._count, self._cells = [], [], []
        numbers = np.fromiter(map(self.__getitem__, markup.split(self._cell_end)), np.int64)
        if self._arrays is None:
            self._arrays = (
                np.array(self._first, np.int64),
                np.array(self._count, np.int64),
                np.array(self._cells, np.int64).reshape(-1, 5).T,
            )
        first, count, cells = self._arrays
        each = count[numbers]
        ends = np.cumsum(each)
        within = np.arange(int(ends[-1])) - np.repeat(ends - each, each)
        rows, lead, column, span, words = cells[:, np.repeat(first[numbers], each) + within]
        return Places(rows, lead, column, span, words).block(sheet)
