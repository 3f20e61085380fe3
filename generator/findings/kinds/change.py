"""A change on the year before, up or down."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.findings.candidates import Candidates, candidates
from generator.findings.kinds import kind
from generator.findings.moment import Moment


@kind("change", "counts", test="year on year")
def change(moment: Moment) -> Iterator[Candidates]:
    """The year against the year before, for every area and the nation; both of at least 20 cases."""
    relative = moment.relative
    yield candidates(
        "change",
        np.isfinite(moment.change_p),
        direction=relative,
        size=np.log1p(relative),
        p=moment.change_p,
        news=np.abs(relative) >= moment.bars.change,
        back=1,
    )
