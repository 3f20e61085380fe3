"""How likely chance is: worlds in which nothing happens, in all sizes, and the traps of each test.

The plain cases, and the agreement with software that others wrote, are in test_statistics.py.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from generator import reference
from generator.findings.classification import classify
from generator.findings.evidence import EXACT_UP_TO, Floats, change_p, outlier_p, run_p, share_p, share_spread
from generator.findings.moment import Noise, fit_noise
from generator.findings.records import Records, records
from generator.findings.table import false_discovery_rates
from tests.generator.findings.panels import ENDS, SHOPLIFTING, of_codes, panel

LEVELS = (0.1, 0.05, 0.01, 0.001)


def counts_of(mean: float, spread: float, shape: tuple[int, ...], seed: int = 1) -> Floats:
    """Counts of one level that vary by chance and by `spread` (negative binomial, variance m + (spread m)^2)."""
    random = np.random.default_rng(seed)
    levels = np.full(shape, mean) if not spread else random.gamma(1 / spread**2, mean * spread**2, shape)
    return random.poisson(levels).astype(float)


def parts_of(whole: int, share: float, rho: float, shape: tuple[int, ...], seed: int = 1) -> Floats:
    """Parts of a whole with one share that strays by `rho` beyond the binomial (the beta-binomial)."""
    random = np.random.default_rng(seed)
    both = 1 / rho - 1 if rho else 0.0
    shares = random.beta(share * both, (1 - share) * both, shape) if rho else np.full(shape, share)
    return random.binomial(whole, shares).astype(float)


def false_alarms(p: Floats, level: float, allowed: float = 1.0) -> bool:
    """Whether p lies below `level` more often than that, by more than the luck of the simulation."""
    odds = allowed * level
    return bool(np.mean(p <= level) > odds + 4 * np.sqrt(odds / p.size))


# Two counts


@given(st.integers(0, EXACT_UP_TO // 2), st.floats(0.01, 0.5))
def test_no_change_is_never_evidence(count: int, spread: float):
    assert float(change_p(count, count, spread)) == 1


@pytest.mark.parametrize("spread", [0.0, 0.03, 0.06, 0.15, 0.3])
@pytest.mark.parametrize("ratio", [1.1, 1.3, 1.6, 2.0])
def test_one_case_more_does_not_change_the_verdict_where_the_exact_test_gives_way(spread: float, ratio: float):
    """From one side of the switch to the other p changes by less than by half, where it could be near the bar."""
    before = round(EXACT_UP_TO / (1 + ratio))
    exact, normal = (float(change_p(total - before, before, spread)) for total in (EXACT_UP_TO, EXACT_UP_TO + 1))
    assert exact < 1e-6 or 0.5 < normal / exact < 2


@pytest.mark.parametrize("spread", [0.0, 0.06, 0.2, 0.5])
@pytest.mark.parametrize("mean", [25, 190, 210, 2_000])
def test_two_years_of_one_level_are_called_a_change_no_more_often_than_they_say(mean: float, spread: float):
    now, before = counts_of(mean, spread, (2, 30_000))
    p = change_p(now, before, spread)
    assert not [level for level in LEVELS if false_alarms(p, level)]


@pytest.mark.parametrize("spread", [0.0, 0.06])
def test_the_bar_is_not_so_high_that_nothing_passes(spread: float):
    """Among 20,000 cases p is what it says to the letter, so that power is not given away."""
    now, before = counts_of(20_000, spread, (2, 60_000))
    assert np.mean(change_p(now, before, spread) <= 0.05) == pytest.approx(0.05, rel=0.1)


def test_what_is_not_known_has_no_p():
    p = change_p(np.array([np.nan, 10, 1_000, 50]), np.array([10, np.nan, np.nan, 60]), np.array([0.1, 0.1, 0.1, 0.1]))
    assert np.isnan(p).tolist() == [True, True, True, False]


# Shares


@given(st.integers(1, 5_000), st.integers(1, 5_000), st.data())
def test_shares_that_vary_by_chance_alone_are_judged_as_a_table_of_four_fields_is(
    whole: int, other: int, data: st.DataObject
):
    """With Yates's correction, as scipy has it."""
    part, other_part = data.draw(st.integers(0, whole)), data.draw(st.integers(0, other))
    table = [[part, whole - part], [other_part, other - other_part]]
    known = 0 < part + other_part < whole + other
    yates = stats.chi2_contingency(table, correction=True).pvalue if known else 1.0
    assert float(share_p(part, whole, other_part, other, 0.0)) == pytest.approx(yates, rel=1e-6, abs=1e-12)


