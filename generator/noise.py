"""Is a change more than chance? In: counts. Out: how far apart two counts are, in standard errors.

Police counts vary more than chance alone would make them: one offender, one operation or one backlog moves a quarter.
So the spread is estimated for each offence from its own history, and a change is called more than noise only beyond it.

Model: a 12-month count with mean m has variance m + (k m)^2 (the negative binomial's, "NB2": Cameron and Trivedi,
Regression Analysis of Count Data, 2013, section 3.3), k being the offence's own. k is found from the history with the
trend taken out: each year against the mean of its two neighbours. Medians, so that a break or a fault in one force
does not widen the band for all. The method is told in plain English in docs/methodology.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Two-sided, one in a hundred: a newsroom reads 43 forces a release and must not lead on chance each time.
BEYOND_NOISE = 2.5758293035489004
# The median of the chi-squared distribution with one degree of freedom.
MEDIAN_CHI2 = 0.454936423119572
# A count below this says too little about spread: Poisson noise hides everything else.
LEAST_COUNT = 20
# The fewest years against their neighbours from which a spread is estimated at all.
LEAST_RESIDUALS = 6
# Where the history is too short to tell, the spread of a typical offence is assumed: about 6 per cent a year.
ASSUMED_SPREAD = 0.06

Array = NDArray[np.float64]


def change_score(now: Array | float, before: Array | float, spread: Array | float) -> Array | float:
    """How far `now` lies from `before`, in standard errors of the difference, for counts with relative `spread`."""
    now, before = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    variance = now + before + spread**2 * (now**2 + before**2)
    score = (now - before) / np.sqrt(np.where(variance > 0, variance, 1.0))
    return score if score.ndim else float(score)


def spread_of(years: Array) -> float:
    """The relative spread k of an offence: rows are areas, columns consecutive years; nan where a year is unknown.

    Found by bisection as the k at which the median squared residual is what chance would make it; 0 where counts vary
    no more than chance, `ASSUMED_SPREAD` where the history is too short.
    """
    middle, neighbours = years[:, 1:-1], (years[:, :-2] + years[:, 2:]) / 2
    usable = np.isfinite(middle) & np.isfinite(neighbours) & (np.minimum(middle, neighbours) >= LEAST_COUNT)
    if usable.sum() < LEAST_RESIDUALS:
        return ASSUMED_SPREAD
    squares = (middle - neighbours)[usable] ** 2
    sides = ((years[:, :-2] + years[:, 2:]) / 4)[usable]
    side_squares = ((years[:, :-2] ** 2 + years[:, 2:] ** 2) / 4)[usable]
    centre = middle[usable]

    def excess(k: float) -> float:
        variance = centre + sides + k * k * (centre**2 + side_squares)
        return float(np.median(squares / variance)) - MEDIAN_CHI2

    low, high = 0.0, 1.0
    if excess(low) <= 0:
        return 0.0
    for _ in range(50):
        half = (low + high) / 2
        low, high = (half, high) if excess(half) > 0 else (low, half)
    return round(high, 4)


def share_score(
    part_now: Array | float,
    whole_now: Array | float,
    part_before: Array | float,
    whole_before: Array | float,
    inflation: float,
) -> Array | float:
    """How far two shares lie apart, in standard errors, their binomial variance multiplied by `inflation`."""
    part_now, whole_now = np.asarray(part_now, dtype=float), np.asarray(whole_now, dtype=float)
    part_before, whole_before = np.asarray(part_before, dtype=float), np.asarray(whole_before, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (part_now + part_before) / (whole_now + whole_before)
        variance = inflation * pooled * (1 - pooled) * (1 / whole_now + 1 / whole_before)
        difference = part_now / whole_now - part_before / whole_before
        score = np.where(variance > 0, difference / np.sqrt(np.where(variance > 0, variance, 1.0)), 0.0)
    return score if score.ndim else float(score)


def inflation_of(parts: Array, wholes: Array) -> float:
    """By how much shares vary beyond the binomial: rows are areas, columns consecutive quarters; nan where unknown.

    At least 1. A straight trend, such as recent quarters with more cases still open, does not count as variation.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = parts / wholes
        residual = shares[:, 1:-1] - (shares[:, :-2] + shares[:, 2:]) / 2
        pooled = (parts[:, :-2] + parts[:, 1:-1] + parts[:, 2:]) / (wholes[:, :-2] + wholes[:, 1:-1] + wholes[:, 2:])
        variance = pooled * (1 - pooled) * (1 / wholes[:, 1:-1] + (1 / wholes[:, :-2] + 1 / wholes[:, 2:]) / 4)
        squares = residual**2 / variance
    enough = np.minimum(np.minimum(wholes[:, :-2], wholes[:, 1:-1]), wholes[:, 2:]) >= LEAST_COUNT
    usable = squares[np.isfinite(squares) & enough]
    if len(usable) < LEAST_RESIDUALS:
        return 1.0
    return round(max(1.0, float(np.median(usable)) / MEDIAN_CHI2), 4)
