"""Records, shares and ranks: what a year may be set against, and what leaves it out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetch.areas import slug_of
from fetch.release import Release
from generator import reference
from generator.columns import columns_for
from generator.comparisons import Record
from generator.measures import FactBook
from generator.quarters import Year
from generator.reference import NATION, Break
from tests.generator.releases import NOT_PROVIDED, a_release, quarters_of

YEAR = Year.of("2023-09")
CENSUS = Path(__file__).resolve().parents[2].parent / "shared" / "real" / "census_population_by_force.csv"


def facts(release: Release) -> FactBook:
    return FactBook(columns_for(release, ("harassment",)))


# Records


def record(folder: Path, *quarters: int | str, area: str = "north-wales", ends: str = "2023-09") -> Record:
    """The record of an area with these quarters."""
    book = facts(a_release(folder, ends).recorded(area, "8L", *quarters).build())
    return book.record("harassment", area, Year.of(ends))


def years(*totals: int) -> list[int]:
    return [quarter for total in totals for quarter in quarters_of(total)]


def test_the_highest_of_five_years_is_a_record(tmp_path: Path):
    assert record(tmp_path, *years(100, 110, 120, 130, 140)).end == "high"


def test_the_highest_of_four_years_is_none(tmp_path: Path):
    assert record(tmp_path, *years(110, 120, 130, 140)).end == ""


def test_the_lowest_of_five_years_is_a_record_low(tmp_path: Path):
    assert record(tmp_path, *years(140, 130, 120, 110, 100)).end == "low"


def test_level_with_an_earlier_year_is_neither_highest_nor_lowest(tmp_path: Path):
    assert record(tmp_path, *years(140, 130, 120, 110, 140)).end == ""


def test_a_year_with_a_hole_ends_the_run_where_the_hole_could_hide_a_higher_one(tmp_path: Path):
    series = [*years(100, 110, 120), 60, NOT_PROVIDED, 30, 30, *years(130, 130, 130, 130, 135)]
    found = record(tmp_path, *series)
    assert [fact.period for fact in found.earlier] == ["2022-09", "2021-09", "2020-09", "2019-09"]


def test_a_year_with_a_hole_stays_in_a_run_of_highs_where_nothing_plausible_could_overturn_it(tmp_path: Path):
    series = [*years(100, 110, 120), 30, NOT_PROVIDED, 30, 30, *years(130, 130, 130, 130, 400)]
    found = record(tmp_path, *series)
    assert (len(found.earlier), found.end) == (8, "high")


def test_a_low_needs_every_year_whole(tmp_path: Path):
    series = [*years(400, 400), 200, NOT_PROVIDED, 200, 200, *years(400, 400, 400, 40)]
    assert record(tmp_path, *series).end == ""


def test_a_lower_bound_that_tops_every_year_is_the_highest_all_the_same(tmp_path: Path):
    found = record(tmp_path, *years(100, 110, 120, 130), 90, NOT_PROVIDED, 90, 90)
    assert (found.now.bounded, found.end) == (True, "high")


def test_a_lower_bound_is_never_a_low(tmp_path: Path):
    assert record(tmp_path, *years(100, 110, 120, 130), 1, NOT_PROVIDED, 1, 1).end == ""


@pytest.mark.parametrize(("now", "run"), [(5_000, 2), (25_000, 9)])
def test_the_months_that_greater_manchester_lost_break_its_run_unless_nothing_could_overturn_it(
    tmp_path: Path, now: int, run: int
):
    series = [*years(*[4_000] * 6), 1_400, 20, 30, 10, *years(4_000, 4_000, now)]
    found = record(tmp_path, *series, area="greater-manchester", ends="2023-03")
    assert len(found.earlier) == run
    # The year to March 2020 is the one with the gap.
    assert ("2020-03" in [fact.period for fact in found.earlier]) == (run == 9)


def test_no_record_reaches_across_a_hard_break(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    changed = Break("new-code", date(2021, 4, 1), ("harassment",), "hard", "up", "copy", "note", "source")
    monkeypatch.setattr(reference, "breaks", lambda: (changed,))
    found = record(tmp_path, *years(100, 110, 120, 130, 140, 150, 160))
    assert [fact.period for fact in found.earlier] == ["2022-09"]
    assert found.end == ""


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=4_000), min_size=6, max_size=10))
def test_a_record_tops_every_year_it_names_and_all_of_them_lie_in_a_row(totals: list[int]):
    with TemporaryDirectory() as folder:
        found = record(Path(folder), *years(*totals))
    assert found.end == ("high" if totals[-1] > max(totals[:-1]) else "low" if totals[-1] < min(totals[:-1]) else "")
    assert [fact.value for fact in found.earlier] == totals[-2::-1]


# Shares


def test_a_charge_rate_is_what_became_of_the_cases_recorded_in_the_same_12_months(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .recorded("north-wales", "8L", 900, 400, 400, 400, 400)
        .outcome("north-wales", "8L", 1, 500, 20, 20, 20, 4)
        .build()
    )
    share = facts(release).share("harassment", "charged", "north-wales", YEAR)
    assert (share.part.value, share.whole.value, share.share.value) == (64, 1_600, 4.0)
    assert share.part.basis == "recorded basis"


def test_victims_who_do_not_support_action_are_counted_whether_or_not_a_suspect_is_known(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .years("north-wales", "8L", 400)
        .outcome_years("north-wales", "8L", 14, 40)
        .outcome_years("north-wales", "8L", 15, 300)
        .outcome_years("north-wales", "8L", 16, 60)
        .build()
    )
    assert facts(release).share("harassment", "unsupported", "north-wales", YEAR).share.value == 25.0


def test_cases_without_an_outcome_yet_are_type_0_and_are_not_lost(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .years("north-wales", "8L", 400)
        .outcome_years("north-wales", "8L", 0, 100)
        .outcome_years("north-wales", "8L", 1, 20)
        .build()
    )
    assert facts(release).share("harassment", "unassigned", "north-wales", YEAR).part.value == 100


def test_a_share_is_unknown_where_outcomes_of_a_quarter_are(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .years("north-wales", "8L", 400)
        .outcome("north-wales", "8L", 1, 5, NOT_PROVIDED, 5, 5)
        .build()
    )
    assert facts(release).share("harassment", "charged", "north-wales", YEAR).share.value is None


def test_a_share_is_unknown_in_a_release_without_outcomes(tmp_path: Path):
    release = a_release(tmp_path).years("north-wales", "8L", 400).build()
    assert facts(release).share("harassment", "charged", "north-wales", YEAR).share.missing


def test_a_share_of_nothing_is_unknown(tmp_path: Path):
    release = a_release(tmp_path).years("north-wales", "8L", 0).outcome_years("north-wales", "8L", 1, 0).build()
    share = facts(release).share("harassment", "charged", "north-wales", YEAR).share
    assert (share.value, share.missing) == (None, "nothing to divide by")


def test_more_outcomes_than_cases_are_no_share(tmp_path: Path):
    release = a_release(tmp_path).years("north-wales", "8L", 40).outcome_years("north-wales", "8L", 1, 44).build()
    share = facts(release).share("harassment", "charged", "north-wales", YEAR).share
    assert (share.value, share.missing) == (None, "the part is more than the whole")


def test_a_force_without_outcomes_is_left_out_of_both_sides_of_the_nations_share(tmp_path: Path):
    # Devon and Cornwall supplied none in this year: gaps.toml.
    release = (
        a_release(tmp_path)
        .years("devon-and-cornwall", "8L", 4_000)
        .years_elsewhere("8L", 100)
        .outcomes_elsewhere("8L", 1, 8)
        .build()
    )
    share = facts(release).reported_share("harassment", "charged", YEAR)
    assert (share.part.value, share.whole.value, share.share.value) == (42 * 8, 42 * 100, 8.0)
    assert share.whole.cells is not None
    assert "devon-and-cornwall" not in share.whole.cells.areas


def test_too_few_forces_do_not_stand_for_the_nation(tmp_path: Path):
    builder = a_release(tmp_path, ends="2022-09").years_elsewhere("8L", 100)
    for area in list(reference.forces())[:10]:
        builder.outcome(area, "8L", 1, 2, 2, NOT_PROVIDED, 2)
    release = builder.outcomes_elsewhere("8L", 1, 8).build()
    assert facts(release).reported_share("harassment", "charged", Year.of("2022-09")).share.value is None


# Ranks


@pytest.fixture
def ranked(tmp_path: Path) -> Callable[..., FactBook]:
    """Facts of a year in which each force recorded one case per 1,000 people, but for those named."""

    def build(**cases: int | str) -> FactBook:
        builder = a_release(tmp_path, ends="2022-09")
        for area, residents in reference.populations().residents.items():
            count = cases.get(area.replace("-", "_"), residents // 1_000)
            builder.recorded(area, "8L", *([count] * 4 if isinstance(count, str) else quarters_of(count)))
        return facts(builder.build())

    return build


def place(book: FactBook, area: str) -> tuple[object, ...]:
    rank = book.rank("harassment", area, Year.of("2022-09"))
    assert rank is not None
    return (rank.place.value, rank.end, *rank.place.constants)


def test_the_highest_rate_is_first_among_the_forces_with_a_rate(ranked: Callable[..., FactBook]):
    assert place(ranked(north_wales=6_870), "north-wales") == (1, "high", 42, False)


def test_the_city_of_london_has_no_rate_and_no_rank(ranked: Callable[..., FactBook]):
    book = ranked(city_of_london=5_000)
    assert book.rate("harassment", "city-of-london", Year.of("2022-09")) is None
    assert book.rank("harassment", "city-of-london", Year.of("2022-09")) is None


def test_the_lowest_rate_is_counted_from_the_bottom(ranked: Callable[..., FactBook]):
    assert place(ranked(north_wales=20), "north-wales") == (1, "low", 42, False)


def test_a_force_whose_year_is_unknown_is_left_out_of_the_ranks(ranked: Callable[..., FactBook]):
    book = ranked(north_wales=6_870, kent=NOT_PROVIDED)
    assert place(book, "north-wales") == (1, "high", 41, False)
    assert book.rank("harassment", "kent", Year.of("2022-09")) is None


def test_forces_with_the_same_rate_share_their_place(ranked: Callable[..., FactBook]):
    residents = reference.populations().residents
    book = ranked(north_wales=residents["north-wales"] // 100, kent=residents["kent"] // 100)
    assert place(book, "north-wales") == place(book, "kent") == (1, "high", 42, True)


def test_a_rate_names_the_population_it_was_worked_out_with_and_whose_estimate_it_is(ranked: Callable[..., FactBook]):
    rate = ranked(north_wales=6_870).rate("harassment", "north-wales", Year.of("2022-09"))
    assert rate is not None
    assert rate.constants == (reference.populations().residents["north-wales"],)
    assert "Census 2021" in rate.how


def test_populations_are_those_of_the_census():
    with CENSUS.open(encoding="utf-8", newline="") as file:
        census = {slug_of(row["Force Name"]): int(row["Census 2021"]) for row in csv.DictReader(file)}
    assert dict(reference.populations().residents) == census


def test_nobody_compares_the_nation_by_rank(ranked: Callable[..., FactBook]):
    assert ranked().rank("harassment", NATION, Year.of("2022-09")) is None
