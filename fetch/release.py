"""Releases on disk: immutable folders, whole or absent. In: the data folder, workbooks. Out: a `Release`.

    <data folder>/releases/<name>/   manifest.json and a Parquet part for each workbook
    <data folder>/parts/             parts by workbook and parser version, shared between releases
    <data folder>/raw/<sha256>       the workbooks as they came

Knows nothing of where workbooks come from.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import filelock

from fetch.checks import check_no_quarter_missing, quarter_words
from fetch.districts import check_partnerships
from fetch.errors import ReleaseError, UnknownNameError, WorkbookError, nearest
from fetch.manifest import FileEntry, Manifest, TableEntry, read_manifest, write_manifest
from fetch.parts import Job, Part, find_part, parser_version, sha256_of, whole_file
from fetch.readers import read_all
from fetch.tables import TABLES, classify, never_taken

RELEASES, PARTS, RAW, LOCK = "releases", "parts", "raw", "lock"
SAMPLE = "sample"
LATEST = "latest"

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.(\d+))?")

Progress = Callable[[str, int, int], None]

__all__ = [
    "Built",
    "FileEntry",
    "LocalFile",
    "Manifest",
    "Release",
    "TableEntry",
    "build_release",
    "list_releases",
    "lock_data",
    "open_release",
]


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A workbook on disk, ready to be read. `fetched` is an ISO time; it and the three before are "" if not downloaded.

    `table` is the table it holds; where "", its title decides, and where that says nothing its headings.
    """

    path: Path
    title: str
    filename: str
    url: str = ""
    etag: str = ""
    last_modified: str = ""
    fetched: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A release on disk. `name` is the day it was published ("2026-07-23", "2026-07-23.2"), or "sample"."""

    name: str
    folder: Path
    manifest: Manifest

    def parts(self, table: str) -> tuple[Path, ...]:
        """The Parquet files of a table, in the order of their quarters; () where the release does not have it."""
        return tuple(self.folder / file.part for file in self.manifest.files if file.table == table)


def open_release(data_dir: Path, name: str = LATEST) -> Release:
    """A release by name, or the newest by publication (the sample never counts as the latest).

    Raises UnknownNameError where there is none of that name, ReleaseError where it is damaged.
    """
    names = _names(data_dir)
    if name == LATEST:
        name = next((one for one in names if one != SAMPLE), "")
        if not name:
            raise UnknownNameError(f"There is no release in {data_dir} yet: run copydesk fetch first.")
    if name not in names:
        raise UnknownNameError(
            f"There is no release {name!r} in {data_dir}.{nearest(name, names)} copydesk releases lists them."
        )
    return _open(data_dir / RELEASES / name, thorough=True)


def list_releases(data_dir: Path) -> tuple[Release, ...]:
    """Every release, the newest first and the sample last. Raises ReleaseError where one is damaged."""
    return tuple(_open(data_dir / RELEASES / name) for name in _names(data_dir))


def folder_key(name: str) -> tuple[str, int]:
    """What orders names by publication: the day, then the number on that day. The sample is the oldest."""
    found = _DATED.fullmatch(name)
    return (found[1], int(found[2] or 1)) if found else ("", 0)


def _names(data_dir: Path) -> tuple[str, ...]:
    folder = data_dir / RELEASES
    if not folder.is_dir():
        return ()
    names = [
        one.name for one in folder.iterdir() if one.is_dir() and (one.name == SAMPLE or _DATED.fullmatch(one.name))
    ]
    return tuple(sorted(names, key=folder_key, reverse=True))


def _open(folder: Path, *, thorough: bool = False) -> Release:
    manifest = read_manifest(folder)
    for file in manifest.files:
        part = folder / file.part
        if not part.is_file() or (thorough and sha256_of(part) != file.part_sha256):
            raise ReleaseError(
                f"The release in {folder} is damaged: the part of {file.filename} is missing or was changed. "
                "Delete that folder and run copydesk fetch again."
            )
    return Release(manifest.name, folder, manifest)


@dataclass(frozen=True, slots=True)
class Built:
    """A release, and whether it is `new` or was here already."""

    release: Release
    new: bool


def build_release(
    data_dir: Path,
    files: Sequence[LocalFile],
    published: date,
    *,
    sample: bool = False,
    workers: int = 2,
    progress: Progress | None = None,
) -> Built:
    """Read workbooks into a release named by the day it was published, or find that it is here already.

    The same files, read by the same parser and published on the same day, are one release. `workers` is how many
    processes may read at once. `progress(file name, bytes read, bytes in all)` is called as each workbook is done.
    Raises WorkbookError where any workbook does not read cleanly, or two do not go together, and ReleaseError where
    another program uses the data folder, or the disk does not do its part. Nothing half-made is left behind, and the
    releases that were there are untouched.
    """
    if not files:
        raise ReleaseError("No workbook was given to make a release of.")
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with lock_data(data_dir):
            return _build(data_dir, files, published, sample=sample, workers=workers, progress=progress or _silent)
    except OSError as error:
        where = error.filename or data_dir
        raise ReleaseError(
            f"The release could not be written to {where}: {error.strerror or error}. "
            "Make room, or name another folder with --data-dir."
        ) from error


@contextmanager
def lock_data(data_dir: Path) -> Iterator[None]:
    """Have the data folder to oneself. Raises ReleaseError where another program has it. May be nested in a thread."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(data_dir / LOCK, timeout=0, is_singleton=True)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise ReleaseError(
            f"Another copydesk is at work in {data_dir}: wait until it is done, then try again."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _silent(_file: str, _done: int, _total: int) -> None:
    """The progress that nobody watches."""


