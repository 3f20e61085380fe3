"""Where the phrases of a draft stand in print. In: a Draft, the passages read from its file. Out: `Site`s.

A site is a stretch of one passage that a claim covers, with the claim and its facts. Notes to editors keep no claims
in the Draft: there a phrase is found by its words, those of a claim of the copy or of a reference file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from generator import reference
from generator.draft import Box, Claim, Draft, Paragraph, Run
from generator.facts import Fact


class Passage(Protocol):
    """What a passage of the published words has to say for itself."""

    @property
    def part(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Site:
    """A phrase in print. `passage` counts the passages of the file, `start` and `end` are within `text`.

    `sentence` is where the sentence around it stands, `beside` the other phrases of that sentence.
    """

    passage: int
    part: str
    text: str
    start: int
    end: int
    claim: Claim
    facts: tuple[Fact, ...]
    sentence: tuple[int, int] = (0, 0)
    beside: tuple[Site, ...] = field(default=(), repr=False)

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def kind(self) -> str:
        return self.claim.kind


@dataclass(frozen=True, slots=True)
class Unplaced(Exception):  # noqa: N818 (it names a text, as a sentence)
    """A text of the Draft that its published words do not hold."""

    text: str


_SENTENCE = re.compile(r"(?<=[.!?])[ ]+(?=[\"“‘(]?[A-Z])")


def sites_of(draft: Draft, passages: Sequence[Passage]) -> tuple[Site, ...]:
    """Every phrase of the draft that is in print, in the order of the passages.

    Raises:
        Unplaced: a text with claims is in no passage of its part: the file is of another draft, or was misread.
    """
    claims = {one.id: one for one in draft.claims}
    facts = {one.id: one for one in draft.facts}
    found: list[Site] = []
    for part, runs in _texts(draft):
        whole = "".join(run.text for run in runs)
        if not any(run.claims for run in runs):
            continue
        number = _passage(passages, part, whole)
        if number is None:
            raise Unplaced(whole)
        text = passages[number].text
        for name, start, end in _spans(runs):
            resting = tuple(facts[one] for one in claims[name].facts)
            found.append(Site(number, part, text, start, end, claims[name], resting))
    found.extend(_noted(passages, found))
    return tuple(_with_sentences(found))


def _texts(draft: Draft) -> Iterator[tuple[str, tuple[Run, ...]]]:
    for headline in draft.headlines:
        yield "headline", headline.runs
    yield "standfirst", draft.standfirst.runs
    yield "social", draft.social.runs
    for block in draft.body:
        match block:
            case Paragraph():
                yield "body", block.runs
            case Box():
                yield from (("box", line) for line in block.lines)


def _passage(passages: Sequence[Passage], part: str, text: str) -> int | None:
    return next((at for at, one in enumerate(passages) if one.part == part and one.text == text), None)


def _spans(runs: Sequence[Run]) -> Iterator[tuple[str, int, int]]:
    """The name of each claim and where its words begin and end; one that goes on over several runs counts once."""
    spans: dict[str, tuple[int, int]] = {}
    at = 0
    for run in runs:
        for name in run.claims:
            start = spans.get(name, (at, at))[0]
            spans[name] = (start, at + len(run.text))
        at += len(run.text)
    for name, (start, end) in spans.items():
        yield name, start, end


def _noted(passages: Sequence[Passage], printed: Sequence[Site]) -> Iterator[Site]:
    """Phrases in the notes: shares and totals that the copy prints too, and what comes from reference files."""
    said = {one.words: one for one in printed if one.kind in {"per_cent", "cases", "count", "period"} and one.facts}
    for at, passage in enumerate(passages):
        if passage.part != "note":
            continue
        for phrase, one in said.items():
            if len(phrase) > 2 and (found := re.search(rf"(?<![\w.]){re.escape(phrase)}(?![\w])", passage.text)):
                yield Site(at, "note", passage.text, *found.span(), one.claim, one.facts)
        for claim, phrase in _referred():
            # "Ring Police ...", and not the Police of a force's name.
            before = "Ring " if claim.options["field"] == "name" else ""
            if (start := passage.text.find(before + phrase)) >= 0:
                start += len(before)
                yield Site(at, "note", passage.text, start, start + len(phrase), claim, ())


def _referred() -> Iterator[tuple[Claim, str]]:
    """Words of reference files that notes print: helplines with their dates, changes in counting."""
    rows: Mapping[str, Sequence[object]] = {"helplines": reference.helplines(), "breaks": reference.breaks()}
    for table, fields in (("helplines", ("number", "dated", "name")), ("breaks", ("note",))):
        for row in rows[table]:
            for name in fields:
                words = str(getattr(row, name))
                options = {"table": table, "row": str(getattr(row, "id")), "field": name}  # noqa: B009 (rows of many types)
                if words:
                    yield (
                        Claim(id=f"note.{table}.{options['row']}.{name}", kind="reference", facts=(), options=options),
                        words,
                    )


def _with_sentences(sites: Sequence[Site]) -> Iterator[Site]:
    by_sentence: dict[tuple[int, int], list[Site]] = {}
    keys = []
    for one in sites:
        start, end = sentence_at(one.text, one.start)
        keys.append((start, end))
        by_sentence.setdefault((one.passage, start), []).append(one)
    for one, (start, end) in zip(sites, keys, strict=True):
        others = tuple(other for other in by_sentence[one.passage, start] if other is not one)
        yield Site(one.passage, one.part, one.text, one.start, one.end, one.claim, one.facts, (start, end), others)


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Where the sentence that holds position `at` begins and ends."""
    start, end = 0, len(text)
    for found in _SENTENCE.finditer(text):
        if found.end() <= at:
            start = found.end()
        elif found.start() >= at:
            end = found.start()
            break
    return start, end
