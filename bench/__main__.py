"""`python -m bench`: make the workbooks, measure every work beside its baseline, print the table."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bench import workbooks
from bench.clock import RunFailedError
from bench.report import Measured, table
from bench.works import WORKS, Place

console = Console(width=None if sys.stdout.isatty() else 200)  # a log has no width of its own


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measures time and peak memory beside a baseline in the same run. The whole takes half an hour.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"works to measure (all): {', '.join(WORKS)}")
    parser.add_argument("--quick", action="store_true", help="small workbooks: tries the bench, proves no promise")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the workbooks here, and use those it holds")
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in WORKS]:
        parser.error(f"no such work: {', '.join(unknown)} (there are {', '.join(WORKS)})")
    return asked


def measure(names: list[str], place: Place) -> list[Measured]:
    """Measure the works one after the other: each alone on the machine, its baseline right after it."""
    done = []
    for name in names:
        work = WORKS[name]
        console.print(f"[dim]{name}: {work.title} ...[/dim]")
        workbooks.write(place.workbooks, work.needs, place.size)
        ours = work.ours(place)
        console.print(f"[dim]{name}: {ours.seconds:.2f} s; now the baseline, {work.against} ...[/dim]")
        done.append(Measured(work, ours, work.baseline(place)))
    return done


def main() -> int:
    """Exit code 0 when every promise is kept, 1 when one is not or a work failed."""
    asked = arguments()
    size = workbooks.QUICK if asked.quick else workbooks.FULL
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as scratch:
        kept = asked.keep / ("quick" if asked.quick else "full") if asked.keep else Path(scratch) / "workbooks"
        try:
            done = measure(asked.names or list(WORKS), Place(kept, Path(scratch), size))
        except RunFailedError as error:
            console.print(str(error), markup=False)
            return 1
    console.print(table(done, judged=not asked.quick))
    if load > 0.5:
        console.print(f"Other programs were busy when this began (load {load:.1f}): run it again when they are not.")
    if asked.quick:
        console.print("Small workbooks: nothing is judged by these figures.")
    return 0 if asked.quick or all(one.kept for one in done) else 1


if __name__ == "__main__":
    sys.exit(main())
