"""Cells of a sheet, many at a time. In: what a workbook's reader found, as numbers. Out: columns of words' numbers.

Words are numbered once a workbook, since the millions of cells of an official table hold a few thousand words. Knows
nothing of files, markup or meaning.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
BLANK = -1


class Words:
    """The distinct words of a workbook's cells, numbered from 0 as they come."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """The number of a cell's words; BLANK for a cell of nothing but blanks."""
        known = self._numbers.get(text)
        if known is None:
            if not text.strip():
                return BLANK
            known = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return known


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a sheet, in its order. A row may stand for several like ones, and a cell for several side by side.

    `times` has an item a row: how many like rows it stands for. The others have an item a cell: its row in the block,
    its first column and how many columns it fills (both from 0), and the number of its words.
    """

    sheet: str
    times: Longs
    row: Longs
    column: Longs
    span: Longs
    words: Longs

    def at(self, column: int) -> Longs:
        """A column of the sheet: an item a row, BLANK where there is nothing."""
        here = (self.column <= column) & (column < self.column + self.span) & (self.words != BLANK)
        found = np.full(len(self.times), BLANK, np.int64)
        found[self.row[here]] = self.words[here]
        return found


@dataclass(frozen=True, slots=True)
class Places:
    """Cells as markup gives them, an item a cell: what stands between it and the cell before is told by three numbers.

    `rows` is 0 in the row of the cell before, else how many like rows begin here. `lead` is how many blank cells come
    first, `column` the column that the cell itself names (BLANK where it does not), `span` how many columns it fills.
    """

    rows: Longs
    lead: Longs
    column: Longs
    span: Longs
    words: Longs

    def block(self, sheet: str) -> Block:
        """The cells set in rows and columns. The first cell must begin a row."""
        begins = self.rows > 0
        named = self.column != BLANK
        end = np.cumsum(self.lead + self.span)
        start = end - self.span
        # A cell that names its column, or begins a row, is what those after it are counted from.
        anchored = begins | named
        anchor = np.maximum.accumulate(np.where(anchored, np.arange(len(start)), 0))
        own = np.where(named, self.column, self.lead)
        return Block(
            sheet=sheet,
            times=self.rows[begins],
            row=np.cumsum(begins) - 1,
            column=own[anchor] + start - start[anchor],
            span=self.span,
            words=self.words,
        )
