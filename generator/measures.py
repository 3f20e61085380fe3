"""Facts out of columns, and the comparisons between them. In: `Columns`. Out: facts, each made once, by id.

Holds no words: what a fact is called and how it is printed is the language's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator import reference
from generator.columns import Columns
from generator.comparisons import Change, Rank, Record, RegionChanges, Run, Share, ShareChange, Span
from generator.facts import Fact, Selector, derive
from generator.quarters import Year, quarter_of
from generator.reference import NATION, REPORTING, Break
from generator.series import Totals

# The National Crime Recording Standard took effect: comparable records begin here.
RECORDS_BEGIN = quarter_of(date(2002, 4, 1))
# Fewer comparable years than this make no record worth the word.
LEAST_YEARS_FOR_A_RECORD = 5
# The long view looks back this far, in the way of the trade: ten years with the present one.
LONG_VIEW_YEARS = 9
# So many forces with complete figures stand for England and Wales in a share; fewer do not.
LEAST_REPORTING = 35


def parts_of(area: str) -> tuple[str, ...]:
    """The forces that a region's figures sum; () for an area that is a row of the totals itself."""
    region = reference.regions().get(area)
    return () if region is None else region.forces


@dataclass(frozen=True, slots=True)
class Where:
    """The coordinates of a figure. `parts` are the areas that it sums, where it is no single row of the totals."""

    offence: str
    area: str
    year: Year
    parts: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        return self.parts or (self.area,)


def breaks_between(offence: str, first: Year, last: Year) -> tuple[Break, ...]:
    """Changes in counting after the first day of `first` and up to the last day of `last`, oldest first."""
    return tuple(
        one for one in reference.breaks() if offence in one.offences and first.first_day < one.start <= last.last_day
    )


def _plain(fact: Fact) -> str:
    """A total as working shows it; a question mark where it is missing."""
    return "?" if fact.value is None else f"{fact.value:,}"


def _selector(table: str, totals: Totals, where: Where, basis: str) -> Selector:
    """The cells of a total, with what they held."""
    rows, total, digest = totals.selection([totals.row(area) for area in where.rows], where.year.start, where.year.end)
    return Selector(
        table=table,
        areas=totals.areas[:-1] if where.area == NATION else where.rows,
        offences=totals.codes,
        first=where.year.first_day.isoformat(),
        last=where.year.last_quarter.isoformat(),
        outcomes=totals.types,
        basis=basis,
        rows=rows,
        total=total,
        digest=digest,
    )


def _end(now: Fact, earlier: Sequence[Fact]) -> str:
    """Which end of the years `now` is at; empty where neither, or where there are too few."""
    if now.value is None or len(earlier) + 1 < LEAST_YEARS_FOR_A_RECORD:
        return ""
    values = [one.value for one in earlier if one.value is not None]
    if now.value > max(values):
        return "high"
    whole = not now.bounded and not any(one.bounded for one in earlier)
    return "low" if whole and now.value < min(values) else ""


def _way(now: Fact, then: Fact) -> str:
    """up, down or same, from one known total to the next."""
    one, other = now.value or 0, then.value or 0
    return "same" if one == other else "up" if one > other else "down"


def _cannot_divide(rule: str, values: Sequence[float]) -> str:
    """Why a rule gives nothing for these values; empty where it does."""
    wholes = values[1::2] if rule == "share noise" else values[-1:]
    if rule in {"per cent of", "ratio", "share noise"} and not all(wholes):
        return "nothing to divide by"
    return "the part is more than the whole" if rule == "per cent of" and values[0] > values[-1] else ""


