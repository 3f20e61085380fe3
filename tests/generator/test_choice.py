"""Why a story leads as it does: the draft says which finding its intro tells, and which it passed over."""

from __future__ import annotations

from pathlib import Path

from generator.draft import Draft, decode, encode
from generator.export import exporters
from generator.newsroom import draft_batch, find_areas
from tests.generator.releases import a_release


def test_the_sample_says_what_each_story_leads_on(sample_drafts: dict[str, Draft]):
    choice = sample_drafts["north-wales"].choice
    assert choice is not None
    assert (choice.lead, choice.finding) == ("down_against_record", "north-wales/harassment/change")
    assert "the fall, set beside the record of England and Wales" in choice.because
    passed = sample_drafts["durham"].choice
    assert passed is not None
    assert "durham/harassment/bucking" in passed.passed_over


def test_the_parts_add_up_to_the_news_value_that_is_told(sample_drafts: dict[str, Draft]):
    led = [draft.choice for draft in sample_drafts.values() if draft.choice and draft.choice.finding]
    assert len(led) >= 5
    for choice in led:
        assert round(sum(choice.parts.values()), 1) == choice.value
        assert f"{choice.value:g} out of 100" in choice.because


def test_a_story_that_leads_on_no_finding_says_why(sample_drafts: dict[str, Draft]):
    missing, tiny = sample_drafts["cleveland"].choice, sample_drafts["suffolk"].choice
    assert missing is not None
    assert tiny is not None
    assert (missing.lead, missing.finding) == ("incomplete", "")
    assert "part of the year is missing" in missing.because
    assert (tiny.lead, tiny.finding, tiny.value) == ("steady", "", 0)


def test_every_format_tells_it_to_the_editor_and_none_in_the_copy(sample_drafts: dict[str, Draft]):
    draft = sample_drafts["cumbria"]
    assert draft.choice is not None
    for name in ("txt", "md", "html"):
        words = " ".join(exporters()[name].render(draft).decode().split())
        before, _, after = words.partition("Why it leads as it does")
        assert "the doubling within a year" in after
        assert "news value" not in before


def test_a_draft_from_before_there_was_a_choice_is_still_read(sample_drafts: dict[str, Draft]):
    old = encode(sample_drafts["cumbria"]).decode().partition('"choice"')[0].rstrip().rstrip(",") + "}"
    assert decode(old.encode()).choice is None


def test_a_change_that_is_no_more_than_chance_leads_nothing(tmp_path: Path):
    release = (
        a_release(tmp_path, "2022-09")
        .years("kent", "8L", *[1_000, 1_100] * 4, 1_060)
        .years_elsewhere("8L", *[2_000, 2_200] * 4, 2_050)
        .build()
    )
    (draft,) = draft_batch(release, "harassment", find_areas(["kent"])).drafts
    assert draft.choice is not None
    assert draft.choice.lead == "steady"
