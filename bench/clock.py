"""What a command costs. In: a command line. Out: wall time, and the peak memory of its largest process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

ROOT = Path(__file__).resolve().parent.parent
# Linux counts ru_maxrss in kibibytes, macOS in bytes.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class RunFailedError(Exception):
    """A command ended badly: its last words."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall time in seconds; peak resident memory in bytes, of the largest among the command and its children."""

    seconds: float
    peak: int

    def times(self, many: float) -> Cost:
        """The cost of doing it so many times, one after the other."""
        return Cost(self.seconds * many, self.peak)


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end and say what it cost.

    Raises:
        RunFailedError: it ended with another code than 0.
    """
    with TemporaryFile() as words:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=words, stderr=subprocess.STDOUT, cwd=ROOT)
        try:
            # wait4 counts the children that the command waited for, too: the largest of them is the peak.
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            raise
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            words.seek(0)
            last = words.read().decode(errors="replace").strip()[-2000:]
            raise RunFailedError(f"{' '.join(command)} ended with {child.returncode}:\n{last}")
    return Cost(seconds, usage.ru_maxrss * RSS_UNIT)


def middle_of(commands: Sequence[Sequence[str]]) -> Cost:
    """The median time of several runs, and the highest peak."""
    costs = [run(command) for command in commands]
    return Cost(median(cost.seconds for cost in costs), max(cost.peak for cost in costs))
