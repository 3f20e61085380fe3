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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock

from fetch.errors import CopydeskError
from generator.draft import Declined, Draft
from generator.export import Exporter
from generator.facts_table import facts_csv
from generator.pages import html_environment

LEDGER = ".copydesk.json"
LOCK = ".copydesk.lock"
INDEX = "index.html"
FACTS = "facts.csv"

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


class OutputError(CopydeskError):
    """Drafts could not be written. The tree is as it was."""


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


@dataclass(frozen=True, slots=True)
class Row:
    """A draft as the index lists it: its page, its gaps that are left, its files by format."""

    draft: Draft
    page: str
    gaps: int
    files: tuple[tuple[str, str], ...]


def write_batch(
    drafts: Sequence[Draft], declined: Sequence[Declined], out: Path, formats: Sequence[Exporter], release: str
) -> Written:
    """Write a batch to `out/<release>/`.

    Raises:
        OutputError: it can't be written, or another program is writing there. Nothing half-written is left.
    """
    folder = out / release
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _write(drafts, declined, folder, _files(drafts, declined, formats, release))
    except OSError as error:
        why = WHY.get(error.errno or 0, (error.strerror or str(error)).lower())
        raise OutputError(f"Drafts could not be written to {folder}: {why}. What was there is untouched.") from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with filelock.FileLock(folder / LOCK, timeout=0):
            yield
    except filelock.Timeout as error:
        raise OutputError(
            f"Another program is writing drafts to {folder}. Wait for it, or name another --out."
        ) from error


def _files(
    drafts: Sequence[Draft], declined: Sequence[Declined], formats: Sequence[Exporter], release: str
) -> dict[str, bytes]:
    """Every file of the batch by its path in the folder, the index and the facts last."""
    files = {_path(draft, one): one.render(draft) for draft in drafts for one in formats}
    files[FACTS] = facts_csv(drafts)
    files[INDEX] = _index(drafts, declined, formats, release)
    return files


def _path(draft: Draft, one: Exporter) -> str:
    return f"{draft.area.slug}/{draft.story}.{one.ending}"


def _index(drafts: Sequence[Draft], declined: Sequence[Declined], formats: Sequence[Exporter], release: str) -> bytes:
    rows = [
        Row(
            draft=draft,
            page=next((_path(draft, one) for one in formats if one.name == "html"), ""),
            gaps=sum(not slot.filled for slot in draft.slots),
            files=tuple((one.name, _path(draft, one)) for one in formats),
        )
        for draft in drafts
    ]
    page = (
        html_environment()
        .get_template("index.html.j2")
        .render(
            rows=rows,
            declined=declined,
            release=release,
            warning=next((draft.warning for draft in drafts if draft.warning), ""),
            attribution=next((draft.attribution for draft in drafts), ""),
        )
    )
    return page.encode()


def _write(drafts: Sequence[Draft], declined: Sequence[Declined], folder: Path, files: Mapping[str, bytes]) -> Written:
    known = _ledger(folder)
    moves: dict[str, str] = {}
    beside: list[tuple[Path, Path]] = []
    for name, data in files.items():
        target = _target(folder, name, data, known)
        if target != name:
            beside.append((folder / name, folder / target))
        if _hash_of(folder / target) != _hash(data):
            moves[target] = name
    staging = Path(tempfile.mkdtemp(prefix=".copydesk-", dir=folder))
    try:
        for target, name in moves.items():
            _stage(staging / target, files[name])
        # Both what stands there and what is about to: a crash between the moves leaves no file a stranger to us.
        ours = {target: _hash(files[name]) for target, name in moves.items()}
        _save_ledger(folder, {**known, **{name: [*known.get(name, []), digest] for name, digest in ours.items()}})
        for target in moves:
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            (staging / target).replace(folder / target)
        _save_ledger(folder, {**known, **{name: [digest] for name, digest in ours.items()}})
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Written(
        folder=folder,
        drafts=tuple(drafts),
        declined=tuple(declined),
        changed=len(moves),
        unchanged=len(files) - len(moves),
        beside=tuple(beside),
    )


def _target(folder: Path, name: str, data: bytes, known: Mapping[str, list[str]]) -> str:
    """Where the file goes: its own place, unless somebody has changed what stands there; then beside it."""
    place, number = name, 1
    while True:
        there = _hash_of(folder / place)
        if there in (None, _hash(data), *known.get(place, [])):
            return place
        stem, dot, ending = name.rpartition(".")
        place = f"{stem}.new{'' if number == 1 else number}{dot}{ending}"
        number += 1


def _stage(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _hash_of(path: Path) -> str | None:
    """The hash of a file; None where there is none."""
    return _hash(path.read_bytes()) if path.is_file() else None


def _ledger(folder: Path) -> dict[str, list[str]]:
    """What we last wrote here, by path. A ledger that can't be read counts as none: then nothing is overwritten."""
    try:
        read = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
        return {str(name): [str(one) for one in digests] for name, digests in read.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}


def _save_ledger(folder: Path, ledger: Mapping[str, list[str]]) -> None:
    beside = folder / f"{LEDGER}.part"
    beside.write_text(json.dumps(dict(sorted(ledger.items())), indent=0) + "\n", encoding="utf-8")
    beside.replace(folder / LEDGER)
