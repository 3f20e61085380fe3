"""The trials of findings must be honest: the noise is what it says, the truth is known, and the judge goes by it."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from bench import findings
from bench.trials import backtest, placebo, power, tables
from bench.trials.backtest import BY_SIZE, BY_THUMB, OURS, Claim, stands
from bench.trials.history import COLUMNS, FILE, HistoryError, history
from bench.trials.judge import Judge
from bench.trials.placebo import Tally
from bench.trials.simulate import (
    YEARS,
    Base,
    Planted,
    Shares,
    alike,
    base_of,
    code_nodes,
    negative_binomial,
    no_change,
    simulate,
)
from fetch.release import Release
from generator import reference
from generator.findings.classification import Label, classify
from generator.findings.find import find
from generator.findings.finding import Evidence, Finding
from generator.findings.moment import fit_noise
from generator.findings.news_value import NewsValue, load_news_value
from generator.findings.panel import load_panel, panel_of_totals
from generator.populations import residents
from generator.quarters import Year
from generator.stories import TEMPLATES

FORCES = tuple(reference.forces())
KENT, ESSEX = FORCES.index("kent"), FORCES.index("essex")


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def small_base(*, spread: float = 0.1, apart: float = 0.3, rho: float = 0.01) -> Base:
    """Three codes, the first two in one subgroup, 1,000 cases a year and force, a fifth of them charged."""
    named = (("X1", "One", "Pair", "Group"), ("X2", "Two", "Pair", "Group"), ("X3", "Three", "Own", "Other"))
    labels = [Label(*names) for names in named]
    people, shape = np.full(len(FORCES), 1e6), (len(FORCES), 3)
    return Base(
        forces=FORCES,
        offences=classify(labels),
        last=Year.of("2024-03").end,
        residents=people,
        size=people,
        level=np.full(shape, 1000.0),
        rate=np.full(3, np.log(0.001)),
        apart=np.full(3, apart),
        spread=np.full(3, spread),
        shares={"charged": Shares(np.full(3, np.log(0.25)), np.full(3, apart), np.full(3, rho))},
    )


def planted_in(force: int, code: int, times: float) -> Planted:
    change = np.ones((len(FORCES), 3))
    change[force, code] = times
    return Planted(change)


@pytest.fixture(scope="module")
def settings() -> NewsValue:
    return load_news_value((TEMPLATES,))


# The noise is what it says


@pytest.mark.parametrize(("mean", "spread"), [(20.0, 0.0), (20.0, 0.3), (2000.0, 0.05), (20000.0, 0.1)])
def test_counts_have_the_mean_and_the_variance_that_they_are_said_to_have(mean, spread):
    counts = negative_binomial(np.full(200_000, mean), np.float64(spread), random())
    assert counts.mean() == pytest.approx(mean, rel=0.01)
    assert counts.var() == pytest.approx(mean + (spread * mean) ** 2, rel=0.03)


def test_the_spread_that_the_program_fits_is_the_one_that_was_simulated():
    panel, _ = simulate(small_base(spread=0.1), no_change(small_base()), random())
    assert fit_noise(panel).spread[0, code_nodes(panel.offences)] == pytest.approx([0.1] * 3, rel=0.15)


def test_shares_vary_as_the_beta_binomial_does():
    base = small_base(apart=0.0, rho=0.02)
    panel, _ = simulate(base, no_change(base), random())
    codes = code_nodes(panel.offences)
    whole = panel.recorded.value[: len(FORCES), codes, ::4]
    share = panel.outcomes["charged"].value[: len(FORCES), codes, ::4] / whole
    meant = 0.2 * 0.8 * (1 + (whole.mean() - 1) * 0.02) / whole.mean()
    assert share.mean() == pytest.approx(0.2, rel=0.02)
    assert share.var() == pytest.approx(meant, rel=0.1)


def test_a_subgroup_is_the_sum_of_its_codes_and_the_nation_of_its_forces():
    base = small_base()
    panel, truth = simulate(base, no_change(base), random())
    one, two, pair = (panel.offences.index(name) for name in ("code-x1", "code-x2", "subgroup-pair"))
    for values in (panel.recorded.value, truth.levels):
        assert values[:, pair] == pytest.approx(values[:, one] + values[:, two])
        assert values[panel.nation] == pytest.approx(values[: len(FORCES)].sum(axis=0))


def test_a_release_goes_back_as_many_years_as_it_says_and_ends_when_the_panel_did():
    panel, truth = simulate(small_base(), no_change(small_base()), random())
    assert panel.latest.key == "2024-03"
    assert truth.levels.shape[2] == YEARS
    assert len(panel.ends) == 4 * YEARS - 3


def test_forces_differ_by_as_much_as_they_are_said_to_and_not_at_all_where_they_are_alike():
    base = small_base(apart=0.4)
    _, truth = simulate(base, no_change(base), random())
    assert np.log(truth.rates[:, code_nodes(base.offences)]).std(axis=0).mean() == pytest.approx(0.4, rel=0.2)
    _, same = simulate(alike(base), no_change(base), random())
    assert np.ptp(same.rates, axis=0) == pytest.approx(0, abs=1e-9)


def test_the_base_of_a_simulated_release_is_the_one_it_was_simulated_from():
    base = small_base(apart=0.3)
    panel, _ = simulate(base, no_change(base), random())
    again = base_of(panel, fit_noise(panel))
    assert again.rate == pytest.approx(base.rate, abs=0.2)
    assert again.apart == pytest.approx(base.apart, rel=0.3)
    assert again.shares["charged"].centre == pytest.approx(base.shares["charged"].centre, abs=0.2)


# The truth is known


def test_a_planted_change_is_in_the_latest_year_of_its_series_and_nowhere_else():
    base = small_base(apart=0.0)
    _, truth = simulate(base, planted_in(KENT, 2, 1.5), random())
    node = code_nodes(base.offences)[2]
    assert truth.levels[KENT, node] == pytest.approx([1500] + [1000] * (YEARS - 1))
    assert truth.levels[ESSEX] == pytest.approx(np.repeat(truth.levels[ESSEX, :, :1], YEARS, axis=1))


def test_a_planted_change_can_be_seen_in_the_counts():
    base = small_base(spread=0.01, apart=0.0)
    panel, _ = simulate(base, planted_in(KENT, 2, 2.0), random())
    years = panel.recorded.value[KENT, code_nodes(base.offences)[2], ::-4]
    assert years[0] == pytest.approx(2000, rel=0.1)
    assert years[1:] == pytest.approx([1000] * (YEARS - 1), rel=0.2)


def test_a_planted_share_is_in_the_latest_year_alone():
    base = small_base(apart=0.0)
    shares = np.ones((len(FORCES), 3))
    shares[KENT, 2] = 2.0
    _, truth = simulate(base, replace(no_change(base), shares={"charged": shares}), random())
    share = (truth.parts["charged"] / truth.levels)[KENT, code_nodes(base.offences)[2]]
    assert share == pytest.approx([0.4] + [0.2] * (YEARS - 1))


def test_a_tenth_of_the_series_change_in_the_mixed_run():
    changed = placebo.planted_changes(replace(small_base(), level=np.ones((43, 200))), random()).change != 1
    assert changed.mean() == pytest.approx(0.10, abs=0.01)


# The judge goes by the truth


def line(kind: str, force: int, offence: str, direction: str, *, back: int = 1, outcome: str = "", **detail):
    return Finding(
        id="x",
        area=FORCES[force],
        offence=offence,
        official=offence,
        level="code",
        group="",
        kind=kind,
        family="",
        outcome=outcome,
        measure="",
        period="2024-03",
        direction=direction,
        now=None,
        then=None,
        unit="cases",
        back=back,
        size=0.1,
        evidence=Evidence("", None, None),
        value=50.0,
        parts=(),
        fresh=True,
        detail=detail,
    )


@pytest.fixture(scope="module")
def judge() -> Judge:
    """Kent's third code rose by half and its first fell by a fifth, as did the share charged of its second."""
    base = small_base(apart=0.0)
    planted = planted_in(KENT, 2, 1.5)
    planted.change[KENT, 0] = 0.8
    shares = np.ones((len(FORCES), 3))
    shares[KENT, 1] = 0.8
    planted = replace(planted, shares={"charged": shares})
    panel, truth = simulate(base, planted, random())
    return Judge(panel, truth, planted)


