"""How shares and rates are said: rounded once from the exact value, halves as halves, points that add up."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import reference
from generator.language import PREDICATES, LanguageError, senses
from tests.generator.language.builders import BEFORE, STYLES, cases, noise, rate, say, share

NATION = "england-and-wales"


@pytest.mark.parametrize(
    ("part", "whole", "one_place", "no_place"),
    [
        (172, 4633, "3.7 per cent", "4 per cent"),
        (46, 100, "46 per cent", "46 per cent"),
        (6, 100, "6 per cent", "6 per cent"),
        (73, 2000, "3.7 per cent", "4 per cent"),  # 3.65 exactly: the float lies below it
        (1, 8, "12.5 per cent", "13 per cent"),
        (0, 50, "0 per cent", "0 per cent"),
        (50, 50, "100 per cent", "100 per cent"),
        (1, 5000, "less than 0.1 per cent", "less than 1 per cent"),
        (4999, 5000, "more than 99.9 per cent", "more than 99 per cent"),
    ],
)
def test_a_share_is_rounded_once_from_its_exact_value(part, whole, one_place, no_place):
    assert say("per_cent", share(part, whole)) == one_place
    assert say("per_cent", share(part, whole), places="0") == no_place


def test_per_cent_is_written_by_style_and_always_in_figures():
    assert [say("per_cent", share(6, 100), style=style) for style in STYLES] == [
        "6 per cent",
        "6 per cent",
        "6%",
        "6 per cent",
    ]
    assert say("per_cent", share(172, 4633), sign="headline") == "3.7%"


def test_just_and_only_are_for_shares_below_half():
    assert say("per_cent", share(172, 4633), only="just") == "just 3.7 per cent"
    with pytest.raises(LanguageError, match="for shares below half"):
        say("per_cent", share(1, 2), only="only")


def changed(now, before, score=None):
    facts = [share(*now), share(*before, BEFORE)]
    return (*facts, noise(score)) if score is not None else tuple(facts)


@pytest.mark.parametrize(
    ("now", "before", "score", "clause", "verb", "points"),
    [
        (
            (37, 1000),
            (71, 1000),
            -4,
            "down from 7.1 per cent the year before",
            "fell from 7.1 per cent to 3.7 per cent",
            "3.4 percentage points lower",
        ),
        (
            (71, 1000),
            (37, 1000),
            4,
            "up from 3.7 per cent the year before",
            "rose from 3.7 per cent to 7.1 per cent",
            "3.4 percentage points higher",
        ),
        (
            (3, 100),
            (6, 100),
            -4,
            "about half the 6 per cent the year before",
            "halved, from 6 per cent to 3 per cent",
            "3 percentage points lower",
        ),
        (
            (6, 100),
            (3, 100),
            4,
            "about double the 3 per cent the year before",
            "doubled, from 3 per cent to 6 per cent",
            "3 percentage points higher",
        ),
        ((37, 1000), (71, 1000), -1, "about the same as the year before", "stayed about the same", "about the same"),
        (
            (3701, 100_000),
            (3704, 100_000),
            -9,
            "about the same as the year before",
            "stayed about the same",
            "about the same",
        ),
        (
            (3649, 100_000),
            (3651, 100_000),
            -9,
            "about the same as the year before",
            "stayed about the same",
            "about the same",
        ),
        ((5, 100), (10, 200), 0, "the same as the year before", "remained unchanged", "about the same"),
        ((50, 1000), (40, 1000), 4, "up from 4 per cent the year before", None, "1 percentage point higher"),
    ],
)
def test_shares_against_the_year_before(now, before, score, clause, verb, points):
    facts = changed(now, before, score)
    assert say("share_change", *facts) == clause
    if verb:
        assert say("share_change", *facts, form="verb") == verb
    assert say("share_change", *facts, form="points") == points


def test_points_that_do_not_add_up_with_the_rates_say_about():
    # 7.149 and 3.651 print as 7.1 and 3.7, yet lie 3.5 apart
    facts = changed((3651, 100_000), (7149, 100_000), -9)
    assert say("share_change", *facts, form="points") == "about 3.5 percentage points lower"


def test_both_figures_need_not_be_said_again():
    facts = changed((37, 1000), (71, 1000), -4)
    assert say("share_change", *facts, figures="no") == "down on the year before"
    assert say("share_change", *facts, figures="no", form="verb") == "fell"


def test_a_rate_changes_like_a_share():
    assert (
        say("share_change", rate(67, 10_000), rate(80, 10_000, BEFORE))
        == "down from 8 per 1,000 people the year before"
    )


def test_an_area_against_the_nation():
    here, nation = share(37, 1000), share(52, 1000, area=NATION)
    assert say("versus", here, nation, noise(-4)) == "lower than the 5.2 per cent across England and Wales"
    assert say("versus", nation, here, noise(4)) == "higher than the 3.7 per cent in North Wales"
    close = share(50, 1000)
    assert say("versus", close, nation, noise(-1)) == "about the same as the 5.2 per cent across England and Wales"


def test_two_figures_that_a_reader_sees_to_differ_are_set_side_by_side_and_not_called_the_same():
    here, nation = share(37, 1000), share(52, 1000, area=NATION)
    assert say("versus", here, nation, noise(-1)) == "against the 5.2 per cent across England and Wales"
    said = say("versus", here, nation, noise(-1), form="verb")
    assert said == "compares with the 5.2 per cent across England and Wales"
    assert say("versus", here, nation, figures="no") == "lower than the level across England and Wales"


def test_the_forces_with_complete_figures_are_called_that():
    here, rest = share(37, 1000), share(45, 1000, area=reference.REPORTING)
    words = "lower than the 4.5 per cent average for the forces with complete figures"
    assert say("versus", here, rest, noise(-4)) == words


def test_totals_of_two_areas_are_not_compared():
    with pytest.raises(LanguageError, match="Use rates"):
        say("versus", cases(5), cases(500, area=NATION))


def test_areas_are_compared_over_the_same_months():
    with pytest.raises(LanguageError, match="differ in period"):
        say("versus", share(1, 10), share(2, 10, BEFORE, area=NATION))


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (172, 4633, "one in 27"),
        (1, 50, "one in 50"),
        (1, 10, "one in 10"),
        (100, 1030, "about one in 10"),
        (1, 8, "about one in eight"),
        (1, 5, "one in five"),
        (21, 100, "more than one in five"),
        (1, 4, "a quarter"),
        (24, 100, "almost a quarter"),
        (1, 3, "about a third"),
        (35, 100, "more than a third"),
        (41, 100, "more than four in 10"),
        (48, 100, "almost half"),
        (1, 2, "half"),
        (51, 100, "more than half"),
        (2, 3, "about two thirds"),
        (3, 4, "three quarters"),
        (1, 400, "fewer than one in 100"),
    ],
)
def test_shares_in_plain_words(part, whole, words):
    assert say("one_in", share(part, whole)) == words


def test_the_numbers_in_plain_words_follow_the_style():
    assert say("one_in", share(41, 100), style="broadsheet") == "more than four in ten"


@pytest.mark.parametrize("part", [0, 37, 45, 55, 86, 97, 100])
def test_a_share_near_no_fraction_has_no_plain_words(part):
    assert not PREDICATES["plain_fraction"](share(part, 100))
    with pytest.raises(LanguageError, match="near no plain fraction"):
        say("one_in", share(part, 100))


FRACTIONS = {"quarter": Fraction(1, 4), "third": Fraction(1, 3), "half": Fraction(1, 2)}
NUMBERS = dict(zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], range(1, 10), strict=True))


def said(text):
    """The share that plain words name."""
    number = lambda word: NUMBERS[word] if word in NUMBERS else int(word)  # noqa: E731 (two uses, one line)
    found = re.search(r"(\w+) in (\w+)", text)
    if found:
        return Fraction(number(found[1]), number(found[2]))
    found = re.search(r"(two|three)? ?(quarter|third|half)", text)
    return FRACTIONS[found[2]] * (NUMBERS[found[1]] if found[1] else 1)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
@example(73, 2000)
def test_plain_words_lie_close_and_on_the_side_they_say(part, whole):
    part = min(part, whole)
    fact = share(part, whole)
    assert PREDICATES["plain_fraction"](fact) == _has_words(fact)
    if not _has_words(fact):
        return
    text, exact = say("one_in", fact), Fraction(part, whole)
    if text.startswith("fewer"):
        assert 0 < exact < Fraction(1, 100)
    elif text.startswith("almost"):
        assert said(text) * Fraction(9, 10) < exact < said(text)
    elif text.startswith("more than"):
        assert said(text) < exact < said(text) * Fraction(23, 20)
    else:
        assert abs(exact / said(text) - 1) < Fraction(4, 100)


def _has_words(fact):
    try:
        return bool(say("one_in", fact))
    except LanguageError:
        return False


@given(st.integers(0, 400), st.integers(0, 400), st.integers(400, 50_000), st.floats(0, 9))
def test_a_change_of_share_never_contradicts_the_arithmetic(now, before, whole, score):
    sign = (now > before) - (now < before)
    facts = (share(now, whole), share(before, whole, BEFORE), noise(sign * score))
    for form in ("clause", "verb", "points"):
        found = {hit.sense for hit in senses(say("share_change", *facts, form=form).replace("less than", ""))}
        assert not found & ({"down"} if now >= before else set())
        assert not found & ({"up"} if now <= before else set())
    printed = [say("per_cent", fact) for fact in facts[:2]]
    clause = say("share_change", *facts)
    if clause.startswith(("up", "down")):
        assert printed[0] != printed[1]
        assert printed[1] in clause
