"""What may honestly be said of a value: the bench's own table, from the house style guide, sections 2 and 3.

In: an amount as printed, and the lowest and highest that the true value can be. Out: whether it is true of all of them.
A mutant whose amounts are all honest is no mutant: it is set aside. In doubt the answer is no, so that it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from bench.mutants.amounts import Amount

HALF_POINT, NEAR = Fraction(1, 200), Fraction(1, 40)
# How far a hedge reaches, as a share of the number that is said.
ABOVE, BELOW, LESS = Fraction(11, 10), Fraction(95, 100), Fraction(9, 10)


def honest(said: Amount, low: Fraction, high: Fraction) -> bool:
    """Whether the amount is true of every value from `low` to `high` (both the same where it is known).

    Shares, fractions and times are given as the unit says them: per cent, parts of one, ratios.
    """
    if said.unit in {"ordinal", "years"}:
        return said.hedge in {"", "about", "at least"} and low == high == said.value
    if said.hedge == "at least" and low != high and said.unit == "":
        return low == said.value
    rules = RULES.get(said.unit, NUMBERS)
    return all(rules[said.hedge](said, value) for value in (low, high))


def rounded(value: Fraction, step: Fraction) -> Fraction:
    """`value` to the nearest step, halves up."""
    return ((value / step) + Fraction(1, 2)).__floor__() * step


# Whole numbers: a figure of context from 10,000 may be rounded, to three figures or more or to 100,000s of a million.


def _bare_number(said: Amount, value: Fraction) -> bool:
    if value == said.value:
        return True
    if said.value < 10_000 or said.step < 100:
        return False
    # 14,000 is 14,038 to three figures: a nought may be one of them.
    three = Fraction(10 ** (len(str(int(said.value))) - 3))
    million = said.value >= 1_000_000 and said.step >= 100_000 and rounded(value, Fraction(100_000)) == said.value
    return million or rounded(value, min(said.step, three)) == said.value


def _about_number(said: Amount, value: Fraction) -> bool:
    if said.value < 20:
        return abs(value - said.value) <= Fraction(1, 2)
    return rounded(value, said.step) == said.value or abs(value - said.value) <= NEAR * said.value


def _more(said: Amount, value: Fraction) -> bool:
    return said.value < value <= ABOVE * said.value


def _least(said: Amount, value: Fraction) -> bool:
    return said.value <= value <= ABOVE * said.value


def _almost(said: Amount, value: Fraction) -> bool:
    return said.value > value >= BELOW * said.value


def _less(said: Amount, value: Fraction) -> bool:
    return said.value > value >= LESS * said.value


Rule = Callable[[Amount, Fraction], bool]
NUMBERS: Mapping[str, Rule] = {
    "": _bare_number,
    "about": _about_number,
    "more than": _more,
    "at least": _least,
    "almost": _almost,
    "less than": _less,
}

# Shares and rates: rounded to the places that are printed. "Less than 0.1" is all that is left of a very small one.


def _bare_share(said: Amount, value: Fraction) -> bool:
    # The nought of "40 per cent" is a figure like any other.
    return rounded(value, min(said.step, Fraction(1))) == said.value


def _about_share(said: Amount, value: Fraction) -> bool:
    return _bare_share(said, value) or abs(value - said.value) <= NEAR * said.value


def _less_share(said: Amount, value: Fraction) -> bool:
    return _less(said, value) or 0 < value < said.value <= said.step


SHARES: Mapping[str, Rule] = {**NUMBERS, "": _bare_share, "about": _about_share, "less than": _less_share}

# Times: within 0.02, and from ten up the nearest whole number.


def _bare_times(said: Amount, value: Fraction) -> bool:
    if said.value < 1:
        return abs(value - said.value) <= Fraction(1, 100)
    return rounded(value, Fraction(1)) == said.value if said.value >= 10 else abs(value - said.value) <= Fraction(1, 50)


def _about_times(said: Amount, value: Fraction) -> bool:
    if said.value < 1:
        return abs(value - said.value) <= NEAR
    return abs(value - said.value) <= (Fraction(1, 2) if said.value.denominator == 1 else Fraction(1, 4))


# "More than halved" has fallen further than to a half, "less than halved" not so far.


def _more_times(said: Amount, value: Fraction) -> bool:
    if said.value < 1:
        return said.value > value >= said.value / 2
    return said.value < value < said.value + 1


def _least_times(said: Amount, value: Fraction) -> bool:
    if said.value < 1:
        return said.value >= value >= said.value / 2
    return said.value <= value < said.value + 1


def _almost_times(said: Amount, value: Fraction) -> bool:
    # Near the half from below: "almost halved" is what has fallen to a little more than half.
    if said.value < 1:
        return said.value < value <= said.value + Fraction(1, 20)
    return said.value - Fraction(1, 4) <= value < said.value


def _less_times(said: Amount, value: Fraction) -> bool:
    if said.value < 1:
        return said.value < value < 2 * said.value
    return said.value - 1 < value < said.value


TIMES: Mapping[str, Rule] = {
    "": _bare_times,
    "about": _about_times,
    "more than": _more_times,
    "at least": _least_times,
    "almost": _almost_times,
    "less than": _less_times,
}

# Plain fractions: within half a point, "about" within two and a half; the open sides reach to the next plain one.


def _bare_fraction(said: Amount, value: Fraction) -> bool:
    return abs(value - said.value) <= HALF_POINT


def _about_fraction(said: Amount, value: Fraction) -> bool:
    return abs(value - said.value) <= NEAR


def _more_fraction(said: Amount, value: Fraction) -> bool:
    # "More than half" is said of anything that is not nearly all.
    reach = Fraction(9, 10) if said.value == Fraction(1, 2) else said.value * Fraction(4, 3)
    return said.value < value <= reach


def _almost_fraction(said: Amount, value: Fraction) -> bool:
    return said.value > value >= said.value - NEAR


def _less_fraction(said: Amount, value: Fraction) -> bool:
    return said.value > value >= said.value * Fraction(2, 3)


PARTS: Mapping[str, Rule] = {
    "": _bare_fraction,
    "about": _about_fraction,
    "more than": _more_fraction,
    "at least": lambda said, value: said.value == value or _more_fraction(said, value),
    "almost": _almost_fraction,
    "less than": _less_fraction,
}

# So many every day: the nearest whole number.


def _bare_pace(said: Amount, value: Fraction) -> bool:
    return rounded(value, Fraction(1)) == said.value


PACES: Mapping[str, Rule] = {
    "": _bare_pace,
    "about": lambda said, value: abs(value - said.value) <= Fraction(1, 2),
    "more than": _more_times,
    "at least": _least_times,
    "almost": lambda said, value: said.value - Fraction(1, 2) <= value < said.value,
    "less than": _less_times,
}

RULES: Mapping[str, Mapping[str, Rule]] = {
    "per cent": SHARES,
    "points": SHARES,
    "rate": SHARES,
    "times": TIMES,
    "fraction": PARTS,
    "pace": PACES,
}