@pytest.mark.parametrize(
    ("told", "true"),
    [
        (line("change", KENT, "code-x3", "up"), True),
        (line("change", KENT, "code-x3", "down"), False),
        (line("change", ESSEX, "code-x3", "up"), False),
        (line("change", KENT, "code-x1", "down"), True),
        (line("change", KENT, "code-x2", "up"), False),
        (line("change", KENT, "subgroup-pair", "down"), True),
        (line("record", KENT, "code-x3", "high", back=12), True),
        (line("record", KENT, "code-x3", "low", back=12), False),
        (line("record", ESSEX, "code-x3", "high", back=12), False),
        (line("fold", KENT, "code-x3", "up", back=9), True),
        (line("fold", ESSEX, "code-x3", "up", back=9), False),
        (line("streak", KENT, "code-x3", "up", back=5), True),
        (line("turning", KENT, "code-x3", "up", back=5), False),  # no true fall came before it
        (line("bucking", KENT, "code-x3", "up"), False),  # the nation rose too, by Kent's own rise
        (line("moved", KENT, "code-x3", "up"), True),
        (line("moved", ESSEX, "code-x3", "down"), True),  # the nation rose by a hundredth, and Essex did not
        (line("extreme", KENT, "code-x3", "high"), True),
        (line("extreme", ESSEX, "code-x3", "high"), False),
        (line("outlier", KENT, "code-x3", "high"), True),
        (line("outlier", KENT, "code-x1", "high"), False),
        (line("share", KENT, "code-x2", "down", outcome="charged"), True),
        (line("share", KENT, "code-x1", "down", outcome="charged"), False),
        (line("share_outlier", KENT, "code-x2", "low", outcome="charged"), True),
        (line("share_outlier", ESSEX, "code-x2", "low", outcome="charged"), False),
        (line("driver", KENT, "subgroup-pair", "down", part="code-x1"), True),
        (line("driver", KENT, "subgroup-pair", "down", part="code-x2"), False),
        (line("opposed", KENT, "subgroup-pair", "up", up="code-x2", down="code-x1"), False),
    ],
    ids=lambda one: f"{one.kind} {one.direction} {one.area} {one.offence}" if isinstance(one, Finding) else str(one),
)
def test_a_line_is_true_only_if_the_levels_did_what_it_says(judge, told, true):
    assert judge.is_true(told) is true


