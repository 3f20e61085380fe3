"""What the story of one area is. In: a `FactBook`, findings. Out: a `Plan`: the scene of templates, and how to lead.

The finding of the highest news value that the story has an intro for leads, under COPY's rules of what figures can
bear. Holds no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.comparisons import Change, Rank, Record, RegionChanges, Share, ShareChange, Span
from generator.facts import Fact
from generator.findings.finding import Finding
from generator.measures import LEAST_REPORTING, FactBook
from generator.noise import BEYOND_NOISE
from generator.quarters import Year
from generator.reference import NATION, Force, forces
from generator.stories import Story

# Below this a count is told as it is: no rate, no percentage, no lead on its change.
SMALL = 20
SHARP = 0.15
# A share this low is a story by itself when nothing has moved.
LOW_SHARE = 10.0
# Only the first and last few ranks are news, and only where the rate is far from the others'.
RANKS_WORTH_PRINTING = 3
RANKS = frozenset({"outlier", "extreme"})
# Findings that an intro tells as a change on the year, or as the record that it made.
TOLD_AS_CHANGE = frozenset({"change", "turning", "bucking", "peers", "record"})


@dataclass(frozen=True, slots=True)
class Local:
    """The force's own figures. `at_least` is what was published of the year, gaps or not; `sole` stands where the force
    alone in its region went its way, against the nation too."""

    cases: Change
    at_least: Fact
    record: Record
    long_view: Span
    group: Change
    related: tuple[Change, ...]
    charged: ShareChange
    charged_versus_nation: ShareChange
    unsupported: Share
    no_suspect: Share
    unassigned: Share
    rank: Rank | None
    sole: RegionChanges | None = None


@dataclass(frozen=True, slots=True)
class Nation:
    """England and Wales: the 43 territorial forces together. `incomplete` are others than this one with gaps."""

    cases: Change
    at_least: Fact
    incomplete: tuple[Force, ...]
    record: Record


@dataclass(frozen=True, slots=True)
class Plan:
    """How the story goes. `lead` names the kind of intro; `notes` name what an editor must know about it.

    `led_on` is the finding that the intro tells, None where it tells the number alone; `passed_over` are the other
    findings on the offence, the most worth first.
    """

    lead: str
    local: Local
    nation: Nation
    notes: tuple[str, ...]
    led_on: Finding | None = None
    passed_over: tuple[Finding, ...] = ()


def beyond_noise(change: Change | ShareChange) -> bool:
    """Whether the difference is more than such figures vary by themselves. False where it is not known."""
    return change.noise.value is not None and abs(change.noise.value) > BEYOND_NOISE


def comparable(change: Change) -> bool:
    """Whether both years are known and no hard break lies between."""
    hard = any(one.kind == "hard" for one in change.breaks)
    return change.now.value is not None and change.before.value is not None and not hard


def relative(change: Change) -> float:
    """The change as a share of the year before; 0 where it can't be said."""
    now, before = change.now.value, change.before.value
    return 0.0 if now is None or not before else (now - before) / before


def dominated_by_counting(local: Change, nation: Nation) -> bool:
    """Whether a change in counting between the two years may explain the change.

    So when it pushed the count the way that it went, and the nation, counted by the same rules, went the same way by at
    least half as much. A nation that went the other way shows that the rules did not decide it; where the nation's own
    figures do not tell, nothing does.
    """
    moved = relative(local)
    if not any(one.effect == ("up" if moved > 0 else "down") for one in local.breaks):
        return False
    now, before = nation.at_least.value, nation.cases.before.value
    if now is None or not before or (nation.at_least.bounded and now < before):
        return True
    elsewhere = (now - before) / before
    return moved * elsewhere > 0 and abs(elsewhere) >= abs(moved) / 2


def plan_for(story: Story, area: str, book: FactBook, year: Year, lines: Sequence[Finding]) -> Plan:
    """The plan of this story for this area and the year. `lines` are the findings that hold for the story's offence in
    the area, the most worth first."""
    local = _local(story, area, book, year, lines)
    cases = book.change(story.offence, NATION, year)
    gaps = book.incomplete(story.offence, year)
    # Too many gaps, and what was published of England and Wales stands for nothing.
    enough = len(forces()) - len(gaps) >= LEAST_REPORTING
    nation = Nation(
        cases=cases,
        at_least=book.at_least(story.offence, NATION, year) if enough else cases.now,
        incomplete=tuple(forces()[slug] for slug in gaps if slug != area),
        record=book.record(story.offence, NATION, year),
    )
    lead, led_on = _lead(local, nation, lines)
    return Plan(
        lead=lead,
        local=local,
        nation=nation,
        notes=_notes(local, nation),
        led_on=led_on,
        passed_over=tuple(one for one in lines if one is not led_on),
    )


