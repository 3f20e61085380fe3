"""How much counts and shares vary by themselves. In: a release's answers. Out: spreads, distances in standard errors.

The model and its rules are those of docs/methodology.md, "Is a change more than chance?", written here a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Protocol

import numpy as np

# The median of the chi-squared distribution with one degree of freedom.
_MEDIAN = 0.454936423119572
# Years (or quarters) with fewer cases say too little; fewer usable ones than this say nothing.
_LEAST_COUNT, _LEAST_USABLE = 20, 6
# A typical offence's spread, where the history is too short to tell.
_ASSUMED = 0.06
# Shares are compared with those of the last three years: quarters.
_RECENT = 12


class History(Protocol):
    """What is asked of a release."""

    latest: int
    areas: tuple[str, ...]

    def recorded(self, offence: str, area: str, end: int, group: str = "") -> Total | None: ...
    def first_comparable(self, end: int) -> int: ...
    def quarter(self, offence: str, group: str, area: str, at: int) -> int | None: ...


class Total(Protocol):
    """A total of a release."""

    @property
    def low(self) -> int: ...
    @property
    def exact(self) -> bool: ...


def change_score(now: int, before: int, spread: float) -> float:
    """Standard errors between two counts whose relative spread is known (variance m + (k m)^2 each)."""
    variance = now + before + spread**2 * (now**2 + before**2)
    return float((now - before) / np.sqrt(variance)) if variance else 0.0


def share_score(counts: Sequence[int], inflation: float) -> float:
    """Standard errors between two shares; `counts` are part and whole of the one, then of the other."""
    part, whole, other_part, other_whole = counts
    pooled = (part + other_part) / (whole + other_whole)
    variance = inflation * pooled * (1 - pooled) * (1 / whole + 1 / other_whole)
    return float((part / whole - other_part / other_whole) / np.sqrt(variance)) if variance > 0 else 0.0


class Histories:
    """Spreads of one release, each worked out once."""

    def __init__(self, release: History) -> None:
        self._release = release
        self._spreads: dict[tuple[str, bool], float] = {}
        self._inflations: dict[tuple[str, str], float] = {}

    def spread(self, offence: str, area: str) -> float:
        """The relative spread of an offence: of the forces, or of England and Wales, which has its own."""
        nation = area == "england-and-wales"
        if (offence, nation) not in self._spreads:
            areas = (area,) if nation else self._release.areas
            self._spreads[offence, nation] = self._spread(offence, areas)
        return self._spreads[offence, nation]

    def _spread(self, offence: str, areas: tuple[str, ...]) -> float:
        """The k at which the median squared distance of a year from its neighbours is what chance would make it."""
        rows = [one for area in areas for one in self._neighbours(offence, area)]
        if len(rows) < _LEAST_USABLE:
            return _ASSUMED

        def chance(k: float) -> float:
            squares = [
                (centre - (left + right) / 2) ** 2
                / (centre + (left + right) / 4 + k * k * (centre**2 + (left**2 + right**2) / 4))
                for left, centre, right in rows
            ]
            return median(squares)

        if chance(0.0) <= _MEDIAN:
            return 0.0
        low, high = 0.0, 1.0
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (middle, high) if chance(middle) > _MEDIAN else (low, middle)
        return round(high, 4)

    def _neighbours(self, offence: str, area: str) -> list[tuple[int, int, int]]:
        end, first = self._release.latest, self._release.first_comparable(self._release.latest)
        totals = [self._release.recorded(offence, area, at) for at in range(first, end + 1, 4)]
        years = [one.low if one is not None and one.exact else None for one in totals]
        found: list[tuple[int, int, int]] = []
        for left, centre, right in zip(years, years[1:], years[2:], strict=False):
            if left is None or centre is None or right is None:
                continue
            if min(centre, (left + right) / 2) >= _LEAST_COUNT:
                found.append((left, centre, right))
        return found

    def inflation(self, group: str, offence: str) -> float:
        """By how much an offence's share varies from quarter to quarter beyond chance; at least 1."""
        if (group, offence) not in self._inflations:
            self._inflations[group, offence] = self._inflation(group, offence)
        return self._inflations[group, offence]

    def _inflation(self, group: str, offence: str) -> float:
        squares: list[float] = []
        for area in self._release.areas:
            recent = range(self._release.latest - _RECENT + 1, self._release.latest + 1)
            pairs = [self._pair(group, offence, area, at) for at in recent]
            for left, centre, right in zip(pairs, pairs[1:], pairs[2:], strict=False):
                if left and centre and right and min(left[1], centre[1], right[1]) >= _LEAST_COUNT:
                    pooled = (left[0] + centre[0] + right[0]) / (left[1] + centre[1] + right[1])
                    variance = pooled * (1 - pooled) * (1 / centre[1] + (1 / left[1] + 1 / right[1]) / 4)
                    if variance > 0:
                        away = centre[0] / centre[1] - (left[0] / left[1] + right[0] / right[1]) / 2
                        squares.append(away**2 / variance)
        if len(squares) < _LEAST_USABLE:
            return 1.0
        return round(max(1.0, median(squares) / _MEDIAN), 4)

    def _pair(self, group: str, offence: str, area: str, at: int) -> tuple[int, int] | None:
        part = self._release.quarter(offence, group, area, at)
        whole = self._release.quarter(offence, "", area, at)
        return None if part is None or whole is None else (part, whole)
