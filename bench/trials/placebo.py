"""Placebo: how much is found where nothing happened, and how much of what is found is false where something did.

In: a base to simulate from. Out: tallies of false lines by kind, by release and by force.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.trials.judge import FIGURES_ALONE, Judge
from bench.trials.simulate import Base, Planted, alike, no_change, simulate
from generator.findings.find import find
from generator.findings.finding import Findings
from generator.findings.kinds import kinds
from generator.findings.moment import fit_noise, moment_of
from generator.findings.news_value import NewsValue
from generator.findings.panel import Panel

Floats = NDArray[np.float64]

# In the mixed run so many of the series change in the latest year, by one of these, up or down.
PORTION = 0.10
CHANGES = (0.05, 0.10, 0.20, 0.50)
# p-values below these are counted: were they valid, at most this share would be.
LEVELS = (0.05, 0.01, 0.001)
PLACES = ("force", "region", "nation")
# What is simulated. Alike: every force has the middle force's rates and shares, so that no line at all can be true.
DESIGNS = {
    "alike": "nothing changes, all forces alike",
    "apart": "nothing changes, forces differ as they do",
    "mixed": "a tenth of the series change",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One release to simulate and judge: everything follows from the seed and its number."""

    base: Base
    settings: NewsValue
    seed: int
    number: int
    design: str


@dataclass(frozen=True, slots=True)
class Tally:
    """One release. Lines told, true and false, by kind and by sort of area; the forces with a false line.

    `tested` and `low` count, by kind and sort of area, the p-values, and those below each of LEVELS.
    """

    told: Counter[tuple[str, str]]
    false: Counter[tuple[str, str]]
    forces: int
    with_false: int
    figures_alone: int
    tested: Counter[tuple[str, str]]
    low: Counter[tuple[str, str, float]]


def planted_changes(base: Base, random: np.random.Generator) -> Planted:
    """Changes in a tenth of the series of codes, and in a tenth of the shares of each outcome."""
    return Planted(_factors(base, random), {group: _factors(base, random) for group in base.shares})


def _factors(base: Base, random: np.random.Generator) -> Floats:
    changed = random.random(base.level.shape) < PORTION
    sizes = random.choice(CHANGES, base.level.shape) * random.choice((-1.0, 1.0), base.level.shape)
    return np.where(changed, 1 + sizes, 1.0)


def run(task: Task) -> Tally:
    """Simulate, find, judge."""
    random = np.random.default_rng([task.seed, task.number, *task.design.encode()])
    base = alike(task.base) if task.design == "alike" else task.base
    planted = planted_changes(base, random) if task.design == "mixed" else no_change(base)
    panel, truth = simulate(base, planted, random)
    # No force families: the placebo must not hang on a reference file.
    found = find(panel, task.settings, families={})
    tested, low = _p_values(panel, task.settings) if task.design != "mixed" else (Counter(), Counter())
    return _tally(found, panel, Judge(panel, truth, planted), tested, low)


def _tally(
    found: Findings,
    panel: Panel,
    judge: Judge,
    tested: Counter[tuple[str, str]],
    low: Counter[tuple[str, str, float]],
) -> Tally:
    lines = [line for line in found.lines if line.kind not in FIGURES_ALONE]
    wrong = [line for line in lines if not judge.is_true(line)]
    forces = set(panel.areas[: panel.forces])
    return Tally(
        told=Counter((line.kind, place_of(panel, line.area)) for line in lines),
        false=Counter((line.kind, place_of(panel, line.area)) for line in wrong),
        forces=len(forces),
        with_false=len(forces & {line.area for line in wrong}),
        figures_alone=len(found.lines) - len(lines),
        tested=tested,
        low=low,
    )


def place_of(panel: Panel, area: str) -> str:
    """The sort of an area: force, region or nation."""
    at = panel.areas.index(area)
    return PLACES[0] if at < panel.forces else PLACES[2] if at == panel.nation else PLACES[1]


def _p_values(panel: Panel, settings: NewsValue) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str, float]]]:
    """How small the p-values of each kind are where nothing happened."""
    moment = moment_of(panel, fit_noise(panel), settings.least, {})
    tested: Counter[tuple[str, str]] = Counter()
    low: Counter[tuple[str, str, float]] = Counter()
    for block in (block for one in kinds().values() for block in one.find(moment)):
        place = np.where(block.area < panel.forces, 0, np.where(block.area == panel.nation, 2, 1))
        for at, name in enumerate(PLACES):
            p = block.p[(place == at) & np.isfinite(block.p)]
            tested[block.kind, name] += len(p)
            for level in LEVELS:
                low[block.kind, name, level] += int((p <= level).sum())
    return tested, low
