"""Quantities that begin with a figure or a currency sign. In: folded text, the words as printed. Out: a finding.

There always is one: no digit is ever left outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from generator.verify.numerals import WORDS, either, numeral
from generator.verify.patterns import FIGURE, LABEL, MONTHS
from generator.verify.tails import Finding, bare, with_tail

_YEAR_NOUN = re.compile(rf"[ -]{either(WORDS['years']['nouns'])}\b")
_AFTER_PREPOSITION = frozenset(WORDS["years"]["after"])
_MEASURES = frozenset(WORDS["labels"]["measures"])
_CALLED = frozenset(WORDS["phones"]["before"])
_SHORT_PHONE = re.compile(rf"{either(WORDS['phones']['short'])}(?![\d,])")
_ANY_SHORT_PHONE = re.compile(r"[1-9]\d{2,5}(?![\d,]|[ ]?%)")
_END_OF_CLAUSE = re.compile(r"[.,;:)!?]|$| (?:or|and|for|to|if|when)\b")
_GLUE = re.compile(r"[\w#@/\\]+$")
_REST_OF_WORD = re.compile(r"\w+")
_CODE = re.compile(r"\w{1,3}(?!\w|,\d|\.\d| ?%)")
_LETTERS = re.compile(r"[^\W\d_]+")
_FRACTION_AT_MOST = 10
_CODE_LETTERS = 3


def read_figure(text: str, printed: str, start: int, floor: int) -> Finding:
    """The quantity at a digit, currency sign or fraction character. `floor` is where the quantity before it ended."""
    if text[start] not in "£$€":
        named = _glued(text, start, floor) or _called(text, start) or _labelled(text, start, floor)
        if named is not None:
            return named
    match = FIGURE.match(text, start)
    if match is None:  # a lone currency sign, or a digit that is no decimal one
        return Finding("name", start, start + 1)
    found = _READERS[str(match.lastgroup)](match, printed)
    return found or _numeral(match, printed)


def _glued(text: str, start: int, floor: int) -> Finding | None:
    """A figure within a word: "M25", "#13", "contactus/3246"."""
    before = _GLUE.search(text, max(floor, start - 40), start)
    if before is None:
        return None
    rest = _REST_OF_WORD.match(text, start)
    return Finding("name", before.start(), rest.end() if rest else start + 1)


def _called(text: str, start: int) -> Finding | None:
    """A short number to call: "call 101", "(999)", "on 101."."""
    words = text[max(0, start - 16) : start].split()
    last = words[-1] if words else ""
    if last in _CALLED:
        match = _SHORT_PHONE.match(text, start) or _ANY_SHORT_PHONE.match(text, start)
    elif last == "on" or text[start - 1 : start] == "(":
        match = _SHORT_PHONE.match(text, start)
        if match is not None and not _END_OF_CLAUSE.match(text, match.end()):
            return None
    else:
        return None
    return None if match is None else Finding("phone", start, match.end(), _digits(match[0]))


def _digits(text: str) -> Fraction:
    return Fraction(int(re.sub(r"\D", "", text)))


def _labelled(text: str, start: int, floor: int) -> Finding | None:
    """A figure that is a name with the word before it: "section 8". No name where the figure goes on: "stage 4,633"."""
    label = LABEL.search(text, max(floor, start - 14), start)
    number = _CODE.match(text, start)
    return None if label is None or number is None else Finding("name", label.start(), number.end())


def _numeral(match: re.Match[str], _printed: str) -> Finding:
    text, start = match.string, match.start()
    end = match.end() if match.lastgroup in ("numeral", "character") else _end_of_numeral(text, start)
    found = with_tail(bare(text, start, end))
    if match.lastgroup == "character" and found.kind == "number":
        return found._replace(kind="fraction")
    letters = _LETTERS.match(text, found.end) if found.end == end else None
    if letters is None:
        return found
    if letters[0] in _MEASURES or end - start > _CODE_LETTERS:
        return found
    rest = _REST_OF_WORD.match(text, end)
    return Finding("name", start, rest.end() if rest else end)


_NUMERAL = re.compile(FIGURE.pattern[FIGURE.pattern.index("(?P<numeral>") :])


def _end_of_numeral(text: str, start: int) -> int:
    match = _NUMERAL.match(text, start)
    return match.end() if match else start + 1


def _money(match: re.Match[str], _printed: str) -> Finding:
    number = numeral(match["amount"].replace(" ", "-") if match["amount"][-1].isalpha() else match["amount"])
    return Finding("money", match.start(), match.end(), number.value, number.step)


def _pence(match: re.Match[str], _printed: str) -> Finding:
    return Finding("money", match.start(), match.end(), Fraction(int(match["pennies"]), 100), Fraction(1, 100))


def _day(year: int, month: int, day: int, match: re.Match[str]) -> Finding | None:
    try:
        return Finding("date", match.start(), match.end(), Fraction(date(year, month, day).toordinal()))
    except ValueError:  # "31/02/2024" is no day: its figures are then read one by one
        return None


def _iso(match: re.Match[str], _printed: str) -> Finding | None:
    return _day(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"]), match)


def _slashed(match: re.Match[str], _printed: str) -> Finding | None:
    year = int(match["slash_year"])
    return _day(year if year > 99 else 2000 + year, int(match["slash_month"]), int(match["day"]), match)


def _date(match: re.Match[str], printed: str) -> Finding | None:
    # Of "the 12 may have been counted" the month is a verb: months are printed with a capital.
    if not printed[match.start("date_month")].isupper():
        return None
    month, day = MONTHS[match["date_month"]], int(match["date_day"])
    if match["date_year"]:
        return _day(int(match["date_year"]), month, day, match)
    return Finding("date", match.start(), match.end(), Fraction(month * 100 + day), unit="no year")


def _financial(match: re.Match[str], _printed: str) -> Finding | None:
    first, last = int(match["first"]), int(match["last"])
    if last < 100:
        last += first - first % 100 + (100 if last < first % 100 else 0)
    if last == first + 1:
        return Finding("financial year", match.start(), match.end(), Fraction(first))
    return Finding("range", match.start(), match.end(), Fraction(first), unit="year", top=Fraction(last))


def _clock(match: re.Match[str], _printed: str) -> Finding:
    if match["half_day"]:
        minutes = int(match["hour"]) % 12 * 60 + int(match["minute"] or 0) + (720 if match["half_day"] == "p" else 0)
    else:
        minutes = int(match["hour_24"]) * 60 + int(match["minute_24"])
    return Finding("time", match.start(), match.end(), Fraction(minutes))


def _phone(match: re.Match[str], _printed: str) -> Finding:
    return Finding("phone", match.start(), match.end(), _digits(match[0]))


def _place(match: re.Match[str], _printed: str) -> Finding:
    return Finding("ordinal", match.start(), match.end(), Fraction(int(match["rank"].replace(",", ""))))


def _decade(match: re.Match[str], _printed: str) -> Finding:
    value = Fraction(int(match[0][:-1]))
    if value >= 1000:
        return Finding("year", match.start(), match.end(), value, Fraction(10), unit="decade")
    return Finding("age", match.start(), match.end(), value, Fraction(10 if value % 10 == 0 else 1))


def _ratio(match: re.Match[str], _printed: str) -> Finding | None:
    part, whole = int(match["part"]), int(match["whole"])
    if not 0 < part < whole <= _FRACTION_AT_MOST:
        return None
    return Finding("fraction", match.start(), match.end(), Fraction(part, whole), Fraction(0))


def _year(match: re.Match[str], _printed: str) -> Finding | None:
    text = match.string
    if _YEAR_NOUN.match(text, match.end()):
        words = text[max(0, match.start() - 16) : match.start()].split()
        if not words or words[-1] not in _AFTER_PREPOSITION:
            return None
    return Finding("year", match.start(), match.end(), Fraction(int(match[0])))


_READERS: Mapping[str, Callable[[re.Match[str], str], Finding | None]] = {
    "money": _money,
    "iso": _iso,
    "slashed": _slashed,
    "financial": _financial,
    "clock": _clock,
    "phone": _phone,
    "date": _date,
    "place": _place,
    "decade": _decade,
    "pence": _pence,
    "ratio": _ratio,
    "year": _year,
    "numeral": _numeral,
    "character": _numeral,
}
