"""Several times as many, or less than half, over the long run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.findings.candidates import Candidates, candidates
from generator.findings.evidence import change_p
from generator.findings.kinds import kind
from generator.findings.moment import SMALL, Moment

# The long view of the trade: ten years with the present one.
LONG_VIEW = 9


@kind("fold", "records", test="year on year")
def fold(moment: Moment) -> Iterator[Candidates]:
    """The year against the same 12 months nine years earlier; nothing across a hard break.

    What all of England and Wales did is a story of the nation: a force's own needs to have gone clearly further.
    """
    now, then = moment.now, moment.back(LONG_VIEW)
    with np.errstate(divide="ignore", invalid="ignore"):
        tested = (now >= SMALL) & (then >= SMALL)
        size = np.log(now / then)
        further = np.sign(size) * (size - moment.nation_growth(LONG_VIEW))
    # The nation itself is told by its own; so is a force where the nation is not known.
    further[moment.panel.nation] = np.inf
    further = np.nan_to_num(further, nan=np.inf)
    yield candidates(
        "fold",
        tested,
        direction=size,
        size=size,
        p=change_p(now, then, moment.noise.spread),
        news=(np.abs(size) >= np.log(moment.bars.fold)) & (further >= moment.bars.fold_further),
        back=LONG_VIEW,
    )
