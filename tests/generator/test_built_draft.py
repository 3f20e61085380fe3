"""Each format of a draft built by hand, read as copy; and words that try to be more than words."""

from __future__ import annotations

import csv
import html
import io
import re
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.draft import Claim, Draft, Paragraph, Run, Slot
from generator.export import exporters
from generator.export.md import escaped
from generator.facts_table import facts_csv, inert
from tests.generator.drafts import BODY, CLAIMS, FACTS, GOLDEN, WARNING, a_draft, fact

HOSTILE = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'> =1+1 ]]>{{ 7*7 }}"
# What names things rather than says them: ids, slugs and the like are ours.
NAMES = {
    "id",
    "slug",
    "story",
    "block",
    "kind",
    "claims",
    "facts",
    "measure",
    "unit",
    "area",
    "offence",
    "period",
    "rule",
}
NAMES |= {
    "inputs",
    "first",
    "last",
    "table",
    "row",
    "field",
    "basis",
    "release",
    "published",
    "seed",
    "status",
    "cells",
}


def rendered(draft: Draft, name: str) -> str:
    return exporters()[name].render(draft).decode()


def with_claim(claim: Claim, words: str, *facts: Any) -> Draft:
    """The draft with one paragraph more, whose words carry the claim."""
    block = Paragraph(id="more", runs=(Run("Also "), Run(words, (claim.id,)), Run(".")))
    return a_draft(body=(*BODY, block), claims=(*CLAIMS, claim), facts=(*FACTS, *facts))


@pytest.mark.parametrize("name", ["txt", "md"])
def test_a_draft_reads_as_its_golden_copy(name):
    assert rendered(a_draft(), name) == (GOLDEN / f"draft.{name}").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["txt", "md", "html"])
def test_a_draft_of_real_figures_carries_no_warning(name):
    real = rendered(a_draft(sample=False, warning=""), name)
    assert "ILLUSTRATIVE" not in real.upper()


def test_a_quote_of_several_paragraphs_stands_as_it_will_be_printed():
    assert (
        "Ada Example, who leads the Example Trust, said: “Reports are only part of it.\n\n"
        "“Most victims tell nobody, ‘not even a friend’.”\n"
    ) in rendered(a_draft(), "md")


def test_a_phrase_shows_the_sum_that_the_language_did_and_what_was_printed_from_it():
    text = " ".join(rendered(a_draft(), "txt").split())
    assert "100 × 172 / 4,633 = 3.71 per cent, printed as “just 3.7 per cent”" in text
    assert "4,633 / 951 = 4.87, printed as “almost five times as many as nine years earlier”" in text
    assert "4,633 / 365 days = 12.69 a day, printed as “an average of 13 every day”" in text


def test_a_leap_day_counts_among_the_days_of_its_year():
    leap = fact("recorded/2020", 732, period="2020-09")
    draft = with_claim(
        Claim(id="more.1", kind="per_day", facts=("recorded/2020",)), "an average of two every day", leap
    )
    assert "732 / 366 days = 2.00 a day" in rendered(draft, "txt")


def test_a_figure_that_is_missing_is_shown_with_the_reason_and_no_number():
    draft = with_claim(Claim(id="more.1", kind="count", facts=("stalking/2023",)), "an unknown number")
    for name in ("txt", "md", "html"):
        text = " ".join(re.sub("<[^>]+>", " ", rendered(draft, name)).split())
        assert "1 cell was not provided" in text
        assert "None" not in text


def test_a_record_names_its_year_in_full_and_lists_the_years_it_is_set_against():
    years = tuple(fact(f"recorded/{year}", 1000 + year, f"{year}", period=f"{year}-09") for year in range(2003, 2013))
    claim = Claim(id="more.1", kind="record", facts=("recorded/2023", *(one.id for one in years)))
    draft = with_claim(claim, "the highest in 11 years", *years)
    assert "against 10 others" in " ".join(rendered(draft, "txt").split())
    drawer = rendered(draft, "html").partition('id="why-more.1"')[2].partition("</p>")[0]
    assert "year to September 2007" in drawer
    assert "3,007" in drawer


