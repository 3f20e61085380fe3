"""How a number is written: words or figures, commas, millions, per cents, ordinals, a or an. Knows no facts.

Source of the rules: the house style guide, section 3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache

from num2words import num2words

from generator.language.errors import LanguageError
from generator.language.exact import down, half_up
from generator.language.style import Style

MILLION = 1_000_000
# "a 1,100" but "an 11,000": what is heard first is eight, eleven or eighteen.
AN_FIGURE = re.compile(r"8|(?:11|18)(?!\d)(?:,\d{3})*(?!,?\d)")
AN_WORD = re.compile(r"(?!one|once|uni|use|eu)[aeiou]|hour|honest|heir", re.IGNORECASE)
LOOSE_ARTICLE = re.compile(r"\b([Aa])/an (?=(\S+))")
LEADING_FIGURE = re.compile(r"(\d[\d,.]*)(st|nd|rd|th)?(.*)", re.DOTALL)

_spell: Callable[..., str] = num2words  # the library has no types of its own


@cache
def in_words(number: int) -> str:
    """A whole number in words: "three", "one hundred and seventy-two"."""
    return _spell(number, lang="en_GB")


@cache
def ordinal(number: int) -> str:
    """A place in words to the ninth, then in figures: "third", "11th"."""
    return _spell(number, lang="en_GB", to="ordinal" if number < 10 else "ordinal_num")


def figures(value: Fraction | int, style: Style) -> str:
    """A number in figures: thousands with commas, decimals only where there are any."""
    value = Fraction(value)
    text = f"{int(value):,}"
    if value.denominator != 1:
        decimals = f"{float(value):.10f}".rstrip("0").split(".")[1]
        text = f"{text}.{decimals}"
    return text.replace(",", style.thousands)


def number(value: int, style: Style) -> str:
    """A whole number as the style writes it: words to nine (or ten), then figures."""
    return in_words(value) if value < style.figures_from else figures(value, style)


def rounded_number(value: int, style: Style, *, lower: bool = False) -> str:
    """A figure of context: from 10,000 to three figures, from a million to one decimal place; below 10,000 exact.

    `lower` rounds down, for what is only a lower bound. Source: the house style guide, sections 2 and 3.
    """
    rounding = down if lower else half_up
    if value < 10_000:
        return number(value, style)
    nearest = rounding(Fraction(value), 3 - len(str(value)))
    if nearest < MILLION:
        return figures(nearest, style)
    return figures(rounding(Fraction(value, MILLION), 1), style) + style.million


def rounds(value: int) -> int:
    """The sign of what rounding a figure of context does to it: 1 up, -1 down, 0 nothing."""
    if value < 10_000:
        return 0
    near = half_up(Fraction(value), 3 - len(str(value)))
    near = near if near < MILLION else half_up(Fraction(value, MILLION), 1) * MILLION
    return (near > value) - (near < value)


def decimal(value: Fraction, style: Style, places: int = 1) -> str:
    """A share or rate: rounded half up once, .0 dropped, never rounded to nothing.

    A share that is not zero is at least "less than 0.1".
    """
    near = half_up(value, places)
    if near == 0 and value > 0:
        return style.line("numbers", "less_than").format(n=figures(Fraction(1, 10**places), style))
    return figures(near, style)


def share(value: Fraction, style: Style, places: int = 1, sign: str | None = None) -> str:
    """A share in per cent: "3.7 per cent". Nearly all is not all: 99.97 is "more than 99.9 per cent"."""
    sign = style.per_cent if sign is None else sign
    if value < 100 and half_up(value, places) == 100:
        return style.line("numbers", "more_than").format(n=figures(100 - Fraction(1, 10**places), style) + sign)
    return decimal(value, style, places) + sign


def article(word: str) -> str:
    """ "a" or "an", as the word or figure after it is said: an 11, an 18, an 8.5, a one, an almost."""
    if word[:1].isdigit():
        return "an" if AN_FIGURE.match(word) else "a"
    return "an" if AN_WORD.match(word) else "a"


def with_articles(text: str) -> str:
    """The text with each "a/an" settled by the word after it."""
    return LOOSE_ARTICLE.sub(
        lambda found: (article(found[2]) if found[1] == "a" else article(found[2]).capitalize()) + " ", text
    )


def joined(items: Sequence[str], style: Style) -> str:
    """A list as a sentence holds it: "a, b and c". Empty for no items."""
    if len(items) < 2:
        return "".join(items)
    comma, last = style.line("numbers", "comma"), style.line("numbers", "and")
    return comma.join(items[:-1]) + last + items[-1]


def opened(text: str, style: Style) -> str:
    """The text as a sentence opens with it: a capital; a figure below 100 in words.

    Raises:
        LanguageError: the figure is too long to be said in words. No sentence begins with a figure.
    """
    found = LEADING_FIGURE.match(text)
    if not found:
        return text[:1].upper() + text[1:]
    figure, place, rest = found.groups()
    if not figure.isdigit() or int(figure) >= 100 or rest.startswith((style.per_cent, "%", style.million)):
        raise LanguageError(f"A sentence can't begin with a figure ({text!r}): put other words before it.")
    spelled = _spell(int(figure), lang="en_GB", to="ordinal" if place else "cardinal")
    return spelled.capitalize() + rest
