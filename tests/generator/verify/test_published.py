"""Reading published words back: the same passages from every format, and from what editors make of them."""

from __future__ import annotations

import contextlib
import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fetch.release import Release
from generator.draft import Box, Draft, Paragraph
from generator.export import exporters
from generator.newsroom import draft_batch, find_areas, read_quotes
from generator.verify.errors import VerifyError
from generator.verify.published import Published, read_pasted, read_published

STYLES = ("news", "tabloid", "wire", "broadsheet")
JUDGED = ("headline", "standfirst", "social", "body", "box", "quote", "note")
BANK = """\
[[quote]]
slot = "expert"
speaker = "Ada Example"
pronoun = "she"
role = "head of policy"
organisation = "Example Trust"
first = "Ada Example, head of policy at the Example Trust"
later = "Ms Example"
date = 2024-01-20
until = 2099-03-01
text = '''
Reports rose by 40 per cent in a year.

They are never "just banter".

They must be taken seriously.'''
paraphrases = ["forces should treat every report alike", "court dates must come sooner"]
"""


def exported(draft: Draft, form: str) -> str:
    return exporters()[form].render(draft).decode()


def words(published: Published, *parts: str) -> list[str]:
    return [passage.text for passage in published.passages if passage.part in parts]


def texts_by_part(published: Published) -> dict[str, list[str]]:
    # Plain text prints the title of a box in capitals.
    return {part: [text.casefold() if part == "box" else text for text in words(published, part)] for part in JUDGED}


def judged(published: Published) -> list[tuple[str, str]]:
    return [(passage.part, passage.text) for passage in published.passages if passage.part != "frame"]


@pytest.fixture
def read(tmp_path: Path):
    """Write words to a file and read them back; the name tells the format."""

    def reading(content: str | bytes, name: str = "harassment.txt") -> Published:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_published(path)

    return reading


@pytest.fixture(scope="module")
def north_wales(sample_drafts: dict[str, Draft]) -> Draft:
    return sample_drafts["north-wales"]


@pytest.fixture(scope="module", params=STYLES)
def quoted_drafts(request: pytest.FixtureRequest, sample: Release, tmp_path_factory: pytest.TempPathFactory):
    """Drafts in one style, with a quote of three paragraphs: of all 43 forces in the first, of some in the others."""
    path = tmp_path_factory.mktemp("bank") / "quotes.toml"
    path.write_text(BANK, encoding="utf-8")
    bank = read_quotes(path, None)
    forces = (
        find_areas(()) if request.param == STYLES[0] else find_areas(["metropolitan-police", "kent", "north-wales"])
    )
    return draft_batch(sample, "harassment", forces, style_name=request.param, bank=bank).drafts


# ---- the same draft in three formats ----


def test_every_format_of_a_draft_reads_the_same_for_every_force_and_style(quoted_drafts, read):
    for draft in quoted_drafts:
        plain, *others = (read(exported(draft, form), f"draft.{form}") for form in ("txt", "md", "html"))
        for other in others:
            assert texts_by_part(other) == texts_by_part(plain), (draft.area.slug, other.form)
            assert (other.sample, other.release, other.force) == (plain.sample, plain.release, plain.force)


def test_what_is_read_is_what_the_draft_holds(sample_drafts, read):
    for draft in sample_drafts.values():
        page = texts_by_part(read(exported(draft, "html"), "draft.html"))
        assert page["headline"] == [headline.text for headline in draft.headlines]
        assert page["standfirst"] == [draft.standfirst.text]
        assert page["social"] == [draft.social.text]
        assert page["body"] == [block.text for block in draft.body if isinstance(block, Paragraph)]
        assert len(page["box"]) == sum(1 + len(block.lines) for block in draft.body if isinstance(block, Box))
        assert page["note"] == [slot.ask for slot in draft.slots] + [note.text for note in draft.notes]


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_a_draft_says_whose_it_is_and_that_its_figures_are_invented(north_wales, read, form):
    published = read(exported(north_wales, form), f"draft.{form}")
    assert published.form == form
    assert published.sample
    assert published.release == "sample"
    assert published.force == "North Wales Police"


