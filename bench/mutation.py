"""`python -m bench.mutation`: how many false statements the verifier catches, and whether it ever cries wolf.

Every story there is, for all forces and styles, of the sample and of a release made from real figures, with one thing
changed at a time; and drafts written from data in which one thing was changed. Two processes; about ten minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress

from bench.mutants import data, tell
from bench.mutants.choose import every_rule
from bench.mutants.judge import Judged, Outcome, Task, judge
from bench.mutants.material import releases, sets
from bench.mutants.operators import KINDS
from fetch.release import Release

SEED = "copydesk"
# Mutants of each kind a draft, and roughly how many that makes of a force's four drafts.
EACH, A_FORCE = 5, 280
DATA_MUTANTS = 300
PROMISED = 99.5

console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)

T = TypeVar("T")
R = TypeVar("R")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutation", description=__doc__)
    parser.add_argument("--quick", type=int, metavar="N", help="about so many mutants of text, of some forces only")
    parser.add_argument(
        "--kind", action="append", choices=(*KINDS, *data.KINDS), help="this kind alone (may be repeated)"
    )
    parser.add_argument("--seed", default=SEED, help="other mutants than those that the verifier was built beside")
    parser.add_argument("--show", action="store_true", help="list every mutant that was caught, too")
    return parser.parse_args()


def tasks_of(found: dict[str, Release], kinds: Sequence[str], quick: int | None, seed: str) -> list[Task]:
    """One task a force and release; evenly spread forces where only some mutants are wanted."""
    every = [
        Task(release.folder.parent.parent, release.name, one, tuple(kinds), EACH, seed)
        for name, release in found.items()
        for one in sets(name, release)
    ]
    if quick is None:
        return every
    share = A_FORCE * len(kinds) / len(KINDS)
    wanted = min(len(every), max(1, round(quick / share)))
    return [every[at * len(every) // wanted] for at in range(wanted)]


def side_by_side(title: str, work: Callable[[T], R], tasks: Sequence[T]) -> list[R]:
    """The work on all tasks in two processes, with a bar; the results in the order of the tasks."""
    with (
        ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool,
        Progress(console=console, disable=not console.is_terminal) as bar,
    ):
        shown = bar.add_task(title, total=len(tasks))
        running = [pool.submit(work, task) for task in tasks]
        for _ in as_completed(running):
            bar.advance(shown)
        return [one.result() for one in running]


def rows_of(kinds: Sequence[str], judged: Sequence[Judged], aside: Counter[tuple[str, str]]) -> dict[str, tell.Row]:
    """The counts by kind, in the order of the kinds."""
    rows = {kind: tell.Row() for kind in kinds}
    for one in judged:
        row = rows[one.mutant.kind]
        if one.verdict:
            row.caught[one.verdict] += 1
        else:
            row.away += 1
    for (kind, _), number in aside.items():
        rows[kind].aside += number
    return rows


def distinct(judged: Sequence[Judged]) -> list[Judged]:
    """Each change once, wherever it was made; where it was caught in one draft and got away in another, it got away."""
    kept: dict[tuple[str, str], Judged] = {}
    for one in judged:
        key = one.mutant.kind, one.mutant.shown
        if key not in kept or not one.verdict:
            kept[key] = one
    return list(kept.values())


def text_mutants(found: dict[str, Release], kinds: Sequence[str], asked: argparse.Namespace) -> Outcome:
    """Measure the mutants of text, and tell."""
    whole = Outcome()
    for one in side_by_side("mutants of text", judge, tasks_of(found, kinds, asked.quick, asked.seed)):
        whole.judged.extend(one.judged)
        whole.aside.update(one.aside)
        whole.alarms.extend(one.alarms)
        whole.texts += one.texts
    whole.judged = distinct(whole.judged)
    console.print(tell.table("Mutants of text", rows_of(kinds, whole.judged, whole.aside)))
    console.print(tell.rules(whole.aside, every_rule()))
    if asked.show:
        for caught in whole.judged:
            if caught.verdict:
                console.print(f"{caught.verdict}: {caught.mutant.kind}: {caught.mutant.shown}", markup=False)
    tell.away(console, [(one.mutant.kind, one.mutant.shown, one.where) for one in whole.judged if not one.verdict])
    tell.alarms(console, whole.texts, whole.alarms)
    return whole


def main() -> int:
    """Exit code 0 when the promise is kept: 99.5 per cent caught, and no false alarm."""
    asked = arguments()
    kinds = asked.kind or [*KINDS, *data.KINDS]
    text_kinds = [kind for kind in kinds if kind in KINDS]
    data_kinds = [kind for kind in kinds if kind in data.KINDS]
    kept = True
    with tempfile.TemporaryDirectory(prefix="copydesk-mutation-") as scratch:
        found = releases(Path(scratch))
        if len(found) == 1:
            console.print("The folder shared/real is not beside the project: the sample alone is measured.")
        if text_kinds:
            told = text_mutants(found, text_kinds, asked)
            caught = sum(bool(one.verdict) for one in told.judged)
            kept = 100 * caught >= PROMISED * len(told.judged) and not told.alarms
        if data_kinds:
            wanted = DATA_MUTANTS if asked.quick is None else max(4, asked.quick // 60)
            made = data.measure(found["sample"], data_kinds, wanted, asked.seed, side_by_side)
            data.tell_of(console, data_kinds, made)
            kept = kept and data.kept(made, PROMISED)
    console.print("The promise is kept." if kept else "The promise is not kept.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
