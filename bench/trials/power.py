"""Power: how many known changes are found. In: a base to simulate from. Out: found and planted, by size of series.

The planted series stand in a release like any other: it is searched as a whole, and its bar is the release's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from bench.trials.placebo import CHANGES, PORTION
from bench.trials.simulate import Base, Planted, simulate
from generator.findings.find import find
from generator.findings.finding import Findings
from generator.findings.news_value import NewsValue

CASES = (20.0, 200.0, 2000.0, 20000.0)
# The spread of a steady, a middling and an unsteady offence: of eighteen offences in England and Wales from 2003 to
# 2018 (ONS rolling years by force, burglary aside, which was counted anew in 2017), a tenth lie below the first, half
# below the second, and a tenth above the third.
SPREADS = {"steady": 0.04, "middling": 0.065, "unsteady": 0.13}
# Kinds that say that the year differs from the one before, and are right if it does.
TELL_A_CHANGE = frozenset({"change", "record", "bucking", "moved", "turning", "streak"})

Cell = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Task:
    """One release whose offences all have one spread: everything follows from the seed and its number."""

    base: Base
    settings: NewsValue
    seed: int
    number: int
    spread: str


@dataclass(frozen=True, slots=True)
class Found:
    """By spread, cases a year and change: series that it was planted in, and those in which it was found."""

    planted: Counter[Cell]
    found: Counter[Cell]


def run(task: Task) -> Found:
    """Plant changes in a tenth of the series of codes, give these one of the sizes, search the release."""
    random = np.random.default_rng([task.seed, task.number, 2 + list(SPREADS).index(task.spread)])
    base = replace(task.base, spread=np.full(task.base.spread.shape, SPREADS[task.spread]))
    shape = base.level.shape
    chosen = random.random(shape) < PORTION
    cases = random.choice(CASES, shape)
    change = random.choice(CHANGES, shape) * random.choice((-1.0, 1.0), shape)
    planted = Planted(np.where(chosen, 1 + change, 1.0), level=np.where(chosen, cases, np.nan))
    panel, _ = simulate(base, planted, random)
    seen = told(find(panel, task.settings, families={}))
    every: Counter[Cell] = Counter()
    found: Counter[Cell] = Counter()
    names = {node.codes: node.id for node in base.offences.nodes}
    for force, code in zip(*np.nonzero(chosen), strict=True):
        cell = (task.spread, float(cases[force, code]), float(change[force, code]))
        sign = 1 if change[force, code] > 0 else -1
        every[cell] += 1
        found[cell] += (base.forces[force], names[(base.offences.codes[code],)], sign) in seen
    return Found(every, found)


def told(findings: Findings) -> set[tuple[str, str, int]]:
    """Area, offence and direction of every change that is told, by a line of its own or by another line of the list."""
    lines = (*findings.lines, *(one.finding for one in findings.rejected if one.why in {"same", "nested"}))
    return {
        (line.area, line.offence, 1 if line.direction in {"up", "high"} else -1)
        for line in lines
        if line.kind in TELL_A_CHANGE
    }
