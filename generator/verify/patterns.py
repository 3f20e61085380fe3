"""The number reader's regular expressions, built from numbers.toml. All are matched against folded text (see `fold`).

A named group says which construction it is; `figures`, `letters` and `tails` say what each means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.verify.numerals import CHARACTERS, FIGURES, LETTERS, NUMERAL, WORDS, either

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)


def fold(text: str) -> str:
    """The text in small letters with plain blanks, hyphens and apostrophes, every character in its place."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return small if small.isascii() else small.translate(_FOLDED)


MONTHS: Mapping[str, int] = WORDS["months"]
FRACTIONS: Mapping[str, int] = WORDS["fractions"]
# A word for a span of time -> so many of a unit.
SPANS: Mapping[str, tuple[int, str]] = {
    **{word: (1, unit) for word, unit in WORDS["spans"].items()},
    **{word: (of[0], of[1]) for word, of in WORDS["spans_of"].items()},
}
# A word that multiplies by itself -> by what, and how it stands in the sentence.
MULTIPLES: Mapping[str, tuple[str, str]] = {
    word: (value, unit) for unit in ("verb", "adjective", "times") for word, value in WORDS["times"][unit].items()
}

_SMALL = [word for row in ("units", "teens", "tens") for word in WORDS["numerals"][row]]
_SCALE = either(WORDS["numerals"]["scales"])
_MONTH = either(MONTHS)
_YEAR = r"(?:1[89]|20)\d\d"
_SPAN = rf"{either(SPANS)}s?\b"
_PER_CENT = rf"(?: ?%|[ -]?{either(WORDS['shares']['per_cent'])}\b)"
_POINTS = (
    rf"(?:[ -]{either(WORDS['shares']['points'])}|(?:pp|ppt|pts)|(?: ?%| per cent) points?)\b"
    rf"(?![ -]{either(WORDS['shares']['not_points'])}\b)"
)
_PACE = WORDS["pace"]
_UNIT = either(_PACE["units"])
_EACH = (
    rf"(?:{either(_PACE['articles'])}[ -](?P<each_unit>{_UNIT})\b(?![ -]{either(_PACE['not_before'])}\b)(?!-)"
    rf"|(?P<adverb>{either(_PACE['adverbs'])})\b)"
)
_EVERY = rf"every (?:(?P<every_other>other|half an|half) |(?P<every_number>{NUMERAL}) )(?P<every_unit>{_UNIT})s?\b"


def _any(alternatives: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{one})" for name, one in alternatives.items()))


FIGURE = _any(
    {
        "money": rf"[£$€] ?(?P<amount>{FIGURES}(?: (?:million|billion)\b)?)",
        "iso": rf"(?P<iso_year>{_YEAR})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?!\d)",
        "slashed": rf"(?P<day>\d\d?)/(?P<slash_month>\d\d?)/(?P<slash_year>{_YEAR}|\d\d)(?![\d/])",
        "financial": rf"(?P<first>{_YEAR})[-/](?P<last>\d{{4}}|\d\d)(?![\d-])",
        "clock": r"(?P<hour>\d\d?)(?:[:.](?P<minute>[0-5]\d))? ?(?P<half_day>[ap])\.?m\b"
        r"|(?P<hour_24>[01]?\d|2[0-3]):(?P<minute_24>[0-5]\d)(?![\d:])",
        "phone": r"\+?0\d{2,5}(?:[ -]\d{3,8}){1,3}(?!\d)|0\d{8,10}(?!\d)",
        "date": rf"(?P<date_day>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<date_month>{_MONTH})\b"
        rf"(?:,? (?P<date_year>{_YEAR})(?!\d))?",
        "place": r"(?P<rank>\d+(?:,\d+)*)(?:st|nd|rd|th)\b",
        "decade": rf"(?:{_YEAR}|\d\d)s\b",
        "pence": r"(?P<pennies>\d+)p\b",
        "ratio": r"(?P<part>\d\d?)/(?P<whole>\d\d?)(?![\d/])",
        "year": rf"{_YEAR}(?!\d|[,.]\d|[a-z]| ?%|[ -](?:per|million|times)\b)",
        "numeral": FIGURES,
        "character": CHARACTERS,
    }
)

