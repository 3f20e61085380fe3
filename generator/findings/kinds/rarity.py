"""Counts too small for anything but themselves: the first case in years."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.findings.candidates import Candidates, Flags, candidates
from generator.findings.kinds import kind
from generator.findings.moment import SMALL, Moment


@kind("first", "rarity", test="")
def first(moment: Moment) -> Iterator[Candidates]:
    """Recorded now and in none of the years before, though it is recorded elsewhere: the first homicide in N years.

    It claims no change of level, only what the figures say, so that there is nothing to test; sexual offences and
    offences against children are left out, since so small a count could point to a victim.
    """
    earlier = moment.forces(moment.years)[..., 1:]
    none = np.cumprod(earlier == 0, axis=2).sum(axis=2).astype(float)
    now = moment.forces(moment.now)
    nation = moment.nation[0]
    with np.errstate(invalid="ignore"):
        tested = (now > 0) & (now < SMALL) & (none >= moment.bars.first_years) & (nation >= SMALL) & _open(moment)
    yield candidates(
        "first",
        tested,
        direction=np.ones(now.shape),
        size=np.log1p(none / 10),
        p=None,
        news=tested,
        back=none,
        years=none,
    )


def _open(moment: Moment) -> Flags:
    """Which offences may be told in small counts: those with words that are not marked as sensitive."""
    words = [node.words for node in moment.panel.offences.nodes]
    return np.array([one is not None and not one.sensitive for one in words])
