"""The panel at one period: what the kinds of finding read. In: a `Panel`. Out: a `Moment`.

Years that do not overlap, the present one first; how far back they are comparable; how much counts vary by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from generator import noise
from generator.findings.breaks import Broken, broken
from generator.findings.evidence import Floats, change_p, share_spread
from generator.findings.news_value import Bars
from generator.findings.panel import LEAST_REPORTING, Panel, sums_of_forces
from generator.findings.records import Records, records
from generator.quarters import Year

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

# Below this a count is told as it is: no percentage, no change (COPY, section 2).
SMALL = 20
# The same 12 months of so many years at most.
YEARS = 40


@dataclass(frozen=True, slots=True)
class Noise:
    """How much counts and shares vary by themselves: relative spread by area and offence, rho by group and offence."""

    spread: Floats
    shares: Mapping[str, Floats]


def fit_noise(panel: Panel) -> Noise:
    """The noise of each offence from its own history in all forces; regions and the nation have their own.

    A sum of forces varies by no less than its forces would if each went its own way: the few years of the nation alone
    would often seem to say so, and every small change of it would be called real.
    """
    years = _years(panel.recorded.value)[..., ::-1]
    nodes = range(years.shape[1])
    forces, nation = slice(0, panel.forces), slice(panel.nation, None)
    regions = slice(panel.forces, panel.nation)
    spread = np.zeros(years.shape[:2])
    for rows in (forces, regions, nation):
        spread[rows] = [noise.spread_of(years[rows, node]) for node in nodes]
    spread = np.maximum(spread, _least_spread(panel, years[forces], spread[0]))
    shares = {}
    for group, layer in panel.outcomes.items():
        part = _years(layer.value)[: panel.forces, :, ::-1]
        shares[group] = np.array([share_spread(part[:, node], years[forces, node]) for node in nodes])
    return Noise(spread, shares)


def _least_spread(panel: Panel, years: Floats, spread: Floats) -> Floats:
    """The relative spread of each area's offences if forces strayed from their levels independently of each other."""
    known = np.isfinite(years)
    level = np.where(known, years, 0.0).sum(axis=2) / np.maximum(known.sum(axis=2), 1)
    summed = sums_of_forces(panel.areas[: panel.forces])
    return np.asarray(spread * np.sqrt(summed @ level**2) / np.maximum(summed @ level, 1e-9))


def _years(values: Floats) -> Floats:
    """Every fourth period, from the latest back."""
    return values[..., ::-4][..., :YEARS]


@dataclass(frozen=True, slots=True)
class Unsound:
    """Figures of the present year that a fault in the data touches: cases by area and offence, outcomes by area."""

    cases: Flags
    outcomes: Flags


