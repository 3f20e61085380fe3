"""Words for a part of a change. In: a whole and a part of it, each now and before. Out: "most of the rise"."""

from __future__ import annotations

from fractions import Fraction

from generator.facts import Fact
from generator.language.errors import LanguageError, described
from generator.language.exact import exact, unbounded
from generator.language.periods import alike
from generator.language.registry import Asked, phrase


def portion_of(facts: tuple[Fact, ...]) -> Fraction:
    """How much of the whole's change is the part's; below zero where it went the other way.

    Raises:
        LanguageError: one is missing or a bound, whole and part are not of one area and time, or nothing has changed.
    """
    now, before, part_now, part_before = (unbounded(fact) for fact in facts)
    alike(now, before)
    alike(part_now, part_before)
    if (now.area, now.period, before.period) != (part_now.area, part_now.period, part_before.period):
        raise LanguageError(f"{described(part_now)} is not of the area and the years of {described(now)}.")
    step = exact(now) - exact(before)
    if not step:
        raise LanguageError(f"{described(now)} has not changed: no part made up any of it.")
    return (exact(part_now) - exact(part_before)) / step


@phrase("part_of_change", "how much of a change one part of it made up", facts="now before part_now part_before")
def _part_of_change(asked: Asked) -> str:
    now, before = asked.facts[:2]
    portion = portion_of(asked.facts)
    for row in asked.style.rows("part_of_change", "rows"):
        if Fraction(str(row["from"])) <= portion < Fraction(str(row["below"])):
            way = "up" if exact(now) > exact(before) else "down"
            return str(row["words"]).format(rise=asked.style.line("change", way, "rise"))
    raise LanguageError(f"{described(asked.facts[2])} made up no part of the change that there are words for.")
