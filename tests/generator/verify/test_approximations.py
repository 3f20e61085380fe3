"""Honest approximations: which printed words may stand for which true values, and the right words where not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.verify.approximations import holds, right_words
from generator.verify.numbers import Quantity, quantities
from generator.verify.truth import rules

HEDGES = ("more than", "just over", "at least", "less than", "almost", "about", "at most")


def said(words: str) -> Quantity:
    """The one quantity that words are."""
    (one,) = quantities(words)
    assert one.text == words
    return one


def true_of(words: str, value: str) -> bool | None:
    return holds(said(words), Fraction(value), Fraction(value))


# Words, values that they may stand for, values that they may not. Shares of one for fractions, per cent for per cent.
TABLE = [
    ("4,633", "4633", "4634 4600 5000"),
    ("4,600", "4600", "4633"),
    ("271,000", "270580 271000 271499", "270499 271501 272000"),
    ("14,000", "13951 14049", "13949 14051 14400"),
    ("11,320", "11320", "11321 11316"),
    ("10,400", "10380", "10349 10461"),
    ("1.2 million", "1150000 1249999", "1149999 1260000"),
    ("2 million", "1960000 2040000", "1900000 2400000"),
    ("7.2", "7.15 7.249", "7.14 7.26 8"),
    ("none", "0", "1"),
    ("a dozen", "12", "11 13"),
    ("more than 4,600", "4601 4633 5060", "4600 4599 5061"),
    ("more than 4,000", "4001 4399", "4633"),
    ("more than 4,532", "4533 4540", "4633"),
    ("more than a dozen", "13 15", "12 16"),
    ("just over 4,600", "4633", "4600 4800"),
    ("at least 4,740", "4740 4780", "4739 5300"),
    ("no fewer than 12", "12 14", "11 20"),
    ("nearly 5,000", "4750 4999", "5000 4633"),
    ("just under 4,700", "4633", "4700 4400"),
    ("fewer than 5,000", "4633", "5000 4400"),
    ("fewer than five", "0 1 4", "5"),
    ("up to 4,700", "4700 4633", "4701 4400"),
    ("about 4,600", "4633 4550", "4400 4750"),
    ("about 5,000", "4780 5100", "4633"),
    ("around 12", "12", "13 11"),
    ("3.7 per cent", "3.65 3.749", "3.64 3.76 3.8"),
    ("3.8%", "3.75 3.849 3.85", "3.74 3.86"),
    ("46 per cent", "45.5 46.49", "45.4 46.6 4.6"),
    ("more than three per cent", "3.01 3.7", "3 4 4.2"),
    ("almost four per cent", "3.6 3.99", "4 3.4"),
    ("around 45 per cent", "44.2 46", "43 47"),
    ("0.8 percentage points", "0.84", "0.9 8"),
    ("a third", "0.33 0.335", "0.32 0.35"),
    ("half", "0.49 0.51", "0.48 0.52"),
    ("around a third", "0.31 0.358", "0.3 0.36"),
    ("around three quarters", "0.73 0.77", "0.72 0.78"),
    ("almost a third", "0.315 0.333", "0.34 0.29"),
    ("more than a third", "0.34 0.36", "0.33 0.4"),
    ("more than half", "0.51 0.64", "0.5 0.49"),
    ("less than a quarter", "0.2 0.12", "0.25 0.3"),
    ("less than half", "0.45 0.36", "0.5 0.3"),
    ("less than a tenth", "0.05", "0.1 0.2"),
    ("one in five", "0.1975 0.2025", "0.19 0.21"),
    ("about one in eight", "0.122 0.128", "0.11 0.143"),
    ("about one in six", "0.162 0.171", "0.143 0.2"),
    ("more than one in 10", "0.1025 0.115", "0.1 0.12"),
    ("almost one in five", "0.185 0.1999", "0.2 0.18"),
    ("seven in 10", "0.6975 0.7025", "0.69 0.72"),
    ("fewer than one in 100", "0.009 0.0001", "0.01"),
    ("doubled", "1.99 2.01", "1.98 2.02"),
    ("nearly doubled", "1.9 1.99", "1.89 2"),
    ("more than doubled", "2.01 2.25 2.9", "2 1.99 3"),
    ("almost five times", "4.75 4.98", "4.7 5 5.1"),
    ("five times", "4.98 5.02", "4.9 5.1"),
    ("more than five times", "5.02 5.9", "5 6"),
    ("almost fivefold", "4.8", "3.8 5"),
    ("four-and-a-half times", "4.45 4.54", "4.4 4.6"),
    ("around four-and-a-half times", "4.45 4.55", "4.3 4.7"),
    ("more than four-and-a-half times", "4.6 4.75", "4.5 5"),
    ("3.4 times", "3.35 3.44", "3.3 3.5"),
    ("more than 11 times", "11.4", "11 12"),
    ("around 12 times", "11.6 12.4", "11.4 12.6"),
    ("halved", "0.49 0.51", "0.48 0.52 2"),
    ("almost halved", "0.52 0.55", "0.5 0.49 0.6"),
    ("more than halved", "0.45 0.3", "0.5 0.55 0.2"),
    ("13 every day", "12.5 12.69 13.49", "12.49 13.5"),
    ("about three a week", "2.5 3.4", "2.4 3.6"),
    ("more than 13 a day", "13.01 13.9", "13 14 12.9"),
    ("at least 13 a day", "13 13.9", "12.9 14"),
    ("one every two hours", "0.5 0.4 0.66", "0.39 0.7 1"),
    ("one every 40 minutes", "1.5 1.45", "1.4 1.6 2"),
    ("nine years", "9", "8 10"),
    ("more than 10 years", "11 12", "10 9 14"),
    ("third", "3", "2 4"),
    ("dozens", "24 60 150", "12 23 400"),
    ("40 to 50 per cent", "40 47 50", "39 51"),
    ("September 2023", "24284", "24283"),
    ("2002-03", "2002", "2003"),
]


@pytest.mark.parametrize(("words", "honest", "dishonest"), TABLE, ids=[words for words, *_ in TABLE])
def test_words_may_stand_for_these_values_and_not_for_those(words: str, honest: str, dishonest: str):
    assert [value for value in honest.split() if not true_of(words, value)] == []
    assert [value for value in dishonest.split() if true_of(words, value) is not False] == []


@pytest.mark.parametrize(
    ("words", "low", "high", "verdict"),
    [
        ("at least 4,740", 4740, 5600, True),
        ("at least 4,740", 4700, 5600, None),
        ("at least 4,740", 4100, 4200, False),
        ("more than 4,700", 4740, 9000, True),
        ("4,740", 4740, 5600, None),
        ("4,740", 4741, 5600, False),
        ("271,000", 270_600, 271_400, True),
        ("271,000", 270_600, 272_000, None),
        ("up to 5,000", 3000, 4900, True),
        ("more than doubled", 2, 3, None),
        ("almost half", 1, 2, False),
    ],
)
def test_of_a_total_that_lacks_months_words_hold_for_all_some_or_none(words, low, high, verdict):
    assert holds(said(words), Fraction(low), Fraction(high)) is verdict


@pytest.mark.parametrize(
    ("words", "value", "right"),
    [
        ("4,655", "4633", "4,633"),
        ("nearly 5,000", "4633", "almost 4,700"),
        ("more than 4,700", "4633", "more than 4,600"),
        ("272,000", "270580", "271,000"),
        ("five", "3", "three"),
        ("12 per cent", "13.9", "14 per cent"),
        ("3.9%", "3.71", "3.7%"),
        ("0.9 percentage points", "0.8", "0.8 percentage points"),
        ("a quarter", "0.33", "a third"),
        ("around half", "0.35", "about a third"),
        ("one in five", "0.1668", "one in six"),
        ("more than one in five", "0.19", "almost one in five"),
        ("doubled", "1.93", "almost doubled"),
        ("almost five times", "3.8", "almost four times"),
        ("almost fivefold", "11.3", "more than 11-fold"),
        ("halved", "0.72", "0.72 times"),
        ("15 every day", "12.7", "13 a day"),
        ("more than 14 a day", "13.4", "more than 13 a day"),
        ("one every three hours", "0.5", "one every two hours"),
        ("10 years", "9", "nine years"),
        ("third", "2", "second"),
        ("11th", "22", "22nd"),
        ("September 2022", "24284", "September 2023"),
        ("24 January 2024", "738910", "25 January 2024"),
        ("2003-04", "1999", "1999-00"),
        ("2014", "2018", "2018"),
    ],
)
def test_the_right_words_are_in_the_manner_of_the_wrong_ones(words: str, value: str, right: str):
    assert right_words(said(words), Fraction(value)) == right


@pytest.mark.parametrize("hedge", HEDGES)
@pytest.mark.parametrize(
    "words",
    ["4,600", "12", "three", "14 per cent", "0.8 percentage points", "a third", "one in six", "five times", "10 years"],
)
def test_every_hedge_has_a_rule_for_every_kind_and_size(hedge: str, words: str):
    one = said(words)
    assert any(
        one.kind in rule.kinds and hedge in rule.hedges and rule.fits(one.value, one.step) and rule.why
        for rule in rules()
    )


# ---- laws ----


@given(st.integers(1, 10**7))
def test_an_exact_figure_holds_and_no_neighbour_does(value: int):
    one = said(f"{value:,}")
    assert holds(one, Fraction(value), Fraction(value))
    if one.step < 100:
        assert not holds(one, Fraction(value + 1), Fraction(value + 1))


@given(st.integers(10_000, 10**7), st.data())
def test_a_context_figure_rounded_to_three_digits_holds_and_with_a_digit_changed_it_does_not(value: int, data):
    step = 10 ** (len(str(value)) - 3)
    printed = (value + step // 2) // step * step
    assert holds(said(f"{printed:,}"), Fraction(value), Fraction(value))
    digits = str(printed)
    at = data.draw(st.integers(0, 2))
    new = data.draw(st.sampled_from([one for one in "123456789" if one != digits[at]]))
    changed = int(digits[:at] + new + digits[at + 1 :])
    assert not holds(said(f"{changed:,}"), Fraction(value), Fraction(value))


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from([0, 1, 2]), st.data())
def test_a_share_rounded_to_its_decimals_holds_and_with_a_digit_changed_it_does_not(part, whole, places, data):
    value = Fraction(100 * part, whole)
    assume(value <= 100)
    step = Fraction(1, 10**places)
    scaled = int(value / step + Fraction(1, 2))
    digits = str(scaled).zfill(places + 1)
    assert holds(share(digits, places), value, value)
    at = data.draw(st.integers(0, len(digits) - 1))
    new = data.draw(st.sampled_from([one for one in "0123456789" if one != digits[at]]))
    changed = digits[:at] + new + digits[at + 1 :]
    on_the_edge = abs(int(changed) * step - value) == step / 2  # half-way: halves up and halves to even may differ
    assert on_the_edge or not holds(share(changed, places), value, value)


def share(digits: str, places: int) -> Quantity:
    cut = len(digits) - places
    return said(f"{digits[:cut]}.{digits[cut:]} per cent" if places else f"{digits} per cent")


VALUES = st.one_of(st.integers(1, 10**6).map(Fraction), st.fractions(Fraction(1, 50), 60, max_denominator=500))


@given(
    st.sampled_from(
        ["4,600", "5", "three", "14 per cent", "3.7%", "a third", "one in six", "doubled", "five times", "tenfold"]
    ),
    st.sampled_from(["", *HEDGES]),
    VALUES,
)
def test_right_words_read_back_and_hold(words: str, hedge: str, value: Fraction):
    one = said(f"{hedge} {words}".strip())
    whole = one.kind == "number"
    value = Fraction(int(value) + 1) if whole else value / 61 if one.kind in ("fraction", "one in") else value % 100
    assume(value > 0)
    right = right_words(one, value)
    assume(right != "about the same")
    (again,) = quantities(f"{right} cases" if whole else right)
    in_per_cent = again.kind == "per cent" and one.kind in ("fraction", "one in")
    assert holds(again, value * 100, value * 100) if in_per_cent else holds(again, value, value)


@given(st.sampled_from(TABLE), st.fractions(0, 10**4), st.fractions(0, 100))
def test_what_holds_from_low_to_high_holds_at_both_ends(row, low: Fraction, more: Fraction):
    one = said(row[0])
    verdict = holds(one, low, low + more)
    if verdict and one.hedge not in ("at least", "more than", "at most"):
        assert holds(one, low, low)
        assert holds(one, low + more, low + more)
    if verdict is False:
        assert holds(one, low, low) is False
        assert holds(one, low + more, low + more) is False
