"""What a release is made of, as its manifest.json says. In: a folder. Out: frozen rows. Builds nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec

from fetch.errors import ReleaseError

MANIFEST = "manifest.json"


class FileEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One workbook: where it came from, and the Parquet part that it became (a file in the release's folder).

    `url`, `etag`, `last_modified` and `fetched` (ISO time) are empty for a file that was not downloaded. `sha256` and
    `bytes` are the workbook's, `part_sha256` the part's. The workbook itself is kept as `raw/<sha256>`.
    """

    title: str
    filename: str
    url: str = ""
    etag: str = ""
    last_modified: str = ""
    bytes: int
    sha256: str
    fetched: str = ""
    table: str
    part: str
    part_sha256: str


class TableEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One table, over all its files. `first` and `last` quarter are ISO dates of first days, "" for a table without."""

    name: str
    rows: int
    first: str
    last: str
    areas: tuple[str, ...]
    codes: tuple[str, ...]
    parser: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A release: its name, the day it was published (ISO date), whether its figures are illustrative, what is in it."""

    name: str
    published: str
    sample: bool
    files: tuple[FileEntry, ...]
    tables: tuple[TableEntry, ...]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a release's folder. Raises ReleaseError where it is missing or damaged."""
    path = folder / MANIFEST
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except OSError as error:
        raise ReleaseError(_damaged(folder, f"its {MANIFEST} cannot be read ({error.strerror})")) from error
    except msgspec.DecodeError as error:
        raise ReleaseError(_damaged(folder, f"its {MANIFEST} does not make sense ({error})")) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, laid out for people to read."""
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")


def _damaged(folder: Path, how: str) -> str:
    return f"The release in {folder} is damaged: {how}. Delete that folder and run copydesk fetch again."
