"""One way while the others go the other way: against England and Wales, and against the most similar forces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from generator import reference
from generator.findings.candidates import Candidates, candidates
from generator.findings.evidence import Floats, change_p
from generator.findings.kinds import kind
from generator.findings.moment import SMALL, Moment


@dataclass(frozen=True, slots=True)
class Others:
    """What a force is set against, by force and offence: the change, and p that it really went that way."""

    relative: Floats
    p: Floats


@kind("bucking", "counts", test="year on year, both")
def bucking(moment: Moment) -> Iterator[Candidates]:
    """Up while England and Wales falls, or down while it rises or stands at a record; both beyond noise.

    `alone` is 1 where every other force of the region is known to have gone the other way, and there are two or more.
    """
    shape = moment.forces(moment.relative).shape
    # A nation that has moved against the force, or that stands at its record: the better of two tests counts twice.
    high, low = (moment.records[end] for end in (True, False))
    nation = moment.panel.nation
    at_record = np.minimum(high.level_p[nation], low.level_p[nation])
    towards = np.where(high.holds[nation], 1.0, np.where(low.holds[nation], -1.0, 0.0))
    moved = np.nan_to_num(moment.nation_relative)
    moved_p = np.nan_to_num(moment.nation_p, nan=1.0)
    by_record = (towards != 0) & (at_record < moved_p)
    # A record that the last year did not add to is still a record: it counts as having gone that way, by nothing.
    relative = np.where(by_record & (moved * towards <= 0), 1e-9 * towards, moved)
    others = Others(
        relative=np.broadcast_to(relative, shape),
        p=np.broadcast_to(np.minimum(1.0, 2 * np.minimum(at_record, moved_p)), shape),
    )
    yield _against(moment, "bucking", others, np.broadcast_to(by_record, shape).astype(float))


@kind("peers", "counts", test="year on year, both")
def peers(moment: Moment) -> Iterator[Candidates]:
    """Up while the most similar forces together fall, or the reverse. A force without a family has no such line."""
    families = _families(moment)
    now, before = (_summed(families, moment.forces(part)) for part in (moment.now, moment.before))
    with np.errstate(divide="ignore", invalid="ignore"):
        known = (now >= SMALL) & (before >= SMALL)
        relative = np.where(known, now / before - 1, np.nan)
    p = np.where(known, change_p(now, before, moment.forces(moment.noise.spread)), np.nan)
    yield _against(moment, "peers", Others(relative, p), np.zeros(relative.shape))


def _against(moment: Moment, name: str, others: Others, record: Floats) -> Candidates:
    own, p = moment.forces(moment.relative), moment.forces(moment.change_p)
    with np.errstate(invalid="ignore"):
        opposed = own * others.relative < 0
        size = np.log1p(own) - np.log1p(others.relative)
    return candidates(
        name,
        np.isfinite(p) & np.isfinite(others.p),
        direction=own,
        size=size,
        p=np.where(opposed, np.maximum(p, others.p), 1.0),
        news=opposed & (np.abs(own) >= moment.bars.change),
        back=1,
        theirs=others.relative,
        record=record,
        alone=_alone(moment, own),
    )


def _alone(moment: Moment, own: Floats) -> Floats:
    """1 where every other force of the region went the other way."""
    slugs = moment.panel.areas[: moment.panel.forces]
    alone = np.zeros(own.shape)
    for region in reference.regions().values():
        rows = [slugs.index(slug) for slug in region.forces if slug in slugs]
        if len(rows) < 3:
            continue
        signs = np.nan_to_num(np.sign(own[rows]))
        others = signs.sum(axis=0) - signs
        alone[rows] = others * signs == -(len(rows) - 1.0)
    return alone


def _families(moment: Moment) -> Floats:
    """Forces by forces: 1 where the one belongs to the family of the other."""
    slugs = moment.panel.areas[: moment.panel.forces]
    kin = np.zeros((len(slugs), len(slugs)))
    for slug, family in moment.families.items():
        if slug in slugs:
            kin[slugs.index(slug), [slugs.index(one) for one in family if one in slugs]] = 1.0
    return kin


def _summed(families: Floats, counts: Floats) -> Floats:
    """The families' totals; nan where one of them is unknown, or where there is no family."""
    sums = families @ np.nan_to_num(counts)
    lacking = (families @ np.isnan(counts).astype(float)) > 0
    return np.where(lacking | (families.sum(axis=1, keepdims=True) == 0), np.nan, sums)
