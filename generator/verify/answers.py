"""The release's answers: every 12-month total, by SQL over its Parquet, loaded once.

In: a release. Out: for an offence, an area and 12 months, what was published and the most that is plausible; shares,
rates and ranks from these. An unknown cell is never zero. Shares no code with the writer (docs/methodology.md is the
source of every rule here), so that a mistake would have to be made twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import duckdb

from fetch.release import Release
from generator.verify import reference
from generator.verify.errors import VerifyError
from generator.verify.spread import Histories, change_score, share_score

NATION, REPORTING = "england-and-wales", "reporting-forces"
# Fewer forces with complete figures than this do not stand for England and Wales.
LEAST_REPORTING = 35
# The National Crime Recording Standard: comparable records begin with April 2002 (DATA: the tables).
RECORDS_BEGIN = 2002
# So few residents that no rate is quoted.
NO_RATE = frozenset({"city-of-london"})

# One row for an area, a code and a quarter (homicide has four): what was published, and whether all of it is known. A
# code that nobody has in a quarter is out of force; one that an area lacks while others have it is unknown there.
_QUARTERS = """
with cells as (
    select area, offence_code as code, {type} year(quarter) * 4 + quarter(quarter) - 1 as q,
           sum(coalesce({count}, 0)) as count,
           bool_and({status} = 'expired') as expired,
           bool_or({status} not in ('published', 'expired') or ({count} is null and {status} = 'published')) as unknown
    from read_parquet($parts) where {wanted} group by all
),
used as (select code, {type_name} q from cells group by all having not bool_and(expired)),
areas as (select distinct area from read_parquet($parts) where area in (select unnest($forces))),
every as (select area, code, {type_name} q from areas cross join used)
select every.area, every.code, {every_type} every.q, coalesce(cells.count, 0), cells.area is null or cells.unknown
from every left join cells using (area, code, {type_name} q)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A total in cases: what was published (`low`) and the most that is plausible (`high`), equal where all is known."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        return self.low == self.high


# What an area recorded of one code (and outcome type) in each quarter: the count, and whether it is unknown.
Cells = dict[int, tuple[int, bool]]


@dataclass(slots=True)
class _Series:
    """The cells of one area by code and outcome type; `quarters` in which anybody had such a code."""

    rows: dict[tuple[str, int], Cells]

    def total(self, end: int) -> tuple[int, int, bool] | None:
        """Low, high and whether a cell is unknown, over the 12 months; None where a quarter has no code in force."""
        low = high = 0
        unknown = False
        for at in range(end - 3, end + 1):
            inside = False
            for cells in self.rows.values():
                cell = cells.get(at)
                if cell is None:
                    continue
                inside = True
                low += cell[0]
                high += cell[0]
                if cell[1]:
                    unknown = True
                    high += max(max((one for one, hidden in cells.values() if not hidden), default=0) - cell[0], 0)
            if not inside:
                return None
        return low, high, unknown


