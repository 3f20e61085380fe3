"""The right words for a value, in the manner of the wrong ones: "4,633", "almost 4,700", "about one in eight".

In: a quantity as said and the true value. Out: words that the table of honest approximations lets stand for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

from generator.verify.numerals import WORDS
from generator.verify.quantity import Quantity
from generator.verify.truth import plain_fractions, rounded, truth

_UNITS: Mapping[int, str] = {value: word for word, value in WORDS["numerals"]["units"].items()}
_ORDINALS: Mapping[int, str] = {value: word for word, value in WORDS["ordinals"].items()}
_MONTHS: Mapping[int, str] = {
    number: max((name for name, one in WORDS["months"].items() if one == number), key=len) for number in range(1, 13)
}
_DENOMINATORS: Mapping[int, str] = {value: word for word, value in WORDS["fractions"].items()}
_ABOVE = frozenset(["more than", "just over"])
_BELOW = frozenset(["almost", "less than"])
_OTHER_HEDGES = ("almost", "more than", "about")
_TENTH = Fraction(1, 10)
_WORDS_BELOW = 10


def right_words(said: Quantity, value: Fraction) -> str:
    """What would be right for the value, in the kind and manner of what was said; more exact where it must be."""
    for one, words in _CANDIDATES.get(said.kind, _number)(said, value):
        if value in truth(one):
            return f"{one.hedge} {words}".strip()
    return _EXACT.get(said.kind, _as_number)(said, value)


_Candidates = Iterator[tuple[Quantity, str]]


def _hedges(said: Quantity) -> tuple[str, ...]:
    return tuple(dict.fromkeys((said.hedge, "", *_OTHER_HEDGES)))


def _near(value: Fraction, step: Fraction, hedge: str) -> Fraction:
    """The multiple of the step that a hedge would print for the value."""
    if hedge in _ABOVE:
        return (ceil(value / step) - 1) * step
    if hedge in _BELOW:
        return (floor(value / step) + 1) * step
    if hedge in ("at least", "at most"):
        return (floor if hedge == "at least" else ceil)(value / step) * step
    return rounded(value, step)


def _steps(said: Quantity, least: Fraction) -> Iterator[Fraction]:
    step = said.step or Fraction(1)
    while step > least:
        yield step
        step /= 10
    yield min(step, least)


def _stepped(said: Quantity, value: Fraction, least: Fraction, show: Callable[[Quantity], str]) -> _Candidates:
    for hedge in dict.fromkeys((said.hedge, "")):
        for step in _steps(said, least):
            one = replace(said, value=_near(value, step, hedge), step=step, hedge=hedge, top=None)
            if one.value > 0 or value == 0:
                yield one, show(one)


def shown(value: Fraction, *, words: bool = True) -> str:
    """A number as the style guide prints it: one to nine in words, commas, decimals only where there are any."""
    if value.denominator == 1:
        return _UNITS.get(int(value), f"{int(value):,}") if words and value < _WORDS_BELOW else f"{int(value):,}"
    return f"{float(value):,.3f}".rstrip("0").rstrip(".")


def _number(said: Quantity, value: Fraction) -> _Candidates:
    least = Fraction(1) if value.denominator == 1 else min(said.step or Fraction(1), _TENTH)
    number = replace(said, kind="number")
    yield from _stepped(number, value, least, lambda one: shown(one.value, words=said.word or said.kind != "money"))


def _money(said: Quantity, value: Fraction) -> _Candidates:
    sign = next((one for one in said.text if one in "£$€"), "£")
    for one, words in _number(said, value):
        yield one, sign + words


def _per_cent(said: Quantity, value: Fraction) -> _Candidates:
    sign = "%" if "%" in said.text else " per cent"
    yield from _stepped(said, value, min(said.step, _TENTH), lambda one: shown(one.value, words=False) + sign)


def _points(said: Quantity, value: Fraction) -> _Candidates:
    def show(one: Quantity) -> str:
        return shown(one.value, words=False) + (" percentage point" if one.value == 1 else " percentage points")

    yield from _stepped(said, value, min(said.step, _TENTH), show)


def _fraction(said: Quantity, value: Fraction) -> _Candidates:
    nearest = sorted(plain_fractions(), key=lambda one: abs(one - value))[:3]
    for plain in nearest:
        for hedge in _hedges(said):
            yield replace(said, value=plain, hedge=hedge), _fraction_words(plain)


def _fraction_words(value: Fraction) -> str:
    if value == Fraction(1, 2):
        return "half"
    part = _DENOMINATORS[value.denominator]
    return f"a {part}" if value.numerator == 1 else f"{_UNITS[value.numerator]} {part}s"


def _one_in(said: Quantity, value: Fraction) -> _Candidates:
    wholes = [(1, whole) for whole in _around(1 / value) if whole > 1] if value > 0 else []
    tenths = [(part, 10) for part in _around(value * 10) if 1 < part < 10 and value > _TENTH * 2]
    for part, whole in sorted([*wholes, *tenths], key=lambda one: abs(Fraction(*one) - value)):
        words = f"{shown(Fraction(part))} in {shown(Fraction(whole))}"
        for hedge in _hedges(said):
            yield replace(said, value=Fraction(part, whole), hedge=hedge), words


def _around(value: Fraction) -> tuple[int, ...]:
    return tuple(dict.fromkeys((floor(value + Fraction(1, 2)), floor(value), ceil(value))))


def _times(said: Quantity, value: Fraction) -> _Candidates:
    if value < 1 and said.unit != "verb":
        yield from _fraction(replace(said, kind="fraction", hedge=""), value)
    if value < 1 and said.unit == "verb":
        for hedge in _hedges(said):
            yield replace(said, value=Fraction(1, 2), hedge=hedge), "halved"
    for whole in (one for one in _around(value) if one > 1):
        for hedge in _hedges(said):
            yield replace(said, value=Fraction(whole), step=Fraction(0), hedge=hedge), _times_words(whole, said.unit)


def _times_words(whole: int, unit: str) -> str:
    if unit == "fold":
        return f"{_UNITS[whole]}fold" if whole in _UNITS else f"{whole}-fold"
    if whole == 2:
        return {"verb": "doubled", "adjective": "double"}.get(unit, "twice")
    return f"{shown(Fraction(whole))} times"


def _pace(said: Quantity, value: Fraction) -> _Candidates:
    counted = replace(said, step=Fraction(1))
    if value >= (1 if said.step == 0 else Fraction(1, 2)):
        yield from _stepped(counted, value, Fraction(1), lambda one: f"{shown(one.value)} {_each(one)}")
    if 0 < value < 1:
        for between in _around(1 / value):
            told = replace(said, value=Fraction(1, between), step=Fraction(0), hedge="")
            yield told, f"one every {shown(Fraction(between))} {said.unit}s"


def _each(said: Quantity) -> str:
    return f"{'an' if said.unit == 'hour' else 'a'} {said.unit}"


def _span(said: Quantity, value: Fraction) -> _Candidates:
    def show(one: Quantity) -> str:
        return f"{shown(one.value)} {one.unit}{'' if one.value == 1 else 's'}"

    yield from _stepped(said, value, Fraction(1), show)


_CANDIDATES: Mapping[str, Callable[[Quantity, Fraction], _Candidates]] = {
    "money": _money,
    "per cent": _per_cent,
    "points": _points,
    "fraction": _fraction,
    "one in": _one_in,
    "times": _times,
    "pace": _pace,
    "span": _span,
    **dict.fromkeys(
        ("ordinal", "year", "financial year", "month", "date", "time", "phone", "name"), lambda _said, _value: iter(())
    ),
}


def _as_number(_said: Quantity, value: Fraction) -> str:
    return shown(value)


def _as_per_cent(_said: Quantity, value: Fraction) -> str:
    return f"{shown(rounded(value * 100, _TENTH), words=False)} per cent"


def _as_times(_said: Quantity, value: Fraction) -> str:
    near = rounded(value, Fraction(1, 100))
    return "about the same" if near == 1 else f"{shown(near)} times"


def _ordinal(said: Quantity, value: Fraction) -> str:
    place = int(value)
    if said.word and place in _ORDINALS:
        return _ORDINALS[place]
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def _month(_said: Quantity, value: Fraction) -> str:
    year, month = divmod(int(value), 12)
    return f"{_MONTHS[month + 1].capitalize()} {year}"


def _date(said: Quantity, value: Fraction) -> str:
    if said.unit == "no year":
        month, day = divmod(int(value), 100)
        return f"{day} {_MONTHS[month].capitalize()}"
    day_of = date.fromordinal(int(value))
    return f"{day_of.day} {_MONTHS[day_of.month].capitalize()} {day_of.year}"


def _clock(_said: Quantity, value: Fraction) -> str:
    hour, minute = divmod(int(value), 60)
    return f"{hour:02d}:{minute:02d}"


_EXACT: Mapping[str, Callable[[Quantity, Fraction], str]] = {
    "fraction": _as_per_cent,
    "one in": _as_per_cent,
    "times": _as_times,
    "pace": lambda said, value: f"{shown(rounded(value, Fraction(1, 100)))} {_each(said)}",
    "span": lambda said, value: f"{shown(value)} {said.unit}s",
    "ordinal": _ordinal,
    "year": lambda _said, value: str(int(value)),
    "financial year": lambda _said, value: f"{int(value)}-{(int(value) + 1) % 100:02d}",
    "month": _month,
    "date": _date,
    "time": _clock,
    "phone": lambda said, _value: said.text,
    "name": lambda said, _value: said.text,
}
