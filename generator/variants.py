"""Which variant of a sentence a force gets, so that neighbouring titles do not print the same one.

In: who neighbours whom, and a seed. Out: a number for each force and each place of choice. Facts decide which variants
are possible; this decides among those. The same seed gives the same numbers on any machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def colours(neighbours: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """A colour for each force that none of its neighbours has, in as few colours as the usual greedy way finds.

    DSATUR (Brelaz, "New methods to color the vertices of a graph", 1979): next comes the force whose neighbours already
    show the most colours. Police areas lie on a map, so four or five colours do.
    """
    chosen: dict[str, int] = {}
    while len(chosen) < len(neighbours):
        name = min(
            (one for one in neighbours if one not in chosen),
            key=lambda one: (-len({chosen[n] for n in neighbours[one] if n in chosen}), -len(neighbours[one]), one),
        )
        taken = {chosen[other] for other in neighbours[name] if other in chosen}
        chosen[name] = next(colour for colour in range(len(neighbours)) if colour not in taken)
    return chosen


def pick(seed: str, place: str, colour: int, possible: int) -> int:
    """Which of `possible` variants a force of this colour gets at this place of the story.

    Colours are dealt in the order of a shuffle that depends on seed and place alone: forces of different colours differ
    as long as there are as many variants as colours.
    """
    shift = int.from_bytes(hashlib.sha256(f"{seed}|{place}".encode()).digest()[:4], "big")
    return (colour + shift) % possible