def tally(told: int, false: int) -> Tally:
    key = ("change", "force")
    return Tally(Counter({key: told}), Counter({key: false}), 43, min(false, 1), 0, Counter(), Counter())


def test_the_false_discovery_rate_is_the_mean_over_releases_and_nothing_told_is_nothing_false():
    assert tables.false_of_told([tally(0, 0), tally(4, 1), tally(2, 1)])[0] == pytest.approx((0 + 0.25 + 0.5) / 3)


def test_a_rate_is_held_when_so_few_releases_could_not_tell_it_from_the_nominal_one():
    assert tables.held_to([tally(1, 1)] * 12 + [tally(0, 0)] * 188, 0.05)  # six in a hundred, of two hundred
    assert not tables.held_to([tally(1, 1)] * 25 + [tally(0, 0)] * 175, 0.05)


def test_a_change_is_found_though_another_line_of_its_series_tells_it(settings):
    base = small_base(spread=0.02, apart=0.0)
    panel, _ = simulate(base, planted_in(KENT, 2, 2.0), random())
    found = find(panel, settings, families={})
    node = base.offences.nodes[code_nodes(base.offences)[2]].id
    assert ("kent", node, 1) in power.told(found)
    assert ("kent", node, -1) not in power.told(found)


# A year on


@pytest.mark.parametrize(
    ("before", "now", "later", "stood"),
    [
        (100, 150, 160, True),
        (100, 150, 125, True),  # half of it is left
        (100, 150, 124, False),
        (100, 150, 80, False),  # the other way
        (100, 60, 70, True),
        (100, 60, 85, False),
        (100, 60, 30, True),
    ],
)
def test_a_change_stands_while_half_of_it_is_left(before, now, later, stood):
    assert stands(before, now, later) is stood


