"""A newsroom's own folder: its stories, templates, styles and notices go before ours, and its quotes fill the gaps."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fetch.errors import CopydeskError, ReferenceDataError, UnknownNameError
from fetch.release import Release
from generator.draft import Draft
from generator.newsroom import draft_batch, find_areas, find_stories
from generator.quotes import Bank
from generator.stories import TEMPLATES
from tests.generator.newsrooms import STORY, Write, a_story, paragraph


def intro(draft: Draft) -> str:
    return draft.paragraphs[0].text


# A newsroom's own folder


def test_a_newsrooms_own_story_stands_beside_ours(tmp_path: Path):
    folder = a_story(tmp_path)
    assert find_stories((), templates=folder, every=True) == ("harassment", "ours")


def test_a_newsrooms_template_goes_before_ours_of_the_same_name(fallen: Release, tmp_path: Path):
    folder = a_story(tmp_path, "harassment", body=paragraph("Our own words."))
    draft = draft_batch(fallen, "harassment", find_areas(["north-wales"]), templates=folder).drafts[0]
    assert intro(draft) == "Our own words."


def test_a_newsroom_may_change_one_file_and_keep_the_rest_of_a_story(fallen: Release, tmp_path: Path):
    own = tmp_path / "templates" / "stories" / "harassment" / "intro.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{{ force.name }} dealt with {{ local.cases.now | cases }}.", encoding="utf-8")
    draft = draft_batch(fallen, "harassment", find_areas(["north-wales"]), templates=tmp_path / "templates").drafts[0]
    texts = {block.id: block.text for block in draft.paragraphs}
    assert texts["intro"] == "North Wales Police dealt with 4,000 harassment cases."
    assert "local" in texts


def test_a_newsrooms_macro_goes_before_ours(write: Write):
    ours = "{% macro places(forces) %}their own places{% endmacro %}"
    body = '{% from "macros/places.j2" import places with context %}' + paragraph("In {{ places([]) }}.")
    assert intro(write(body=body, places=ours)) == "In their own places."


def test_a_newsrooms_style_and_notices_go_before_ours(fallen: Release, tmp_path: Path):
    folder = a_story(tmp_path)
    (folder / "styles").mkdir()
    (folder / "styles" / "ours.toml").write_text('based_on = "news"\ntitle = "Ours"\nthousands = " "\n')
    ours = re.sub(r"(?m)^automation = .*$", 'automation = "Made with care."', (TEMPLATES / "notices.toml").read_text())
    (folder / "notices.toml").write_text(ours, encoding="utf-8")
    area = find_areas(["north-wales"])
    draft = draft_batch(fallen, "ours", area, templates=folder, style_name="ours").drafts[0]
    assert intro(draft) == "North Wales Police dealt with 4 000 harassment cases in the year to September 2022."
    assert draft.automation == "Made with care."


def test_a_folder_that_is_not_there_is_said(fallen: Release, tmp_path: Path):
    with pytest.raises(UnknownNameError, match=r"There is no folder .*nowhere with templates"):
        draft_batch(fallen, "harassment", find_areas(["kent"]), templates=tmp_path / "nowhere")


# Names and recipes


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: find_areas(["nort-wales"]), "There is no police force 'nort-wales'. Did you mean north-wales"),
        (lambda: find_stories(["harasment"]), "There is no story 'harasment'. Did you mean harassment?"),
        (lambda: find_stories([]), "Name a story, or ask for --all. Stories here: harassment"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(ask: Callable[[], object], told: str):
    with pytest.raises(UnknownNameError) as caught:
        ask()
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('offence = "harassment"', 'offence = "harasment"', "there are no words for the offence 'harasment'. Did you"),
        ("required = true", 'required = "yes"', "required"),
        ('title = "', 'titel = "', "titel"),
        ('title = "', "title = ", "line 1"),
        ("{period}", "{perod}", "can hold {area} and {period} in braces"),
    ],
)
def test_a_mistake_in_a_recipe_names_the_file_and_the_field(write: Write, before: str, after: str, told: str):
    with pytest.raises(ReferenceDataError) as caught:
        write(recipe=STORY.replace(before, after, 1))
    assert str(caught.value).startswith("stories/ours/story.toml: ")
    assert told in str(caught.value)


def test_a_mistake_in_the_notices_names_the_file(fallen: Release, tmp_path: Path):
    folder = a_story(tmp_path)
    (folder / "notices.toml").write_text('attribution = "x"\n')
    with pytest.raises(CopydeskError, match=r"notices.toml: .*missing required field"):
        draft_batch(fallen, "ours", find_areas(["kent"]), templates=folder)


# Quotes


def test_a_filled_quote_brings_its_set_up_line_and_an_empty_one_takes_it_away(fallen: Release, tmp_path: Path):
    bank = tmp_path / "quotes.toml"
    bank.write_text(
        """
[[quote]]
slot = "expert"
speaker = "Ada Example"
role = "head of policy"
organisation = "Example Trust"
first = "Ada Example, head of policy at the Example Trust"
later = "Ms Example"
date = 2024-01-20
text = "It must be taken seriously."
paraphrases = ["victims wait too long for help", "reports should be treated alike"]
""",
        encoding="utf-8",
    )
    area = find_areas(["north-wales"])
    filled = draft_batch(fallen, "harassment", area, bank=Bank.read(bank)).drafts[0]
    empty = draft_batch(fallen, "harassment", area).drafts[0]
    said = {block.id: block.text for block in filled.paragraphs}
    assert said["why_it_matters"] == "Example Trust says victims wait too long for help."
    assert said["second_thought"] == "Ms Example added that reports should be treated alike."
    assert next(slot for slot in filled.slots if slot.id == "expert").printed == ("“It must be taken seriously.”",)
    assert not {"why_it_matters", "second_thought"} & {block.id for block in empty.paragraphs}


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("declined", "North Wales Police declined to comment."),
        ("no reply", "North Wales Police did not reply to a request for comment."),
    ],
)
def test_a_force_that_gave_no_answer_has_its_honest_line(fallen: Release, tmp_path: Path, state: str, line: str):
    bank = tmp_path / "quotes.toml"
    bank.write_text(f'[[quote]]\nslot = "force_reply"\nstate = "{state}"\ndate = 2024-01-20\n', encoding="utf-8")
    draft = draft_batch(fallen, "harassment", find_areas(["north-wales"]), bank=Bank.read(bank)).drafts[0]
    assert line in [block.text for block in draft.paragraphs]
