"""The panel: every total of a release, what adds up to what, and where nothing is known. Missing is never zero."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fetch.release import Release
from fetch.sample import recipe
from generator import reference
from generator.findings.panel import IN_USE, Layer, Panel, load_panel
from generator.populations import residents
from generator.quarters import Year
from generator.reference import NATION
from tests.generator.findings.panels import HARASSMENT, UNKNOWN, panel
from tests.generator.releases import EXPIRED, NO_ROW, NOT_PROVIDED, ReleaseBuilder, a_release

# Years in which no gap of a real force is known.
ENDS = "2018-09"


def read(builder: ReleaseBuilder) -> Panel:
    """The panel of a release, read from its workbooks."""
    release = builder.build()
    return load_panel(release, residents(release))


def totals(what: Panel, area: str, offence: str, layer: Layer | None = None) -> list[float | None]:
    """Every 12-month total of a series, the oldest first; None where it is unknown."""
    row, node = what.areas.index(area), what.offences.index(offence)
    return [None if np.isnan(one) else float(one) for one in (layer or what.recorded).value[row, node]]


def bounds(what: Panel, area: str, offence: str) -> tuple[float, float]:
    """The least and the most that the latest year can hold."""
    row, node = what.areas.index(area), what.offences.index(offence)
    return float(what.recorded.least[row, node, -1]), float(what.recorded.most[row, node, -1])


@pytest.fixture(scope="module")
def of_sample(sample: Release) -> Panel:
    return load_panel(sample, residents(sample))


# What adds up to what


def test_subgroups_and_groups_are_the_sum_of_their_codes(of_sample: Panel):
    """In the latest year, which no code begins or ends in; one that has expired adds nothing."""
    offences, latest = of_sample.offences, of_sample.recorded.value[..., -1]
    places = {node.codes[0]: at for at, node in enumerate(offences.nodes) if len(node.codes) == 1}
    sums = {at: node for at, node in enumerate(offences.nodes) if len(node.codes) > 1}
    assert len(sums) > 5
    for at, node in sums.items():
        parts = latest[:, [places[code] for code in node.codes]]
        known = np.isfinite(latest[:, at])
        assert known.sum() > 40
        np.testing.assert_array_equal(latest[known, at], np.nansum(parts[known], axis=1))


def test_regions_and_the_nation_are_the_sum_of_their_forces(of_sample: Panel):
    forces = of_sample.recorded.value[: of_sample.forces]
    for slug, region in reference.regions().items():
        rows = [of_sample.areas.index(one) for one in region.forces]
        np.testing.assert_array_equal(of_sample.recorded.value[of_sample.areas.index(slug)], forces[rows].sum(axis=0))
    np.testing.assert_array_equal(of_sample.recorded.value[of_sample.nation], forces.sum(axis=0))
    assert np.isfinite(of_sample.recorded.value[of_sample.nation]).any()


def test_what_fraud_bodies_and_the_transport_police_record_is_no_forces_crime(of_sample: Panel, sample: Release):
    assert {body.code for body in recipe.bodies()}.isdisjoint(of_sample.offences.codes)
    assert "british-transport-police" not in of_sample.areas


# What is not known


def test_a_force_that_is_missing_leaves_its_region_and_the_nation_unknown_and_nothing_else(tmp_path: Path):
    what = read(a_release(tmp_path, ENDS).recorded("gwent", "8L", 9, 9, NOT_PROVIDED, 9).elsewhere("8L", 9, 9, 9, 9))
    unknown = {area for area in what.areas if totals(what, area, "harassment") == [None]}
    assert unknown == {"gwent", "wales", NATION}


def test_a_quarter_that_is_not_provided_bounds_the_year(tmp_path: Path):
    builder = a_release(tmp_path, ENDS).recorded("gwent", "8L", 40, 10, 10, 10, 10, NOT_PROVIDED, 10)
    what = read(builder.elsewhere("8L", *[100] * 7))
    assert totals(what, "gwent", "harassment") == [70, 40, None, None]
    assert bounds(what, "gwent", "harassment") == (30, 70)
    assert bounds(what, "wales", "harassment") == (30 + 3 * 400, 70 + 3 * 400)


def test_a_row_that_is_not_there_is_no_zero_while_others_have_theirs(tmp_path: Path):
    what = read(a_release(tmp_path, ENDS).recorded("gwent", "8L", 9, 9, NO_ROW, 9).recorded("kent", "8L", 7, 7, 7, 7))
    assert totals(what, "gwent", "harassment") == [None]
    assert totals(what, "kent", "harassment") == [28]


def test_what_no_force_provided_is_unknown_and_not_out_of_use(tmp_path: Path):
    """The rule for codes that are out of use in old tables looks for noughts: a mark that says "unknown" is none."""
    builder = a_release(tmp_path, ENDS).recorded("kent", "8L", *[IN_USE] * 4, NOT_PROVIDED)
    what = read(builder.recorded("kent", "8M", *[10] * 5))
    assert totals(what, "kent", "harassment") == [4 * IN_USE, None]
    assert bounds(what, "kent", "harassment") == (3 * IN_USE, 4 * IN_USE)
    assert totals(what, "kent", "stalking-and-harassment") == [4 * IN_USE + 40, None]


def test_known_gaps_are_no_totals_though_the_cells_hold_numbers(tmp_path: Path):
    """Greater Manchester's half-year of 2019, of which only some months are in the tables."""
    builder = a_release(tmp_path, "2019-12").recorded("greater-manchester", "8L", 900, 900, 20, 20)
    what = read(builder.elsewhere("8L", *[900] * 4))
    assert totals(what, "greater-manchester", "harassment") == [None]
    assert bounds(what, "greater-manchester", "harassment") == (1_840, 1_840 + 2 * 880)


