"""The verifier's own number reader. In: words of a newspaper. Out: every quantity, with its hedge and what it means.

The words are in numbers.toml. Knows nothing of crime; what a quantity is of is for the reader of sentences.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a text: `text` is `text[start:end]`, its hedge included ("more than 4,600" is one).

    `kind`: number, per cent, points, fraction, times, one in, ordinal, year, financial year (value: first year), month
    (value: year * 12 + month - 1), date (value: ordinal day), span (in `unit` year, month ...), pace (so many a `unit`),
    vague and range (`value` to `top`), money, phone, age, time, name (words in which a number is no quantity).
    `step` is the unit of the last digit that carries meaning: 1 for 4,633, 1000 for 271,000, 1/10 for 3.7; 0 in words
    that are no decimal. `hedge` is canonical: more than, just over, at least, less than, almost, about, at most, or "".
    `unit` of times: times, fold, verb ("doubled") or adjective ("double the"). `word`: written in letters.
    """

    start: int
    end: int
    text: str
    kind: str
    value: Fraction
    step: Fraction
    hedge: str = ""
    word: bool = False
    unit: str = ""
    top: Fraction | None = None


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a text, left to right, never overlapping."""
    folded = _folded(text)
    found: list[Quantity] = []
    at = 0
    compiled = _pattern()
    while match := compiled.search(folded, at):
        one = _quantity(text, folded, match)
        if one is None:
            at = match.start("core") + 1 if match.end() <= match.start("core") + 1 else _next(match)
            continue
        found.append(one)
        at = one.end
    return tuple(found)


def _next(match: re.Match[str]) -> int:
    """Where to look on after words that are no quantity."""
    return match.start("core") + max(1, len(match["core"].split()[0]))


def _folded(text: str) -> str:
    """Small letters, straight marks, plain blanks; of the same length."""
    return text.lower().translate(_FOLD) if len(text.lower()) == len(text) else text.translate(_FOLD)


_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " "}
)


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "numbers.toml").read_text(encoding="utf-8"))


def _either(words: Iterable[str]) -> str:
    """Any of the words, the longest first; a blank may be a hyphen."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(one).replace(r"\ ", r"[ -]") for one in ordered) + ")"


@cache
def _numerals() -> Mapping[str, int]:
    table = _words()["numerals"]
    return {**table["units"], **table["teens"], **table["tens"]}


