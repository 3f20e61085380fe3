"""The page of a release as an editor meets it: in a real browser, wide and narrow, by keyboard and without scripts."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from generator.export import exporters_named
from generator.findings.show.survey import survey
from generator.findings.show.tree import findings_files
from generator.output import write_batch, write_files
from tests.generator.test_review_page import CONTRAST


@pytest.fixture(scope="module")
def folder(sample, sample_drafts, tmp_path_factory) -> Path:
    """A release's folder with one draft, and the findings written beside it."""
    out = tmp_path_factory.mktemp("findings")
    write_batch([sample_drafts["north-wales"]], [], out, exporters_named(["html", "json"]), "sample")
    write_files(findings_files(survey(sample), out / "sample"), out, "sample")
    write_batch([sample_drafts["north-wales"]], [], out, exporters_named(["html", "json"]), "sample")
    return out / "sample"


@pytest.fixture(scope="module")
def browser():
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    assert found, "The tests of the pages need a browser: make browser installs Debian's chromium."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, folder):
    """Open the page in a window of some width."""
    contexts = []

    def open_page(width: int = 1280, name: str = "findings.html", **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto((folder / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def seen(page: Page) -> int:
    return page.locator(".card:visible").count()


def test_the_page_narrows_by_words_force_offence_and_kind(opened):
    page = opened()
    page.get_by_role("searchbox", name="Find").fill("north wales harassment")
    texts = page.locator(".card:visible h3").all_inner_texts()
    assert texts
    assert all("arassment" in text and "North Wales" in text for text in texts)
    assert page.locator(".area:visible h2").all_inner_texts() == ["North Wales Police"]
    page.get_by_role("searchbox", name="Find").fill("")
    page.get_by_label("Force", exact=True).select_option(label="Kent Police")
    assert page.locator(".area:visible h2").all_inner_texts() == ["Kent Police"]
    page.get_by_label("Force", exact=True).select_option("")
    page.get_by_label("Offence", exact=True).select_option("shoplifting")
    page.get_by_label("Kind", exact=True).select_option("change")
    count = seen(page)
    assert count > 0
    assert page.locator("#shown").inner_text().startswith(f"{count} of ")
    page.get_by_role("searchbox", name="Find").fill("nothing like it")
    assert page.get_by_text("No line answers to that.").is_visible()


def test_more_lines_of_a_force_are_one_click_or_key_away(opened):
    page = opened()
    fold = page.locator(".more").first
    before = seen(page)
    fold.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert seen(page) == before + fold.locator(".card").count()


def test_what_is_found_in_a_fold_is_shown_and_folded_away_after(opened):
    page = opened()
    hidden = page.locator(".more .card").first
    area = hidden.evaluate("one => one.closest('.area').querySelector('h2').textContent")
    assert not hidden.is_visible()
    page.get_by_label("Force", exact=True).select_option(label=area)
    assert hidden.is_visible()
    page.get_by_label("Force", exact=True).select_option("")
    assert not hidden.is_visible()


def test_a_link_to_a_line_in_a_fold_opens_it(opened, folder):
    page = opened()
    line = page.locator(".more .card").first.get_attribute("id")
    page.goto(f"{(folder / 'findings.html').as_uri()}#{line}")
    page.reload()
    assert page.locator(f'[id="{line}"]').is_visible()


def test_the_keyboard_reaches_the_search_and_everything_has_a_name(opened):
    page = opened()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "filter"
    nameless = page.evaluate("""() => [...document.querySelectorAll('input, select, summary, a, svg[role=img]')]
      .filter((one) => !(one.labels && one.labels.length) && !one.getAttribute('aria-label') && !one.textContent.trim())
      .map((one) => one.outerHTML.slice(0, 80))""")
    assert nameless == []


def test_headings_never_skip_a_level(opened):
    levels = opened().evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_chart_says_what_it_shows_and_its_figures_stand_in_a_table(opened):
    page = opened()
    page.get_by_role("searchbox", name="Find").fill("greater manchester")
    card = page.locator(".card:visible").first
    said = card.locator("svg[role=img]").get_attribute("aria-label")
    assert said.startswith("Line chart of ")
    assert "Greater Manchester Police, recorded cases, years ending in the same quarter." in said
    assert "2 years without a figure." in said
    card.locator(".working summary").click()
    row = card.locator("tr").filter(has_text="2020")
    assert "not complete" in row.inner_text()


def test_a_line_leads_to_the_draft_of_its_story_and_the_index_to_the_page(opened):
    page = opened(name="index.html")
    page.get_by_role("link", name="findings.html").click()
    page.get_by_role("link", name="Read the draft: harassment, North Wales Police").click()
    assert "North Wales" in page.locator("h1").inner_text()


def test_without_scripts_the_page_is_whole(opened):
    page = opened(java_script_enabled=False)
    assert seen(page) > 100
    assert not page.locator(".find").is_visible()


def test_the_page_obeys_its_own_policy_and_asks_for_nothing(browser, folder):
    page = browser.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "findings.html").as_uri())
    page.close()
    assert complaints == []
    assert len(asked) == 1


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_no_width_makes_the_page_scroll_sideways(opened, width):
    page = opened(width)
    page.evaluate("document.querySelectorAll('.area:nth-of-type(-n+6) details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(opened, scheme):
    page = opened(color_scheme=scheme)
    page.get_by_label("Force", exact=True).select_option(label="Dyfed-Powys Police")
    assert page.evaluate(CONTRAST) == []


def test_on_paper_the_warning_and_the_lines_are_there_and_the_tools_are_not(opened):
    page = opened()
    page.emulate_media(media="print")
    assert page.locator(".warning").is_visible()
    assert page.locator(".card h3").first.is_visible()
    assert not page.locator(".find").is_visible()
    assert not page.locator(".areas").is_visible()
