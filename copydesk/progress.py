"""Progress on the screen: bars on standard error where somebody is watching, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from copydesk import settings

if TYPE_CHECKING:
    from rich.progress import Progress


def watched() -> bool:
    """Whether somebody is there to see a bar: a terminal, and not told to be quiet."""
    return sys.stderr.isatty() and not settings.said().quiet


@contextmanager
def files(title: str) -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar for work that tells which file it is at: called with its name, how many are done, of how many."""
    if not watched():
        yield None
        return
    with _bar() as bar:
        task = bar.add_task(title, total=None)
        yield lambda name, done, total: bar.update(task, description=f"{title}: {name}", completed=done, total=total)


@contextmanager
def steps(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar for work in so many steps."""
    if not watched():
        yield None
        return
    with _bar() as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
