"""Mutants of data: a cell off by one, a quarter lost, a row twice. In: a release. Out: whether either guard saw it.

Two roads. Words: drafts are written from the changed release, and those of their passages that differ from the true
drafts' are put to the verifier of the true release; where the printed words are the same, the mutant is set aside.
Workbooks: the changed release is held against the workbooks it was made of.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from rich.console import Console

from bench.mutants import tell
from bench.mutants.judge import Seen, counted, published_as, room, verdict_of
from bench.mutants.sites import Site, sites_of
from fetch.errors import CopydeskError
from fetch.manifest import write_manifest
from fetch.parts import sha256_of
from fetch.release import RAW, RELEASES, Release, open_release
from generator.draft import Draft, spoken_claims
from generator.facts import Selector
from generator.newsroom import draft_batch, find_areas, find_stories
from generator.verify.published import Published
from generator.verify.verifier import Subject
from generator.verify.workbooks import second_reading

CELL, LOST, TWICE = "a cell off by one", "a quarter lost", "a row twice"
KINDS = (CELL, LOST, TWICE)
SAME_WORDS = "the printed words are the same"
LEFT_OUT = "its changed sentences hold phrases of the true draft alone, of the same figures: something is left out"
NO_DRAFT = "no draft is written from the changed data"
RULES = (SAME_WORDS, LEFT_OUT, NO_DRAFT)
AT_WORK = 12  # mutants a task: a process copies the release once for all of them

SideBySide = Callable[[str, Callable[["Task"], list["Told"]], Sequence["Task"]], list[list["Told"]]]


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed: which rows of which part (its place in the manifest), and how. `area` is whose draft to write.

    `by` is what a cell is off by. `rested_on`: a draft of the area rests on the cell.
    """

    kind: str
    story: str
    area: str
    part: int
    rows: tuple[int, ...]
    by: int
    rested_on: bool
    shown: str


@dataclass(frozen=True, slots=True)
class Task:
    """Changes to make, one at a time, in a copy of the release."""

    data: Path
    release: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What either road said of a change: a verdict, "" where it got away; `words` may be a rule that set it aside."""

    change: Change
    words: str
    aside: str
    workbooks: str
    shown: str


def measure(release: Release, kinds: Sequence[str], number: int, seed: str, side_by_side: SideBySide) -> list[Told]:
    """Make about so many changes of data and see which are noticed."""
    second_reading(release)  # what it finds of the true parts is kept beside them, and need not be read again
    changes = changes_of(release, kinds, number, seed)
    data = release.folder.parent.parent
    tasks = [Task(data, release.name, tuple(changes[at : at + AT_WORK])) for at in range(0, len(changes), AT_WORK)]
    return [one for told in side_by_side("mutants of data", judge, tasks) for one in told]


# Which cells


def changes_of(release: Release, kinds: Sequence[str], number: int, seed: str) -> list[Change]:
    """Changes by turns of each kind: three in four of a cell that a draft rests on, the others of any cell."""
    rng = random.Random(f"{seed}|data")
    parts = [pq.read_table(release.folder / file.part) for file in release.manifest.files]
    changes: list[Change] = []
    for story in find_stories((), every=True):
        drafts = draft_batch(release, story, find_areas(())).drafts
        while len(changes) < number:
            rests = len(changes) % 4 != 3
            draft = rng.choice(drafts)
            found = _picked(release, parts, draft, kinds[len(changes) % len(kinds)], rests, rng)
            if found is not None:
                changes.append(found)
    return changes


def _picked(
    release: Release, parts: Sequence[pa.Table], draft: Draft, kind: str, rests: bool, rng: random.Random
) -> Change | None:
    """A change of a cell that the draft rests on, or of any that it does not; None where chance found no cell."""
    own = [fact.cells for fact in draft.facts if fact.cells is not None and fact.cells.areas == (draft.area.slug,)]
    if rests:
        cells = rng.choice(list(_printed(draft)) if rng.random() < 0.8 else own)
        at = rng.choice([at for at, file in enumerate(release.manifest.files) if file.table == cells.table])
        rows = _selected(parts[at], cells)
    else:
        at = rng.randrange(len(parts))
        rows = list(range(parts[at].num_rows))
    if not rows:
        return None
    row = rng.choice(rows)
    values = parts[at].slice(row, 1).to_pylist()[0]
    if not rests and _touches(values, own, release.manifest.files[at].table):
        return None
    if kind == CELL and values[_count(parts[at])] is None:
        return None
    by = rng.choice((-1, 1)) if values.get(_count(parts[at])) else 1
    changed = tuple(_quarter_of(parts[at], values)) if kind == LOST else (row,)
    shown = (
        f"{kind}: {values['area']}, {values['offence_code']}, {values['quarter']}"
        + (f", outcome {values['outcome_type']}" if "outcome_type" in values else "")
        + (f", {values[_count(parts[at])]} {by:+}" if kind == CELL else "")
    )
    return Change(kind, draft.story, draft.area.slug, at, changed, by, rests, shown)


def _printed(draft: Draft) -> Iterator[Selector]:
    """The cells of the area under the phrases that are printed, but for the long run of years under a record."""
    facts = {fact.id: fact for fact in draft.facts}
    claims = {claim.id: claim for claim in draft.claims}
    for name, _ in spoken_claims(draft):
        resting = [facts[one] for one in claims[name].facts[:2]]
        beneath = (facts[one] for fact in resting for one in fact.inputs[:4])
        for fact in (*resting, *beneath):
            if fact.cells is not None and fact.cells.areas == (draft.area.slug,):
                yield fact.cells


def _count(part: pa.Table) -> str:
    return "recorded_basis" if "recorded_basis" in part.column_names else "count"


def _selected(part: pa.Table, cells: Selector) -> list[int]:
    """The rows of a part that a selection holds."""
    mask = pc.and_(
        pc.and_(_in(part["area"], cells.areas), _in(part["offence_code"], cells.offences)),
        pc.and_(
            pc.greater_equal(part["quarter"], pa.scalar(date.fromisoformat(cells.first))),
            pc.less_equal(part["quarter"], pa.scalar(date.fromisoformat(cells.last))),
        ),
    )
    if cells.outcomes:
        mask = pc.and_(mask, pc.is_in(part["outcome_type"], pa.array(cells.outcomes, part["outcome_type"].type)))
    return [int(row) for row in pc.indices_nonzero(mask).to_pylist()]


def _in(column: pa.ChunkedArray, values: Sequence[str]) -> pa.ChunkedArray:
    return pc.is_in(column.cast(pa.string()), pa.array(values, pa.string()))


def _touches(row: dict[str, Any], own: Sequence[Selector], table: str) -> bool:
    """Whether a draft's own cells hold this row."""
    return any(
        one.table == table
        and row["area"] in one.areas
        and row["offence_code"] in one.offences
        and one.first <= row["quarter"].isoformat() <= one.last
        for one in own
    )


