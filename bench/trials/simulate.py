"""Releases made of noise, with the truth beside them. In: a real panel's levels and spreads. Out: panels and truths.

Every count of a year is negative binomial with variance m + (k m)^2, m being the level of the force and offence and k
the offence's spread; every outcome is beta-binomial. The level of a force is drawn from how forces differ, so that no
force stands out by design. Nothing changes from year to year but what is planted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from generator.findings.classification import Classification
from generator.findings.moment import Noise
from generator.findings.panel import CLOSED, Panel, Quarters, panel_of_totals

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# As many years as a release has outcomes for, and one more.
YEARS = 13
# Shares of the sample's outcomes vary hardly more than chance; real ones do. At least so much is simulated (rho).
LEAST_RHO = 0.001
# Forces differ at most so much in one offence. A share of fewer cases than this in all says nothing of how they differ.
MOST_APART, LEAST_WHOLE = 1.0, 50


@dataclass(frozen=True, slots=True)
class Shares:
    """What becomes of cases, by code: the middle force's share as a logit, how forces differ, rho between years."""

    centre: Floats
    apart: Floats
    rho: Floats


@dataclass(frozen=True, slots=True)
class Base:
    """What releases are simulated from. Arrays by code, or by force and code.

    `level` is cases a year; `rate` the middle force's logarithm of cases a resident, `apart` by how much (standard
    deviation) forces differ. `residents` is by force, nan where no rate is quoted; `size` is the same, and there as
    many as would have that many cases at the middle force's rates.
    """

    forces: tuple[str, ...]
    offences: Classification
    last: int
    residents: Floats
    size: Floats
    level: Floats
    rate: Floats
    apart: Floats
    spread: Floats
    shares: Mapping[str, Shares]


@dataclass(frozen=True, slots=True)
class Planted:
    """By force and code: by how much the latest year's level, and the latest year's share of an outcome, is multiplied.

    `level`, where it is given, replaces the level of a force and code in all years; nan leaves it.
    """

    change: Floats
    shares: Mapping[str, Floats] = field(default_factory=dict)
    level: Floats | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """What lies beneath the counts. `levels` and `parts` (by outcome) are by area, offence and years back; `rates`,
    cases a resident, by force and offence, now."""

    levels: Floats
    parts: Mapping[str, Floats]
    rates: Floats


def base_of(panel: Panel, noise: Noise) -> Base:
    """The levels, spreads and shares of a panel, from all the years that it knows."""
    codes = code_nodes(panel.offences)
    counts = panel.recorded.value[: panel.forces, codes, ::-4]
    level = _mean(counts)
    people = panel.residents[: panel.forces, -1]
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.log(np.where(level > 0, level, np.nan) / people[:, None])
    middle = _middle(rates)
    with np.errstate(divide="ignore", invalid="ignore"):
        alike = np.nanmedian(np.where(level >= 1, level / np.exp(middle), np.nan), axis=1)
    shares = {}
    for group, layer in panel.outcomes.items():
        part = layer.value[: panel.forces, codes, ::-4]
        both = np.isfinite(part) & np.isfinite(counts)
        of = np.where(both, counts, 0.0).sum(axis=2)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(of >= LEAST_WHOLE, np.where(both, part, 0.0).sum(axis=2) / of, np.nan)
            logit = np.where((share > 0) & (share < 1), np.log(share / (1 - share)), np.nan)
        rho = np.maximum(noise.shares[group][codes], LEAST_RHO)
        shares[group] = Shares(_middle(logit), _deviation(logit), rho)
    return Base(
        forces=panel.areas[: panel.forces],
        offences=panel.offences,
        last=int(panel.ends[-1]),
        residents=people,
        size=np.where(np.isfinite(people), people, np.nan_to_num(alike)),
        level=level,
        rate=middle,
        apart=np.minimum(_deviation(rates), MOST_APART),
        spread=noise.spread[0, codes],
        shares=shares,
    )


def no_change(base: Base) -> Planted:
    """Nothing is planted."""
    return Planted(np.ones(base.level.shape))


def alike(base: Base) -> Base:
    """The same, every force having the middle force's rates and shares."""
    none = np.zeros(base.apart.shape)
    shares = {group: replace(one, apart=none) for group, one in base.shares.items()}
    return replace(base, apart=none, shares=shares)


