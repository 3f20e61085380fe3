"""Honest approximations: may these words stand for that value, and which words would be right?

In: a quantity as said, and the values that it may have. Out: yes, no, or for some of them only; the right words.
"""

from __future__ import annotations

from fractions import Fraction

from generator.verify.correction import right_words
from generator.verify.quantity import Quantity
from generator.verify.truth import Interval, rounded, truth

__all__ = ["holds", "right_words", "rounded"]

# Hedges that claim only a floor, or only a ceiling: of a total that lacks months they are judged by that end alone.
_FLOORS = frozenset(["at least", "more than"])
_CEILINGS = frozenset(["at most"])


def holds(said: Quantity, low: Fraction, high: Fraction) -> bool | None:
    """Whether the words are true of every value from `low` to `high`; None where of some of them only.

    `low` and `high` are in the unit of the quantity. They differ where the true value is not known exactly, as of a
    total that lacks months: "at least" and "more than" then claim only its floor, "at most" only its ceiling.
    """
    true = truth(said)
    if low != high and said.top is None and _claims_one_end(said, low, high, true):
        return True
    if low in true and high in true:
        return True
    return None if _touch(true, low, high) else False


def _claims_one_end(said: Quantity, low: Fraction, high: Fraction, true: Interval) -> bool:
    if said.value < 1 and said.kind == "times":  # of "more than halved" the floor is a ceiling
        return False
    return (said.hedge in _FLOORS and low in true) or (said.hedge in _CEILINGS and high in true)


def _touch(true: Interval, low: Fraction, high: Fraction) -> bool:
    """Whether any value from `low` to `high` is among the true ones."""
    starts_below = low < true.high or (low == true.high and not true.high_open)
    ends_above = high > true.low or (high == true.low and not true.low_open)
    return starts_below and ends_above