def test_a_record_is_held_against_the_years_before_it_and_a_fold_against_its_first_year():
    years = np.array([200.0, 150.0, 100.0, 50.0])
    assert backtest.reference_level(line("change", KENT, "x", "up"), years) == 150
    assert backtest.reference_level(line("record", KENT, "x", "high", back=3), years) == 100
    assert backtest.reference_level(line("streak", KENT, "x", "up", back=3), years) == 50


def made_history(*, jump: float = 1.0, after: float = 1.0):
    """Four offences in all forces from March 2004 to March 2016; one series jumps in the year to March 2015."""
    offences = classify([Label(name, name, name, name) for name in ("A", "B", "C", "D")])
    ends = range(Year.of("2004-03").end, Year.of("2016-03").end + 1)
    drawn = np.repeat(random().poisson(2000.0, (len(FORCES), 4, 1)), len(ends), axis=2)
    years = np.repeat(random().poisson(2000.0, (len(FORCES), 4, len(ends) // 4 + 1)), 4, axis=2)[..., : len(ends)]
    totals = (drawn + years) / 2.0
    totals[KENT, 0, -8:-4] *= jump
    totals[KENT, 0, -4:] *= after
    return panel_of_totals(FORCES, offences, list(ends), totals)


@pytest.mark.parametrize(("after", "stood"), [(1.5, True), (1.0, False)])
def test_a_jump_in_history_is_claimed_by_all_and_judged_by_the_year_after_it(settings, after, stood):
    claims = backtest.run(backtest.Task(made_history(jump=1.5, after=after), Year.of("2015-03").end, settings))
    kent = {one.by: one.stood for one in claims if one.force == "kent" and one.kind == "change"}
    assert kent == {OURS: stood, BY_THUMB: stood, BY_SIZE: stood}


def test_what_comes_after_a_release_changes_nothing_of_what_it_claims(settings):
    def claimed(after: float) -> set[tuple[str, str, str]]:
        task = backtest.Task(made_history(jump=1.5, after=after), Year.of("2015-03").end, settings)
        return {(one.by, one.kind, one.force) for one in backtest.run(task)}

    assert claimed(1.5) == claimed(0.2)


@pytest.mark.parametrize(("name", "claimed"), [("Residential burglary", False), ("Robbery", True)])
def test_a_hard_break_up_to_the_year_after_leaves_an_offence_out_for_all(settings, name, claimed):
    """Burglary was counted anew from April 2017: three months of the year after this release."""
    jumped = made_history(jump=1.5).recorded.value[: len(FORCES)]
    offences = classify([Label(one, one, one, one) for one in (name, "X", "Y", "Z")])
    ends = range(Year.of("2005-06").end, Year.of("2017-06").end + 1)
    jumped = jumped[:, np.argsort([offences.nodes[at].official != name for at in range(4)]).argsort()]
    claims = backtest.run(backtest.Task(panel_of_totals(FORCES, offences, ends, jumped), ends[-5], settings))
    told = {one.by for one in claims if one.force == "kent" and one.kind == "change"}
    assert told == ({OURS, BY_THUMB, BY_SIZE} if claimed else set())


def claim(by: str, force: str, *, stood: bool) -> Claim:
    return Claim(by, "change", force, "x", "2010-03", stood)


def test_precision_and_recall_count_what_stood():
    ours = [claim(OURS, "kent", stood=True), claim(OURS, "essex", stood=False)]
    thumb = [claim(BY_THUMB, name, stood=name != "surrey") for name in ("kent", "surrey", "sussex")]
    assert backtest.precision(ours) == 0.5
    assert backtest.recall(ours, thumb) == 0.5  # of kent and sussex, kent alone


def test_an_interval_holds_its_precision_and_is_wide_where_few_forces_speak():
    few = [claim(OURS, name, stood=at % 4 != 0) for at, name in enumerate(FORCES[:8])]
    many = [claim(OURS, name, stood=at % 4 != 0) for at, name in enumerate(FORCES)] * 5
    wide, narrow = backtest.interval(few), backtest.interval(many)
    assert wide[0] < 0.75 < wide[1]
    assert wide[1] - wide[0] > narrow[1] - narrow[0] > 0


def test_a_missing_history_is_said_in_one_sentence_and_what_to_do(tmp_path):
    with pytest.raises(HistoryError, match=r"can't be read.*--history"):
        history(tmp_path / "none.csv")


@pytest.mark.parametrize("rows", ["a,b\n", f"{','.join(COLUMNS)}\n31-03-2008,Kent,South East,Robbery,many\n"])
def test_a_file_that_is_no_table_of_rolling_years_is_refused(tmp_path, rows):
    path = tmp_path / "wrong.csv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(HistoryError, match=r"wrong\.csv"):
        history(path)


def test_rolling_years_are_read_where_they_stand(tmp_path):
    path = tmp_path / "rolling.csv"
    rows = ["31-03-2008,Kent,South East,Robbery,120", "30-06-2008,Kent,South East,Robbery,-4"]
    path.write_text("\n".join([",".join(COLUMNS), *rows]), encoding="utf-8")
    panel = history(path)
    values = panel.recorded.value[:, panel.offences.index("robbery")]
    assert values[KENT, 0] == 120
    assert np.isnan(values[KENT, 1])
    assert np.isnan(values[ESSEX]).all()


# Quick runs work


@pytest.fixture(scope="module")
def base(sample: Release) -> Base:
    panel = load_panel(sample, residents(sample))
    return base_of(panel, fit_noise(panel))


@pytest.mark.parametrize("design", placebo.DESIGNS)
def test_a_release_of_each_design_is_searched_and_judged(base, settings, design):
    one = placebo.run(placebo.Task(base, settings, 1, 0, design))
    again = placebo.run(placebo.Task(base, settings, 1, 0, design))
    assert one == again
    assert all(one.false[key] <= one.told[key] for key in one.false)
    assert (sum(one.told.values()) > 20) == (design == "mixed")
    assert len(tables.by_kind({design: [one]}).rows) == len(one.told) + 1


def test_large_changes_in_large_series_are_found_and_small_ones_in_small_series_are_not(base, settings):
    held = [power.run(power.Task(base, settings, 1, at, "steady")) for at in range(2)]
    planted, found = (sum(part, Counter()) for part in zip(*((one.planted, one.found) for one in held), strict=True))
    large, small = ([cell for cell in planted if cell[1:] == of] for of in ((20000.0, 0.5), (20.0, 0.05)))
    # One code in 28 was counted anew in the year before, so that none of its changes can be told.
    assert sum(found[cell] for cell in large) >= 0.85 * sum(planted[cell] for cell in large) > 0
    assert sum(found[cell] for cell in small) == 0
    assert len(tables.powers(held)) == len(power.SPREADS)


def command(monkeypatch, capsys, *words: str) -> tuple[int, str]:
    """What the command answers and prints."""
    monkeypatch.setattr(sys, "argv", ["bench.findings", *words])
    monkeypatch.setattr(findings, "console", Console(width=200))
    return findings.main(), capsys.readouterr().out


def test_the_back_test_says_what_is_missing_and_fails(monkeypatch, capsys):
    code, said = command(monkeypatch, capsys, "backtest", "--history", "nowhere.csv")
    assert code == 1
    assert "nowhere.csv can't be read" in said
    assert "backtest: the promise is not kept." in said


def test_a_quick_run_prints_its_tables_and_judges_nothing(monkeypatch, capsys, base):
    monkeypatch.setattr(findings, "sample_base", lambda: base)
    code, said = command(monkeypatch, capsys, "power", "--quick")
    assert code == 0
    assert said.count("Found of 100 planted changes") == len(power.SPREADS)
    assert "nothing is judged" in said


def test_real_history_is_whole():
    if FILE.exists():
        panel = history()
        assert len(backtest.releases(panel)) >= 40
        assert np.isfinite(panel.recorded.value[panel.nation]).any()
