"""What the sentence of a finding rests on. In: a finding, a fact book. Out: the handles that its template knows.

None where the facts are not the finding's own figures, or where no sentence can be told of them: then there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isclose

from generator import reference
from generator.comparisons import Change, Portion, Run
from generator.facts import Fact
from generator.findings.finding import Finding
from generator.language import PREDICATES
from generator.language.portions import portion_of
from generator.measures import FactBook
from generator.noise import BEYOND_NOISE
from generator.quarters import Year
from generator.reference import NATION

Handles = Mapping[str, object]
Rest = Callable[[Finding, FactBook, Year], Handles | None]

# A place farther from either end of the table of rates is no sentence.
PLACES_TOLD = 5
# A rate below one in 1,000 people is rounded to almost nothing: its place is told alone.
LEAST_RATE_TOLD = 1.0
# Outcomes whose shares have words in the templates.
OUTCOMES_TOLD = frozenset({"charged", "unsupported", "no-suspect", "unassigned"})


def handles(finding: Finding, book: FactBook) -> Handles | None:
    """What the finding's template knows beside the area and the offence; None where there is nothing to be told."""
    rest = KINDS.get(finding.kind)
    if rest is None or finding.offence not in book.columns.recorded:
        return None
    return rest(finding, book, Year.of(finding.period))


def _is(figure: float | None, fact: Fact) -> bool:
    """Whether a fact is the finding's figure, to the decimals that a finding keeps."""
    if figure is None or fact.value is None:
        return False
    return isclose(figure, fact.value, rel_tol=1e-5, abs_tol=1e-5)


def _change(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    change = book.change(finding.offence, finding.area, year)
    known = _is(finding.now, change.now) and _is(finding.then, change.before)
    return {"change": change} if known else None


def _record(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    record = book.record(finding.offence, finding.area, year)
    known = _is(finding.now, record.now) and record.end == finding.direction
    return {"record": record, "end": record.end} if known else None


def _fold(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    span = book.span(finding.offence, finding.area, year, finding.back)
    return {"span": span} if _is(finding.now, span.now) and _is(finding.then, span.then) else None


def _streak(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    run = book.run(finding.offence, finding.area, year)
    known = _is(finding.now, run.now) and run.way == finding.direction and run.length == finding.back
    return {"run": run} if known else None


def _turning(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    change = book.change(finding.offence, finding.area, year)
    run = book.run(finding.offence, finding.area, year.back(1))
    known = _is(finding.now, change.now) and run.length == finding.back - 1 and run.way != finding.direction
    return {"change": change, "run": run} if known else None


def _bucking(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    change = book.change(finding.offence, finding.area, year)
    if not (_is(finding.now, change.now) and _is(finding.then, change.before) and _beyond(change)):
        return None
    detail = finding.detail or {}
    told: dict[str, object] = {"change": change, "nation": None, "nation_record": None, "nation_end": "", "sole": None}
    if detail.get("alone"):
        sole = book.region_changes(finding.offence, finding.area, year)
        return {**told, "sole": sole} if all(fact.value is not None for fact in sole.facts) else None
    nation, record = book.change(finding.offence, NATION, year), book.record(finding.offence, NATION, year)
    if detail.get("record") and record.end:
        return {**told, "nation_record": record, "nation_end": record.end}
    return {**told, "nation": nation} if _beyond(nation) else None


def _beyond(change: Change) -> bool:
    return change.noise.value is not None and abs(change.noise.value) > BEYOND_NOISE


def _ranked(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    rank = book.rank(finding.offence, finding.area, year)
    if rank is None or not _is(finding.now, rank.rate) or rank.end != finding.direction:
        return None
    near = rank.place.value is not None and rank.place.value <= PLACES_TOLD
    return {"rank": rank, "rate_told": (rank.rate.value or 0) >= LEAST_RATE_TOLD} if near else None


def _share(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    if finding.outcome not in OUTCOMES_TOLD:
        return None
    change = book.share_change(finding.offence, finding.outcome, finding.area, year)
    known = _is(finding.now, change.now.share) and _is(finding.then, change.before.share)
    # What copy would call about the same is no line, though a sharper test told the two apart.
    told = known and not PREDICATES["same"](*change.facts)
    return {"change": change, "outcome": finding.outcome} if told else None


def _share_outlier(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    if finding.outcome not in OUTCOMES_TOLD:
        return None
    versus = book.share_versus(finding.offence, finding.outcome, finding.area, year)
    known = _is(finding.now, versus.now.share) and versus.before.share.value is not None
    return {"versus": versus, "outcome": finding.outcome} if known else None


def _opposed(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    detail = finding.detail or {}
    parts = [str(detail.get(way, "")) for way in ("up", "down")]
    if any(part not in book.columns.recorded for part in parts):
        return None
    up, down = (book.change(part, finding.area, year) for part in parts)
    words = reference.offences()
    told = {"up": up, "down": down, "up_words": words[parts[0]], "down_words": words[parts[1]]}
    return told if _beyond(up) and _beyond(down) else None


def _driver(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    name = str((finding.detail or {}).get("part", ""))
    if name not in book.columns.recorded:
        return None
    change, part = (book.change(one, finding.area, year) for one in (finding.offence, name))
    portion = Portion(change, part)
    known = _is(finding.now, change.now) and _is(finding.then, change.before) and _beyond(change)
    if not known or any(fact.value is None for fact in portion.facts) or portion_of(portion.facts) >= 1:
        return None
    return {"change": change, "part": part, "portion": portion, "part_words": reference.offences()[name]}


def _first(finding: Finding, book: FactBook, year: Year) -> Handles | None:
    years = [book.recorded(finding.offence, finding.area, year.back(back)) for back in range(finding.back + 1)]
    known = _is(finding.now, years[0]) and all(one.value == 0 for one in years[1:])
    return {"dry": Run(years[0], tuple(years[1:]), "same", finding.back)} if known else None


KINDS: Mapping[str, Rest] = {
    "change": _change,
    "record": _record,
    "fold": _fold,
    "streak": _streak,
    "turning": _turning,
    "bucking": _bucking,
    "outlier": _ranked,
    "extreme": _ranked,
    "share": _share,
    "share_outlier": _share_outlier,
    "opposed": _opposed,
    "driver": _driver,
    "first": _first,
}


def offences_of(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """The offences with words that the findings speak of, parts of theirs included; each once, in a fixed order."""
    named = {one.offence for one in findings}
    for one in findings:
        named |= {str((one.detail or {}).get(part, "")) for part in ("up", "down", "part")}
    return tuple(sorted(named & reference.offences().keys()))
