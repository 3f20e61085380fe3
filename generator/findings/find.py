"""Finds what is news for each area. In: a panel, settings. Out: `Findings`. No clock, no disk, no words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from generator import reference
from generator.findings.beside import counting_may_explain
from generator.findings.breaks import Broken
from generator.findings.candidates import Flags
from generator.findings.choose import Choice, choose
from generator.findings.evidence import Floats
from generator.findings.faults import suspect
from generator.findings.finding import Evidence, Finding, Findings, Part, Rejected, years_apart
from generator.findings.kinds import kinds
from generator.findings.moment import Moment, Noise, fit_noise, moment_of
from generator.findings.news_value import NewsValue
from generator.findings.panel import Panel
from generator.findings.table import Table, tabulate
from generator.findings.worth import Worth, provisional, worth
from generator.reference import Break, OutcomeBreak

# p and q to so many digits: enough to show, few enough to be the same on every machine.
DIGITS = 3
# What a kind's detail names by the place of an offence.
PARTS = frozenset({"up", "down", "part"})
# A region in which one force has so many of the cases is that force again.
NEARLY_ALL = 0.9


def find(
    panel: Panel,
    settings: NewsValue,
    *,
    release: str = "",
    noise: Noise | None = None,
    families: Mapping[str, tuple[str, ...]] | None = None,
) -> Findings:
    """The findings of the panel's latest period. `noise` is fitted from the panel unless it is given."""
    if not len(panel.ends):  # less than a year of quarters: nothing can be told of it
        return Findings(release, "", settings.error_rate, 0, 0.0, (), (), ())
    noise = fit_noise(panel) if noise is None else noise
    kin = reference.families() if families is None else families
    as_published = moment_of(panel, noise, settings.least, kin)
    unsound, warnings = suspect(as_published, settings.faults)
    moment = replace(as_published, unsound=unsound)
    table = tabulate(moment, settings)
    judged = _Judged(moment, table, settings, _stood(table, panel, noise, settings, kin))
    lines, rejected = judged.lists()
    told = table.p[table.news & (table.q <= settings.error_rate)]
    return Findings(
        release=release,
        period=moment.year.key,
        error_rate=settings.error_rate,
        tested=int(np.isfinite(table.p).sum()),
        threshold=_digits(float(told.max())) if len(told) else 0.0,
        lines=lines,
        rejected=rejected,
        warnings=warnings,
    )


def _stood(
    table: Table, panel: Panel, noise: Noise, settings: NewsValue, families: Mapping[str, tuple[str, ...]]
) -> Flags:
    """Which rows were as true a quarter ago."""
    if len(panel.ends) < 2:
        return np.zeros(len(table.p), np.bool_)
    earlier = moment_of(panel.until(int(panel.ends[-2])), noise, settings.least, families)
    return table.stood_in(tabulate(earlier, settings), len(panel.areas), len(panel.offences.nodes))


def _is_news(table: Table, settings: NewsValue) -> Flags:
    """Large enough to tell, and not chance; a line that claims nothing beyond its figures needs no test."""
    return np.asarray(table.news & ((table.q <= settings.error_rate) | np.isnan(table.p)))


