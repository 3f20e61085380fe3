"""The article that this project grew from: its figures come out of the sample's North Wales draft in its own words."""

from __future__ import annotations

import re

import pytest

from generator.draft import Draft


@pytest.fixture(scope="module")
def copy(sample_drafts: dict[str, Draft]) -> str:
    """The body of the North Wales draft, one paragraph a line."""
    return "\n".join(block.text for block in sample_drafts["north-wales"].paragraphs)


@pytest.mark.parametrize(
    "said",
    [
        r"\b4,633\b",
        r"4,633 .* in the year to September 2023",
        r"down from 5,397 the year before",
        r"an average of 13 every day",
        r"almost five times as many as nine years earlier",
        r"\b172\b.*(?:charge|charged) or summons(?:ed)?|(?:charged or summonsed) in 172\b",
        r"3\.7 per cent.*about the same as the year before",
        r"\b1,875\b",
        r"\b79\b",
        r"\b46 per cent\b",
        r"\b10,400\b",
        r"\b271,000\b",
        r"the highest since comparable records began in 2002-03",
        r"fewer|fell|down",
    ],
)
def test_the_north_wales_draft_holds_what_the_article_held(copy: str, said: str):
    assert re.search(said, copy), copy


def test_the_draft_can_never_be_taken_for_real_figures(sample_drafts: dict[str, Draft]):
    for draft in sample_drafts.values():
        assert draft.sample
        assert draft.warning.startswith("ILLUSTRATIVE FIGURES, NOT FOR PUBLICATION")


def test_the_article_leads_on_a_fall_against_a_national_record(sample_drafts: dict[str, Draft]):
    intro = sample_drafts["north-wales"].lead
    assert re.search(r"fewer|fell", intro)
    assert "England and Wales was the highest since comparable records began in 2002-03" in intro.replace(
        "that was", "was"
    )


def test_quotes_are_gaps_with_a_brief_and_the_force_must_be_heard(sample_drafts: dict[str, Draft]):
    slots = {slot.id: slot for slot in sample_drafts["north-wales"].slots}
    assert set(slots) >= {"expert", "second_voice", "picture", "force_reply", "local_line", "government"}
    assert [name for name, slot in slots.items() if slot.required] == ["force_reply"]
    assert slots["force_reply"].whom == "North Wales Police press office"
    assert slots["force_reply"].ask.startswith("Why have reports fallen in North Wales when ")
