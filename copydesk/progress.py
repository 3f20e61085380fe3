"""Progress on the screen: bars on standard error where somebody is watching, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Fetching:
    """Who is told how far a fetch is, in bytes; each is None where nobody watches.

    `downloading` is called with a file's name, from several threads; `total`, once, with all that is to come.
    """

    total: Callable[[int], None] | None = None
    downloading: Callable[[str, int, int], None] | None = None
    reading: Callable[[str, int, int], None] | None = None


@contextmanager
def fetching() -> Iterator[Fetching]:
    """A bar for each file that comes in and one for all, with rate and time left; then one for their reading."""
    if not watched():
        yield Fetching()
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    # One display for both: older versions of rich refuse a second one.
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        yield Fetching(*_fetch_bars(bar))


def _fetch_bars(
    bar: Progress,
) -> tuple[Callable[[int], None], Callable[[str, int, int], None], Callable[[str, int, int], None]]:
    """The three that are told, drawing on one display."""
    together = bar.add_task("all files", total=None, visible=False)
    tasks: dict[str, TaskID] = {}
    come: dict[str, int] = {}

    def total(bytes_in_all: int) -> None:
        bar.update(together, total=bytes_in_all, visible=bytes_in_all > 0)

    def downloading(name: str, done: int, of: int) -> None:
        if name not in tasks:
            tasks[name] = bar.add_task(name, total=of or None)
        come[name] = done
        bar.update(tasks[name], completed=done, total=of or None, visible=not of or done < of)
        bar.update(together, completed=sum(list(come.values())))

    def reading(name: str, done: int, of: int) -> None:
        if "" not in tasks:
            tasks[""] = bar.add_task("reading")
            bar.update(together, visible=False)
        bar.update(tasks[""], description=f"reading: {name}", completed=done, total=of)

    return total, downloading, reading


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
