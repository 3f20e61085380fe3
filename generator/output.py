"""The output tree: drafts in every format, an index of the batch, a table of its facts. In: drafts. Out: files.

All files of a batch are made beside the tree first and moved in at the end: a full disk leaves the tree as it was. What
an editor has changed since we wrote it is never overwritten: the new version goes beside it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock
import msgspec

from fetch.errors import CopydeskError
from generator.batch_index import Row, index_page, row_of
from generator.draft import Declined, Draft, decode
from generator.export import Exporter, exporters
from generator.facts_table import facts_csv

LEDGER = ".copydesk.json"
LOCK = ".copydesk.lock"
STAGING = ".copydesk-"
INDEX = "index.html"
FACTS = "facts.csv"
FINDINGS = "findings.html"
FINDINGS_TABLE = "findings.csv"

WHY = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "a file would be larger than the system allows",
    errno.EROFS: "the folder is read-only",
    errno.EACCES: "the folder can't be written to",
    errno.EPERM: "the folder can't be written to",
    errno.ENOTDIR: "a file stands where a folder should be",
    errno.EEXIST: "a file stands where a folder should be",
    errno.EISDIR: "a folder stands where a file should be",
}


# What may look at the files of a batch before they are written, and refuse them by raising.
Check = Callable[[Mapping[str, bytes]], None]


class OutputError(CopydeskError):
    """Drafts could not be written. What is in the tree is whole."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was done: the batch's folder, how many files are new or changed, how many were right already.

    `beside` names the files that an editor has changed, each with the new version that was put beside it.
    """

    folder: Path
    drafts: tuple[Draft, ...]
    declined: tuple[Declined, ...]
    changed: int
    unchanged: int
    beside: tuple[tuple[Path, Path], ...]

    @property
    def index(self) -> Path:
        return self.folder / INDEX


def write_batch(
    drafts: Sequence[Draft],
    declined: Sequence[Declined],
    out: Path,
    formats: Sequence[Exporter],
    release: str,
    *,
    check: Check | None = None,
) -> Written:
    """Write a batch to `out/<release>/`. `check` is shown every file by its path in there before any is written.

    The index and the facts cover the drafts that earlier batches left there as well, as long as nobody has changed
    their JSON: drafting one force again does not drop the others from the list.

    Raises:
        OutputError: it can't be written, or another program is writing there. Nothing half-written is left.
    """
    folder = out / release
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            known = _ledger(folder)
            earlier = _earlier(folder, known, drafts, declined)
            findings = FINDINGS if (folder / FINDINGS).is_file() else ""
            files = _files(drafts, declined, formats, release, earlier, findings=findings)
            if check:
                check(files)
            changed, beside = _write(folder, files, known)
    except OSError as error:
        raise OutputError(
            f"Drafts could not be written to {folder}: {_why(error)}. What was there is untouched."
        ) from error
    return Written(
        folder=folder,
        drafts=tuple(drafts),
        declined=tuple(declined),
        changed=changed,
        unchanged=len(files) - changed,
        beside=beside,
    )


def write_files(files: Mapping[str, bytes], out: Path, release: str) -> tuple[int, tuple[tuple[Path, Path], ...]]:
    """Write files to `out/<release>/` beside a batch, with the same promises: how many changed, which went beside
    an editor's.

    Raises:
        OutputError: they can't be written, or another program is writing there. Nothing half-written is left.
    """
    folder = out / release
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _write(folder, files, _ledger(folder))
    except OSError as error:
        raise OutputError(
            f"Nothing could be written to {folder}: {_why(error)}. What was there is untouched."
        ) from error


def _why(error: OSError) -> str:
    return WHY.get(error.errno or 0, (error.strerror or str(error)).lower())


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with filelock.FileLock(folder / LOCK, timeout=0):
            yield
    except filelock.Timeout as error:
        raise OutputError(f"Another program is writing to {folder}. Wait for it, or name another --out.") from error


# What is to be written


def _files(
    drafts: Sequence[Draft],
    declined: Sequence[Declined],
    formats: Sequence[Exporter],
    release: str,
    earlier: Sequence[Row],
    *,
    findings: str,
) -> dict[str, bytes]:
    """Every file of the batch by its path in the folder, the facts and the index last. `findings` is the page of
    findings that the index leads to, empty where there is none."""
    files = {_path(draft, one): one.render(draft) for draft in drafts for one in formats}
    rows = [row_of(draft, [(one.name, _path(draft, one)) for one in formats]) for draft in drafts]
    every = [*rows, *earlier]
    files[FACTS] = facts_csv([row.draft for row in every])
    files[INDEX] = index_page(every, declined, release, findings=findings)
    return files


def _path(draft: Draft, one: Exporter) -> str:
    return f"{draft.area.slug}/{draft.story}.{one.ending}"


def _earlier(
    folder: Path, known: Mapping[str, Sequence[str]], drafts: Sequence[Draft], declined: Sequence[Declined]
) -> list[Row]:
    """The drafts of earlier batches that are still here as we wrote them, with their files."""
    taken = {(draft.area.slug, draft.story) for draft in drafts} | {(one.area, one.story) for one in declined}
    rows = []
    for name in sorted(known):
        draft = _draft_in(folder, name, known[name]) if name.endswith(".json") else None
        if draft is not None and (draft.area.slug, draft.story) not in taken:
            taken.add((draft.area.slug, draft.story))
            paths = [(one.name, _path(draft, one)) for one in exporters().values()]
            rows.append(row_of(draft, [pair for pair in paths if (folder / pair[1]).is_file()]))
    return rows


def _draft_in(folder: Path, name: str, hashes: Sequence[str]) -> Draft | None:
    """The draft that we wrote to this path; None where it has gone, was changed, or was made for another place."""
    path = folder / name
    data = path.read_bytes() if path.is_file() else b""
    if _hash(data) not in hashes:
        return None
    try:
        draft = decode(data)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return None
    return draft if name == f"{draft.area.slug}/{draft.story}.json" else None


# How it is written


def _write(
    folder: Path, files: Mapping[str, bytes], known: Mapping[str, Sequence[str]]
) -> tuple[int, tuple[tuple[Path, Path], ...]]:
    """Write what differs: how many files, and which went beside an editor's."""
    for left in folder.glob(f"{STAGING}*"):
        shutil.rmtree(left)  # a program that was killed; we hold the lock, so nobody uses it
    ours = {_place(folder, name, data, known): name for name, data in files.items()}
    moves = [place for place, name in ours.items() if _hash_of(folder / place) != _hash(files[name])]
    settled = {**known, **{place: [_hash(files[name])] for place, name in ours.items()}}
    if moves:
        _move_in(folder, {place: files[ours[place]] for place in moves}, known)
    if settled != known:
        _save_ledger(folder, settled)
    return len(moves), tuple((folder / name, folder / place) for place, name in ours.items() if place != name)