class Answers:
    """All 12-month totals of one release. Areas are slugs: a force, a region, `england-and-wales`, `reporting-forces`.

    A period is named by its last quarter, counted `4 * year + 0..3`. Raises VerifyError where the release's parts can't
    be read.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        self._offences = reference.offences()
        self._database = duckdb.connect()
        try:
            self._subgroups = self._codes_of_subgroups()
            self._recorded = self._load("recorded")
            self._outcomes = self._load("outcomes")
        except duckdb.Error as error:
            raise VerifyError(f"The release {release.name} can't be read: {error}. Fetch it again.") from error
        finally:
            self._database.close()
        self.areas = tuple(sorted({area for _, area, _ in self._recorded}))
        self.latest = max(
            (max(cells) for series in self._recorded.values() for cells in series.rows.values()), default=0
        )
        self._totals: dict[tuple[str, str, str, int], tuple[int, int, bool] | None] = {}
        self._histories = Histories(self)

    # Loading

    def _paths(self, table: str) -> list[str]:
        return [str(path) for path in self.release.parts(table)]

    def _codes_of_subgroups(self) -> Mapping[str, tuple[str, ...]]:
        wanted = [row.subgroup for row in self._offences.values() if row.subgroup]
        parts = [part for table in ("recorded", "outcomes") for part in self._paths(table)]
        if not parts:
            return {}
        rows = self._database.execute(
            "select distinct offence_subgroup, offence_code from read_parquet($parts) "
            "where lower(offence_subgroup) in (select lower(unnest($wanted)))",
            {"parts": parts, "wanted": wanted},
        ).fetchall()
        return {
            name: tuple(sorted({code for group, code in rows if group.casefold() == name.casefold()}))
            for name in wanted
        }

    def codes(self, offence: str) -> tuple[str, ...]:
        """The codes of the tables that an offence is made of."""
        row = self._offences[offence]
        return row.codes or self._subgroups.get(row.subgroup, ())

    def _load(self, table: str) -> dict[tuple[str, str, str], _Series]:
        """Cells by offence, area and group of outcomes ("" for recorded)."""
        parts = self._paths(table)
        if not parts:
            return {}
        outcomes = table == "outcomes"
        codes = sorted({code for offence in self._offences for code in self.codes(offence)})
        types = sorted({one for group in reference.outcome_types().values() for one in group})
        query = _QUARTERS.format(
            type="outcome_type as type," if outcomes else "",
            type_name="type," if outcomes else "",
            every_type="every.type," if outcomes else "0 as type,",
            count="recorded_basis" if outcomes else "count",
            status="recorded_status" if outcomes else "status",
            wanted="offence_code in (select unnest($codes))"
            + (" and outcome_type in (select unnest($types))" if outcomes else ""),
        )
        given: dict[str, object] = {"parts": parts, "codes": codes, "forces": list(reference.forces())}
        if outcomes:
            given["types"] = types
        rows = self._database.execute(query, given).fetchall()
        cells: dict[tuple[str, str, int], Cells] = {}
        for area, code, kind, at, count, unknown in rows:
            cells.setdefault((area, code, kind), {})[at] = (int(count), bool(unknown))
        groups = reference.outcome_types() if outcomes else {"": (0,)}
        loaded: dict[tuple[str, str, str], _Series] = {}
        for (area, code, kind), held in cells.items():
            for offence in self._offences:
                if code not in self.codes(offence):
                    continue
                for group, kinds in groups.items():
                    if kind in kinds:
                        loaded.setdefault((offence, area, group), _Series({})).rows[code, kind] = held
        return loaded

    # Totals

    def members(self, area: str) -> tuple[str, ...]:
        """The forces that an area is made of."""
        if area == NATION:
            return self.areas
        region = reference.regions().get(area)
        if region is not None:
            return tuple(one for one in region.forces if one in self.areas)
        return (area,) if area in self.areas else ()

    def _total(self, offence: str, group: str, area: str, end: int) -> tuple[int, int, bool] | None:
        key = (offence, group, area, end)
        if key not in self._totals:
            series = (self._outcomes if group else self._recorded).get((offence, area, group))
            self._totals[key] = None if series is None else series.total(end)
        return self._totals[key]

    def _sum(self, offence: str, group: str, areas: tuple[str, ...], end: int) -> Answer | None:
        if not areas or end - 3 < 4 * self._offences[offence].begins + 1 or end - 3 < 4 * RECORDS_BEGIN + 1:
            return None
        found = [self._total(offence, group, area, end) for area in areas]
        known = [one for one in found if one is not None]
        if not known or len(known) < len(found):
            return None
        low = sum(one[0] for one in known)
        if low < 0 or (not low and any(one[2] for one in known)):
            return None
        high = sum(one[1] for one in known)
        return Answer(low, max(high, low + any(one[2] for one in known)))

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
        return total is not None and not total[2]

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
        """Recorded offences per 1,000 residents; None where the total or the population is not known or not to be used."""
        if area in NO_RATE:
            return None
        total = self.recorded(offence, area, end)
        residents = [reference.residents().get(one, 0) for one in self.members(area)]
        if total is None or not total.exact or not residents or not all(residents):
            return None
        return Fraction(1000 * total.low, sum(residents))

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

    def change_score(self, offence: str, area: str, end: int, before: int) -> float | None:
        """How far two totals lie apart, in standard errors; None where one is not known."""
        now, then = self.recorded(offence, area, end), self.recorded(offence, area, before)
        if now is None or then is None or not now.exact or not then.exact:
            return None
        return change_score(now.low, then.low, self._histories.spread(offence, area))

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
        series = (self._outcomes if group else self._recorded).get((offence, area, group))
        found = [] if series is None else [cells[at] for cells in series.rows.values() if at in cells]
        return None if not found or any(hidden for _, hidden in found) else sum(count for count, _ in found)

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
        return any(
            one.kind == "hard" and offence in one.offences and opens < one.start <= closes for one in reference.breaks()
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
        return {NATION: "England and Wales", REPORTING: "the forces with complete figures"}.get(area, area)

    def described(self, measure: str, group: str, offence: str, area: str, end: int | None) -> str:
        """A figure in words: "harassment recorded in North Wales, year to September 2023"."""
        what = f"{group} " if group else ""
        kind = {"share": "share of ", "rate": "rate of ", "outcome": "number of ", "recorded": ""}[measure]
        when = "an unknown period" if end is None else f"year to {self.month(end)}"
        return f"the {kind}{what}{self._offences[offence].subject} cases in {self.area_name(area)}, {when}"

    @cached_property
    def folder(self) -> Path:
        """The release's folder."""
        return self.release.folder


def _first_day(quarter: int) -> date:
    return date(quarter // 4, 3 * (quarter % 4) + 1, 1)
