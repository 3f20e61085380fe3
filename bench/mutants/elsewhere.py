"""Operators that tell the figure of something else: another year, force, offence, outcome, or whole."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from bench.mutants.amounts import Amount, amounts
from bench.mutants.desk import Desk, Move
from bench.mutants.edits import Edit, like, mutates, put, swaps
from bench.mutants.rules import STATING, honest_figures, same_words_elsewhere
from bench.mutants.sites import Site
from generator import reference
from generator.reference import NATION

FIGURES = STATING - {"licence", "record"}


def _skeleton(words: str, found: tuple[Amount, ...]) -> str:
    """The words with a gap for each amount and its hedge."""
    text = words
    for one in reversed(found):
        text = f"{text[: one.start]}#{text[one.end :]}"
    return text.casefold()


def _their_words(site: Site, desk: Desk, move: Move) -> str:
    """The words of the phrase elsewhere, where they differ from its own in nothing but amounts; else ""."""
    theirs = desk.say(site.kind, desk.moved(site.facts, move), site.claim.options) if site.facts else ""
    one, other = amounts(site.words), amounts(theirs)
    if not theirs or not one or theirs.casefold() == site.words.casefold():
        return ""
    return like(theirs, site.words) if _skeleton(theirs, other) == _skeleton(site.words, one) else ""


@mutates("the year before's figure", honest_figures)
def figure_of_the_year_before(site: Site, desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """The figure of the year before in place of the one that is told."""
    if site.kind in FIGURES and (theirs := _their_words(site, desk, Move(years=1))):
        yield put(site, 0, len(site.words), theirs)


@mutates("another force's figure", honest_figures)
def figure_of_another_force(site: Site, desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """The figure of another force in place of this one's."""
    if site.kind not in FIGURES or not site.facts or site.facts[0].area not in reference.forces():
        return
    others = [slug for slug in reference.forces() if slug != site.facts[0].area]
    for slug in rng.sample(others, 3):
        if theirs := _their_words(site, desk, Move(area=slug)):
            yield put(site, 0, len(site.words), theirs)


@mutates("an offence", same_words_elsewhere)
def offence(site: Site, desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """Another offence's name: within the phrase, or for the plain word beside it."""
    if site.kind not in STATING or not site.facts or site.facts[0].offence not in desk.offences:
        return
    own = reference.offences()[site.facts[0].offence]
    for name in rng.sample([one for one in desk.offences if one != own.id], 2):
        other = reference.offences()[name]
        for form in ("plural", "singular", "reports", "report"):
            old = getattr(own, form)
            if found := re.search(rf"(?<!and ){re.escape(old)}\b", site.words, re.IGNORECASE):
                yield put(site, *found.span(), getattr(other, form), move=Move(offence=name))
                break
        else:
            yield from _beside(site, own.subject, other.subject, Move(offence=name))


def _beside(site: Site, old: str, new: str, move: Move) -> Iterator[Edit]:
    """The plain word in the sentence, outside every phrase, that says of what the figure is."""
    for found in re.finditer(rf"(?<!and )(?<!aggravated ){re.escape(old)}\b", site.text, re.IGNORECASE):
        if _in_sentence(site, *found.span()):
            yield Edit(*found.span(), like(new, found[0]), move=move, whole_sentence=True)
            return


def _in_sentence(site: Site, start: int, end: int) -> bool:
    """Whether a stretch lies in the site's sentence, outside the site and the phrases beside it."""
    inside = site.sentence[0] <= start and end <= site.sentence[1]
    return inside and not any(one.start < end and start < one.end for one in (site, *site.beside))


@mutates("another area's name", same_words_elsewhere)
def area(site: Site, desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """The name of another force in a sentence that tells a figure of this one; a part for the nation."""
    if site.kind not in STATING or not site.facts:
        return
    slug = site.facts[0].area
    if slug == NATION:
        for found in re.finditer(r"England and Wales", site.text):
            if _in_sentence(site, *found.span()):
                part = rng.choice(("England", "Wales"))
                move = Move(area=part.casefold())
                yield Edit(*found.span(), part, move=move, whole_sentence=True)
        return
    names = desk.known_places()
    if slug not in names:
        return
    for found in re.finditer("|".join(map(re.escape, names[slug])), site.text):
        if _in_sentence(site, *found.span()):
            other = rng.choice([one for one in names if one != slug])
            kind = "place" if found[0] == reference.forces()[slug].place else "name"
            new = names[other][0] if kind == "name" else reference.forces()[other].place
            yield Edit(*found.span(), like(new, found[0]), move=Move(area=other), whole_sentence=True)
            return


@mutates("an outcome")
def outcome(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """What became of the cases, turned round or told as another end."""
    measure = site.facts[0].measure.partition(",")[0] if site.facts else ""
    for old, new in swaps("outcomes").get(measure, {}).items():
        for found in re.finditer(rf"\b{re.escape(old)}\b", site.text, re.IGNORECASE):
            if _in_sentence(site, *found.span()):
                yield Edit(*found.span(), like(new, found[0]))


GROUPS = frozenset(("charged", "unsupported", "no-suspect", "unassigned"))


@mutates("of what a share is told", same_words_elsewhere)
def whole(site: Site, desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """The cases of another offence as the whole of a share or of a number charged."""
    if site.kind not in {"per_cent", "count", "one_in"} or not site.facts:
        return
    measure, _, _ = site.facts[0].measure.partition(",")
    if measure not in GROUPS:
        return
    for phrase in swaps("wholes")["phrases"]:
        for found in re.finditer(rf"\b{phrase}\b", site.text, re.IGNORECASE):
            if _in_sentence(site, *found.span()):
                name = rng.choice([one for one in desk.offences if one != site.facts[0].offence])
                new = f"of the {reference.offences()[name].plural}"
                yield Edit(*found.span(), like(new, found[0]), move=Move(offence=name), whole_sentence=True)
                return


@mutates("how many are ranked", honest_figures, weight=10)
def ranked(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """Another number of forces in a ranking."""
    if site.kind != "rank":
        return
    for one in amounts(site.words):
        if one.unit == "":
            for by in (-20, -10, -5, -2, -1, 1, 2, 3, 10):
                yield put(site, one.at, one.until, str(int(one.value) + by))


@mutates("a rank", honest_figures, weight=10)
def rank(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """Another place in the ranking."""
    if site.kind != "rank":
        return
    places = ("second", "third", "fourth", "fifth", "sixth", "seventh", "10th", "20th", "joint", "joint second")
    found = re.search(r"(?:(\w+) )?(highest|lowest)", site.words)
    if found:
        for new in (one for one in places if one != found[1]):
            yield put(site, *found.span(), f"{new} {found[2]}")
        if found[1] in places:
            yield put(site, *found.span(), found[2])


@mutates("a missing force", weight=0.5)
def missing(site: Site, desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """Another force is said to lack part of its figures."""
    found = re.search(r"Part of the figures for (.+) is missing\.", site.text)
    if site.kind not in STATING or not found:
        return
    lacking = sorted(desk.incomplete())  # in one order, so that a seed makes the same mutants in every process
    for slug in lacking:
        old = reference.forces()[slug].place
        start = site.text.find(f"for {old}", found.start())
        if start >= 0:
            new = rng.choice([one for name, one in _all_places().items() if name not in lacking])
            yield Edit(start + 4, start + 4 + len(old), new)


def _all_places() -> dict[str, str]:
    return {slug: force.place for slug, force in reference.forces().items()}
