"""Changes in how offences are counted, for every offence of a panel. In: breaks.toml. Out: which years compare.

A hard break ends the series; a soft one lets the comparison stand, with its caveat. Which is which is data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator import reference
from generator.findings.classification import Node
from generator.findings.panel import Panel
from generator.quarters import Year
from generator.reference import Break

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Broken:
    """The breaks of each offence, oldest first, seen from the period `year`."""

    year: Year
    breaks: tuple[tuple[Break, ...], ...]

    def comparable(self, years: int) -> Flags:
        """By offence and years back: no hard break lies between that year and the present one."""
        flags = np.ones((len(self.breaks), years), np.bool_)
        for node, held in enumerate(self.breaks):
            for one in held:
                if one.kind == "hard":
                    flags[node] &= [not self._between(one, back) for back in range(years)]
        return flags

    def soft(self, node: int, back: int) -> tuple[Break, ...]:
        """The soft breaks between the present year and that so many years back."""
        return tuple(one for one in self.breaks[node] if one.kind == "soft" and self._between(one, back))

    def _between(self, one: Break, back: int) -> bool:
        """After the first day of the earlier year and up to the last day of the present one; a spell, where either of
        the two years holds some of it."""
        then = self.year.back(back)
        if one.until is not None:
            return back > 0 and any(
                year.first_day <= one.until and one.start <= year.last_day for year in (then, self.year)
            )
        return back > 0 and then.first_day < one.start <= self.year.last_day


def broken(panel: Panel) -> Broken:
    """The breaks of the panel's offences."""
    return Broken(panel.latest, tuple(breaks_of(node) for node in panel.offences.nodes))


def breaks_of(node: Node) -> tuple[Break, ...]:
    """The breaks that touch an offence: by its own id, or by an official name that it is or lies in."""
    names = {node.id, *_official(node)}
    return tuple(
        one
        for one in reference.breaks()
        if one.everything or names & {*one.offences, *(name.casefold() for name in one.covers)}
    )


def _official(node: Node) -> Sequence[str]:
    """The official names that a break may touch an offence by: its own, and for a part those of what it lies in."""
    above = [node.group.casefold(), *([node.subgroup.casefold()] if node.subgroup else [])]
    return [*above, *(node.codes if len(node.codes) == 1 else ())]
