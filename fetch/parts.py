"""One workbook, one Parquet part. In: a workbook on disk. Out: its part in the cache, written once and whole.

A part is named by the workbook's sha256 and the parser's version, so that a new release re-reads only what changed.
Knows nothing of releases.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fetch.areas import AREAS, GAPS
from fetch.checks import quarters_of
from fetch.districts import DISTRICTS
from fetch.errors import ReleaseError
from fetch.tables import TABLES
from fetch.tidy import tidy_workbook
from fetch.workbook import read_sheets

# Raise this when the reader's meaning changes. Reference files that go into a part count by their contents.
PARSER = 1
_ROW_GROUP = 1 << 16  # small, and sorted by offence code, so that a story on few offences reads little
_ABOUT = b"copydesk"


class About(msgspec.Struct, frozen=True):
    """What a part holds. `first` and `last` are quarters as 4 x year + 0..3, None where the table has no quarters."""

    table: str
    rows: int
    first: int | None
    last: int | None
    areas: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A workbook to read. `name` is what errors call it, `table` the one to expect ("" where the headings decide)."""

    path: Path
    name: str
    sha256: str
    bytes: int
    table: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part on disk."""

    path: Path
    about: About


@cache
def parser_version() -> str:
    """The version of everything that turns a workbook into a part: our reader and the reference rows it uses."""
    reference = b"\0".join(path.read_bytes() for path in (AREAS, GAPS, DISTRICTS))
    digest = hashlib.sha256(reference).hexdigest()
    return f"{PARSER}-{digest[:8]}"


def sha256_of(path: Path) -> str:
    """A file's sha256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_part(folder: Path, job: Job) -> Part | None:
    """The part of a workbook that was read before; None where it was not, or as another table than is expected now."""
    path = folder / _name(job)
    if not path.is_file():
        return None
    try:
        about = read_about(path)
    except ReleaseError:
        return None  # written over by the next read
    return Part(path, about) if job.table in ("", about.table) else None


def make_part(folder: Path, job: Job) -> Part:
    """Read a workbook and write its part. Raises WorkbookError where it does not read cleanly, OSError for the disk."""
    table, rows = tidy_workbook(read_sheets(job.path, job.name), job.name, job.sha256, TABLES.get(job.table))
    about = _about(table.name, rows)
    path = folder / _name(job)
    with whole_file(path) as unfinished:
        _write(rows, about, unfinished)
    return Part(path, about)


def read_about(path: Path) -> About:
    """What a part says of itself. Raises ReleaseError where it is no part, or damaged."""
    try:
        metadata = pq.read_metadata(path).metadata or {}
        return msgspec.json.decode(metadata[_ABOUT], type=About)
    except (pa.ArrowException, OSError, KeyError, msgspec.DecodeError) as error:
        raise ReleaseError(f"{path} is damaged: delete it, and run copydesk fetch again.") from error


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, moved there at the end: the file is whole or absent, even after a crash."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _name(job: Job) -> str:
    return f"{job.sha256}-{parser_version()}.parquet"


def _about(table: str, rows: pa.Table) -> About:
    quarters = quarters_of(rows["quarter"]) if "quarter" in rows.column_names else np.array([], np.int64)
    return About(
        table=table,
        rows=rows.num_rows,
        first=int(quarters.min()) if len(quarters) else None,
        last=int(quarters.max()) if len(quarters) else None,
        areas=_values(rows, "area"),
        codes=_values(rows, "offence_code"),
    )


def _values(rows: pa.Table, column: str) -> tuple[str, ...]:
    if column not in rows.column_names:
        return ()
    return tuple(sorted(rows[column].combine_chunks().dictionary.to_pylist()))


def _write(rows: pa.Table, about: About, path: Path) -> None:
    metadata = {**(rows.schema.metadata or {}), _ABOUT: msgspec.json.encode(about)}
    pq.write_table(
        rows.replace_schema_metadata(metadata),
        path,
        compression="zstd",
        row_group_size=_ROW_GROUP,
        use_dictionary=[name for name in rows.column_names if name != "row"],
        column_encoding={"row": "DELTA_BINARY_PACKED"},  # sorted rows step evenly: a fifth of the size of the rest
        write_page_checksum=True,
    )
