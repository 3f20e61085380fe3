"""Words for a high or a low. In: a number, the years before it in any order. Out: "the highest in the past 10 years".

Only an unbroken run of years counts. "Since comparable records began" needs the run to reach the first comparable 12
months, and an offence that was counted by then. Source: the house style guide, section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from generator import reference
from generator.facts import Fact
from generator.language.errors import LanguageError, described
from generator.language.exact import exact, scale_of
from generator.language.numbers import number
from generator.language.periods import alike, financial, year_of
from generator.language.registry import Asked, Option, phrase
from generator.quarters import Year, quarter_of

# The National Crime Recording Standard: comparable records begin with April 2002.
FIRST_QUARTER = quarter_of(date(2002, 4, 1))
# Fewer years make no record worth the word: "the highest in the past two years" is no more than "up".
LEAST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Run:
    """So many years, the present one included, of which this is the highest or lowest. `since` where the run reaches
    the first comparable 12 months; `joint` where an earlier year is as high or as low."""

    years: int
    since: bool
    joint: bool


def first_comparable(year: Year) -> Year:
    """The first 12 months that end in the same quarter and lie wholly within comparable records."""
    return Year(FIRST_QUARTER + 3 + (year.end - FIRST_QUARTER - 3) % 4)


def _stands(now: Fact, then: Fact, end: str) -> int:
    """1 where `now` beats `then` whatever the unknown cells hold, 0 where they are level, -1 where it does not."""
    if then.value is None:
        return -1
    one, other = exact(now), exact(then)
    if then.bounded and end == "high":
        if not then.constants:
            return -1
        other = max(other, Fraction(then.constants[0]))
    if one == other:
        return -1 if now.bounded or then.bounded else 0
    return 1 if (one > other) == (end == "high") else -1


def run_of(facts: tuple[Fact, ...], end: str) -> Run:
    """The longest unbroken run of years that the first fact tops (or ends). `years` is 1 where it tops none.

    Raises:
        LanguageError: it is missing, facts are not alike, or a low would rest on a lower bound.
    """
    now, earlier = facts[0], {year_of(fact).end: fact for fact in facts[1:]}
    if now.bounded and end == "low":
        raise LanguageError(f"{described(now)} is only a lower bound: it can be no low. Guard it with is exact.")
    for fact in facts[1:]:
        alike(now, fact)
    exact(now)
    begun = quarter_of(date(_begins(now), 4, 1))
    at, first = year_of(now), first_comparable(year_of(now))
    years, joint, strict = 1, False, 1
    while (then := at.back(years)).end in earlier and then.start >= begun:
        stands = _stands(now, earlier[then.end], end)
        if stands < 0:
            break
        joint = joint or stands == 0
        years += 1
        strict = strict if joint else years
    since = at.back(years - 1) == first and years > 1
    # A clean high over enough years is worth more than a shared one over more, unless that one reaches the start.
    if joint and strict >= LEAST_YEARS and not since:
        return Run(strict, since=False, joint=False)
    return Run(years, since, joint)


def _begins(fact: Fact) -> int:
    offence = reference.offences().get(fact.offence)
    return offence.begins if offence is not None else FIRST_QUARTER // 4


@phrase(
    "record",
    "the highest or lowest of an unbroken run of years",
    facts="now earlier...",
    end=Option("high", ("high", "low"), "highest or lowest"),
    form=Option(
        "clause",
        ("clause", "noun", "headline"),
        'clause "the highest in the past 10 years", noun "a record number", headline "10-year high"',
    ),
)
def _record(asked: Asked) -> str:
    now = asked.facts[0]
    run = run_of(asked.facts, asked["end"])
    if run.years < LEAST_YEARS:
        raise LanguageError(
            f"{described(now)} is not the {asked.line('rank', asked['end'])} of {LEAST_YEARS} or more years in a row: "
            "guard it with {% if x is record_high %} or record_low."
        )
    form = "" if asked["form"] == "clause" else f"{asked['form']}_"
    line = f"{form}{'joint_' if run.joint else ''}{'since' if run.since else 'years'}"
    return asked.line(
        "record",
        asked["end"],
        line,
        n=number(run.years, asked.style),
        began=financial(Year(FIRST_QUARTER + 3), asked.style),
        number=asked.line("fold", "counts" if scale_of(now) == 1 else "rates", "number"),
    )
