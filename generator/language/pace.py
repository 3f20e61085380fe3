"""Human scale. In: a 12-month total. Out: "an average of 13 every day", "about three a week".

The average is the total over the days of the period, 366 where it holds a 29 February, rounded once.
"""

from __future__ import annotations

from fractions import Fraction

from generator import reference
from generator.facts import Fact
from generator.language.errors import LanguageError, described
from generator.language.exact import down, half_up, whole
from generator.language.numbers import number
from generator.language.periods import year_of
from generator.language.registry import Asked, Option, phrase

MONTHS = 12


def pace_of(fact: Fact) -> tuple[str, Fraction]:
    """The unit of time in which one or more happens, and how many happen in it: ("day", 12.69...).

    Raises:
        LanguageError: fewer than one a month, a missing total, or an offence of which no such line is written.
    """
    offence = reference.offences().get(fact.offence)
    if offence is not None and offence.sensitive:
        raise LanguageError(f"{described(fact)}: no average per day is printed of such offences. Take the line out.")
    total, days = whole(fact), year_of(fact).days
    for unit, units in (("day", Fraction(days)), ("week", Fraction(days, 7)), ("month", Fraction(MONTHS))):
        if total >= units:
            return unit, total / units
    raise LanguageError(
        f"{described(fact)}: {total} in 12 months are too few for an average. Guard it with {{% if x is paced %}}."
    )


@phrase(
    "per_day",
    "a 12-month total as an average per day, week or month",
    facts="total",
    form=Option("every", ("every", "a"), 'every "an average of 13 every day", a "about 13 a day"'),
)
def _per_day(asked: Asked) -> str:
    fact = asked.facts[0]
    unit, pace = pace_of(fact)
    count = number(int((down if fact.bounded else half_up)(pace)), asked.style)
    if fact.bounded:
        count = asked.line("numbers", "at_least", n=count)
    row = f"{unit}_a" if unit == "day" and asked["form"] == "a" else unit
    # "One every day" would leave out up to a third of them.
    more = not fact.bounded and Fraction("1.1") <= pace < Fraction("1.5")
    return asked.line("per_day", f"{row}_more" if more else row, n=count)
