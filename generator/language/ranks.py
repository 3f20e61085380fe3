"""Words for a place in a table. In: a rank, with how many were ranked. Out: "third highest of the 43 forces"."""

from __future__ import annotations

from generator import reference
from generator.facts import Fact
from generator.language.errors import LanguageError, described
from generator.language.exact import whole
from generator.language.numbers import number, ordinal
from generator.language.registry import YES_NO, Asked, Option, phrase

# How facts say from which end they count their place.
RULES = {"high": "rank from the top", "low": "rank from the bottom"}


def place_of(fact: Fact, end: str) -> tuple[int, int, bool]:
    """The place counted from `end`, how many were ranked, and whether the place is shared.

    Raises:
        LanguageError: the fact is no rank, or counts from the other end.
    """
    place = whole(fact)
    if len(fact.constants) < 2 or not 1 <= place <= fact.constants[0]:
        raise LanguageError(f"{described(fact)} is no rank: its constants must say how many were ranked, and if tied.")
    if fact.rule in RULES.values() and fact.rule != RULES[end]:
        raise LanguageError(f"{described(fact)} is a {fact.rule}: end={end!r} would print the wrong place.")
    return place, int(fact.constants[0]), bool(fact.constants[1])


@phrase(
    "rank",
    "a place among the areas that can be ranked",
    facts="place",
    end=Option("high", ("high", "low"), "from which end the place is counted"),
    of=Option("forces", ("forces", ""), 'forces "of the 43 forces", or nothing'),
    the=Option("no", YES_NO, 'yes puts "the" before it'),
)
def _rank(asked: Asked) -> str:
    fact = asked.facts[0]
    place, ranked, tied = place_of(fact, asked["end"])
    end = asked.line("rank", asked["end"])
    text = asked.line("rank", "later", ordinal=ordinal(place), end=end) if place > 1 else end
    if tied:
        text = asked.line("rank", "joint", words=text)
    if asked["of"]:
        # Fewer than all is said: a reader counts 43 forces.
        every = ranked == len(reference.forces())
        what = asked.line("rank", "of", asked["of"])
        text = asked.line("rank", "all" if every else "some", words=text, n=number(ranked, asked.style), what=what)
    return asked.line("rank", "the", words=text) if asked["the"] == "yes" else text
