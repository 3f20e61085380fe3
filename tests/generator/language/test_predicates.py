"""Questions of templates agree with what the phrases then say, and never fail where a fact is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.language import PREDICATES
from tests.generator.language.builders import BEFORE, NINE_YEARS_EARLIER, cases, change, noise, say, share, years


def asks(*facts):
    """The names of all questions about a change that are true of these facts."""
    names = ("rise", "fall", "same", "equal", "beyond_noise", "flat", "sharp", "small", "doubled", "halved")
    return {name for name in names if PREDICATES[name](*facts)}


@pytest.mark.parametrize(
    ("facts", "true"),
    [
        (change(4633, 5397), {"fall", "beyond_noise"}),
        (change(4633, 5397, beyond=False), {"fall"}),
        (change(5397, 5397), {"same", "equal", "flat"}),
        (change(1010, 1000, beyond=False), {"rise", "same", "flat"}),
        (change(1200, 1000), {"rise", "beyond_noise", "sharp"}),
        (change(2000, 1000), {"rise", "beyond_noise", "sharp", "doubled"}),
        (change(500, 1000), {"fall", "beyond_noise", "sharp", "halved"}),
        (change(7, 3), {"rise", "beyond_noise", "small"}),
    ],
)
def test_what_is_true_of_a_change(facts, true):
    assert asks(*facts) == true


def test_shares_are_asked_as_they_are_said():
    halved = share(3, 100), share(6, 100, BEFORE), noise(-4)
    assert asks(*halved) >= {"fall", "halved", "beyond_noise"}
    assert "same" in asks(share(3701, 100_000), share(3704, 100_000, BEFORE), noise(-1))
    assert PREDICATES["below_half"](share(3, 100))
    assert not PREDICATES["below_half"](share(1, 2))
    assert PREDICATES["most"](share(51, 100))


def test_nothing_is_true_of_missing_facts():
    now, before = cases(None, missing="not provided"), cases(None, BEFORE, missing="not provided")
    assert not [name for name, ask in PREDICATES.items() if ask(now) or ask(now, before)]


def test_no_comparison_is_true_where_one_side_is_missing():
    for facts in ((cases(5), cases(None, BEFORE), noise(0)), (cases(None), cases(5, BEFORE), noise(0))):
        assert asks(*facts) == set()
        assert not PREDICATES["foldable"](*facts)
        assert not PREDICATES["record_high"](*facts[:2])


def test_a_lower_bound_is_known_but_not_exact():
    bounded = cases(4633, bounded=True)
    assert PREDICATES["known"](bounded)
    assert PREDICATES["bounded"](bounded)
    assert not PREDICATES["exact"](bounded)
    assert asks(bounded, cases(5397, BEFORE), noise(-9)) == set()


def test_the_long_view_is_multiplied_from_nearly_twice_on():
    assert PREDICATES["multiplied"](cases(1900), cases(1000, NINE_YEARS_EARLIER))
    assert not PREDICATES["multiplied"](cases(1899), cases(1000, NINE_YEARS_EARLIER))
    assert not PREDICATES["multiplied"](cases(19), cases(1, NINE_YEARS_EARLIER))


def test_one_a_day_or_more_is_daily():
    assert PREDICATES["daily"](cases(365))
    assert not PREDICATES["daily"](cases(364))
    assert PREDICATES["paced"](cases(364))


@given(st.integers(0, 40_000), st.integers(0, 40_000), st.booleans())
def test_questions_and_words_agree(now, before, beyond):
    facts = change(now, before, beyond=beyond)
    verb, true = say("change", *facts, form="verb"), asks(*facts)
    assert ("rise" in true) == (now > before)
    assert ("fall" in true) == (now < before)
    assert ("equal" in true) == (verb == "remained unchanged")
    assert ("flat" in true) == (verb in {"remained unchanged", "stayed about the same"})
    assert ("halved" in true) == (verb == "halved")
    assert ("doubled" in true) == (verb in {"doubled", "more than doubled"} or " times " in verb or " twice " in verb)
    assert ("small" in true) == (min(now, before) < 20)
    if "sharp" in say("change", *facts, form="noun"):
        assert "sharp" in true


def test_a_record_low_is_asked_like_a_high():
    assert PREDICATES["record_low"](*years(1, 2, 3, 4, 5))
    assert not PREDICATES["record_low"](*years(2, 2, 1, 4, 5))