class _Judged:
    """A table whose rows have been weighed: from here on, rows become findings."""

    def __init__(self, moment: Moment, table: Table, settings: NewsValue, stood: Flags) -> None:
        self.moment, self.table, self.settings, self.stood = moment, table, settings, stood
        self.worth: Worth = worth(table, moment, settings, stood=stood)
        self.values: Floats = self.worth.total
        self.open: Floats = provisional(table, moment, settings)
        self.broken: Broken = moment.broken
        self._soft: dict[tuple[int, int], tuple[Break, ...]] = {}

    def lists(self) -> tuple[tuple[Finding, ...], tuple[Rejected, ...]]:
        """The lines of every area in the order of its list, and those that are not told."""
        found = _is_news(self.table, self.settings)
        counted = counting_may_explain(self.table, self.moment)
        twice = _nearly_one_force(self.table, self.moment)
        news = found & ~counted & ~twice
        values, standing = self.values.tolist(), (self.stood & (self.table.back == 0)).tolist()
        lines: list[Finding] = []
        rejected: list[Rejected] = []
        for area in np.unique(self.table.area):
            here = np.flatnonzero((self.table.area == area) & news)
            chosen = choose(here.tolist(), self.table, values, standing, self.moment, self.settings.scales)
            lines += [self.finding(at, chosen) for at in chosen.order]
            rejected += [
                Rejected(self.finding(at), why, self.identity(by)) for at, (by, why) in sorted(chosen.told_by.items())
            ]
        rejected += [Rejected(self.finding(int(at)), "counting") for at in np.flatnonzero(found & counted & ~twice)]
        rejected += [Rejected(self.finding(int(at)), "one force") for at in np.flatnonzero(found & twice)]
        rejected += [Rejected(self.finding(int(at)), "noise") for at in np.flatnonzero(self.table.news & ~found)]
        small = ~self.table.news & (self.table.q <= self.settings.error_rate) & (self.table.size > 0)
        rejected += [Rejected(self.finding(int(at)), "small") for at in np.flatnonzero(small)]
        return tuple(lines), tuple(sorted(rejected, key=_by_area_and_worth))

    def identity(self, at: int) -> str:
        """A name for the row that is the same in every run."""
        table, panel = self.table, self.moment.panel
        kind = "-".join(filter(None, (table.kind(at), table.outcome(at)))).replace("_", "-")
        ids = (panel.areas[table.area[at]], panel.offences.nodes[table.node[at]].id, kind)
        end = {"extreme": "-high" if table.direction[at] > 0 else "-low"}.get(table.kind(at), "")
        return "/".join(ids) + end

    def finding(self, at: int, chosen: Choice | None = None) -> Finding:
        """The row as a finding; with what it stands for where it was chosen."""
        table, panel = self.table, self.moment.panel
        node = panel.offences.nodes[table.node[at]]
        kind, outcome = table.kind(at), table.outcome(at)
        now, then, unit = self._figures(at)
        also = chosen.also.get(at, ()) if chosen else ()
        wider = chosen.wider.get(at, ()) if chosen else ()
        return Finding(
            id=self.identity(at),
            area=panel.areas[table.area[at]],
            offence=node.id,
            official=node.official,
            level=node.level,
            group=node.group,
            kind=kind,
            family=kinds()[kind].family,
            outcome=outcome,
            measure=f"{outcome}, share" if outcome else ("rate" if kinds()[kind].family == "rates" else "recorded"),
            period=self.moment.year.key,
            direction=_direction(kind, int(table.direction[at])),
            now=now,
            then=then,
            unit=unit,
            back=int(table.back[at]),
            size=round(float(table.size[at]), 4),
            evidence=Evidence(kinds()[kind].test, _known_digits(table.p[at]), _known_digits(table.q[at])),
            value=float(self.values[at]),
            parts=tuple(Part(name, float(points[at])) for name, points in self.worth.parts.items() if points[at]),
            fresh=not self.stood[at],
            of_nation=self._of_nation(at),
            caveats=self._caveats(at),
            also=tuple(self.identity(other) for other in also),
            stands_for=tuple(panel.offences.nodes[one].id for one in dict.fromkeys(wider)),
            detail=self._detail(at),
        )

    def _figures(self, at: int) -> tuple[float | None, float | None, str]:
        """The two figures that the line compares; for a rate or share outlier, the figure alone."""
        table, moment = self.table, self.moment
        where, kind, outcome = (table.area[at], table.node[at]), table.kind(at), table.outcome(at)
        back = years_apart(kind, int(table.back[at]))
        if outcome:
            part = moment.outcome(outcome)
            now, then = (
                None
                if part is None or years >= part.shape[2]
                else _ratio(100 * part[(*where, years)], moment.years[(*where, years)])
                for years in (0, 1)
            )
            return now, then if back else None, "per cent"
        if kinds()[kind].family == "rates":
            rates = moment.rates[where]
            return _number(rates[0]), _number(rates[1]) if back and len(rates) > 1 else None, "per 1,000 people"
        years = moment.years[where]
        # A record holds although months are missing: what was published stands for the year.
        now = years[0] if np.isfinite(years[0]) or kind != "record" else moment.least[(*where, 0)]
        return _number(now), _number(years[back]) if 0 < back < len(years) else None, "cases"

    def _of_nation(self, at: int) -> float | None:
        """The area's share of the nation's cases; None for the nation itself."""
        area, node = int(self.table.area[at]), int(self.table.node[at])
        return None if area == self.moment.panel.nation else _number(self.moment.of_nation[area, node])

    def _caveats(self, at: int) -> tuple[str, ...]:
        breaks = self._breaks(at)
        gaps = not np.isfinite(self.moment.now[self.table.area[at], self.table.node[at]])
        return (
            *dict.fromkeys(one.id for one in breaks),
            *(("provisional",) if self.open[at] else ()),
            *(("months missing",) if gaps else ()),
        )

    def _breaks(self, at: int) -> Iterator[Break | OutcomeBreak]:
        """The changes in counting between the figures of the line: of its offence, of the parts that it names, and of
        the outcomes that it is about."""
        back, outcome = int(self.table.back[at]), self.table.outcome(at)
        parts = [int(value) for name, value in self.table.detail(at).items() if name in PARTS]
        for node in (int(self.table.node[at]), *parts):
            if (node, back) not in self._soft:
                self._soft[node, back] = self.broken.soft(node, back)
            yield from self._soft[node, back]
        if outcome and back:
            types = set(reference.outcome_types(outcome))
            then = self.moment.year.back(back).first_day
            for one in reference.outcome_breaks():
                if types & set(one.types) and then < one.start <= self.moment.year.last_day:
                    yield one

    def _detail(self, at: int) -> dict[str, float | str]:
        """What the kind says besides, with offences by name."""
        held = self.table.detail(at)
        nodes = self.moment.panel.offences.nodes
        return {name: nodes[int(value)].id if name in PARTS else round(value, 4) for name, value in held.items()}


def _direction(kind: str, sign: int) -> str:
    return ("high" if sign > 0 else "low") if kinds()[kind].ends else ("up" if sign > 0 else "down")


def _ratio(part: float, whole: float) -> float | None:
    return round(float(part / whole), 6) if np.isfinite(part) and whole > 0 else None


def _number(value: float) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None


def _digits(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _known_digits(value: float) -> float | None:
    return _digits(float(value)) if np.isfinite(value) else None


def _by_area_and_worth(one: Rejected) -> tuple[str, float, str]:
    return one.finding.area, -one.finding.value, one.finding.id


def _nearly_one_force(table: Table, moment: Moment) -> Flags:
    """Rows of a region in which one force has nearly all the cases: its line would be told twice."""
    panel = moment.panel
    largest = np.zeros(moment.now.shape)
    for row in range(panel.forces, panel.nation):
        largest[row] = np.where(panel.within(row)[:, None], np.nan_to_num(moment.forces(moment.now)), 0.0).max(axis=0)
    with np.errstate(invalid="ignore"):
        alone = largest >= NEARLY_ALL * moment.now
    return np.asarray(alone[table.area, table.node] & (table.area >= panel.forces) & (table.area < panel.nation))
