"""The series behind a line: 12-month totals ending in the same quarter. In: a panel, a finding. Out: `Series`.

A year that is not wholly known stays None, and is never nought. Knows nothing of drawing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from generator import reference
from generator.findings.breaks import breaks_of
from generator.findings.evidence import Floats
from generator.findings.finding import Finding
from generator.findings.panel import Panel
from generator.findings.show.telling import years_between
from generator.quarters import Year


@dataclass(frozen=True, slots=True)
class Mark:
    """A change in counting, or a spell of one: `start` and `until` in years after the first point (until None for a
    change that came to stay). Nothing compares across a `hard` one."""

    start: float
    until: float | None
    hard: bool
    day: date
    note: str


@dataclass(frozen=True, slots=True)
class Series:
    """One value a year, oldest first, in the unit of the finding. `nation` is England and Wales in the same unit, empty
    where it is of no use beside it; `then` the place of the figure that the line compares with."""

    years: tuple[Year, ...]
    values: tuple[float | None, ...]
    nation: tuple[float | None, ...]
    marks: tuple[Mark, ...]
    unit: str
    then: int | None


def series_of(panel: Panel, one: Finding) -> Series:
    """The series of a finding, from the first year that is known."""
    node = panel.offences.index(one.offence)
    area = panel.areas.index(one.area)
    values = _values(panel, area, node, one)
    known = np.flatnonzero(np.isfinite(values))
    first = int(known[0]) if len(known) else len(values) - 1
    ends = panel.ends[::-4][::-1][first:]
    years = tuple(Year(int(end)) for end in ends)
    beside = one.unit != "cases" and area != panel.nation
    nation = _values(panel, panel.nation, node, one)[first:] if beside else np.zeros(0)
    back = len(years) - 1 - years_between(one)
    return Series(
        years=years,
        values=_known(values[first:]),
        nation=_known(nation),
        marks=tuple(_marks(panel, node, one, years)),
        unit=one.unit,
        then=back if one.then is not None and 0 <= back < len(years) - 1 else None,
    )


def _values(panel: Panel, area: int, node: int, one: Finding) -> Floats:
    """Oldest first, nan where unknown."""
    recorded = panel.recorded.value[area, node]
    with np.errstate(divide="ignore", invalid="ignore"):
        if one.unit == "per cent":
            whole = np.where(recorded > 0, recorded, np.nan)
            values = 100 * panel.outcomes[one.outcome].value[area, node] / whole
        elif one.unit == "per 1,000 people":
            values = 1000 * recorded / panel.residents[area]
        else:
            values = recorded
    return np.asarray(values[::-4][::-1])


def _known(values: Floats) -> tuple[float | None, ...]:
    return tuple(float(value) if np.isfinite(value) else None for value in values)


def _marks(panel: Panel, node: int, one: Finding, years: tuple[Year, ...]) -> Iterator[Mark]:
    """The changes in counting within the years shown, of the offence and of the outcome."""
    for each in breaks_of(panel.offences.nodes[node]):
        yield from _mark(each.start, each.until, each.kind, each.note, years)
    if one.outcome:
        types = set(reference.outcome_types(one.outcome))
        for other in reference.outcome_breaks():
            if types & set(other.types):
                yield from _mark(other.start, None, other.kind, other.note, years)


def _mark(start: date, until: date | None, kind: str, note: str, years: tuple[Year, ...]) -> Iterator[Mark]:
    at, end = _place(start, years[0]), None if until is None else _place(until, years[0])
    last = len(years) - 1
    if (0 if end is None else 0 - (end - at)) < at < last:
        yield Mark(max(at, 0.0), None if end is None else min(end, float(last)), kind == "hard", start, note)


def _place(day: date, first: Year) -> float:
    """A day on the axis: 0 on the last day of the first year, 1 a year later."""
    return (day - first.last_day).days / 365.25
