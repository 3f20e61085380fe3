"""Quantities that begin with a word: numbers in letters, "a third", "doubled", "a decade", "dozens", "September 2023".

In: folded text and a place. Out: a finding, or None where the word is no quantity there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from generator.verify.numerals import WORDS, Numeral, either, numeral, trailing_step
from generator.verify.patterns import FRACTIONS, LETTER, MONTHS, MULTIPLES, SPANS
from generator.verify.tails import Bare, Finding, bare, between, fraction, pace_of, plain, with_tail

_ONE: Mapping[str, list[str]] = WORDS["one"]
_ONE_COUNTS = re.compile(
    rf" (?:[a-z'-]+ ){{0,2}}?{either(_ONE['counted'])}s?\b"
    rf"| {either(_ONE['before'])}\b"
    rf"| of (?:[a-z'-]+ ){{1,4}}?{either(_ONE['of'])}\b"
)
_ONE_OF = re.compile(r" of\b")
_ONE_AFTER = frozenset(_ONE["after"])
_PLACES = WORDS["ordinals_words"]
_EARLY = frozenset(_PLACES["early"])
_RANKED = frozenset(_PLACES["before"])
_PLACE_AFTER = re.compile(rf"[ -](?:joint[ -])?{either(_PLACES['after'])}")
_ORDINALS: Mapping[str, int] = WORDS["ordinals"]
_TENS: Mapping[str, int] = WORDS["numerals"]["tens"]
_SCALES: Mapping[str, int] = WORDS["numerals"]["scales"]
_OFTEN: Mapping[str, int] = WORDS["pace"]["often"]
_YEARS = re.compile(r"(?:1[89]|20)\d\d")


def read_word(text: str, start: int) -> Finding | None:
    """The quantity at a word that may begin one."""
    match = LETTER.match(text, start)
    if match is None:
        return None
    return _READERS[str(match.lastgroup)](match)


def _word_before(text: str, start: int) -> str:
    words = text[max(0, start - 16) : start].replace("-", " ").split()
    return words[-1] if words else ""


def _numeral(match: re.Match[str]) -> Finding | None:
    text = match.string
    one = bare(text, match.start(), match.end())
    found = with_tail(one)
    return _one(text, found) if match[0] == "one" and found == plain(one) else found


def _one(text: str, found: Finding) -> Finding:
    """ "One" by itself: a number before what it counts, else a pronoun and no quantity."""
    match = _ONE_COUNTS.match(text, found.end)
    counts = (
        match is not None if match or _ONE_OF.match(text, found.end) else _word_before(text, found.start) in _ONE_AFTER
    )
    return found if counts else Finding("name", found.start, found.end, word=True)


def _between(match: re.Match[str]) -> Finding | None:
    low = bare(match.string, *match.span("low"))
    high = bare(match.string, *match.span("high"))
    if low.number.value >= high.number.value or (_YEARS.fullmatch(match["low"]) and _YEARS.fullmatch(match["high"])):
        return None
    return between(low, high)._replace(start=match.start())


def _month(match: re.Match[str]) -> Finding | None:
    year, month = int(match["month_year"]), MONTHS[match["month_name"]]
    if not match["month_day"]:
        return Finding("month", match.start(), match.end(), Fraction(year * 12 + month - 1))
    try:
        day = date(year, month, int(match["month_day"])).toordinal()
    except ValueError:  # "September 31, 2023" is no day: its figures are then read one by one
        return None
    return Finding("date", match.start(), match.end(), Fraction(day))


def _fraction(match: re.Match[str], value: Fraction) -> Finding:
    return fraction(match.string, match.start(), match.end(), value)


def _span(match: re.Match[str], word: str, times: Fraction = Fraction(1)) -> Finding:
    size, unit = SPANS[word if word in SPANS else word.removesuffix("s")]
    return Finding("span", match.start(), match.end(), times * size, word=True, unit=unit)


def _scaled(match: re.Match[str], value: Fraction) -> Finding:
    """ "a dozen", "half a million", with the tail that follows it."""
    number = Numeral(value, Fraction(1), trailing_step(value), True)
    return with_tail(Bare(match.string, match.start(), match.end(), number))


def _a_scale(match: re.Match[str]) -> Finding:
    larger = _SCALES[match["larger"]] if match["larger"] else 1
    return _scaled(match, Fraction(_SCALES[match["scale"]] * larger))


def _vague(match: re.Match[str]) -> Finding:
    low, top = WORDS["vague"][match[0].replace("-", " ")]
    return Finding("vague", match.start(), match.end(), Fraction(low), Fraction(0), word=True, top=Fraction(top))


def _age(match: re.Match[str]) -> Finding:
    number = numeral(match["years"])
    top = numeral(match["oldest"]).value if match["oldest"] else None
    return Finding("age", match.start(), match.end(), number.value, word=number.word, top=top)


def _fold(match: re.Match[str]) -> Finding:
    value = numeral(match["folds"]).value
    return Finding("times", match.start(), match.end(), value, Fraction(0), word=True, unit="fold")


def _often(match: re.Match[str]) -> Finding:
    per, unit = pace_of(match)
    step = Fraction(0 if match["every_unit"] else 1)
    return Finding("pace", match.start(), match.end(), _OFTEN[match["how_often"]] * per, step, word=True, unit=unit)


def _multiple(match: re.Match[str]) -> Finding:
    value, unit = MULTIPLES[match[0]]
    return Finding("times", match.start(), match.end(), Fraction(value), Fraction(0), word=True, unit=unit)


def _bare_fraction(match: re.Match[str]) -> Finding | None:
    """ "Third of cases dropped" in a headline; but "the third of" and "ranked third of" are places."""
    before = _word_before(match.string, match.start())
    if before in ("the", "joint") or before in _RANKED:
        return _place(match)
    return _fraction(match, Fraction(1, FRACTIONS[match[0]]))


def _place(match: re.Match[str]) -> Finding | None:
    words = match[0].replace("-", " ").split()
    if words[-1] not in _ORDINALS:
        return None
    if words[-1] in _EARLY and len(words) == 1 and not _ranks(match):
        return Finding("name", match.start(), match.end(), word=True)
    value = sum(_TENS.get(word, 0) for word in words[:-1]) + _ORDINALS[words[-1]]
    return Finding("ordinal", match.start(), match.end(), Fraction(value), word=True)


def _ranks(match: re.Match[str]) -> bool:
    return (
        _word_before(match.string, match.start()) in _RANKED
        or _PLACE_AFTER.match(match.string, match.end()) is not None
    )


_READERS: Mapping[str, Callable[[re.Match[str]], Finding | None]] = {
    "between": _between,
    "month": _month,
    "part_of_span": lambda match: _span(match, match["span_of"], Fraction(1, FRACTIONS[match["part_of"]])),
    "half_scale": lambda match: _scaled(match, Fraction(_SCALES[match["half_of"]], 2)),
    "half_points": lambda match: Finding(
        "points", match.start(), match.end(), Fraction(1, 2), Fraction(1, 2), word=True
    ),
    "half_per_cent": lambda match: Finding(
        "per cent", match.start(), match.end(), Fraction(1, 2), Fraction(1, 2), word=True
    ),
    "half_hour": lambda match: Finding("span", match.start(), match.end(), Fraction(1, 2), word=True, unit="hour"),
    "one_point": lambda match: Finding("points", match.start(), match.end(), Fraction(1), word=True),
    "vague": _vague,
    "age": _age,
    "a_fraction": lambda match: _fraction(match, Fraction(1, FRACTIONS[match["denominator"]])),
    "half": lambda match: _fraction(match, Fraction(1, 2)),
    "a_scale": _a_scale,
    "a_span": lambda match: _span(match, match["a_unit"], Fraction(3, 2) if match["and_a_half"] else Fraction(1)),
    "bare_span": lambda match: _span(match, match[0]),
    "fold": _fold,
    "often": _often,
    "multiple": _multiple,
    "bare_fraction": _bare_fraction,
    "place": _place,
    "none": lambda match: Finding("number", match.start(), match.end(), word=True),
    "numeral": _numeral,
}
