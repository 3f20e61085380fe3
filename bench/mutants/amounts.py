"""Amounts in a phrase that the writer printed: where they stand, what they say. In: words. Out: `Amount`s, in order.

Reads the writer's own ways of printing (templates/language/words.toml) and the same with one thing changed; it need not
read more. The verifier's reader is another one, so that neither hides a mistake of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
FRACTIONS = {
    "a tenth": Fraction(1, 10),
    "a fifth": Fraction(1, 5),
    "a quarter": Fraction(1, 4),
    "a third": Fraction(1, 3),
    "two fifths": Fraction(2, 5),
    "half": Fraction(1, 2),
    "three fifths": Fraction(3, 5),
    "two thirds": Fraction(2, 3),
    "three quarters": Fraction(3, 4),
}
# A verb or adjective of so many times; the writer's, and those that a mutant puts in their place.
FOLDS = {
    "halved": Fraction(1, 2),
    "double": Fraction(2),
    "doubled": Fraction(2),
    "doubling": Fraction(2),
    "twice": Fraction(2),
    "treble": Fraction(3),
    "trebled": Fraction(3),
    "trebling": Fraction(3),
    "quadruple": Fraction(4),
    "quadrupled": Fraction(4),
    "quadrupling": Fraction(4),
}
# How the hedges that are printed are called here.
HEDGES = {
    "more than": "more than",
    "over": "more than",
    "at least": "at least",
    "almost": "almost",
    "nearly": "almost",
    "near": "almost",
    "about": "about",
    "around": "about",
    "fewer than": "less than",
    "less than": "less than",
}


def _any_of(words: Iterable[str]) -> str:
    """A pattern for one of these words, the longest first; blanks as a verbose pattern needs them."""
    return "|".join(word.replace(" ", "[ ]") for word in sorted(words, key=len, reverse=True))


_NUMBER_WORD = f"(?:{_any_of(TENS)})(?:-(?:{_any_of(SMALL[1:10])}))?|{_any_of(SMALL)}"
_AMOUNT = re.compile(
    rf"""(?<![\w.,-])(?:(?P<hedge>{_any_of(HEDGES)})[ ])?
    (?:(?P<money>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<decimals>\.\d+)?(?P<million>[ ]million|m\b)?
      |(?P<ordinal>{_any_of(ORDINALS)}|\d+(?:st|nd|rd|th))(?=[ ](?:highest|lowest))
      |(?P<fraction>{_any_of(FRACTIONS)})(?![-\w])
      |(?P<fold>{_any_of(FOLDS)})(?![-\w])
      |(?P<word>{_NUMBER_WORD})(?=fold\b|(?![\w])))
    (?P<half>-and-a-half)?
    (?P<unit>[ ]per[ ]cent|%|[ ]percentage[ ]points?|[ ]times|-?fold|[ ]years?|-year|[ ]per[ ]1,000[ ]people)?
    (?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_UNITS = {
    "per cent": "per cent",
    "%": "per cent",
    "percentage point": "points",
    "percentage points": "points",
    "times": "times",
    "fold": "times",
    "year": "years",
    "years": "years",
    "per 1,000 people": "rate",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure, number word, fold or fraction. `start` is the hedge's, `at` to `until` the number's alone.

    `unit` is "", per cent, points, times, years, fraction, ordinal or rate; `step` the unit of the last digit that
    carries meaning (0 for folds and fractions); `spelt` where it is in letters.
    """

    start: int
    end: int
    at: int
    until: int
    hedge: str
    value: Fraction
    step: Fraction
    unit: str
    spelt: bool


def amounts(words: str) -> tuple[Amount, ...]:
    """Every amount of a phrase, left to right."""
    return tuple(_amount(found) for found in _AMOUNT.finditer(words))


def _amount(found: re.Match[str]) -> Amount:
    kind = next(name for name in ("money", "ordinal", "fraction", "fold", "word") if found[name])
    value, step = _value(found, kind)
    if found["half"]:
        value, step = value + Fraction(1, 2), Fraction(0)
    unit = _UNITS.get((found["unit"] or "").strip(" -").casefold(), "")
    if kind in {"fraction", "ordinal"}:
        unit = kind
    elif kind == "fold":
        unit = "times"
    at, until = found.span(kind)
    if kind == "money":
        until = max(until, found.end("decimals"), found.end("million"))
    return Amount(
        start=found.start(),
        end=found.end(),
        at=at,
        until=max(until, found.end("half")),
        hedge=HEDGES.get((found["hedge"] or "").casefold(), ""),
        value=value,
        step=step,
        unit=unit,
        spelt=kind != "money",
    )


def _value(found: re.Match[str], kind: str) -> tuple[Fraction, Fraction]:
    text = found[kind].casefold()
    match kind:
        case "money":
            return _figure(text.replace(",", ""), found["decimals"] or "", million=bool(found["million"]))
        case "ordinal":
            place = ORDINALS.index(text) + 1 if text in ORDINALS else int(re.sub(r"\D", "", text))
            return Fraction(place), Fraction(1)
        case "fraction":
            return FRACTIONS[text], Fraction(0)
        case "fold":
            return FOLDS[text], Fraction(0)
    return Fraction(number_of(text)), Fraction(1)


def _figure(whole: str, decimals: str, *, million: bool) -> tuple[Fraction, Fraction]:
    value = Fraction(whole + decimals)
    step = Fraction(1, 10 ** (len(decimals) - 1)) if decimals else Fraction(1)
    if million:
        return value * 1_000_000, step * 1_000_000
    if not decimals and whole.strip("0"):
        step = Fraction(10 ** (len(whole) - len(whole.rstrip("0"))))
    return value, step


def number_of(word: str) -> int:
    """The whole number of a word up to ninety-nine. KeyError and ValueError where it is none."""
    if word in SMALL:
        return SMALL.index(word)
    tens, _, ones = word.partition("-")
    return 10 * (TENS.index(tens) + 2) + (SMALL.index(ones) if ones else 0)


def spelt(number: int) -> str:
    """A whole number from 0 to 99 in letters."""
    if number < len(SMALL):
        return SMALL[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f"-{SMALL[ones]}" if ones else "")
