"""The embedded sample: the script that builds an illustrative release in the official format, traps and all.

In: the TOML files of this folder. Out: workbooks, and the release that the real reader makes of them. The figures are
made up, the same on every machine; the words, the codes and (to 2017-18) the sizes are the official tables'.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = write_workbooks(folder)
    except OSError as error:
        raise ReleaseError(
            f"The sample's workbooks could not be written to {error.filename or folder}: {error.strerror or error}. "
            "Make room there, or name another folder."
        ) from error
    return tuple(
        LocalFile(path=path, title=book.title, filename=book.filename, etag=script_version(), table=book.table)
        for book, path in written
    )


def sample_release(data_dir: Path, progress: Progress | None = None) -> Release:
    """The sample as a release, made at first use (a few seconds) and again when this script or the reader has changed.

    A damaged sample is thrown away and made anew: unlike a real release it can be. Raises ReleaseError where another
    program uses the data folder or the disk does not do its part.
    """
    present = _present(data_dir)
    if present is not None:
        return present
    with tempfile.TemporaryDirectory(prefix="copydesk-sample-") as scratch:
        files = build_workbooks(Path(scratch))
        try:
            return build_release(data_dir, files, PUBLISHED, sample=True, progress=progress).release
        except ReleaseError:
            if not _clear_damaged(data_dir):
                raise
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


def _clear_damaged(data_dir: Path) -> bool:
    """Remove a sample that does not open; False where there is none such."""
    with lock_data(data_dir):
        try:
            open_release(data_dir, SAMPLE)
        except UnknownNameError:
            return False
        except ReleaseError:
            shutil.rmtree(data_dir / RELEASES / SAMPLE)
            return True
    return False
