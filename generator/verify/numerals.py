"""Numerals: bare numbers in figures or letters. In: folded text. Out: the pattern of a numeral, and its exact value.

Knows nothing of what a number counts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

WORDS: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "numbers.toml").read_text(encoding="utf-8"))
"""The data file of the number reader."""

_NUMERALS = WORDS["numerals"]
_SMALL: Mapping[str, int] = {**_NUMERALS["units"], **_NUMERALS["teens"], **_NUMERALS["tens"]}
_SCALES: Mapping[str, int] = _NUMERALS["scales"]
_SHORT: Mapping[str, int] = _NUMERALS["short_scales"]
_CHARACTERS: Mapping[str, str] = _NUMERALS["characters"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """`decimals` is the unit of the last printed digit (1/100 for 3.70), `step` of the last that carries meaning."""

    value: Fraction
    decimals: Fraction
    step: Fraction
    word: bool


def either(words: Iterable[str]) -> str:
    """A pattern for any of some phrases, the longest first; a blank in a phrase also matches a hyphen."""
    ordered = sorted(set(words), key=lambda one: (-len(one), one))
    return "(?:" + "|".join(re.escape(one).replace(r"\ ", "[ -]") for one in ordered) + ")"


def _in_letters() -> str:
    unit, teen, ten = (either(_NUMERALS[name]) for name in ("units", "teens", "tens"))
    below_100 = rf"(?:{ten}(?:[ -]{unit}\b)?|{teen}|{unit})\b"
    below_1000 = rf"{below_100}(?:[ -]hundred\b(?: and {below_100})?)?"
    larger = either(name for name in _SCALES if name != "hundred")
    return rf"{below_1000}(?:[ -]{larger}\b(?: (?:and )?{below_1000})?)*"


_SCALE = rf"(?:[ -]{either(_SCALES)}\b|{either(_SHORT)}(?![a-z\d]))"
_FRACTIONS = "".join(_CHARACTERS)
FIGURES = rf"\d+(?:,\d+)*(?:\.\d+)?(?:[{_FRACTIONS}]|{_SCALE}(?:{_SCALE})?)?"
LETTERS = _in_letters()
NUMERAL = rf"(?:{FIGURES}|\b{LETTERS})"
CHARACTERS = rf"[{_FRACTIONS}]"

_PARTS = re.compile(
    rf"(?P<digits>\d[\d,]*)(?:\.(?P<decimals>\d+))?(?P<character>[{_FRACTIONS}])?(?P<scale>.*)", re.DOTALL
)
_TOKENS = re.compile(r"[a-z]+")


def numeral(text: str) -> Numeral:
    """The numeral that a whole folded string is. Commas are left out wherever they stand: "46,33" is 4633."""
    figures = _PARTS.fullmatch(text)
    if figures:
        return _figures(figures)
    if text in _CHARACTERS:
        return Numeral(Fraction(_CHARACTERS[text]), Fraction(0), Fraction(0), True)
    value = Fraction(_letters(_TOKENS.findall(text)))
    return Numeral(value, Fraction(1), trailing_step(value), True)


def _figures(parts: re.Match[str]) -> Numeral:
    decimals = parts["decimals"] or ""
    unit = Fraction(1, 10 ** len(decimals))
    value = int(parts["digits"].replace(",", "") + decimals) * unit
    if parts["character"]:
        return Numeral(value + Fraction(_CHARACTERS[parts["character"]]), Fraction(0), Fraction(0), False)
    for scale in _TOKENS.findall(parts["scale"]):
        size = _SCALES.get(scale) or _SHORT[scale]
        value, unit = value * size, unit * size
    return Numeral(value, unit, unit if decimals or unit > 1 else trailing_step(value), False)


def _letters(words: list[str]) -> int:
    """ "two hundred and six thousand and five": hundreds gather in a group, larger scales close it."""
    total = group = 0
    for word in words:
        if word == "hundred":
            group = max(group, 1) * 100
        elif word in _SCALES:
            total, group = total + max(group, 1) * _SCALES[word], 0
        else:
            group += _SMALL.get(word, 0)
    return total + group


def trailing_step(value: Fraction) -> Fraction:
    """The largest power of ten that a whole number is a multiple of; 1 for zero."""
    digits = str(int(value))
    return Fraction(10 ** (len(digits) - len(digits.rstrip("0"))) if int(value) else 1)
