"""What follows a numeral and says what it is: per cent, times, years, "in six", "every day". Out: a finding.

A tail whose figures can't be meant so ("46 in 2014" is no "one in") is not one, and the numeral stays a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from generator.verify.numerals import WORDS, Numeral, either, numeral, trailing_step
from generator.verify.patterns import FRACTIONS, PACE_AHEAD, RANGE_TAIL, SPANS, TAIL

_NOWHERE = frozenset(WORDS["pace"]["not_between"])
_NO_RANGE_AFTER = frozenset(WORDS["ranges"]["not_after"])
_OUT_OF = frozenset(WORDS["one_in"]["out_of"])
_SCALES: Mapping[str, int] = WORDS["numerals"]["scales"]
_SAME_AS: Mapping[str, tuple[int | str, str]] = WORDS["pace"]["same_as"]
_ADVERBS: Mapping[str, str] = WORDS["pace"]["adverbs"]
_OF_A_SCALE = re.compile(rf" of an? (?P<scale>{either(WORDS['numerals']['scales'])})\b")
_YEARS = re.compile(r"(?:1[89]|20)\d\d")
# How far behind a number its pace may stand: "13 cases of harassment reported every day".
_REACH = 64
_MOST_BETWEEN = 5
_ONE_IN_AT_MOST = 100


class Finding(NamedTuple):
    """A quantity before its hedge. See `quantity.Quantity` for the meaning of the fields."""

    kind: str
    start: int
    end: int
    value: Fraction = Fraction(0)
    step: Fraction = Fraction(1)
    word: bool = False
    unit: str = ""
    top: Fraction | None = None


class Bare(NamedTuple):
    """A numeral with its place."""

    text: str
    start: int
    end: int
    number: Numeral

    def found(
        self, kind: str, end: int, value: Fraction | None = None, step: Fraction | None = None, unit: str = ""
    ) -> Finding:
        """The numeral as a quantity of some kind that ends at `end`."""
        number = self.number
        return Finding(
            kind,
            self.start,
            end,
            number.value if value is None else value,
            number.decimals if step is None else step,
            number.word,
            unit,
        )


def bare(text: str, start: int, end: int) -> Bare:
    """The numeral that stands at text[start:end]."""
    return Bare(text, start, end, numeral(text[start:end]))


def with_tail(one: Bare) -> Finding:
    """The numeral with all that belongs to it."""
    match = TAIL.match(one.text, one.end)
    if match is not None and match.lastgroup is not None:
        found = _READERS[match.lastgroup](one, match)
        if found is not None:
            return found
    return pace_ahead(one) or plain(one)


def plain(one: Bare) -> Finding:
    """The numeral as a number."""
    return one.found("number", one.end, step=one.number.step)


def pace_ahead(one: Bare) -> Finding | None:
    """A pace whose unit comes after what is counted: "13 cases reported every day"."""
    match = PACE_AHEAD.search(one.text, one.end, one.end + _REACH)
    if match is None:
        return None
    between = one.text[one.end : match.start()].split(" ")
    if between[0] or not 2 <= len(between) <= _MOST_BETWEEN + 1:
        return None
    if any(word in _NOWHERE or not word.replace("-", "").isalpha() for word in between[1:]):
        return None
    return _pace(one, match)


def _pace(one: Bare, match: re.Match[str]) -> Finding | None:
    per, unit = pace_of(match)
    # What is told by the time between two ("one every 40 minutes") has no last digit of its own.
    step = Fraction(0) if match["every_unit"] else None
    return one.found("pace", match.end(), one.number.value * per, step, unit)


def pace_of(match: re.Match[str]) -> tuple[Fraction, str]:
    """How many times in a unit the words of a pace come round: "every two hours" is 1/2 an hour."""
    group = match.groupdict()
    if group["adverb"]:
        return Fraction(1), _ADVERBS[group["adverb"]]
    word = group["each_unit"] or group["every_unit"]
    several = numeral(group["every_number"]).value if group["every_number"] else Fraction(1)
    if group["every_other"]:
        several = Fraction(2) if group["every_other"] == "other" else Fraction(1, 2)
    size, unit = _SAME_AS.get(word, (1, word))
    return (1 / (several * Fraction(size)) if several else Fraction(0)), unit


def _share(kind: str) -> Callable[[Bare, re.Match[str]], Finding]:
    return lambda one, match: one.found(kind, match.end())


def _times(unit: str) -> Callable[[Bare, re.Match[str]], Finding]:
    def read(one: Bare, match: re.Match[str]) -> Finding:
        return one.found("times", match.end(), step=Fraction(0) if one.number.word else None, unit=unit)

    return read


def _and_part(one: Bare, match: re.Match[str]) -> Finding:
    """ "four-and-a-half times", "two and a half million"."""
    number = one.number
    value = number.value + Fraction(1, FRACTIONS[match["part"]])
    if match["part_scale"]:
        value *= _SCALES[match["part_scale"].strip()]
    return with_tail(one._replace(end=match.end(), number=Numeral(value, Fraction(0), Fraction(0), number.word)))


def _fraction(one: Bare, match: re.Match[str]) -> Finding | None:
    parts = match["parts"]
    denominator = FRACTIONS["half" if parts == "halve" else parts] if parts else FRACTIONS[match["one_part"]]
    value = one.number.value / denominator
    single = one.number.value == 1
    # "Three third", "two quarters" and "four quarters" are no fractions.
    if not one.number.word or single == bool(parts) or value >= 1 or value.denominator != denominator:
        return None
    return fraction(one.text, one.start, match.end(), value)


def fraction(text: str, start: int, end: int, value: Fraction) -> Finding:
    """A fraction in words, or the number that it is of a larger one: "three quarters of a million"."""
    scale = _OF_A_SCALE.match(text, end)
    if scale is None:
        return Finding("fraction", start, end, value, Fraction(0), word=True)
    number = value * _SCALES[scale["scale"]]
    return Finding("number", start, scale.end(), number, trailing_step(number), word=True)


def _one_in(one: Bare, match: re.Match[str]) -> Finding | None:
    whole = numeral(match["whole"])
    part, all_of = one.number.value, whole.value
    if not 0 < part < all_of or part.denominator != 1 or part > _ONE_IN_AT_MOST or _YEARS.fullmatch(match["whole"]):
        return None
    if all_of not in _OUT_OF and not (part == 1 and match["of"] == "in"):
        return None
    return one.found("one in", match.end(), part / all_of, Fraction(0))


def _span(one: Bare, match: re.Match[str]) -> Finding:
    size, unit = SPANS[_singular(match["span_unit"])]
    return one.found("span", match.end(), one.number.value * size, one.number.decimals * size, unit)


def _singular(word: str) -> str:
    return word if word in SPANS else word.removesuffix("s")


def _range(one: Bare, match: re.Match[str]) -> Finding | None:
    top, low = numeral(match["top"]), one.number
    words_before = one.text[max(0, one.start - 16) : one.start].split()
    years = _YEARS.fullmatch(match["top"]) and _YEARS.fullmatch(one.text, one.start, one.end)
    if top.value <= low.value or years or (match["joiner"] == " or " and top.value != low.value + 1):
        return None
    if match["joiner"] != "-" and words_before and words_before[-1] in _NO_RANGE_AFTER:
        return None
    return between(one, one._replace(start=match.start("top"), end=match.end(), number=top))


def between(low: Bare, high: Bare) -> Finding:
    """A range of two numerals, with the kind that its tail gives both ends."""
    number, end, unit, size = high.number, high.end, "", 1
    tail = RANGE_TAIL.match(high.text, high.end)
    if tail is not None:
        unit, end = {"per_cent": "per cent"}.get(str(tail.lastgroup), str(tail.lastgroup)), tail.end()
    if tail is not None and unit == "span":
        size, unit = SPANS[_singular(tail["span_unit"])]
    return Finding(
        "range", low.start, end, low.number.value * size, number.step, number.word, unit, number.value * size
    )


_READERS: Mapping[str, Callable[[Bare, re.Match[str]], Finding | None]] = {
    "points": _share("points"),
    "per_cent": _share("per cent"),
    "and_part": _and_part,
    "fold": _times("fold"),
    "times": _times("times"),
    "fraction": _fraction,
    "age": _share("age"),
    "each": _pace,
    "every": _pace,
    "one_in": _one_in,
    "span": _span,
    "range": _range,
}
