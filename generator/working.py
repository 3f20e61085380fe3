"""The working behind a draft's phrases, laid out for a reader. In: a `Draft`. Out: plain rows that pages print.

Knows the draft alone: what it shows is what the draft holds.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import reference
from generator.draft import Box, Claim, Draft, Paragraph, Run, Slot
from generator.facts import Fact
from generator.language import KINDS
from generator.quarters import Year
from generator.reference import NATION, REPORTING


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as a page shows it: every field in words or figures."""

    id: str
    measure: str
    offence: str
    area: str
    period: str
    value: str
    unit: str
    how: str
    basis: str
    cells: str
    digest: str
    missing: str
    bounded: bool


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A phrase with what it rests on. `printed` is the phrase, `rule` what this kind of phrase says."""

    id: str
    kind: str
    printed: str
    rule: str
    facts: tuple[FactRow, ...]
    source: str
    template: str
    line: int


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a paragraph: text, or a claim with pieces inside. `first` marks where a claim begins."""

    text: str = ""
    claim: ClaimRow | None = None
    children: tuple[Node, ...] = ()
    first: bool = True


@dataclass(frozen=True, slots=True)
class Working:
    """All rows of a draft."""

    claims: Mapping[str, ClaimRow]
    facts: tuple[FactRow, ...]
    draft: Draft

    def nodes(self, runs: Sequence[Run]) -> tuple[Node, ...]:
        """Runs as nested pieces, claims within claims."""
        return tuple(_nodes(runs, 0, self.claims, set()))

    @property
    def printed(self) -> tuple[ClaimRow, ...]:
        """The claims of the copy that rest on facts, each phrase once, in reading order."""
        seen: dict[tuple[str, tuple[FactRow, ...]], ClaimRow] = {}
        for paragraph in self.draft.paragraphs:
            for name in dict.fromkeys(name for run in paragraph.runs for name in run.claims):
                row = self.claims[name]
                if row.facts and row.kind not in {"period", "licence"}:
                    seen.setdefault((row.printed, row.facts), row)
        return tuple(seen.values())


def working(draft: Draft) -> Working:
    """The working of a draft."""
    rows = {fact.id: fact_row(fact) for fact in draft.facts}
    said = dict(_said(draft))
    claims = {claim.id: _claim_row(claim, said.get(claim.id, ""), rows) for claim in draft.claims}
    return Working(claims=claims, facts=tuple(rows.values()), draft=draft)


def fact_row(fact: Fact) -> FactRow:
    """A fact in words and figures."""
    offence = reference.offences().get(fact.offence)
    cells = ""
    if fact.cells is not None:
        codes = ", ".join(fact.cells.offences)
        kinds = f", outcomes {', '.join(map(str, fact.cells.outcomes))}" if fact.cells.outcomes else ""
        span = f"{fact.cells.first} to {fact.cells.last}"
        cells = f"{fact.cells.table}: codes {codes}{kinds}, {span}, {fact.cells.rows:,} cells"
    return FactRow(
        id=fact.id,
        measure=fact.measure,
        offence=offence.subject if offence else fact.offence,
        area=area_name(fact.area),
        period=period_name(fact.period),
        value=value_text(fact.value),
        unit=fact.unit,
        how=fact.how,
        basis=fact.basis,
        cells=cells,
        digest=fact.cells.digest if fact.cells else "",
        missing=fact.missing,
        bounded=fact.bounded,
    )


def value_text(value: float | None) -> str:
    """A value as a page prints it: whole numbers exactly, others to four places; empty where it is missing."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4f}".rstrip("0").rstrip(".")


def area_name(slug: str) -> str:
    """The name of an area: a force's, or the nation's."""
    force = reference.forces().get(slug)
    if force is not None:
        return force.name
    return {NATION: "England and Wales", REPORTING: "forces with complete figures"}.get(slug, slug)


def period_name(key: str) -> str:
    """ "year to September 2023"."""
    end = Year.of(key).last_day
    return f"year to {calendar.month_name[end.month]} {end.year}"


def _claim_row(claim: Claim, printed: str, rows: Mapping[str, FactRow]) -> ClaimRow:
    kind = KINDS.get(claim.kind)
    source = f"{claim.options['table']}.toml, {claim.options['row']}" if claim.kind == "reference" else ""
    return ClaimRow(
        id=claim.id,
        kind=claim.kind,
        printed=printed,
        rule=kind.help if kind else "",
        facts=tuple(rows[name] for name in claim.facts),
        source=source,
        template=claim.template,
        line=claim.line,
    )


def _said(draft: Draft) -> Iterator[tuple[str, str]]:
    for runs in texts_of(draft):
        said: dict[str, str] = {}
        for run in runs:
            for name in run.claims:
                said[name] = said.get(name, "") + run.text
        yield from said.items()


def texts_of(draft: Draft) -> Iterator[tuple[Run, ...]]:
    """Every text of a draft that holds claims: headlines, standfirst, social line, body, boxes."""
    for headline in draft.headlines:
        yield headline.runs
    for block in (draft.standfirst, draft.social, *draft.body):
        match block:
            case Paragraph():
                yield block.runs
            case Box():
                yield from (block.title, *block.lines)
            case Slot():
                continue


def _nodes(runs: Sequence[Run], depth: int, claims: Mapping[str, ClaimRow], seen: set[str]) -> Iterator[Node]:
    at = 0
    while at < len(runs):
        if len(runs[at].claims) <= depth:
            yield Node(text=runs[at].text)
            at += 1
            continue
        name = runs[at].claims[depth]
        last = at
        while last < len(runs) and len(runs[last].claims) > depth and runs[last].claims[depth] == name:
            last += 1
        first = name not in seen
        seen.add(name)
        yield Node(claim=claims[name], children=tuple(_nodes(runs[at:last], depth + 1, claims, seen)), first=first)
        at = last
