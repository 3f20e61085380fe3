"""The highest or lowest of all comparable years."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.findings.candidates import Candidates, candidates
from generator.findings.kinds import kind
from generator.findings.moment import Moment


@kind("record", "records")
def record(moment: Moment) -> Iterator[Candidates]:
    """A total above, or below, every comparable year before it, back to the first gap or hard break.

    A series that is no record at all was tested too, and has p = 1.
    """
    for high in (True, False):
        found = moment.records[high]
        yield candidates(
            "record",
            found.tested,
            direction=np.full(found.p.shape, 1.0 if high else -1.0),
            size=found.margin,
            p=found.p,
            news=found.holds & (found.margin >= np.log1p(moment.bars.record_margin)),
            back=found.years,
            years=found.years + 1,
        )
