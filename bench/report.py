"""The table that the bench prints. In: what was measured. Out: a table for the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Table

from bench.clock import Cost
from bench.works import Work


@dataclass(frozen=True, slots=True)
class Measured:
    """A work, what it cost, and what its baseline cost in the same run."""

    work: Work
    ours: Cost
    baseline: Cost

    @property
    def kept(self) -> bool:
        return self.work.promise.kept(self.ours, self.baseline)

    @property
    def ratio(self) -> str:
        """How the two compare, in the direction of the promise."""
        if self.work.promise.slower:
            return f"{self.ours.seconds / self.baseline.seconds:.1f} times the floor"
        times = self.baseline.seconds / self.ours.seconds
        return f"{times:.0f} times faster" if times >= 1 else f"{1 / times:.1f} times slower"


def table(measured: list[Measured], *, judged: bool) -> Table:
    """Work by work: time, peak memory, the baseline's, the ratio, the target, and whether it is met (if `judged`)."""
    grid = Table(title="copydesk bench", show_lines=True)
    for heading in ("work", "time", "peak", "baseline", "its time", "its peak", "ratio", "target", "met"):
        grid.add_column(heading, justify="right" if heading.endswith(("time", "peak")) else "left")
    for one in measured:
        grid.add_row(
            one.work.title,
            *_cost(one.ours),
            one.work.against,
            *_cost(one.baseline),
            one.ratio,
            str(one.work.promise),
            _verdict(one) if judged else "-",
        )
    return grid


def _cost(cost: Cost) -> tuple[str, str]:
    seconds = f"{cost.seconds:.2f} s" if cost.seconds < 10 else f"{cost.seconds:,.0f} s"
    return seconds, f"{cost.peak / (1 << 20):,.0f} MB"


def _verdict(one: Measured) -> str:
    return "[green]yes[/green]" if one.kept else "[red]no[/red]"
