"""What printed words may stand for. In: a quantity as said. Out: the interval of values for which its words are true.

The rules, each with its reason, are in approximations.toml; every rule comes down to an interval. Years, places, dates
and the like are exact; vague words and ranges hold from their least to their most.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from math import floor
from pathlib import Path
from typing import Any

from generator.verify.quantity import Quantity

_HALF = Fraction(1, 2)
# "One every 40 minutes": below one unit, and from this many on, the time between two is told in round numbers.
_ROUND_INTERVALS, _INTERVAL_REACH = 10, Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Interval:
    """The values from `low` to `high`; an open end leaves out the end itself."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Fraction) -> bool:
        above = value > self.low if self.low_open else value >= self.low
        return above and (value < self.high if self.high_open else value <= self.high)

    def joined(self, other: Interval) -> Interval:
        """From the lower of both low ends to the higher of both high ends; of two ends alike the closed one."""
        low = min((self.low, self.low_open), (other.low, other.low_open))
        high = max((self.high, not self.high_open), (other.high, not other.high_open))
        return Interval(low[0], high[0], low[1], not high[1])

    def between(self, low: Fraction, high: Fraction) -> Interval:
        """What of it lies from `low` to `high`."""
        return Interval(
            max(self.low, low),
            min(self.high, high),
            self.low_open and self.low >= low,
            self.high_open and self.high <= high,
        )


@dataclass(frozen=True, slots=True)
class End:
    """An end of an interval: N * times + plus + s * steps, for a printed N with the step s."""

    times: Fraction = Fraction(1)
    plus: Fraction = Fraction(0)
    steps: Fraction = Fraction(0)
    open: bool = False

    def of(self, value: Fraction, step: Fraction) -> Fraction:
        """Where it lies."""
        return value * self.times + self.plus + step * self.steps


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table; see approximations.toml for what its fields mean."""

    kinds: frozenset[str]
    hedges: frozenset[str]
    why: str
    least: Fraction | None = None
    below: Fraction | None = None
    decimals: bool | None = None
    whole: bool | None = None
    step_from: Fraction | None = None
    low: End = End()
    high: End = End()
    rounding: str | Fraction = ""
    within: Fraction | None = None
    reach: str = ""
    most_steps: Fraction | None = None

    def fits(self, value: Fraction, step: Fraction) -> bool:
        """Whether the rule is for a printed figure of this size and step."""
        return (
            (self.least is None or value >= self.least)
            and (self.below is None or value < self.below)
            and (self.step_from is None or step >= self.step_from)
            and (self.decimals is None or self.decimals == (step < 1))
            and (self.whole is None or self.whole == (value.denominator == 1))
        )

    def interval(self, value: Fraction, step: Fraction) -> Interval:
        """The values that the rule lets the figure stand for."""
        found = self._interval(value, step)
        if self.within is not None:
            found = found.between(value * (1 - self.within), value * (1 + self.within))
        if self.most_steps is not None:
            found = found.between(value - self.most_steps * step, value + self.most_steps * step)
        return found

    def _interval(self, value: Fraction, step: Fraction) -> Interval:
        if self.rounding:
            return _rounding(self.rounding, value, step)
        if self.reach:
            return _reaching(self.reach, value)
        low, high = self.low, self.high
        return Interval(low.of(value, step), high.of(value, step), low.open, high.open)


def _rounding(to: str | Fraction, value: Fraction, step: Fraction) -> Interval:
    if to == "interval":
        return _time_between(value)
    if isinstance(to, Fraction):
        step = min(to, step)
    elif to == "figures":
        step = min(step, Fraction(10) ** (len(str(int(value))) - 3))
    elif to == "decimals":
        # "N-and-a-half" is printed without a decimal, and good to one.
        step = min(step, Fraction(1)) or Fraction(1, 10)
    # Half up takes the lower half-way value to N. Half to even may take the upper one to N as well: both are usual for
    # shares and rates, but counts are rounded half up.
    even = isinstance(to, str) and to != "figures" and (value / step) % 2 == 0
    return Interval(value - step * _HALF, value + step * _HALF, high_open=not even)


def _time_between(value: Fraction) -> Interval:
    between = 1 / value
    away = _HALF if 1 <= between < _ROUND_INTERVALS else between * _INTERVAL_REACH
    return Interval(1 / (between + away), 1 / (between - away))


def _reaching(way: str, value: Fraction) -> Interval:
    down, up = plain_fractions().get(value, (value * Fraction(9, 10), value * Fraction(11, 10)))
    return Interval(value, up, True, True) if way == "up" else Interval(down, value, False, True)


def rounded(value: Fraction, step: Fraction) -> Fraction:
    """The value rounded to whole steps, halves up."""
    return floor(value / step + _HALF) * step


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "approximations.toml").read_text(encoding="utf-8"))


def _exact(number: float) -> Fraction:
    """A number as the table writes it: 0.025 is exactly that."""
    return Fraction(str(number))


@cache
def plain_fractions() -> Mapping[Fraction, tuple[Fraction, Fraction]]:
    """The fractions that have plain words, each with how far "less than" and "more than" it reach."""
    return {Fraction(name): (_exact(down), _exact(up)) for name, (down, up) in _file()["plain"].items()}


@cache
def rules() -> tuple[Rule, ...]:
    """The table of honest approximations."""
    return tuple(_rule(row) for row in _file()["rule"])


def _rule(row: Mapping[str, Any]) -> Rule:
    rounding = row.get("round", "")
    return Rule(
        frozenset(row["kinds"]),
        frozenset(row["hedges"]),
        row["why"],
        _exact(row["from"]) if "from" in row else None,
        _exact(row["below"]) if "below" in row else None,
        row.get("decimals"),
        row.get("whole"),
        _exact(row["step_from"]) if "step_from" in row else None,
        _end(row.get("low", {})),
        _end(row.get("high", {})),
        rounding if isinstance(rounding, str) else Fraction(rounding),
        _exact(row["within"]) if "within" in row else None,
        row.get("reach", ""),
        _exact(row["most_steps"]) if "most_steps" in row else None,
    )


def _end(row: Mapping[str, Any]) -> End:
    return End(
        _exact(row.get("times", 1)), _exact(row.get("plus", 0)), _exact(row.get("steps", 0)), row.get("open", False)
    )


def truth(said: Quantity) -> Interval:
    """The values for which the words are true, in the unit of the quantity: cases, per cent, a ratio, so many a day."""
    return _truth(said.kind, said.hedge, said.value, said.step, said.top)


@lru_cache(maxsize=4096)
def _truth(kind: str, hedge: str, value: Fraction, step: Fraction, top: Fraction | None) -> Interval:
    if top is not None:
        return Interval(value, top)
    found: Interval | None = None
    for rule in rules():
        if kind in rule.kinds and hedge in rule.hedges and rule.fits(value, step):
            one = rule.interval(value, step)
            found = one if found is None else found.joined(one)
    return found or Interval(value, value)
