"""From cells to 12-month totals: what is known, what is not, and what can be said all the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetch.release import Release
from generator.columns import columns_for
from generator.cube import parquet
from generator.measures import FactBook
from generator.quarters import Year
from generator.reference import NATION, forces
from tests.generator.releases import EXPIRED, NO_ROW, NOT_PROVIDED, Count, a_release

YEAR = Year.of("2023-09")
GROUP = "stalking-and-harassment"


def facts(release: Release, *offences: str) -> FactBook:
    return FactBook(columns_for(release, offences or ("harassment",)))


# Known and unknown


def test_a_year_is_the_sum_of_its_four_quarters(tmp_path: Path):
    release = a_release(tmp_path).recorded("north-wales", "8L", 9_999, 410, 395, 388, 402).build()
    assert facts(release).recorded("harassment", "north-wales", YEAR).value == 410 + 395 + 388 + 402


def test_a_quarter_not_provided_makes_the_year_unknown_rather_than_low(tmp_path: Path):
    release = a_release(tmp_path).recorded("north-wales", "8L", 410, 395, NOT_PROVIDED, 402).build()
    year = facts(release).recorded("harassment", "north-wales", YEAR)
    assert year.value is None
    assert "not provided" in year.missing


def test_months_that_are_known_to_lack_make_the_year_unknown_though_every_cell_holds_a_number(tmp_path: Path):
    release = a_release(tmp_path).recorded("devon-and-cornwall", "8L", 410, 395, 388, 402).build()
    year = facts(release).recorded("harassment", "devon-and-cornwall", YEAR)
    assert year.value is None
    assert "lack months" in year.missing


def test_a_cell_that_one_force_lacks_while_others_have_it_is_unknown(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .recorded("north-wales", "8L", 410, NO_ROW, 388, 402)
        .recorded("kent", "8L", 1, 2, 3, 4)
        .build()
    )
    assert facts(release).recorded("harassment", "north-wales", YEAR).value is None
    assert facts(release).recorded("harassment", "kent", YEAR).value == 10


def test_fewer_than_four_quarters_make_no_year(tmp_path: Path):
    release = a_release(tmp_path).recorded("north-wales", "8L", 395, 388, 402).build()
    assert facts(release).recorded("harassment", "north-wales", YEAR).value is None


def test_zero_is_a_number(tmp_path: Path):
    release = a_release(tmp_path).recorded("north-wales", "8L", 0, 0, 0, 0).build()
    assert facts(release).recorded("harassment", "north-wales", YEAR).value == 0


def test_a_negative_correction_stands_as_published(tmp_path: Path):
    release = a_release(tmp_path).recorded("north-wales", "8L", 10, -2, 5, 7).build()
    year = facts(release).recorded("harassment", "north-wales", YEAR)
    assert year.value == 20
    assert year.how == "10 + -2 + 5 + 7"


def test_corrections_that_outweigh_a_year_leave_no_number_to_print(tmp_path: Path):
    # Such years exist in the real tables: financial years never fall below zero, other 12 months do.
    release = a_release(tmp_path).recorded("north-wales", "8M", 5, 0, -7, 1, 2).build()
    year = facts(release, "racially-aggravated-harassment").recorded(
        "racially-aggravated-harassment", "north-wales", YEAR
    )
    assert year.value is None
    assert "corrections" in year.missing


# Lower bounds


def test_what_was_published_of_a_year_with_a_hole_is_a_lower_bound(tmp_path: Path):
    release = a_release(tmp_path).recorded("north-wales", "8L", 500, 410, 395, NOT_PROVIDED, 402).build()
    year = facts(release).at_least("harassment", "north-wales", YEAR)
    assert (year.value, year.bounded) == (410 + 395 + 402, True)


def test_the_plausible_most_fills_a_hole_with_the_most_that_the_force_ever_recorded(tmp_path: Path):
    release = a_release(tmp_path).recorded("north-wales", "8L", 500, 410, 395, NOT_PROVIDED, 402).build()
    assert facts(release).at_least("harassment", "north-wales", YEAR).constants == (410 + 395 + 402 + 500,)


def test_the_plausible_most_of_a_quarter_that_lacks_months_counts_what_it_holds_once(tmp_path: Path):
    release = a_release(tmp_path).recorded("devon-and-cornwall", "8L", 500, 100, 395, 388, 402).build()
    year = facts(release).at_least("harassment", "devon-and-cornwall", YEAR)
    assert (year.value, year.constants) == (100 + 395 + 388 + 402, (500 + 395 + 388 + 402,))


def test_without_a_hole_the_bound_is_the_total_itself(tmp_path: Path):
    book = facts(a_release(tmp_path).recorded("north-wales", "8L", 410, 395, 388, 402).build())
    total = book.recorded("harassment", "north-wales", YEAR)
    assert book.at_least("harassment", "north-wales", YEAR) is total
    assert not total.bounded


# Codes that come and go


def test_a_code_that_begins_inside_the_year_makes_no_year_of_its_own(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .recorded("north-wales", "8L", 1, 1, 1, 1, 1, 1, 1, 1)
        .recorded("north-wales", "8R", NO_ROW, NO_ROW, NO_ROW, NO_ROW, NO_ROW, NO_ROW, 30, 40)
        .build()
    )
    change = facts(release, "malicious-communications").change("malicious-communications", "north-wales", YEAR)
    assert (change.now.value, change.before.value, change.noise.value) == (None, None, None)


def test_a_code_that_begins_with_the_year_is_no_rise_from_zero(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .recorded("north-wales", "8L", 1, 1, 1, 1, 1, 1, 1, 1)
        .recorded("north-wales", "8R", NO_ROW, NO_ROW, NO_ROW, NO_ROW, 10, 20, 30, 40)
        .build()
    )
    change = facts(release, "malicious-communications").change("malicious-communications", "north-wales", YEAR)
    assert (change.now.value, change.before.value, change.noise.value) == (100, None, None)


def test_a_code_that_ends_inside_the_year_is_no_fall(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .recorded("north-wales", "8M", 30, 40, 30, 40, 30, 40, NO_ROW, NO_ROW)
        .recorded("north-wales", "8L", 1, 1, 1, 1, 1, 1, 1, 1)
        .build()
    )
    book = facts(release, GROUP, "racially-aggravated-harassment")
    change = book.change("racially-aggravated-harassment", "north-wales", YEAR)
    assert (change.now.value, change.before.value) == (None, 140)


@pytest.mark.parametrize("quarters", [(30, 40, EXPIRED, EXPIRED), (EXPIRED, EXPIRED, EXPIRED, EXPIRED)])
def test_a_code_that_has_expired_is_no_fall_and_no_fall_to_none(tmp_path: Path, quarters: tuple[Count, ...]):
    release = a_release(tmp_path).recorded("north-wales", "8M", 30, 40, 30, 40, *quarters).build()
    book = facts(release, "racially-aggravated-harassment")
    change = book.change("racially-aggravated-harassment", "north-wales", YEAR)
    assert (change.now.value, change.before.value) == (None, 140)


def test_an_expired_code_is_nothing_and_not_missing_in_the_total_of_its_group(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .recorded("north-wales", "8L", 100, 100, 100, 100)
        .recorded("north-wales", "8M", 5, 5, EXPIRED, EXPIRED)
        .build()
    )
    assert facts(release, GROUP).recorded(GROUP, "north-wales", YEAR).value == 410


def test_an_offence_is_not_counted_before_its_code_began(tmp_path: Path):
    release = a_release(tmp_path, ends="2015-03").years("north-wales", "8Q", 0, 90).build()
    book = facts(release, "stalking")
    assert book.recorded("stalking", "north-wales", Year.of("2015-03")).value == 90
    assert book.recorded("stalking", "north-wales", Year.of("2014-03")).value is None


def test_the_total_of_a_group_survives_codes_that_come_and_go(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .recorded("north-wales", "8L", 100, 100, 100, 100)
        .recorded("north-wales", "8M", 5, 5, NO_ROW, NO_ROW)
        .recorded("north-wales", "8R", NO_ROW, NO_ROW, 30, 40)
        .build()
    )
    assert facts(release, GROUP).recorded(GROUP, "north-wales", YEAR).value == 400 + 10 + 70


def test_the_total_of_a_group_is_unknown_where_one_of_its_codes_is(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .recorded("north-wales", "8L", 100, 100, 100, 100)
        .recorded("north-wales", "8Q", 5, 5, NOT_PROVIDED, 5)
        .build()
    )
    assert facts(release, GROUP).recorded(GROUP, "north-wales", YEAR).value is None


# The nation


def test_the_nation_is_the_43_territorial_forces_and_no_other_body(tmp_path: Path):
    release = (
        a_release(tmp_path, ends="2022-09")
        .years("british-transport-police", "8L", 5_000)
        .years("north-wales", "8L", 700)
        .years_elsewhere("8L", 100)
        .build()
    )
    assert len(forces()) == 43
    assert facts(release).recorded("harassment", NATION, Year.of("2022-09")).value == 700 + 42 * 100


def test_one_unknown_force_makes_the_nation_a_lower_bound_and_is_named(tmp_path: Path):
    release = (
        a_release(tmp_path, ends="2022-09")
        .recorded("cleveland", "8L", 25, 25, NOT_PROVIDED, 25)
        .years_elsewhere("8L", 100)
        .build()
    )
    book, year = facts(release), Year.of("2022-09")
    assert book.recorded("harassment", NATION, year).value is None
    assert book.at_least("harassment", NATION, year).value == 42 * 100 + 75
    assert book.incomplete("harassment", year) == ("cleveland",)


# Laws

QUARTER = st.integers(min_value=0, max_value=5_000) | st.just(NOT_PROVIDED)
SERIES = st.lists(QUARTER, min_size=8, max_size=8)


def known_sum(quarters: list[Count]) -> int | None:
    """What a year of these cells comes to, by the plainest arithmetic; None where one is not a number."""
    numbers = [one for one in quarters if isinstance(one, int)]
    return sum(numbers) if len(numbers) == len(quarters) else None


@settings(max_examples=15, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(("kent", "north-wales", "surrey"), SERIES)))
def test_a_fact_is_the_sum_of_its_cells_or_says_that_one_is_missing(series: dict[str, list[Count]]):
    with TemporaryDirectory() as folder:
        builder = a_release(Path(folder))
        for area, quarters in series.items():
            builder.recorded(area, "8L", *quarters)
        release = builder.build()
        book = facts(release)
        for area, quarters in series.items():
            for year, own in ((YEAR, quarters[4:]), (YEAR.back(1), quarters[:4])):
                fact = book.recorded("harassment", area, year)
                assert fact.value == known_sum(own)
                assert (fact.value is None) == bool(fact.missing)
                assert fact.cells is not None
                assert (fact.cells.rows, fact.cells.total) == by_sql(release, area, year)


def by_sql(release: Release, area: str, year: Year) -> tuple[int, int]:
    row = duckdb.execute(
        f"SELECT count(*), coalesce(sum(count), 0)::BIGINT FROM {parquet(release, 'recorded')} "
        "WHERE area = ? AND offence_code = '8L' AND quarter BETWEEN ? AND ?",
        [area, year.first_day, year.last_quarter],
    ).fetchone()
    assert row is not None
    return row[0], row[1]


@settings(max_examples=15, deadline=None)
@given(SERIES, st.integers(min_value=0, max_value=5_000))
def test_the_truth_behind_a_hole_lies_between_the_bounds_where_it_is_no_more_than_ever_before(
    quarters: list[Count], hidden: int
):
    truth = [min(hidden, most_ever(quarters)) if one == NOT_PROVIDED else one for one in quarters]
    with TemporaryDirectory() as folder:
        book = facts(a_release(Path(folder)).recorded("kent", "8L", *quarters).build())
        fact = book.at_least("harassment", "kent", YEAR)
        year = known_sum(truth[4:])
        assert year is not None
        if fact.value is None:  # "at least none" would say nothing
            assert sum(one for one in quarters[4:] if isinstance(one, int)) == 0
            return
        assert fact.value <= year <= (fact.constants[0] if fact.bounded else fact.value)


def most_ever(quarters: list[Count]) -> int:
    return max((one for one in quarters if isinstance(one, int)), default=0)


@pytest.mark.parametrize("areas", [("kent",), tuple(forces())])
def test_a_fact_names_its_cells_so_that_sql_finds_the_same(sample: Release, areas: tuple[str, ...]):
    area = areas[0] if len(areas) == 1 else NATION
    cells = facts(sample, GROUP).recorded(GROUP, area, Year.of("2022-09")).cells
    assert cells is not None
    row = duckdb.execute(
        f"SELECT count(*), sum(count)::BIGINT FROM {parquet(sample, 'recorded')} WHERE area IN (SELECT unnest(?)) "
        "AND offence_subgroup = 'Stalking and harassment' AND quarter BETWEEN '2021-10-01' AND '2022-09-30'",
        [list(areas)],
    ).fetchone()
    assert row == (cells.rows, cells.total)
    assert set(cells.areas) == set(areas)
