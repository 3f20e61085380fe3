"""What each amount of a phrase stands for. In: a claim's kind and facts, the words. Out: the range of the true value.

The other half of the rule "still true": `honest` says what may be said of a value, this says of which one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from bench.mutants.amounts import Amount, amounts
from bench.mutants.honest import honest
from generator.facts import Fact
from generator.language.exact import exact, scale_of
from generator.language.pace import pace_of
from generator.language.periods import year_of, years_between
from generator.language.records import run_of

Range = tuple[Fraction, Fraction]


def still_true(kind: str, words: str, facts: Sequence[Fact]) -> bool:
    """Whether every amount of these words is honest of the facts. False where there is none, or one can't be told."""
    found = amounts(words)
    if not found:
        return False
    for number, one in enumerate(found):
        meant = range_of(kind, words, number, one, facts)
        if meant is None:
            return False
        said = one
        if kind == "per_day" and one.unit == "":
            said = _with_unit(one, "pace")
        if not honest(said, *meant):
            return False
    return True


def _with_unit(one: Amount, unit: str) -> Amount:
    return Amount(one.start, one.end, one.at, one.until, one.hedge, one.value, one.step, unit, one.spelt)


def range_of(kind: str, words: str, number: int, one: Amount, facts: Sequence[Fact]) -> Range | None:
    """The lowest and the highest that the amount's true value can be; None where this kind has none for it."""
    meant = MEANINGS.get(kind)
    if meant is None or any(fact.value is None for fact in facts):
        return None
    return meant(words, number, one, facts)


def total_of(fact: Fact) -> Range:
    """A total, or what it lies between where some cells are unknown."""
    low = exact(fact)
    return low, Fraction(fact.constants[0]) if fact.bounded and fact.constants else low


def _alone(value: Fraction) -> Range:
    return value, value


def _total(_words: str, _number: int, one: Amount, facts: Sequence[Fact]) -> Range | None:
    return total_of(facts[0]) if one.unit == "" else None


def _share(_words: str, _number: int, one: Amount, facts: Sequence[Fact]) -> Range | None:
    value = exact(facts[0])
    if one.unit == "fraction":
        return _alone(value / 100)
    return _alone(value) if one.unit == "per cent" else None


_UNIT = re.compile(r"\b(day|week|month)\b")


def _pace(words: str, _number: int, one: Amount, facts: Sequence[Fact]) -> Range | None:
    unit = _UNIT.search(words)
    if unit is None or one.unit:
        return None
    own, pace = pace_of(facts[0])
    days = year_of(facts[0]).days
    in_year = {"day": Fraction(days), "week": Fraction(days, 7), "month": Fraction(12)}
    total = pace * in_year[own]
    highest = total_of(facts[0])[1]
    return total / in_year[unit[1]], max(total, highest) / in_year[unit[1]]


def _fold(words: str, _number: int, one: Amount, facts: Sequence[Fact]) -> Range | None:
    if one.unit == "years":
        return _alone(Fraction(years_between(*facts[:2])))
    ratio = exact(facts[0]) / exact(facts[1])
    moved = abs(ratio - 1)
    if one.unit == "times" and re.search(r"\b(?:fewer|lower|fall)\b", words):
        return None
    match one.unit:
        case "times":
            return _alone(ratio)
        case "per cent":
            return _alone(100 * moved) if _goes(words, ratio) else None
        case "fraction":
            by_part = re.search(rf"{re.escape(words[one.at : one.until])} as (?:many|high)|fall to", words)
            if by_part:
                return _alone(ratio)
            return _alone(moved) if _goes(words, ratio) else None
    return None


def _goes(words: str, ratio: Fraction) -> bool:
    """Whether the words of direction, if any, go the way of the ratio."""
    up = re.search(r"\b(?:more than the|more than \w+ years|up|rose|rise|increase|higher)\b", words)
    down = re.search(r"\b(?:fewer|down|fell|fall|decrease|lower)\b", words)
    return not ((up and ratio < 1) or (down and ratio > 1))


def _change(words: str, number: int, one: Amount, facts: Sequence[Fact]) -> Range | None:
    now, before = facts[0], facts[1]
    ratio = exact(now) / exact(before) if exact(before) else None
    way = ratio if ratio is not None else Fraction(2)
    if not _goes(words, way):
        return None
    plain = [at for at, found in enumerate(amounts(words)) if found.unit in {"", "per cent"}]
    match one.unit:
        case "":
            # "from 3 to 7" holds both; every other form only what was before.
            second = re.search(r"\bfrom .+ to ", words) is not None and plain.index(number) == 1
            return _alone(exact(now if second else before))
        case "per cent" if scale_of(now) != 1:
            second = re.search(r"\bfrom .+ to ", words) is not None and plain.index(number) == 1
            return _alone(exact(now if second else before))
        case "per cent":
            return _alone(100 * abs(ratio - 1)) if ratio is not None else None
        case "points":
            return _alone(abs(exact(now) - exact(before)))
        case "times":
            return _alone(ratio) if ratio is not None else None
        case "fraction" if ratio is not None:
            # "about half the 1,104 the year before" says what is left, "down by half" what has gone.
            return _alone(ratio if re.search(r"half the|third the|quarter the", words) else abs(ratio - 1))
        case "years":
            return _alone(Fraction(years_between(now, before)))
    return None


def _versus(words: str, _number: int, one: Amount, facts: Sequence[Fact]) -> Range | None:
    here, there = exact(facts[0]), exact(facts[1])
    if (re.search(r"\bhigher\b", words) and here <= there) or (re.search(r"\blower\b", words) and here >= there):
        return None
    return _alone(there) if one.unit in {"per cent", "rate"} else None


def _rank(words: str, _number: int, one: Amount, facts: Sequence[Fact]) -> Range | None:
    end = "from the top" if "highest" in words else "from the bottom"
    first = not any(found.unit == "ordinal" for found in amounts(words))
    tied = ("joint" in words) is bool(facts[0].constants[1])
    if not facts[0].rule.endswith(end) or not tied or (first and exact(facts[0]) != 1):
        return None
    if one.unit == "ordinal":
        return _alone(exact(facts[0]))
    return _alone(Fraction(facts[0].constants[0])) if one.unit == "" else None


def _record(words: str, _number: int, one: Amount, facts: Sequence[Fact]) -> Range | None:
    """So many years: any number up to the longest run is true, "the highest in the past nine years" of ten too."""
    if one.unit != "years":
        return None
    end = "low" if re.search(r"\blow(?:est)?\b", words) else "high"
    run = run_of(tuple(facts), end)
    return _alone(one.value) if 2 <= one.value <= run.years else None


MEANINGS: Mapping[str, Callable[[str, int, Amount, Sequence[Fact]], Range | None]] = {
    "count": _total,
    "cases": _total,
    "reports": _total,
    "at_least": _total,
    "rounded": _total,
    "per_cent": _share,
    "one_in": _share,
    "per_day": _pace,
    "fold": _fold,
    "change": _change,
    "share_change": _change,
    "versus": _versus,
    "rank": _rank,
    "record": _record,
}
