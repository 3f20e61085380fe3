"""What a change is set beside: the nation's, over the same years, and the changes in counting between. In: a table, a
moment. Out: growth by row, and which rows the counting may explain.
"""

from __future__ import annotations

import numpy as np

from generator.findings.candidates import Flags, Ints
from generator.findings.evidence import Floats
from generator.findings.moment import Moment
from generator.findings.table import Table


def about_outcomes(table: Table) -> Flags:
    """Which rows are about outcomes and not about the number of cases."""
    about = np.array([bool(block.outcome) for block in table.blocks] or [False])
    return np.asarray(about[table.block])


def _years(table: Table) -> Ints:
    """Over how many years each row compares: a record is set beside the year before."""
    record = np.array([block.kind == "record" for block in table.blocks] or [False])
    return np.where(record[table.block], np.minimum(table.back, 1), table.back)


def own_and_nation(table: Table, moment: Moment) -> tuple[Floats, Floats]:
    """The growth of each row's cases over the years that it compares, and the nation's, as logarithms; nan for outcomes
    and where either is unknown."""
    back, cases = _years(table), ~about_outcomes(table)
    own, nation = np.full(len(back), np.nan), np.full(len(back), np.nan)
    for years in np.unique(back[back > 0]).tolist():
        rows = np.flatnonzero((back == years) & cases)
        area, node = table.area[rows], table.node[rows]
        with np.errstate(invalid="ignore", divide="ignore"):
            own[rows] = np.log(moment.now[area, node] / moment.back(years)[area, node])
        nation[rows] = moment.nation_growth(years)[node]
    return np.where(np.isfinite(own), own, np.nan), nation


def counting_may_explain(table: Table, moment: Moment) -> Flags:
    """Which rows a change in counting may explain: it pushed the count the way that it went, and England and Wales,
    counted by the same rules, went that way by at least half as much, or is not known.

    The planner's rule for a lead (`plan.dominated_by_counting`), asked of every line.
    """
    own, nation = own_and_nation(table, moment)
    pairs = list(zip(table.node.tolist(), _years(table).tolist(), strict=True))
    effects = {pair: {one.effect for one in moment.broken.soft(*pair)} for pair in set(pairs)}
    up, down = (np.array([way in effects[pair] for pair in pairs], bool) for way in ("up", "down"))
    with np.errstate(invalid="ignore"):
        with_push = np.where(own > 0, up, down) & np.isfinite(own)
        shared = ~np.isfinite(nation) | ((own * nation > 0) & (np.abs(nation) >= np.abs(own) / 2))
    return np.asarray(with_push & shared)
