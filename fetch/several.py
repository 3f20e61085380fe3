"""Several files at once, from the sites that have them. In: what is wanted. Out: each file, whole, on disk.

Knows nothing of releases.
"""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fetch.download import Downloader, Fetched, Known, StoppedError
from fetch.errors import CopydeskError
from fetch.govuk import Attachment
from fetch.nomis import Estimates
from fetch.tables import TABLES

AT_ONCE = 2
# How long a thread that waits for a silent server may keep the user who has had enough, in seconds.
_LONGEST_GOODBYE = 2.0

# Called with a file's name, the bytes that have come, and the bytes in all (0 where the server does not say).
Watch = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of the publication, and the copy of it that is here (None where there is none to ask about)."""

    table: str
    attachment: Attachment
    known: Known | None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where files come from, and where they go: the publication's own site, and Nomis."""

    downloader: Downloader
    estimates: Estimates
    folder: Path
    watch: Watch

    def file(self, wanted: Wanted) -> Fetched:
        """A file, or the copy of it that is here where that is still good."""
        one = wanted.attachment
        target = self.folder / place(one)

        def watch(done: int, total: int) -> None:
            self.watch(one.filename, done, total)

        if not TABLES[wanted.table].page:
            return self.estimates.file(target, watch)
        return self.downloader.file(one.url, one.filename, target, wanted.known, watch, least=one.bytes)

    def stop(self) -> None:
        """Let every download stop soon."""
        self.downloader.stop()
        self.estimates.stop()


def download_all(files: Sequence[Wanted], sources: Sources) -> list[Fetched]:
    """Every file, two at once. The first fault stops the others, and so does the user."""
    todo: queue.SimpleQueue[int] = queue.SimpleQueue()
    done: _Done = queue.Queue()
    for number in range(len(files)):
        todo.put(number)
    # Daemons: a thread that waits for a silent server must not keep the program from ending.
    threads = [threading.Thread(target=_work, args=(files, sources, todo, done), daemon=True) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    try:
        fetched = dict(_next(done) for _ in files)
    finally:
        sources.stop()
        for thread in threads:
            thread.join(_LONGEST_GOODBYE)
    return [fetched[number] for number in range(len(files))]


_Done = queue.Queue[tuple[int, Fetched | Exception | None]]


def _work(files: Sequence[Wanted], sources: Sources, todo: queue.SimpleQueue[int], done: _Done) -> None:
    """Download until there is no more to do, telling what became of each file."""
    while not todo.empty():
        try:
            number = todo.get_nowait()
        except queue.Empty:
            return
        outcome: Fetched | Exception | None = None
        try:
            outcome = sources.file(files[number])
        except (CopydeskError, StoppedError, OSError) as error:
            outcome = error
        finally:
            done.put((number, outcome))


def _next(done: _Done) -> tuple[int, Fetched]:
    """The next file that is whole. Raises what kept a file from becoming whole."""
    while True:
        try:
            number, outcome = done.get(timeout=0.5)  # a wait without end would not hear Ctrl-C everywhere
        except queue.Empty:
            continue
        if isinstance(outcome, Fetched):
            return number, outcome
        raise outcome or RuntimeError("a thread that downloads ended early")


def place(attachment: Attachment) -> str:
    """A name in the downloads folder that no other address has, and that names nothing outside it."""
    key = hashlib.sha256(attachment.url.encode()).hexdigest()[:12]
    return f"{key}-{Path(attachment.filename).name or 'file'}"
