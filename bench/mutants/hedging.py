"""Operators on what stands before a figure: a hedge dropped, changed or put in; "just", "only", "the only"."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from bench.mutants.amounts import amounts
from bench.mutants.desk import Desk
from bench.mutants.edits import Edit, like, mutates, put
from bench.mutants.rules import STATING, allowed_only, alone_in_truth, honest_figures, same_after_rounding
from bench.mutants.sites import Site
from generator import reference

HEDGES = ("more than", "almost", "about", "at least", "fewer than")


@mutates("a hedge dropped", honest_figures, same_after_rounding)
def dropped(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """A figure without its "almost", "around", "more than" or "at least"; "the same" for "about the same"."""
    if site.kind not in STATING:
        return
    for one in amounts(site.words):
        if one.hedge:
            yield put(site, one.start, one.at, "") if one.start else _opening(site, one.at)
    if site.kind in {"change", "share_change"} and site.words.casefold().startswith("about the same"):
        yield put(site, 0, len("about "), "") if site.words[0].islower() else _opening(site, len("about "))


def _opening(site: Site, until: int) -> Edit:
    """The first words of the phrase taken out; what follows keeps their capital."""
    end = until + len(site.words[until:].split(maxsplit=1)[0])
    return put(site, 0, end, site.words[until:end])


@mutates("a hedge changed", honest_figures, weight=3)
def changed(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """Another hedge before the same figure."""
    if site.kind not in STATING:
        return
    for one in amounts(site.words):
        if one.hedge:
            old = site.words[one.start : one.at].strip()
            for new in rng.sample([other for other in HEDGES if other not in (one.hedge, old.casefold())], 3):
                yield put(site, one.start, one.start + len(old), _fitting(new, one.unit))


@mutates("a hedge put in", honest_figures)
def put_in(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """A hedge before a figure that had none."""
    if site.kind not in STATING or site.kind == "rank":
        return
    for one in amounts(site.words):
        if (
            not one.hedge
            and one.unit not in {"years", "ordinal"}
            and not re.search(r"\b(?:just|only) $", site.words[: one.at], re.I)
        ):
            new = _fitting(rng.choice(HEDGES), one.unit)
            number = site.words[one.at : one.until]
            yield put(site, one.at, one.until, f"{like(new, number)} {number[:1].lower()}{number[1:]}")


def _fitting(hedge: str, unit: str) -> str:
    """Fewer counts, less measures."""
    return "less than" if hedge == "fewer than" and unit else hedge


@mutates("just, only, as many as", allowed_only)
def only(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """A word about what was expected, put before a figure or taken away."""
    if site.kind not in {"per_cent", "count", "cases", "reports"} or not site.facts:
        return
    found = re.match(r"(?:just|only) ", site.words, re.IGNORECASE)
    if found:
        yield _opening(site, found.end())
        return
    number = next(iter(amounts(site.words)), None)
    if number is not None and not number.hedge and site.part != "note":
        new = rng.choice(("just", "only") if site.kind == "per_cent" else ("just", "only", "as many as", "as few as"))
        old = site.words[number.at : number.until]
        yield put(site, number.at, number.until, f"{like(new, old)} {old[:1].lower()}{old[1:]}")


@mutates("the only", alone_in_truth, weight=3)
def the_only(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """One of several on a side is called the only one; what happened in several places, in one only."""
    if site.kind == "versus" and (found := re.search(r"is (higher|lower) than", site.words)):
        yield put(site, *found.span(), f"is the only one {found[1]} than")
    if site.kind == "rank" and (found := re.search(r"(?:second|third) (highest|lowest)", site.words)):
        yield put(site, *found.span(), f"only one among the {found[1]}")
    if site.kind == "change" and site.facts[0].area in reference.forces():
        place = reference.forces()[site.facts[0].area].place
        if site.text.startswith(f" in {place}", site.end):
            yield Edit(site.end, site.end + len(" in"), " only in")