def test_negative_quarters_stand_and_a_negative_year_is_unknown(tmp_path: Path):
    builder = a_release(tmp_path, ENDS).recorded("kent", "8L", 10, 10, 10, -2, 0, 1, 0).elsewhere("8L", *[5] * 7)
    assert totals(read(builder), "kent", "harassment") == [28, 18, 9, None]


# Codes that begin and end


def test_a_code_that_begins_or_ends_inside_a_period_has_no_total_of_it(tmp_path: Path):
    builder = a_release(tmp_path, ENDS).elsewhere("8L", *[10] * 10)
    builder.elsewhere("8M", NO_ROW, NO_ROW, *[2] * 5, EXPIRED, EXPIRED, EXPIRED)
    what = read(builder)
    assert totals(what, "kent", "racially-aggravated-harassment") == [None, None, 8, 8, None, None, None]
    assert totals(what, "kent", "stalking-and-harassment") == [44, 46, 48, 48, 46, 44, 42]


def test_noughts_of_old_tables_before_a_code_was_in_use_are_no_total(tmp_path: Path):
    """The first year of a code is no rise from nothing."""
    builder = a_release(tmp_path, ENDS).elsewhere("8L", *[10] * 8).elsewhere("8M", 0, 0, 0, 0, 5, 5, 5, 5)
    assert totals(read(builder), "kent", "racially-aggravated-harassment") == [None, None, None, None, 20]


def test_an_offence_so_rare_that_the_nation_has_a_quarter_without_it_keeps_its_noughts(tmp_path: Path):
    builder = a_release(tmp_path, ENDS).recorded("kent", "8M", 1, 0, 2, 0, 0, 0, 0, 0).elsewhere("8M", *[0] * 8)
    assert totals(read(builder), "kent", "racially-aggravated-harassment") == [3, 2, 2, 0, 0]


def test_a_code_that_one_force_alone_calls_expired_is_nothing_there_and_counted_elsewhere(tmp_path: Path):
    what = read(a_release(tmp_path, ENDS).recorded("kent", "8L", 9, 9, EXPIRED, 9).recorded("gwent", "8L", 5, 5, 5, 5))
    assert totals(what, "gwent", "harassment") == [20]
    assert totals(what, "kent", "harassment") == [27]


# Outcomes