@given(st.integers(20, 5_000), st.integers(20, 5_000), st.floats(0, 0.05), st.floats(0.001, 0.05), st.data())
def test_a_share_that_strays_more_by_itself_needs_a_larger_change(
    whole: int, other: int, rho: float, more: float, data: st.DataObject
):
    part, other_part = data.draw(st.integers(0, whole)), data.draw(st.integers(0, other))
    little, much = (float(share_p(part, whole, other_part, other, one)) for one in (rho, rho + more))
    assert little <= much + 1e-12


@pytest.mark.parametrize("rho", [0.0, 0.002, 0.01])
@pytest.mark.parametrize("share", [0.03, 0.1, 0.4])
@pytest.mark.parametrize(("whole", "other"), [(100, 100), (1_000, 1_000), (600, 1_000), (20_000, 17_000)])
def test_two_years_of_one_share_are_called_a_change_no_more_often_than_they_say(
    whole: int, other: int, share: float, rho: float
):
    """For years that differ by less than half, as years of one force do."""
    now, before = parts_of(whole, share, rho, (60_000,)), parts_of(other, share, rho, (60_000,), seed=2)
    told = now + before >= 20  # fewer are never told
    p = share_p(now[told], whole, before[told], other, rho)
    assert not [level for level in LEVELS if p.size and false_alarms(p, level, allowed=1.1)]


@pytest.mark.parametrize("rho", [0.0, 0.004, 0.02])
def test_how_much_shares_stray_is_found_again(rho: float):
    wholes = np.full((43, 10), 2_000.0)
    fitted = [share_spread(parts_of(2_000, 0.1, rho, wholes.shape, seed), wholes) for seed in range(5)]
    assert np.mean(fitted) == pytest.approx(rho, rel=0.15, abs=0.0005)


def test_a_share_that_falls_steadily_does_not_count_as_straying():
    wholes = np.full((43, 10), 50_000.0)
    falling = wholes * np.linspace(0.2, 0.05, 10)
    assert share_spread(np.round(falling), wholes) == 0


# Runs


@pytest.mark.parametrize("changes", range(1, 7))
def test_a_run_is_as_rare_as_among_all_orders_of_the_years(changes: int):
    def ends_in_order(years: tuple[int, ...]) -> bool:
        last = years[-(changes + 1) :]
        return last in (tuple(sorted(last)), tuple(sorted(last, reverse=True)))

    orders = list(permutations(range(7)))
    assert float(run_p(changes)) == pytest.approx(sum(map(ends_in_order, orders)) / len(orders))


# Far from the others


def areas_that_differ(by: float, chance: float, columns: int, seed: int = 5) -> tuple[Floats, Floats]:
    """Values of 43 areas whose levels differ by `by`, each known to within the variance `chance`."""
    random = np.random.default_rng(seed)
    shape = (43, columns)
    return random.normal(0, by, shape) + random.normal(0, chance**0.5, shape), np.full(shape, chance)


@pytest.mark.parametrize("by", [0.0, 0.1, 0.3])
@pytest.mark.parametrize("chance", [0.001, 0.02])
def test_areas_that_differ_anyway_are_no_outliers(by: float, chance: float):
    p, _ = outlier_p(*areas_that_differ(by, chance, 2_000))
    assert not [level for level in LEVELS if false_alarms(p, level)]


def test_three_outliers_do_not_hide_one_another():
    values, variance = areas_that_differ(0.1, 0.001, 1)
    values[:3] = [[1.0], [1.2], [-1.0]]
    p, _ = outlier_p(values, variance)
    assert p[:3].max() < 1e-4


def test_an_outlier_stands_out_from_the_middle_area():
    values, variance = areas_that_differ(0.1, 0.001, 1)
    _, centre = outlier_p(values, variance)
    assert centre[0] == np.median(values)


def test_areas_that_are_all_alike_are_no_outliers():
    p, _ = outlier_p(np.full((43, 1), 2.0), np.full((43, 1), 0.01))
    assert p.min() == 1


def test_an_area_without_a_figure_takes_no_part():
    values, variance = areas_that_differ(0.1, 0.001, 1)
    values[0] = np.nan
    p, _ = outlier_p(values, variance)
    alone, _ = outlier_p(values[1:], variance[1:])
    assert np.isnan(p[0, 0])
    assert p[1:] == pytest.approx(alone)


