"""The number reader: what it finds in a newsroom's sentences, and that no digit is ever left outside."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from generator.verify.numbers import Quantity, quantities


def told(one: Quantity) -> str:
    """A quantity on one line: its words, its hedge, its kind, its value (with the top of a range) and its unit."""
    top = "" if one.top is None else f"-{one.top}"
    return f"{one.text} = " + " ".join(f"{one.hedge} {one.kind} {one.value}{top} {one.unit}".split())


def sentences() -> dict[str, list[str]]:
    """Each sentence of newsroom_sentences.txt with the quantities that are in it."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "newsroom_sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[list(found)[-1]].append(line.strip(" "))
        elif not line.startswith("#"):
            found[line] = []
    return found


@pytest.mark.parametrize(("sentence", "found"), sentences().items(), ids=str)
def test_a_sentence_as_newspapers_print_it(sentence: str, found: list[str]):
    assert [told(one) for one in quantities(sentence)] == found


def only(text: str) -> Quantity:
    """The one quantity of a text."""
    (one,) = quantities(text)
    return one


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("4,633", "1"),
        ("4,600", "100"),
        ("271,000", "1000"),
        ("1.2 million", "100000"),
        ("1.20m", "10000"),
        ("3.7 per cent", "1/10"),
        ("40 per cent", "1"),
        ("13 every day", "1"),
        ("a third", "0"),
        ("almost fivefold", "0"),
    ],
)
def test_the_step_is_the_unit_of_the_last_digit_that_means_something(words: str, step: str):
    assert only(words).step == Fraction(step)


@pytest.mark.parametrize(
    "sentence",
    [
        "Nobody was hurt and no figures were given.",
        "The force was told to record it at once and the same day.",
        "Someone had often been there before; they asked for a second.",
    ],
)
def test_prose_without_a_quantity_has_at_most_names_in_it(sentence: str):
    assert {one.kind for one in quantities(sentence)} <= {"name"}


def test_figures_in_words_and_figures_in_digits_are_told_apart():
    assert [one.word for one in quantities("Seven of 10 forces; a third; 5 per cent")] == [True, False, True, False]


def test_letters_of_odd_length_do_not_shift_what_follows():
    text = "İstanbul İ recorded more than 4,633 cases"
    (one,) = quantities(text)
    assert text[one.start : one.end] == one.text == "more than 4,633"


# ---- laws ----

PIECES = re.findall(
    r"\S+",
    "a an the half third two twenty-one per cent % £ , . - – — / : ( ) ’ in out of to and between every day year years "
    "million m bn times fold aged 2014 2002-03 0808 1689 111 999 st th September May 1 31 12 13th Call one more than "
    "about over up x p pc s ² ½",
)
AWKWARD = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.integers(0, 10**7).map(str),
        st.text(max_size=3),
    ),
    max_size=14,
)


def check_cover(text: str) -> None:
    found = quantities(text)
    assert all(one.text == text[one.start : one.end] for one in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    inside = {at for one in found for at in range(one.start, one.end)}
    assert [at for at, letter in enumerate(text) if letter.isdecimal() and at not in inside] == []


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_no_digit_of_any_text_is_outside_a_quantity(text: str):
    check_cover(text)


@given(AWKWARD, st.sampled_from(["", " "]))
def test_no_digit_is_outside_a_quantity_however_figures_and_words_meet(pieces: list[str], glue: str):
    check_cover(glue.join(pieces))


COUNTS = st.one_of(st.integers(0, 2500), st.integers(0, 10**9 - 1))


@given(COUNTS)
def test_a_whole_number_reads_back_from_each_of_its_usual_prints(number: int):
    letters = num2words(number, lang="en_GB").replace(",", "") if number else "none"
    for print_ in (
        f"{number:,}",
        letters,
        letters.capitalize(),
        letters.replace(" ", "\u00a0"),
        letters.replace("-", "–"),
    ):
        found = only(f"Police recorded {print_} cases there.")
        assert (found.kind, found.value, found.text) == ("number", number, print_)


@given(COUNTS)
def test_a_comma_astray_changes_no_value(number: int):
    digits = str(number)
    astray = f"{digits[:1]},{digits[1:]}" if len(digits) > 1 else digits
    assert only(f"recorded {astray} cases").value == number


@given(st.integers(0, 10**5), st.sampled_from(["per cent", "%", "pc", "percentage points"]))
def test_a_share_reads_back_to_its_decimal(tenths: int, sign: str):
    blank = "" if sign in ("%", "pc") else " "
    found = only(f"a share of {tenths / 10:,.1f}{blank}{sign} was")
    assert (found.value, found.step) == (Fraction(tenths, 10), Fraction(1, 10))
    assert found.kind == ("points" if sign.endswith("points") else "per cent")


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_days_months_and_years_read_back(day: datetime.date):
    year, month = day.year, day.strftime("%B")
    assert only(f"on {day.day} {month} {year}.").value == day.toordinal()
    assert only(f"dated {day.isoformat()}.").value == day.toordinal()
    assert only(f"in the year to {month} {year}.").value == year * 12 + day.month - 1
    assert told(only(f"In {year} it rose")) == f"{year} = year {year}"
    assert only(f"in {year}–{(year + 1) % 100:02d}, it").kind == "financial year"


@given(st.integers(3, 30), st.sampled_from(["almost", "more than", "around", "just over", "at least", "fewer than"]))
def test_a_hedge_belongs_to_its_quantity_and_an_average_does_not(number: int, hedge: str):
    assert only(f"an average of {hedge} {number} cases a day, police said").text == f"{hedge} {number} cases a day"
    assert only(f"It rose {hedge} {number}-fold").text == f"{hedge} {number}-fold"
