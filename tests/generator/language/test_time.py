"""Words for time: periods, averages per day, the long view, places and records."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import reference
from generator.language import PREDICATES, LanguageError, senses
from tests.generator.language.builders import BEFORE, NINE_YEARS_EARLIER, STYLES, cases, place, say, share, years

# ---- periods


def test_a_period_is_the_year_to_its_last_month():
    year = cases(1)
    assert say("period", year) == "the year to September 2023"
    assert say("period", year, form="months") == "the 12 months to September 2023"
    assert say("period", year, form="end") == "September 2023"
    assert say("period", year, form="short") == "the year"
    assert say("period", year, form="before") == "the year before"


def test_since_a_financial_year():
    assert say("since", cases(1, "2003-03")) == "since 2002-03"
    assert say("since", cases(1, "2000-03")) == "since 1999-00"
    assert say("since", cases(1, "2003-09")) == "since the year to September 2003"


def test_how_far_apart_two_years_are():
    assert say("years_apart", cases(1), cases(1, NINE_YEARS_EARLIER)) == "nine years earlier"
    assert say("years_apart", cases(1), cases(1, NINE_YEARS_EARLIER), form="ago") == "nine years ago"
    assert say("years_apart", cases(1), cases(1, "2008-09"), form="number") == "15 years"
    assert say("years_apart", cases(1), cases(1, BEFORE)) == "a year earlier"


# ---- per day


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (4633, "an average of 13 every day"),
        (3650, "an average of 10 every day"),
        (547, "an average of more than one every day"),
        (548, "an average of two every day"),
        (365, "an average of one every day"),
        (364, "about seven a week"),
        (150, "about three a week"),
        (53, "about one a week"),
        (70, "more than one a week"),
        (24, "about two a month"),
        (12, "about one a month"),
    ],
)
def test_an_average_in_the_unit_of_time_that_fits(total, words):
    assert say("per_day", cases(total)) == words


def test_a_leap_year_has_366_days():
    assert say("per_day", cases(365, "2023-09")) == "an average of one every day"
    assert say("per_day", cases(365, "2024-03")) == "about seven a week"


def test_fewer_than_one_a_month_is_no_average():
    assert not PREDICATES["paced"](cases(11))
    with pytest.raises(LanguageError, match="too few for an average"):
        say("per_day", cases(11))


def test_another_form_and_a_lower_bound():
    assert say("per_day", cases(4633), form="a") == "about 13 a day"
    assert say("per_day", cases(4633, bounded=True)) == "an average of at least 12 every day"


@given(st.integers(12, 400_000), st.integers(2003, 2030), st.sampled_from([3, 6, 9, 12]))
def test_an_average_times_its_units_comes_back_to_the_total(total, year, month):
    text = say("per_day", cases(total, f"{year}-{month:02d}"))
    leap = date(year, 2, 1) if month >= 3 else date(year - 1, 2, 1)
    days = 366 if leap.year % 4 == 0 else 365
    units = {"day": Fraction(days), "week": Fraction(days, 7), "month": Fraction(12)}[text.split()[-1]]
    if re.search(r"more than one", text):
        assert units < total < units * Fraction(3, 2)
        return
    figure = re.search(r"[\d,]+", text)
    words = dict(
        zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], range(1, 10), strict=True)
    )
    count = int(figure[0].replace(",", "")) if figure else next(n for word, n in words.items() if word in text.split())
    assert abs(total / units - count) <= Fraction(1, 2)


# ---- fold


@pytest.mark.parametrize(
    ("now", "then", "times", "fold"),
    [
        (
            4633,
            970,
            "almost five times as many as nine years earlier",
            "an almost fivefold increase compared with nine years ago",
        ),
        (1000, 1000, "the same number as nine years earlier", "no change compared with nine years ago"),
        (
            1030,
            1000,
            "3 per cent more than nine years earlier",
            "an increase of 3 per cent compared with nine years ago",
        ),
        (1004, 1000, "less than 1 per cent more than nine years earlier", None),
        (950, 1000, "5 per cent fewer than nine years earlier", "a fall of 5 per cent compared with nine years ago"),
        (1330, 1000, "around a third more than nine years earlier", None),
        (1890, 1000, "89 per cent more than nine years earlier", None),
        (
            1900,
            1000,
            "almost twice as many as nine years earlier",
            "an almost twofold increase compared with nine years ago",
        ),
        (2000, 1000, "twice as many as nine years earlier", "a twofold increase compared with nine years ago"),
        (2100, 1000, "more than twice as many as nine years earlier", None),
        (
            4500,
            1000,
            "around four-and-a-half times as many as nine years earlier",
            "a more than fourfold increase compared with nine years ago",
        ),
        (8000, 1000, "eight times as many as nine years earlier", "an eightfold increase compared with nine years ago"),
        (
            11_200,
            1000,
            "more than 11 times as many as nine years earlier",
            "a more than 11-fold increase compared with nine years ago",
        ),
        (690, 1000, "around a third fewer than nine years earlier", None),
        (650, 1000, "around a third fewer than nine years earlier", None),
        (550, 1000, "45 per cent fewer than nine years earlier", None),
        (500, 1000, "half as many as nine years earlier", "a fall to half of the number nine years ago"),
        (450, 1000, "less than half as many as nine years earlier", None),
        (340, 1000, "around a third as many as nine years earlier", None),
        (50, 1000, "less than a tenth as many as nine years earlier", None),
    ],
)
def test_the_long_view(now, then, times, fold):
    facts = cases(now), cases(then, NINE_YEARS_EARLIER)
    assert say("fold", *facts) == times
    if fold:
        assert say("fold", *facts, form="fold") == fold


def test_shares_are_as_high_not_as_many():
    assert (
        say("fold", share(30, 100), share(10, 100, NINE_YEARS_EARLIER)) == "three times as high as nine years earlier"
    )


@pytest.mark.parametrize(("now", "then"), [(5, 0), (300, 0), (19, 300), (300, 19)])
def test_small_numbers_and_zero_have_no_long_view(now, then):
    facts = cases(now), cases(then, NINE_YEARS_EARLIER)
    assert not PREDICATES["foldable"](*facts)
    with pytest.raises(LanguageError):
        say("fold", *facts)


# "More than twice" says how far, not which way.
HEDGE = re.compile(r"(more|less) than (?=\d|[a-z]+ (?:and|times|as|of)|.*fold|twice)")
NUMBERS = dict(zip(["two", "three", "four", "five", "six", "seven", "eight", "nine"], range(2, 10), strict=True))


@given(st.integers(20, 3000), st.integers(20, 200_000), st.sampled_from(STYLES))
def test_a_fold_never_says_more_than_the_figures_bear(then, now, style):
    facts, ratio = (cases(now), cases(then, NINE_YEARS_EARLIER)), Fraction(now, then)
    for form in ("times", "fold"):
        text = say("fold", *facts, form=form, style=style)
        multiple = re.search(r"twice|([\w,]+)(-and-a-half)? times|([\w,]+?)-?fold", text)
        assert bool(multiple) == (ratio >= Fraction(19, 10)), text
        if multiple:
            word = "two" if multiple[0] == "twice" else multiple[1] or multiple[3]
            many = NUMBERS[word] if word in NUMBERS else 10 if word == "ten" else int(word.replace(",", ""))
            number = many + (Fraction(1, 2) if multiple[2] else 0)
            if "more than" in text:
                assert number < ratio < number + 1
            else:
                assert number - Fraction(1, 4) <= ratio < number + Fraction(1, 20)
        found = {hit.sense for hit in senses(HEDGE.sub("", text))}
        assert not found & ({"down"} if ratio > 1 else {"up"} if ratio < 1 else {"up", "down"}), text


# ---- places


@pytest.mark.parametrize(
    ("fact", "options", "words"),
    [
        (place(3), {}, "third highest of the 43 forces"),
        (place(1), {}, "highest of the 43 forces"),
        (place(1), {"the": "yes"}, "the highest of the 43 forces"),
        (place(22), {}, "22nd highest of the 43 forces"),
        (place(3, 42, tied=True), {}, "joint third highest of the 42 forces that can be compared"),
        (place(2, rule="rank from the bottom"), {"end": "low"}, "second lowest of the 43 forces"),
        (place(3), {"of": ""}, "third highest"),
    ],
)
def test_a_place_among_forces(fact, options, words):
    assert say("rank", fact, **options) == words


def test_a_place_counted_from_the_top_is_never_called_lowest():
    with pytest.raises(LanguageError, match="wrong place"):
        say("rank", place(2), end="low")


# ---- records


def test_the_highest_in_so_many_years_counts_the_present_one():
    assert say("record", *years(10, 9, 8, 9, 8, 7, 8, 7, 6, 5)) == "the highest in the past 10 years"
    assert say("record", *years(10, 9, 8, 9, 8, 7, 8, 7, 6, 5), form="headline") == "10-year high"
    assert say("record", *years(1, 9, 8, 9, 8, 7), end="low") == "the lowest in the past six years"


def test_a_record_reaches_back_to_the_first_comparable_year():
    whole = years(*range(100, 79, -1))
    assert whole[-1].period == "2003-09"
    assert say("record", *whole) == "the highest since comparable records began in 2002-03"
    assert say("record", *whole, form="headline") == "record high"
    assert say("record", *whole, form="noun") == "a record number"
    assert say("record", *whole[:-1]) == "the highest in the past 20 years"
    assert PREDICATES["record"](*whole)
    assert not PREDICATES["record"](*whole[:-1])


@pytest.mark.parametrize(("month", "first"), [(3, 2003), (6, 2003), (9, 2003), (12, 2003)])
def test_the_first_comparable_year_lies_wholly_after_april_2002(month, first):
    whole = years(*range(100, 100 - (2024 - first), -1), month=month)
    assert say("record", *whole) == "the highest since comparable records began in 2002-03"


def test_an_offence_with_a_shorter_history_has_no_record_since_2002():
    whole = years(*range(100, 79, -1), offence="stalking")
    counted = 2023 - (reference.offences()["stalking"].begins + 1) + 1
    assert say("record", *whole) == f"the highest in the past {'nine' if counted == 9 else counted} years"


def test_a_level_year_makes_it_joint():
    assert say("record", *years(10, 9, 8, 10, 8, 7, 8)) == "the joint highest in the past seven years"


def test_a_higher_year_or_a_gap_ends_the_run():
    assert say("record", *years(10, 9, 8, 7, 6, 11, 5)) == "the highest in the past five years"
    assert say("record", *years(10, 9, 8, 7, 6, None, 5)) == "the highest in the past five years"
    gap = tuple(fact for fact in years(10, 9, 8, 7, 6, 5, 5) if fact.period != "2018-09")
    assert say("record", *gap) == "the highest in the past five years"


def test_the_order_of_the_earlier_years_does_not_matter():
    now, *earlier = years(10, 9, 8, 7, 6, 5, 4)
    assert say("record", now, *reversed(earlier)) == say("record", now, *earlier)


def test_a_record_stands_over_a_year_that_could_not_have_beaten_it():
    now, *earlier = years(100, 90, 80, 70, 60, 50)
    harmless = cases(40, earlier[2].period, bounded=True, constants=(95.0,))
    harmful = cases(40, earlier[2].period, bounded=True, constants=(105.0,))
    assert say("record", now, *earlier[:2], harmless, *earlier[3:]) == "the highest in the past six years"
    assert not PREDICATES["record_high"](now, *earlier[:2], harmful, *earlier[3:])


def test_a_lower_bound_can_be_a_high_but_no_low():
    _, *earlier = years(100, 90, 80, 70, 60, 50)
    assert say("record", cases(100, bounded=True), *earlier) == "the highest in the past six years"
    with pytest.raises(LanguageError, match="can be no low"):
        say("record", cases(1, bounded=True), *earlier, end="low")


def test_a_run_that_is_too_short_is_no_record():
    facts = years(10, 9, 8, 7, 11)
    assert not PREDICATES["record_high"](*facts)
    with pytest.raises(LanguageError, match="is not the highest of 5 or more years"):
        say("record", *facts)


@given(st.lists(st.integers(0, 12), min_size=5, max_size=21), st.sampled_from(["high", "low"]))
def test_a_record_is_true_of_each_year_it_counts(values, end):
    facts = years(*values)
    if not PREDICATES[f"record_{end}"](*facts):
        return
    text = say("record", *facts, end=end)
    counted = 21 if "records began" in text else None
    if counted is None:
        word = text.split("past ")[1].split()[0]
        names = dict(zip(["five", "six", "seven", "eight", "nine"], range(5, 10), strict=True))
        counted = names[word] if word in names else int(word)
    beaten = values[1:counted]
    assert len(beaten) == counted - 1
    assert all(other <= values[0] if end == "high" else other >= values[0] for other in beaten)
    assert ("joint" in text) == (values[0] in beaten)