# Thousands of comparisons


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50), st.floats(0.1, 10))
def test_allowances_count_only_against_one_another(values: list[float], allowance: float):
    p, told = np.array(values), np.ones(len(values), np.bool_)
    alike = false_discovery_rates(p, np.full(p.shape, allowance), told)
    assert alike == pytest.approx(false_discovery_rates(p, np.ones(p.shape), told), abs=1e-12)


def test_a_line_that_claims_nothing_beyond_its_figures_costs_the_others_nothing():
    ones = np.ones(3)
    q = false_discovery_rates(np.array([0.01, np.nan, 0.03]), ones, ones > 0)
    assert np.isnan(q[1])
    assert q[[0, 2]] == pytest.approx(multipletests([0.01, 0.03], method="fdr_bh")[1])


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=100))
def test_a_change_too_small_to_tell_makes_no_room_for_others(rows: list[tuple[float, bool]]):
    p, told = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    q = false_discovery_rates(p, np.ones(p.shape), told)
    expected = multipletests(np.where(told, p, 1.0), method="fdr_bh")[1]
    assert q[told] == pytest.approx(expected[told], abs=1e-12)


@pytest.mark.parametrize("planted", [0, 20, 200])
def test_of_what_is_called_news_no_more_than_the_error_rate_is_chance(planted: int):
    """2,000 comparisons of 500 cases, some of which have really changed by a third."""
    shares = []
    for seed in range(60):
        now, before = counts_of(500, 0.05, (2, 2_000), seed)
        now[:planted] = counts_of(665, 0.05, (planted,), seed + 1_000)
        told = false_discovery_rates(change_p(now, before, 0.05), np.ones(2_000), np.ones(2_000, np.bool_)) <= 0.05
        shares.append(told[planted:].sum() / max(told.sum(), 1))
    assert np.mean(shares) <= 0.05 + 2 * np.std(shares) / np.sqrt(len(shares))


# Records


@pytest.mark.parametrize("spread", [0.0, 0.05, 0.15])
@pytest.mark.parametrize("mean", [30, 400, 5_000])
def test_years_in_any_order_make_a_high_or_a_low_level_no_more_often_than_they_say(mean: float, spread: float):
    """A record against the mean of the years before it: so the nation is judged where a force goes against it."""
    years = counts_of(mean, spread, (40_000, 1, 10))
    for one in both_ends(years, spread):
        assert not [level for level in LEVELS if false_alarms(one.level_p, level)]


def both_ends(years: Floats, spread: float) -> list[Records]:
    """The records of highs and of lows; all years are known."""
    level = np.full(years.shape[:2], spread)
    return [records(years, years, years, level, high=high, enough=5) for high in (True, False)]


def test_no_record_has_no_evidence():
    years = np.array([[[150.0, 100.0, 200.0, 100.0, 120.0, 90.0]]])
    one = records(years, years, years, np.zeros((1, 1)), high=True, enough=5)
    assert not one.holds[0, 0]
    assert one.p[0, 0] == one.level_p[0, 0] == 1


# How much an offence varies by itself


def fitted(spread: float, seed: int, years: int = 12) -> Noise:
    """The noise of years in which every force strays from a level of its own by so much, and by nothing else."""
    random = np.random.default_rng(seed)
    levels = random.uniform(500, 20_000, (43, 1, 1)) * np.ones((43, 1, years))
    strayed = levels * random.gamma(1 / spread**2, spread**2, levels.shape) if spread else levels
    forces = tuple(reference.forces())
    return fit_noise(of_codes(forces, classify([SHOPLIFTING]), random.poisson(strayed).astype(float), ENDS))


@pytest.mark.parametrize("spread", [0.0, 0.03, 0.12])
def test_the_spread_that_forces_really_have_is_found(spread: float):
    found = [fitted(spread, seed).spread[0, 0] for seed in range(4)]
    assert np.mean(found) == pytest.approx(spread, rel=0.1, abs=0.006)


def test_the_nation_varies_less_than_a_force_and_no_less_than_its_forces_together():
    """Its own few years alone would often say that it does not vary at all."""
    for seed in range(8):
        spread = fitted(0.12, seed, years=8).spread[:, 0]
        assert 0.12 / np.sqrt(43) * 0.8 < spread[-1] < spread[0] / 2


def test_a_rise_of_every_force_by_as_much_each_year_is_no_variation():
    noise = fit_noise(panel(elsewhere=[1_000 + 50 * year for year in range(12)]))
    assert noise.spread.max() == 0
