"""Words for time: a fact's 12 months, and how far two periods lie apart. In: facts. Out: "the year to September 2023".

Also the guard of every comparison: like is compared with like, and nothing across a hard break.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from generator import reference
from generator.facts import Fact
from generator.language.errors import LanguageError, described
from generator.language.exact import scale_of
from generator.language.numbers import number
from generator.language.registry import Asked, Option, phrase
from generator.language.style import Style
from generator.quarters import Year, quarter_of
from generator.reference import Break


def year_of(fact: Fact) -> Year:
    """The 12 months of a fact, from its period ("2023-09": the month in which they end).

    Raises:
        LanguageError: the period is no 12 months that end with a quarter.
    """
    found = _year(fact.period)
    if found is None:
        raise LanguageError(f"{described(fact)}: {fact.period!r} is no 12-month period such as 2023-09.")
    return found


@lru_cache(maxsize=1024)
def _year(period: str) -> Year | None:
    try:
        year, month = (int(part) for part in period.split("-"))
        found = Year(quarter_of(date(year, month, 1)))
    except ValueError:
        return None
    return found if found.key == period else None


def years_between(now: Fact, then: Fact) -> int:
    """How many whole years `then` lies before `now`.

    Raises:
        LanguageError: `then` is not earlier, or the periods do not end in the same month.
    """
    quarters = year_of(now).end - year_of(then).end
    if quarters <= 0 or quarters % 4:
        raise LanguageError(
            f"{described(then)} does not lie whole years before {described(now)}: put the later fact first, "
            "and compare the same 12 months."
        )
    return quarters // 4


def alike(now: Fact, then: Fact) -> int:
    """How many years lie between two facts that may be compared.

    Raises:
        LanguageError: they differ in more than their period, or a hard break in the series lies between them.
    """
    for what in ("measure", "unit", "area", "offence", "basis"):
        if getattr(now, what) != getattr(then, what):
            raise LanguageError(f"{described(now)} and {described(then)} differ in {what}: compare like with like.")
    years = years_between(now, then)
    broken = _hard_break(now.offence, then.period, now.period)
    if broken is not None:
        raise LanguageError(
            f"{described(now)} can't be compared with {then.period}: the count changed on {broken.start} "
            f"({broken.id}). Leave the comparison out and say why."
        )
    return years


def beside(here: Fact, there: Fact) -> None:
    """Check that two shares or rates of different areas may be compared.

    Raises:
        LanguageError: they differ in more than their area, or are totals, which say only which area is larger.
    """
    for what in ("measure", "unit", "offence", "period", "basis"):
        if getattr(here, what) != getattr(there, what):
            raise LanguageError(f"{described(here)} and {described(there)} differ in {what}: compare like with like.")
    if scale_of(here) == 1:
        raise LanguageError(f"{described(here)} is a total: totals of different areas are not compared. Use rates.")


def _hard_break(offence: str, then: str, now: str) -> Break | None:
    """The first hard break of the offence after the first day of the one period, up to the last day of the other."""
    first, last = _year(then), _year(now)
    hard = (one for one in reference.breaks() if one.kind == "hard" and offence in one.offences)
    return next((one for one in hard if first and last and first.first_day < one.start <= last.last_day), None)


def when(years: int, style: Style) -> str:
    """ "the year before", "nine years earlier"."""
    if years == 1:
        return style.line("when", "year_before")
    return style.line("when", "earlier").format(n=number(years, style))


def ago(years: int, style: Style) -> str:
    """ "a year ago", "nine years ago"."""
    return style.line("when", "one_ago") if years == 1 else style.line("when", "ago").format(n=number(years, style))


def month_of(year: Year, style: Style) -> str:
    """The name of the month in which the 12 months end."""
    names = style.rows("months", "names")
    return str(names[year.last_day.month - 1])


def financial(year: Year, style: Style) -> str:
    """ "2002-03" for the 12 months from April 2002."""
    first, last = year.first_day.year, year.last_day.year
    return style.line("period", "financial").format(first=str(first), last=f"{last % 100:02d}")


@phrase(
    "period",
    "the 12 months of a fact",
    facts="fact",
    form=Option(
        "full",
        ("full", "months", "end", "short", "before"),
        'full "the year to September 2023", months "the 12 months to September 2023", end "September 2023", '
        'short "the year", before "the year before"',
    ),
)
def _period(asked: Asked) -> str:
    if asked["form"] == "before":
        return asked.line("when", "year_before")
    year = year_of(asked.facts[0])
    return asked.line("period", asked["form"], month=month_of(year, asked.style), year=str(year.last_day.year))


@phrase("since", "from when a series runs: the 12 months of a fact", facts="fact")
def _since(asked: Asked) -> str:
    year = year_of(asked.facts[0])
    whole = asked.line("period", "full", month=month_of(year, asked.style), year=str(year.last_day.year))
    return asked.line("period", "since", **{"from": financial(year, asked.style) if _is_financial(year) else whole})


def _is_financial(year: Year) -> bool:
    return year.last_day.month == 3


@phrase(
    "years_apart",
    "how far the second fact lies before the first",
    facts="now then noise?",
    form=Option("earlier", ("earlier", "ago", "number"), 'earlier "nine years earlier", ago "nine years ago", number'),
)
def _years_apart(asked: Asked) -> str:
    years = years_between(*asked.facts[:2])
    if asked["form"] == "ago":
        return ago(years, asked.style)
    if asked["form"] == "earlier":
        return asked.line("when", "one_earlier") if years == 1 else when(years, asked.style)
    return asked.line("when", "one") if years == 1 else asked.line("when", "number", n=number(years, asked.style))
