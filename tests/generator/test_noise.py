"""When a change is more than chance. Laws of the scores, and simulated histories whose truth is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.noise import ASSUMED_SPREAD, BEYOND_NOISE, change_score, inflation_of, share_score, spread_of

COUNTS = st.integers(min_value=0, max_value=100_000)
SPREADS = st.floats(min_value=0, max_value=0.5)
Years = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def history(spread: float, *, seed: int = 7, forces: int = 43, years: int = 12, mean: float = 3_000) -> Years:
    """Years of many forces that vary by chance and by `spread`, and by nothing else (the negative binomial)."""
    random = np.random.default_rng(seed)
    level = np.full((forces, years), mean)
    if spread:
        level = level * random.gamma(1 / spread**2, spread**2, size=(forces, years))
    return random.poisson(level).astype(float)


# Changes


@given(COUNTS, COUNTS, SPREADS)
def test_a_rise_lies_as_far_from_nothing_as_the_same_fall(now: int, before: int, spread: float):
    assert change_score(now, before, spread) == -change_score(before, now, spread)


@given(COUNTS, SPREADS)
def test_no_change_is_no_distance(count: int, spread: float):
    assert change_score(count, count, spread) == 0


@given(st.integers(20, 50_000), st.integers(1, 5_000), st.integers(1, 5_000), SPREADS)
def test_a_larger_change_lies_farther_away(before: int, change: int, more: int, spread: float):
    assert change_score(before + change + more, before, spread) > change_score(before + change, before, spread) > 0


@given(st.integers(20, 50_000), st.integers(1, 5_000), st.floats(0.01, 0.3), st.floats(0.01, 0.3))
def test_what_varies_more_by_itself_needs_a_larger_change(before: int, change: int, spread: float, more: float):
    assert change_score(before + change, before, spread + more) < change_score(before + change, before, spread)


@pytest.mark.parametrize("spread", [0.0, 0.06, 0.12])
def test_about_one_year_in_a_hundred_is_called_a_change_by_chance(spread: float):
    years = history(spread, forces=20_000, years=2)
    scores = np.asarray(change_score(years[:, 1], years[:, 0], spread))
    assert 0.003 < np.mean(np.abs(scores) > BEYOND_NOISE) < 0.0115


# Spread


@pytest.mark.parametrize("truth", [0.04, 0.08, 0.15])
@pytest.mark.parametrize("seed", range(3))
def test_the_spread_of_a_simulated_history_is_found_again(truth: float, seed: int):
    assert spread_of(history(truth, seed=seed)) == pytest.approx(truth, rel=0.25)


def test_counts_that_vary_by_chance_alone_have_next_to_no_spread():
    assert spread_of(history(0.0)) < 0.015


def test_a_trend_alone_is_no_spread():
    years = np.linspace(1_000, 5_000, 12)[None, :] * np.linspace(0.5, 3, 43)[:, None]
    assert spread_of(np.round(years)) == 0


def test_a_trend_does_not_hide_the_spread_beneath_it():
    trend = np.linspace(0.5, 2, 12)[None, :]
    assert spread_of(np.round(history(0.08, mean=8_000) * trend)) == pytest.approx(0.08, rel=0.3)


def test_a_fault_in_some_forces_does_not_widen_the_band_for_all():
    years = history(0.08)
    faulty = years.copy()
    faulty[:4, 5] = 30
    assert spread_of(faulty) == pytest.approx(spread_of(years), rel=0.15)


def test_unknown_years_are_left_out():
    years = history(0.08)
    holed = years.copy()
    holed[::5, 4] = math.nan
    assert spread_of(holed) == pytest.approx(0.08, rel=0.25)


def test_a_history_too_short_to_tell_has_the_spread_of_a_typical_offence():
    assert spread_of(history(0.3, forces=1, years=4)) == ASSUMED_SPREAD
    assert spread_of(history(0.3, years=2)) == ASSUMED_SPREAD


# Shares

PARTS = st.integers(min_value=1, max_value=400)
WHOLES = st.integers(min_value=400, max_value=20_000)


@given(PARTS, WHOLES, PARTS, WHOLES, st.floats(1, 5))
def test_shares_lie_as_far_apart_from_either_side(part: int, whole: int, other: int, beside: int, inflation: float):
    there = share_score(part, whole, other, beside, inflation)
    assert share_score(other, beside, part, whole, inflation) == pytest.approx(-there)


def test_equal_shares_and_shares_of_nothing_are_no_distance_apart():
    assert share_score(50, 1_000, 100, 2_000, 1.0) == 0
    assert share_score(0, 1_000, 0, 2_000, 1.0) == 0


def test_the_same_points_weigh_more_on_more_cases():
    assert share_score(500, 10_000, 400, 10_000, 1.0) > share_score(50, 1_000, 40, 1_000, 1.0) > 0


def shares(extra: float, seed: int = 3) -> tuple[Years, Years]:
    """Quarters of charges and cases whose rate itself wanders by `extra`, as a part of the rate."""
    random = np.random.default_rng(seed)
    wholes = random.poisson(1_000, size=(43, 12)).astype(float)
    rates = 0.05 * random.normal(1, extra, size=wholes.shape)
    return random.binomial(wholes.astype(int), rates).astype(float), wholes


def test_shares_that_vary_by_chance_alone_are_hardly_inflated():
    assert 1.0 <= inflation_of(*shares(0.0)) < 1.3


def test_shares_that_wander_are_inflated():
    # Binomial variance 0.05 x 0.95 / 1,000; wandering adds (0.05 x 0.2) squared: 3.1 times as much in all.
    assert inflation_of(*shares(0.2)) == pytest.approx(3.1, rel=0.3)


def test_recent_quarters_with_cases_still_open_are_a_trend_and_no_variation():
    wholes = np.full((43, 12), 1_000.0)
    parts = np.tile(np.linspace(80, 25, 12), (43, 1))
    assert inflation_of(parts, wholes) == 1.0


def test_too_few_quarters_inflate_nothing():
    assert inflation_of(np.full((1, 4), 50.0), np.full((1, 4), 1_000.0)) == 1.0
