"""`python -m bench.findings`: how well findings are found, and how often chance is taken for news.

Four trials: placebo (releases in which nothing happened, and some in which a tenth of the series change), power (known
changes), backtest (real history, judged by the year after) and speed. Two processes; about ten minutes without speed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from bench import workbooks
from bench.clock import RunFailedError
from bench.mutation import side_by_side
from bench.report import Measured, table
from bench.trials import backtest, placebo, power, tables
from bench.trials.history import FILE, HistoryError, history
from bench.trials.simulate import Base, base_of
from bench.works import WORKS, Place
from fetch.sample import sample_release
from generator.findings.moment import fit_noise
from generator.findings.news_value import NewsValue, load_news_value
from generator.findings.panel import load_panel
from generator.populations import residents
from generator.quarters import Year
from generator.stories import TEMPLATES

SEED = 2026
# Simulated releases of each design, and of each spread for the power.
RELEASES, QUICK = 200, 2

console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.findings", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("trial", nargs="?", choices=TRIALS, help="this trial alone")
    parser.add_argument("--quick", action="store_true", help="few releases: tries the bench, proves no promise")
    parser.add_argument("--seed", type=int, default=SEED, help="other releases than those in the methodology")
    parser.add_argument("--history", type=Path, default=FILE, metavar="FILE", help="the ONS table of rolling years")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the workbooks here, and use those it holds")
    return parser.parse_args()


def sample_base() -> Base:
    """The levels, spreads and shares of the sample's offences."""
    with tempfile.TemporaryDirectory(prefix="copydesk-findings-") as scratch:
        release = sample_release(Path(scratch))
        panel = load_panel(release, residents(release))
    return base_of(panel, fit_noise(panel))


def settings() -> NewsValue:
    """The settings as they come."""
    return load_news_value((TEMPLATES,))


def try_placebo(asked: argparse.Namespace) -> bool:
    """Whether the false discovery rate is held in every design."""
    base, own = sample_base(), settings()
    tallies: dict[str, list[placebo.Tally]] = {}
    for design, title in placebo.DESIGNS.items():
        tasks = [placebo.Task(base, own, asked.seed, at, design) for at in range(_number(asked))]
        tallies[design] = side_by_side(title, placebo.run, tasks)
    console.print(tables.errors(tallies, own.error_rate))
    console.print(tables.by_kind(tallies))
    console.print(tables.validity(tallies))
    return all(tables.held_to(held, own.error_rate) for held in tallies.values())


def try_power(asked: argparse.Namespace) -> bool:
    """Nothing is promised of power: the tables say what there is."""
    base, own = sample_base(), settings()
    tasks = [power.Task(base, own, asked.seed, at, name) for name in power.SPREADS for at in range(_number(asked) // 2)]
    for grid in tables.powers(side_by_side("planted changes", power.run, tasks)):
        console.print(grid)
    return True


def try_backtest(asked: argparse.Namespace) -> bool:
    """Whether our precision is above both plain rules'."""
    past, own = history(asked.history), settings()
    ends = backtest.releases(past)
    tasks = [backtest.Task(past, end, own) for end in (ends[::8] if asked.quick else ends)]
    claims = [claim for held in side_by_side("quarters", backtest.run, tasks) for claim in held]
    console.print(f"{len(tasks)} releases, {Year(tasks[0].end).key} to {Year(tasks[-1].end).key}.")
    for grid in tables.standing(claims):
        console.print(grid)
    ahead = tables.better(claims)
    for rule, (points, (low, high)) in ahead.items():
        console.print(f"Ours less {rule}: {100 * points:.1f} points ({100 * low:.1f} to {100 * high:.1f}).")
    return all(points > 0 for points, _ in ahead.values())


def try_speed(asked: argparse.Namespace) -> bool:
    """Whether the work `findings` of `python -m bench` keeps its promise."""
    work = WORKS["findings"]
    size = workbooks.QUICK if asked.quick else workbooks.FULL
    with tempfile.TemporaryDirectory(prefix="copydesk-findings-") as scratch:
        kept = asked.keep / ("quick" if asked.quick else "full") if asked.keep else Path(scratch) / "workbooks"
        place = Place(kept, Path(scratch), size)
        console.print("[dim]workbooks and a release of full size; this takes minutes ...[/dim]")
        workbooks.write(place.workbooks, work.needs, size)
        measured = Measured(work, work.ours(place), work.baseline(place))
    console.print(table([measured], judged=not asked.quick))
    return measured.kept


def _number(asked: argparse.Namespace) -> int:
    return QUICK if asked.quick else RELEASES


TRIALS: dict[str, Callable[[argparse.Namespace], bool]] = {
    "placebo": try_placebo,
    "power": try_power,
    "backtest": try_backtest,
    "speed": try_speed,
}


def main() -> int:
    """Exit code 0 when every promise of the trials holds; a quick run proves none, and is 0 when it works."""
    asked = arguments()
    kept = {}
    for name in [asked.trial] if asked.trial else TRIALS:
        try:
            kept[name] = TRIALS[name](asked)
        except (HistoryError, RunFailedError) as error:
            console.print(str(error), markup=False)
            kept[name] = False
    if asked.quick:
        console.print("Few releases: nothing is judged by these figures.")
        return 0
    for name, one in kept.items():
        console.print(f"{name}: the promise is {'kept' if one else 'not kept'}.")
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
