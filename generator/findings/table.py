"""All candidates of a release as one table, with what the whole release says of them. In: kinds. Out: a `Table`.

Chance is judged over every comparison together: the Benjamini-Hochberg procedure, which holds the share of false lines
among those called news to the rate that is asked for. Kinds may have larger and smaller shares of the allowance for
error, set before any figure is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.findings.candidates import Candidates, Flags, Ints
from generator.findings.evidence import Floats
from generator.findings.kinds import kinds
from generator.findings.moment import Moment
from generator.findings.news_value import NewsValue

# What had so much of its present size was as true then.
STILL = 0.8


@dataclass(frozen=True, slots=True)
class Table:
    """Candidates of every kind under each other, in columns. `block` and `row` lead back to the candidate's own."""

    blocks: tuple[Candidates, ...]
    block: Ints
    row: Ints
    area: Ints
    node: Ints
    direction: Ints
    size: Floats
    p: Floats
    q: Floats
    news: Flags
    back: Ints

    def kind(self, at: int) -> str:
        """The kind of a row."""
        return self.blocks[int(self.block[at])].kind

    def outcome(self, at: int) -> str:
        """The group of outcomes that a row is about; empty for recorded cases."""
        return self.blocks[int(self.block[at])].outcome

    def detail(self, at: int) -> dict[str, float]:
        """What the kind says of the row besides, unknown numbers left out."""
        held = self.blocks[int(self.block[at])].detail
        values = {name: float(column[self.row[at]]) for name, column in held.items()}
        return {name: value for name, value in values.items() if np.isfinite(value)}

    def stood_in(self, earlier: Table, areas: int, nodes: int) -> Flags:
        """Which rows were as true in another quarter, chance or not: of at least `STILL` of their present size. A place
        among the others need not have been told then."""
        numbers: dict[tuple[str, str], int] = {}
        keys, before = (
            ((_numbered(one, numbers) * areas + one.area) * nodes + one.node) * 2 + (one.direction > 0)
            for one in (self, earlier)
        )
        held = np.flatnonzero(earlier.news | (earlier.back == 0))
        held = held[np.argsort(before[held], kind="stable")]
        if not len(held):
            return np.zeros(len(keys), np.bool_)
        at = np.minimum(np.searchsorted(before[held], keys), len(held) - 1)
        # The first place is the first place, by however little.
        first = np.array([one.kind == "extreme" for one in self.blocks] or [False])[self.block]
        return np.asarray((before[held][at] == keys) & (first | (earlier.size[held][at] >= STILL * self.size)))


def _numbered(table: Table, numbers: dict[tuple[str, str], int]) -> Ints:
    """A number for the kind and outcome of each row."""
    blocks = [numbers.setdefault((one.kind, one.outcome), len(numbers)) for one in table.blocks]
    return np.array(blocks, np.int64)[table.block] if blocks else np.zeros(0, np.int64)


def tabulate(moment: Moment, settings: NewsValue) -> Table:
    """Every candidate of every kind, with q over all of them. q is nan for a kind that tests nothing."""
    blocks = tuple(block for one in kinds().values() for block in one.find(moment) if len(block.area))
    block = np.concatenate([np.full(len(one), at) for at, one in enumerate(blocks)] or [np.zeros(0, np.int64)])
    p = _joined([one.p for one in blocks])
    news = _joined([one.news for one in blocks]).astype(np.bool_)
    allowed = np.array([settings.kind(one.kind).allowance for one in blocks] or [1.0])
    return Table(
        blocks=blocks,
        block=block.astype(np.int64),
        row=_joined([np.arange(len(one)) for one in blocks]).astype(np.int64),
        area=_joined([one.area for one in blocks]).astype(np.int64),
        node=_joined([one.node for one in blocks]).astype(np.int64),
        direction=_joined([one.direction for one in blocks]).astype(np.int64),
        size=_joined([one.size for one in blocks]),
        p=p,
        q=false_discovery_rates(p, allowed[block.astype(np.int64)], news),
        news=news,
        back=_joined([one.back for one in blocks]).astype(np.int64),
    )


def _joined(columns: Sequence[NDArray[np.generic]]) -> NDArray[np.float64]:
    return np.concatenate([np.asarray(one, float) for one in columns] or [np.zeros(0)])


def false_discovery_rates(p: Floats, allowance: Floats, news: Flags) -> Floats:
    """For each p the smallest false discovery rate at which its line is called news; nan where p is.

    Benjamini and Hochberg, Journal of the Royal Statistical Society B 57, 1995; `allowance` are each row's share of the
    error that is allowed, which only count against one another (the weights of Genovese, Roeder and Wasserman,
    Biometrika 93, 2006: on average one over all tests, and set without looking at p).

    A row whose effect is too small to be told (not `news`) was tested, but can't be found: it enters with p = 1. Else
    the many small changes that are real and never told would make room for false lines among those that are. Its q is
    that of the next row which can be told.
    """
    from scipy.stats import false_discovery_control  # noqa: PLC0415 (half a second to import)

    q = np.full(p.shape, np.nan)
    tested = np.isfinite(p)
    if tested.any():
        weights = allowance[tested] / allowance[tested].mean()
        weighted, told = np.minimum(p[tested] / weights, 1.0), news[tested]
        rates = false_discovery_control(np.where(told, weighted, 1.0), method="bh")
        order = np.argsort(weighted[told])
        next_told = np.searchsorted(weighted[told][order], weighted[~told])
        rates[~told] = np.append(rates[told][order], 1.0)[next_told]
        q[tested] = rates
    return q