def test_a_force_goes_by_one_name_whatever_the_style_calls_it(quoted_drafts, read):
    met = next(draft for draft in quoted_drafts if draft.area.slug == "metropolitan-police")
    assert {read(exported(met, form), f"met.{form}").force for form in ("txt", "md", "html")} == {"the Met Police"}


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_a_passage_is_found_at_its_line(north_wales, read, form):
    text = exported(north_wales, form)
    for passage in read(text, f"draft.{form}").passages:
        line = text.split("\n")[passage.line - 1]
        if form != "html" and passage.part != "frame":
            line = re.sub(r"[*\\]", "", line)
            assert passage.text[:20].casefold() in line.casefold()
        else:
            assert line.strip()


def test_a_multi_paragraph_quote_is_the_speakers_but_for_the_paragraph_that_names_her(quoted_drafts, read):
    published = read(exported(quoted_drafts[0], "txt"))
    assert [re.sub("[\"'“”‘’]", "", text) for text in words(published, "quote")] == [
        "They are never just banter.",
        "They must be taken seriously.",
    ]
    assert any("40 per cent in a year" in text and text.startswith("Ada Example") for text in words(published, "body"))


# ---- as edited ----


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    width=st.integers(40, 400), hyphens=st.booleans(), ending=st.sampled_from(["\n", "\r\n", "\r"]), bom=st.booleans()
)
def test_lines_may_be_wrapped_again_at_any_width(north_wales, read, width, hyphens, ending, bom):
    text = exported(north_wales, "txt")
    before, copy, after = text.split("-" * 76)
    paragraphs = [" ".join(paragraph.split()) for paragraph in copy.split("\n\n") if "HELP\n" not in paragraph]
    again = "\n\n".join(
        textwrap.fill(one, width, break_on_hyphens=hyphens, break_long_words=False) for one in paragraphs
    )
    edited = f"{before}{'-' * 76}\n\n{again}\n\n{'-' * 76}{after}".replace("\n", ending)
    published = read(("\ufeff" if bom else "").encode() + edited.encode())
    assert words(published, "body") == words(read(text), "body")
    assert words(published, "note") == words(read(text), "note")


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_an_added_paragraph_is_read_wherever_it_stands(north_wales, read, form):
    added = "Burglary rose by 900 per cent, the force said."
    paragraph = f"<p>{added}</p>" if form == "html" else added
    text = exported(north_wales, form)
    pieces = re.split(r"(?<=>)\n(?=<(?:p|section|aside|div|h1)\b)" if form == "html" else r"\n\n", text)
    for at in range(1, len(pieces) + 1):
        glue = "\n" if form == "html" else "\n\n"
        if form == "html" and pieces[at - 1].rstrip().endswith("</html>"):
            continue
        edited = glue.join([*pieces[:at], paragraph, *pieces[at:]])
        found = [passage for passage in read(edited, f"draft.{form}").passages if passage.text == added]
        assert found, f"after {pieces[at - 1][-200:]!r}"
        assert all(passage.part != "frame" for passage in found), f"after {pieces[at - 1][-200:]!r}"


@pytest.mark.parametrize(
    ("form", "notes"),
    [("txt", "ends\n"), ("md", "---\n"), ("html", '<div class="notes"')],
)
def test_a_draft_without_its_notes_keeps_its_copy(north_wales, read, form, notes):
    text = exported(north_wales, form)
    cut = read(text[: text.index(notes)], f"draft.{form}")
    assert cut.form == form
    assert words(cut, "standfirst", "body", "box") == words(read(text, f"draft.{form}"), "standfirst", "body", "box")


def test_text_without_its_head_loses_no_paragraph(north_wales, read):
    text = exported(north_wales, "txt")
    published = read(text[text.index("-" * 76) :])
    assert words(published, "body") == words(read(text), "body")


def test_words_beside_a_gap_are_copy(read):
    published = read(
        "HEADLINES\n1. Cases rise\n\nBefore it. [GAP: OPTIONAL QUOTE\n Ask: Why have\n reports fallen? Why:\n"
        " It matters.] Cases rose to 90.\n"
    )
    assert judged(published)[1:] == [
        ("body", "Before it."),
        ("note", "Why have reports fallen?"),
        ("body", "Cases rose to 90."),
    ]


def test_a_gap_that_is_never_closed_ends_with_its_paragraph(read):
    published = read("[GAP: REQUIRED QUOTE\n From: Kent Police\n Ask: Why?\n\nCases rose to 90 in Kent.\n")
    assert judged(published) == [("note", "Why?"), ("body", "Cases rose to 90 in Kent.")]


