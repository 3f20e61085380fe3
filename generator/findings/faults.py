"""Faults in the data: what is missing, near zero, or fallen in many offences at once. In: a panel. Out: warnings.

A figure that a fault touches is a question to the force and never a finding.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.findings.candidates import Flags, Ints
from generator.findings.finding import DataWarning
from generator.findings.moment import Moment, Unsound
from generator.findings.news_value import FaultBars
from generator.findings.panel import CLOSED, Panel, Quarters
from generator.quarters import first_day

# A count of a quarter says something of a fall from so many on.
LEAST_QUARTER = 20
# A force must have so many offences of that size before their falling together means anything.
LEAST_OFFENCES = 6
# A force that makes up so much of a region or of the nation makes their sum as faulty as its own figure.
TELLING = 0.05
# Quarters that the present year and the year before are made of.
RECENT = 8


def suspect(moment: Moment, bars: FaultBars) -> tuple[Unsound, tuple[DataWarning, ...]]:
    """Where the present figures can't be trusted, and what to ask the forces.

    What is wrong with an offence is wrong with all that it lies in; what is wrong with a force, with the sums of which
    it makes a telling part.
    """
    panel = moment.panel
    flags = np.zeros(moment.now.shape, np.bool_)
    warnings: list[DataWarning] = []
    if panel.quarters is not None:
        for found, areas in (_near_zero(panel, panel.quarters, bars), _many_fallen(panel, panel.quarters, bars)):
            warnings += found
            flags[areas] = True
        warnings += _missing(panel, panel.quarters)
    warnings += _no_outcomes(moment)
    gone = _gone(moment, bars)
    flags[: panel.forces] |= gone
    warnings += _gone_warnings(moment, gone)
    stopped = _stopped(moment, bars)
    warnings += [
        DataWarning(
            f"{panel.areas[area]}/near-zero-outcomes/{moment.year.key}",
            panel.areas[area],
            "near zero",
            "outcomes",
            (),
            (),
        )
        for area in np.flatnonzero(stopped)
    ]
    return Unsound(_spread(moment, flags), stopped), tuple(sorted(warnings, key=lambda one: one.id))


def _spread(moment: Moment, flags: Flags) -> Flags:
    """Faults of forces carried up to the offences and to the regions and the nation that hold them."""
    tree, panel = moment.panel.offences, moment.panel
    spread = flags.copy()
    for node in range(len(tree.nodes)):
        for above in tree.above(node):
            spread[:, above] |= flags[:, node]
    before = np.nan_to_num(moment.before)
    for row in range(panel.forces, len(panel.areas)):
        held = np.where(spread[: panel.forces] & panel.within(row)[:, None], moment.forces(before), 0.0).sum(axis=0)
        spread[row] |= (held > 0) & (held >= TELLING * before[row])
    return spread


def _stopped(moment: Moment, bars: FaultBars) -> Flags:
    """Forces whose outcomes, or whose charges, have all but stopped over all offences, though not the nation's."""
    panel = moment.panel
    stopped = np.zeros(len(panel.areas), np.bool_)
    codes = [at for at, node in enumerate(panel.offences.nodes) if len(node.codes) == 1]
    for outcomes in (moment.outcome("charged"), moment.outcome(CLOSED, "closed")):
        if outcomes is None or outcomes.shape[2] < 2:
            continue
        now, before = (moment.forces(outcomes[:, codes, back]) for back in (0, 1))
        both = np.isfinite(now) & np.isfinite(before)
        now, before = (np.where(both, part, 0.0).sum(axis=1) for part in (now, before))
        usual = now.sum() / before.sum() if before.sum() else 0.0
        stopped[: panel.forces] |= (before >= bars.least) & (now < bars.near_zero * usual * before)
    return stopped


def _recent(quarters: Quarters) -> slice:
    return slice(max(quarters.count.shape[2] - RECENT, 0), None)


def _key(panel: Panel, at: int) -> str:
    """The first day of a quarter of the panel."""
    return first_day(int(panel.ends[0]) - 3 + at).isoformat()


def _near_zero(panel: Panel, quarters: Quarters, bars: FaultBars) -> tuple[list[DataWarning], list[int]]:
    """Quarters in which a force recorded hardly anything, over all offences, without being marked as missing."""
    total = np.where(quarters.unknown, 0, quarters.count).sum(axis=1).astype(float)
    marked = quarters.unknown.any(axis=1)
    silent = np.all(marked, axis=1)[:, None]
    usual = np.nanmedian(np.where(silent, 0.0, np.where(marked, np.nan, total)), axis=1)
    low = ~marked & (total < bars.near_zero * usual[:, None]) & (usual[:, None] >= LEAST_QUARTER)
    warnings, areas = [], []
    for area in np.flatnonzero(low[:, _recent(quarters)].any(axis=1)):
        at = np.flatnonzero(low[area])
        at = at[at >= total.shape[1] - RECENT]
        areas.append(int(area))
        left = float(total[area, at].mean() / usual[area])
        warnings.append(_warning(panel, int(area), "near zero", at, share=left))
    return warnings, areas


