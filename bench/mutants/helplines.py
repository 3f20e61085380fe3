"""Operators on support boxes and the notes about them: a number, a name, an address of a helpline."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from bench.mutants.desk import Desk
from bench.mutants.edits import Edit, mutates, put
from bench.mutants.sites import Site
from generator import reference


def _field(site: Site) -> str:
    options = site.claim.options
    return options["field"] if site.kind == "reference" and options.get("table") == "helplines" else ""


@mutates("a helpline's number: a digit", weight=0.5)
def digit(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """One digit of a telephone number becomes another, or two change places."""
    if _field(site) != "number":
        return
    places = [at for at, letter in enumerate(site.words) if letter.isdigit()]
    at = rng.choice(places)
    yield put(site, at, at + 1, rng.choice([new for new in "0123456789" if new != site.words[at]]))
    pairs = [
        (one, other)
        for one, other in itertools.pairwise(places)
        if other == one + 1 and site.words[one] != site.words[other]
    ]
    if pairs:
        one, other = rng.choice(pairs)
        yield put(site, one, other + 1, site.words[other] + site.words[one])


@mutates("another helpline's number, name or address", weight=0.5)
def another(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """What belongs to another helpline."""
    name = _field(site)
    if name not in {"number", "name", "site"}:
        return
    values = {getattr(one, name) for one in reference.helplines()} - {site.words, ""}
    # "Police" is also how the other police line is called: each of the two may stand for the other.
    others = sorted(one for one in values if not one.startswith("Police") or not site.words.startswith("Police"))
    if others:
        yield put(site, 0, len(site.words), rng.choice(others))
