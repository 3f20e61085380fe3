"""Time as whole numbers: 12 months that end with a quarter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.quarters import Year, first_day, last_day, quarter_of

QUARTERS = st.integers(min_value=4 * 1990, max_value=4 * 2100)


def test_the_year_to_september_2023_begins_in_october_2022():
    year = Year.of("2023-09")
    assert (year.first_day, year.last_day) == (date(2022, 10, 1), date(2023, 9, 30))


@pytest.mark.parametrize(("key", "days"), [("2023-12", 365), ("2024-03", 366), ("2024-12", 366), ("2025-03", 365)])
def test_a_year_with_a_29_february_has_366_days_whichever_month_it_ends_in(key: str, days: int):
    assert Year.of(key).days == days


@given(QUARTERS)
def test_a_year_is_found_again_by_its_key(end: int):
    assert Year.of(Year(end).key) == Year(end)


@given(QUARTERS)
def test_every_day_belongs_to_the_quarter_between_its_first_and_last_day(quarter: int):
    assert quarter_of(first_day(quarter)) == quarter_of(last_day(quarter)) == quarter
    assert quarter_of(date.fromordinal(last_day(quarter).toordinal() + 1)) == quarter + 1


@given(QUARTERS, st.integers(min_value=0, max_value=30))
def test_going_back_keeps_the_months_and_never_overlaps(end: int, years: int):
    then = Year(end).back(years)
    assert then.last_day.month == Year(end).last_day.month
    assert Year(end).last_day.year - then.last_day.year == years
