"""The arithmetic that a phrase does with its facts, shown in one line. In: a kind of phrase, its facts. Out: a sum.

The language does these sums to choose its words and prints only their result ("almost five times"); an editor who
checks it wants to see the sum itself. The words around it are in templates/export/words.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.factrow import value_text, words_for
from generator.facts import Fact
from generator.quarters import Year

Numbers = Sequence[float]
Parts = tuple[str, float]


def _change(now: Fact, values: Numbers) -> Parts | None:
    if now.unit == "per cent":
        return _points(now, values)
    return ("change", 100 * (values[0] - values[1]) / values[1]) if values[1] else None


def _points(_now: Fact, values: Numbers) -> Parts | None:
    return "points", values[0] - values[1]


def _fold(_now: Fact, values: Numbers) -> Parts | None:
    return ("fold", values[0] / values[1]) if values[1] else None


def _per_day(now: Fact, values: Numbers) -> Parts | None:
    return "per_day", values[0] / days_of(now)


def _one_in(_now: Fact, values: Numbers) -> Parts | None:
    return ("one_in", 100 / values[0]) if values[0] else None


# A difference of shares is often smaller than two places show.
PLACES = {"points": 4}

# By kind of phrase: how many of its facts the sum takes, and the sum.
SUMS: Mapping[str, tuple[int, Callable[[Fact, Numbers], Parts | None]]] = {
    "change": (2, _change),
    "share_change": (2, _points),
    "versus": (2, _points),
    "fold": (2, _fold),
    "per_day": (1, _per_day),
    "one_in": (1, _one_in),
}


def sum_of(kind: str, facts: Sequence[Fact]) -> str:
    """The sum of a phrase: "4,633 / 951 = 4.87". Empty where the kind does none, or a fact is missing."""
    if kind not in SUMS:
        return ""
    taken, work = SUMS[kind]
    values = [fact.value for fact in facts[:taken] if fact.value is not None]
    parts = work(facts[0], values) if len(values) == taken else None
    if parts is None:
        return ""
    pattern, result = parts
    places = PLACES.get(pattern, 2)
    shown = [value_text(value, places) for value in values]
    return words_for("sums", pattern).format(
        now=shown[0], before=shown[-1], days=days_of(facts[0]), result=value_text(float(result), places)
    )


def days_of(fact: Fact) -> int:
    """The days of a fact's 12 months: 366 where 29 February is among them."""
    year = Year.of(fact.period)
    return (year.last_day - year.first_day).days + 1