def _build(
    data_dir: Path,
    files: Sequence[LocalFile],
    published: date,
    *,
    sample: bool,
    workers: int,
    progress: Progress,
) -> Built:
    jobs = _jobs(files)
    day = SAMPLE if sample else published.isoformat()
    there = list(_published_on(data_dir, day))
    for release in there:
        if _holds(release, jobs, published):
            return Built(release, new=False)
    parts = _parts(data_dir / PARTS, list(jobs), workers, progress)
    _check_tables_agree(jobs, parts)
    manifest = _manifest(_free_name(day, there), published, sample, jobs, parts)
    for job, file in jobs.items():
        _keep_raw(data_dir, file.path, job.sha256)
    return Built(_place(data_dir / RELEASES, manifest, parts), new=True)


def _jobs(files: Sequence[LocalFile]) -> dict[Job, LocalFile]:
    """What to read: each distinct workbook once."""
    for file in files:
        word = never_taken(file.title)
        if word:
            raise WorkbookError(
                f"{file.filename} ({file.title}) is never part of the series: a file of {word!r} offences would be "
                "counted twice. Leave it out."
            )
    with ThreadPoolExecutor(2) as pool:
        digests = list(pool.map(_digest, files))
    jobs: dict[str, tuple[Job, LocalFile]] = {}
    for file, digest in zip(files, digests, strict=True):
        jobs.setdefault(digest, (Job(file.path, file.filename, digest, file.path.stat().st_size, _table(file)), file))
    return dict(jobs.values())


def _digest(file: LocalFile) -> str:
    try:
        return sha256_of(file.path)
    except OSError as error:
        raise WorkbookError(f"{file.filename} cannot be opened ({error.strerror}): check that it is there.") from error


def _table(file: LocalFile) -> str:
    known = classify(file.title)
    return file.table or (known.name if known else "")


def _published_on(data_dir: Path, day: str) -> Iterator[Release]:
    """The releases of a day that are here. A damaged sample counts as none, since it is made anew."""
    for name in _names(data_dir):
        if name == day or name.startswith(f"{day}."):
            try:
                yield _open(data_dir / RELEASES / name, thorough=True)
            except ReleaseError:
                if name != SAMPLE:
                    raise


def _holds(release: Release, jobs: Mapping[Job, LocalFile], published: date) -> bool:
    """Whether a release was made of just these workbooks by today's parser."""
    manifest = release.manifest
    return (
        manifest.published == published.isoformat()
        and {file.sha256 for file in manifest.files} == {job.sha256 for job in jobs}
        and {table.parser for table in manifest.tables} == {parser_version()}
    )


def _free_name(day: str, there: Sequence[Release]) -> str:
    """The day, or the day with the number of this publication. There is one sample, and it is made anew."""
    if day == SAMPLE or not there:
        return day
    return f"{day}.{max(folder_key(release.name)[1] for release in there) + 1}"


def _parts(folder: Path, jobs: Sequence[Job], workers: int, progress: Progress) -> dict[str, Part]:
    """The part of each workbook, by sha256: from the cache where it is there, else read."""
    folder.mkdir(parents=True, exist_ok=True)
    cached = {job.sha256: part for job in jobs if (part := find_part(folder, job))}
    unread = [job for job in jobs if job.sha256 not in cached]
    return cached | read_all(folder, unread, workers, progress)


