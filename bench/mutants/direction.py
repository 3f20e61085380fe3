"""Operators on comparisons: up and down, more and fewer, highest and lowest, sharp and slight, per cent and points."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from bench.mutants.desk import Desk
from bench.mutants.edits import Edit, mutates, put, swaps
from bench.mutants.rules import STATING, honest_figures, same_after_rounding, true_size
from bench.mutants.sites import Site
from generator.language.exact import exact

COMPARING = frozenset(("change", "share_change", "fold", "versus", "licence", "direction", "difference"))
_HEDGE_AFTER = re.compile(r"\s+than\s+(?:\d|twice|one|two|three|four|five|six|seven|eight|nine|ten|double|half|a\s)")
_SAME = re.compile(r"\b(?:about )?the same (?:as|number as)\b", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:up|down)(?: slightly)? (?:from [\d,.a-z]+(?: per cent|%)?|\d[\d.]*(?: per cent|%)? on) ", re.IGNORECASE
)


def _swapped(site: Site, table: str) -> Iterator[Edit]:
    """Each word of the site that the table has another for; a hedge ("more than 4,600") is none of them."""
    for old, new in swaps(table).items():
        for found in re.finditer(rf"\b{re.escape(old)}\b", site.words, re.IGNORECASE):
            if not _HEDGE_AFTER.match(site.words, found.end()):
                yield put(site, *found.span(), new)


@mutates("up and down", same_after_rounding)
def up_and_down(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """Rose for fell, up for down; "the same" becomes the way that it did not go; a rise or fall becomes "the same"."""
    if site.kind == "reference":
        yield from (one for one in _swapped(site, "direction") if site.claim.options["field"] in {"copy", "note"})
    if site.kind not in COMPARING:
        return
    yield from _swapped(site, "direction")
    if site.kind in {"change", "share_change"}:
        if found := _SAME.search(site.words):
            yield put(site, *found.span(), f"{_false_way(site)} on")
        elif found := _FROM.match(site.words):
            yield put(site, found.start(), found.end(), "the same as ")


def _false_way(site: Site) -> str:
    """The way that a figure did not go."""
    return "down" if exact(site.facts[0]) >= exact(site.facts[1]) else "up"


@mutates("more and fewer", honest_figures, weight=3)
def more_and_fewer(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """More for fewer, higher for lower; "about the same as" another area becomes the side on which it is not."""
    if site.kind not in COMPARING:
        return
    yield from _swapped(site, "amount")
    if site.kind == "versus":
        false = "lower" if exact(site.facts[0]) >= exact(site.facts[1]) else "higher"
        for same, new in (("about the same as", f"{false} than"), ("compares with", f"is {false} than")):
            if (start := site.words.find(same)) >= 0:
                yield put(site, start, start + len(same), new)


@mutates("highest and lowest", honest_figures)
def highest_and_lowest(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """The other end of a ranking or a series."""
    if site.kind in {"record", "rank", "licence"}:
        yield from _swapped(site, "ends")


_MOVES = re.compile(r"\b(?:rose|fell|up|down)\b(?! slightly)|\b(?<=a )(?:rise|fall)\b", re.IGNORECASE)


@mutates("sharp and slight", true_size)
def sharp_and_slight(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """An adverb or adjective of size that the change does not bear."""
    if site.kind != "change":
        return
    for found in re.finditer(r"\bsharp\b|\bslight(?:ly)?\b", site.words):
        new = {"sharp": "slight", "slight": "sharp", "slightly": "sharply"}[found[0]]
        yield put(site, *found.span(), new)
    if "sharp" in site.words or "slight" in site.words:
        return
    for found in _MOVES.finditer(site.words):
        for size in ("sharp", "slight"):
            if found[0].casefold() in {"rise", "fall"}:
                yield put(site, *found.span(), f"{size} {found[0]}")
            elif found[0].casefold() in {"up", "down"}:
                yield put(site, *found.span(), f"{size}ly {found[0].casefold()}")
            else:
                yield put(site, *found.span(), f"{found[0]} {size}ly")


@mutates("per cent and percentage points", honest_figures)
def per_cent_and_points(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """A share told in points, a difference in points told in per cent."""
    if site.kind not in STATING:
        return
    for found in re.finditer(r"(?<=\d)( per cent|%| percentage points?)(?!\w)", site.words):
        yield put(site, *found.span(), " per cent" if "point" in found[0] else " percentage points")