@cache
def _pattern() -> re.Pattern[str]:
    """One expression for every quantity. Alternatives that say more stand first."""
    words = _words()
    numeral = _either(_numerals())
    scale = _either(words["numerals"]["scales"])
    spelled = rf"(?:(?:{numeral}|an?(?= (?:hundred|thousand|million|billion|dozen)\b))(?:[ -](?:and )?(?:{numeral}|{scale}))*)"
    figures = rf"\d[\d,]*(?:\.\d+)?(?: ?(?:{scale})\b|(?:{_either(words['numerals']['short_scales'])})\b)?"
    num = rf"(?:{figures}|{spelled}\b)"
    month = _either(words["months"])
    unit = _either(words["spans"])
    day = _either(words["pace"]["units"])
    between = _either(words["spans_words"]["between"])
    verb, adjective, times = (_either(words["times"][one]) for one in ("verb", "adjective", "times"))
    part = _either(words["fractions"])
    noun = _either(words["one_in"]["nouns"])
    ordinals = _either(words["ordinals"])
    core = [
        rf"(?P<name>{_either(words['names']['phrases'])}(?!\w)|(?:{_either(words['labels']['words'])}) \d+\b(?!,\d)|\b[a-z]{{1,2}}\d+\b)",
        rf"(?P<phone>\b0\d{{2,4}} \d{{3,4}} ?\d{{3,4}}\b|\b0\d{{9,10}}\b|\b0\d{{3}} \d{{2}} \d{{2}}(?: \d{{2}})?\b|(?<=call )\d{{3,6}}\b|(?<=ring )\d{{3,6}}\b|(?<=dial )\d{{3,6}}\b|(?<=text )\d{{3,6}}\b|(?<=\()(?:{_either(words['phones']['short'])})(?=\)))",
        rf"(?P<date>\b\d{{1,2}}(?:st|nd|rd|th)? {month} (?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b)",
        rf"(?P<month>\b{month},? (?:19|20)\d\d\b)",
        r"(?P<time>\b\d{1,2}[:.]\d\d ?(?:am|pm)\b|\b\d{1,2}:\d\d\b|\b\d{1,2} ?(?:am|pm)\b)",
        rf"(?P<money>[£$€] ?{figures})",
        r"(?P<fy>\b(?:19|20)\d\d ?[-/] ?(?:(?:19|20)\d\d|\d\d)\b(?!-\d)|\b(?:19|20)\d\d to (?:19|20)\d\d\b)",
        rf"(?P<age>\b(?:{_either(words['ages']['before'])}) {num}|{num}[ -](?:{_either(words['ages']['after'])})\b)",
        rf"(?P<onein>(?P<part>{num}) (?:{noun} )?(?:in|out of)(?: every)? (?P<whole>{num})(?! ?%| ?per cent| ?percent|[\w,.]*\d|[ -](?:{_either(words['one_in']['not_before'])})\b))",
        rf"(?P<points>(?P<pointn>{num})[ -]?(?:{_either(words['shares']['points'])})\b(?! (?:{_either(words['shares']['not_points'])})))",
        rf"(?P<percent>(?P<percentn>{num}) ?(?:%|[ -]?(?:{_either(words['shares']['per_cent'])})\b))",
        rf"(?P<every>(?P<everyn>{num}) (?:\w+ ){{0,2}}?every (?P<gap>{num}) (?P<gapunit>{day})s?\b)",
        rf"(?P<pace>(?P<pacen>{num})(?P<paceword>(?: (?!(?:{_either(words['pace']['not_between'])})\b)[a-z]+){{0,2}})[ -](?:{_either(words['pace']['articles'])})[ -](?P<paceunit>{day})\b(?! (?:{_either(words['pace']['not_before'])})\b))",
        rf"(?P<halves>(?P<halfn>{num})[ -]and[ -]a[ -]half[ -](?:times|fold)\b)",
        rf"(?P<timesn>(?P<timen>{num})[ -]times\b)",
        rf"(?P<fold>(?P<foldn>\d[\d,]*(?:\.\d+)?|{numeral})-?fold\b)",
        rf"(?P<twice>\b(?:{verb}|{adjective}|{times})\b)",
        rf"(?P<span>(?P<spann>{num})[ -](?:{between}[ -])?(?P<spanunit>{unit})s?\b|(?:(?:a|the past|the last|the|past|last|this) )?(?P<decade>{_either(words['spans_of'])})s?\b|\ba (?P<spanalone>year|month)\b(?! (?:earlier|before|ago|later|long|on)\b)|\ba (?P<spanago>year|month)(?= (?:earlier|before|ago)\b))",
        rf"(?P<fraction>(?P<fracn>\ba|\bone|\btwo|\bthree|\bfour|\bfive|\bsix|\bseven|\beight|\bnine|\d+)[ -](?P<fracpart>{part}|halve)s?\b(?! (?:{_either(words['fractions_not']['nouns'])})\b)|\bhalf\b(?! (?:{numeral})))",
        rf"(?P<vague>\b(?:{_either(words['vague'])})\b)",
        rf"(?P<range>between (?P<low>{num}) and (?P<high>{num})|(?P<from>{figures}|{numeral})-(?P<to>{figures}|{numeral})(?= |[.,;:)]|$))",
        rf"(?P<ordinal>\b\d+(?:st|nd|rd|th)\b|\b{ordinals}(?=[ -](?:{_either(words['ordinals_words']['after'])})))",
        r"(?P<year>\b(?:19|20)\d\d\b(?![,.]?\d))",
        r"(?P<none>\b(?:none|nil|zero)\b|\bno\b(?= (?:[a-z]+ ){0,5}?(?:cases|reports|offences|crimes|incidents|charges)\b))",
        rf"(?P<character>{'|'.join(map(re.escape, words['numerals']['characters']))})",
        rf"(?P<number>{num})",
    ]
    hedges = [(rank, one) for rank, listed in enumerate(words["hedges"].values()) for one in listed]
    hedge = _either(one for _, one in hedges)
    after = _either(one for listed in words["hedges_after"].values() for one in listed)
    return re.compile(
        rf"(?:(?<![\w-])(?P<hedge>{hedge}) )?(?P<core>(?<![\w.-])(?:{'|'.join(core)})|\d[\d,.]*\d|\d)(?P<after>{after}(?!\w))?"
    )


@cache
def _hedges() -> Mapping[str, str]:
    table = _words()
    rows = [*table["hedges"].items(), *table["hedges_after"].items()]
    return {word.strip().replace("-", " "): name for name, listed in rows for word in listed}


def _quantity(text: str, folded: str, match: re.Match[str]) -> Quantity | None:
    found = next((name for name in _READERS if match[name] is not None), "")
    read = _READERS[found](match, folded) if found else _figure(match["core"])
    if read is None:
        return None
    kind, value, step, extra = read
    start, end, hedge = match.start("core"), match.end("core"), ""
    free = kind not in _words()["hedges_not"]["kinds"] and kind not in ("age", "money")
    if match["hedge"] and free and not _place_in_time(kind, match["hedge"]):
        start, hedge = match.start(), _hedges()[match["hedge"].replace("-", " ")]
    if match["after"] and free and kind != "span":
        end, hedge = match.end(), _hedges()[match["after"].strip().replace("-", " ")]
    word = not any(letter.isdigit() for letter in folded[start:end])
    return Quantity(start, end, text[start:end], kind, value, step, hedge, word, extra[0], extra[1])


