"""Records in a series. In: a moment's years and their bounds. Out: where the present year is the highest or lowest.

A record claims to lie beyond every earlier year, and so beyond the best of them: that pair is tested. A series that
climbs a little each year is at a record without any one year being beyond noise; whether its level is high at all is
the weaker question, asked of the mean of the years.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.findings.evidence import Floats, change_p, two_sided

Flags = NDArray[np.bool_]

# Fewer cases than this make no record worth the word, in the present year or on average before.
LEAST = 20


@dataclass(frozen=True, slots=True)
class Records:
    """By area and offence. `holds` is where it is a record, `margin` the logarithm of by how much, `years` how many
    comparable years lie before. `p` is that of the present year against the best of them, `level_p` against their mean;
    both are 1 where it is no record. `tested` says where the question could be asked."""

    tested: Flags
    holds: Flags
    margin: Floats
    years: Floats
    p: Floats
    level_p: Floats


@np.errstate(divide="ignore", invalid="ignore")
def records(years: Floats, least: Floats, most: Floats, spread: Floats, *, high: bool, enough: float) -> Records:
    """Records of one end. Arrays are by area, offence and years back, the present year first.

    `years` are known totals, `least` and `most` bound those with gaps. A year with gaps stays in a series of highs when
    even its most is below the present one, and a present year with gaps is a high when what was published of it is; a
    low needs every year whole. `enough` is the fewest years, the present one included, that make a record.
    """
    if high:
        now, against = least[..., 0], most[..., 1:]
        usable = np.isfinite(years[..., 1:]) | (against < now[..., None])
    else:
        now, against = years[..., 0], years[..., 1:]
        usable = np.isfinite(against)
    count = np.asarray(np.cumprod(usable, axis=2).sum(axis=2), float)
    inside = np.arange(against.shape[2]) < count[..., None]
    if high:
        best = np.where(inside, against, -np.inf).max(axis=2, initial=-np.inf)
        holds, margin = now > best, np.log(now / best)
    else:
        best = np.where(inside, against, np.inf).min(axis=2, initial=np.inf)
        holds, margin = now < best, np.log(best / now)
    # Years with gaps are taken at their most: that brings the mean nearer to a high, never farther from it.
    mean = np.where(inside, against, 0.0).sum(axis=2) / count
    # How much the present year varies is judged by the larger of the two levels: by its own, a low would seem too sure.
    level = np.maximum(now, mean)
    variance = level + (spread * level) ** 2 + (mean + (spread * mean) ** 2) / count
    return Records(
        tested=(now >= LEAST) & (mean >= LEAST) & (count + 1 >= enough),
        holds=holds & (count + 1 >= enough),
        margin=np.nan_to_num(margin, posinf=0.0, neginf=0.0),
        years=count,
        p=np.where(holds, np.nan_to_num(change_p(now, np.where(count > 0, best, np.nan), spread), nan=1.0), 1.0),
        level_p=np.where(holds, two_sided((now - mean) / np.sqrt(variance)), 1.0),
    )
