"""Exact arithmetic under every rounding. In: facts. Out: fractions, and whole numbers rounded half up once.

Counts are whole numbers. A share is a float that was worked out from two counts: the fraction that it stands for is
found again, so that 3.65 per cent (73 of 2,000) rounds up, though the nearest float lies below it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from generator.facts import Fact
from generator.language.errors import LanguageError, described

# Far above any population or count: a fraction with a smaller denominator is found again exactly from its float.
LARGEST_WHOLE = 10_000_000


def scale_of(fact: Fact) -> int:
    """How many of the unit make one: 100 for per cent, 1,000 for rates per 1,000 people, else 1."""
    if fact.unit == "per cent":
        return 100
    return 1000 if fact.unit.startswith("per 1,000") else 1


def known(fact: Fact) -> int | float:
    """The value of a fact.

    Raises:
        LanguageError: the fact is missing.
    """
    if fact.value is None:
        why = f" ({fact.missing})" if fact.missing else ""
        raise LanguageError(f"{described(fact)} is missing{why}: guard it with {{% if x is known %}}.")
    return fact.value


def exact(fact: Fact) -> Fraction:
    """The exact value of a known fact, in its unit."""
    value = known(fact)
    if isinstance(value, int):
        return Fraction(value)
    return _found_again(value, scale_of(fact))


@lru_cache(maxsize=4096)
def _found_again(value: float, scale: int) -> Fraction:
    """The fraction of two counts, times `scale`, that a float was worked out from."""
    return scale * (Fraction(value) / scale).limit_denominator(LARGEST_WHOLE)


def whole(fact: Fact) -> int:
    """The value of a fact that counts something: a whole number, zero or more.

    Raises:
        LanguageError: the fact is missing, is a share or a rate, or lies below zero.
    """
    value = known(fact)
    if scale_of(fact) != 1 or value != int(value):
        raise LanguageError(f"{described(fact)} is no count but {fact.unit}: use per_cent, rate or share_change.")
    if value < 0:
        raise LanguageError(f"{described(fact)} is below zero: {value}. No copy can be written from it.")
    return int(value)


def unbounded(fact: Fact) -> Fact:
    """The fact itself, if it is more than a lower bound.

    Raises:
        LanguageError: only a lower bound is known.
    """
    if fact.bounded:
        raise LanguageError(
            f"{described(fact)} is only a lower bound and can't be compared: guard it with {{% if x is exact %}}."
        )
    return fact


def half_up(value: Fraction, places: int = 0) -> Fraction:
    """`value` rounded to `places` decimals (negative: tens, hundreds...), halves away from zero."""
    up, low = (10**places, 1) if places >= 0 else (1, 10**-places)
    top, bottom = abs(value.numerator) * up, value.denominator * low
    rounded = Fraction((2 * top + bottom) // (2 * bottom) * low, up)
    return -rounded if value < 0 else rounded


def down(value: Fraction, places: int = 0) -> Fraction:
    """`value`, zero or more, rounded down: a lower bound stays one."""
    return Fraction((value * Fraction(10) ** places).__floor__()) / Fraction(10) ** places
