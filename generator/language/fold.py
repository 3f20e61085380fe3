"""Words for the long view. In: a number now and the same some years earlier. Out: "almost five times as many as ...".

Fold means now divided by then, never the increase divided by then. Falls are told as what is left of the whole, never
as a "fold fall". Source: the house style guide, section 2.
"""

from __future__ import annotations

from fractions import Fraction

from generator.facts import Fact
from generator.language.errors import LanguageError, described
from generator.language.exact import exact, half_up, scale_of, unbounded
from generator.language.multiples import fold, times
from generator.language.numbers import figures
from generator.language.periods import ago, alike, when
from generator.language.registry import Asked, Option, phrase
from generator.language.size import DOUBLINGS, SMALL, Multiple, multiple, near_fraction

HEDGES = ("nearly", "exactly", "more")


def ratio(now: Fact, then: Fact) -> Fraction:
    """now divided by then, of counts that can bear it or of shares or rates.

    Raises:
        LanguageError: one is missing, zero before, or a count below 20: figures stand alone there.
    """
    alike(now, then)
    one, other = exact(unbounded(now)), exact(unbounded(then))
    if not other:
        raise LanguageError(f"{described(then)} is zero: nothing can be so many times as many. Print both figures.")
    if scale_of(now) == 1 and min(one, other) < SMALL:
        raise LanguageError(
            f"{described(now)}: with fewer than {SMALL} on either side figures stand alone. "
            "Guard it with {% if x is foldable %}."
        )
    return one / other


def multiple_of(size: Fraction) -> Multiple:
    """How many times, for a ratio of 1.9 or more."""
    for hedge, (below, _) in zip(HEDGES, DOUBLINGS, strict=True):
        if size < below:
            return Multiple(hedge, 2)
    return multiple(size)


@phrase(
    "fold",
    "a total against the same 12 months some years earlier",
    facts="now then noise?",
    form=Option(
        "times",
        ("times", "fold"),
        'times "almost five times as many as nine years earlier", '
        'fold "an almost fivefold increase compared with nine years ago"',
    ),
)
def _fold(asked: Asked) -> str:
    now, then = asked.facts[:2]
    size = ratio(now, then)
    if size < Fraction("0.51"):
        return _left(asked, size)
    if size < Fraction("1.9"):
        return _part(asked, size)
    if asked["form"] == "times":
        return _say(asked, "times", times=times(multiple_of(size), asked.style))
    return _say(asked, "fold", fold=fold(multiple_of(size), asked.style))


def _say(asked: Asked, line: str, **filled: str) -> str:
    """A pattern of [fold], with its nouns and how long ago it was."""
    years = alike(*asked.facts[:2])
    nouns = "counts" if scale_of(asked.facts[0]) == 1 else "rates"
    for name in ("many", "more", "fewer", "number"):
        filled.setdefault(name, asked.style.line("fold", nouns, name))
    return asked.line("fold", line, when=when(years, asked.style), ago=ago(years, asked.style), **filled)


def _left(asked: Asked, size: Fraction) -> str:
    part = next(row["words"] for row in asked.style.rows("fold", "left") if size >= Fraction(str(row["from"])))
    return _say(asked, "part" if asked["form"] == "times" else "fold_part", part=part)


def _part(asked: Asked, size: Fraction) -> str:
    prefix = "" if asked["form"] == "times" else "fold_"
    if size == 1:
        return _say(asked, f"{prefix}same")
    per_cent = abs(size - 1) * 100
    fraction = near_fraction(per_cent)
    if fraction:
        words = asked.line("fold", "by_fraction", fraction=asked.style.line("change", "fractions", fraction))
    elif half_up(per_cent) == 0:
        words = asked.line("numbers", "less_than", n="1" + asked.style.per_cent)
    else:
        words = figures(half_up(per_cent), asked.style) + asked.style.per_cent
    return _say(asked, f"{prefix}up" if size > 1 else f"{prefix}down", size=words)
