"""Quarters to 12-month totals. In: `Cells`. Out: one total for each area (and the nation) and each period end.

Missing stays missing: a total over an unknown cell carries the number of its holes, and bounds. Knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.cube import Cells
from generator.quarters import Year
from generator.reference import NATION

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Totals:
    """12-month totals. Rows: the areas, the nation last; columns: period ends from quarter `first_end` on.

    `total` is the sum of what was published: exact where `holes` is 0, else a lower bound, and `most` the highest total
    that is plausible (each hole filled with the most its area ever recorded in a quarter). `live` is False for periods
    that reach beyond the table or the offence's own code. The quarters themselves stay at hand, from `first_quarter`
    on: what was published, the holes, the cells and their fingerprints.
    """

    offence: str
    codes: tuple[str, ...]
    types: tuple[int, ...]
    areas: tuple[str, ...]
    first_quarter: int
    quarters: Ints
    quarter_holes: Ints
    quarter_cells: Ints
    fingerprints: NDArray[np.uint64]
    total: Ints
    most: Ints
    holes: Ints
    live: NDArray[np.bool_]

    @property
    def first_end(self) -> int:
        """The quarter with which the first period ends."""
        return self.first_quarter + 3

    @property
    def periods(self) -> tuple[Year, ...]:
        """The periods that the table holds whole, oldest first."""
        return tuple(Year(self.first_end + int(at)) for at in np.flatnonzero(self.live))

    def column(self, year: Year) -> int | None:
        """The column of a period; None where the table does not hold it whole."""
        at = year.end - self.first_end
        return at if 0 <= at < len(self.live) and self.live[at] else None

    def row(self, area: str) -> int:
        """The row of an area."""
        return self.areas.index(area)

    def selection(self, rows: Sequence[int], first: int, last: int) -> tuple[int, int, str]:
        """Cells, sum and digest of some rows from quarter `first` to quarter `last`."""
        span = slice(max(first - self.first_quarter, 0), last - self.first_quarter + 1)
        chosen = list(rows)
        digest = int(np.bitwise_xor.reduce(self.fingerprints[chosen, span], axis=None, initial=0))
        return int(self.quarter_cells[chosen, span].sum()), int(self.quarters[chosen, span].sum()), f"{digest:016x}"


def _rolling(quarters: Ints) -> Ints:
    """Sums of four consecutive columns."""
    padded = np.concatenate([np.zeros((*quarters.shape[:-1], 1), np.int64), np.cumsum(quarters, axis=-1)], axis=-1)
    rolled: Ints = padded[..., 4:] - padded[..., :-4]
    return rolled


def _with_nation(areas: Ints) -> Ints:
    return np.concatenate([areas, areas.sum(axis=0, keepdims=True)])


def twelve_month_totals(cells: Cells, offence: str, codes: tuple[str, ...], types: tuple[int, ...] = ()) -> Totals:
    """Totals of the codes (and, for outcomes, of the outcome types) over every four quarters in a row.

    A cell that one area lacks while others have it is a hole; a code that no area has in a quarter, or that has expired
    in all of them, is out of force: nothing in the total of a group, and no year of its own.
    """
    picked = [cells.codes.index(code) for code in codes]
    count, known, rows, counted, prints = (
        part[:, picked] for part in (cells.count, cells.known, cells.rows, cells.in_force, cells.fingerprint)
    )
    if types:
        count, known, rows, counted, prints = (
            np.moveaxis(part[..., list(types)], 3, 2).reshape(part.shape[0], -1, part.shape[2])
            for part in (count, known, rows, counted, prints)
        )
    in_force = counted.any(axis=0)
    unknown = in_force & ~known
    most_ever = np.where(known, count, 0).max(axis=2, keepdims=True, initial=0)
    could_add = np.where(unknown, np.maximum(most_ever - count, 0), 0)
    by_area = np.bitwise_xor.reduce(prints, axis=1)
    quarters = _with_nation(count.sum(axis=1))
    holes = _with_nation(unknown.sum(axis=1).astype(np.int64))
    total = _rolling(quarters)
    return Totals(
        offence=offence,
        codes=codes,
        types=types,
        areas=(*cells.areas, NATION),
        first_quarter=cells.first,
        quarters=quarters,
        quarter_holes=holes,
        quarter_cells=_with_nation(rows.sum(axis=1)),
        fingerprints=np.concatenate([by_area, np.bitwise_xor.reduce(by_area, axis=0, keepdims=True)]),
        total=total,
        most=total + _with_nation(_rolling(could_add.sum(axis=1))),
        holes=_rolling(holes),
        live=np.equal(_rolling(np.asarray(in_force.any(axis=0), dtype=np.int64)), 4),
    )
