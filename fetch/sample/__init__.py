"""The embedded sample: the script that builds an illustrative release in the official format, traps and all.

In: the TOML files of this folder. Out: workbooks, and the release that the real reader makes of them. The figures are
made up, the same on every machine; the words, the codes and (to 2017-18) the sizes are the official tables'.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from fetch.errors import ReleaseError, UnknownNameError
from fetch.parts import parser_version
from fetch.release import RELEASES, SAMPLE, LocalFile, Progress, Release, build_release, lock_data, open_release
from fetch.sample.workbooks import write_workbooks

__all__ = ["PUBLISHED", "build_workbooks", "sample_release", "script_version"]

# The release day on which figures for the year to September 2023 came out.
PUBLISHED = date(2024, 1, 25)


@cache
def script_version() -> str:
    """A short name for this folder's contents: a sample made by other contents is made anew."""
    digest = hashlib.sha256()
    for path in sorted(one for one in Path(__file__).parent.iterdir() if one.suffix in {".py", ".toml"}):
        # Line ends may differ between checkouts, the figures do not.
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return f"sample-{digest.hexdigest()[:16]}"


def build_workbooks(folder: Path) -> tuple[LocalFile, ...]:
    """Write the sample's workbooks into `folder` (made if need be). The bytes are the same every time.

    Raises ReleaseError where the folder cannot be written to.
    """
    with _disk_faults_said("The sample's workbooks", folder):
        folder.mkdir(parents=True, exist_ok=True)
        written = write_workbooks(folder)
    return tuple(
        LocalFile(path=path, title=book.title, filename=book.filename, etag=script_version(), table=book.table)
        for book, path in written
    )


def sample_release(data_dir: Path, progress: Progress | None = None) -> Release:
    """The sample as a release, made at first use (a few seconds) and again when this script or the reader has changed.

    A sample that is damaged or out of date is thrown away, for unlike a real release it can be made again. Raises
    ReleaseError where another program uses the data folder or the disk does not do its part.
    """
    present = _present(data_dir)
    if present is not None:
        return present
    with (
        _disk_faults_said("The sample", data_dir),
        lock_data(data_dir),
        tempfile.TemporaryDirectory(prefix="copydesk-sample-") as scratch,
    ):
        files = build_workbooks(Path(scratch))
        # Gone before it is built: a script that makes the same bytes would else keep the old one, and its old mark.
        old = data_dir / RELEASES / SAMPLE
        if old.exists():
            shutil.rmtree(old)
        return build_release(data_dir, files, PUBLISHED, sample=True, progress=progress).release


def _present(data_dir: Path) -> Release | None:
    """The sample on disk, if it is whole and made by this script and today's reader."""
    try:
        release = open_release(data_dir, SAMPLE)
    except (UnknownNameError, ReleaseError):
        return None
    made_by = {file.etag for file in release.manifest.files}
    read_by = {table.parser for table in release.manifest.tables}
    return release if made_by == {script_version()} and read_by == {parser_version()} else None


@contextmanager
def _disk_faults_said(what: str, folder: Path) -> Iterator[None]:
    """A fault of the disk as one sentence for the user."""
    try:
        yield
    except OSError as error:
        raise ReleaseError(
            f"{what} could not be written to {error.filename or folder}: {error.strerror or error}. "
            "Make room there, or name another folder with --data-dir."
        ) from error