def simulate(base: Base, planted: Planted, random: np.random.Generator) -> tuple[Panel, Truth]:
    """A release that never was, and its truth."""
    levels = _levels(base, planted, random)
    yearly = negative_binomial(levels, base.spread[:, None], random)
    quarters = random.multinomial(yearly, [0.25] * 4).astype(np.int64).reshape(*yearly.shape[:2], -1)
    ends = np.arange(base.last - quarters.shape[2] + 4, base.last + 1)
    people = np.repeat(base.residents[:, None], len(ends), axis=1)
    panel = _summed(base, ends, _rolled(quarters), people)
    outcomes, parts = {}, {}
    for group in base.shares:
        share = _shares(base, group, planted, random)
        drawn = _beta_binomial(share, base.shares[group].rho[:, None], quarters, random)
        outcomes[group] = _summed(base, ends, _rolled(drawn)).recorded
        parts[group] = _truth(base, levels * share)
    nowhere = np.zeros(quarters.shape, np.bool_)
    panel = replace(
        panel,
        outcomes=outcomes,
        # The same cases on both bases: where the two agree in everything, asking both protects least from chance.
        closed={**outcomes, CLOSED: panel.recorded} if outcomes else {},
        quarters=Quarters(quarters, nowhere, ~nowhere),
    )
    truth = _truth(base, levels)
    return panel, Truth(truth, parts, truth[: len(base.forces), :, 0] / base.residents[:, None])


def code_nodes(offences: Classification) -> list[int]:
    """The place of each code among the nodes."""
    places = {node.codes: at for at, node in enumerate(offences.nodes)}
    return [places[(code,)] for code in offences.codes]


def negative_binomial(mean: Floats, spread: Floats, random: np.random.Generator) -> Ints:
    """Counts with these means and variances of m + (spread m)^2: Poisson around a level that strays by `spread`."""
    mean, spread = np.broadcast_arrays(mean, spread)
    shape = 1 / np.maximum(spread, 1e-6) ** 2
    return random.poisson(random.gamma(shape, mean / shape))


def _levels(base: Base, planted: Planted, random: np.random.Generator) -> Floats:
    """Cases that a year has on average, by force, code and year, the latest last."""
    level = base.size[:, None] * np.exp(base.rate + base.apart * random.standard_normal(base.level.shape))
    if planted.level is not None:
        level = np.where(np.isfinite(planted.level), planted.level, level)
    levels = np.repeat(level[..., None], YEARS, axis=2)
    levels[..., -1] *= planted.change
    return levels


def _shares(base: Base, group: str, planted: Planted, random: np.random.Generator) -> Floats:
    """What share of cases ends in this way on average, by force, code and year."""
    one = base.shares[group]
    logit = one.centre + one.apart * random.standard_normal(base.level.shape)
    shares = np.repeat(1 / (1 + np.exp(-logit))[..., None], YEARS, axis=2)
    if group in planted.shares:
        shares[..., -1] = np.minimum(shares[..., -1] * planted.shares[group], 1.0)
    return shares


def _beta_binomial(share: Floats, rho: Floats, quarters: Ints, random: np.random.Generator) -> Ints:
    """How many of the cases of each quarter end in this way: a year has a share of its own, its quarters have that."""
    strength = 1 / rho - 1
    own = random.beta(np.maximum(share * strength, 1e-9), np.maximum((1 - share) * strength, 1e-9))
    return random.binomial(quarters, np.repeat(own, 4, axis=2))


def _rolled(quarters: Ints) -> Floats:
    """Sums of four consecutive quarters."""
    sums = np.cumsum(np.pad(quarters, ((0, 0), (0, 0), (1, 0))), axis=2)
    return np.asarray(sums[..., 4:] - sums[..., :-4], float)


def _summed(base: Base, ends: Ints, codes: Floats, residents: Floats | None = None) -> Panel:
    """12-month totals of codes as a panel: codes into offences, forces into regions and the nation."""
    nodes = np.einsum("nc,acq->anq", base.offences.members.astype(float), codes, optimize=True)
    return panel_of_totals(base.forces, base.offences, ends.tolist(), nodes, residents)


def _truth(base: Base, yearly: Floats) -> Floats:
    """Levels of codes by year as levels of areas and offences by years back."""
    ends = base.last - 4 * np.arange(yearly.shape[2])[::-1]
    return _summed(base, ends, yearly).recorded.value[..., ::-1]


def _mean(counts: Floats) -> Floats:
    """The mean of the known years; 0 where none is."""
    known = np.isfinite(counts)
    return np.asarray(np.where(known, counts, 0.0).sum(axis=2) / np.maximum(known.sum(axis=2), 1))


def _middle(values: Floats) -> Floats:
    """The median over forces; a code that no force has counts as next to nothing."""
    some = np.isfinite(values).any(axis=0)
    return np.where(some, np.nanmedian(np.where(some, values, 0.0), axis=0), -30.0)


def _deviation(values: Floats) -> Floats:
    """How forces differ, as a standard deviation."""
    some = np.isfinite(values).any(axis=0)
    return np.asarray(np.nanstd(np.where(some, values, 0.0), axis=0))
