"""Findings in the words of a table. In: findings, words. Out: `Told` rows, plain values that every format prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from generator import reference
from generator.findings.finding import DataWarning, Finding, Findings, years_apart
from generator.findings.show import figures
from generator.findings.show.words import Words, said
from generator.language.numbers import in_words
from generator.quarters import Year, quarter_of

PROVISIONAL, MONTHS_MISSING = "provisional", "months missing"
# A list in a sentence names so many things, and counts the others.
NAMED = 6


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as it is shown. `rank` is its place in its area's list, 0 where it has none.

    `now`, `then`, `change` and `q` are printed figures, empty where there is none; `flags` short notes on it.
    `sentence` is what it would become in a story, empty where nobody asked or nothing can be told; `beside` what must
    stand beside it, `facts` the ids of what both rest on.
    `why` says why it is not told, empty for a line.
    """

    finding: Finding
    rank: int
    area: str
    offence: str
    kind: str
    line: str
    now: str
    then: str
    change: str
    q: str
    flags: tuple[str, ...]
    sentence: str = ""
    beside: str = ""
    facts: tuple[str, ...] = ()
    why: str = ""

    @property
    def value(self) -> str:
        return f"{self.finding.value:.1f}"


class Teller:
    """Puts the findings of one release into words."""

    def __init__(self, found: Findings, words: Words) -> None:
        self.found, self.words = found, words
        self._ranks: dict[str, int] = {}
        places: dict[str, int] = {}
        for one in found.lines:
            places[one.area] = self._ranks[one.id] = places.get(one.area, 0) + 1
        every = (*found.lines, *(one.finding for one in found.rejected))
        self._official = {one.offence: one.official for one in every}
        self._of = {one.id: one for one in every}
        self._rejected = {one.finding.id: one for one in found.rejected}

    def told(self, one: Finding) -> Told:
        """The row of a finding; one that was rejected says why."""
        now = figures.figure(one.now, one.unit, self.words)
        if MONTHS_MISSING in one.caveats and now:
            now = said(self.words.figures["at_least"], value=now)
        return Told(
            finding=one,
            rank=self._ranks.get(one.id, 0),
            area=self.area(one.area),
            offence=self.offence(one.offence),
            kind=self.words.kinds.get(one.kind, one.kind),
            line=self.line(one),
            now=now,
            then=figures.figure(one.then, one.unit, self.words),
            change=self._change(one),
            q=figures.chance(one.evidence.q, self.words),
            flags=self._flags(one),
            why=self._why(one),
        )

    def area(self, slug: str) -> str:
        """A force, a region or the nation by its name."""
        named = reference.forces().get(slug) or reference.regions().get(slug)
        return _capital(named.name) if named else self.words.areas.get(slug, slug)

    def offence(self, identity: str) -> str:
        """An offence as copy calls it; one that has no words yet by its official name."""
        words = reference.offences().get(identity)
        return words.subject if words else self._official.get(identity, identity)

    def line(self, one: Finding) -> str:
        """The line in short; where its kind has no words, by its kind and direction."""
        detail = {name: self._detail(name, value) for name, value in (one.detail or {}).items()}
        by_record = one.kind == "bucking" and bool((one.detail or {}).get("record"))
        told = self.words.lines.get("bucking_record" if by_record else one.kind, {}).get(one.direction)
        if told is None:
            return f"{_capital(self.offence(one.offence))}: {one.kind}, {one.direction}"
        values = dict.fromkeys(("up", "down", "part", "ranked", "place", "from_place"), "") | {
            "years": _spelt(one.back)
        }
        values |= detail
        filled = said(
            told,
            offence=self.offence(one.offence),
            outcome=self.outcome(one),
            back=_spelt(one.back),
            times=figures.times(one.now, one.then),
            up_part=values.pop("up"),
            down_part=values.pop("down"),
            **values,
        )
        return _capital(filled)

    def outcome(self, one: Finding) -> str:
        """The outcome whose share a line tells; empty for recorded cases."""
        return self.words.outcomes.get(one.outcome, one.outcome)

    def measure(self, one: Finding) -> str:
        """What the figures of a line are."""
        name = "share" if one.outcome else one.measure
        return said(self.words.measures.get(name, name), outcome=self.outcome(one))

    def details(self, one: Finding) -> tuple[tuple[str, str], ...]:
        """What its kind says besides, name and value; what has no name for people is left out."""
        names = self.words.details
        return tuple(
            (names[name], self._per_cent_or(name, value)) for name, value in (one.detail or {}).items() if name in names
        )

    def _per_cent_or(self, name: str, value: float | str) -> str:
        if name in {"theirs", "portion"} and isinstance(value, float):
            return said(self.words.figures["per_cent"], change=f"{100 * value:+.1f}".replace("-", "−"))
        return self._detail(name, value)

    def evidence(self, one: Finding) -> tuple[str, ...]:
        """How it was tested and what came out, in sentences."""
        words, told = self.words, one.evidence
        sentences = [words.tests.get(told.test, told.test)]
        if told.p is not None and told.p > 0:
            rarely = told.p >= 1e-6
            one_in = f"{1 / told.p:,.0f}" if told.p < 0.1 else f"{1 / told.p:.1f}"
            sentences.append(said(words.evidence["rarely" if rarely else "hardly"], one_in=one_in))
        if told.q is not None:
            rate = self.found.error_rate
            name = "told" if told.q <= rate else "beyond"
            sentences.append(said(words.evidence[name], q=_no_less(told.q), rate=_per_cent(rate)))
        return tuple(sentence for sentence in sentences if sentence)

    def caveats(self, one: Finding) -> tuple[str, ...]:
        """Its caveats as sentences."""
        notes = {each.id: each.note for each in reference.breaks()}
        notes |= {each.id: each.note for each in reference.outcome_breaks()}
        return tuple(notes.get(name) or self.words.notes.get(name, name) for name in one.caveats)

    def others(self, one: Finding) -> tuple[str, ...]:
        """The other lines on the same figures, in short."""
        return tuple(self.line(self._of[name]) if name in self._of else name for name in one.also)

    def stands_for(self, one: Finding) -> tuple[str, ...]:
        """The wider offences whose line it tells."""
        return tuple(self.offence(name) for name in one.stands_for)

    def warning(self, one: DataWarning) -> str:
        """What to check with the force, in a sentence."""
        words = self.words.warnings
        name = one.kind if one.table == "recorded" else f"{one.kind} {one.table}"
        return said(
            words.get(name, words["missing"]),
            area=self.area(one.area),
            quarters=self._listed([self.quarter(day) for day in one.quarters]),
            offences=self._listed([self._code(name) for name in one.offences]) or words["every_offence"],
            share=_per_cent(one.share) if one.share is not None else "",
        )

    def quarter(self, first_day: str) -> str:
        """A quarter by its first day: October to December 2022."""
        at = quarter_of(date.fromisoformat(first_day))
        return f"{self.words.quarters[at % 4]} {at // 4}"

    def period(self, key: str) -> str:
        """A period as it is called: year to September 2023. Nothing where a release holds no year."""
        if not key:
            return self.words.none
        last = Year.of(key).last_day
        return said(self.words.year_to, month=self.month(last))

    def month(self, day: date) -> str:
        """A month and its year."""
        return said(self.words.date, month=self.words.months[day.month - 1], year=day.year)

    def _why(self, one: Finding) -> str:
        held = None if one.id in self._ranks else self._rejected.get(one.id)
        return "" if held is None else said(self.words.why.get(held.why, held.why), by=held.by)

    def _change(self, one: Finding) -> str:
        """The change between the two figures; nothing where there is but one."""
        if one.now is None or one.then is None:
            return ""
        return figures.change(one.now, one.then, one.unit, self.words)

    def _flags(self, one: Finding) -> tuple[str, ...]:
        marks = (PROVISIONAL, MONTHS_MISSING)
        names = [
            *(["fresh"] if one.fresh else []),
            *(["break"] if set(one.caveats) - set(marks) else []),
            *(name for name in marks if name in one.caveats),
        ]
        return tuple(self.words.flags[name] for name in names)

    def _detail(self, name: str, value: float | str) -> str:
        if name in {"up", "down", "part"} and isinstance(value, str):
            return self.offence(value)
        if isinstance(value, str):
            return value
        return _spelt(int(value)) if name == "years" else f"{value:g}"

    def _code(self, name: str) -> str:
        """An offence of a warning: an id of the vocabulary, or an official code."""
        by_code = {row.codes: row.subject for row in reference.offences().values()}
        return by_code.get((name,)) or self.offence(name)

    def _listed(self, names: Sequence[str]) -> str:
        """Names as a list in a sentence; beyond a handful the others are counted."""
        words = self.words.warnings
        shown = list(names[:NAMED])
        if len(names) > NAMED:
            shown.append(said(words["more"], count=len(names) - NAMED))
        if len(shown) < 2:
            return "".join(shown)
        return f"{', '.join(shown[:-1])} {words['and']} {shown[-1]}"


def years_between(one: Finding) -> int:
    """How many years lie between the two figures of a line."""
    return years_apart(one.kind, one.back)


def detail_words(detail: Mapping[str, float | str] | None) -> str:
    """What a kind says besides, in one cell."""
    return "; ".join(
        f"{name}={value:g}" if isinstance(value, float | int) else f"{name}={value}"
        for name, value in (detail or {}).items()
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _spelt(number: int) -> str:
    """A whole number as copy writes it: words to nine, then figures."""
    return in_words(number) if 0 <= number < 10 else f"{number:,}"


def _no_less(q: float) -> str:
    """A rate as per cent, rounded up to a tenth, so that what is said of it holds."""
    return f"{max(1, ceil(round(1000 * q, 6))) / 10:g}"


def _per_cent(share: float) -> str:
    """A share as per cent, as exactly as it says something."""
    return f"{100 * share:.2g}"
