"""The written rules by which a mutant is set aside: what it says is still true. Decided by the writer's facts alone.

Each rule's first line is its name in the report. In doubt a rule says no, so that the mutant counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bench.mutants.amounts import amounts
from bench.mutants.desk import Desk, Move
from bench.mutants.edits import Edit
from bench.mutants.sites import Site
from bench.mutants.truth import still_true
from generator import licence
from generator.facts import Fact
from generator.language import LanguageError
from generator.language.exact import exact, half_up, scale_of

# Kinds of phrase that state a figure or a comparison: what a moved sentence must still get right.
STATING = frozenset(
    [
        "cases",
        "count",
        "reports",
        "rounded",
        "at_least",
        "per_cent",
        "one_in",
        "per_day",
        "fold",
        "change",
        "share_change",
        "versus",
        "rank",
        "record",
        "licence",
    ]
)
SHARP_FROM, SLIGHT_BELOW = Fraction(15, 100), Fraction(5, 100)


def _honest(site: Site, words: str, facts: Sequence[Fact]) -> bool:
    try:
        return still_true(site.kind, words, facts)
    except (LanguageError, ZeroDivisionError):
        return False


def honest_figures(site: Site, edit: Edit, _desk: Desk) -> bool:
    """the figures are still honest of the same facts, by the table of approximations (the style guide, 2; `honest`)"""
    return edit.move is None and _honest(site, edit.words_of(site), site.facts)


def same_words_elsewhere(site: Site, edit: Edit, desk: Desk) -> bool:
    """for the force, year or offence that is named now, the writer would print the same words, or honest ones"""
    if edit.move is None:
        return False
    moved = [one for one in (site, *site.beside) if one is site or edit.whole_sentence]
    stating = [one for one in moved if one.kind in STATING and _moves(one, site, edit)]
    return bool(stating) and all(_true_elsewhere(one, edit, desk) for one in stating)


def _moves(one: Site, site: Site, edit: Edit) -> bool:
    """Whether a phrase speaks of what is moved: of the same force, offence or period as the site, whichever changes."""
    if one is site or edit.move is None:
        return True
    if not one.facts or not site.facts:
        return False
    fields = {"area": edit.move.area, "offence": edit.move.offence, "period": edit.move.years}
    return all(getattr(one.facts[0], name) == getattr(site.facts[0], name) for name, moves in fields.items() if moves)


def _true_elsewhere(one: Site, edit: Edit, desk: Desk) -> bool:
    if edit.move is None:
        return False
    facts = desk.moved(one.facts, edit.move, all_of_them=not edit.only_then)
    if not facts:
        return False
    words = edit.words_of(one)
    if one.kind == "licence":
        try:
            return not licence.unlicensed(words, licence.rests_of(facts, one.claim.options))
        except ValueError:
            return False
    if desk.say(one.kind, facts, one.claim.options).casefold() == words.casefold():
        return True
    return any(found.unit != "years" for found in amounts(words)) and _honest(one, words, facts)


def allowed_only(site: Site, edit: Edit, _desk: Desk) -> bool:
    """ "just" and "only" may stand before a share below half, and may be left out (the style guide, 2)"""
    words = edit.words_of(site).casefold()
    if site.kind != "per_cent":
        return False
    return exact(site.facts[0]) < 50 if words.startswith(("just", "only")) else True


def same_after_rounding(site: Site, edit: Edit, _desk: Desk) -> bool:
    """ "the same as" is true of two figures that are equal, of shares to one decimal place (the style guide, 2)"""
    if len(site.facts) < 2 or not edit.words_of(site).casefold().startswith("the same"):
        return False
    one, other = exact(site.facts[0]), exact(site.facts[1])
    return one == other or (scale_of(site.facts[0]) != 1 and half_up(one, 1) == half_up(other, 1))


def true_size(site: Site, edit: Edit, _desk: Desk) -> bool:
    """a sharp change is one of 15 per cent or more, a slight one is under 5 (the style guide, 2)"""
    now, before = (exact(fact) for fact in site.facts[:2])
    if not before or now == before:
        return False
    moved = abs(now / before - 1)
    return moved >= SHARP_FROM if "sharp" in edit.new else moved < SLIGHT_BELOW


def alone_in_truth(site: Site, _edit: Edit, desk: Desk) -> bool:
    """no other force is on that side of the figure, or has changed by as much, so that "only" is true"""
    others = [slug for slug in desk.book.columns.areas if slug != site.facts[0].area]
    if site.kind == "versus":
        here, there = site.facts[:2]
        above = exact(here) > exact(there)
        known = (desk.elsewhere(here, slug) for slug in others)
        return not any(one is not None and (exact(one) > exact(there)) == above for one in known)
    if site.kind == "change":
        told = (desk.say("change", desk.moved(site.facts, Move(area=slug)), site.claim.options) for slug in others)
        return not any(words.casefold() == site.words.casefold() for words in told)
    return False
