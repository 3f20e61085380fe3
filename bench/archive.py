"""A zip that is written as it is made. In: names and text. Out: the same bytes every time, at a steady memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

EPOCH = (2026, 7, 23, 9, 30, 0)
BATCH = 1 << 20


class Archive:
    """A zip file under construction; no member carries the time at which it was made."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def add(self, name: str, pieces: Iterable[str], *, stored: bool = False) -> None:
        """Write a member piece by piece; `stored` leaves it uncompressed, as ODS wants its `mimetype`."""
        entry = zipfile.ZipInfo(name, EPOCH)
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with self._zip.open(entry, "w") as member:
            for batch in _batches(pieces):
                member.write(batch.encode())


def _batches(pieces: Iterable[str]) -> Iterable[str]:
    """Pieces joined to about a megabyte, so that each write and each encoding is worth its while."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > BATCH:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)
