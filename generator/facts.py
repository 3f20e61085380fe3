"""Facts: what copy may rest on. In: sums of cells, and other facts. Out: plain values that serialise and compare.

A fact knows its cells or the facts it was worked out from, and by which rule. It knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selector:
    """Cells of one table of the release, named by their coordinates: expanded to files, sheets and rows when asked.

    `first` and `last` are the first days of the first and last quarter (ISO). `rows`, `total` and `digest` are what the
    selection held when the fact was made, so that a changed release can't pass for the same one.
    """

    table: str
    areas: tuple[str, ...]
    offences: tuple[str, ...]
    first: str
    last: str
    outcomes: tuple[int, ...] = ()
    basis: str = ""
    rows: int = 0
    total: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One number, or the known absence of one.

    `value` is exact and unrounded; None where it is missing, and then `missing` says why. `bounded` marks a total over
    cells of which some are unknown: the value is what was published, a lower bound. `rule` names how the value follows
    from `inputs` (ids of other facts, in order) or from `cells`; `how` says the same for a reader, in one line.
    """

    id: str
    measure: str
    unit: str
    value: int | float | None
    area: str
    offence: str
    period: str
    rule: str
    how: str
    basis: str = ""
    inputs: tuple[str, ...] = ()
    cells: Selector | None = None
    bounded: bool = False
    missing: str = ""
    caveats: tuple[str, ...] = ()
    constants: tuple[float, ...] = ()


def _noise(values: tuple[float, ...], constants: tuple[float, ...]) -> float:
    from generator.noise import change_score  # noqa: PLC0415 (numpy only where it is needed)

    return float(change_score(values[0], values[1], constants[0]))


def _share_noise(values: tuple[float, ...], constants: tuple[float, ...]) -> float:
    from generator.noise import share_score  # noqa: PLC0415

    return float(share_score(values[0], values[1], values[2], values[3], constants[0]))


# How a derived value follows from its inputs' values and its constants. One line each: the proof runs them again.
RULES: Mapping[str, Callable[[tuple[float, ...], tuple[float, ...]], float]] = {
    "ratio": lambda values, _: values[0] / values[1],
    "per cent of": lambda values, _: 100 * values[0] / values[1],
    "difference": lambda values, _: values[0] - values[1],
    "per day": lambda values, constants: values[0] / constants[0],
    "per 1,000": lambda values, constants: 1000 * values[0] / constants[0],
    "noise": _noise,
    "share noise": _share_noise,
    "rank from the top": lambda values, _: 1 + sum(other > values[0] for other in values[1:]),
    "rank from the bottom": lambda values, _: 1 + sum(other < values[0] for other in values[1:]),
}


def derive(rule: str, values: tuple[float, ...], constants: tuple[float, ...] = ()) -> float:
    """The value that `rule` gives for the inputs' values. KeyError for a rule that does not exist."""
    return RULES[rule](values, constants)