@dataclass(frozen=True)
class Moment:
    """The latest period of a panel and the years before it. Arrays are by area, offence and years back (0 is now).

    What is `unsound` is unknown in all of them.
    """

    panel: Panel
    noise: Noise
    broken: Broken
    bars: Bars
    families: Mapping[str, tuple[str, ...]]
    unsound: Unsound | None = None

    @property
    def year(self) -> Year:
        """The period that is told of."""
        return self.panel.latest

    @cached_property
    def years(self) -> Floats:
        """Recorded cases, nan where not wholly known or not comparable with the present period."""
        return self._comparable(self.panel.recorded.value)

    @cached_property
    def least(self) -> Floats:
        """What was published of a year with gaps; the count itself where it is known."""
        return self._comparable(self.panel.recorded.least)

    @cached_property
    def most(self) -> Floats:
        """The most that a year with gaps can plausibly have held; the count itself where it is known."""
        return self._comparable(self.panel.recorded.most)

    def _comparable(self, values: Floats) -> Floats:
        """By years back, nan where a hard break lies between."""
        years = _years(values).copy()
        years[:, ~self._unbroken[:, : years.shape[2]]] = np.nan
        if self.unsound is not None:
            years[self.unsound.cases, 0] = np.nan
        return years

    @cached_property
    def _unbroken(self) -> Flags:
        """By offence and years back: no hard break lies between."""
        return self.broken.comparable(YEARS)

    @property
    def now(self) -> Floats:
        return self.years[..., 0]

    @property
    def before(self) -> Floats:
        """The year before; all nan where the panel does not reach so far."""
        return self.back(1)

    def back(self, years: int) -> Floats:
        """Recorded cases so many years earlier."""
        if years < self.years.shape[2]:
            return self.years[..., years]
        return np.full(self.now.shape, np.nan)

    @cached_property
    def tellable(self) -> Flags:
        """Where the present year and the year before are known and large enough to speak of a change."""
        return (self.now >= SMALL) & (self.before >= SMALL)

    @cached_property
    def change_p(self) -> Floats:
        """p of the change on the year before; nan where it can't be told."""
        return np.where(self.tellable, change_p(self.now, self.before, self.noise.spread), np.nan)

    @cached_property
    def relative(self) -> Floats:
        """The change as a share of the year before; nan where it can't be told."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(self.tellable, self.now / self.before - 1, np.nan))

    @cached_property
    def records(self) -> Mapping[bool, Records]:
        """Where the present year is the highest (True) or the lowest (False) of its comparable years."""
        return {
            high: records(
                self.years, self.least, self.most, self.noise.spread, high=high, enough=self.bars.record_years
            )
            for high in (True, False)
        }

    def nation_between(self, back: int) -> tuple[Floats, Floats]:
        """England and Wales now and so many years earlier, by offence: the forces that are known in both years, where
        these are enough to stand for all; else nan. Like is set against like though a force has gaps."""
        now, then = self.forces(self.now), self.forces(self.back(back))
        both = np.isfinite(now) & np.isfinite(then)
        enough = both.sum(axis=0) >= LEAST_REPORTING
        one, other = (np.where(enough, np.where(both, part, 0.0).sum(axis=0), np.nan) for part in (now, then))
        return one, other

    @cached_property
    def nation(self) -> tuple[Floats, Floats]:
        """England and Wales now and the year before, by offence."""
        return self.nation_between(1)

    def nation_growth(self, back: int) -> Floats:
        """The logarithm of how many times as many the nation has as so many years earlier, by offence."""
        now, then = self.nation_between(back)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where((now > 0) & (then > 0), np.log(now / then), np.nan))

    @cached_property
    def nation_p(self) -> Floats:
        """p of the nation's change, by offence."""
        now, before = self.nation
        with np.errstate(invalid="ignore"):
            enough = (now >= SMALL) & (before >= SMALL)
        return np.where(enough, change_p(now, before, self.noise.spread[self.panel.nation]), np.nan)

    @cached_property
    def nation_relative(self) -> Floats:
        """The nation's change as a share of the year before, by offence."""
        now, before = self.nation
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(before > 0, now / before - 1, np.nan))

    @cached_property
    def of_nation(self) -> Floats:
        """Each area's share of the nation's cases in the present year."""
        return self.panel.of_nation[..., -1]

    def forces(self, values: Floats) -> Floats:
        """The rows of the forces alone."""
        return values[: self.panel.forces]

    @cached_property
    def rates(self) -> Floats:
        """Recorded cases per 1,000 residents, by force, offence and years back; nan where no rate is quoted."""
        people = _years(self.panel.residents)[:, None, :]
        return np.asarray(1000 * self.years / people)[: self.panel.forces]

    def outcome(self, group: str, basis: str = "recorded") -> Floats | None:
        """Cases with an outcome of the group by area, offence and years back; None where the release has none."""
        return self._outcomes.get((group, basis))

    def _sound(self, outcomes: Floats) -> Floats:
        if self.unsound is not None:
            outcomes[self.unsound.outcomes, :, 0] = np.nan
        return outcomes

    @cached_property
    def _outcomes(self) -> Mapping[tuple[str, str], Floats]:
        bases = {"recorded": self.panel.outcomes, "closed": self.panel.closed}
        return {
            (group, basis): self._sound(self._comparable(layer.value))
            for basis, held in bases.items()
            for group, layer in held.items()
        }


def moment_of(panel: Panel, noise: Noise, bars: Bars, families: Mapping[str, tuple[str, ...]]) -> Moment:
    """The latest period of the panel, told with this noise; `families` are each force's most similar forces."""
    return Moment(panel, noise, broken(panel), bars, families)
