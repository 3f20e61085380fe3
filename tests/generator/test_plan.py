"""What leads the story of a force: the strongest line that its figures can bear, and no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fetch.release import Release
from generator import reference
from generator.columns import columns_for
from generator.findings.kept import findings_for
from generator.measures import FactBook
from generator.newsroom import draft_batch, find_areas
from generator.plan import Plan, plan_for
from generator.quarters import Year
from generator.reference import Break
from generator.stories import TEMPLATES, load_story
from tests.generator.releases import NOT_PROVIDED, ReleaseBuilder, a_release

# No counting rules changed between the years to September 2021 and 2022, and no gap is known in them.
QUIET = "2022-09"
# The rules changed in May 2023, and lower the count of harassment.
RULES_CHANGED = "2023-09"
# The rules changed in April 2018, and raise it.
RULES_RAISED = "2018-09"


def plan(release: Release, area: str = "north-wales") -> Plan:
    story = load_story("harassment", [TEMPLATES])
    columns = columns_for(release, story.offences)
    found = findings_for(release, [TEMPLATES])
    return plan_for(story, area, FactBook(columns), columns.year, found.holding(area, story.offence))


def nation_of(folder: Path, *each: int, ends: str = QUIET) -> ReleaseBuilder:
    """A release in which each other force recorded these 12-month totals."""
    builder = a_release(folder, ends)
    builder.years("north-wales", "8L", *each)
    return builder.years_elsewhere("8L", *each)


def since(first: int, usual: int, now: int) -> tuple[int, ...]:
    """Sixteen years: one of long ago, fourteen alike, and the year of the story."""
    return (first, *[usual] * 14, now)


STILL = since(3_000, 2_000, 2_000)


@pytest.mark.parametrize(
    ("years", "lead"),
    [
        ((9_000, 5_000, 5_000, 5_000, 5_000, 6_500), "sharp_rise"),
        ((9_000, 5_000, 5_000, 5_000, 5_000, 5_500), "rise"),
        ((9_000, 3_000, 5_000, 5_000, 5_000, 4_500), "fall"),
        ((9_000, 3_000, 5_000, 5_000, 5_000, 4_000), "sharp_fall"),
        ((5_000, 5_000, 5_000, 5_000, 5_000, 6_500), "record_high"),
        ((5_000, 5_000, 5_000, 5_000, 5_000, 4_000), "record_low"),
        ((9_000, 5_000, 5_000, 5_000, 5_000, 9_800), "doubled"),
        ((5_000, 5_000, 5_000, 5_000, 5_000, 5_030), "steady"),
        ((5_000, 5_000, 5_000, 5_000, 5_000, 5_000), "steady"),
        ((40, 40, 40, 40, 40, 60), "steady"),
        ((5, 6, 7, 8, 5, 12), "small"),
        ((5, 6, 7, 8, 5, 0), "small"),
        ((5, 6, 7, 8, 5, 400), "small"),
        ((5_000, 5_000, 5_000, 5_000, 5_000, 12), "small"),
    ],
)
def test_the_lead_is_the_strongest_line_that_the_figures_bear(tmp_path: Path, years: tuple[int, ...], lead: str):
    release = a_release(tmp_path, QUIET).years("north-wales", "8L", *years).years_elsewhere("8L", *STILL).build()
    assert plan(release).lead == lead


def test_a_change_that_is_real_but_under_five_per_cent_does_not_lead(tmp_path: Path):
    years = (90_000, 50_000, 50_000, 50_000, 50_000, 52_000)
    release = a_release(tmp_path, QUIET).years("north-wales", "8L", *years).years_elsewhere("8L", *STILL).build()
    found = plan(release)
    assert abs(found.local.cases.noise.value or 0) > 3
    assert found.lead == "steady"


def test_a_force_that_varies_much_from_year_to_year_does_not_lead_on_what_another_would(tmp_path: Path):
    wild = [1_000, 1_400, 900, 1_500, 1_000, 1_450, 950, 1_300]
    release = (
        a_release(tmp_path, QUIET).years("north-wales", "8L", *wild, 1_600).years_elsewhere("8L", *wild, 1_300).build()
    )
    assert plan(release).lead == "steady"


def test_a_charge_rate_far_below_the_nations_leads_where_the_count_has_not_moved(tmp_path: Path):
    builder = nation_of(tmp_path, *STILL).outcome_years("north-wales", "8L", 1, 80).outcomes_elsewhere("8L", 1, 200)
    assert plan(builder.build()).lead == "low_charging"


def test_a_charge_rate_that_fell_to_single_figures_leads_where_the_count_has_not_moved(tmp_path: Path):
    builder = nation_of(tmp_path, *STILL).outcome_years("north-wales", "8L", 1, 200, 80).closed_alike()
    builder.outcome_years("north-wales", "8L", 18, 1_800, 1_920)
    assert plan(builder.build()).lead == "low_charging"


def test_a_charge_rate_that_is_low_because_cases_are_still_open_does_not_lead(tmp_path: Path):
    builder = nation_of(tmp_path, *STILL).outcome_years("north-wales", "8L", 1, 200, 80)
    builder.outcome_years("north-wales", "8L", 0, 0, 1_000)
    assert plan(builder.build()).lead == "steady"


def test_a_charge_rate_like_every_other_forces_and_like_last_years_is_no_news(tmp_path: Path):
    builder = nation_of(tmp_path, *STILL).outcome_years("north-wales", "8L", 1, 80, 80)
    assert plan(builder.outcomes_elsewhere("8L", 1, 80, 80).build()).lead == "steady"


@pytest.mark.parametrize("charged", [200, 19])
def test_a_charge_rate_of_a_tenth_or_of_a_handful_of_cases_does_not_lead(tmp_path: Path, charged: int):
    builder = nation_of(tmp_path, *STILL).outcome_years("north-wales", "8L", 1, charged)
    builder.outcomes_elsewhere("8L", 1, 900)
    assert plan(builder.build()).lead == "steady"


def test_a_fall_leads_as_one_against_the_nations_record(tmp_path: Path):
    release = (
        a_release(tmp_path, QUIET)
        .years("north-wales", "8L", *since(9_000, 5_000, 4_000))
        .years_elsewhere("8L", *since(2_000, 2_000, 2_400))
        .build()
    )
    assert plan(release).lead == "down_against_record"


def test_a_rise_leads_as_one_against_a_nation_that_fell(tmp_path: Path):
    release = (
        a_release(tmp_path, QUIET)
        .years("north-wales", "8L", *since(9_000, 4_000, 5_000))
        .years_elsewhere("8L", *since(3_000, 2_000, 1_800))
        .build()
    )
    assert plan(release).lead == "up_against_nation"


def test_a_fall_leads_as_one_against_a_nation_that_rose(tmp_path: Path):
    release = (
        a_release(tmp_path, QUIET)
        .years("north-wales", "8L", *since(3_000, 4_000, 3_200))
        .years_elsewhere("8L", *since(3_000, 2_000, 2_300))
        .build()
    )
    assert plan(release).lead == "down_against_nation"


def test_the_only_force_of_its_region_to_go_its_way_is_told_so(tmp_path: Path):
    falls = since(3_000, 2_000, 1_700)
    builder = a_release(tmp_path, QUIET).years("north-wales", "8L", *since(9_000, 4_000, 5_000))
    release = builder.years_elsewhere("8L", *falls).build()
    assert plan(release).local.sole is not None
    assert plan(release, "gwent").local.sole is None
    (draft,) = draft_batch(release, "harassment", find_areas(["north-wales"])).drafts
    assert "North Wales Police was the only force in Wales to record a rise in harassment" in " ".join(
        one.text for one in draft.paragraphs
    )
    release_with_another = (
        a_release(tmp_path / "b", QUIET)
        .years("north-wales", "8L", *since(9_000, 4_000, 5_000))
        .years("gwent", "8L", *since(3_000, 2_000, 2_010))
    )
    (tmp_path / "b").mkdir()
    assert plan(release_with_another.years_elsewhere("8L", *falls).build()).local.sole is None


def test_nothing_is_set_against_a_nation_whose_figures_are_unknown(tmp_path: Path):
    release = a_release(tmp_path, QUIET).years("north-wales", "8L", *since(9_000, 4_000, 5_000)).build()
    found = plan(release)
    assert found.lead == "sharp_rise"
    assert "nation_incomplete" in found.notes


# Figures that are not there


def test_a_year_with_a_hole_leads_as_incomplete_whatever_it_shows(tmp_path: Path):
    release = (
        a_release(tmp_path, QUIET)
        .recorded("north-wales", "8L", *[1_000] * 20, 1_000, NOT_PROVIDED, 9_000, 9_000)
        .build()
    )
    found = plan(release)
    assert found.lead == "incomplete"
    assert "incomplete" in found.notes


def test_a_hole_in_the_year_before_leaves_no_comparison_to_lead_on(tmp_path: Path):
    release = a_release(tmp_path, QUIET).recorded("north-wales", "8L", 10, 10, NOT_PROVIDED, 10, 50, 50, 50, 50).build()
    found = plan(release)
    assert found.lead == "no_comparison"
    assert "no_comparison" in found.notes


def test_the_first_year_of_a_table_has_nothing_to_be_compared_with(tmp_path: Path):
    assert plan(a_release(tmp_path, QUIET).years("north-wales", "8L", 500).build()).lead == "no_comparison"


def test_nothing_is_compared_across_a_hard_break(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    changed = Break("new-code", date(2022, 4, 1), ("harassment",), "hard", "up", "copy", "note", "source")
    monkeypatch.setattr(reference, "breaks", lambda: (changed,))
    release = a_release(tmp_path, QUIET).years("north-wales", "8L", 100, 100, 500).build()
    assert plan(release).lead == "no_comparison"


# Changes in counting


def whole_nation(folder: Path, ends: str, local: tuple[int, int], each: tuple[int, int]) -> Release:
    """A release of six years of which the last two are these. In 2023 a known gap leaves the nation a lower bound."""
    builder = a_release(folder, ends).years("north-wales", "8L", *[local[0]] * 5, local[1])
    return builder.years_elsewhere("8L", *[each[0]] * 5, each[1]).build()


def test_a_fall_that_new_counting_rules_may_explain_never_leads(tmp_path: Path):
    found = plan(whole_nation(tmp_path, RULES_CHANGED, (5_000, 4_000), (2_000, 1_700)))
    assert found.lead == "steady"
    assert "counting_change_dominates" in found.notes


def test_a_fall_leads_where_the_nation_rose_under_the_same_rules(tmp_path: Path):
    found = plan(whole_nation(tmp_path, RULES_CHANGED, (5_000, 4_000), (2_000, 2_300)))
    assert found.lead == "down_against_record"
    assert "counting_change_dominates" not in found.notes


def test_a_rise_leads_though_the_rules_push_the_other_way(tmp_path: Path):
    found = plan(whole_nation(tmp_path, RULES_CHANGED, (5_000, 6_500), (2_000, 2_300)))
    assert found.lead == "record_high"


def test_a_rise_that_new_counting_rules_may_explain_never_leads(tmp_path: Path):
    found = plan(whole_nation(tmp_path, RULES_RAISED, (5_000, 10_000), (2_000, 3_200)))
    assert found.lead == "steady"
    assert "counting_change_dominates" in found.notes


def test_a_rise_far_beyond_the_nations_under_the_same_rules_leads(tmp_path: Path):
    assert plan(whole_nation(tmp_path, RULES_RAISED, (5_000, 10_000), (2_000, 2_400))).lead == "doubled"


# Ranks


@pytest.mark.parametrize(("rate", "notable"), [(60, True), (40.5, False), (39.5, False), (20, False), (0.5, True)])
def test_only_first_and_last_places_well_before_the_next_are_news(tmp_path: Path, rate: float, notable: bool):
    builder = a_release(tmp_path, QUIET)
    others = [area for area in reference.populations().residents if area != "north-wales"]
    for per_1000, area in enumerate(others, start=1):
        builder.years(area, "8L", per_1000 * reference.populations().residents[area] // 1_000)
    builder.years("north-wales", "8L", int(rate * reference.populations().residents["north-wales"] // 1_000))
    assert (plan(builder.build()).local.rank is not None) == notable


def test_the_sample_holds_most_kinds_of_lead(sample: Release):
    story = load_story("harassment", [TEMPLATES])
    columns = columns_for(sample, story.offences)
    book = FactBook(columns)
    found = findings_for(sample, [TEMPLATES])
    leads = {
        plan_for(story, area, book, Year.of("2023-09"), found.holding(area, story.offence)).lead
        for area in columns.areas
    }
    assert leads >= {"record_high", "incomplete", "down_against_record", "low_charging", "steady"}
