"""Totals of a table by its coordinates, and where two sets of them differ. Knows nothing of where they come from.

A coordinate is area, offence code, subgroup, quarter (4 x year + 0..3; 0 in a table without quarters) and detail (an
outcome's type, a partnership's name, or nothing).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from generator.verify.workbooks.cells import Longs

NAMED = ("area", "code", "subgroup", "detail")
CELLS, MISSING, CASES, EXPIRED, GAP = "cells", "missing", "cases", "expired", "gap"
# What is known of each count at each coordinate, the most telling first. `cells` is of the row, and the same for all.
OF_A_COUNT = (MISSING, CASES, EXPIRED, GAP)


class Coordinate(NamedTuple):
    """What a total is of."""

    area: str
    code: str
    subgroup: str
    detail: str
    quarter: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals by coordinate. `names` are the distinct texts of each of NAMED; `keys` has a row a coordinate: a number
    for each of NAMED, and the quarter. `figures` has a row a coordinate: its cells, then each of OF_A_COUNT, count by
    count. `sheets` is where each coordinate was first seen.
    """

    names: tuple[tuple[str, ...], ...]
    keys: Longs
    figures: Longs
    sheets: tuple[str, ...] = ()
    sheet: Longs | None = None

    def coordinate(self, item: int) -> Coordinate:
        """An item's coordinate in words."""
        area, code, subgroup, detail = (names[self.keys[item, at]] for at, names in enumerate(self.names))
        return Coordinate(area, code, subgroup, detail, int(self.keys[item, -1]))

    def sheet_of(self, item: int) -> str:
        """The sheet in which an item's coordinate first stands; "" where that is not known."""
        return "" if self.sheet is None else self.sheets[int(self.sheet[item])]


class Unlike(NamedTuple):
    """A coordinate whose figures differ: its item on either side, None where that side does not have it."""

    one: int | None
    other: int | None


def unlike(one: Totals, other: Totals) -> Iterator[Unlike]:
    """Where two sets of totals differ, in the order of their coordinates."""
    names = [tuple(dict.fromkeys((*a, *b))) for a, b in zip(one.names, other.names, strict=True)]
    sizes = [len(each) for each in names]
    keys = [_in_common(side, names) for side in (one, other)]
    whole = as_one(np.concatenate(keys), sizes)
    places, where = np.unique(whole, return_inverse=True)
    items = np.full((2, len(places)), -1, np.int64)
    cut = len(keys[0])
    items[0, where[:cut]] = np.arange(cut)
    items[1, where[cut:]] = np.arange(len(whole) - cut)
    both = np.flatnonzero((items >= 0).all(axis=0))
    differs = np.ones(len(places), np.bool_)
    differs[both] = (one.figures[items[0, both]] != other.figures[items[1, both]]).any(axis=1)
    for left, right in items[:, differs].T.tolist():
        yield Unlike(left if left >= 0 else None, right if right >= 0 else None)


def as_one(keys: Longs, sizes: Sequence[int]) -> Longs:
    """Each row of `keys` (numbers below `sizes`, then a quarter) as one number, alike where the rows are."""
    whole = keys[:, -1].copy()
    for column, size in enumerate(sizes):
        whole = whole * size + keys[:, column]
    return whole


def _in_common(side: Totals, names: Sequence[Sequence[str]]) -> Longs:
    """A side's keys with the numbers that its names have among those of both."""
    keys = side.keys.copy()
    for column, (own, common) in enumerate(zip(side.names, names, strict=True)):
        places = {name: place for place, name in enumerate(common)}
        numbers: NDArray[np.int64] = np.array([places[name] for name in own], np.int64)
        keys[:, column] = numbers[side.keys[:, column]] if len(own) else 0
    return keys
