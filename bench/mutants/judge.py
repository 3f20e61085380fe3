"""Mutants put to the verifier, in a process of its own. In: the drafts of one force. Out: a verdict on each mutant.

A mutant is caught when the verifier finds a problem in the changed words that it does not find in the true ones. It is
not shown the Draft: what it knows is what a reader knows, and the release.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from bench.mutants.choose import Mutant, choose
from bench.mutants.desk import Desk
from bench.mutants.material import Set
from bench.mutants.sites import sites_of
from fetch.release import Release, open_release
from generator.columns import columns_for
from generator.draft import Draft
from generator.export import exporters
from generator.language import load_style
from generator.measures import FactBook
from generator.stories import TEMPLATES, load_story
from generator.verify.answers import Answers
from generator.verify.published import Published, read_published
from generator.verify.report import Problem
from generator.verify.verifier import Subject, Verifier

FORMATS = ("txt", "md", "html")
# What a mutant caught in several ways is counted under: the plainest.
VERDICTS = ("wrong", "inconsistent", "unproved")


@dataclass(frozen=True, slots=True)
class Task:
    """The drafts of one force, where their release is, and which mutants to make of them."""

    data: Path
    release: str
    of: Set
    kinds: tuple[str, ...]
    each: int
    seed: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant and what the verifier said: wrong, inconsistent or unproved; "" where it got away."""

    mutant: Mutant
    where: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """A problem that the verifier found in true words."""

    told: str
    sentence: str
    where: str


@dataclass(slots=True)
class Outcome:
    """What came of one task. `aside` counts by kind and rule; `alarms` are problems found in true words."""

    judged: list[Judged] = field(default_factory=list)
    aside: Counter[tuple[str, str]] = field(default_factory=Counter)
    alarms: list[Alarm] = field(default_factory=list)
    texts: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """What a process keeps of one release: the verifier, and the writer's figures."""

    release: Release
    verifier: Verifier
    book: FactBook


@cache
def room(data: Path, name: str, story: str) -> Room:
    """The room of a release and a story, made once in each process."""
    release = open_release(data, name)
    recipe = load_story(story, (TEMPLATES,))
    return Room(release, Verifier(Answers(release)), FactBook(columns_for(release, recipe.offences)))


def judge(task: Task) -> Outcome:
    """Make the mutants of one force's drafts, and put each to the verifier."""
    outcome = Outcome()
    seen: set[tuple[str, str]] = set()
    with tempfile.TemporaryDirectory(prefix="copydesk-mutants-") as scratch:
        for draft in task.of.drafts:
            _judge_draft(task, draft, Path(scratch), seen, outcome)
    return outcome


def _judge_draft(task: Task, draft: Draft, scratch: Path, seen: set[tuple[str, str]], outcome: Outcome) -> None:
    here = room(task.data, task.release, draft.story)
    where = f"{task.release}, {draft.style}, {draft.area.slug}"
    subject = Subject(draft.story, draft.area.slug)
    published = {form: published_as(form, draft, scratch) for form in FORMATS}
    found = {form: here.verifier.check(words, subject).problems for form, words in published.items()}
    outcome.texts += len(found)
    outcome.alarms.extend(
        Alarm(one.told, one.sentence, f"{where}, {form}") for form, problems in found.items() for one in problems
    )
    true = published["txt"]
    desk = Desk(here.release, draft.story, here.book, load_style(draft.style))
    sites = sites_of(draft, true.passages)
    chosen = choose(sites, desk, f"{task.seed}|{draft.id}|{draft.style}", kinds=task.kinds, each=task.each, seen=seen)
    outcome.aside.update(chosen.aside)
    before = counted(found["txt"])
    for mutant in chosen.mutants:
        problems = here.verifier.check(changed(true, mutant), subject).problems
        outcome.judged.append(Judged(mutant, where, verdict_of(counted(problems) - before)))


def published_as(form: str, draft: Draft, scratch: Path) -> Published:
    """The words of a draft as the real exporter writes them and the verifier reads them."""
    path = scratch / f"{draft.area.slug}.{form}"
    path.write_bytes(exporters()[form].render(draft))
    return read_published(path)


def changed(true: Published, mutant: Mutant) -> Published:
    """The published words with the mutant's passage in place of the true one."""
    passages = list(true.passages)
    passages[mutant.passage] = replace(passages[mutant.passage], text=mutant.text)
    return replace(true, passages=tuple(passages))


Seen = Counter[tuple[str, str, int, str, str]]


def counted(problems: Sequence[Problem]) -> Seen:
    """Problems as they can be compared between a true text and a changed one."""
    return Counter((one.kind, one.part, one.line, one.words, one.why) for one in problems)


def verdict_of(found: Seen) -> str:
    """The plainest kind among the problems; "" for none."""
    kinds = {one[0] for one in found}
    return next((kind for kind in VERDICTS if kind in kinds), min(kinds, default=""))