def test_headlines_may_lose_their_numbers_and_lengths(read):
    published = read(
        "HEADLINES\nHarassment down 14%\nCharges fall in\n   North Wales\n\nSOCIAL\nDown 14%.\n\nCases fell.\n"
    )
    assert judged(published) == [
        ("headline", "Harassment down 14%"),
        ("headline", "Charges fall in North Wales"),
        ("social", "Down 14%."),
        ("body", "Cases fell."),
    ]


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_headline_changed_in_one_place_only_is_read_in_both(north_wales, read, form):
    opened = "# North" if form == "md" else "<h1>North"
    edited = exported(north_wales, form).replace(opened, opened.replace("North", "South"), 1)
    headlines = words(read(edited, f"draft.{form}"), "headline")
    assert {"South Wales harassment reports down 14%", "North Wales harassment reports down 14%"} <= set(headlines)


def test_the_title_in_the_browsers_tab_is_a_headline_once_it_says_something_else(north_wales, read):
    text = exported(north_wales, "html")
    edited = re.sub(r"<title>.*?</title>", "<title>Harassment up 14% in North Wales | North Wales Police</title>", text)
    assert words(read(edited, "a.html"), "headline")[0] == "Harassment up 14% in North Wales"
    assert len(words(read(text, "b.html"), "headline")) == 3


def test_a_figure_added_to_the_line_on_automation_is_judged(north_wales, read):
    edited = exported(north_wales, "md").replace("by a journalist.*", "by a journalist. Cases rose to 9,000.*")
    assert any("9,000" in text for text in words(read(edited, "a.md"), "body"))


# ---- quotation marks ----

A_QUOTE = [
    "“We take every report seriously.”",
    '"We take every report seriously."',
    "‘We don’t take the forces’ word for it.’",
    "'We don't take the forces' word for it.'",
    '"She said "no" twice."',
    "“He told us ‘no’.”",
]
NO_QUOTE = [
    "“Enough,” said the chief constable, “is enough.”",
    "'Enough,' said the chief constable, 'is enough.'",
    '"Enough" said the chief constable. Cases rose to 90.',
    "The force called it “a fall”.",
    "“Cases rose to 90 in Kent.",
    "'Shocking' rise in the forces' cases",
]


@pytest.mark.parametrize("text", A_QUOTE)
def test_a_paragraph_within_quotation_marks_is_a_quote(text):
    assert judged(read_pasted(f"Cases fell to 80.\n\n{text}\n\nCases had risen.\n", "-"))[1] == ("quote", text)


@pytest.mark.parametrize("text", NO_QUOTE)
def test_a_paragraph_that_holds_words_of_ours_is_body(text):
    assert judged(read_pasted(f"Cases fell to 80.\n\n{text}\n\nCases had risen.\n", "-"))[1] == ("body", text)


def test_a_quote_whose_last_mark_is_missing_is_judged_with_what_follows():
    published = read_pasted("Cases fell.\n\n“We know.\n\n“We care.\n\nCases had risen to 90.\n", "-")
    assert words(published, "quote") == []


def test_a_quote_may_end_in_the_paragraph_that_names_its_speaker():
    published = read_pasted("Cases fell.\n\n“We know.\n\n“We care.\n\n“We act,” said PC Lee.\n", "-")
    assert words(published, "quote") == ["“We know.", "“We care."]


# ---- Markdown ----


def test_markdown_is_read_as_it_shows():
    published = read_pasted(
        "# Harassment _down_ 14%\n\n*How many\ncases, and what for*\n\nPolice **recorded** [4,633 cases](https://a.uk/x_(y)),"
        " `down`\nfrom 5\\*397 &amp; more, ~~far~~ fewer[^1].<!-- 9,999\n\n -->\n\n2014\\. It began\\\nthen. A"
        " snake_case_word stays.\n\nCrosshead\n---------\n\n- one\n- two\n  more\n\n| Year | Cases |"
        "\n|---|---|\n| 2014 | 951 |\n\n[home]: https://a.uk\n",
        "-",
    )
    assert judged(published) == [
        ("headline", "Harassment down 14%"),
        ("standfirst", "How many cases, and what for"),
        ("body", "Police recorded 4,633 cases, down from 5*397 & more, fewer."),
        ("body", "2014. It began then. A snake_case_word stays."),
        ("body", "Crosshead"),
        ("body", "one"),
        ("body", "two more"),
        ("body", "Year | Cases"),
        ("body", "2014 | 951"),
    ]


