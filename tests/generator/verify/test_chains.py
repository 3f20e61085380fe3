"""Years in a row, years without a case and parts of a change, read from words and held against the sample."""

from __future__ import annotations

import pytest

from generator.verify.published import read_pasted
from generator.verify.verifier import Subject, Verifier


def _kinds(verifier: Verifier, words: str, area: str, offence: str) -> list[str]:
    report = verifier.check(read_pasted(f"{words}\n", "pasted"), Subject("harassment", area, offence))
    return [one.kind for one in report.problems]


CHESHIRE = "The number of stalking cases recorded by Cheshire Constabulary"


@pytest.mark.parametrize(
    "words",
    [
        f"{CHESHIRE} rose for the eighth year in a row, to 2,266 in the year to September 2023.",
        f"{CHESHIRE} rose for the eighth consecutive year.",
        f"{CHESHIRE} went up for an eighth year running.",
        "In Cheshire, 2,266 stalking cases were recorded in the year, up for the eighth year in a row.",
    ],
)
def test_years_in_a_row_are_read_in_several_wordings(verifier, words):
    assert _kinds(verifier, words, "cheshire", "stalking") == []


@pytest.mark.parametrize(("place", "kind"), [("seventh", "wrong"), ("ninth", "unproved"), ("12th", "unproved")])
def test_one_year_too_few_is_wrong_and_years_before_the_offence_was_counted_prove_nothing(verifier, place, kind):
    assert _kinds(verifier, f"{CHESHIRE} rose for the {place} year in a row.", "cheshire", "stalking") == [kind]


def test_a_run_is_the_same_whatever_was_told_before_it(verifier):
    words = (
        "In Cheshire, 8.3 per cent of the stalking cases had no outcome yet when the figures were compiled. "
        f"{CHESHIRE} rose for the eighth year in a row."
    )
    assert "row" not in " ".join(_told(verifier, words, "cheshire"))


def _told(verifier: Verifier, words: str, area: str) -> list[str]:
    report = verifier.check(read_pasted(f"{words}\n", "pasted"), Subject("harassment", area))
    return [one.words for one in report.problems]


def test_a_run_the_other_way_is_wrong(verifier):
    assert _kinds(verifier, f"{CHESHIRE} fell for the eighth year in a row.", "cheshire", "stalking") == ["wrong"]


def test_years_that_a_fall_ended_are_those_before_it(verifier):
    told = (
        "In Kent, 10,026 harassment cases were recorded in the year to September 2023, down from 12,378 the year before"
    )
    assert _kinds(verifier, f"{told}, after 11 years of rises.", "kent", "harassment") == []
    assert _kinds(verifier, f"{told}, after 10 years of rises.", "kent", "harassment") == ["wrong"]
    assert _kinds(verifier, f"{told}, after 11 years of falls.", "kent", "harassment") == ["wrong"]


def test_a_part_of_a_change_is_worked_out_from_the_tables(verifier):
    told = (
        "The number of theft offences recorded by Bedfordshire Police rose by 11 per cent in the year to September 2023"
    )
    assert (
        _kinds(verifier, f"{told}, and shoplifting accounted for most of the rise.", "bedfordshire", "theft-offences")
        == []
    )
    for wrong in (
        "shoplifting accounted for almost all of the rise",
        "bicycle theft accounted for most of the rise",
        "shoplifting accounted for most of the fall",
    ):
        assert _kinds(verifier, f"{told}, and {wrong}.", "bedfordshire", "theft-offences") == ["wrong"], wrong


def test_years_without_a_case_are_looked_up_one_by_one(verifier):
    words = "Kent Police recorded 10,026 harassment cases in the year, after none in the previous six years."
    assert _kinds(verifier, words, "kent", "harassment") == ["wrong"]
