"""One list for each area, each story told once. In: lines that are news, with their worth. Out: order, and what is told
by which.

Lines on one series are one line. A line on a whole is told by the line on the part that drives it. The list is diverse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.findings.kinds import kinds
from generator.findings.moment import Moment
from generator.findings.news_value import Scales
from generator.findings.table import Table

# However many lines like it stand before it, a line keeps some of its worth.
MOST_LOST = 0.6
# A part that makes up so much of the change of the whole tells its story.
MOST = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """The rows of one area in the order of its list. `also` are the rows of the same series that each stands before,
    `wider` the offences whose lines it tells; `told_by` says which row tells a row that is left out, and why."""

    order: tuple[int, ...]
    also: dict[int, tuple[int, ...]]
    wider: dict[int, tuple[int, ...]]
    told_by: dict[int, tuple[int, str]]


def choose(  # noqa: PLR0917 (the rows, what they hold, and what they are weighed by)
    rows: Sequence[int],
    table: Table,
    values: Sequence[float],
    standing: Sequence[bool],
    moment: Moment,
    scales: Scales,
) -> Choice:
    """The list of one area from its rows. Ties are broken by kind and offence, so that the order is always the same."""
    nodes = moment.panel.offences.nodes
    ranked = sorted(rows, key=lambda at: (-values[at], table.kind(at), table.outcome(at), nodes[table.node[at]].id))
    # Of the lines on one series a place that has long been its place never hides a change.
    ranked.sort(key=lambda at: standing[at])
    told_by: dict[int, tuple[int, str]] = {}
    wider: dict[int, tuple[int, ...]] = {}
    leads: dict[tuple[int, str], int] = {}
    also: dict[int, tuple[int, ...]] = {}
    for at in ranked:
        series = (int(table.node[at]), table.outcome(at))
        lead = leads.setdefault(series, at)
        if lead != at:
            told_by[at] = (lead, "same")
            also[lead] = (*also.get(lead, ()), at)
    for at in leads.values():
        part = _told_by_part(at, leads, table, moment)
        if part is not None:
            told_by[at] = (part, "nested")
    for at, (by, why) in list(told_by.items()):
        if why == "nested":
            teller = _last(by, told_by)
            told_by[at] = (teller, why)
            wider[teller] = (*wider.get(teller, ()), int(table.node[at]))
    left = [at for at in ranked if at not in told_by]
    return Choice(_diverse(left, table, values, moment, scales), also, wider, told_by)


def _last(at: int, told_by: dict[int, tuple[int, str]]) -> int:
    """The row that tells it in the end."""
    while at in told_by:
        at = told_by[at][0]
    return at


def _told_by_part(at: int, leads: dict[tuple[int, str], int], table: Table, moment: Moment) -> int | None:
    """The line of a part that makes up most of this line's change and goes the same way; None where there is none."""
    area, node, outcome = int(table.area[at]), int(table.node[at]), table.outcome(at)
    best: tuple[float, int] | None = None
    for (other, its_outcome), lead in leads.items():
        if its_outcome != outcome or node not in moment.panel.offences.above(other):
            continue
        if table.direction[lead] == table.direction[at] and table.kind(at) != "opposed":
            portion = _portion(area, other, node, outcome, moment)
            if portion >= MOST and (best is None or portion > best[0]):
                best = (portion, lead)
    return best[1] if best else None


def _portion(area: int, part: int, whole: int, outcome: str, moment: Moment) -> float:
    """How much of the whole's change is the part's; of the whole's cases where the line is about outcomes."""
    now, before = moment.now[area], moment.before[area]
    if outcome or not np.isfinite(before[whole]) or now[whole] == before[whole]:
        return float(now[part] / now[whole]) if now[whole] else 0.0
    step = (now[part] - before[part]) / (now[whole] - before[whole])
    return float(step) if np.isfinite(step) else 0.0


def _diverse(left: list[int], table: Table, values: Sequence[float], moment: Moment, scales: Scales) -> tuple[int, ...]:
    """The best line first; each next one loses for every line of its group, and of its family of kinds, before it."""
    nodes, family = moment.panel.offences.nodes, {name: one.family for name, one in kinds().items()}
    groups: dict[str, int] = {}
    families: dict[str, int] = {}
    order: list[int] = []
    waiting = list(left)
    while waiting:

        def now_worth(at: int) -> float:
            again = groups.get(nodes[table.node[at]].group, 0) * scales.same_group
            kin = family[table.kind(at)]
            again += families.get(kin, 0) * (scales.same_rates if kin == "rates" else scales.same_family)
            return values[at] * (1 - min(MOST_LOST, again))

        best = max(waiting, key=now_worth)  # the first of equals, and these stand in a fixed order
        waiting.remove(best)
        order.append(best)
        group, kin = nodes[table.node[best]].group, family[table.kind(best)]
        groups[group], families[kin] = groups.get(group, 0) + 1, families.get(kin, 0) + 1
    return tuple(order)
