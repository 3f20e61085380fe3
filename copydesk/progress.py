"""Progress on the screen: bars on standard error where somebody is watching, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from copydesk import settings

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


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
def downloads(title: str) -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar for each file that comes in, with its rate and the time left. May be called from several threads."""
    if not watched():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    tasks: dict[str, TaskID] = {}
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )

    def watch(name: str, done: int, total: int) -> None:
        if name not in tasks:
            tasks[name] = bar.add_task(f"{title} {name}", total=total or None)
        bar.update(tasks[name], completed=done, total=total or None, visible=not total or done < total)

    with bar:
        yield watch


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
