"""The highest or lowest of all comparable years."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.findings.candidates import Candidates, candidates
from generator.findings.kinds import kind
from generator.findings.moment import Moment


@kind("record", "records", test="against the best of the years", ends=True)
def record(moment: Moment) -> Iterator[Candidates]:
    """A total above, or below, every comparable year before it, back to the first gap or hard break.

    A series that is no record at all was tested too, and has p = 1.
    """
    high, low = moment.records[True], moment.records[False]
    pick = (low.holds, high.holds)
    margin = np.select(pick, (low.margin, high.margin), 0.0)
    years = np.select(pick, (low.years, high.years), np.maximum(low.years, high.years))
    yield candidates(
        "record",
        high.tested | low.tested,
        direction=np.where(low.holds, -1.0, 1.0),
        size=margin,
        p=np.minimum(high.p, low.p),
        news=(high.holds | low.holds) & (margin >= np.log1p(moment.bars.record_margin)),
        back=years,
        years=years + 1,
    )