def _manifest(
    name: str, published: date, sample: bool, jobs: Mapping[Job, LocalFile], parts: Mapping[str, Part]
) -> Manifest:
    order = list(TABLES)
    held = sorted(
        jobs, key=lambda job: (order.index(parts[job.sha256].about.table), parts[job.sha256].about.first or 0)
    )
    tables = {parts[job.sha256].about.table: None for job in held}
    return Manifest(
        name=name,
        published=published.isoformat(),
        sample=sample,
        files=tuple(_file_entry(job, jobs[job], parts[job.sha256]) for job in held),
        tables=tuple(
            _table_entry(
                table, [(job.name, parts[job.sha256]) for job in held if parts[job.sha256].about.table == table]
            )
            for table in tables
        ),
    )


def _file_entry(job: Job, file: LocalFile, part: Part) -> FileEntry:
    return FileEntry(
        title=file.title,
        filename=file.filename,
        url=file.url,
        etag=file.etag,
        last_modified=file.last_modified,
        bytes=job.bytes,
        sha256=job.sha256,
        fetched=file.fetched,
        table=part.about.table,
        part=f"{part.about.table}-{part.path.name}",
        part_sha256=sha256_of(part.path),
    )


def _table_entry(table: str, parts: Sequence[tuple[str, Part]]) -> TableEntry:
    """A table over its parts, which come in the order of their quarters. Raises WorkbookError where they do not fit."""
    _check_parts_fit(table, parts)
    abouts = [part.about for _, part in parts]
    return TableEntry(
        name=table,
        rows=sum(about.rows for about in abouts),
        first=_first_day(abouts[0].first),
        last=_first_day(abouts[-1].last),
        areas=tuple(sorted({area for about in abouts for area in about.areas})),
        codes=tuple(sorted({code for about in abouts for code in about.codes})),
        parser=parser_version(),
    )


def _check_parts_fit(table: str, parts: Sequence[tuple[str, Part]]) -> None:
    """No quarter twice, none missing between two files of a table."""
    label = TABLES[table].label
    for (before, one), (after, two) in pairwise(parts):
        if one.about.last is None or two.about.first is None:
            raise WorkbookError(f"{before} and {after} both hold the {label}: leave one of them out.")
        if two.about.first <= one.about.last:
            raise WorkbookError(
                f"{before} and {after} both hold {quarter_words(two.about.first)} of {label}, which would be counted "
                "twice: leave one of them out."
            )
        check_no_quarter_missing((one.about.last, two.about.first), f"{label}, between {before} and {after}")


def _check_tables_agree(jobs: Mapping[Job, LocalFile], parts: Mapping[str, Part]) -> None:
    """Populations go by our list of districts; where the release tells which force a partnership lies in, it rules."""
    if any(part.about.table == "populations" for part in parts.values()):
        for job in jobs:
            part = parts[job.sha256]
            if part.about.table == "geography":
                check_partnerships(part.path, job.name)


def _first_day(quarter: int | None) -> str:
    return "" if quarter is None else date(quarter // 4, 3 * (quarter % 4) + 1, 1).isoformat()


def _keep_raw(data_dir: Path, path: Path, sha256: str) -> None:
    """Keep the workbook as it came. A copy, since a newsroom may edit its own file in place."""
    kept = data_dir / RAW / sha256
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(kept) as unfinished:
            shutil.copyfile(path, unfinished)


def _place(folder: Path, manifest: Manifest, parts: Mapping[str, Part]) -> Release:
    """Write the release beside its place and move it there. The sample takes the place of an earlier one."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(".unfinished-*"):
        shutil.rmtree(left)
    building = folder / f".unfinished-{manifest.name}"
    try:
        building.mkdir()
        for file in manifest.files:
            _link(parts[file.sha256].path, building / file.part)
        write_manifest(building, manifest)
        target = folder / manifest.name
        if target.exists():
            target.rename(folder / f".unfinished-old-{manifest.name}")
        building.rename(target)
    finally:
        for left in folder.glob(".unfinished-*"):
            shutil.rmtree(left)
    return Release(manifest.name, target, manifest)


def _link(part: Path, place: Path) -> None:
    """The part under another name, without taking more room where the disk can do that."""
    try:
        os.link(part, place)
    except OSError:
        shutil.copyfile(part, place)
