"""Facts with good defaults, so that a test states only what matters, and the phrases said in one call."""

from __future__ import annotations

from typing import Any

from generator.facts import Fact
from generator.language import load_style, words

STYLES = ("broadsheet", "news", "tabloid", "wire")
NOW, BEFORE, NINE_YEARS_EARLIER = "2023-09", "2022-09", "2014-09"


def fact(value: float | None, period: str, **others: Any) -> Fact:
    """A fact of harassment in North Wales."""
    fields: dict[str, Any] = {
        "measure": "recorded",
        "unit": "cases",
        "area": "north-wales",
        "offence": "harassment",
        "rule": "sum",
        "how": "",
        **others,
    }
    return Fact(id=f"{fields['measure']}/{fields['area']}/{period}/{value}", value=value, period=period, **fields)


def cases(value: int | None, period: str = NOW, **others: Any) -> Fact:
    """A 12-month total of cases."""
    return fact(value, period, **others)


def share(part: int, whole: int, period: str = NOW, **others: Any) -> Fact:
    """The share of `part` in `whole`, a float as facts hold it."""
    fields = {"measure": "charged, share", "unit": "per cent", "rule": "per cent of", **others}
    return fact(100 * part / whole, period, **fields)


def rate(count: int, residents: int, period: str = NOW, **others: Any) -> Fact:
    """A rate per 1,000 people, a float as facts hold it."""
    fields = {"measure": "rate", "unit": "per 1,000 people", "rule": "per 1,000", **others}
    return fact(1000 * count / residents, period, **fields)


def noise(score: float) -> Fact:
    """The distance between two facts in standard errors."""
    return fact(score, NOW, measure="distance", unit="standard errors", rule="noise")


def place(value: int, ranked: int = 43, *, tied: bool = False, rule: str = "rank from the top") -> Fact:
    """A place in a table by rate."""
    constants = (float(ranked), float(tied))
    return fact(value, NOW, measure="rank by rate", unit="rank", rule=rule, constants=constants)


def change(now: int, before: int, *, beyond: bool = True) -> tuple[Fact, Fact, Fact]:
    """Two consecutive years, with their distance: well beyond noise, or well within it."""
    sign = (now > before) - (now < before)
    return cases(now), cases(before, BEFORE), noise(sign * (9.0 if beyond else 1.0))


def years(*values: int | None, last: int = 2023, month: int = 9, **others: Any) -> tuple[Fact, ...]:
    """12-month totals of consecutive years, the latest first."""
    return tuple(cases(value, f"{last - back}-{month:02d}", **others) for back, value in enumerate(values))


def say(kind: str, *facts: Fact, style: str = "news", **options: str) -> str:
    """The words of a phrase."""
    return words(kind, facts, options, load_style(style))
