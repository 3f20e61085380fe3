"""The number reader's regular expressions, built from numbers.toml. All are matched against folded text (see `fold`), at a
given place. A named group says which construction it is; the readers in `figures`, `letters` and `tails` say what it means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.verify.numerals import CHARACTERS, FIGURES, LETTERS, NUMERAL, WORDS, either

_PLAIN = {
    **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
    **dict.fromkeys("\u2018\u2019\u02bc", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
}
_FOLDED = str.maketrans(_PLAIN)


def fold(text: str) -> str:
    """The text in small letters with plain blanks, hyphens and apostrophes, every character in its place."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return small if small.isascii() else small.translate(_FOLDED)


MONTHS: Mapping[str, int] = WORDS["months"]
SPANS: Mapping[str, tuple[int, str]] = {
    **{word: (1, unit) for word, unit in WORDS["spans"].items()},
    **{word: (of[0], of[1]) for word, of in WORDS["spans_of"].items()},
}
FRACTIONS: Mapping[str, int] = WORDS["fractions"]
FOLD_UNITS = either([*WORDS["numerals"]["units"], *WORDS["numerals"]["teens"], *WORDS["numerals"]["tens"]])
MULTIPLES: Mapping[str, tuple[str, str]] = {
    word: (value, unit) for unit in ("verb", "adjective", "times") for word, value in WORDS["times"][unit].items()
}

_MONTH = either(MONTHS)
_YEAR = r"(?:1[89]|20)\d\d"
_SPAN = rf"{either(SPANS)}s?\b"
_DENOMINATOR = either(FRACTIONS)
_DENOMINATORS = either(["halves", *(f"{word}s" for word in FRACTIONS)])
_PER_CENT = rf"(?: ?%|[ -]?{either(WORDS['shares']['per_cent'])}\b)"
_POINTS = (
    rf"(?:[ -]{either(WORDS['shares']['points'])}|(?:pp|ppt|pts)|(?: ?%| per cent) points?)\b"
    rf"(?![ -]{either(WORDS['shares']['not_points'])}\b)"
)
_PACE = WORDS["pace"]
_PACE_UNIT = either(_PACE["units"])
_NOT_A_PACE = rf"(?![ -]{either(_PACE['not_before'])}\b)(?!-)"
_EACH = rf"(?:{either(_PACE['articles'])}[ -](?:single )?(?P<each>{_PACE_UNIT})\b{_NOT_A_PACE}|(?P<adverb>{either(_PACE['adverbs'])})\b)"
_EVERY = rf"every (?:(?P<other>other) (?P<other_unit>{_PACE_UNIT})|(?P<every>{NUMERAL}|few|half|half an) (?P<every_unit>{_PACE_UNIT}))s?\b"
_BETWEEN = rf"(?: (?!{either(_PACE['not_between'])} )[a-z'-]+){{1,5}}? "
_SPAN_WORDS = either(WORDS["spans_words"]["between"])
_PHONES = WORDS["phones"]

NAMES = re.compile(rf"{either(WORDS['names']['phrases'])}(?![a-z\d])")