def _place_in_time(kind: str, hedge: str) -> bool:
    return kind == "span" and hedge in _words()["hedges_not"]["not_before_spans"]


_Read = tuple[str, Fraction, Fraction, tuple[str, Fraction | None]] | None
_NO_UNIT: tuple[str, Fraction | None] = ("", None)


def _figure(words: str) -> _Read:
    value, step = _number(words)
    return "number", value, step, _NO_UNIT


def _number(words: str) -> tuple[Fraction, Fraction]:
    """The value of figures or number words, and the unit of the last digit that carries meaning."""
    words = words.strip()
    figures = re.match(r"\d[\d,]*(?:\.\d+)?", words)
    table = _words()["numerals"]
    if figures:
        digits = figures[0].replace(",", "").rstrip(".")
        value = Fraction(digits)
        places = len(digits.partition(".")[2])
        step = Fraction(1, 10**places) if places else Fraction(10 ** (len(digits) - len(digits.rstrip("0") or digits)))
        rest = words[figures.end() :].strip()
        factor = table["scales"].get(rest) or table["short_scales"].get(rest) or 1
        return value * factor, (Fraction(1, 10**places) if places else step) * factor
    total = current = 0
    for one in re.split(r"[ -]", words):
        if one in table["scales"]:
            factor = table["scales"][one]
            current = max(current, 1) * factor
            if factor >= 1000:
                total, current = total + current, 0
        elif one in ("a", "an"):
            current = 1
        else:
            current += _numerals().get(one, 0)
    return Fraction(total + current), _ONE


def _read_number(match: re.Match[str], folded: str) -> _Read:
    words = match["number"]
    if words == "one" and not _counts_one(folded, match):
        return "name", _ONE, _ONE, _NO_UNIT
    value, step = _number(words)
    return "number", value, step, _NO_UNIT


def _counts_one(folded: str, match: re.Match[str]) -> bool:
    """ "One" is a figure only where it counts something."""
    rules = _words()["one"]
    after, before = folded[match.end("core") :], folded[: match.start("core")]
    if re.match(rf" of (?:\w+ ){{0,3}}(?:{_either(rules['of'])})\b", after):
        return True
    if re.match(rf" (?:[\w-]+ ){{0,2}}(?:{_either(rules['counted'])})s?\b", after):
        return True
    if re.match(rf" (?:{_either(rules['before'])})\b", after):
        return True
    return bool(re.search(rf"\b(?:{_either(rules['after'])}) $", before)) or bool(match["hedge"])


def _read_one_in(match: re.Match[str], _folded: str) -> _Read:
    part, whole = _number(match["part"])[0], _number(match["whole"])[0]
    if not 0 < part < whole or whole > 100_000:
        return None
    if "out of" in match["onein"] and whole not in _words()["one_in"]["out_of"]:
        return None
    if part > 20 or whole.denominator != 1:
        return None
    return "one in", part / whole, Fraction(0), (str(int(whole)), None)


def _read_month(match: re.Match[str], _folded: str) -> _Read:
    name, year = re.split(r",? ", match["month"])[0], int(match["month"][-4:])
    return "month", Fraction(12 * year + _words()["months"][name] - 1), _ONE, _NO_UNIT


def _read_date(match: re.Match[str], _folded: str) -> _Read:
    words = match["date"]
    try:
        if words[4] == "-":
            day = date.fromisoformat(words)
        else:
            first, name, year = words.split()
            day = date(int(year), _words()["months"][name], int(re.sub(r"\D", "", first)))
    except ValueError:
        return "number", Fraction(int(re.sub(r"\D", "", words) or 0)), _ONE, _NO_UNIT
    return "date", Fraction(day.toordinal()), _ONE, _NO_UNIT


