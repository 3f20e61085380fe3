"""The release held against the workbooks it was made of. In: a release. Out: where the two disagree.

The verifier answers from the release's Parquet. Were a mistake made when workbooks became Parquet, writer and verifier
would be wrong alike; so every total is found a second time, from the workbooks as they came, by a reader that shares no
code with the first. What was found is kept in `<data folder>/checked/`, since neither side ever changes.
"""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import msgspec

from fetch.release import FileEntry, Release
from generator.verify.errors import VerifyError
from generator.verify.workbooks.cells import Block, Words
from generator.verify.workbooks.counting import count
from generator.verify.workbooks.csv_rows import csv_blocks
from generator.verify.workbooks.difference import Difference, differences
from generator.verify.workbooks.layouts import Layout, layouts, reader_version
from generator.verify.workbooks.ods_rows import ods_blocks
from generator.verify.workbooks.part_totals import part_totals, sheet_of
from generator.verify.workbooks.people import TABLE as POPULATIONS
from generator.verify.workbooks.people import differences_of_people
from generator.verify.workbooks.pieces import UnusualMarkupError
from generator.verify.workbooks.totals import Totals
from generator.verify.workbooks.xlsx_rows import xlsx_blocks

Progress = Callable[[str, int, int], None]

__all__ = ["Difference", "second_reading"]

# Below this, starting processes takes longer than reading. In bytes of workbooks, packed.
_WORTH_PROCESSES = 30_000_000
# A table read wrong differs everywhere: so many differences of one workbook say enough.
_MOST = 1_000
_ZIPPED = b"PK\x03\x04"


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a second reading found, and of what."""

    workbook: str
    part: str
    reader: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """A workbook and the part that was made of it."""

    file: FileEntry
    raw: Path
    part: Path
    part_sha256: str


def second_reading(release: Release, progress: Progress | None = None) -> tuple[Difference, ...]:
    """Where the release disagrees with its workbooks: () where every total and every missing figure is the same.

    A workbook is read once for each part made of it; later calls only look up what was found. `progress(file name,
    bytes read, bytes in all)` is called as each workbook is done. Raises VerifyError where a workbook is missing,
    damaged, or of a table that we do not know.
    """
    data = release.folder.parent.parent
    checked = data / "checked"
    jobs = [_job(release, data, file) for file in release.manifest.files]
    found = {at: kept for at, job in enumerate(jobs) if (kept := _look_up(checked, job)) is not None}
    unread = [at for at in range(len(jobs)) if at not in found]
    total, done = sum(jobs[at].file.bytes for at in unread), 0
    for at, differs in _read_all(jobs, unread):
        found[at] = differs
        _keep(checked, jobs[at], differs)
        done += jobs[at].file.bytes
        if progress:
            progress(jobs[at].file.filename, done, total)
    return tuple(one for at in range(len(jobs)) for one in found[at])


def _job(release: Release, data: Path, file: FileEntry) -> _Job:
    part = release.folder / file.part
    try:
        return _Job(file, data / "raw" / file.sha256, part, _sha256(part))
    except OSError as error:
        raise VerifyError(
            f"The release in {release.folder} is damaged: {file.part} cannot be read ({error.strerror}). Delete that "
            "folder and run copydesk fetch again."
        ) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _kept_at(checked: Path, job: _Job) -> Path:
    return checked / f"{job.file.sha256}-{job.part_sha256[:16]}-{reader_version()}.json"


def _look_up(checked: Path, job: _Job) -> tuple[Difference, ...] | None:
    """What an earlier reading found; None where there was none, or what it left cannot be trusted."""
    try:
        kept = msgspec.json.decode(_kept_at(checked, job).read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError):
        return None
    if (kept.workbook, kept.part, kept.reader) != (job.file.sha256, job.part_sha256, reader_version()):
        return None
    return kept.differences


def _keep(checked: Path, job: _Job, found: Sequence[Difference]) -> None:
    """Keep what was found. A data folder that cannot be written to only means that it is found anew each time."""
    kept = _Kept(job.file.sha256, job.part_sha256, reader_version(), tuple(found))
    path = _kept_at(checked, job)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(OSError):
        checked.mkdir(exist_ok=True)
        try:
            unfinished.write_bytes(msgspec.json.encode(kept))
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def _read_all(jobs: Sequence[_Job], unread: Sequence[int]) -> Iterator[tuple[int, tuple[Difference, ...]]]:
    """What is found in each workbook that was not read before, as each is done."""
    if len(unread) < 2 or sum(jobs[at].file.bytes for at in unread) < _WORTH_PROCESSES:
        for at in unread:
            yield at, _read(jobs[at])
        return
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_leave_to_parent) as pool:
        largest_first = sorted(unread, key=lambda at: -jobs[at].file.bytes)
        running: dict[Future[tuple[Difference, ...]], int] = {pool.submit(_read, jobs[at]): at for at in largest_first}
        try:
            for future in as_completed(running):
                yield running[future], future.result()
        except BrokenProcessPool as error:
            raise VerifyError(
                "A process that reads workbooks a second time ended early: is there enough memory? About half a GB is "
                "needed for each of two."
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _leave_to_parent() -> None:
    """Ctrl-C is the parent's to answer, which then asks for no more workbooks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read(job: _Job) -> tuple[Difference, ...]:
    """Read a workbook and its part, and hold one against the other."""
    if job.file.table == POPULATIONS:  # no table of counts by quarter, and none of the Home Office's
        _check_whole(job)
        return tuple(islice(differences_of_people(job.raw, job.part, job.file.filename), _MOST))
    layout = layouts().get(job.file.table)
    if layout is None:
        raise VerifyError(
            f"{job.file.filename} holds the table {job.file.table!r}, which the second reading does not know: its "
            "headings are added in generator/verify/workbooks/tables.toml."
        )
    _check_whole(job)
    found = differences(
        _workbook_totals(job, layout),
        part_totals(job.part, layout),
        layout,
        job.file.filename,
        lambda at: sheet_of(job.part, layout, at),
    )
    return tuple(islice(found, _MOST))


def _check_whole(job: _Job) -> None:
    """Raise VerifyError where the workbook is not there, or not the one that the release was made of."""
    try:
        same = _sha256(job.raw) == job.file.sha256
    except OSError as error:
        raise VerifyError(
            f"The workbook {job.file.filename} is not at {job.raw} ({error.strerror}), so the release cannot be held "
            "against it: run copydesk fetch again."
        ) from error
    if not same:
        raise VerifyError(
            f"The workbook {job.file.filename} at {job.raw} was changed since it was fetched: delete it and the "
            "release, and run copydesk fetch again."
        )


def _workbook_totals(job: _Job, layout: Layout) -> Totals:
    name, words = job.file.filename, Words()
    try:
        return count(_blocks(job.raw, name, words), words, layout, name)
    except UnusualMarkupError:
        words = Words()
        return count(_blocks(job.raw, name, words, rewrite=True), words, layout, name)


def _blocks(raw: Path, name: str, words: Words, *, rewrite: bool = False) -> Iterator[Block]:
    """The cells of a workbook, whose kind its first bytes and its name tell."""
    with raw.open("rb") as file:
        zipped = file.read(len(_ZIPPED)) == _ZIPPED
    if not zipped:
        return csv_blocks(raw, name, words)
    if Path(name).suffix.lower() == ".ods":
        return ods_blocks(raw, name, words, rewrite=rewrite)
    return xlsx_blocks(raw, name, words, rewrite=rewrite)
