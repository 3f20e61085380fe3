"""Honest approximations: may these words stand for that value? In: a quantity as said, and the values it may have.

The table is in approximations.toml; its sources are the house style guide, sections 2 and 3.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from generator.verify.numbers import Quantity


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    rows = tomllib.loads((Path(__file__).parent / "approximations.toml").read_text(encoding="utf-8"))
    return {name: {key: _exact(value) for key, value in row.items()} for name, row in rows.items()}


def _exact(value: object) -> object:
    return Fraction(str(value)) if isinstance(value, float) else value


def holds(said: Quantity, low: Fraction, high: Fraction) -> bool | None:
    """Whether the words are true of every value from `low` to `high`; None where of some only.

    `low` and `high` are in the unit of the quantity: cases, per cent, a ratio, so many a day.
    """
    true = _true(said)
    if low == high:
        return true(low)
    if said.hedge == "at least" and low == said.value:
        return True
    ends = (true(low), true(high))
    if all(ends):
        return True
    return None if any(ends) or low < said.value < high else False


def _true(said: Quantity) -> Callable[[Fraction], bool]:
    judge = _KINDS.get(said.kind, _number)
    return lambda value: judge(said, value)


def _number(said: Quantity, value: Fraction) -> bool:
    if said.top is not None:
        return said.value <= value <= said.top
    if said.hedge:
        return _hedged(said, value)
    if said.value == value:
        return True
    rule = _table()["bare"]
    if value < rule["least_rounded"] or said.step <= 1:
        return False
    # As precise as the words can be taken to be: three figures of 14,000 are rounded to hundreds, of 271,000 to thousands.
    finest = Fraction(10) ** (len(str(int(said.value))) - rule["figures"])
    return rounded(value, min(said.step, finest)) == said.value


def _hedged(said: Quantity, value: Fraction) -> bool:
    printed = said.value
    rule = _table()[said.hedge.replace(" ", "_")]
    reach = printed * rule["reach"]
    match said.hedge:
        case "more than" | "just over":
            return printed < value <= printed + max(reach, _room(said))
        case "at least":
            return printed <= value <= printed + max(reach, _room(said))
        case "almost" | "less than":
            return printed - max(reach, _room(said)) <= value < printed
        case "at most":
            return printed - max(reach, _room(said)) <= value <= printed
    if printed < rule["small"] and said.kind == "number":
        return abs(value - printed) <= Fraction(1, 2)
    return abs(value - printed) <= reach or rounded(value, said.step or Fraction(1)) == printed


def _room(said: Quantity) -> Fraction:
    """What a hedge may span at the least: under one, since the next whole number would be the figure to print."""
    return Fraction(99, 100) if said.kind in ("number", "pace") and said.value < 10 else Fraction(0)


def _decimal(said: Quantity, value: Fraction) -> bool:
    """Per cents and points: rounded to the decimals that are printed, half up or half to even."""
    if said.hedge:
        return _hedged(said, value)
    step = said.step if said.step < 1 else Fraction(1)
    return said.value in (rounded(value, step), round(value / step) * step)


def _fraction(said: Quantity, value: Fraction) -> bool:
    rule, away = _table()["fraction"], value - said.value
    match said.hedge:
        case "":
            return abs(away) <= rule["bare"]
        case "about":
            return abs(away) <= rule["about"]
        case "more than" | "just over" | "at least":
            if said.hedge == "more than" and said.value == Fraction(1, 2):
                return said.value < value <= rule["half"]
            return 0 < away <= rule["reach"] + Fraction(1, 100)
    return -rule["reach"] <= away < 0


def _one_in(said: Quantity, value: Fraction) -> bool:
    rule = _table()["one_in"]
    away = value / said.value - 1
    match said.hedge:
        case "":
            return abs(away) <= rule["bare"]
        case "about":
            return abs(away) <= rule["about"]
        case "more than" | "just over" | "at least":
            return 0 < away <= rule["reach"]
    return -rule["reach"] <= away < 0


def _times(said: Quantity, value: Fraction) -> bool:
    rule, printed = _table()["times"], said.value
    if printed < 1:
        return _halved(said, value)
    near = rule["doubled"] if printed == 2 else rule["bare"]
    whole = printed.denominator == 1
    if printed >= rule["from_figures"]:
        near = Fraction(1, 2) if said.hedge == "about" else near
    match said.hedge:
        case "":
            return abs(value - printed) < near + (0 if printed == 2 else Fraction(1, 1000))
        case "about":
            return abs(value - printed) <= (Fraction(1, 2) if printed >= rule["from_figures"] else Fraction(1, 10))
        case "more than" | "at least" | "just over":
            return printed < value < printed + (rule["more"] if whole else rule["almost"])
    short = rule["nearly_doubled"] if printed == 2 and said.unit != "times" else rule["almost"]
    return printed - short <= value < printed


def _halved(said: Quantity, value: Fraction) -> bool:
    match said.hedge:
        case "":
            return Fraction(49, 100) <= value <= Fraction(51, 100)
        case "almost":
            return Fraction(51, 100) <= value <= Fraction(55, 100)
        case "about":
            return Fraction(475, 1000) <= value <= Fraction(525, 1000)
        case "more than":
            return Fraction(25, 100) < value < Fraction(49, 100)
    return False


def _pace(said: Quantity, value: Fraction) -> bool:
    printed = said.value
    match said.hedge:
        case "more than" | "at least" | "just over":
            return printed < value < printed + 1
        case "almost" | "less than":
            return printed - Fraction(1, 2) <= value < printed
        case _:
            return abs(value - printed) <= Fraction(1, 2)


_KINDS: Mapping[str, Callable[[Quantity, Fraction], bool]] = {
    "per cent": _decimal,
    "points": _decimal,
    "fraction": _fraction,
    "one in": _one_in,
    "times": _times,
    "pace": _pace,
}


def rounded(value: Fraction, step: Fraction) -> Fraction:
    """The value rounded to whole steps, halves up."""
    return math.floor(value / step + Fraction(1, 2)) * step


def right_words(said: Quantity, value: Fraction) -> str:
    """What would be right for the value, as precisely as the words were: "4,633", "3.7 per cent", "more than 4,600"."""
    step = said.step if said.step > 0 else Fraction(1, 100)
    match said.kind:
        case "per cent":
            return f"{_shown(rounded(value, min(step, Fraction(1))))} per cent"
        case "points":
            return f"{_shown(rounded(value, min(step, Fraction(1, 10))))} percentage points"
        case "fraction" | "one in":
            return f"{_shown(rounded(100 * value, Fraction(1, 10)))} per cent"
        case "times":
            return f"{_shown(rounded(value, Fraction(1, 100)))} times"
        case "pace":
            return f"{_shown(rounded(value, Fraction(1, 10)))} a {said.unit}"
    if said.hedge in ("more than", "just over", "at least") and step > 1:
        return f"{said.hedge} {_shown(math.floor(value / step) * step)}"
    if step > 1 and _number(replace(said, hedge="", value=rounded(value, step)), value):
        return _shown(rounded(value, step))
    return _shown(value)


def _shown(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.2f}".rstrip("0").rstrip(".")