def _quarter_of(part: pa.Table, row: dict[str, Any]) -> list[int]:
    """The rows of the same area, code and quarter."""
    mask = pc.and_(
        pc.and_(_in(part["area"], [row["area"]]), _in(part["offence_code"], [row["offence_code"]])),
        pc.equal(part["quarter"], pa.scalar(row["quarter"])),
    )
    return [int(at) for at in pc.indices_nonzero(mask).to_pylist()]


# The changed release


def changed_part(part: pa.Table, change: Change) -> pa.Table:
    """The part with the change made, and nothing else."""
    if change.kind == LOST:
        keep = [at for at in range(part.num_rows) if at not in set(change.rows)]
        return part.take(pa.array(keep))
    (row,) = change.rows
    if change.kind == TWICE:
        return pa.concat_tables([part.slice(0, row + 1), part.slice(row)])
    name = _count(part)
    values = part[name].to_pylist()
    values[row] += change.by
    return part.set_column(part.column_names.index(name), part.schema.field(name), pa.array(values, part[name].type))


def copied(release: Release, folder: Path) -> Path:
    """A data folder with a copy of the release; the workbooks and what was found of them are shared. Returns it."""
    data = release.folder.parent.parent
    shutil.copytree(release.folder, folder / RELEASES / release.name)
    (folder / RAW).symlink_to(data / RAW, target_is_directory=True)
    shutil.copytree(data / "checked", folder / "checked")
    return folder


def with_change(true: Release, data: Path, change: Change) -> Release:
    """The release in `data` with one part rewritten and a manifest that says so: whole, and wrong."""
    folder = data / RELEASES / true.name
    file = true.manifest.files[change.part]
    part = changed_part(pq.read_table(true.folder / file.part), change)
    pq.write_table(part, folder / file.part, compression="zstd")
    files = list(true.manifest.files)
    files[change.part] = msgspec.structs.replace(file, part_sha256=sha256_of(folder / file.part))
    write_manifest(folder, msgspec.structs.replace(true.manifest, files=tuple(files)))
    return open_release(data, true.name)


def restore(true: Release, data: Path, change: Change) -> None:
    """Put the true part and the true manifest back."""
    file = true.manifest.files[change.part]
    shutil.copyfile(true.folder / file.part, data / RELEASES / true.name / file.part)
    write_manifest(data / RELEASES / true.name, true.manifest)


