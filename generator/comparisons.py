"""The comparisons that sentences are made of: which facts belong together. Plain frozen values, without words.

Templates hold them: `local.cases` is a `Change`, `nation.record` a `Record`. `facts` come in the order of phrases.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.facts import Fact
from generator.reference import Break


@dataclass(frozen=True, slots=True)
class Change:
    """`now` against `before`, 12-month totals in cases, with how far apart they are in standard errors (`noise`).

    `breaks` are the changes in counting between the two.
    """

    now: Fact
    before: Fact
    noise: Fact
    breaks: tuple[Break, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.now, self.before, self.noise)


@dataclass(frozen=True, slots=True)
class Span:
    """`now` against the same 12 months some years earlier (`then`). `breaks` lie between."""

    now: Fact
    then: Fact
    breaks: tuple[Break, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.now, self.then)


@dataclass(frozen=True, slots=True)
class Record:
    """`now` and every comparable year before it, unbroken, the latest first. `end` is high, low or empty (neither)."""

    now: Fact
    earlier: tuple[Fact, ...]
    end: str
    breaks: tuple[Break, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.now, *self.earlier)


@dataclass(frozen=True, slots=True)
class Run:
    """`now` and the years before it, without a gap, the latest first.

    As far back as the number went one `way` (up, down or same) for `length` years, the year with which that began, and
    the one before it where it is known.
    """

    now: Fact
    earlier: tuple[Fact, ...]
    way: str
    length: int
    breaks: tuple[Break, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.now, *self.earlier)


@dataclass(frozen=True, slots=True)
class Portion:
    """The change of a part beside that of the whole that it lies in."""

    whole: Change
    part: Change

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.whole.now, self.whole.before, self.part.now, self.part.before)


@dataclass(frozen=True, slots=True)
class RegionChanges:
    """A force's change, and those of the other forces of its region."""

    own: Change
    others: tuple[Change, ...]
    region: str

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for one in (self.own, *self.others) for fact in (one.now, one.before))


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, both on the recorded basis over one period; `share` in per cent, unrounded."""

    part: Fact
    whole: Fact
    share: Fact

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.share,)


@dataclass(frozen=True, slots=True)
class ShareChange:
    """A share against another: the same share the year before, or the nation's. `noise` in standard errors."""

    now: Share
    before: Share
    noise: Fact

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.now.share, self.before.share, self.noise)


@dataclass(frozen=True, slots=True)
class Rank:
    """A force's place by rate per 1,000 people among the forces that can be ranked; `end` is high or low."""

    rate: Fact
    place: Fact
    end: str

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.place,)
