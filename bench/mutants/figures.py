"""Operators on figures: a digit, two digits, the point, a number in words, a fraction, so many times."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from fractions import Fraction

from bench.mutants.amounts import FRACTIONS, Amount, amounts, spelt
from bench.mutants.desk import Desk
from bench.mutants.edits import Edit, like, mutates, put, swaps
from bench.mutants.rules import STATING, honest_figures
from bench.mutants.sites import Site


def _figures(site: Site) -> Iterator[Amount]:
    """The amounts in figures of a phrase that states one; years of a period are the periods' own business."""
    if site.kind in STATING:
        yield from (one for one in amounts(site.words) if not one.spelt and one.unit != "years")


@mutates("a digit", honest_figures)
def digit(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """One digit becomes another one; the first is never nought."""
    for one in _figures(site):
        places = [at for at in range(one.at, one.until) if site.words[at].isdigit()]
        at = rng.choice(places)
        first = at == places[0] and len(places) > 1
        others = [new for new in "0123456789" if new != site.words[at] and not (first and new == "0")]
        yield put(site, at, at + 1, rng.choice(others))


@mutates("two digits swapped", honest_figures)
def digits_swapped(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """Two neighbouring digits that differ change places; the first is never nought afterwards."""
    for one in _figures(site):
        places = [at for at in range(one.at, one.until) if site.words[at].isdigit()]
        pairs = [
            (left, right)
            for left, right in itertools.pairwise(places)
            if site.words[left] != site.words[right] and not (left == places[0] and site.words[right] == "0")
        ]
        if pairs:
            left, right = rng.choice(pairs)
            middle = site.words[left + 1 : right]
            yield put(site, left, right + 1, site.words[right] + middle + site.words[left])


@mutates("a decimal shifted", honest_figures)
def decimal_shifted(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """The figure times ten, or a tenth of it."""
    for one in _figures(site):
        if re.match(r"-\d", site.words[one.end :]):
            continue  # the first year of 2002-03 is no figure with a point
        shifted = [one.value * 10]
        if one.value / one.step >= 10 or one.unit == "per cent":
            tenth = one.value / 10
            shifted.append(tenth if one.unit == "per cent" else Fraction(int(tenth)))
        value = rng.choice(shifted)
        yield put(site, one.at, one.until, _in_figures(value, site.words[one.at : one.until]))


def _in_figures(value: Fraction, old: str) -> str:
    """A value in figures, in millions where the old one was."""
    for million in (" million", "m"):
        if old.endswith(million):
            return _in_figures(value / 1_000_000, "") + million
    if value.denominator == 1:
        return f"{int(value):,}"
    return f"{float(value):,.3f}".rstrip("0")


@mutates("a number in words", honest_figures, weight=3)
def number_in_words(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """A number in letters becomes another one near it."""
    if site.kind not in STATING:
        return
    for one in amounts(site.words):
        if not one.spelt or one.unit or one.value.denominator != 1:
            continue
        value = int(one.value)
        others = [new for new in (value - 2, value - 1, value + 1, value + 2, value + 5, value * 2) if 0 < new < 100]
        for new in rng.sample([other for other in others if other != value], 2):
            yield put(site, one.at, one.until, spelt(new) if new < 10 or site.words[one.at].isupper() else str(new))


@mutates("a fraction", honest_figures, weight=10)
def fraction(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """A plain fraction becomes another one."""
    if site.kind not in STATING:
        return
    for one in amounts(site.words):
        if one.unit != "fraction":
            continue
        others = [name for name, value in FRACTIONS.items() if value != one.value]
        for new in others:
            # "half the 1,104", but "a third of the 1,104".
            of = " of" if site.words[one.until :].startswith(" the ") and one.value == Fraction(1, 2) else ""
            yield put(site, one.at, one.until, new + of)


@mutates("so many times", honest_figures, weight=3)
def times(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """Doubled for trebled or halved, seven times for six, fivefold for fourfold, a half more or less."""
    if site.kind not in STATING:
        return
    for one in amounts(site.words):
        if one.unit != "times":
            continue
        old = site.words[one.at : one.until]
        if new := swaps("folds").get(old.casefold()):
            for other in new:
                yield put(site, one.at, one.until, other)
        else:
            for other in _other_times(one.value, old, rng):
                yield put(site, one.at, one.until, other)


def _other_times(value: Fraction, old: str, rng: random.Random) -> Iterator[str]:
    whole = value.__floor__()
    others = [
        whole + 1,
        whole + 2,
        2 * whole,
        *([whole] if value != whole else []),
        *([whole - 1] if whole > 2 else []),
    ]
    for new in rng.sample(others, 2):
        yield str(new) if old[0].isdigit() or new >= 10 else like(spelt(new), old)
