"""Where a force stands among its peers by rate: far from them, first or last, moved many places."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.findings.candidates import Candidates, Flags, candidates
from generator.findings.evidence import Floats, outlier_p, two_sided
from generator.findings.kinds import kind
from generator.findings.moment import SMALL, Moment
from generator.findings.places import places

# Fewer forces than this make no table worth a place in it.
LEAST_RANKED = 20


@kind("outlier", "rates", test="funnel", ends=True)
def outlier(moment: Moment) -> Iterator[Candidates]:
    """A rate far from the other forces', beyond what forces differ by anyway."""
    known, rate = _ranked(moment)
    values = np.where(known, np.log(np.where(known, rate, 1.0)), np.nan)
    p, centre = outlier_p(values, _variance(moment))
    size = values - centre
    yield candidates(
        "outlier",
        known & np.isfinite(p),
        direction=size,
        size=size,
        p=p,
        news=np.abs(size) >= np.log1p(moment.bars.outlier),
        place=places(values),
        ranked=np.broadcast_to(known.sum(axis=0), known.shape),
    )


@kind("extreme", "rates", test="against the next", ends=True)
def extreme(moment: Moment) -> Iterator[Candidates]:
    """The highest or the lowest rate of all, by more than noise before the next."""
    known, rate = _ranked(moment)
    values = np.where(known, np.log(np.where(known, rate, 1.0)), np.nan)
    enough = known & (known.sum(axis=0) >= LEAST_RANKED)
    with np.errstate(invalid="ignore"):
        unranked = (np.isfinite(rate) & ~known).any(axis=0)
    if moment.unsound is not None:  # what a faulty figure hides may be the first place or the last
        enough &= ~moment.unsound.cases[: moment.panel.forces].any(axis=0)
    for sign in (1.0, -1.0):
        ordered = np.argsort(np.where(known, -sign * values, np.inf), axis=0, kind="stable")
        first, second = ordered[0], ordered[1]
        gap, variance = (
            np.take_along_axis(part, first[None], axis=0)[0] + by * np.take_along_axis(part, second[None], axis=0)[0]
            for part, by in ((sign * values, -1.0), (_variance(moment), 1.0))
        )
        leads = np.zeros(known.shape, np.bool_)
        leads[first, np.arange(known.shape[1])] = True
        # A force claims the first place against each of the others: its weakest claim, against the next, is its p.
        p = np.where(leads, two_sided(gap / np.sqrt(variance)), 1.0)
        yield candidates(
            "extreme",
            # Forces with a handful of cases can't be ranked, and any of them may lie lower.
            enough & leads & np.isfinite(p) & ((sign > 0) | ~unranked),
            direction=np.full(known.shape, sign),
            size=np.broadcast_to(gap, known.shape),
            p=p,
            news=leads & (np.broadcast_to(gap, known.shape) >= np.log1p(moment.bars.extreme)),
            place=np.broadcast_to(np.where(sign > 0, 1, known.sum(axis=0)), known.shape),
            ranked=np.broadcast_to(known.sum(axis=0), known.shape),
        )


@kind("moved", "rates", test="against the nation")
def moved(moment: Moment) -> Iterator[Candidates]:
    """Many places up or down the table of rates in a year: its change is beyond noise against the nation's."""
    known, rate = _ranked(moment)
    earlier = moment.rates[..., 1] if moment.rates.shape[2] > 1 else np.full(rate.shape, np.nan)
    before = moment.forces(moment.before)
    both = known & np.isfinite(earlier) & (before >= SMALL)
    now_place, then_place = places(np.where(both, rate, np.nan)), places(np.where(both, earlier, np.nan))
    moved_by = then_place - now_place
    own, nation = moment.forces(moment.relative), np.broadcast_to(moment.nation_relative, known.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        against = np.log1p(own) - np.log1p(nation)
        variance = 1 / moment.forces(moment.now) + 1 / before + 2 * moment.forces(moment.noise.spread) ** 2
        p = two_sided(against / np.sqrt(variance))
    yield candidates(
        "moved",
        both & np.isfinite(p) & (both.sum(axis=0) >= LEAST_RANKED),
        direction=moved_by,
        size=against,
        p=p,
        news=(np.abs(moved_by) >= moment.bars.places) & (moved_by * against > 0) & (np.abs(own) >= moment.bars.change),
        back=1,
        place=now_place,
        from_place=then_place,
        ranked=np.broadcast_to(both.sum(axis=0), known.shape),
    )


def _ranked(moment: Moment) -> tuple[Flags, Floats]:
    """Which forces can be ranked by rate now, and the rates."""
    rate = moment.rates[..., 0]
    with np.errstate(invalid="ignore"):
        return (rate > 0) & (moment.forces(moment.now) >= SMALL), rate


def _variance(moment: Moment) -> Floats:
    """The variance of the logarithm of a rate."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 / moment.forces(moment.now) + moment.forces(moment.noise.spread) ** 2)
