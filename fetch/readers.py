"""Several workbooks at once. In: jobs. Out: parts, in the order of the jobs. Knows nothing of releases.

Each workbook is read in a process of its own choosing among a few, started afresh, so that memory is given back and a
workbook that brings down its reader brings down nothing else.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from fetch.errors import WorkbookError
from fetch.parts import Job, Part, make_part

# Below this, starting processes takes longer than reading.
_WORTH_PROCESSES = 12_000_000

Tick = Callable[[str, int, int], None]


def read_all(folder: Path, jobs: Sequence[Job], workers: int, tick: Tick) -> dict[str, Part]:
    """The parts of workbooks, written to `folder`, by sha256.

    `tick(file name, bytes of workbooks read so far, bytes in all)` is called as each is done. Raises WorkbookError for
    the first that does not read cleanly; what the others have written by then is whole, and stays for the next time.
    """
    total, done = sum(job.bytes for job in jobs), 0
    parts: dict[str, Part] = {}
    for job, part in _read(folder, jobs, workers):
        parts[job.sha256] = part
        done += job.bytes
        tick(job.name, done, total)
    return parts


def _read(folder: Path, jobs: Sequence[Job], workers: int) -> Iterator[tuple[Job, Part]]:
    if workers < 2 or len(jobs) < 2 or sum(job.bytes for job in jobs) < _WORTH_PROCESSES:
        for job in jobs:
            yield job, make_part(folder, job)
        return
    with _processes(min(workers, len(jobs))) as pool:
        # The largest first, so that no process ends alone with a long one.
        running: dict[Future[Part], Job] = {
            pool.submit(make_part, folder, job): job for job in sorted(jobs, key=lambda job: -job.bytes)
        }
        for future in as_completed(running):
            try:
                yield running[future], future.result()
            except BrokenProcessPool as error:
                raise WorkbookError(
                    f"A process that reads workbooks ended early (one of {', '.join(job.name for job in jobs)}): "
                    "is there enough memory? About 1 GB is needed for each of two."
                ) from error


@contextmanager
def _processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool that is ended at once when anything goes wrong, Ctrl-C included, and does not answer Ctrl-C itself."""
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_to_parent)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        raise
    pool.shutdown()


def _leave_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
