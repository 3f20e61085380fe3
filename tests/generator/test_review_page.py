"""The pages as an editor meets them: in a real browser, wide and narrow, by mouse, keyboard and without scripts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from generator.draft import Declined
from generator.export import exporters_named
from generator.output import write_batch
from tests.generator.drafts import a_draft

WORKING_OF_THE_RATE = "100 × 172 / 4,633"


@pytest.fixture(scope="module")
def pages(sample_drafts, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("pages")
    return write_batch(list(sample_drafts.values()), [], out, exporters_named(["html", "json"]), "sample").folder


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A tree with the draft built by hand, and a force that was declined."""
    out = tmp_path_factory.mktemp("built")
    declined = [Declined("kent", "Kent Police", "harassment", "Kent Police did not provide its figures.")]
    return write_batch([a_draft()], declined, out, exporters_named(["html"]), "sample").folder


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

    def open_page(name: str, width: int = 1400, folder: Path = pages, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto((folder / name).as_uri())
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


# What makes a page kind to its reader

CONTRAST = """() => {
  const parse = (text) => { const m = text.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const light = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (one) => {
    for (let up = one; up; up = up.parentElement) {
      const colour = parse(getComputedStyle(up).backgroundColor);
      if (colour[3] === 1) { return colour; }
    }
    return [255, 255, 255, 1];
  };
  const poor = [];
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  document.querySelectorAll("body *").forEach((one) => {
    const words = [...one.childNodes].filter((n) => n.nodeType === 3 && n.textContent.trim());
    if (!words.length || ["SCRIPT", "STYLE"].includes(one.tagName) || !one.getClientRects().length) { return; }
    const style = getComputedStyle(one), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const [high, low] = [light(parse(style.color)), light(behind(one))].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < (large ? 3 : 4.5)) { poor.push(`${ratio.toFixed(2)}: ${one.className || one.tagName}`); }
  });
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "north-wales/harassment.html"])
def test_words_stand_out_from_what_is_behind_them(opened, built, name, scheme):
    page = opened(name, folder=built, color_scheme=scheme)
    if name != "index.html":
        page.locator("#charged .claim").last.focus()
    assert page.evaluate(CONTRAST) == []


def test_a_phrase_within_a_phrase_shows_its_own_working_when_pointed_at(opened, built):
    page = opened("north-wales/harassment.html", folder=built)
    page.locator("#scale .claim .claim").hover()
    box = page.locator("#why-scale\\.2").bounding_box()
    inside = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('.why').id", [box["x"] + 50, box["y"] + 30]
    )
    assert inside == "why-scale.2"


def test_what_is_pointed_at_goes_before_what_is_kept_open(opened):
    page = opened("north-wales/harassment.html")
    page.locator("#intro .claim").first.click()
    page.locator("#nation .claim").first.hover()
    box = page.locator("#nation .claim .why").first.bounding_box()
    seen = page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.claim').parentElement.id",
                         [box["x"] + 50, box["y"] + 30])  # fmt: skip
    assert seen == "nation"
    page.mouse.move(300, 5)
    assert page.locator("#intro .claim .why").first.is_visible()


def test_a_second_tap_closes_the_working(opened):
    page = opened("north-wales/harassment.html", 360, has_touch=True)
    phrase = page.locator("#nation .claim").first
    phrase.tap()
    assert phrase.locator("> .why").is_visible()
    phrase.tap()
    assert not phrase.locator("> .why").is_visible()


def test_on_a_telephone_the_working_does_not_cover_its_phrase(opened):
    page = opened("north-wales/harassment.html", 360)
    for phrase in page.locator(".copy p > .claim").all():
        phrase.focus()
        sheet = phrase.locator("> .why").bounding_box()
        # The sheet is a child of the phrase: its own first line is what must be seen.
        top = phrase.evaluate("one => one.getClientRects()[0].bottom")
        assert top <= sheet["y"]


def test_the_working_never_covers_the_warning(opened):
    page = opened("north-wales/harassment.html")
    page.locator("h1 .claim").focus()
    warning, drawer = page.locator(".warning").bounding_box(), page.locator("h1 .claim > .why").bounding_box()
    assert drawer["y"] >= warning["y"] + warning["height"]


def test_a_long_working_can_be_scrolled_with_the_keyboard(opened):
    page = opened("north-wales/harassment.html", 1400)
    page.set_viewport_size({"width": 1400, "height": 420})
    record = page.locator("#intro .claim").last
    record.focus()
    page.keyboard.press("Tab")
    drawer = record.locator("> .why")
    assert drawer.is_visible()
    page.keyboard.press("End")
    page.wait_for_function("one => one.scrollTop > 0", arg=drawer.element_handle())


def test_escape_puts_away_what_is_only_pointed_at(opened):
    page = opened("north-wales/harassment.html")
    rate(page).hover(position={"x": 5, "y": 5})
    page.keyboard.press("Escape")
    assert not rate(page).locator("> .why").is_visible()


def test_on_paper_the_notes_begin_a_new_page_under_the_warning(opened):
    page = opened("north-wales/harassment.html")
    page.emulate_media(media="print")
    assert page.locator(".notes").evaluate("one => getComputedStyle(one).breakBefore") == "page"
    assert page.locator(".notes .again").is_visible()
    assert page.locator(".notes .again").inner_text().startswith("ILLUSTRATIVE")


def test_the_index_shows_only_the_declined_when_asked_and_says_why(opened, built):
    page = opened("index.html", folder=built)
    page.get_by_label("Show").select_option("declined")
    (row,) = page.locator("tbody tr:visible").all_inner_texts()
    assert row.startswith("Kent Police")
    assert "did not provide its figures" in row


def test_the_index_says_so_when_nothing_answers(opened):
    page = opened("index.html")
    page.get_by_label("Find").fill("atlantis")
    assert page.locator("#none").is_visible()
    assert page.locator("#shown").inner_text() == "0 of 43"


def test_the_index_is_sorted_by_keyboard_by_the_number_of_gaps(opened):
    page = opened("index.html")
    page.get_by_role("button", name="Warnings").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort='descending']").inner_text().startswith("Warnings")
    assert "warned" in page.locator("tbody tr").first.get_attribute("class")
