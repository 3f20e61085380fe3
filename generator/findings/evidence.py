"""How likely chance alone would give this. In: arrays of counts and how much they vary by themselves. Out: p-values.

Every p is two-sided unless it says otherwise, and valid: under its hypothesis of no change it is below x at most x of
the time. docs/methodology.md tells the same in plain English, with sources.
"""

from __future__ import annotations

from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, ndtr, stdtr

from generator.noise import MEDIAN_CHI2, change_score

Floats = NDArray[np.float64]

# Up to so many cases in both years together the exact distribution is summed; beyond it the normal curve is as good.
EXACT_UP_TO = 400
# Years with fewer cases say little about how much a share varies.
LEAST_WHOLE = 20
LEAST_RESIDUALS = 6
# Of areas set against each other, those within this quantile count in full, the others as if they lay on it. The mean
# of the squares of a normal curve that is drawn in like this is DRAWN_IN; what such an estimate is worth was found by
# simulation, as a share of the degrees of freedom.
WITHIN, DRAWN_IN, DEGREES_LEFT = 0.8, 0.678654559, 0.7


def change_p(now: ArrayLike, before: ArrayLike, spread: ArrayLike) -> Floats:
    """p of a change between two counts of the same level, each with variance m + (spread m)^2. nan where one is.

    Small counts are judged by the exact conditional test: of two negative binomial counts with the same mean, the one,
    given their sum, is beta-binomial with both parameters 1 / spread^2 (binomial with one half where spread is 0, the
    conditional test of Przyborowski and Wilenski, 1940). Larger ones by the normal curve.
    """
    now, before, spread = np.broadcast_arrays(
        np.asarray(now, float), np.asarray(before, float), np.asarray(spread, float)
    )
    both = np.isfinite(now) & np.isfinite(before) & np.isfinite(spread)
    with np.errstate(invalid="ignore"):
        p = np.where(both, two_sided(np.asarray(change_score(now, before, spread))), np.nan)
        small = both & (now + before <= EXACT_UP_TO) & (now >= 0) & (before >= 0)
    if small.any():
        p[small] = _conditional_p(now[small], before[small], spread[small])
    return p


def two_sided(score: Floats) -> Floats:
    """p of a distance in standard errors."""
    return np.asarray(2 * ndtr(-np.abs(score)))


def _conditional_p(now: Floats, before: Floats, spread: Floats) -> Floats:
    """Twice the smaller tail of the beta-binomial, at most 1."""
    total = now + before
    # Beyond this the beta-binomial is the binomial to the last digit, and the logarithms lose theirs.
    alpha = np.minimum(1 / np.maximum(spread, 1e-4) ** 2, 1e7)
    least = np.minimum(now, before)
    tail = np.zeros_like(now)
    base = gammaln(total + 1) + gammaln(2 * alpha) - 2 * gammaln(alpha) - gammaln(total + 2 * alpha)
    for at in range(int(least.max(initial=0)) + 1):
        inside = at <= least
        rest = np.maximum(total - at, 0)
        log = base - gammaln(at + 1) - gammaln(rest + 1) + gammaln(at + alpha) + gammaln(rest + alpha)
        tail += np.exp(np.where(inside, log, -np.inf))
    return np.asarray(np.minimum(1.0, 2 * tail))


