"""How large a change is: the table of the house style guide, section 2, with no gap and no overlap.

In: two whole numbers and how far apart they are in standard errors. Out: the row that fits first. Knows no words.
Every band holds its lower bound and not its upper one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.noise import BEYOND_NOISE

# With fewer than this on either side, figures stand alone.
SMALL = 20
# Within noise, less than this many per cent is "about the same".
FLAT = 2
# Beyond noise: below so many per cent, the row.
BANDS = ((5, "slight"), (15, "plain"), (30, "sharp"))
# Between 30 and 90 per cent: the plain fraction, when the change lies so near it.
FRACTIONS = (
    ("third", Fraction(1, 3)),
    ("two_fifths", Fraction(2, 5)),
    ("half", Fraction(1, 2)),
    ("two_thirds", Fraction(2, 3)),
    ("three_quarters", Fraction(3, 4)),
)
NEAR = Fraction(5, 2)
# now / before: below so much, the row. From 2.25 up, `multiple` says how many times.
DOUBLINGS = (
    (Fraction("1.99"), "nearly_doubled"),
    (Fraction("2.01"), "doubled"),
    (Fraction("2.25"), "more_than_doubled"),
)
# now / before less the nearest whole number N: below so much, the hedge, and whether it is N or N-and-a-half.
# From so many times on, halves are lost on a reader: "more than 21 times".
WHOLE_FROM = 10
MULTIPLES = (
    (Fraction("-0.02"), "almost", False),
    (Fraction("0.02"), "exactly", False),
    (Fraction("0.45"), "more", False),
    (Fraction("0.55"), "around", True),
    (Fraction("0.75"), "more", True),
)


@dataclass(frozen=True, slots=True)
class Multiple:
    """How many times: "more than three" is ("more", 3, False), "around four-and-a-half" ("around", 4, True)."""

    hedge: str
    number: int
    half: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """A row of the table. `direction` is up, down or same; `fraction` and `multiple` where the row needs one."""

    row: str
    direction: str
    fraction: str = ""
    multiple: Multiple | None = None


def moved(now: int, before: int) -> Fraction:
    """By how many per cent `now` differs from `before`, without its sign. `before` must not be 0."""
    return abs(Fraction(now, before) - 1) * 100


def near_fraction(per_cent: Fraction) -> str:
    """The plain fraction that a change lies near; empty where there is none."""
    return next((name for name, value in FRACTIONS if -NEAR <= per_cent - 100 * value < NEAR), "")


def multiple(ratio: Fraction) -> Multiple:
    """How many times as many, for a ratio of 2.25 or more."""
    nearest = (ratio + Fraction(1, 4)).__floor__()
    hedge, half = next((hedge, half) for below, hedge, half in MULTIPLES if ratio - nearest < below)
    if half and nearest >= WHOLE_FROM:
        return Multiple("more", nearest)
    return Multiple(hedge, nearest, half)


def size_of(now: int, before: int, score: float) -> Size:
    """The row that fits a change, `score` being its distance in standard errors."""
    direction = "up" if now > before else "down"
    if now == before:
        return Size("same", "same")
    if min(now, before) < SMALL:
        return Size("small", direction)
    per_cent = moved(now, before)
    if abs(score) <= BEYOND_NOISE:
        return Size("flat", "same") if per_cent < FLAT else Size("noisy", direction)
    for below, row in BANDS:
        if per_cent < below:
            return Size(row, direction)
    return _large_rise(now, before) if now > before else _large_fall(now, before)


def _large_rise(now: int, before: int) -> Size:
    ratio = Fraction(now, before)
    if ratio < Fraction("1.9"):
        fraction = near_fraction(moved(now, before))
        return Size("fraction", "up", fraction) if fraction else Size("large", "up")
    for below, row in DOUBLINGS:
        if ratio < below:
            return Size(row, "up", multiple=Multiple(_HEDGES[row], 2))
    return Size("times", "up", multiple=multiple(ratio))


_HEDGES = {"nearly_doubled": "nearly", "doubled": "exactly", "more_than_doubled": "more"}


def _large_fall(now: int, before: int) -> Size:
    ratio, per_cent = Fraction(now, before), moved(now, before)
    if Fraction("0.49") <= ratio < Fraction("0.51"):
        return Size("halved", "down")
    fraction = near_fraction(per_cent)
    if fraction:
        return Size("fraction", "down", fraction)
    # "More than half" until a larger fraction says it better; beyond that the per cent does.
    if 50 < per_cent < Fraction(200, 3):
        return Size("more_than_half", "down")
    return Size("large", "down")