# What is noticed


def judge(task: Task) -> list[Told]:
    """Make each change by itself and ask both roads."""
    told = []
    with tempfile.TemporaryDirectory(prefix="copydesk-mutants-") as scratch:
        true = open_release(task.data, task.release)
        data = copied(true, Path(scratch) / "data")
        for change in task.changes:
            wrong = with_change(true, data, change)
            found = second_reading(wrong)
            words, aside, shown = _words(task, change, wrong, Path(scratch))
            told.append(Told(change, words, aside, "wrong" if found else "", shown))
            restore(true, data, change)
    return told


def _words(task: Task, change: Change, wrong: Release, scratch: Path) -> tuple[str, str, str]:
    """(verdict, rule that set it aside, the first changed passage) of the drafts of the changed data."""
    here = room(task.data, task.release, change.story)
    areas = find_areas([change.area])
    try:
        drafts = draft_batch(wrong, change.story, areas).drafts
    except CopydeskError:
        return "", NO_DRAFT, change.shown
    if not drafts:
        return "", NO_DRAFT, change.shown
    whole = draft_batch(here.release, change.story, areas).drafts[0]
    true = published_as("txt", whole, scratch)
    false = published_as("txt", drafts[0], scratch)
    differ = differing(true, false)
    if not differ:
        return "", SAME_WORDS, change.shown
    if _left_out(drafts[0], false, differ, whole, true):
        return "", LEFT_OUT, change.shown
    subject = Subject(change.story, change.area)
    problems = here.verifier.check(false, subject).problems
    found: Seen = counted([one for one in problems if (one.part, one.line) in differ])
    return verdict_of(found), "", f"{change.shown}: {next(iter(differ.values()))}"


def _left_out(
    draft: Draft, words: Published, differ: Mapping[tuple[str, int], str], true: Draft, true_words: Published
) -> bool:
    """Whether the changed sentences hold nothing but phrases that the true draft prints too, of the same figures."""
    known = {_phrase(one) for one in sites_of(true, true_words.passages)}
    lines = [(one.part, one.line) for one in words.passages]
    by_line: dict[tuple[str, int], list[Site]] = {}
    for one in sites_of(draft, words.passages):
        by_line.setdefault(lines[one.passage], []).append(one)
    return all(at in by_line and {_phrase(one) for one in by_line[at]} <= known for at in differ)


def _phrase(site: Site) -> tuple[str, str, tuple[str, ...], tuple[float | None, ...]]:
    known = tuple(fact.value for fact in site.facts if fact.unit != "standard errors")
    return site.kind, site.words.casefold(), site.claim.facts, known


def differing(true: Published, false: Published) -> dict[tuple[str, int], str]:
    """By part and line, the passages of the false text that are not in the true one; what nobody judges is left out."""
    known = {(one.part, one.text) for one in true.passages}
    return {
        (one.part, one.line): one.text
        for one in false.passages
        if one.part != "frame" and (one.part, one.text) not in known
    }


# What is told


def tell_of(console: Console, kinds: Sequence[str], told: Sequence[Told]) -> None:
    """Both tables, and what got away."""
    words = {kind: tell.Row() for kind in kinds}
    books = {kind: tell.Row() for kind in kinds}
    aside: Counter[tuple[str, str]] = Counter()
    for one in told:
        row, book = words[one.change.kind], books[one.change.kind]
        if one.aside:
            aside[one.change.kind, one.aside] += 1
            row.aside += 1
        elif one.words:
            row.caught[one.words] += 1
        else:
            row.away += 1
        if one.workbooks:
            book.caught[one.workbooks] += 1
        else:
            book.away += 1
    console.print(tell.table("Mutants of data, by the words of drafts written from them", words))
    console.print(tell.rules(aside, RULES))
    console.print(tell.table("Mutants of data, by the second reading of the workbooks", books))
    lost = [one for one in told if not one.aside and not one.words]
    tell.away(console, [(one.change.kind, one.shown, "in words") for one in lost])
    unseen = [one for one in told if not one.workbooks]
    tell.away(console, [(one.change.kind, one.change.shown, "in workbooks") for one in unseen])


def kept(told: Sequence[Told], promised: float) -> bool:
    """Whether both roads notice so many of a hundred."""
    by_words = [bool(one.words) for one in told if not one.aside]
    by_books = [bool(one.workbooks) for one in told]
    return all(100 * sum(seen) >= promised * len(seen) for seen in (by_words, by_books))