def _many_fallen(panel: Panel, quarters: Quarters, bars: FaultBars) -> tuple[list[DataWarning], list[int]]:
    """Quarters in which many offences of one force fell together, as no wave of virtue makes them."""
    warnings: list[DataWarning] = []
    areas = []
    known = ~quarters.unknown & quarters.in_force
    now, before = quarters.count[..., 4:].astype(float), quarters.count[..., :-4].astype(float)
    judged = known[..., 4:] & known[..., :-4] & (before >= LEAST_QUARTER)
    fell = judged & (now < (1 - bars.fallen) * before)
    # What the whole nation does (a pandemic) is no fault of one force's data.
    nation = np.where(judged, now, 0).sum(axis=0) < (1 - bars.fallen) * np.where(judged, before, 0).sum(axis=0)
    fell &= ~nation
    count, of = fell.sum(axis=1), judged.sum(axis=1)
    many = (of >= LEAST_OFFENCES) & (count >= bars.many * np.maximum(of, 1))
    start = max(many.shape[1] - RECENT, 0)
    for area in np.flatnonzero(many[:, start:].any(axis=1)):
        at = start + np.flatnonzero(many[area, start:])
        areas.append(int(area))
        portion = float((count[area, at] / of[area, at]).mean())
        warnings.append(_warning(panel, int(area), "many fallen", at + 4, share=portion))
    return warnings, areas


def _missing(panel: Panel, quarters: Quarters) -> Iterator[DataWarning]:
    """What a force did not provide, or is known to lack months, in the present year or the year before."""
    recent = quarters.unknown[..., _recent(quarters)]
    shift = quarters.unknown.shape[2] - recent.shape[2]
    for area in np.flatnonzero(recent.any(axis=(1, 2))):
        at = shift + np.flatnonzero(recent[area].any(axis=0))
        codes = np.flatnonzero(recent[area].any(axis=1))
        every = len(codes) >= quarters.in_force[:, _recent(quarters)].any(axis=1).sum()
        names = () if every else tuple(panel.offences.codes[code] for code in codes)
        yield _warning(panel, int(area), "missing", at, offences=names)


def _no_outcomes(moment: Moment) -> Iterator[DataWarning]:
    """Forces whose outcomes of the present year are not wholly known, though those of others are."""
    charged = moment.outcome("charged")
    if charged is None:
        return
    lacking = np.isnan(moment.forces(charged[..., 0])) & np.isfinite(moment.forces(moment.now))
    counted = np.isfinite(moment.forces(charged[..., 0])).any(axis=0)
    lacking &= counted
    for area in np.flatnonzero(lacking.any(axis=1)):
        names = tuple(moment.panel.offences.nodes[node].id for node in np.flatnonzero(lacking[area]))
        slug = moment.panel.areas[area]
        yield DataWarning(
            id=f"{slug}/missing-outcomes/{moment.year.key}",
            area=slug,
            kind="missing",
            table="outcomes",
            quarters=(),
            offences=() if len(names) == counted.sum() else names,
        )


def _gone(moment: Moment, bars: FaultBars) -> Flags:
    """Offences that have all but vanished from one force, though not from the nation."""
    now, before = moment.forces(moment.now), moment.forces(moment.before)
    with np.errstate(invalid="ignore"):
        vanished = (before >= bars.least) & (now < bars.gone * before)
        elsewhere = moment.nation_relative < bars.gone - 1
    return np.asarray(vanished & ~elsewhere)


def _gone_warnings(moment: Moment, gone: Flags) -> Iterator[DataWarning]:
    panel = moment.panel
    for area in np.flatnonzero(gone.any(axis=1)):
        names = tuple(panel.offences.nodes[node].id for node in np.flatnonzero(gone[area]))
        yield DataWarning(
            id=f"{panel.areas[area]}/gone/{moment.year.key}",
            area=panel.areas[area],
            kind="gone",
            table="recorded",
            quarters=(),
            offences=names,
        )


def _warning(panel: Panel, area: int, kind: str, at: Ints, **told: tuple[str, ...] | float) -> DataWarning:
    """A warning about quarters of the panel. `told` are its offences and its share."""
    quarters = tuple(_key(panel, int(one)) for one in at)
    offences, share = told.get("offences", ()), told.get("share")
    return DataWarning(
        id=f"{panel.areas[area]}/{kind.replace(' ', '-')}/{quarters[0]}",
        area=panel.areas[area],
        kind=kind,
        table="recorded",
        quarters=quarters,
        offences=offences if isinstance(offences, tuple) else (),
        share=round(share, 3) if isinstance(share, float) else None,
    )
