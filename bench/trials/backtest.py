"""Back-test: every quarter of real history as if it were the release, judged by the 12 months that came after it.

In: fifteen years of rolling totals. Out: claims, ours and two plain rules', and whether each still stood a year on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.findings.breaks import breaks_of
from generator.findings.faults import suspect
from generator.findings.find import find
from generator.findings.finding import Finding, Findings
from generator.findings.moment import Moment, fit_noise, moment_of
from generator.findings.news_value import NewsValue
from generator.findings.panel import Panel
from generator.quarters import Year
from generator.reference import populations

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# The newsroom's rule of thumb: a change over ten per cent is news.
THUMB = 0.10
# A change stands when a year on at least so much of it is left.
LEFT = 0.5
OURS, BY_THUMB, BY_SIZE = "ours", "any change over 10 per cent", "as many, by size of change"
# Kinds that claim a change on the year before or of level, each against a level of its own.
KINDS = ("change", "bucking", "turning", "record", "streak", "fold")
SIZES = ("smallest third", "middle third", "largest third")


@dataclass(frozen=True, slots=True)
class Claim:
    """That something changed: who says so, of which force and offence, in which period; and whether it still stood."""

    by: str
    kind: str
    force: str
    offence: str
    period: str
    stood: bool


@dataclass(frozen=True, slots=True)
class Task:
    """One release: the whole history, and the quarter at which it was new."""

    history: Panel
    end: int
    settings: NewsValue


def stands(reference: float, now: float, later: float) -> bool:
    """Whether at least half of the change from a reference to `now` is left `later`, in the same direction."""
    return now != reference and (later - reference) / (now - reference) >= LEFT


def releases(history: Panel) -> list[int]:
    """The quarters that can be judged: the year before and the year after are known to most forces."""
    known = np.isfinite(history.recorded.value[: history.forces]).mean(axis=(0, 1)) > 0.5
    ends = history.ends.tolist()
    return [
        end for at, end in enumerate(ends) if 4 <= at < len(ends) - 4 and known[at - 4] and known[at] and known[at + 4]
    ]


def run(task: Task) -> list[Claim]:
    """The claims of one release. Nothing later than `end` is seen but to judge; the noise is that of a year before."""
    panel = task.history.until(task.end)
    noise = fit_noise(task.history.until(task.end - 4))
    found = find(panel, task.settings, noise=noise, families={})
    moment = moment_of(panel, noise, task.settings.least, {})
    later = task.history.recorded.value[: panel.forces, :, int(np.searchsorted(task.history.ends, task.end)) + 4]
    judged = population(moment, later, task.settings)
    ours = list(_ours(found, moment, later, judged))
    number = sum(claim.kind == "change" for claim in ours)
    return [*ours, *_plain(moment, later, judged, number)]


def population(moment: Moment, later: Floats, settings: NewsValue) -> Flags:
    """The comparisons that everyone chooses from, by force and offence: two years of 20 cases or more and a third one
    that is known, no hard break between the first and the last, and no fault in the data."""
    unsound, _ = suspect(moment, settings.faults)
    faulty = unsound.cases
    told = (np.isfinite(moment.change_p) & ~faulty)[: moment.panel.forces]
    return np.asarray(told & np.isfinite(later) & ~_broken(moment.panel)[None, :])


def _broken(panel: Panel) -> Flags:
    """Offences with a hard break between the year before the release's and the year after it."""
    now = panel.latest
    start, end = now.back(1).first_day, Year(now.end + 4).last_day
    return np.array(
        [any(one.kind == "hard" and start < one.start <= end for one in breaks_of(n)) for n in panel.offences.nodes]
    )


def _ours(found: Findings, moment: Moment, later: Floats, judged: Flags) -> Iterator[Claim]:
    """Every line called news, those told by another line of the list too: a force's own, of the population."""
    panel = moment.panel
    told = (*found.lines, *(one.finding for one in found.rejected if one.why in {"same", "nested"}))
    for line in told:
        area, node = panel.areas.index(line.area), panel.offences.index(line.offence)
        if line.kind in KINDS and area < panel.forces and judged[area, node]:
            years = moment.years[area, node]
            stood = stands(reference_level(line, years), float(years[0]), float(later[area, node]))
            yield Claim(OURS, line.kind, line.area, line.offence, panel.latest.key, stood)


def reference_level(line: Finding, years: Floats) -> float:
    """What a line says that the year differs from: of a record the mean of the years before it, of a streak or a fold
    the year that it began with, else the year before."""
    if line.kind == "record":
        return float(np.nanmean(years[1 : line.back + 1]))
    return float(years[line.back if line.kind in {"streak", "fold"} else 1])


def _plain(moment: Moment, later: Floats, judged: Flags, number: int) -> Iterator[Claim]:
    """What the two plain rules call news among the same comparisons."""
    panel = moment.panel
    now, before = moment.forces(moment.now), moment.forces(moment.before)
    size = np.where(judged, np.abs(moment.forces(moment.relative)), -1.0)
    largest = np.argsort(-size, axis=None, kind="stable")[:number]
    for by, chosen in ((BY_THUMB, np.flatnonzero(size > THUMB)), (BY_SIZE, largest)):
        for area, node in zip(*np.unravel_index(chosen, size.shape), strict=True):
            stood = stands(float(before[area, node]), float(now[area, node]), float(later[area, node]))
            yield Claim(by, "change", panel.areas[area], panel.offences.nodes[node].id, panel.latest.key, stood)


def size_of(forces: Sequence[str]) -> dict[str, str]:
    """Each force's third by residents. City of London, which has few, is among the smallest."""
    people = populations().residents
    ranked = sorted(forces, key=lambda one: people.get(one, 0))
    return {one: SIZES[3 * at // len(ranked)] for at, one in enumerate(ranked)}


def precision(claims: Sequence[Claim]) -> float:
    """The share that still stood; nan where nothing was claimed."""
    return sum(claim.stood for claim in claims) / len(claims) if claims else float("nan")


def interval(claims: Sequence[Claim], other: Sequence[Claim] = (), *, draws: int = 2000) -> tuple[float, float]:
    """95 per cent interval of a precision, or of one precision less another.

    Forces are drawn with replacement (the cluster bootstrap): neighbouring quarters of one force share most of their
    months, so that their claims are no independent evidence.
    """
    forces = sorted({claim.force for claim in (*claims, *other)})
    random = np.random.default_rng(0)
    weights = random.multinomial(len(forces), [1 / len(forces)] * len(forces), size=draws)

    def drawn(held: Sequence[Claim]) -> Floats:
        stood, every = (
            np.array([sum(one.stood or not only for one in held if one.force == force) for force in forces])
            for only in (True, False)
        )
        with np.errstate(invalid="ignore"):
            return np.asarray((weights @ stood) / (weights @ every))

    values = drawn(claims) - drawn(other) if other else drawn(claims)
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)


def recall(claims: Sequence[Claim], other: Sequence[Claim]) -> float:
    """Of the changes that another rule names and that stood, the share that these claims name too."""
    named = {(one.force, one.offence, one.period) for one in claims}
    right = [one for one in other if one.stood]
    return sum((one.force, one.offence, one.period) in named for one in right) / len(right) if right else float("nan")
