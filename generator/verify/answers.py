"""The release's answers: every 12-month total, by SQL over its Parquet, loaded once.

In: a release. Out: for an offence, an area and 12 months, what was published and the most that is plausible; shares,
rates and ranks from these. An unknown cell is never zero. Shares no code with the writer (docs/methodology.md is the
source of every rule here), so that a mistake would have to be made twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import duckdb

from fetch.release import Release
from generator.verify import reference
from generator.verify.classification import made_of
from generator.verify.errors import VerifyError
from generator.verify.residents import People
from generator.verify.series import AllSeries, Series, Total, latest_quarter, load_series
from generator.verify.spread import Histories, change_score, share_score
from generator.verify.wording import grammar

NATION, ENGLAND, REPORTING = "england-and-wales", "england", "reporting-forces"
# Fewer forces with complete figures than this do not stand for England and Wales.
LEAST_REPORTING = 35
# The National Crime Recording Standard: comparable records begin with April 2002.
RECORDS_BEGIN = 2002
# So few residents that no rate is quoted.
NO_RATE = frozenset({"city-of-london"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A total in cases: what was published (`low`) and the most that is plausible (`high`).

    They are equal where every cell is known, and only there.
    """

    low: int
    high: int

    @property
    def exact(self) -> bool:
        return self.low == self.high


