"""Words for shares and rates. In: shares in per cent, rates per 1,000. Out: "down from 7.1 per cent the year before".

A share that halves has halved: it is never "down 3 per cent". Apart from that, both rates or percentage points.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from generator import reference
from generator.facts import Fact
from generator.language.change import FIGURES, score_of, share_moves
from generator.language.errors import LanguageError, described
from generator.language.exact import exact, half_up, scale_of, unbounded
from generator.language.numbers import decimal, figures, number, share
from generator.language.periods import alike, beside, when
from generator.language.registry import YES_NO, Asked, Option, phrase
from generator.language.style import Style

# Shares of two areas that are printed side by side are called the same only so many points apart.
ALIKE = Fraction(3, 10)
NUMBER_GAP = re.compile(r"\{(\d+)\}")
# "One in N": from ten up N is told as a figure, and is close when share times N lies so near to one.
ONE_IN_FROM, ONE_IN_TO = 10, 100
CLOSE, CLOSER = Fraction(3, 100), Fraction(1, 100)


def exact_share(fact: Fact) -> Fraction:
    """The exact value of a share in per cent.

    Raises:
        LanguageError: it is missing, a bound, no share, or no part of a whole.
    """
    value = exact(unbounded(fact))
    if fact.unit != "per cent":
        raise LanguageError(f"{described(fact)} is no share in per cent but {fact.unit}: use count or rate.")
    if value < 0:
        raise LanguageError(f"{described(fact)} is below zero: {fact.value}. No copy can be written from it.")
    return value


def figure_of(fact: Fact, style: Style) -> str:
    """A share or rate in figures: "7.1 per cent", "8.2 per 1,000 people"."""
    if scale_of(fact) == 1000:
        return style.line("counts", "per_people").format(n=decimal(exact(unbounded(fact)), style))
    return share(exact_share(fact), style)


@phrase(
    "per_cent",
    "a share, to one decimal place",
    facts="share",
    places=Option("1", ("0", "1"), "decimal places"),
    only=Option("", ("", "just", "only"), "puts just or only before a share below half"),
    sign=Option("style", ("style", "headline"), "headline writes it as headlines do: 3.7%"),
)
def _per_cent(asked: Asked) -> str:
    value = exact_share(asked.facts[0])
    sign = asked.style.per_cent_headline if asked["sign"] == "headline" else asked.style.per_cent
    text = share(value, asked.style, int(asked["places"]), sign)
    if not asked["only"]:
        return text
    if value >= 50:
        raise LanguageError(f"{described(asked.facts[0])} is {text}: {asked['only']!r} is for shares below half.")
    return asked.line("per_cent", asked["only"], n=text)


@phrase(
    "share_change",
    "a share or rate against the same one the year before",
    facts="now before noise?",
    form=Option(
        "clause",
        ("clause", "verb", "points"),
        'clause "down from 7.1 per cent the year before", verb "fell from 7.1 per cent to 3.7 per cent", '
        'points "3.4 percentage points lower"',
    ),
    figures=FIGURES,
)
def _share_change(asked: Asked) -> str:
    now, before, *rest = asked.facts
    filled = {
        "when": when(alike(now, before), asked.style),
        "now": figure_of(now, asked.style),
        "before": figure_of(before, asked.style),
    }
    moves = share_moves(now, before, rest[0] if rest else None)
    if asked["form"] == "points":
        return _points(asked, moves)
    row = _named(moves, exact(now), exact(before))
    form = {"clause": "", "verb": "_verb"}[asked["form"]]
    bare = "_bare" if asked["figures"] == "no" and asked.style.has_line("share_change", f"{row}{form}_bare") else ""
    return asked.line("share_change", f"{row}{form}{bare}", **filled)


def _named(moves: str, now: Fraction, before: Fraction) -> str:
    """The row of [share_change]: a share that is equal, halved or doubled is said to be."""
    if moves == "same":
        return "equal" if now == before else "same"
    if before and Fraction("0.49") <= now / before < Fraction("0.51"):
        return "halved"
    if before and Fraction("1.99") <= now / before < Fraction("2.01"):
        return "doubled"
    return moves


def _points(asked: Asked, moves: str) -> str:
    if moves == "same":
        return asked.line("share_change", "same_points")
    now, before = (exact_share(fact) for fact in asked.facts[:2])
    apart = half_up(abs(now - before), 1)
    words = asked.line("share_change", "point" if apart == 1 else "points", n=figures(apart, asked.style))
    # Printed beside both shares, the points must add up or say "about".
    if apart != abs(half_up(now, 1) - half_up(before, 1)):
        words = asked.line("share_change", "about_points", points=words)
    return asked.line("share_change", f"{moves}_points", points=words)


@phrase(
    "versus",
    "a share or rate against another area's in the same 12 months",
    facts="here there noise?",
    form=Option("clause", ("clause", "verb"), 'clause "lower than the 5.2 per cent ...", verb "is lower than ..."'),
    figures=Option("yes", YES_NO, "no leaves the other area's figure out"),
)
def _versus(asked: Asked) -> str:
    here, there, *rest = asked.facts
    beside(here, there)
    noise = rest[0] if rest else None
    if noise is not None:
        score_of(here, there, noise)
    line = "the_figure" if asked["figures"] == "yes" else "the_level"
    what = asked.line("versus", line, figure=figure_of(there, asked.style), where=_where(asked, there))
    moves = share_moves(here, there, noise)
    if moves == "same" and asked["figures"] == "yes" and abs(exact(here) - exact(there)) > ALIKE:
        # Within noise, but a reader sees two figures: they are set side by side, and not called the same.
        moves = "within"
    return asked.line("versus", moves if asked["form"] == "clause" else f"{moves}_verb", what=what)


def _where(asked: Asked, fact: Fact) -> str:
    if fact.area == reference.REPORTING:
        return asked.line("versus", "reporting")
    if fact.area == reference.NATION:
        return asked.line("versus", "nation")
    force = reference.forces().get(fact.area)
    if force is None:
        raise LanguageError(f"{described(fact)}: forces.toml has no place for {fact.area!r}. Add it there.")
    return asked.line("versus", "place", place=force.place)


@cache
def _bound(written: float) -> Fraction:
    """A bound as words.toml writes it: 10.25 is exactly that."""
    return Fraction(str(written))


def plain_share(value: Fraction, rows: tuple[Mapping[str, Any], ...]) -> tuple[str, int]:
    """The words for a share and the N of "one in N" (0 where the words hold their numbers); ("", 0) where none fits.

    Source of the bounds: [one_in] in words.toml. From one in ten down, N must be close: within three per cent.
    """
    for row in rows:
        if _bound(row["from"]) <= value < _bound(row["below"]):
            return str(row["words"]), 0
    if value <= 0 or value > Fraction(100, ONE_IN_FROM) * (1 + CLOSE):
        return "", 0
    if value < Fraction(100, ONE_IN_TO) * (1 - CLOSE):
        return "least", ONE_IN_TO
    nearest = int(half_up(100 / value))
    off = abs(value * nearest / 100 - 1)
    if off > CLOSE:
        return "", 0
    return ("exactly" if off <= CLOSER else "about"), nearest


@phrase("one_in", "a share in plain words, where one lies close", facts="share")
def _one_in(asked: Asked) -> str:
    fact = asked.facts[0]
    said, count = plain_share(exact_share(fact), asked.style.rows("one_in", "table", "rows"))
    if count:
        return asked.line("one_in", said, n=number(count, asked.style))
    if not said:
        raise LanguageError(
            f"{described(fact)} lies near no plain fraction: print the per cent, "
            "or guard it with {% if x is plain_fraction %}."
        )
    return NUMBER_GAP.sub(lambda found: number(int(found[1]), asked.style), said)
