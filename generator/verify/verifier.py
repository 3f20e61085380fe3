"""Published words against a release. In: passages, and the story and area that they are about. Out: a report.

The words are read and judged first, from the release alone. Only then does the draft's JSON, if any, come in: its
claims are tied to what the words state, and its facts are held against the release like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.verify import claims
from generator.verify.answers import NATION, Answers
from generator.verify.contacts import judge_contact, judge_counting, judge_sites, known_sentences
from generator.verify.judge import Judge
from generator.verify.marks import scanner
from generator.verify.numbers import Quantity, quantities
from generator.verify.passage import Passage, Published
from generator.verify.reading import Reader
from generator.verify.reference import stories
from generator.verify.report import Problem, Proved, Report
from generator.verify.sentences import sentences, without_quotes
from generator.verify.statements import (
    RECORDED,
    Aside,
    Contact,
    Counting,
    Level,
    Missing,
    Site,
    Statement,
    Topic,
    Unread,
)
from generator.verify.verdict import TRUE, Verdict

_JUDGED = frozenset({"headline", "standfirst", "social", "body", "box", "note"})
_NO_RULE = "no rule can tie this to the figures"
_UNREAD = {
    "n": "it counts something that the release does not hold",
    "long": "it holds too many figures to be read as a sentence: is it a table?",
    "D": "it is not clear what rose or fell",
    "negated": "a statement that is turned round by a not or a never is not read: put it the other way",
    "narrowed": "it is about a part of these cases that the release does not hold",
    "time": "it is about a time that is no 12 months of the release, or about every one of several",
    "first": "a first fall or rise says something of every year between, which is not read",
    "every": "of all or of no case: give the figure",
    "place": "it names a place that the release has no figures for",
    "subject": "it counts something that the release does not hold, or doesn't say what it is about",
}
_READ_ON = frozenset({"body", "box"})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a text is about: the slugs of its story and its area. `offence` where the story is a newsroom's own."""

    story: str
    area: str
    offence: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A statement with the place where it stands, and the verdict on it."""

    passage: Passage
    sentence: str
    statement: Statement
    verdict: Verdict

    @property
    def words(self) -> str:
        return self.sentence[self.statement.start : self.statement.end]


class Verifier:
    """Verifies texts against one release. Reference data and totals are loaded once."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self._scanner = scanner()
        # A draft says the same in each of its formats: it is read once.
        self._told: dict[object, tuple[tuple[int, str, Statement, Verdict], ...]] = {}

    def check(self, published: Published, subject: Subject, draft: bytes | None = None) -> Report:
        """The report on one text. `draft` is the Draft's JSON, looked at last; what it claims never sways a verdict."""
        return self.verify(published, subject, draft)[0]

    def verify(
        self, published: Published, subject: Subject, draft: bytes | None = None
    ) -> tuple[Report, tuple[Read, ...]]:
        """The report on one text, and all that was read from it."""
        reads = self.read(published, subject)
        problems = [_problem(published, one) for one in reads if one.verdict.true is not True]
        problems.extend(self._unsaid(published, reads))
        tied = claims.tie(draft, reads, self.answers, published.source) if draft is not None else claims.Tied()
        problems.extend(_claim_problem(published, why) for why in tied.problems)
        report = Report(
            source=published.source,
            form=published.form,
            story=subject.story,
            area=subject.area,
            release=self.answers.release.name,
            sample=published.sample,
            proved=tuple(
                Proved(
                    part=one.passage.part,
                    line=one.passage.line,
                    words=one.words,
                    states=type(one.statement).__name__.lower(),
                    claims=tied.by_read.get(number, ()),
                )
                for number, one in enumerate(reads)
                if one.verdict.true is True and not isinstance(one.statement, Aside)
            ),
            problems=tuple(problems),
            quoted=tuple(_quoted(published)),
            aside=tuple(one.words for one in reads if isinstance(one.statement, Aside)),
            notes=tied.notes,
        )
        return report, reads

    def read(self, published: Published, subject: Subject) -> tuple[Read, ...]:
        """Every statement of the text with its verdict, in reading order."""
        reads: list[Read] = []
        for run in _runs(published.passages):
            key = (subject, tuple((one.part, one.text) for one in run))
            if key not in self._told:
                self._told[key] = tuple(self._read(run, subject))
            reads.extend(Read(run[at], sentence, said, verdict) for at, sentence, said, verdict in self._told[key])
        return tuple(reads)

    def _read(self, run: Sequence[Passage], subject: Subject) -> Iterator[tuple[int, str, Statement, Verdict]]:
        """The statements of passages that are read on from one to the next, with the number of the passage."""
        offence = subject.offence or stories()[subject.story].offence
        own = Topic(RECORDED, "", offence, subject.area, self.answers.latest)
        reader, judge = Reader(self._scanner, own, self.answers.latest), Judge(self.answers, own)
        for at, passage in enumerate(run):
            for found, verdict in judge_sites(passage.text):
                yield at, passage.text, Site(found.start(), found.end()), verdict
            for sentence in sentences(without_quotes(passage.text).told):
                if sentence not in known_sentences():
                    for statement in reader.read(sentence, passage.text):
                        yield at, sentence, statement, self._verdict(statement, judge)

    def _verdict(self, statement: Statement, judge: Judge) -> Verdict:
        match statement:
            case Aside():
                return TRUE
            case Unread():
                return Verdict(None, _UNREAD.get(statement.what, _NO_RULE))
            case Contact():
                return judge_contact(statement)
            case Counting():
                return self._counting(statement)
        return judge.judge(statement)

    def _counting(self, statement: Counting) -> Verdict:
        if self._is_publication(statement.said):
            return TRUE
        if statement.beside:
            return Verdict(None, _UNREAD["time"])
        return judge_counting(statement, self.answers.changes(statement.offence))

    def _is_publication(self, said: Quantity) -> bool:
        """The month in which the release was published."""
        published = date.fromisoformat(self.answers.release.manifest.published)
        return said.kind == "month" and int(said.value) == 12 * published.year + published.month - 1

    def _unsaid(self, published: Published, reads: tuple[Read, ...]) -> list[Problem]:
        """A total that lacks part of a force says so somewhere in the copy."""
        named = {one.statement.topic.area for one in reads if isinstance(one.statement, Missing)}
        for one in reads:
            statement = one.statement
            if one.passage.part != "body" or not isinstance(statement, Level) or statement.topic.area != NATION:
                continue
            if statement.topic.measure != RECORDED or statement.topic.end is None or statement.said.hedge:
                continue
            lacking = set(self.answers.incomplete(statement.topic.offence, statement.topic.end)) - named
            if lacking:
                places = ", ".join(sorted(self.answers.area_name(area) for area in lacking))
                why = f"the total lacks part of the figures for {places}, and the copy doesn't say so"
                return [_problem(published, Read(one.passage, one.sentence, statement, Verdict(False, why)))]
        return []


def _runs(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """The judged passages, those together that are read on from one to the next: the body, and each box."""
    run: list[Passage] = []
    for passage in passages:
        if passage.part not in _JUDGED:
            continue
        if run and (passage.part != run[0].part or passage.part not in _READ_ON):
            yield run
            run = []
        run.append(passage)
    if run:
        yield run


def _problem(published: Published, one: Read) -> Problem:
    return Problem(
        kind="unproved" if one.verdict.true is None else "wrong",
        source=published.source,
        part=one.passage.part,
        line=one.passage.line,
        sentence=one.sentence,
        words=one.words,
        why=one.verdict.why,
        right=one.verdict.right,
    )


def _claim_problem(published: Published, why: str) -> Problem:
    return Problem(kind="claim", source=published.source, part="draft", line=0, sentence="", words="", why=why)


def _quoted(published: Published) -> list[str]:
    """Figures in a speaker's words."""
    found: list[str] = []
    for passage in published.passages:
        if passage.part == "frame":
            continue
        stretches = (passage.text,) if passage.part == "quote" else without_quotes(passage.text).quoted
        found.extend(one.text for words in stretches for one in quantities(words) if one.kind != "name")
    return found