def _read_financial(match: re.Match[str], _folded: str) -> _Read:
    first, last = (int(one) for one in re.findall(r"\d+", match["fy"]))
    if (first + 1) % 100 != last % 100 or (last > 100 and last != first + 1):
        return ("range", Fraction(first), _ONE, ("", Fraction(last if last > 100 else first // 100 * 100 + last)))
    return "financial year", Fraction(first), _ONE, _NO_UNIT


def _read_every(match: re.Match[str], _folded: str) -> _Read:
    many, gap = _number(match["everyn"])[0], _number(match["gap"])[0]
    return None if not gap else ("pace", many / gap, _ONE, (match["gapunit"], None))


def _read_pace(match: re.Match[str], _folded: str) -> _Read:
    value, step = _number(match["pacen"])
    return "pace", value, step, (match["paceunit"], None)


def _read_times(match: re.Match[str], _folded: str) -> _Read:
    if match["halves"]:
        unit = "fold" if match["halves"].endswith("fold") else "times"
        return "times", _number(match["halfn"])[0] + Fraction(1, 2), Fraction(1, 2), (unit, None)
    if match["timesn"]:
        value, step = _number(match["timen"])
        return "times", value, step, ("times", None)
    if match["fold"]:
        value, step = _number(match["foldn"])
        return "times", value, step, ("fold", None)
    for unit, table in _words()["times"].items():
        if match["twice"] in table:
            return "times", Fraction(table[match["twice"]]), _ONE, (unit, None)
    return None


def _read_span(match: re.Match[str], _folded: str) -> _Read:
    words = _words()
    if match["decade"]:
        many, unit = words["spans_of"][match["decade"]]
        return "span", Fraction(many), _ONE, (unit, None)
    alone = match["spanalone"] or match["spanago"]
    if alone:
        return "span", _ONE, _ONE, (alone, None)
    value, step = _number(match["spann"])
    return "span", value, step, (words["spans"][match["spanunit"]], None)


def _read_fraction(match: re.Match[str], _folded: str) -> _Read:
    if match["fracpart"] is None:
        return "fraction", Fraction(1, 2), Fraction(0), _NO_UNIT
    many = 1 if match["fracn"] == "a" else int(_number(match["fracn"])[0])
    whole = {"halve": 2, **_words()["fractions"]}[match["fracpart"]]
    return ("fraction", Fraction(many, whole), Fraction(0), _NO_UNIT) if many < whole else None


def _read_vague(match: re.Match[str], _folded: str) -> _Read:
    low, high = _words()["vague"][match["vague"].replace("-", " ")]
    return "vague", Fraction(low), Fraction(0), ("", Fraction(high))


def _read_range(match: re.Match[str], _folded: str) -> _Read:
    low, high = _number(match["low"] or match["from"]), _number(match["high"] or match["to"])
    if not low[0] < high[0]:
        return None
    return "range", low[0], low[1], ("", high[0])


def _read_ordinal(match: re.Match[str], _folded: str) -> _Read:
    words = match["ordinal"]
    digits = re.match(r"\d+", words)
    value = int(digits[0]) if digits else _words()["ordinals"][words]
    return "ordinal", Fraction(value), _ONE, _NO_UNIT


def _read_year(match: re.Match[str], folded: str) -> _Read:
    rules = _words()["years"]
    value = Fraction(int(match["year"]))
    before, after = folded[: match.start("core")], folded[match.end("core") :]
    counted = re.match(rf" (?:[\w-]+ ){{0,3}}(?:{_either(rules['nouns'])})\b", after)
    if counted and not re.search(rf"\b(?:{_either(rules['after'])}) $", before):
        return "number", value, _number(match["year"])[1], _NO_UNIT
    return "year", value, _ONE, _NO_UNIT


def _said(kind: str, group: str) -> Callable[[re.Match[str], str], _Read]:
    """A reader of a plain number of some kind."""

    def read(match: re.Match[str], _folded: str) -> _Read:
        value, step = _number(re.sub(r"^[£$€] ?", "", match[group]))
        return kind, value, step, _NO_UNIT

    return read


def _named(kind: str) -> Callable[[re.Match[str], str], _Read]:
    """A reader of words whose number means nothing here."""

    def read(_match: re.Match[str], _folded: str) -> _Read:
        return kind, Fraction(0), _ONE, _NO_UNIT

    return read


def _read_none(_match: re.Match[str], _folded: str) -> _Read:
    return "number", Fraction(0), _ONE, _NO_UNIT


def _read_character(match: re.Match[str], _folded: str) -> _Read:
    return "fraction", Fraction(_words()["numerals"]["characters"][match["character"]]), Fraction(0), _NO_UNIT


_READERS: Mapping[str, Callable[[re.Match[str], str], _Read]] = {
    "name": _named("name"),
    "phone": _named("phone"),
    "date": _read_date,
    "month": _read_month,
    "time": _named("time"),
    "money": _said("money", "money"),
    "fy": _read_financial,
    "age": _named("age"),
    "onein": _read_one_in,
    "points": _said("points", "pointn"),
    "percent": _said("per cent", "percentn"),
    "every": _read_every,
    "pace": _read_pace,
    "halves": _read_times,
    "timesn": _read_times,
    "fold": _read_times,
    "twice": _read_times,
    "span": _read_span,
    "fraction": _read_fraction,
    "vague": _read_vague,
    "range": _read_range,
    "ordinal": _read_ordinal,
    "year": _read_year,
    "none": _read_none,
    "character": _read_character,
    "number": _read_number,
}
