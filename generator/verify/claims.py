"""The draft's claims, held against what the words state and what the release says. Looked at last.

In: a Draft as JSON (untrusted: only read, never run) and the statements read from the words. Out: which claims each
statement is tied to, and where claims and words, or facts and release, disagree. Knows the schema, not the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from generator.verify.answers import Answers
from generator.verify.errors import VerifyError
from generator.verify.statements import (
    OUTCOME,
    RATE,
    RECORDED,
    SHARE,
    Comparison,
    Extreme,
    Level,
    Pace,
    Portion,
    Rank,
    Streak,
    Topic,
    Without,
)

if TYPE_CHECKING:
    from generator.verify.verifier import Read

# Claims that state no figure of their own.
_SILENT = frozenset({"reference", "licence", "period"})


@dataclass(frozen=True, slots=True)
class Tied:
    """`by_read`: the ids of claims by the number of a statement. `problems`: sentences. `notes`: for the editor."""

    by_read: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _Fact(msgspec.Struct, frozen=True):
    id: str
    measure: str
    value: int | float | None
    area: str
    offence: str
    period: str
    rule: str
    bounded: bool = False


class _Claim(msgspec.Struct, frozen=True):
    id: str
    kind: str
    facts: tuple[str, ...]


class _Draft(msgspec.Struct, frozen=True):
    """As much of a Draft as is needed here."""

    claims: tuple[_Claim, ...]
    facts: tuple[_Fact, ...]
    headlines: tuple[dict[str, Any], ...] = ()
    standfirst: dict[str, Any] = {}
    social: dict[str, Any] = {}
    body: tuple[dict[str, Any], ...] = ()


def tie(draft: bytes, reads: Iterable[Read], answers: Answers, source: str) -> Tied:
    """Tie statements to the claims of a draft; `source` is the text that it is the draft of.

    Raises:
        VerifyError: it is no Draft.
    """
    try:
        document = msgspec.json.decode(draft, type=_Draft)
    except msgspec.DecodeError as error:
        raise VerifyError(
            f"{source}: the draft's JSON beside it can't be read ({error}). Draft the story again, or take it away."
        ) from error
    facts = {one.id: one for one in document.facts}
    problems = [why for one in document.facts if (why := _wrong(one, answers))]
    spoken = _spoken(document)
    topics = {one.id: _topics(one, facts) for one in document.claims if one.kind not in _SILENT}
    by_read: dict[int, tuple[str, ...]] = {}
    untied = 0
    for number, read in enumerate(reads):
        about = _about(read)
        if not about or read.verdict.true is not True:
            continue
        same_words = [name for name, words in spoken.items() if name in topics and _within(read.words, words)]
        fitting = tuple(name for name in same_words if about & topics[name])
        if fitting:
            by_read[number] = fitting
        elif any(topics[name] and _alike(read.words, spoken[name]) for name in same_words):
            name = next(name for name in same_words if topics[name])
            claimed = f"the draft's claim {name} is about {_told(topics[name])}"
            problems.append(f"the words “{read.words}” are true of {_told(about)}, but {claimed}")
        elif isinstance(read.statement, Level):
            untied += 1
    many = f"{untied} true figure{' is' if untied == 1 else 's are'}"
    notes = (f"{many} not among the draft's claims: an editor's, it seems.",) if untied else ()
    return Tied(by_read, tuple(dict.fromkeys(problems)), notes)


def _wrong(fact: _Fact, answers: Answers) -> str:
    """Why a total of the draft is not the release's; "" where it is."""
    topic = _topic(fact)
    if fact.rule != "sum" or topic is None or fact.value is None or topic.end is None:
        return ""
    if topic.measure == OUTCOME:
        total = answers.outcome(topic.group, topic.offence, topic.area, topic.end)
    else:
        group = fact.measure.removeprefix("recorded beside ") if fact.measure != "recorded" else ""
        total = answers.recorded(topic.offence, topic.area, topic.end, group)
    if total is not None and total.low == fact.value and (total.exact or fact.bounded):
        return ""
    known = "has no such figure" if total is None else f"says {total.low:,}{'' if total.exact else ' or more'}"
    return f"the draft's fact {fact.id} is {fact.value:,}, and the release {known}"


def _topic(fact: _Fact) -> Topic | None:
    try:
        year, month = map(int, fact.period.split("-"))
    except ValueError:
        return None
    end = 4 * year + (month - 1) // 3
    if fact.measure == "recorded" or fact.measure.startswith("recorded beside "):
        return Topic(RECORDED, "", fact.offence, fact.area, end)
    if fact.measure.endswith(", share"):
        return Topic(SHARE, fact.measure.removesuffix(", share"), fact.offence, fact.area, end)
    if fact.measure in ("rate", "rank by rate"):
        return Topic(RATE, "", fact.offence, fact.area, end)
    if fact.measure.startswith("distance"):
        return None
    return Topic(OUTCOME, fact.measure, fact.offence, fact.area, end)


def _topics(claim: _Claim, facts: Mapping[str, _Fact]) -> frozenset[Topic]:
    found = (_topic(facts[name]) for name in claim.facts if name in facts)
    return frozenset(one for one in found if one is not None)


def _about(read: Read) -> frozenset[Topic]:
    match read.statement:
        case Level() | Extreme() | Streak() | Without() | Rank() | Pace():
            return frozenset({read.statement.topic})
        case Comparison():
            return frozenset({read.statement.left, read.statement.right})
        case Portion():
            return frozenset({read.statement.part, read.statement.whole})
    return frozenset()


def _spoken(document: _Draft) -> dict[str, str]:
    """The words that each claim covers."""
    said: dict[str, str] = {}
    for runs in _runs((*document.headlines, document.standfirst, document.social, *document.body)):
        for run in runs:
            for name in run.get("claims", ()):
                said[name] = f"{said.get(name, '')}{run.get('text', '')}"
    return said


def _runs(blocks: Iterable[Mapping[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    for block in blocks:
        if "runs" in block:
            yield block["runs"]
        elif "lines" in block:
            yield block.get("title", [])
            yield from block["lines"]


def _folded(words: str) -> str:
    return " ".join(words.replace("’", "'").split()).casefold()


def _within(one: str, other: str) -> bool:
    first, second = _folded(one), _folded(other)
    return bool(first and second) and (first in second or second in first)


def _alike(one: str, other: str) -> bool:
    return _folded(one) == _folded(other)


def _told(topics: Iterable[Topic]) -> str:
    one = min(topics, key=lambda topic: (topic.measure, topic.area, topic.offence))
    return f"{one.offence}, {one.area}"
