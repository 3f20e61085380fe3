"""What a newsroom's systems and people get: each format of a draft."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import jsonschema
import msgspec
import pytest

from fetch.errors import UnknownNameError
from generator.draft import Draft, decode, encode, schema
from generator.export import exporters, exporters_named
from generator.facts_table import HEADINGS, facts_csv, inert
from generator.newsroom import draft_batch, find_areas
from generator.quotes import Bank, Quote
from generator.working import working

HOSTILE = "<script>alert('x')</script> & <b>bold</b>"


@pytest.fixture
def north_wales(sample_drafts) -> Draft:
    return sample_drafts["north-wales"]


@pytest.fixture(scope="module")
def quoted(sample) -> Draft:
    """North Wales with quotes in it, one of them hostile."""
    bank = Bank(
        (
            Quote(
                slot="force_reply",
                date=date(2024, 1, 20),
                speaker="Ada Example",
                first="Inspector Ada Example, of North Wales Police",
                later="Insp Example",
                paragraphs=("We take every report seriously.", HOSTILE),
            ),
            Quote(
                slot="expert",
                date=date(2024, 1, 20),
                speaker="Bo Sample",
                organisation="The Sample Trust",
                first="Bo Sample, who leads the Sample Trust",
                later="Mr Sample",
                paragraphs=("It is a start.",),
                paraphrases=("people need to be believed", "courts should sit sooner"),
            ),
        )
    )
    (draft,) = draft_batch(sample, "harassment", find_areas(["north-wales"]), bank=bank).drafts
    return draft


def rendered(draft: Draft, name: str) -> str:
    return exporters()[name].render(draft).decode()


@pytest.mark.parametrize("name", sorted(exporters()))
def test_every_format_carries_the_warning_the_licence_and_the_line_on_automation(north_wales, name):
    text = " ".join(re.sub(r"<[^>]+>", "", rendered(north_wales, name)).split())
    assert "ILLUSTRATIVE FIGURES, NOT FOR PUBLICATION" in text
    assert "Contains public sector information licensed under the Open Government Licence v3.0" in text
    assert "drafted with the help of automation" in text


@pytest.mark.parametrize("name", ["md", "txt"])
def test_a_sample_draft_says_first_of_all_that_its_figures_are_illustrative(north_wales, name):
    assert rendered(north_wales, name).lstrip("*> \n").startswith("ILLUSTRATIVE FIGURES")


def test_the_review_page_says_so_above_the_headline(north_wales):
    page = rendered(north_wales, "html")
    assert page.index("ILLUSTRATIVE FIGURES") < page.index("<h1>")
    assert "<title>ILLUSTRATIVE FIGURES: " in page


@pytest.mark.parametrize("name", ["md", "txt", "html"])
def test_every_paragraph_of_the_copy_is_there_in_order(north_wales, name):
    text = re.sub(r'<span class="why".*?</span></span>', "", rendered(north_wales, name))
    text = " ".join(re.sub(r"<[^>]+>", "", text).replace("&#39;", "'").split())
    plain = re.compile(r"[^a-z0-9]+")
    folded, at = plain.sub("", text.casefold()), 0
    for paragraph in north_wales.paragraphs:
        words = plain.sub("", paragraph.text.casefold())
        if name == "html":
            # Working stands between the phrases of a page: a paragraph's own first words are enough to place it.
            words = plain.sub("", paragraph.runs[0].text.casefold())
        at = folded.index(words, at)


def test_the_json_is_valid_by_the_schema_that_copydesk_prints_and_reads_back_the_same(north_wales):
    data = encode(north_wales)
    jsonschema.Draft202012Validator(schema()).validate(json.loads(data))
    assert decode(data) == north_wales


def test_a_draft_with_an_unknown_type_of_field_is_refused_with_the_field(north_wales):
    broken = json.loads(encode(north_wales))
    broken["headlines"][0]["limit"] = "long"
    with pytest.raises(msgspec.ValidationError, match=r"headlines\[0\]\.limit|headlines\[\.\.\.\]\.limit"):
        decode(json.dumps(broken).encode())


def test_plain_text_is_in_wire_layout(north_wales):
    text = rendered(north_wales, "txt")
    at = [text.index(words) for words in ("SLUG: HARASSMENT-NORTH-WALES-2023-09", "WORDS: ", "HEADLINES", "\nends\n")]
    assert at == sorted(at)
    assert text.index("\nends\n") < text.index("NOTES TO EDITORS, NOT FOR PRINT")
    assert max(len(line) for line in text.splitlines()) <= 76


def test_the_word_count_counts_the_copy_and_nothing_else(quoted):
    counted = int(re.search(r"^WORDS: (\d+)$", rendered(quoted, "txt"), re.MULTILINE)[1])
    copy = [paragraph.text for paragraph in quoted.paragraphs]
    copy += [words for slot in quoted.slots for words in (slot.attribution, *slot.printed) if slot.filled]
    assert counted == sum(len(re.findall(r"\S*\w\S*", words)) for words in copy)


@pytest.mark.parametrize("name", ["md", "txt", "html"])
def test_a_gap_says_whom_to_ask_and_what_and_whether_it_must_be_filled(north_wales, name):
    text = " ".join(re.sub(r"<[^>]+>", " ", rendered(north_wales, name)).split())
    assert re.search(r"GAP: REQUIRED QUOTE", text, re.IGNORECASE)
    assert "North Wales Police press office" in text
    assert "The force must have its say before this runs." in text


def test_a_filled_quote_is_printed_as_given_and_its_gap_is_gone(quoted):
    text = rendered(quoted, "txt")
    text = " ".join(text.split())
    assert "Inspector Ada Example, of North Wales Police, said: “We take every report seriously." in text
    assert f"{HOSTILE}”" in text
    assert "REQUIRED" not in text


def test_paraphrases_set_a_quote_up_and_come_back_as_second_thoughts(quoted):
    text = " ".join(rendered(quoted, "txt").split())
    setup = text.index("The Sample Trust says people need to be believed.")
    quote = text.index("“It is a start.”")
    assert setup < quote < text.index("Mr Sample added that courts should sit sooner.")


def test_hostile_words_do_nothing_on_the_page(quoted):
    page = rendered(quoted, "html")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'")


def test_hostile_words_are_no_markup_in_markdown(quoted):
    assert r"\<script\>" in rendered(quoted, "md")


@pytest.mark.parametrize("name", ["md", "txt", "html"])
def test_the_working_of_the_charging_rate_is_shown(north_wales, name):
    assert "100 × 172 / 4,633 = " in " ".join(re.sub(r"<[^>]+>", "", rendered(north_wales, name)).split())
    assert "3.7125" in rendered(north_wales, name)


def test_every_claim_on_the_page_can_be_reached_with_the_keyboard_and_has_its_working(north_wales):
    page = rendered(north_wales, "html")
    spans = re.findall(r'<span class="claim" tabindex="0" aria-describedby="why-([^"]+)">', page)
    assert set(spans) <= set(re.findall(r'class="why" id="why-([^"]+)"', page))
    assert {claim.id for claim in north_wales.claims} == set(spans)


def test_ids_on_the_page_are_unique(north_wales):
    ids = re.findall(r'\bid="([^"]+)"', rendered(north_wales, "html"))
    assert len(ids) == len(set(ids))


def test_the_page_brings_nothing_from_outside(north_wales):
    page = rendered(north_wales, "html")
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "@import" not in page
    assert "url(" not in page


def test_an_unknown_format_is_answered_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match=r"no format 'htm'.*Did you mean html"):
        exporters_named(["htm"])


def test_facts_csv_has_a_row_for_every_fact_and_the_warning_above_all_and_in_every_row(sample_drafts):
    drafts = [sample_drafts["north-wales"], sample_drafts["kent"]]
    head, *rows = csv.reader(io.StringIO(facts_csv(drafts).decode("utf-8-sig"), newline=""))
    assert len(rows) == sum(len(draft.facts) for draft in drafts)
    assert {row[0] for row in (head, *rows)} == {drafts[0].warning}
    assert {len(row) for row in (head, *rows)} == {len(HEADINGS)}


@pytest.mark.parametrize(
    "words", ["=1+1", "+cmd", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1"]
)
def test_no_cell_acts_as_a_formula(words):
    assert inert(words) == f"'{words}"


@pytest.mark.parametrize("words", ["-12", "-0.5", "12", "harassment", "3.7125", "-1e-05"])
def test_a_plain_number_stays_a_number(words):
    assert inert(words) == words


def test_working_lists_each_phrase_of_the_copy_once(north_wales):
    printed = [(line.claim.printed, line.claim.all_facts) for line in working(north_wales).lines]
    assert len(printed) == len(set(printed))
    assert "172" in [words for words, _ in printed]