def test_a_phrase_within_a_phrase_has_a_working_of_its_own():
    page = rendered(a_draft(), "html")
    outer = page.partition('aria-describedby="why-scale.1"')[2].partition('id="charged"')[0]
    assert outer.index('aria-describedby="why-scale.2"') < outer.index('id="why-scale.1"')
    assert page.count('id="why-scale.1"') == page.count('id="why-scale.2"') == 1


def test_the_review_page_shows_table_codes_quarters_cells_digest_and_caveats_of_a_figure():
    drawer = rendered(a_draft(), "html").partition('id="why-charged.2"')[2].partition("</p>")[0]
    text = " ".join(html.unescape(re.sub("<[^>]+>", " ", drawer)).split())
    assert "4 cells of the table “outcomes”: North Wales Police, offence 8L, outcome 1, 4 quarters" in text
    assert "October 2022 to September 2023" in text
    assert "0f1e2d3c4b5a6978" in text
    assert "exactly 3.712497" in text
    drawer = rendered(a_draft(), "html").partition('id="why-local.2"')[2].partition("</p>")[0]
    assert "From May 2023 such cases are counted differently." in drawer


def test_the_review_page_names_the_workbooks_with_their_hashes():
    page = rendered(a_draft(), "html")
    assert "ab" * 32 in page
    assert "tables.ods" in page


# Hostile words


def poisoned(value: Any, key: str = "") -> Any:
    """A document with every word of it made hostile, the names apart."""
    if isinstance(value, dict):
        return {name: poisoned(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, key) for one in value]
    return f"{value}{HOSTILE}" if isinstance(value, str) and key not in NAMES else value


class Elements(HTMLParser):
    """The names of a page's elements, and of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.fixture(scope="module")
def hostile() -> Draft:
    """The draft with hostile words in every place that holds words: names, quotes, notes, sources."""
    return msgspec.convert(poisoned(msgspec.to_builtins(a_draft())), Draft)


def test_hostile_words_add_no_element_and_no_handler_to_the_page(hostile):
    harmless, page = Elements(rendered(a_draft(), "html")), Elements(rendered(hostile, "html"))
    assert page.names == harmless.names
    assert page.attributes == harmless.attributes
    assert not any(name.startswith("on") for name in page.attributes)


def test_hostile_words_add_no_markup_to_markdown(hostile):
    shown = MarkdownIt("commonmark").render(rendered(hostile, "md"))
    assert Elements(shown).names.count("script") == 0
    assert Elements(shown).names.count("img") == 0
    assert "alert(1)" in shown


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(" #*_[]<>&|`~-+=1.)\\!"),
        max_size=40,
    )
)
def test_markdown_shows_words_as_they_are(words):
    shown = MarkdownIt("commonmark").render(escaped(words))
    plain = html.unescape(re.sub(r"</?p>", "", shown))
    assert plain.split() == words.split()


@given(st.text(max_size=30))
def test_no_cell_begins_as_a_formula_unless_it_is_a_plain_number(words):
    start = inert(words).lstrip(" ")
    assert start[:1] not in set("=+@\t\r\n")
    assert not start.startswith("-") or re.fullmatch(r"-[\d.e-]+", start)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12), min_size=1, max_size=4))
def test_words_in_facts_csv_come_back_as_they_were_but_for_the_mark_that_makes_them_inert(words):
    facts = tuple(fact(f"measure/{at}", at, how=one) for at, one in enumerate(words))
    table = facts_csv([a_draft(facts=facts)]).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(table, newline=""))
    assert [row[head.index("working")] for row in rows] == [inert(one) for one in words]


def test_the_warning_stands_above_the_headline_on_every_page_of_paper(tmp_path):
    page = rendered(a_draft(), "html")
    assert page.index(WARNING) < page.index("<h1>") < page.rindex(WARNING)
    assert '@page { @top-center { content: "ILLUSTRATIVE FIGURES' in page


def test_an_empty_optional_gap_is_marked_and_a_filled_one_is_not():
    filled = [block for block in BODY if isinstance(block, Slot) and block.filled]
    assert filled
    text = rendered(a_draft(), "txt")
    assert text.count("[GAP: ") == sum(isinstance(block, Slot) and not block.filled for block in BODY)
