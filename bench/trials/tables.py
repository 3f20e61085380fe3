"""What the trials found, as tables for the terminal. In: tallies and claims. Out: tables and their shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.table import Table
from scipy.stats import binomtest

from bench.trials import backtest
from bench.trials.backtest import BY_SIZE, BY_THUMB, OURS, Claim
from bench.trials.placebo import DESIGNS, LEVELS, PLACES, Tally
from bench.trials.power import CASES, SPREADS, Found

Interval = tuple[float, float]


def binomial(count: int, of: int) -> Interval:
    """The exact 95 per cent interval of a share (Clopper and Pearson, 1934)."""
    interval = binomtest(count, of).proportion_ci(0.95, method="exact")
    return float(interval.low), float(interval.high)


def errors(tallies: dict[str, list[Tally]], rate: float) -> Table:
    """Design by design: what was told, what of it was false, and the rates beside the one that they are held to."""
    grid = _grid("False lines in simulated releases", "design", "releases", "lines told", "false", "false a release")
    for heading in ("false of the lines told", "releases with one", "forces with one", "held to"):
        grid.add_column(heading, justify="right")
    for design, held in tallies.items():
        told, false = (sum(sum(counts.values()) for counts in part) for part in _counts(held))
        releases = sum(bool(one.false) for one in held)
        forces, with_false = sum(one.forces for one in held), sum(one.with_false for one in held)
        grid.add_row(
            DESIGNS[design],
            f"{len(held):,}",
            f"{told:,}",
            f"{false:,}",
            f"{false / len(held):.2f}",
            _share(false_of_told(held)[0], false_of_told(held)[1:]),
            _share(releases / len(held), binomial(releases, len(held))),
            _share(with_false / forces, binomial(with_false, forces)),
            f"{100 * rate:g}",
        )
    return grid


def false_of_told(held: Sequence[Tally]) -> tuple[float, float, float]:
    """The false discovery rate: the mean over releases of the share of false lines (0 where none is told), with its 95
    per cent interval. Where every line is false it is the share of releases that tell one, and its interval exact."""
    shares = [sum(one.false.values()) / max(sum(one.told.values()), 1) for one in held]
    mean = sum(shares) / len(shares)
    if set(shares) <= {0.0, 1.0}:
        return mean, *binomial(int(sum(shares)), len(shares))
    error = (sum((share - mean) ** 2 for share in shares) / max(len(shares) - 1, 1) / len(shares)) ** 0.5
    return mean, max(mean - 1.96 * error, 0.0), min(mean + 1.96 * error, 1.0)


def held_to(held: Sequence[Tally], rate: float) -> bool:
    """Whether the false discovery rate is, as far as so many releases can tell, no higher than the rate."""
    return false_of_told(held)[1] <= rate


def by_kind(tallies: dict[str, list[Tally]]) -> Table:
    """Lines told and false ones, by kind and sort of area."""
    grid = _grid("False lines by kind", "kind", "area", *(f"{design}: false of told" for design in tallies))
    sums = {design: [sum(part, Counter()) for part in _counts(held)] for design, held in tallies.items()}
    for kind, place in sorted({key for told, _ in sums.values() for key in told}):
        grid.add_row(
            kind, place, *(f"{false[kind, place]:,} of {told[kind, place]:,}" for told, false in sums.values())
        )
    alone = (f"{sum(one.figures_alone for one in held):,} told" for held in tallies.values())
    grid.add_row("first (its figures alone)", PLACES[0], *alone)
    return grid


def validity(tallies: dict[str, list[Tally]]) -> Table:
    """How often p is as small as this where nothing happened, as so many times the share that it may be.

    From releases in which forces differ; a first place is won by chance alone only where they are alike.
    """
    grid = _grid("p where nothing happened, as times what it may be", "kind", "area", "tested")
    for level in LEVELS:
        grid.add_column(f"p at most {level:g}", justify="right")
    tested = {design: sum((one.tested for one in held), Counter()) for design, held in tallies.items()}
    low = {design: sum((one.low for one in held), Counter()) for design, held in tallies.items()}
    for kind, place in sorted(tested["apart"]):
        design = "alike" if kind == "extreme" else "apart"
        number = tested[design][kind, place]
        if number:
            times = (f"{low[design][kind, place, level] / number / level:.2f}" for level in LEVELS)
            grid.add_row(kind, place, f"{number:,}", *times)
    return grid


def powers(held: Sequence[Found]) -> list[Table]:
    """A table for each spread: how many of 100 planted changes are found."""
    planted = sum((one.planted for one in held), Counter())
    found = sum((one.found for one in held), Counter())
    changes = sorted({change for _, _, change in planted})
    tables = []
    for name, spread in SPREADS.items():
        grid = _grid(f"Found of 100 planted changes, {name} offence (spread {spread:g})", "cases a year")
        for change in changes:
            grid.add_column(f"{100 * change:+g}%", justify="right")
        for cases in CASES:
            cells = [(name, cases, change) for change in changes]
            grid.add_row(f"{cases:,.0f}", *(f"{100 * found[c] / planted[c]:.0f}" if planted[c] else "-" for c in cells))
        grid.caption = f"{sum(number for cell, number in planted.items() if cell[0] == name):,} planted"
        tables.append(grid)
    return tables


def claims_of(claims: Sequence[Claim], by: str, kind: str = "change") -> list[Claim]:
    """Whose claims of which kind."""
    return [one for one in claims if one.by == by and one.kind == kind]


def standing(claims: Sequence[Claim]) -> list[Table]:
    """What still stood a year on: ours beside the plain rules, by size of force; and our other kinds."""
    forces = backtest.size_of(sorted({one.force for one in claims}))
    grid = _grid("Changes called news that still stood a year on", "who", "forces", "lines", "stood, per cent")
    grid.add_column("of those the rule of thumb has right, named too", justify="right")
    for size in ("all", *backtest.SIZES):
        sized = [one for one in claims if size in {"all", forces[one.force]}]
        thumb = claims_of(sized, BY_THUMB)
        for by in (OURS, BY_THUMB, BY_SIZE):
            held = claims_of(sized, by)
            share = _share(backtest.precision(held), backtest.interval(held))
            grid.add_row(by, size, f"{len(held):,}", share, f"{100 * backtest.recall(held, thumb):.0f}")
    other = _grid("Our other lines that still stood a year on", "kind", "lines", "stood, per cent")
    for kind in backtest.KINDS[1:]:
        held = claims_of(claims, OURS, kind)
        if held:
            other.add_row(kind, f"{len(held):,}", _share(backtest.precision(held), backtest.interval(held)))
    return [grid, other]


def better(claims: Sequence[Claim]) -> dict[str, tuple[float, Interval]]:
    """By how much our precision is above each plain rule's."""
    ours = claims_of(claims, OURS)
    rules = {by: claims_of(claims, by) for by in (BY_THUMB, BY_SIZE)}
    return {
        by: (backtest.precision(ours) - backtest.precision(held), backtest.interval(ours, held))
        for by, held in rules.items()
    }


def _counts(held: Sequence[Tally]) -> tuple[list[Counter[tuple[str, str]]], list[Counter[tuple[str, str]]]]:
    return [one.told for one in held], [one.false for one in held]


def _share(value: float, interval: Interval) -> str:
    """A share in per cent, with its interval."""
    return f"{100 * value:.1f} ({100 * interval[0]:.1f} to {100 * interval[1]:.1f})"


def _grid(title: str, *headings: str) -> Table:
    grid = Table(title=title, title_justify="left")
    for at, heading in enumerate(headings):
        grid.add_column(heading, justify="left" if at < 2 or heading == "area" else "right")
    return grid
