"""The pages as an editor meets them: in a real browser, wide and narrow, by mouse, keyboard and without scripts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from generator.export import exporters_named
from generator.output import write_batch

WORKING_OF_THE_RATE = "100 × 172 / 4,633"


@pytest.fixture(scope="module")
def pages(sample_drafts, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("pages")
    return write_batch(list(sample_drafts.values()), [], out, exporters_named(["html", "json"]), "sample").folder


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
def opened(browser, pages):
    """Open a page of the tree in a window of some width."""
    contexts = []

    def open_page(name: str, width: int = 1400, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto((pages / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def rate(page: Page):
    return page.locator("#charged .claim").filter(has_text="3.7 per cent").first


def test_working_appears_when_a_figure_is_pointed_at_and_goes_when_it_is_not(opened):
    page = opened("north-wales/harassment.html")
    working = rate(page).locator("> .why")
    assert not working.is_visible()
    rate(page).hover(position={"x": 5, "y": 5})
    assert working.is_visible()
    assert WORKING_OF_THE_RATE in working.inner_text()
    page.mouse.move(1, 1)
    assert not working.is_visible()


def test_working_appears_on_keyboard_focus_and_escape_puts_it_away(opened):
    page = opened("north-wales/harassment.html")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#charged .claim:nth-of-type(2)')"):
            break
    focused = page.locator(".claim:focus > .why")
    assert focused.is_visible()
    assert WORKING_OF_THE_RATE in focused.inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".claim:focus").count() == 0


def test_nothing_moves_when_working_appears(opened):
    page = opened("north-wales/harassment.html")
    place = "document.querySelector('#support').getBoundingClientRect().top + window.scrollY"
    before = page.evaluate(place)
    rate(page).focus()
    assert page.evaluate(place) == before


def test_the_page_works_without_scripts(opened):
    page = opened("north-wales/harassment.html", java_script_enabled=False)
    rate(page).hover(position={"x": 5, "y": 5})
    assert rate(page).locator("> .why").is_visible()


def test_the_page_obeys_its_own_policy(browser, pages):
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for name in ("index.html", "north-wales/harassment.html"):
        page.goto((pages / name).as_uri())
    page.close()
    assert complaints == []


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("name", ["index.html", "devon-and-cornwall/harassment.html"])
def test_no_width_makes_the_page_scroll_sideways(opened, name, width):
    page = opened(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_the_warning_and_the_copy_are_there_and_the_tools_are_not(opened):
    page = opened("north-wales/harassment.html")
    page.emulate_media(media="print")
    assert page.locator(".warning").is_visible()
    assert page.locator("#intro").is_visible()
    assert not page.locator(".side").is_visible()
    rate(page).focus()
    assert not rate(page).locator("> .why").is_visible()


def test_the_index_narrows_to_what_is_typed(opened):
    page = opened("index.html")
    assert page.locator("tbody tr:visible").count() == 43
    page.get_by_label("Find").fill("north wales")
    assert page.locator("tbody tr:visible").all_inner_texts()[0].startswith("North Wales Police")
    assert page.locator("tbody tr:visible").count() == 1
    assert page.locator("#shown").inner_text() == "1 of 43"


def test_the_index_sorts_by_a_column_both_ways(opened):
    page = opened("index.html")
    first = page.locator("tbody tr th").first
    page.get_by_role("button", name="Force").click()
    page.get_by_role("button", name="Force").click()
    assert first.inner_text() == "Wiltshire Police"


def test_the_index_leads_to_the_draft(opened):
    page = opened("index.html")
    page.get_by_role("link", name="North Wales Police", exact=True).click()
    assert "North Wales" in page.locator("h1").inner_text()


def test_without_scripts_the_index_is_whole(opened):
    page = opened("index.html", java_script_enabled=False)
    assert page.locator("tbody tr:visible").count() == 43
    assert not page.locator(".find").is_visible()
