"""News value. In: a table of candidates, a moment, the newsroom's settings. Out: points for each part, by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.findings.beside import about_outcomes, own_and_nation
from generator.findings.candidates import Flags
from generator.findings.classification import CODE, GROUP, SUBGROUP
from generator.findings.evidence import Floats
from generator.findings.moment import SMALL, Moment
from generator.findings.news_value import NewsValue
from generator.findings.table import Table


@dataclass(frozen=True, slots=True)
class Worth:
    """Points of each part by row of the table, rounded to a tenth; deductions are below zero."""

    parts: Mapping[str, Floats]

    @property
    def total(self) -> Floats:
        """News value from 0 to 100."""
        return np.asarray(np.clip(np.round(np.sum(list(self.parts.values()), axis=0), 1), 0, 100))


def worth(table: Table, moment: Moment, settings: NewsValue, *, stood: Flags) -> Worth:
    """What each row is worth. `stood` says which were as true a quarter ago."""
    weights, scales = settings.weights, settings.scales
    # A line that holds though months are missing is about what was published.
    counted = np.where(np.isfinite(moment.now), moment.now, moment.least[..., 0])
    cases = np.nan_to_num(counted[table.area, table.node])
    fractions = {
        "size": _size(table, settings),
        "evidence": _evidence(table, settings),
        "rarity": _rarity(table, settings),
        "people": _log_scale(cases, SMALL, scales.many_people),
        "interest": np.array([settings.interest_of(node) for node in moment.panel.offences.nodes])[table.node],
        "surprise": _surprise(table, moment, settings),
        "human": _human(cases / moment.year.days, scales.pictured),
        "freshness": np.where(stood, scales.old_news, 1.0),
    }
    parts = {name: np.round(getattr(weights, name) * np.nan_to_num(part), 1) for name, part in fractions.items()}
    standing = (table.back == 0) & stood
    return Worth(
        {**parts, "standing": -settings.deductions.standing * standing, **_deductions(table, moment, settings)}
    )


def _size(table: Table, settings: NewsValue) -> Floats:
    """How large the effect is, as each kind counts it; the first steps weigh most."""
    full = np.array([settings.kind(block.kind).full_size for block in table.blocks] or [1.0])
    return np.asarray(np.clip(table.size / full[table.block], 0, 1) ** 0.75) if len(table.p) else np.zeros(0)


def _evidence(table: Table, settings: NewsValue) -> Floats:
    """From the error rate (nothing) to `full_evidence` (all); all for a line that claims nothing but its figures."""
    rate, full = np.log10(settings.error_rate), np.log10(settings.scales.full_evidence)
    log = np.log10(np.maximum(np.nan_to_num(table.q, nan=settings.scales.full_evidence), 1e-300))
    return np.asarray(np.clip((log - rate) / (full - rate), 0, 1))


def _rarity(table: Table, settings: NewsValue) -> Floats:
    """Half how special the kind is, half how few areas have a line of the kind on the same offence and direction."""
    kinds = np.array([settings.kind(block.kind).worth for block in table.blocks] or [0.5])
    key = np.stack([table.block, table.node, table.direction])
    told = table.news & ~(table.q > settings.error_rate)
    _, inverse = np.unique(key, axis=1, return_inverse=True)
    count = np.bincount(inverse.ravel(), weights=told)[inverse.ravel()] if len(table.p) else np.zeros(0)
    return np.asarray((kinds[table.block] + 1 / np.maximum(count, 1) ** 0.5) / 2) if len(table.p) else np.zeros(0)


def _surprise(table: Table, moment: Moment, settings: NewsValue) -> Floats:
    """How differently the nation went, for lines about a change; nothing where the nation is not known."""
    scales = settings.scales
    surprise = np.zeros(len(table.p))
    for back in np.unique(table.back[table.back > 0]).tolist():
        rows = np.flatnonzero((table.back == back) & (table.area != moment.panel.nation) & ~about_outcomes(table))
        area, node = table.area[rows], table.node[rows]
        with np.errstate(invalid="ignore", divide="ignore"):
            own = np.log(moment.now[area, node] / moment.back(back)[area, node])
            nation = moment.nation_growth(back)[node]
            apart = np.abs(own - nation) / scales.full_surprise + np.where(own * nation < 0, scales.against, 0.0)
        surprise[rows] = np.clip(np.nan_to_num(apart, nan=0.0, posinf=0.0, neginf=0.0), 0, 1)
    return surprise


def _human(per_day: Floats, pictured: tuple[float, float]) -> Floats:
    low, high = pictured
    inside = (per_day >= low) & (per_day <= high)
    return np.where(inside, 1.0, 0.0)


def _log_scale(values: Floats, low: float, high: float) -> Floats:
    return np.asarray(np.clip(np.log(np.maximum(values, low) / low) / np.log(high / low), 0, 1))


def _deductions(table: Table, moment: Moment, settings: NewsValue) -> dict[str, Floats]:
    """Below zero: a change in counting between the figures, a provisional share, how little a whole group says."""
    loses = settings.deductions
    nodes = moment.panel.offences.nodes
    levels = {GROUP: loses.group, SUBGROUP: loses.subgroup, CODE: 0.0}
    level = np.array([levels[node.level] for node in nodes])[table.node]
    wordless = np.array([0.0 if node.words else loses.code_without_words for node in nodes])[table.node]
    pairs = list(zip(table.node.tolist(), table.back.tolist(), strict=True))
    soft = {pair: min(len(moment.broken.soft(*pair)), 2) for pair in set(pairs)}
    broken = np.array([soft[pair] for pair in pairs], float)
    open_cases = provisional(table, moment, settings).astype(float)
    return {
        "soft break": -loses.soft_break * broken,
        "provisional": -loses.provisional * open_cases,
        "with the nation": -loses.with_nation * _with_nation(table, moment, settings),
        "level": -level,
        "no words": -wordless,
    }


def provisional(table: Table, moment: Moment, settings: NewsValue) -> Floats:
    """Which rows tell a share of a period in which many cases are not yet closed."""
    unassigned = moment.outcome("unassigned")
    shares = np.array([bool(block.outcome) and block.outcome != "unassigned" for block in table.blocks] or [False])
    about = shares[table.block] if len(table.p) else np.zeros(0, np.bool_)
    if unassigned is None:
        return np.zeros(len(table.p))
    with np.errstate(divide="ignore", invalid="ignore"):
        still_open = unassigned[..., 0] / moment.now
    return np.asarray(about & (np.nan_to_num(still_open[table.area, table.node]) > settings.scales.unassigned), float)


def _with_nation(table: Table, moment: Moment, settings: NewsValue) -> Flags:
    """Which rows tell a change that England and Wales shows as well, hardly less: a story of the nation."""
    own, nation = own_and_nation(table, moment)
    with np.errstate(invalid="ignore"):
        shared = (own * nation > 0) & (np.abs(own) < np.abs(nation) + settings.scales.with_nation)
    return np.asarray(shared & (table.area != moment.panel.nation))