def test_a_dash_at_the_start_of_a_wrapped_line_opens_no_list(read):
    published = read("# A\n\nThere were 172, or 3.7 per cent\n- about the same as the year before.\n", "a.md")
    assert words(published, "body") == ["There were 172, or 3.7 per cent - about the same as the year before."]


def test_a_box_and_a_gap_may_lose_their_blank_lines(read):
    published = read(
        "> **GAP: required quote.** From: Kent Police\n> **Ask:** Why have reports fallen?\n> **Why:** It must.\n\n"
        "> **Where to find help**\n> Victim Support: call 0808 1689 111.\n\nCases fell to 80.\n",
        "a.md",
    )
    assert judged(published) == [
        ("note", "Why have reports fallen?"),
        ("box", "Where to find help"),
        ("box", "Victim Support: call 0808 1689 111."),
        ("body", "Cases fell to 80."),
    ]


# ---- HTML ----


def test_a_fragment_from_a_content_system_is_read_by_its_elements():
    published = read_pasted(
        "<h1>Harassment\n down</h1><p>Police recorded <b>4,633</b> cases<sup>1</sup>,&nbsp;down from 5,397<br>a year"
        " before.<h2>Why</h2><ul><li>One<li>Two</ul><blockquote><p>We care about all 80.</p></blockquote>"
        "<p>He said <q>no</q>.</p><p hidden>9</p><p style='display: none'>9<p>A <del>5</del> 6<script>var a = '<p>9';"
        "</script><table><tr><th>Year<td>951</table><img alt='Cases by year' src=a.png>",
        "standard input",
    )
    assert published.form == "pasted"
    assert published.source == "standard input"
    assert judged(published) == [
        ("headline", "Harassment down"),
        ("body", "Police recorded 4,633 cases, down from 5,397 a year before."),
        ("body", "Why"),
        ("body", "One"),
        ("body", "Two"),
        ("quote", "We care about all 80."),
        ("body", "He said “no”."),
        ("body", "A 6"),
        ("body", "Year | 951"),
        ("body", "Cases by year"),
    ]


def test_the_working_never_leaks_into_the_words(sample_drafts, read):
    for draft in list(sample_drafts.values())[:8]:
        said = " ".join(text for _, text in judged(read(exported(draft, "html"), "draft.html")))
        assert "cells of the table" not in said
        assert "j2, line" not in said


def test_a_lost_end_tag_never_swallows_copy(north_wales, read):
    """Any end tag of the copy may be lost: each paragraph's own words are still read, or the loss is reported."""
    text = exported(north_wales, "html")
    start, end = text.index("<article"), text.index("</article>") + len("</article>")
    expected = words(read(text, "draft.html"), "body")
    for tag in re.finditer(r"</(?:p|h1|h2|section|aside|article)>", text[start:end]):
        edited = text[: start + tag.start()] + text[start + tag.end() :]
        found = " ".join(text for _, text in judged(read(edited, "draft.html")))
        assert [one for one in expected if one not in found] == [], tag[0]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 10_000))
def test_a_lost_span_hides_no_more_than_its_paragraph(north_wales, read, which):
    text = exported(north_wales, "html")
    start, end = text.index("<article"), text.index("</article>")
    spans = list(re.finditer(r"</?span[^>]*>", text[start:end]))
    tag = spans[which % len(spans)]
    published = read(text[: start + tag.start()] + text[start + tag.end() :], "draft.html")
    expected = words(read(text, "draft.html"), "body")
    missing = [one for one in expected if one not in words(published, "body")]
    assert len(missing) <= 1


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("<p>One\n<script>var a;\n<p>Two", "line 2: this <script>"),
        ("<p>One\n\n<!-- to do <p>Two", "line 3: this comment"),
        ("<p>One<div hidden>\n<p>Two", "line 1: this <div>"),
        ("<nav><p>One\n<p>Two", "line 1: this <nav>"),
        ('<p>One<p class="a>Two</p>\n<p class="b">Three</p>', "line 1: this <p>"),
    ],
)
def test_what_would_hide_the_rest_of_a_page_is_refused_with_its_line(read, page, what):
    with pytest.raises(VerifyError, match=re.escape(what)):
        read(page, "a.html")