def share_p(part: ArrayLike, whole: ArrayLike, other_part: ArrayLike, other_whole: ArrayLike, rho: ArrayLike) -> Floats:
    """p of a difference between two shares that vary by `rho` beyond the binomial. nan where a count is unknown.

    The variance of a share is that of the beta-binomial: s (1 - s) (1 + (n - 1) rho) / n, s being the pooled share.
    """
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    other_part, other_whole = np.asarray(other_part, float), np.asarray(other_whole, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (part + other_part) / (whole + other_whole)
        variance = pooled * (1 - pooled) * (beta_binomial(whole, rho) + beta_binomial(other_whole, rho))
        distance = np.abs(part / whole - other_part / other_whole)
        # Half a case on either side: counts are whole numbers, the normal curve is not.
        distance = np.maximum(distance - (1 / whole + 1 / other_whole) / 2, 0)
        p = two_sided(distance / np.sqrt(np.where(variance > 0, variance, 1.0)))
    return np.where(np.isfinite(variance), np.where(variance > 0, p, 1.0), np.nan)


def beta_binomial(whole: ArrayLike, rho: ArrayLike) -> Floats:
    """The variance of a share of so many cases, as a multiple of s (1 - s)."""
    whole = np.asarray(whole, float)
    return np.asarray((1 + (whole - 1) * np.asarray(rho, float)) / whole)


def share_spread(parts: Floats, wholes: Floats) -> float:
    """How much a share varies from year to year beyond the binomial: the beta-binomial's rho, from 0 up.

    Rows are areas, columns consecutive years, nan where unknown. Each year is set against the mean of its neighbours,
    so that a straight trend is no variation; rho is where the median squared residual is what chance would make it. 0
    where shares vary no more than chance or the history is too short to tell.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = parts / wholes
        squares = (shares[:, 1:-1] - (shares[:, :-2] + shares[:, 2:]) / 2) ** 2
        pooled = (parts[:, :-2] + parts[:, 1:-1] + parts[:, 2:]) / (wholes[:, :-2] + wholes[:, 1:-1] + wholes[:, 2:])
        relative = squares / (pooled * (1 - pooled))
    whole = np.stack([wholes[:, :-2], wholes[:, 1:-1], wholes[:, 2:]])
    usable = np.isfinite(relative) & (np.min(whole, axis=0) >= LEAST_WHOLE)
    if usable.sum() < LEAST_RESIDUALS:
        return 0.0
    residual, before, middle, after = relative[usable], *whole[:, usable]

    def excess(rho: float) -> float:
        variance = beta_binomial(middle, rho) + (beta_binomial(before, rho) + beta_binomial(after, rho)) / 4
        return float(np.median(residual / variance)) - MEDIAN_CHI2

    low, high = 0.0, 1.0
    if excess(low) <= 0:
        return 0.0
    for _ in range(40):
        half = (low + high) / 2
        low, high = (half, high) if excess(half) > 0 else (low, half)
    return round(high, 8)


def run_p(length: ArrayLike) -> Floats:
    """p of so many changes in a row in one direction, either one: of n + 1 values in any order, all in order.

    Exact, whatever the distribution, where the years are exchangeable (the runs test of Wald and Wolfowitz, 1940, rests
    on the same permutations).
    """
    orders = np.array([1.0, *(2 / factorial(many + 1) for many in range(1, 41))])
    return np.asarray(orders[np.minimum(np.asarray(length, int), 40)])


@np.errstate(divide="ignore", invalid="ignore")
def outlier_p(values: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """How far each of some values lies from the rest: p, and the centre, by column. Rows are areas; nan takes no part.

    A funnel plot with overdispersion (Spiegelhalter, Statistics in Medicine 24, 2005): areas do differ by more than
    chance, by a variance tau^2 that is estimated from all of them with the outermost fifth drawn in, so that an
    outlier does not hide itself. Only what lies beyond that is an outlier. nan with fewer than ten areas.
    """
    count = np.isfinite(values).sum(axis=0)
    enough = count >= 10
    centre = np.where(enough, np.nanmedian(np.where(enough, values, 0.0), axis=0), np.nan)
    tau2 = _apart((values - centre) ** 2, variance, count)
    score = (values - centre) / np.sqrt(variance + tau2)
    # tau is known only as well as so many areas tell it: Student's t, with fewer degrees for those that are drawn in.
    degrees = np.broadcast_to(np.maximum(DEGREES_LEFT * (count - 1), 1.0), score.shape)
    return np.asarray(2 * stdtr(degrees, -np.abs(score))), centre


def _apart(squares: Floats, variance: Floats, count: NDArray[np.int64]) -> Floats:
    """The variance between areas, by column, at which their squared scores are together as large as a normal curve's,
    both with what lies beyond the quantile WITHIN set to that quantile; 0 where chance alone is enough."""
    edge = np.maximum(np.ceil(WITHIN * count).astype(np.int64) - 1, 0)[None]

    def excess(tau2: Floats) -> Floats:
        scores = squares / (variance + tau2)
        limit = np.take_along_axis(np.sort(scores, axis=0), edge, axis=0)  # nan goes last
        return np.asarray(np.nansum(np.minimum(scores, limit), axis=0) / np.maximum(count - 1, 1) - DRAWN_IN)

    low = np.zeros(squares.shape[1])
    high = 10 * np.max(np.nan_to_num(squares), axis=0, initial=0.0)
    some = excess(low) > 0
    for _ in range(40):
        half = (low + high) / 2
        above = excess(half) > 0
        low, high = np.where(above, half, low), np.where(above, high, half)
    return np.where(some, high, 0.0)
