"""What became of the cases: a share that changed, a share far from the other forces', a backlog."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.findings.candidates import Candidates, candidates
from generator.findings.evidence import Floats, beta_binomial, outlier_p, share_p
from generator.findings.kinds import kind
from generator.findings.moment import SMALL, Moment
from generator.findings.panel import CLOSED
from generator.findings.places import places

# One year may have so many times the cases of the other for their shares to be set against each other.
UNEVEN = 2
# Outcomes whose share is told when it changes, and which way is worth telling (0: either).
CHANGES = {"charged": 0, "unsupported": 1, "no-suspect": 1, "out-of-court": 0}
# ... and when it lies far from the other forces'.
OUTLIERS = {"charged": 0, "unsupported": 1, "no-suspect": 1, "unassigned": 1}


@kind("share", "outcomes", test="shares, both bases")
def share(moment: Moment) -> Iterator[Candidates]:
    """A share of the cases that changed on the year before, on both bases.

    On the recorded basis recent cases are still open, so that every share of the latest year is low and a fall proves
    nothing; on the closed basis cases of other years count. What both say is news: p is the larger of the two.
    """
    for group, wanted in CHANGES.items():
        part, closed, all_closed = (
            moment.outcome(group),
            moment.outcome(group, "closed"),
            moment.outcome(CLOSED, "closed"),
        )
        if part is None or part.shape[2] < 2:
            continue
        rho = moment.noise.shares[group]
        p, change = _compared(part, moment.years, rho)
        if closed is not None and all_closed is not None:
            other_p, other = _compared(closed, all_closed, rho)
            p = np.where(change * other > 0, np.maximum(p, other_p), 1.0)
        with np.errstate(invalid="ignore"):
            points = 100 * np.abs(_share(part, moment.years, 0) - _share(part, moment.years, 1))
            tested = np.isfinite(p) & (moment.now >= SMALL) & (moment.before >= SMALL)
            # Shares of very different numbers of cases are not judged: the test is too sure of them.
            tested &= np.maximum(moment.now, moment.before) <= UNEVEN * np.minimum(moment.now, moment.before)
            tested &= (part[..., 0] + part[..., 1]) >= SMALL
            news = (
                (points >= moment.bars.points)
                & (np.abs(change) >= np.log1p(moment.bars.share))
                & (change * wanted >= 0)
            )
        yield candidates(
            "share", tested, direction=change, size=change, p=p, news=news, back=1, outcome=group, points=points
        )


@kind("share_outlier", "outcomes", test="funnel of shares", ends=True)
def share_outlier(moment: Moment) -> Iterator[Candidates]:
    """A share far from the other forces', the mix of cases being one offence: low, high, a backlog not yet assigned."""
    for group, wanted in OUTLIERS.items():
        part = moment.outcome(group)
        if part is None:
            continue
        own, whole = moment.forces(part[..., 0]), moment.forces(moment.now)
        with np.errstate(divide="ignore", invalid="ignore"):
            known = (whole >= SMALL) & (own >= 5) & (whole - own >= 5)
            fraction = np.where(known, own / whole, np.nan)
            # As an angle a share varies as much whatever it is (Anscombe, Biometrika 35, 1948). As a logarithm of odds,
            # high shares of few cases would seem surer than they are, and low ones less sure.
            values = 2 * np.arcsin(np.sqrt(fraction))
            variance = np.where(known, beta_binomial(whole, moment.noise.shares[group]), np.nan)
            p, centre = outlier_p(values, variance)
            size = np.log(fraction / np.sin(centre / 2) ** 2)
        yield candidates(
            "share_outlier",
            known & np.isfinite(p),
            direction=size,
            size=size,
            p=p,
            news=(np.abs(size) >= np.log1p(moment.bars.outlier)) & (size * wanted >= 0),
            outcome=group,
            place=places(fraction),
            ranked=np.broadcast_to(known.sum(axis=0), known.shape),
        )


def _share(part: Floats, whole: Floats, back: int) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(part[..., back] / whole[..., back])


def _compared(part: Floats, whole: Floats, rho: Floats) -> tuple[Floats, Floats]:
    """p of the change of a share on the year before, and its log ratio (0 where one of the shares is zero)."""
    p = share_p(part[..., 0], whole[..., 0], part[..., 1], whole[..., 1], rho)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log(_share(part, whole, 0) / _share(part, whole, 1))
    return p, np.where(np.isfinite(ratio), ratio, 0.0)
