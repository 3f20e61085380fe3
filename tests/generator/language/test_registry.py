"""Asking for a phrase: every kind in every style, and mistakes told in a journalist's words."""

from __future__ import annotations

import pytest

from generator.language import KINDS, PREDICATES, LanguageError, load_style, words
from generator.language.guide import EXAMPLES, PAGE, SETTINGS, page
from generator.language.style import Style
from tests.generator.language.builders import STYLES, cases, say


def test_every_phrase_has_words_in_every_style():
    for kind, (facts, asked) in EXAMPLES.items():
        for style in STYLES:
            for options in asked:
                text = words(kind, facts, options, load_style(style))
                assert text == words(kind, facts, options, load_style(style))
                assert "{" not in text
                assert "per cent" not in text or style != "tabloid"


def test_a_style_changes_no_figure():
    for kind, (facts, asked) in EXAMPLES.items():
        for options in asked:
            said = {words(kind, facts, options, load_style(style)) for style in STYLES}
            # ten for 10, % for per cent, m for million: the only differences
            plain = {text.replace("%", " per cent").replace("ten ", "10 ").replace("ten-", "10-") for text in said}
            assert len(plain) == 1, plain


def test_the_guide_for_people_who_write_templates_is_up_to_date():
    assert set(EXAMPLES) == set(KINDS)
    assert set(SETTINGS) == set(Style.__dataclass_fields__) - {"name", "lines"}
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m generator.language.guide"


def test_every_question_says_what_it_asks():
    assert all(test.__doc__ for test in PREDICATES.values())


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("chnage", {}, r"No phrase is called 'chnage'. Did you mean change"),
        ("count", {"zeros": "none"}, r"count has no option 'zeros'. Did you mean zero\?"),
        ("count", {"zero": "nought"}, r"count: zero can be none or no or zero, not 'nought'"),
        ("change", {}, r"change takes now, before, noise; it was given 1 facts"),
    ],
)
def test_a_mistake_in_a_template_is_told_plainly(kind, options, message):
    with pytest.raises(LanguageError, match=message):
        say(kind, cases(5), **options)


def test_an_offence_without_words_says_where_they_go():
    with pytest.raises(LanguageError, match=r"offences.toml has no words for 'piracy'"):
        say("cases", cases(5, offence="piracy"))
