"""Words for years in a row, and for the one of its kind. In: a number and the years before it; forces side by side.

"The sixth year in a row" says that it was no more and no fewer: the year before the run stands among the facts, unless
nothing is known of it.
"""

from __future__ import annotations

from itertools import pairwise

from generator import reference
from generator.facts import Fact
from generator.language.errors import LanguageError, described
from generator.language.exact import exact, unbounded, whole
from generator.language.numbers import number, ordinal
from generator.language.periods import alike
from generator.language.registry import Asked, Option, phrase

# One year alone is no run.
LEAST_RUN = 2


def run_length(facts: tuple[Fact, ...]) -> tuple[int, str]:
    """For how many years in a row the number has gone one way up to the first fact, and the way: up, down or same.

    Raises:
        LanguageError: one is missing or a bound, or they are not alike or not the same 12 months of years in a row.
    """
    ways = [_way(*pair) for pair in pairwise(facts)]
    length = next((at for at, way in enumerate(ways) if way != ways[0]), len(ways))
    return length, ways[0] if ways else "same"


def _way(now: Fact, then: Fact) -> str:
    if alike(unbounded(now), unbounded(then)) != 1:
        raise LanguageError(f"{described(then)} is not of the year before {described(now)}: a run needs every year.")
    one, other = exact(now), exact(then)
    return "same" if one == other else "up" if one > other else "down"


@phrase(
    "run",
    "years in a row in which a total went one way",
    facts="now earlier...",
    form=Option(
        "verb",
        ("verb", "clause", "after"),
        'verb "rose for the sixth year in a row", clause "up for the sixth year in a row", '
        'after "after six years of rises"',
    ),
)
def _run(asked: Asked) -> str:
    length, way = run_length(asked.facts)
    if length < LEAST_RUN or way == "same":
        raise LanguageError(f"{described(asked.facts[0])} has not gone one way for {LEAST_RUN} years or more.")
    turned = ("change", way)
    return asked.line(
        "run",
        asked["form"],
        ordinal=ordinal(length),
        n=number(length, asked.style),
        up=asked.style.line(*turned, "up"),
        rose=asked.style.line(*turned, "rose"),
        rises=asked.style.line("run", way),
    )


@phrase("none_before", "that the years before had no case", facts="now earlier...")
def _none_before(asked: Asked) -> str:
    now, *earlier = asked.facts
    if not whole(unbounded(now)):
        raise LanguageError(f"{described(now)} is none: there is nothing that it is the first of.")
    for one, other in pairwise(asked.facts):
        _way(one, other)
    if len(earlier) < LEAST_RUN or any(whole(one) for one in earlier):
        raise LanguageError(f"{described(now)} does not follow {LEAST_RUN} years or more without a case.")
    return asked.line("run", "after_none", n=number(len(earlier), asked.style))


@phrase("only_force", "that no other force of its region went its way", facts="now before others...")
def _only_force(asked: Asked) -> str:
    pairs = list(zip(asked.facts[::2], asked.facts[1::2], strict=False))
    now = asked.facts[0]
    force = reference.forces().get(now.area)
    if force is None or not force.region:
        raise LanguageError(f"{described(now)} is of no force with a region: regions.toml says which it lies in.")
    region = reference.regions()[force.region]
    if len(asked.facts) % 2 or sorted(one.area for one, _ in pairs) != sorted(region.forces):
        raise LanguageError(f"only_force needs now and before of every force of {region.name}, its own first.")
    own, *others = (_way(one, other) for one, other in pairs)
    if any((one.offence, one.period, one.measure) != (now.offence, now.period, now.measure) for one, _ in pairs):
        raise LanguageError("only_force: the facts differ in offence or period. Compare like with like.")
    if own == "same" or own in others:
        raise LanguageError(f"{described(now)} is not the only one in {region.name} that went its way.")
    return asked.line("only_force", own, region=region.name)