FIGURE = re.compile(
    rf"""(?P<money>[£$€]\ ?(?P<amount>{FIGURES})(?:\ ?(?:million|billion)\b)?)
    |(?P<iso>(?P<iso_year>{_YEAR})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d))(?!\d)
    |(?P<slashed>(?P<day>\d\d?)/(?P<month>\d\d?)/(?P<slashed_year>{_YEAR}|\d\d))(?![\d/])
    |(?P<financial>(?P<first>{_YEAR})[-/](?P<last>\d{{4}}|\d\d))(?![\d-])
    |(?P<clock>\d\d?(?:[:.]\d\d)?\ ?[ap]\.?m\b|(?:[01]?\d|2[0-3]):[0-5]\d(?::\d\d)?)(?!\d)
    |(?P<phone>0\d{{2,5}}(?:[ -]\d{{3,8}}){{1,3}}|0\d{{8,10}})(?!\d)
    |(?P<date>(?P<date_day>\d\d?)(?:st|nd|rd|th)?\ (?:of\ )?(?P<date_month>{_MONTH})\b\.?(?:,?\ (?P<date_year>{_YEAR})(?!\d))?)
    |(?P<ordinal>(?P<place>\d+(?:,\d+)*)(?:st|nd|rd|th))\b
    |(?P<decade>{_YEAR}s|\d0s|\d\ds)\b
    |(?P<pence>(?P<pennies>\d+)p)\b
    |(?P<ratio>(?P<over>\d\d?)/(?P<under>\d\d?))(?![\d/])
    |(?P<year>{_YEAR})(?![\d]|[,.]\d|\ ?%|[a-z]|[ -](?:per|million)\b)
    |(?P<numeral>{FIGURES})
    |(?P<character>{CHARACTERS})""".replace("(?: (?", "(?:[ ](?"),
    re.VERBOSE,
)

LETTER = re.compile(
    rf"""(?P<between>between\ (?P<low>{NUMERAL})(?P<low_unit>{_PER_CENT})?\ and\ (?P<high>{NUMERAL}))(?![\d,]*\d)
    |(?P<month>(?P<month_name>{_MONTH})\.?\ (?:(?P<month_day>\d\d?)(?:st|nd|rd|th)?,?\ )?(?P<month_year>{_YEAR}))(?!\d|,\d)
    |(?P<part>(?:(?:a|one|half)[ ])?(?:half|quarter|third)[ -]of[ -]a[ -](?P<part_of>{either(WORDS["spans_of"])}))\b
    |(?P<half_scale>half[ -](?:an?[ -])?(?P<scale>{either(WORDS["numerals"]["scales"])}))\b
    |(?P<half_span>half[ -](?:an?[ -])?(?P<half_span_unit>{_SPAN}))
    |(?P<half_points>half\ a{_POINTS})
    |(?P<half_per_cent>half\ (?:a|of\ one|of\ 1|one){_PER_CENT})
    |(?P<a_point>a{_POINTS})
    |(?P<vague>{either(WORDS["vague"])})(?![a-z])
    |(?P<age>{either(WORDS["ages"]["before"])}\ (?:between\ )?(?P<years>{NUMERAL})(?:(?:-|\ to\ |\ and\ )(?P<oldest>{NUMERAL}))?)(?![\d])
    |(?P<a_fraction>a[ -](?P<a_denominator>{_DENOMINATOR}))\b(?![ -]{either(WORDS["fractions_not"]["nouns"])}\b)
    |(?P<half>half)\b
    |(?P<a_scale>a[ -](?P<a_scale_name>{either(WORDS["numerals"]["scales"])})(?:[ -](?P<a_larger>thousand|million|billion))?)\b
    |(?P<a_span>(?P<a_span_article>an?[ -])(?P<a_span_unit>{either(WORDS["spans_words"]["alone"])})(?P<a_half>\ and\ a\ half)?)\b
    |(?P<bare_span>{either(WORDS["spans_words"]["bare"])})\b
    |(?P<fold>(?P<folds>{FOLD_UNITS})fold)\b
    |(?P<once>(?:once|twice|thrice)\ (?:{_EACH}|{_EVERY}))
    |(?P<multiple>{either(MULTIPLES)})\b
    |(?P<bare_fraction>{_DENOMINATOR}(?=\ of\b(?!\ (?:the\ )?(?:year|month)\b)))
    |(?P<ordinal>(?:{either(WORDS["numerals"]["tens"])}[ -])?{either(WORDS["ordinals"])})\b
    |(?P<none>{either(WORDS["numerals"]["none"])})\b
    |(?P<numeral>{LETTERS})""".replace("(?: (?", "(?:[ ](?"),
    re.VERBOSE,
)
