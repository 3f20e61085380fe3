"""A finding: one line that a data journalist would pitch, with its evidence, worth and caveats. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Kinds that look back over many years, and whose figure is set beside that of the year before.
_BESIDE_THE_YEAR_BEFORE = frozenset({"record", "first", "turning"})


def years_apart(kind: str, back: int) -> int:
    """How many years lie between the two figures of a line that looks back so many."""
    return min(back, 1) if kind in _BESIDE_THE_YEAR_BEFORE else back


@dataclass(frozen=True, slots=True)
class Evidence:
    """How the line was tested. `p` and `q` are None where it claims nothing beyond its figures.

    `q` is the false discovery rate at which the line would just be called news, over all comparisons of the release.
    """

    test: str
    p: float | None
    q: float | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of news value: its name and its points, below zero for what a line loses."""

    name: str
    points: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `now` and `then` are the figures compared, in `unit` (None where the line has no second figure).

    `direction` is up, down, high or low; `back` how many years the line looks back (`years_apart` says how many lie
    between the figures); `size` the absolute natural logarithm of a ratio, the kind's own. `caveats` are ids of breaks,
    "provisional" (cases are still open) and "months missing" (`now` is what was published). `also` names other lines
    of the same series, `stands_for` the wider offences whose line this one tells. `of_nation` is the area's share of
    the cases of England and Wales, from 0 to 1; None where one of them is unknown, and for England and Wales itself.
    `detail` is the kind's own.
    """

    id: str
    area: str
    offence: str
    official: str
    level: str
    group: str
    kind: str
    family: str
    outcome: str
    measure: str
    period: str
    direction: str
    now: float | None
    then: float | None
    unit: str
    back: int
    size: float
    evidence: Evidence
    value: float
    parts: tuple[Part, ...]
    fresh: bool
    of_nation: float | None = None
    caveats: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    stands_for: tuple[str, ...] = ()
    detail: Mapping[str, float | str] | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that is not told, and why: noise, small, counting, one force, nested, same. `by` is the line that tells it
    instead."""

    finding: Finding
    why: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class DataWarning:
    """Figures to check with the force before anything is written from them.

    `kind` is missing, near zero, many fallen or gone; `quarters` and `offences` say which; `share` how much is left, or
    how many offences fell, where the kind has such a number.
    """

    id: str
    area: str
    kind: str
    table: str
    quarters: tuple[str, ...]
    offences: tuple[str, ...]
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of one release, each area's in the order of its list; what was rejected; what to check.

    `tested` comparisons were made, and `threshold` is the largest p of a line that is told.
    """

    release: str
    period: str
    error_rate: float
    tested: int
    threshold: float
    lines: tuple[Finding, ...]
    rejected: tuple[Rejected, ...]
    warnings: tuple[DataWarning, ...]

    def holding(self, area: str, offence: str) -> tuple[Finding, ...]:
        """Every line that holds for one series, those that another line tells included, the most worth first."""
        told = [one.finding for one in self.rejected if one.why in {"same", "nested"}]
        held = [one for one in (*self.lines, *told) if (one.area, one.offence) == (area, offence)]
        return tuple(sorted(held, key=lambda one: (-one.value, one.id)))

    def of(self, area: str) -> tuple[Finding, ...]:
        """The lines of one area."""
        return tuple(one for one in self.lines if one.area == area)

    def named(self, identity: str) -> Finding | None:
        """The line of this id, told or rejected; None where there is none."""
        every = (*self.lines, *(one.finding for one in self.rejected))
        return next((one for one in every if one.id == identity), None)
