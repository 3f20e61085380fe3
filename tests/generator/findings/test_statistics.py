"""The tests behind findings: right against references that we did not write, and honest under no change at all."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from generator.findings.evidence import EXACT_UP_TO, change_p, outlier_p, run_p, share_p, share_spread
from generator.findings.records import records
from generator.findings.table import false_discovery_rates
from generator.noise import change_score, spread_of

COUNTS = st.integers(0, 200)


@given(now=COUNTS, before=COUNTS)
def test_small_counts_without_spread_are_judged_by_the_exact_binomial_test(now: int, before: int):
    expected = 1.0 if now + before == 0 else stats.binomtest(now, now + before, 0.5).pvalue
    assert change_p(now, before, 0.0) == pytest.approx(expected, rel=1e-3, abs=1e-12)


@given(now=COUNTS, before=COUNTS, spread=st.floats(0.02, 0.5))
def test_small_counts_that_vary_are_judged_by_the_beta_binomial(now: int, before: int, spread: float):
    alpha = 1 / spread**2
    tail = stats.betabinom(now + before, alpha, alpha).cdf(min(now, before))
    assert change_p(now, before, spread) == pytest.approx(min(1.0, 2 * tail), rel=1e-6, abs=1e-12)


def test_large_counts_are_judged_by_their_distance_in_standard_errors():
    score = change_score(4_633.0, 5_397.0, 0.0349)
    assert change_p(4_633, 5_397, 0.0349) == pytest.approx(2 * stats.norm.sf(abs(score)), rel=1e-12)


@given(now=st.integers(0, 10**6), before=st.integers(0, 10**6), spread=st.floats(0, 0.5))
def test_a_rise_is_as_surprising_as_the_fall_back(now: int, before: int, spread: float):
    there, back = change_p(now, before, spread), change_p(before, now, spread)
    assert there == pytest.approx(back)
    assert 0 <= there <= 1


@pytest.mark.parametrize("spread", [0.0, 0.05, 0.2])
def test_the_two_ways_of_judging_agree_where_one_hands_over_to_the_other(spread: float):
    half = EXACT_UP_TO // 2
    for apart in (10, 25, 40):
        exact = change_p(half + apart, half - apart, spread)
        normal = change_p(half + apart + 1, half - apart, spread)
        # The exact test is the more careful one: never much surer than the curve, and never much less so.
        assert 0.7 < normal / exact < 1.2


@pytest.mark.parametrize(("level", "spread"), [(30, 0.0), (60, 0.1), (150, 0.05), (3_000, 0.05), (40_000, 0.08)])
def test_where_nothing_changed_a_small_p_is_as_rare_as_it_says(level: int, spread: float):
    chance = np.random.default_rng(7)
    means = level * (chance.gamma(1 / spread**2, spread**2, (2, 40_000)) if spread else np.ones((2, 40_000)))
    p = change_p(*chance.poisson(means), spread)
    for at in (0.1, 0.01, 0.001):
        assert (p <= at).mean() <= 1.25 * at + 3e-4


def test_the_spread_that_was_put_in_is_found():
    chance = np.random.default_rng(3)
    for spread in (0.0, 0.04, 0.12):
        gamma = chance.gamma(1 / spread**2, spread**2, (43, 20)) if spread else np.ones((43, 20))
        assert spread_of(chance.poisson(5_000 * gamma).astype(float)) == pytest.approx(spread, abs=0.012)


def test_shares_of_many_cases_are_judged_as_statsmodels_does():
    counts, wholes = np.array([1_492, 1_403]), np.array([36_570, 32_071])
    _, expected = proportions_ztest(counts, wholes)
    assert share_p(counts[0], wholes[0], counts[1], wholes[1], 0.0) == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize(("whole", "share", "rho"), [(60, 0.1, 0.0), (500, 0.05, 0.004), (8_000, 0.4, 0.002)])
def test_where_no_share_changed_a_small_p_is_as_rare_as_it_says(whole: int, share: float, rho: float):
    chance = np.random.default_rng(11)
    spread = (1 - rho) / rho if rho else 0
    shares = chance.beta(share * spread, (1 - share) * spread, (2, 40_000)) if rho else np.full((2, 40_000), share)
    now, before = chance.binomial(whole, shares)
    p = share_p(now, whole, before, whole, rho)
    for at in (0.1, 0.01):
        assert (p <= at).mean() <= 1.3 * at + 5e-4


def test_by_how_much_a_share_varies_is_found_from_its_past():
    chance = np.random.default_rng(5)
    rho = 0.002
    shares = chance.beta(0.1 * (1 - rho) / rho, 0.9 * (1 - rho) / rho, (43, 10))
    wholes = np.full((43, 10), 5_000.0)
    assert share_spread(chance.binomial(5_000, shares).astype(float), wholes) == pytest.approx(rho, rel=0.35)
    assert share_spread(np.full((43, 10), 500.0), wholes) == 0
    assert share_spread(np.full((1, 3), 500.0), np.full((1, 3), 5_000.0)) == 0


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_a_run_of_years_is_as_rare_as_orders_of_them(length: int):
    orders = list(permutations(range(length + 1)))
    runs = sum(list(order) in (sorted(order), sorted(order, reverse=True)) for order in orders)
    assert run_p(length) == pytest.approx(runs / len(orders))


def test_an_area_far_from_areas_that_differ_anyway_is_found_and_does_not_hide_itself():
    chance = np.random.default_rng(2)
    values = chance.normal(0, 0.3, (42, 1))
    values[0] = 2.5
    p, centre = outlier_p(values, np.full((42, 1), 0.001))
    assert p[0] < 0.001
    assert np.argmin(p) == 0
    assert abs(float(centre[0])) < 0.15


def test_areas_that_differ_for_good_reasons_are_no_outliers():
    chance = np.random.default_rng(4)
    p, _ = outlier_p(chance.normal(0, 0.3, (42, 2_000)), np.full((42, 2_000), 0.001))
    assert (p <= 0.01).mean() <= 0.015
    assert (p <= 0.001).mean() <= 0.002


def test_nothing_is_said_of_fewer_than_ten_areas():
    assert np.isnan(outlier_p(np.ones((9, 1)), np.ones((9, 1)))[0]).all()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=80))
def test_q_is_that_of_benjamini_and_hochberg(values: list[float]):
    p = np.array(values)
    q = false_discovery_rates(p, np.ones(len(p)), np.ones(len(p), bool))
    np.testing.assert_allclose(q, multipletests(p, method="fdr_bh")[1], rtol=1e-9, atol=1e-12)


def test_a_kind_with_a_larger_share_of_the_allowance_is_judged_less_harshly_and_the_rest_more():
    p = np.array([0.01, 0.2, 0.5, 0.9])
    even = false_discovery_rates(p, np.ones(4), np.ones(4, bool))
    uneven = false_discovery_rates(p, np.array([3.0, 1.0, 1.0, 1.0]), np.ones(4, bool))
    assert uneven[0] < even[0]
    assert uneven[1] > even[1]


def test_changes_too_small_to_be_told_make_no_room_for_others():
    p = np.array([1e-9] * 50 + [0.02] + [0.5] * 49)
    told = np.array([False] * 50 + [True] * 50)
    assert false_discovery_rates(p, np.ones(100), np.ones(100, bool))[50] < 0.05
    assert false_discovery_rates(p, np.ones(100), told)[50] > 0.05


def test_among_years_that_are_alike_a_record_beyond_noise_is_as_rare_as_it_says():
    chance = np.random.default_rng(9)
    years = chance.poisson(2_000 * chance.gamma(400, 1 / 400, (1, 20_000, 12))).astype(float)
    spread = np.full((1, 20_000), 0.05)
    for high in (True, False):
        p = records(years, years, years, spread, high=high, enough=5).p
        assert (p <= 0.05).mean() <= 0.05
        assert (p <= 0.01).mean() <= 0.01