LETTER = _any(
    {
        "between": rf"between (?P<low>{NUMERAL})(?:{_PER_CENT})? and (?P<high>{NUMERAL})",
        "month": rf"(?P<month_name>{_MONTH}) (?:(?P<month_day>\d\d?)(?:st|nd|rd|th)?,? )?"
        rf"(?P<month_year>{_YEAR})(?!\d|,\d)",
        "part_of_span": rf"(?:a |one )?(?P<part_of>half|quarter|third)[ -](?:of[ -])?an?[ -](?P<span_of>{_SPAN})",
        "half_scale": rf"half[ -](?:an?[ -])?(?P<half_of>{_SCALE})\b",
        "half_points": rf"half an?{_POINTS}",
        "half_per_cent": rf"half (?:a|of (?:one|1|a)|of){_PER_CENT}",
        "half_hour": r"half[ -]hour\b",
        "one_point": rf"an?{_POINTS}",
        "vague": rf"{either(WORDS['vague'])}(?![a-z])",
        "age": rf"{either(WORDS['ages']['before'])} (?:between )?(?P<years>{NUMERAL})"
        rf"(?:(?:-| to | and )(?P<oldest>{NUMERAL}))?",
        "a_fraction": rf"a[ -](?P<denominator>{either(FRACTIONS)})\b"
        rf"(?![ -]{either(WORDS['fractions_not']['nouns'])}\b)",
        "half": r"half\b",
        "a_scale": rf"a[ -](?P<scale>{_SCALE})(?:[ -](?P<larger>thousand|million|billion))?\b",
        "a_span": rf"an?[ -](?P<a_unit>{either(WORDS['spans_words']['alone'])})(?P<and_a_half> and a half)?\b",
        "bare_span": rf"{either(WORDS['spans_words']['bare'])}\b",
        "fold": rf"(?P<folds>{either(_SMALL)})fold\b",
        "often": rf"(?P<how_often>once|twice|thrice) (?:{_EACH}|{_EVERY})",
        "multiple": rf"{either(MULTIPLES)}\b",
        "bare_fraction": rf"(?P<bare_denominator>{either(FRACTIONS)})(?= of\b(?! (?:the )?(?:year|month|{_MONTH})\b))",
        "place": rf"(?:{either(WORDS['numerals']['tens'])}[ -])?{either(WORDS['ordinals'])}\b",
        "none": rf"{either(WORDS['numerals']['none'])}\b",
        "numeral": LETTERS,
    }
)

TAIL = _any(
    {
        "points": _POINTS,
        "per_cent": _PER_CENT,
        "and_part": rf"[ -]and[ -](?:an?|one)[ -](?P<part>half|quarter|third)\b(?P<part_scale> {_SCALE}\b)?",
        "fold": r"[ -]?fold\b",
        "times": r"[ -]times\b|x\b",
        "fraction": rf"[ -](?P<one_part>{either(FRACTIONS)})\b|[ -](?P<parts>{either(['halve', *FRACTIONS])})s\b",
        "age": rf"[ -]{either(WORDS['ages']['after'])}\b",
        "each": rf"[ -]{_EACH}",
        "every": f" {_EVERY}",
        "one_in": rf"(?: {either(WORDS['one_in']['nouns'])})?[ -](?P<of>in|out[ -]of)(?: every| each)?[ -]"
        rf"(?P<whole>{NUMERAL})(?![\d,.]*\d)(?! ?%|[ -]{either(WORDS['one_in']['not_before'])}\b)",
        "span": rf"(?:[ -]{either(WORDS['spans_words']['between'])})?[ -](?P<span_unit>{_SPAN})",
        "range": rf"(?P<joiner>-|[ -]to[ -]| or )(?P<top>{NUMERAL})",
    }
)
# What may follow the upper end of a range, and gives both ends their kind.
RANGE_TAIL = _any(
    {"points": _POINTS, "per_cent": _PER_CENT, "times": r"[ -]times\b", "span": rf"[ -](?P<span_unit>{_SPAN})"}
)
PACE_AHEAD = re.compile(rf" (?:{_EACH}|{_EVERY})")
HEDGE_AFTER = _any(
    {f"hedge_{number}": f"{either(words)}(?![a-z])" for number, words in enumerate(WORDS["hedges_after"].values())}
)
LABEL = re.compile(rf"(?:^|(?<=[^a-z])){either(WORDS['labels']['words'])}[ -]$")
