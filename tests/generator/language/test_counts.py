"""How totals are said: words or figures, nouns that agree, rounding that never says more than is known."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import reference
from generator.language import LanguageError, joined, load_style
from generator.language.numbers import article, in_words, with_articles
from tests.generator.language.builders import BEFORE, STYLES, cases, place, rate, say, share


def test_a_total_of_cases_has_the_words_of_its_offence():
    assert say("cases", cases(4633)) == "4,633 harassment cases"
    assert say("cases", cases(1)) == "one harassment case"
    assert say("cases", cases(0)) == "no harassment cases"
    assert say("reports", cases(1875, offence="stalking")) == "1,875 reports of stalking"
    assert say("reports", cases(1, offence="stalking")) == "one report of stalking"
    racial = cases(79, offence="racially-aggravated-harassment")
    assert say("reports", racial) == "79 reports of racially or religiously aggravated harassment"


def test_one_to_nine_in_words_and_ten_up_in_figures():
    assert [say("count", cases(number)) for number in (3, 9, 10, 4633)] == ["three", "nine", "10", "4,633"]
    assert say("count", cases(10), style="broadsheet") == "ten"
    assert say("count", cases(11), style="broadsheet") == "11"


def test_zero_is_none_unless_the_sentence_wants_another_word():
    assert say("count", cases(0)) == "none"
    assert say("count", cases(0), zero="no") == "no"
    assert say("count", cases(0), zero="zero") == "zero"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (9_999, "9,999"),
        (10_000, "10,000"),
        (10_449, "10,400"),
        (10_450, "10,500"),
        (99_950, "100,000"),
        (271_432, "271,000"),
        (270_500, "271,000"),
        (999_499, "999,000"),
        (999_500, "1 million"),
        (1_234_567, "1.2 million"),
        (1_250_000, "1.3 million"),
        (6_012_345, "6 million"),
    ],
)
def test_context_is_rounded_from_ten_thousand_up(value, words):
    assert say("rounded", cases(value)) == words


def test_a_rounded_total_can_have_its_noun_and_say_which_way_it_was_rounded():
    assert say("rounded", cases(271_432), noun="cases") == "271,000 harassment cases"
    assert say("rounded", cases(271_432), hedge="yes") == "more than 271,000"
    assert say("rounded", cases(270_612), hedge="yes") == "almost 271,000"
    assert say("rounded", cases(271_000), hedge="yes") == "271,000"
    assert say("rounded", cases(1_234_567), style="tabloid") == "1.2m"


def test_a_total_with_gaps_is_at_least():
    assert say("cases", cases(4633, bounded=True)) == "at least 4,633 harassment cases"
    assert say("count", cases(3, bounded=True)) == "at least three"
    assert say("at_least", cases(3, bounded=True), noun="reports") == "at least three reports of harassment"
    # 271,000 would be more than is known
    assert say("rounded", cases(270_999, bounded=True)) == "at least 270,000"
    assert say("rounded", cases(1_290_000, bounded=True)) == "at least 1.2 million"


def test_gaps_that_could_not_change_the_rounded_figure_leave_it_plain():
    assert say("rounded", cases(270_999, bounded=True, constants=(271_300.0,))) == "271,000"
    assert say("rounded", cases(270_999, bounded=True, constants=(271_600.0,))) == "at least 270,000"


def test_a_list_is_joined_as_a_sentence_holds_it():
    style = load_style("news")
    assert joined([], style) == ""
    assert joined(["Cumbria"], style) == "Cumbria"
    assert joined(["Cumbria", "Kent"], style) == "Cumbria and Kent"
    assert joined(["Cumbria", "Kent", "Essex"], style) == "Cumbria, Kent and Essex"


def test_at_least_nothing_is_not_printed():
    with pytest.raises(LanguageError, match="leave it out"):
        say("count", cases(0, bounded=True))


def test_fewer_and_more():
    assert say("difference", cases(4633), cases(5397, BEFORE)) == "764 fewer"
    assert say("difference", cases(4633), cases(3429, BEFORE)) == "1,204 more"
    assert say("difference", cases(8), cases(9, BEFORE), noun="cases") == "one fewer harassment case"
    assert say("difference", cases(8), cases(5, BEFORE), noun="reports") == "three more reports of harassment"
    assert say("difference", cases(8), cases(8, BEFORE)) == "the same number"


def test_a_rate_is_per_thousand_people():
    assert say("rate", rate(4633, 687_000)) == "6.7 per 1,000 people"
    with pytest.raises(LanguageError, match="no rate"):
        say("rate", cases(5))


def test_a_share_is_no_count():
    with pytest.raises(LanguageError, match="use per_cent"):
        say("count", share(172, 4633))


def test_a_total_below_zero_is_refused():
    with pytest.raises(LanguageError, match="below zero"):
        say("cases", cases(-4))


def test_missing_is_an_error_that_says_what_to_do():
    missing = cases(None, missing="2 cells were not provided")
    for kind in ("count", "cases", "reports", "rounded", "at_least", "per_day"):
        with pytest.raises(LanguageError, match=r"is missing \(2 cells were not provided\): guard it with"):
            say(kind, missing)


def test_a_sentence_never_begins_with_a_figure():
    assert say("cases", cases(79), begin="yes") == "Seventy-nine harassment cases"
    assert say("cases", cases(3), begin="yes") == "Three harassment cases"
    assert say("cases", cases(3, bounded=True), begin="yes") == "At least three harassment cases"
    assert say("rank", place(22), begin="yes") == "Twenty-second highest of the 43 forces"
    with pytest.raises(LanguageError, match="can't begin with a figure"):
        say("cases", cases(4633), begin="yes")
    with pytest.raises(LanguageError, match="can't begin with a figure"):
        say("per_cent", share(12, 100), begin="yes")


@given(st.sampled_from(sorted(reference.offences())), st.integers(0, 10**7), st.sampled_from(STYLES))
def test_noun_and_number_agree(offence, value, style):
    words = reference.offences()[offence]
    fact = cases(value, offence=offence)
    assert say("cases", fact, style=style).endswith(words.singular if value == 1 else words.plural)
    assert say("reports", fact, style=style).endswith(words.report if value == 1 else words.reports)
    assert not re.match(r"1 |0 ", say("cases", fact, style=style))


@given(st.integers(1, 10**8))
def test_rounding_a_lower_bound_keeps_it_one(value):
    text = say("rounded", cases(value, bounded=True)).removeprefix("at least ")
    if not text[0].isdigit():
        return
    number = float(text.split()[0].replace(",", "")) * (10**6 if "million" in text else 1)
    assert number <= value
    assert number > value * 0.89


@given(st.integers(10_000, 10**8))
def test_which_way_it_was_rounded_is_true(value):
    text = say("rounded", cases(value), hedge="yes")
    figure = re.search(r"[\d,.]+", text)[0].replace(",", "")
    number = round(float(figure) * (10**6 if "million" in text else 1))
    assert text.startswith("almost") == (value < number)
    assert text.startswith("more than") == (value > number)


def test_a_and_an_are_right_for_every_number_to_ten_thousand():
    for number in range(1, 10_001):
        spoken = in_words(number)
        expected = "an" if spoken.startswith(("eight", "eleven")) else "a"
        for written in (str(number), f"{number:,}", spoken):
            assert article(written) == expected, written


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a/an 8.5 per cent rise", "an 8.5 per cent rise"),
        ("a/an 18.2% rise", "an 18.2% rise"),
        ("a/an 11,000", "an 11,000"),
        ("a/an 18,400", "an 18,400"),
        ("a/an 110,000", "a 110,000"),
        ("a/an 1.8 per cent rise", "a 1.8 per cent rise"),
        ("a/an 11-fold rise", "an 11-fold rise"),
        ("a/an 180 per cent rise", "a 180 per cent rise"),
        ("a/an one", "a one"),
        ("a/an almost", "an almost"),
        ("A/an eightfold rise", "An eightfold rise"),
        ("a/an unchanged", "an unchanged"),
    ],
)
def test_a_or_an_as_it_is_said(text, words):
    assert with_articles(text) == words