def test_a_lost_end_of_the_page_header_is_reported(north_wales, read):
    with pytest.raises(VerifyError, match="<header> is never closed"):
        read(exported(north_wales, "html").replace("</header>", ""), "draft.html")


# ---- pasted words ----


def test_pasted_paragraphs_are_body_beneath_a_headline():
    published = read_pasted(
        "Harassment falls in Kent\nBy A Reporter, who covers the courts of Kent in\nthe newsroom.\n\nCases fell to 80.",
        "-",
    )
    assert published.form == "pasted"
    assert (published.sample, published.release, published.force) == (False, "", "")
    assert judged(published) == [
        ("headline", "Harassment falls in Kent"),
        ("body", "By A Reporter, who covers the courts of Kent in the newsroom."),
        ("body", "Cases fell to 80."),
    ]


def test_pasted_lines_without_blanks_between_them_are_paragraphs():
    published = read_pasted("Cases fell to 80.\nThey had been 90.\nThe force was asked.\n", "-")
    assert [text for _, text in judged(published)] == ["Cases fell to 80.", "They had been 90.", "The force was asked."]


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_a_whole_draft_pasted_is_known_for_one(north_wales, read, form):
    text = exported(north_wales, form)
    pasted = read_pasted(text, "standard input")
    assert pasted.form == form
    assert pasted.passages == read(text, f"draft.{form}").passages


def test_a_year_span_broken_at_its_hyphen_is_whole_again():
    published = read_pasted(
        "Cases were the highest since 2002-\n03 in Kent, a two-\nor threefold rise,\na well-\nknown one.\n", "-"
    )
    assert words(published, "body") == [
        "Cases were the highest since 2002-03 in Kent, a two- or threefold rise, a well-known one."
    ]


def test_blanks_of_every_kind_are_folded_and_marks_without_room_dropped():
    assert words(read_pasted("Cases\u00a0fell to 4\u200b,633\u2009cases\u00ad.", "-"), "body") == [
        "Cases fell to 4,633 cases."
    ]


# ---- what cannot be read ----


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"Fell by 14%\nto \xa34,633", "a.txt", "line 2: this is not UTF-8 text"),
        ("Fell".encode("utf-16"), "a.md", "line 1: this is not UTF-8 text"),
        (b"Fell by 14%\n\0", "a.txt", "line 2: a NUL byte"),
        (b"a" * 5_000_000, "a.txt", "5 MB or more"),
        (b"", "a.md", "holds no words"),
        (b" \n\r\n\xef\xbb\xbf", "a.txt", "holds no words"),
        (b"<script>var a;</script>", "a.html", "holds no words"),
        (b"PK", "a.docx", "only .txt, .md"),
        (b"PK", "draft", "only .txt, .md"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(read, content, name, says):
    with pytest.raises(VerifyError, match=re.escape(says)) as error:
        read(content, name)
    assert name in str(error.value)
    assert "\n" not in str(error.value)


def test_folders_and_missing_files_are_named(tmp_path):
    (tmp_path / "kent.md").mkdir()
    with pytest.raises(VerifyError, match=r"kent\.md is a folder"):
        read_published(tmp_path / "kent.md")
    with pytest.raises(VerifyError, match=r"gone\.txt cannot be read \(no such file"):
        read_published(tmp_path / "gone.txt")


ODD_PIECES = [
    *("<p>", "</p>", '<span class="why">', "</span>", "<q>", "</q>", "<td>", "<!--", "-->", "<script>", "</script>"),
    *("<div hidden>", "</div>", "<svg>", "<title>", "</title>", "</svg>", "<", ">", "&amp;", "[GAP: a", "]", "Ask: b"),
    *("\n", "\n\n", "> ", "# ", "**", "*", "- ", "1. ", "|", "`", "\\", "---\n", "HEADLINES\n", "\ue000"),
    *("“", "”", '"', "'", "Cases", " fell."),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(ODD_PIECES)).map("".join))
def test_no_text_is_too_odd_to_read_or_refuse(text):
    for source in (text, f"<p>a</p>{text}", f"# a\n\n{text}"):
        with contextlib.suppress(VerifyError):
            for passage in read_pasted(source, "-").passages:
                assert passage.text
                assert passage.text == " ".join(passage.text.split())