class Answers:
    """All 12-month totals of one release. Areas are slugs: a force, a region, `england-and-wales`, `reporting-forces`.

    A period is named by its last quarter, counted `4 * year + 0..3`. Raises VerifyError where the release's parts can't
    be read.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        self.areas = tuple(sorted(reference.forces()))
        self._offences = reference.offences()
        self._recorded: AllSeries = {}
        self._outcomes: AllSeries = {}
        self._loaded: set[str] = set()
        with self._reading() as database:
            self.latest = latest_quarter(database, release)
            self._made = made_of(database, release)
            self._people = People(database, release)
        for story in reference.stories().values():
            if story.offence in self._offences:
                self._load(story.offence)
        self._totals: dict[tuple[str, str, str, int], Total | None] = {}
        self._histories = Histories(self)

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A database for the release's Parquet. Raises VerifyError where that can't be read."""
        try:
            with duckdb.connect() as database:
                yield database
        except duckdb.Error as error:
            why = str(error).splitlines()[0]
            raise VerifyError(f"The release {self.release.name} can't be read: {why}. Fetch it again.") from error

    def _load(self, offence: str) -> None:
        """Read the series of an offence, and of those beside it: a text that tells of one soon tells of another.

        All offences at once would be millions of cells, of which a text needs a few thousand.
        """
        if offence in self._loaded:
            return
        shelf = self._made[offence].subgroups
        beside = {name: made.codes for name, made in self._made.items() if made.subgroups == shelf}
        with self._reading() as database:
            self._recorded |= load_series(database, self.release, "recorded", beside)
            self._outcomes |= load_series(database, self.release, "outcomes", beside)
        self._loaded |= beside.keys()

    # Totals

    def members(self, area: str) -> tuple[str, ...]:
        """The forces that an area is made of."""
        if area == NATION:
            return self.areas
        if area == ENGLAND:
            wales = {one for row in reference.regions().values() if row.nation == "wales" for one in row.forces}
            return tuple(one for one in self.areas if one not in wales)
        if area in reference.regions():
            return reference.regions()[area].forces
        return (area,) if area in self.areas else ()

    def _series(self, offence: str, group: str, area: str) -> Series | None:
        self._load(offence)
        return (self._outcomes if group else self._recorded).get((offence, area, group))

    def _total(self, offence: str, group: str, area: str, end: int) -> Total | None:
        key = (offence, group, area, end)
        if key not in self._totals:
            series = self._series(offence, group, area)
            self._totals[key] = None if series is None else series.over(end - 3, end)
        return self._totals[key]

    def _sum(self, offence: str, group: str, areas: tuple[str, ...], end: int) -> Answer | None:
        if not areas or end - 3 < 4 * max(self._offences[offence].begins, RECORDS_BEGIN) + 1:
            return None
        found = [self._total(offence, group, area, end) for area in areas]
        known = [one for one in found if one is not None]
        if len(known) < len(found):
            return None
        low, high = sum(one.low for one in known), sum(one.high for one in known)
        unknown = any(one.unknown for one in known)
        # A sum below zero is a correction of other years, and where nothing was published "at least none" says nothing.
        if low < 0 or (not low and unknown):
            return None
        # A cell that lacks months is never exact, even where it already holds more than the force ever recorded.
        return Answer(low, max(high, low + 1) if unknown else high)

    def recorded(self, offence: str, area: str, end: int, group: str = "") -> Answer | None:
        """Offences recorded; None where the tables don't hold the 12 months whole, or the offence was not yet counted.

        `group` chooses which forces `reporting-forces` are.
        """
        areas = self.reporting(group or "charged", offence, end) if area == REPORTING else self.members(area)
        return self._sum(offence, "", areas, end)

    def outcome(self, group: str, offence: str, area: str, end: int) -> Answer | None:
        """Cases recorded in the 12 months that have had an outcome of the group so far (recorded basis)."""
        areas = self.reporting(group, offence, end) if area == REPORTING else self.members(area)
        return self._sum(offence, group, areas, end)

    def reporting(self, group: str, offence: str, end: int) -> tuple[str, ...]:
        """The forces with both figures of a share complete; () where they are too few to stand for all."""
        complete = tuple(
            area
            for area in self.areas
            if self._whole(offence, "", area, end) and self._whole(offence, group, area, end)
        )
        return complete if len(complete) >= LEAST_REPORTING else ()

    def _whole(self, offence: str, group: str, area: str, end: int) -> bool:
        total = self._total(offence, group, area, end)
        return total is not None and not total.unknown

    def incomplete(self, offence: str, end: int) -> tuple[str, ...]:
        """The forces whose recorded figures for the 12 months lack a part."""
        return tuple(area for area in self.areas if not self._whole(offence, "", area, end))

    def share(self, group: str, offence: str, area: str, end: int) -> Fraction | None:
        """Per cent of the offences recorded in the 12 months that have had the outcome; None unless both are exact."""
        part, whole = self.outcome(group, offence, area, end), self.recorded(offence, area, end, group)
        if part is None or whole is None or not part.exact or not whole.exact or not whole.low or part.low > whole.low:
            return None
        return Fraction(100 * part.low, whole.low)

    def rate(self, offence: str, area: str, end: int) -> Fraction | None:
        """Recorded offences per 1,000 residents; None where the total is not exact or no population may be used."""
        if area in NO_RATE:
            return None
        total = self.recorded(offence, area, end)
        residents = [self._people.of(one, end) for one in self.members(area)]
        known = [people for people in residents if people]
        if total is None or not total.exact or not known or len(known) < len(residents):
            return None
        return Fraction(1000 * total.low, sum(known))

    def rank(
        self, offence: str, area: str, end: int, *, top: bool, within: str = NATION
    ) -> tuple[int, bool, int] | None:
        """An area's place by rate among the forces of `within` that have one: place, whether shared, of how many."""
        own = self.rate(offence, area, end)
        if own is None:
            return None
        rates = [rate for one in self.members(within) if (rate := self.rate(offence, one, end)) is not None]
        beaten = sum(rate > own if top else rate < own for rate in rates)
        return beaten + 1, sum(rate == own for rate in rates) > 1, len(rates)

    # Chance

    def spread(self, offence: str, area: str) -> float:
        """By how much of itself a 12-month count typically strays: the forces' own figure, or the nation's."""
        return self._histories.spread(offence, area)

    def change_score(self, offence: str, area: str, end: int, before: int) -> float | None:
        """How far two totals lie apart, in standard errors; None where one is not known."""
        now, then = self.recorded(offence, area, end), self.recorded(offence, area, before)
        if now is None or then is None or not now.exact or not then.exact:
            return None
        return change_score(now.low, then.low, self.spread(offence, area))

    def share_score(self, group: str, offence: str, one: tuple[str, int], other: tuple[str, int]) -> float | None:
        """How far two shares lie apart, in standard errors; each is an area and a period."""
        counts: list[int] = []
        for area, end in (one, other):
            part, whole = self.outcome(group, offence, area, end), self.recorded(offence, area, end, group)
            if part is None or whole is None or not part.exact or not whole.exact or not whole.low:
                return None
            counts += [part.low, whole.low]
        return share_score(counts, self._histories.inflation(group, offence))

    # Series

    def quarter(self, offence: str, group: str, area: str, at: int) -> int | None:
        """What one force recorded in one quarter; None where a cell is unknown or no code was in force."""
        series = self._series(offence, group, area)
        found = None if series is None else series.over(at, at)
        return None if found is None or found.unknown else found.low

    def first_comparable(self, end: int) -> int:
        """The first 12 months that end in the same quarter of the year and lie within comparable records."""
        begin = 4 * RECORDS_BEGIN + 1 + 3
        return begin + (end - begin) % 4

    def first_end(self, offence: str, end: int) -> int:
        """The first 12 months of an offence, ending in the same quarter of the year, that this release holds."""
        first = end
        while first - 4 >= self.first_comparable(end) and self._held(offence, first - 4):
            first -= 4
        return first

    def _held(self, offence: str, end: int) -> bool:
        return any(self.recorded(offence, area, end) is not None for area in self.areas)

    def hard_break(self, offence: str, first: int, last: int) -> bool:
        """Whether nothing may be compared between two periods: counting changed for good in between."""
        opens, closes = _first_day(first - 3), _first_day(last + 1) - timedelta(days=1)
        return any(one.kind == "hard" and opens < one.start <= closes for one in self.changes(offence))

    def changes(self, offence: str) -> tuple[reference.Break, ...]:
        """The changes in counting that touch an offence, by its own row or by what it lies in, oldest first."""
        made = self._made[offence]
        return tuple(
            one for one in reference.breaks() if offence in one.offences or any(map(made.is_within, one.covers))
        )

    @staticmethod
    def days(end: int) -> int:
        """Days in the 12 months: 366 where they hold a 29 February."""
        return (_first_day(end + 1) - _first_day(end - 3)).days

    # Names, for messages

    @staticmethod
    def month(end: int) -> str:
        """The last month of a period: "September 2023"."""
        return f"{_first_day(end + 1) - timedelta(days=1):%B %Y}"

    @staticmethod
    def area_name(area: str) -> str:
        """An area in words."""
        if area in reference.forces():
            return reference.forces()[area].place
        if area in reference.regions():
            return reference.regions()[area].name
        return {NATION: "England and Wales", ENGLAND: "England", REPORTING: "the forces with complete figures"}.get(
            area, area
        )

    def described(self, measure: str, group: str, offence: str, area: str, end: int | None) -> str:
        """A figure in words: "the number of harassment cases in North Wales, year to September 2023"."""
        what = {"share": "share", "rate": "rate"}.get(measure, "number")
        which = f" {grammar()['outcomes'][group]['called']}" if group else ""
        when = "an unknown period" if end is None else f"year to {self.month(end)}"
        return f"the {what} of {self._offences[offence].plural}{which} in {self.area_name(area)}, {when}"


def _first_day(quarter: int) -> date:
    return date(quarter // 4, 3 * (quarter % 4) + 1, 1)
