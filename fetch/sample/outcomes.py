"""Outcomes of the sample. In: recorded crime and the recipe. Out: two counts for each cell and outcome type.

On the recorded basis the types of a cell, "not yet assigned" among them, add up to the offences recorded there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from fetch.sample import recipe
from fetch.sample.calendar import FIRST_YEAR, QUARTERS, year_of
from fetch.sample.chance import Ints, bits, key_of, shared_out, uniform

TYPES = 23
_OPEN, _CHARGED = 0, 1
# How far an area, a year of it and a quarter of it differ from the national mix, in thousandths of each type's share.
_AREA_SPREAD = 260
_YEAR_SPREAD = 120
_QUARTER_SPREAD = 220


def outcome_codes() -> tuple[str, ...]:
    """The codes that the outcomes workbooks hold."""
    return tuple(offence.code for offence in recipe.offences() if offence.outcomes)


def outcomes(recorded: Ints) -> tuple[Ints, Ints]:
    """Counts on the recorded and on the closed basis, by area, code, quarter and type.

    Quarters run from the first of the earliest outcomes workbook to the last of the sample. `recorded` as made by
    `fetch.sample.recorded.recorded`.
    """
    # One quarter more at the start, whose cases are closed in the first.
    first = 4 * (recipe.outcome_shares()["first"] - FIRST_YEAR) - 1
    codes = outcome_codes()
    where = [at for at, offence in enumerate(recipe.offences()) if offence.code in codes]
    offences = recorded[:, where, first:]
    areas, quarters = [key_of(slug) for slug in recipe.areas()], range(first, QUARTERS)
    dither = uniform(bits("outcome left over", areas, [key_of(code) for code in codes], quarters), 1000)
    basis = shared_out(_weights(codes, first), offences, dither)
    _meet_exact_shares(basis, codes, first)
    return basis[:, :, 1:], _closed(basis)


def _weights(codes: tuple[str, ...], first: int) -> Ints:
    """How common each type is in each area, code and quarter: whole numbers, to be compared with one another only."""
    settings = recipe.outcome_shares()
    quarters = range(first, QUARTERS)
    mix = np.array([_mix_of(settings["mix"][code]) for code in codes], np.int64)
    axes = [key_of(slug) for slug in recipe.areas()], [key_of(code) for code in codes]
    years = [year_of(one) for one in quarters]
    by_area = _differing("outcome by area", (*axes, [0], range(TYPES)), _AREA_SPREAD)
    by_year = _differing("outcome by year", (*axes, years, range(TYPES)), _YEAR_SPREAD)
    by_quarter = _differing("outcome by quarter", (*axes, quarters, range(TYPES)), _QUARTER_SPREAD)
    # A hundred times the shares, so that the rare types are not lost to rounding.
    weights = 100 * mix[None, :, None, :] * by_area // 1000 * by_year // 1000 * by_quarter // 1000
    charged = [settings["charged"][max(year - settings["first"], 0)] for year in years]
    weights[..., _CHARGED] = weights[..., _CHARGED] * np.array(charged, np.int64) // 1000
    by_age = settings["open"]
    still_open = np.array([by_age[min(QUARTERS - 1 - one, len(by_age) - 1)] for one in quarters], np.int64)
    closed = weights[..., 1:].sum(axis=-1)
    weights[..., _OPEN] = closed * still_open // (1000 - still_open)
    return weights


def _differing(purpose: str, axes: tuple[Sequence[int], ...], spread: int) -> Ints:
    """Thousandths around 1,000, at most `spread` away, for each cell of a table with these axes."""
    return 1000 + uniform(bits(purpose, *axes), 2 * spread + 1) - spread


def _mix_of(shares: Mapping[str, int]) -> list[int]:
    return [shares.get(str(number), 0) for number in range(TYPES)]


def _meet_exact_shares(basis: Ints, codes: tuple[str, ...], first: int) -> None:
    """Move cases between types until the exact shares are met, quarter by quarter as the cases lie."""
    for exact in recipe.exact_shares():
        area = recipe.areas().index(exact.area)
        span = slice(exact.end - 3 - first, exact.end + 1 - first)
        picked = [codes.index(code) for code in exact.codes]
        cells = basis[area, picked, span]
        lacking = exact.total - int(cells[..., list(exact.types)].sum())
        moved = shared_out(cells[..., exact.types[-1]].ravel(), lacking, 500).reshape(cells.shape[:-1])
        cells[..., exact.types[-1]] += moved
        cells[..., exact.moves] -= moved
        basis[area, picked, span] = cells


def _closed(basis: Ints) -> Ints:
    """Outcomes given in each quarter: most of its own cases, and the rest of those of the quarter before."""
    prompt = recipe.outcome_shares()["closing"]
    given = (basis[:, :, 1:] * prompt + 500) // 1000
    late = basis[:, :, :-1] - (basis[:, :, :-1] * prompt + 500) // 1000
    closed: Ints = given + late
    closed[..., _OPEN] = 0
    return closed
