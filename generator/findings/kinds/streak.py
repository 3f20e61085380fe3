"""Years in a row in one direction, and the year that ends them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.findings.candidates import Candidates, candidates
from generator.findings.evidence import Floats, change_p, run_p
from generator.findings.kinds import kind
from generator.findings.moment import SMALL, Moment


@kind("streak", "records", test="run of years")
def streak(moment: Moment) -> Iterator[Candidates]:
    """The number has gone one way for years, up to now.

    Both must hold: so long a run is rare among years in any order, and its two ends lie apart beyond noise.
    """
    length, start = _run(moment, first=0)
    size = _ratio(moment.now, start)
    # A run that began with a handful tells how an offence came into use, not how it rose.
    with np.errstate(invalid="ignore"):
        long_enough = (length >= moment.bars.streak_years) & (start >= SMALL)
    p = np.maximum(run_p(length), np.nan_to_num(change_p(moment.now, start, moment.noise.spread), nan=1.0))
    yield candidates(
        "streak",
        np.isfinite(moment.change_p),
        direction=moment.relative,
        size=size,
        p=p,
        news=long_enough & (np.abs(size) >= np.log1p(moment.bars.change)),
        back=length,
        years=length,
    )


@kind("turning", "counts", test="run of years and year on year")
def turning(moment: Moment) -> Iterator[Candidates]:
    """After years one way the number goes the other way: both the run and the turn are beyond noise."""
    length, start = _run(moment, first=1)
    with np.errstate(invalid="ignore"):
        turned = (moment.relative * (moment.before - start) < 0) & (length >= moment.bars.turning_years)
    before = np.nan_to_num(change_p(moment.before, start, moment.noise.spread), nan=1.0)
    yield candidates(
        "turning",
        np.isfinite(moment.change_p),
        direction=moment.relative,
        size=np.log1p(moment.relative),
        p=np.where(turned, np.maximum(np.nan_to_num(moment.change_p, nan=1.0), before), 1.0),
        news=turned & (np.abs(moment.relative) >= moment.bars.change),
        back=length + 1,
        years=length,
    )


def _run(moment: Moment, first: int) -> tuple[Floats, Floats]:
    """How many changes in a row go one way, back from year `first`, and the count with which the run began."""
    # Two years that nobody knows stand behind the last, so that a table of any length has a first step.
    years = np.pad(moment.years[..., first:], ((0, 0), (0, 0), (0, 2)), constant_values=np.nan)
    with np.errstate(invalid="ignore"):
        steps = np.sign(years[..., :-1] - years[..., 1:])
        same = (steps == steps[..., :1]) & (steps != 0)
    length = np.cumprod(same, axis=2).sum(axis=2)
    start = np.take_along_axis(years, length[..., None], axis=2)[..., 0]
    return length.astype(float), start


def _ratio(now: Floats, then: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where((now > 0) & (then > 0), np.log(now / then), 0.0))