class FactBook:
    """Facts of one story for all areas, each made once. `facts` holds all that were made, by id."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.facts: dict[str, Fact] = {}

    def closure(self, ids: Iterable[str]) -> tuple[Fact, ...]:
        """These facts and all that they rest on, sorted by id."""
        seen: dict[str, Fact] = {}
        ahead = list(ids)
        while ahead:
            name = ahead.pop()
            if name not in seen:
                seen[name] = self.facts[name]
                ahead.extend(seen[name].inputs)
        return tuple(seen[name] for name in sorted(seen))

    def _keep(self, fact: Fact) -> Fact:
        return self.facts.setdefault(fact.id, fact)

    # Totals

    def recorded(self, offence: str, area: str, year: Year) -> Fact:
        """Offences recorded in the 12 months. Missing where a cell is unknown or the offence was not yet counted."""
        where = Where(offence, area, year, parts_of(area))
        begins = quarter_of(date(reference.offences()[offence].begins, 4, 1))
        totals = self.columns.recorded[offence]
        return self._total(where, "recorded", totals, table="recorded", counted=year.start >= begins)

    def outcome(self, offence: str, group: str, area: str, year: Year) -> Fact:
        """Cases recorded in the 12 months that have had an outcome of the group so far (recorded basis)."""
        where = Where(offence, area, year, parts_of(area))
        totals = self.columns.outcomes.get((offence, group))
        return self._total(where, group, totals, table="outcomes", basis="recorded basis")

    def at_least(self, offence: str, area: str, year: Year) -> Fact:
        """What was published of a 12-month total with holes: a lower bound. The same fact as `recorded` without any,
        and where nothing at all was published: "at least none" says nothing.

        `constants` holds the highest total that is plausible, each hole filled with the most its area ever recorded.
        """
        exact = self.recorded(offence, area, year)
        totals = self.columns.recorded[offence]
        column, rows = totals.column(year), [totals.row(one) for one in parts_of(area) or (area,)]
        if exact.value is not None or column is None or not totals.holes[rows, column].any():
            return exact
        if totals.total[rows, column].sum() <= 0:
            return exact
        bounded = replace(
            exact,
            id=f"at-least/{offence}/{area}/{year.key}",
            value=int(totals.total[rows, column].sum()),
            missing="",
            bounded=True,
            constants=(float(totals.most[rows, column].sum()),),
        )
        return self._keep(bounded)

    def incomplete(self, offence: str, year: Year) -> tuple[str, ...]:
        """The areas whose figures for the 12 months have holes."""
        totals = self.columns.recorded[offence]
        column = totals.column(year)
        if column is None:
            return ()
        return tuple(area for area in self.columns.areas if totals.holes[totals.row(area), column])

    def _total(
        self,
        where: Where,
        measure: str,
        totals: Totals | None,
        *,
        table: str,
        basis: str = "",
        counted: bool = True,
    ) -> Fact:
        name = f"{measure}/{where.offence}/{where.area}/{where.year.key}"
        if name in self.facts:
            return self.facts[name]
        bare = Fact(
            id=name,
            measure=measure,
            unit="cases",
            value=None,
            area=where.area,
            offence=where.offence,
            period=where.year.key,
            rule="sum",
            how="",
            basis=basis,
            caveats=tuple(one.id for one in breaks_between(where.offence, where.year, where.year)),
        )
        column = totals.column(where.year) if totals is not None else None
        if totals is None or column is None or not counted or where.year.start < RECORDS_BEGIN:
            return self._keep(replace(bare, missing="not in the tables for this period"))
        rows = [totals.row(area) for area in where.rows]
        holes = int(totals.holes[rows, column].sum())
        first = where.year.start - totals.first_quarter
        quarters = totals.quarters[rows, first : first + 4].sum(axis=0)
        number = int(totals.total[rows, column].sum())
        missing = f"{holes} cells were not provided or lack months" if holes else ""
        if number < 0:
            missing = missing or "corrections of earlier years outweigh what was counted"
        total = replace(
            bare,
            value=None if missing else number,
            how=" + ".join(f"{int(one):,}" for one in quarters),
            cells=_selector(table, totals, where, basis),
            missing=missing,
        )
        return self._keep(total)

    # What follows from totals

    def _derived(
        self,
        name: str,
        rule: str,
        inputs: tuple[Fact, ...],
        how: str,
        *,
        measure: str,
        unit: str,
        constants: tuple[float, ...] = (),
    ) -> Fact:
        if name in self.facts:
            return self.facts[name]
        lead = inputs[0]
        values = tuple(one.value for one in inputs if one.value is not None)
        lacking = next((one.missing for one in inputs if one.value is None), "")
        amiss = _cannot_divide(rule, values) if len(values) == len(inputs) else lacking
        known = not amiss
        return self._keep(
            Fact(
                id=name,
                measure=measure,
                unit=unit,
                value=derive(rule, values, constants) if known else None,
                area=lead.area,
                offence=lead.offence,
                period=lead.period,
                rule=rule,
                how=how,
                basis=lead.basis,
                inputs=tuple(one.id for one in inputs),
                missing=amiss,
                constants=constants,
            )
        )

    def change(self, offence: str, area: str, year: Year) -> Change:
        """The year against the year before."""
        now, before = self.recorded(offence, area, year), self.recorded(offence, area, year.back(1))
        spread = self.columns.national_spread[offence] if area == NATION else self.columns.spread[offence]
        one, other = _plain(now), _plain(before)
        noise = self._derived(
            f"noise/{now.id}",
            "noise",
            (now, before),
            f"({one} - {other}) / √({one} + {other} + {spread}² × ({one}² + {other}²))",
            measure="distance from the year before",
            unit="standard errors",
            constants=(spread,),
        )
        return Change(now, before, noise, breaks_between(offence, year.back(1), year))

    def span(self, offence: str, area: str, year: Year, years: int = LONG_VIEW_YEARS) -> Span:
        """The year against the same 12 months `years` earlier."""
        then = self.recorded(offence, area, year.back(years))
        return Span(self.recorded(offence, area, year), then, breaks_between(offence, year.back(years), year))

    def record(self, offence: str, area: str, year: Year) -> Record:
        """Whether the year is the highest or lowest of all comparable years, back to the first gap or hard break.

        A lower bound that tops every year is a record all the same. A year with holes stays in a series of highs when
        even its plausible most is below the present year; a low needs every year whole.
        """
        now = self.at_least(offence, area, year)
        hard = [one for one in breaks_between(offence, year.back(40), year) if one.kind == "hard"]
        earlier: list[Fact] = []
        for back in range(1, 40):
            then = year.back(back)
            if any(then.first_day < one.start for one in hard):
                break
            fact = self.at_least(offence, area, then)
            harmless = fact.bounded and now.value is not None and fact.constants[0] < now.value
            if fact.value is None or (fact.bounded and not harmless):
                break
            earlier.append(fact)
        first = year.back(len(earlier))
        return Record(now, tuple(earlier), _end(now, earlier), breaks_between(offence, first, year))

    def run(self, offence: str, area: str, year: Year) -> Run:
        """The years in a row, up to this one, in which the number went one way; back to a gap or a hard break."""
        years, way, length = [self.recorded(offence, area, year)], "", 0
        hard = [one for one in breaks_between(offence, year.back(40), year) if one.kind == "hard"]
        for back in range(1, 40 if years[0].value is not None else 1):
            then = self.recorded(offence, area, year.back(back))
            if then.value is None or any(year.back(back).first_day < one.start for one in hard):
                break
            step = _way(years[-1], then)
            years.append(then)
            # The year before the run began shows that it is no longer.
            if way and step != way:
                break
            way, length = step, length + 1
        first = year.back(len(years) - 1)
        return Run(years[0], tuple(years[1:]), way, length, breaks_between(offence, first, year))

    def region_changes(self, offence: str, area: str, year: Year) -> RegionChanges:
        """The force's change beside those of the other forces of its region."""
        region = reference.regions()[reference.forces()[area].region]
        others = tuple(self.change(offence, one, year) for one in region.forces if one != area)
        return RegionChanges(self.change(offence, area, year), others, region.slug)

    def share(self, offence: str, group: str, area: str, year: Year) -> Share:
        """The share of the offences recorded in the 12 months that have had an outcome of the group so far."""
        return self._share(self.outcome(offence, group, area, year), self.recorded(offence, area, year), group)

    def _share(self, part: Fact, whole: Fact, group: str) -> Share:
        share = self._derived(
            f"share/{part.id}",
            "per cent of",
            (part, whole),
            f"100 × {_plain(part)} / {_plain(whole)}",
            measure=f"{group}, share",
            unit="per cent",
        )
        return Share(part, whole, share)

    def reporting(self, offence: str, group: str, year: Year) -> tuple[str, ...]:
        """The areas that have both figures of a share without a hole; () where they are too few to stand for all."""
        whole, part = self.columns.recorded[offence], self.columns.outcomes.get((offence, group))
        one, other = whole.column(year), part.column(year) if part is not None else None
        if part is None or one is None or other is None:
            return ()
        complete = tuple(
            area
            for area in self.columns.areas
            if not whole.holes[whole.row(area), one] and not part.holes[part.row(area), other]
        )
        return complete if len(complete) >= LEAST_REPORTING else ()

    def reported_share(self, offence: str, group: str, year: Year) -> Share:
        """The share over the forces whose figures are complete: the nation's where all are."""
        areas = self.reporting(offence, group, year)
        if not areas or len(areas) == len(self.columns.areas):
            return self.share(offence, group, NATION, year)
        where = Where(offence, REPORTING, year, areas)
        part = self._total(
            where, group, self.columns.outcomes[offence, group], table="outcomes", basis="recorded basis"
        )
        whole = self._total(where, f"recorded beside {group}", self.columns.recorded[offence], table="recorded")
        return self._share(part, whole, group)

    def share_change(self, offence: str, group: str, area: str, year: Year) -> ShareChange:
        """The share against the year before's."""
        before = self.share(offence, group, area, year.back(1))
        return self._compare(self.share(offence, group, area, year), before, self._inflation(offence, group))

    def share_versus(self, offence: str, group: str, area: str, year: Year) -> ShareChange:
        """The area's share against the nation's in the same 12 months."""
        nation = self.reported_share(offence, group, year)
        return self._compare(self.share(offence, group, area, year), nation, self._inflation(offence, group))

    def _inflation(self, offence: str, group: str) -> float:
        return self.columns.inflation.get((offence, group), 1.0)

    def _compare(self, now: Share, before: Share, inflation: float) -> ShareChange:
        noise = self._derived(
            f"noise/{now.share.id}/{before.share.area}/{before.share.period}",
            "share noise",
            (now.part, now.whole, before.part, before.whole),
            " against ".join(f"{_plain(one.part)} / {_plain(one.whole)}" for one in (now, before)) + f", × {inflation}",
            measure="distance between the shares",
            unit="standard errors",
            constants=(inflation,),
        )
        return ShareChange(now, before, noise)

    def rate(self, offence: str, area: str, year: Year) -> Fact | None:
        """Recorded offences per 1,000 residents; None where no population may be used."""
        residents = self.columns.residents.of(area, year.last_day)
        if residents is None:
            return None
        total = self.recorded(offence, area, year)
        return self._derived(
            f"rate/{total.id}",
            "per 1,000",
            (total,),
            f"1,000 × {total.value} / {residents.people:,} residents ({residents.source})",
            measure="rate",
            unit="per 1,000 people",
            constants=(float(residents.people),),
        )

    def rank(self, offence: str, area: str, year: Year) -> Rank | None:
        """The force's place by rate, from the top in the upper half, else from the bottom. None without a rate, and for
        an area that is no force."""
        own = self.rate(offence, area, year) if area in self.columns.areas else None
        if own is None or own.value is None:
            return None
        rates = [self.rate(offence, other, year) for other in self.columns.areas if other != area]
        others = tuple(one for one in rates if one is not None and one.value is not None)
        above = sum(one.value > own.value for one in others if one.value is not None)
        tied = any(one.value == own.value for one in others)
        end = "high" if above <= len(others) / 2 else "low"
        place = self._derived(
            f"rank/{end}/{own.id}",
            "rank from the top" if end == "high" else "rank from the bottom",
            (own, *others),
            f"{own.value:.2f}",
            measure="rank by rate",
            unit="rank",
            constants=(float(len(others) + 1), float(tied)),
        )
        return Rank(own, place, end)