def _local(story: Story, area: str, book: FactBook, year: Year, lines: Sequence[Finding]) -> Local:
    ranked = any(one.kind in RANKS for one in lines)
    alone = any(one.kind == "bucking" and (one.detail or {}).get("alone") == 1 for one in lines)
    rank = book.rank(story.offence, area, year)
    notable = rank is not None and rank.place.value is not None and rank.place.value <= RANKS_WORTH_PRINTING
    return Local(
        cases=book.change(story.offence, area, year),
        at_least=book.at_least(story.offence, area, year),
        record=book.record(story.offence, area, year),
        long_view=book.span(story.offence, area, year),
        group=book.change(story.group, area, year),
        related=tuple(book.change(one, area, year) for one in story.related),
        charged=book.share_change(story.offence, "charged", area, year),
        charged_versus_nation=book.share_versus(story.offence, "charged", area, year),
        unsupported=book.share(story.group, "unsupported", area, year),
        no_suspect=book.share(story.group, "no-suspect", area, year),
        unassigned=book.share(story.offence, "unassigned", area, year),
        rank=rank if notable and ranked else None,
        sole=book.region_changes(story.offence, area, year) if alone else None,
    )


def _lead(local: Local, nation: Nation, lines: Sequence[Finding]) -> tuple[str, Finding | None]:
    """The kind of intro, and the finding that it tells: the first one for which there is an intro."""
    if local.cases.now.value is None:
        return "incomplete", None
    if _small(local.cases.now) or (comparable(local.cases) and _small(local.cases.before)):
        return "small", None
    if not comparable(local.cases):
        return "no_comparison", None
    return next(((lead, line) for line in lines if (lead := _intro(line, local, nation))), ("steady", None))


def _intro(line: Finding, local: Local, nation: Nation) -> str:
    """The intro that tells a finding; empty where there is none, or its figures may be the work of the counting."""
    if line.outcome == "charged":
        return _charging_intro(line, local)
    if line.outcome or line.kind not in TOLD_AS_CHANGE or dominated_by_counting(local.cases, nation):
        return ""
    if line.kind == "record":
        return f"record_{line.direction}" if line.direction == local.record.end else ""
    return _change_intro(local, nation) if beyond_noise(local.cases) else ""


def _change_intro(local: Local, nation: Nation) -> str:
    """How a change on the year is told: the strongest of what is true of it besides."""
    moved = relative(local.cases)
    if moved >= 0.9:
        return "doubled"
    if moved > 0 and local.record.end == "high":
        return "record_high"
    if moved < 0 and nation.record.end == "high":
        return "down_against_record"
    if beyond_noise(nation.cases) and moved * relative(nation.cases) < 0:
        return "up_against_nation" if moved > 0 else "down_against_nation"
    if moved < 0 and local.record.end == "low":
        return "record_low"
    return ("sharp_" if abs(moved) >= SHARP else "") + ("rise" if moved > 0 else "fall")


def _charging_intro(line: Finding, local: Local) -> str:
    """A low share of charges leads when it fell, or lies low among the forces, and is beyond noise in copy's eyes."""
    share = local.charged.now.share.value
    moved_or_apart = beyond_noise(local.charged) or beyond_noise(local.charged_versus_nation)
    low = share is not None and share < LOW_SHARE and line.direction in {"down", "low"}
    return "low_charging" if low and moved_or_apart and not _small(local.charged.now.part) else ""


def _notes(local: Local, nation: Nation) -> tuple[str, ...]:
    notes = []
    if dominated_by_counting(local.cases, nation):
        notes.append("counting_change_dominates")
    if relative(local.cases) > 0 and any(one.effect == "down" for one in local.cases.breaks[-1:]):
        notes.append("rise_against_rule")
    if local.charged.now.part.cells is None:
        notes.append("outcomes_not_in_release")
    elif local.charged.now.share.value is None:
        notes.append("no_outcomes")
    if local.cases.now.value is None:
        notes.append("incomplete")
    elif not comparable(local.cases):
        notes.append("no_comparison")
        if local.cases.before.cells is not None and local.cases.before.value is None:
            notes.append("gap_before")
    if nation.cases.now.value is None:
        notes.append("nation_incomplete")
    return tuple(notes)


def _small(fact: Fact) -> bool:
    return fact.value is not None and fact.value < SMALL