def _move_in(folder: Path, data: Mapping[str, bytes], known: Mapping[str, Sequence[str]]) -> None:
    """Make the files beside the tree, then move them to their places.

    Raises:
        OSError: they could not be made; nothing has moved.
        OutputError: a place is taken, and nothing has moved; or moving failed half-way, and each file is old or new.
    """
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
    try:
        for place, content in data.items():
            (staging / place).parent.mkdir(parents=True, exist_ok=True)
            (staging / place).write_bytes(content)
        # Both what stands there and what is about to: a crash between the moves leaves no file a stranger to us.
        _save_ledger(folder, {**known, **{place: [*known.get(place, []), _hash(data[place])] for place in data}})
        for place in data:
            _check_place(folder / place)
        try:
            for place in data:
                (staging / place).replace(folder / place)
        except OSError as error:
            raise OutputError(
                f"Not all drafts could be put in place in {folder}: {_why(error)}. Each file there is whole, but some "
                "are from before. Mend it and draft again."
            ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _check_place(place: Path) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise OutputError(
            f"{place.parent} is a file, and drafts need a folder of that name. Move it away. Nothing was changed."
        ) from error
    if place.is_dir():
        raise OutputError(f"{place} is a folder, and a draft needs that name. Move it away. Nothing was changed.")


def _place(folder: Path, name: str, data: bytes, known: Mapping[str, Sequence[str]]) -> str:
    """Where the file goes: its own place, unless somebody has changed what stands there; then beside it."""
    place, number = name, 1
    while _hash_of(folder / place) not in (None, _hash(data), *known.get(place, [])):
        stem, dot, ending = name.partition(".")
        place = f"{stem}.new{'' if number == 1 else number}{dot}{ending}"
        number += 1
    return place


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _hash_of(path: Path) -> str | None:
    """The hash of a file; None where there is none."""
    return _hash(path.read_bytes()) if path.is_file() else None


# What we last wrote


def _ledger(folder: Path) -> dict[str, list[str]]:
    """The hashes of what we last wrote here, by path. One that can't be read counts as none: nothing is overwritten."""
    try:
        read = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
        return {str(name): [str(one) for one in digests] for name, digests in read.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}


def _save_ledger(folder: Path, ledger: Mapping[str, Sequence[str]]) -> None:
    beside = folder / f"{LEDGER}.part"
    try:
        beside.write_text(json.dumps(dict(sorted(ledger.items())), indent=0) + "\n", encoding="utf-8")
        beside.replace(folder / LEDGER)
    finally:
        beside.unlink(missing_ok=True)
