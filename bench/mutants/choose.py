"""Which mutants of a draft are judged. In: its sites, the desk, a seed. Out: mutants, and how many were set aside, why.

So many of each kind a draft, so that none is drowned by figures; the same seed gives the same mutants.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.mutants.desk import Desk
from bench.mutants.edits import Edit, Kind
from bench.mutants.operators import KINDS
from bench.mutants.sites import Site

NO_CHANGE = "the words are the same"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change in one passage of a draft that makes it say what is not so."""

    kind: str
    passage: int
    part: str
    text: str
    shown: str


@dataclass(slots=True)
class Chosen:
    """The mutants of a draft; and for each kind and rule, how many were set aside."""

    mutants: list[Mutant] = field(default_factory=list)
    aside: Counter[tuple[str, str]] = field(default_factory=Counter)


def choose(
    sites: Sequence[Site],
    desk: Desk,
    seed: str,
    *,
    kinds: Sequence[str] = (),
    each: int = 4,
    seen: set[tuple[str, str]] | None = None,
) -> Chosen:
    """At most `each` mutants of a kind, times its weight (of all where none is named). `seen`: the other styles'."""
    chosen = Chosen()
    known = seen if seen is not None else set()
    for name in kinds or KINDS:
        rng = random.Random(f"{seed}|{name}")
        made = [(site, edit) for site in sites for edit in KINDS[name].operator(site, desk, rng)]
        rng.shuffle(made)
        most, taken = max(1, round(each * KINDS[name].weight)), 0
        for site, edit in made:
            if taken == most:
                break
            text = edit.applied(site.text)
            if (site.text, text) in known:
                continue
            known.add((site.text, text))
            rule = set_aside(KINDS[name], site, edit, desk)
            if rule:
                chosen.aside[name, rule] += 1
                continue
            chosen.mutants.append(Mutant(name, site.passage, site.part, text, edit.marked(site.text)))
            taken += 1
    return chosen


def set_aside(kind: Kind, site: Site, edit: Edit, desk: Desk) -> str:
    """The rule by which a mutant is set aside; "" where it counts."""
    if " ".join(edit.applied(site.text).casefold().split()) == " ".join(site.text.casefold().split()):
        return NO_CHANGE
    return next((name_of(rule) for rule in kind.rules if rule(site, edit, desk)), "")


def name_of(rule: Callable[..., bool]) -> str:
    """What a rule says, in one sentence: the first line of its docstring."""
    return (rule.__doc__ or rule.__name__).strip().splitlines()[0]


def every_rule() -> Iterator[str]:
    """The sentence of every rule there is."""
    yield NO_CHANGE
    yield from dict.fromkeys(name_of(rule) for kind in KINDS.values() for rule in kind.rules)
