"""Which variant of a sentence a force gets, so that neighbouring titles do not print the same one.

In: who neighbours whom, and a seed. Out: a number for each force and each place of choice. Facts decide which variants
are possible; this decides among those. The same seed gives the same numbers on any machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

# Police areas lie on a map: four colours do (Appel and Haken, 1976), and the greedy way nearly always finds them.
ENOUGH_COLOURS = 4
TRIES = 12


class Variants:
    """Deals the variants of one batch. Each place of the story has a colouring of its own, so that two forces that
    share a sentence in one place differ in the next."""

    def __init__(self, seed: str, neighbours: Mapping[str, frozenset[str]]) -> None:
        self._seed = seed
        self._neighbours = neighbours
        self._dealt: dict[str, dict[str, int]] = {}

    def pick(self, place: str, area: str, possible: int) -> int:
        """Which of `possible` variants the force gets at this place: neighbours differ where there are four or more."""
        if place not in self._dealt:
            self._dealt[place] = self._colouring(place)
        return self._dealt[place][area] % possible

    def _colouring(self, place: str) -> dict[str, int]:
        tried = (colours(self._neighbours, f"{self._seed}|{place}|{number}") for number in range(TRIES))
        dealt = next((one for one in tried if max(one.values()) < ENOUGH_COLOURS), None)
        return dealt or colours(self._neighbours, f"{self._seed}|{place}")


def _shuffled(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}|{name}".encode()).digest()


def colours(neighbours: Mapping[str, frozenset[str]], seed: str = "") -> dict[str, int]:
    """A colour for each force that none of its neighbours has, in as few colours as the usual greedy way finds.

    DSATUR (Brelaz, "New methods to color the vertices of a graph", 1979): next comes the force whose neighbours already
    show the most colours. The seed breaks ties, and decides which of the colours in use a force takes.
    """
    order = {name: _shuffled(seed, name) for name in sorted(neighbours)}
    shown: dict[str, set[int]] = {name: set() for name in neighbours}
    chosen: dict[str, int] = {}
    while len(chosen) < len(neighbours):
        name = min(
            (one for one in order if one not in chosen),
            key=lambda one: (-len(shown[one]), -len(neighbours[one]), order[one]),
        )
        used = max(chosen.values(), default=-1) + 1
        free = [colour for colour in range(used) if colour not in shown[name]]
        chosen[name] = free[order[name][-1] % len(free)] if free else used
        for other in neighbours[name]:
            shown[other].add(chosen[name])
    return chosen