def test_outcomes_are_told_on_both_bases(tmp_path: Path):
    builder = a_release(tmp_path, ENDS).years("kent", "8L", 400, 400).outcome_years("kent", "8L", 1, 40, 20)
    what = read(builder)
    assert totals(what, "kent", "harassment", what.outcomes["charged"])[-1] == 20
    assert totals(what, "kent", "harassment", what.closed["charged"])[-1] == 20 + 4 * builder.closed_shift


def test_a_case_that_is_still_open_is_no_outcome(tmp_path: Path):
    builder = a_release(tmp_path, ENDS).years("kent", "8L", 400).closed_alike()
    builder.outcome_years("kent", "8L", 0, 300).outcome_years("kent", "8L", 1, 60).outcome_years("kent", "8L", 18, 40)
    what = read(builder)
    assert totals(what, "kent", "harassment", what.closed["closed"]) == [100]
    assert totals(what, "kent", "harassment", what.outcomes["unassigned"]) == [300]


def test_a_release_without_outcomes_has_no_shares_and_all_its_counts(tmp_path: Path):
    what = read(a_release(tmp_path, ENDS).years("kent", "8L", 400))
    assert what.outcomes == what.closed == {}
    assert totals(what, "kent", "harassment") == [400]


# Time


def test_the_panel_as_it_stood_is_that_of_a_release_cut_there(tmp_path: Path):
    quarters = [50, 60, 55, 70, NOT_PROVIDED, 40, 45, 60, 52, 33]
    folders = tmp_path / "whole", tmp_path / "cut"
    for folder in folders:
        folder.mkdir()
    whole = read(a_release(folders[0], ENDS).recorded("kent", "8L", *quarters).elsewhere("8L", *[20] * 10))
    cut = read(a_release(folders[1], "2018-03").recorded("kent", "8L", *quarters[:-2]).elsewhere("8L", *[20] * 8))
    then = whole.until(Year.of("2018-03").end)
    assert then.latest == cut.latest
    assert then.ends.tolist() == cut.ends.tolist()
    for one, other in ((then.recorded, cut.recorded),):
        for part in ("value", "least", "most"):
            np.testing.assert_array_equal(getattr(one, part), getattr(other, part))
    np.testing.assert_array_equal(then.residents, cut.residents)


def test_a_release_of_less_than_a_year_has_no_period(tmp_path: Path):
    assert len(read(a_release(tmp_path, ENDS).recorded("kent", "8L", 9, 9, 9)).ends) == 0


# Populations


def test_no_rate_is_quoted_of_the_city_of_london_and_the_nation_counts_its_people(of_sample: Panel):
    people = dict(zip(of_sample.areas, of_sample.residents[:, -1], strict=True))
    assert np.isnan(people["city-of-london"])
    assert people[NATION] == pytest.approx(59.6e6, rel=0.05)


# Panels of rolling years


def test_totals_that_are_known_already_add_up_like_those_of_a_release():
    still = {"8L": [100.0, 100.0], "8Q": [50.0, 50.0], "8R": [25.0, 25.0]}
    what = panel(HARASSMENT, elsewhere=still, gwent={"8L": [100, UNKNOWN], "8Q": [70, 70], "8R": [25, 25]})
    assert totals(what, "kent", "stalking-and-harassment")[::4] == [175, 175]
    assert totals(what, "gwent", "stalking-and-harassment")[::4] == [195, None]
    assert totals(what, "wales", "harassment")[::4] == [400, None]
    assert totals(what, NATION, "stalking")[::4] == [43 * 50 + 20] * 2


def test_an_areas_share_of_the_nation_is_unknown_where_either_is():
    what = panel(elsewhere=[1_000, 1_000], kent=[2_000, UNKNOWN])
    kent, essex = (what.areas.index(area) for area in ("kent", "essex"))
    assert what.of_nation[kent, 0, 0] == 2_000 / 44_000
    assert np.isnan(what.of_nation[[kent, essex], 0, -1]).all()
    assert what.of_nation[what.nation, 0, 0] == 1
