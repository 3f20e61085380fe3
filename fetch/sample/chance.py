"""Chance that falls the same way on every machine. In: names and numbers. Out: whole numbers.

Whole-number arithmetic only: numpy promises the same stream of random numbers for one version alone, and a sum of
fractions may come out differently elsewhere. Knows nothing of offences.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
# Four draws of 16 bits added up, less their mean, are nearly normal with this standard deviation: 65536 / sqrt(3).
_NORMAL_SD = 37837
_NORMAL_MEAN = 2 * 65535


def key_of(name: str) -> int:
    """A number that belongs to a name, so that a draw does not change when names are added beside it."""
    return zlib.crc32(name.encode())


def _mix(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finisher of SplitMix64 (Steele, Lea and Flood, 2014): every bit in moves every bit out."""
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


def bits(purpose: str, *axes: Sequence[int]) -> NDArray[np.uint64]:
    """64 bits of chance for each cell of a table with these axes, given as the keys along each."""
    state = np.full((1,) * len(axes), key_of(purpose), np.uint64)
    for place, axis in enumerate(axes):
        shape = [1] * len(axes)
        shape[place] = len(axis)
        keys = np.array(axis, np.uint64).reshape(shape)
        state = _mix(state * np.uint64(0x9E3779B97F4A7C15) + keys + np.uint64(place + 1))
    return state


def uniform(chance: NDArray[np.uint64], below: int) -> Ints:
    """From 0 to `below` - 1, each about as often. `below` is at most 65,536."""
    return ((chance >> np.uint64(48)) * np.uint64(below) >> np.uint64(16)).astype(np.int64)


def strayed(mean: Ints, spread: int, chance: NDArray[np.uint64]) -> Ints:
    """Whole counts around `mean` (in thousandths), never below zero.

    They stray as counts do: the variance is the mean, and the square of `spread` thousandths of it on top.
    """
    parts = [(chance >> np.uint64(shift)) & np.uint64(0xFFFF) for shift in (0, 16, 32, 48)]
    normal = sum((part.astype(np.int64) for part in parts), np.int64(0)) - _NORMAL_MEAN
    wide = mean * spread // 1000
    # A square root is rounded in one way everywhere (IEEE 754), unlike a logarithm or an exponential.
    deviation = np.sqrt((mean * 1000 + wide * wide).astype(np.float64)).astype(np.int64)
    dither = uniform(_mix(chance), 1000)
    counts: Ints = np.maximum((mean + deviation * normal // _NORMAL_SD + dither) // 1000, 0)
    return counts


def shared_out(weights: Ints, total: Ints | int, offset: Ints | int = 0) -> Ints:
    """`total` cut into whole parts along the last axis, as nearly in proportion to `weights` as can be.

    `offset`, in thousandths of one, decides which parts get what is left over. Weights are not negative.
    """
    reached = np.cumsum(weights, axis=-1)
    whole = np.maximum(reached[..., -1:], 1)
    ends = (reached * np.expand_dims(np.asarray(total), -1) * 1000 // whole + np.expand_dims(offset, -1)) // 1000
    parts: Ints = np.diff(ends, axis=-1, prepend=0)
    return parts
