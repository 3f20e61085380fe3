"""What a kind of finding has to say, in columns. In: masks and arrays by area and offence. Out: one row a hypothesis.

All that were tested are rows, the dull ones too: the error rate is controlled over every comparison that was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.findings.evidence import Floats

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of one kind. `direction` is 1 (up, high) or -1; `size` how much, as the absolute logarithm of a ratio.

    `p` is nan where the line claims nothing beyond its figures. `news` says where the effect is large enough to tell.
    `back` is how many years the comparison reaches back, 0 where it stays within the period. `outcome` names the group
    of outcomes, empty for recorded cases. `detail` holds what the kind's own words need, a column each.
    """

    kind: str
    area: Ints
    node: Ints
    direction: Ints
    size: Floats
    p: Floats
    news: Flags
    back: Ints
    outcome: str
    detail: Mapping[str, Floats]

    def __len__(self) -> int:
        return len(self.area)


def candidates(
    kind: str,
    tested: Flags,
    *,
    direction: Floats,
    size: Floats,
    p: Floats | None,
    news: Flags,
    back: int | Floats = 0,
    outcome: str = "",
    **detail: Floats,
) -> Candidates:
    """The rows where `tested`, an array by area and offence, is true; the others have the same shape."""
    rows = np.nonzero(tested)
    spread = np.broadcast_to(np.asarray(back, float), tested.shape)
    return Candidates(
        kind=kind,
        area=rows[0].astype(np.int64),
        node=rows[1].astype(np.int64),
        direction=np.where(direction[rows] < 0, -1, 1).astype(np.int64),
        size=np.nan_to_num(np.abs(size[rows])),
        p=np.full(len(rows[0]), np.nan) if p is None else p[rows],
        news=np.asarray(news[rows], np.bool_),
        back=np.nan_to_num(spread[rows]).astype(np.int64),
        outcome=outcome,
        detail={name: np.asarray(column, float)[rows] for name, column in detail.items()},
    )
