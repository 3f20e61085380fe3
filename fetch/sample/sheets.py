"""What a workbook is made of, whatever its format: sheets that yield rows in pieces. Knows no figures.

A format turns words and numbers into cells, cells into sheets and sheets into a file. See `ods` and `xlsx`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

Pieces = list[bytes]


class Cells(Protocol):
    """How a format writes cells. A count comes in pieces, so that packing finds again what surrounds its digits."""

    row_start: bytes
    row_end: bytes
    blank: bytes

    def text(self, words: str) -> bytes:
        """A cell of text."""
        ...

    def number(self, number: int) -> tuple[bytes, ...]:
        """A cell with a number, in pieces."""
        ...

    def row(self, words: Sequence[str]) -> bytes:
        """A whole row of texts that says where it is: headings, or a line of a cover sheet."""
        ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, how many columns it has, and how its rows are written, batch by batch."""

    name: str
    columns: int
    write: Callable[[Cells], Iterator[Pieces]]


def page(name: str, lines: Sequence[str]) -> Sheet:
    """A sheet of plain lines: a cover, or notes."""

    def write(cells: Cells) -> Iterator[Pieces]:
        # A row may say its number, so that lines are written in one go.
        yield [cells.row([line]) if at == 0 else _line(cells, line) for at, line in enumerate(lines)]

    return Sheet(name, 1, write)


def _line(cells: Cells, line: str) -> bytes:
    return cells.row_start + cells.text(line) + cells.row_end
