"""A small chart of a series. In: values. Out: a `Drawing`: places in a box, which a template makes an SVG of.

Values are drawn from nought. A gap in the series is a gap in the line; nothing joins what a hard break parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from generator.findings.show.series import Mark, Series

WIDTH, HEIGHT = 350.0, 166.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 68.0, 18.0, 26.0
# Below this a value is nought to the eye.
LEAST = 1e-6
# The least height of a line of text, so that two labels don't overlap.
LABEL = 13.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A known value in its place; `at` is its place in the series."""

    x: float
    y: float
    at: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """A mark in its place; `width` is 0 for a change that came to stay."""

    x: float
    width: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class Drawing:
    """All places. `line` and `nation` are paths, a piece for each unbroken run; `gaps` the places of unknown years.

    `then` is the dot that the lead is compared with; `ticks` are values with their height; `labelled` the years named
    on the axis. None and empty where there is nothing of the kind.
    """

    line: tuple[str, ...]
    nation: tuple[str, ...]
    dots: tuple[Dot, ...]
    lead: Dot | None
    then: Dot | None
    nation_end: Dot | None
    gaps: tuple[float, ...]
    strokes: tuple[Stroke, ...]
    ticks: tuple[tuple[float, float], ...]
    labelled: tuple[Dot, ...]


def drawing(series: Series) -> Drawing:
    """The places of a series in a box of WIDTH by HEIGHT."""
    count = len(series.values)
    known = [value for value in (*series.values, *series.nation) if value is not None]
    top = nice_top(max(known, default=0.0))

    def across(at: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (at / (count - 1) if count > 1 else 1.0), 1)

    def up(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * max(value, 0.0) / top, 1)

    dots = {at: Dot(across(at), up(value), at) for at, value in enumerate(series.values) if value is not None}
    others = {at: Dot(across(at), up(value), at) for at, value in enumerate(series.nation) if value is not None}
    hard = [mark.start for mark in series.marks if mark.hard]
    lead = dots.get(count - 1)
    nation_end = others.get(count - 1)
    return Drawing(
        line=_paths(dots, hard),
        nation=_paths(others, hard),
        dots=tuple(dots.values()),
        lead=lead,
        then=dots.get(series.then) if series.then is not None else None,
        nation_end=_apart(nation_end, lead),
        gaps=tuple(across(at) for at in range(count) if at not in dots),
        strokes=tuple(
            Stroke(across(mark.start), round(across(mark.until) - across(mark.start), 1) if mark.until else 0.0, mark)
            for mark in series.marks
        ),
        ticks=tuple((value, up(value)) for value in (0.0, top / 2, top)),
        labelled=tuple(Dot(across(at), HEIGHT - BOTTOM, at) for at in _labelled(count)),
    )


def nice_top(value: float) -> float:
    """The round number at which an axis that must hold `value` ends."""
    if value < LEAST:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0) if step * power >= value)


def _paths(dots: dict[int, Dot], hard: Sequence[float]) -> tuple[str, ...]:
    """A path for each run of years in a row that no hard break parts. A year alone has its dot and no path."""
    runs: list[list[Dot]] = []
    for at, dot in dots.items():
        joined = at - 1 in dots and not any(at - 1 < place <= at for place in hard)
        if joined:
            runs[-1].append(dot)
        else:
            runs.append([dot])
    return tuple("M" + "L".join(f"{dot.x:g} {dot.y:g}" for dot in run) for run in runs if len(run) > 1)


def _apart(dot: Dot | None, lead: Dot | None) -> Dot | None:
    """Where the label of the nation's line goes: beside its end, and clear of the lead's label."""
    if dot is None or lead is None or abs(dot.y - lead.y) >= 2 * LABEL:
        return dot
    below = dot.y >= lead.y
    y = lead.y + 2 * LABEL if below else lead.y - 2 * LABEL
    return Dot(dot.x, max(TOP, min(y, HEIGHT - BOTTOM)), dot.at)


def _labelled(count: int) -> tuple[int, ...]:
    """The years named on the axis: the first, the last, and one between where there is room."""
    if count <= 1:
        return (0,)
    return (0, count - 1) if count < 7 else (0, (count - 1) // 2, count - 1)
