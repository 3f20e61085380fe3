"""What is set aside as still true must be true: the bench's own table of approximations, held against true phrases."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.mutants.amounts import amounts, number_of, spelt
from bench.mutants.honest import honest
from bench.mutants.truth import still_true
from generator.draft import Draft, spoken_claims


@given(st.integers(0, 99))
def test_numbers_are_spelt_and_read_alike(number: int):
    assert number_of(spelt(number)) == number


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_a_plain_figure_below_ten_thousand_is_true_of_itself_alone(said: int, value: int):
    (one,) = amounts(f"{said:,} cases")
    assert honest(one, Fraction(value), Fraction(value)) is (said == value)


@pytest.mark.parametrize(
    ("text", "value", "true"),
    [
        ("more than 4,600", 4633, True),
        ("more than 4,000", 4633, False),
        ("nearly 5,000", 4633, False),
        ("nearly 4,700", 4633, True),
        ("about 4,600", 4633, True),
        ("271,000", 270_580, True),
        ("270,000", 270_580, False),
        ("14,000", 14_038, True),
        ("1.2 million", 1_234_567, True),
        ("at least 943", 1200, False),
    ],
)
def test_the_table_of_approximations(text: str, value: int, true: bool):
    (one,) = amounts(text)
    assert honest(one, Fraction(value), Fraction(value)) is true


def test_a_lower_bound_may_be_told_as_one_and_never_as_the_number():
    low, high = Fraction(1200), Fraction(1500)
    (bound,), (bare,) = amounts("at least 1,200"), amounts("1,200")
    assert honest(bound, low, high)
    assert not honest(bare, low, high)


def test_every_true_phrase_of_the_sample_is_honest(sample_drafts: dict[str, Draft]):
    for draft in sample_drafts.values():
        facts = {one.id: one for one in draft.facts}
        claims = {one.id: one for one in draft.claims}
        for name, said in spoken_claims(draft):
            claim = claims[name]
            if claim.kind in {"reference", "period", "licence", "record"} or not amounts(said):
                continue
            assert still_true(claim.kind, said, [facts[one] for one in claim.facts]), (draft.area.slug, said)


@pytest.mark.parametrize(
    ("text", "left", "true"),
    [
        ("halved", "0.5", True),
        ("more than halved", "0.45", True),
        ("more than halved", "0.51", False),
        ("less than halved", "0.51", True),
        ("at least halved", "0.51", False),
        ("almost halved", "0.53", True),
        ("almost halved", "0.49", False),
    ],
)
def test_halved_is_hedged_by_how_far_a_number_fell(text: str, left: str, true: bool):
    (one,) = amounts(text)
    assert honest(one, Fraction(left), Fraction(left)) is true
