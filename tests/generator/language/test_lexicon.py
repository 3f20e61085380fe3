"""No figure and no comparison slips through plain text; words that mean something else are let pass."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.language import senses, uncovered
from generator.language.style import TEMPLATES

LEXICON = tomllib.loads((TEMPLATES / "language" / "lexicon.toml").read_text(encoding="utf-8"))
BOTH = LEXICON["senses"]["both"]
SENSES = {word: name for name, words in LEXICON["senses"].items() if name != "both" for word in words}
KNOWN = sorted({*SENSES, *(word for words in BOTH.values() for word in words)})
INNOCENT = LEXICON["innocent"]["phrases"]


def found(text):
    return [(hit.word, hit.sense) for hit in uncovered(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police recorded 4,633 cases", [("4,633", "figure")]),
        ("43rd, or 3.7% of £1.2m", [("43rd", "figure"), ("3.7%", "figure"), ("£1.2m", "figure")]),
        ("since 2002-03", [("2002-03", "figure")]),
        ("½ of them", [("½", "figure")]),
        ("Ten of them, a third", [("Ten", "number"), ("third", "number")]),
        ("MORE reports", [("MORE", "up")]),
        ("Fewer people came forward", [("Fewer", "down")]),
        ("an almost fivefold increase", [("fivefold", "fold"), ("increase", "up")]),
        ("a sixteenfold change", [("sixteenfold", "fold")]),
        ("a 10-year high", [("10", "figure"), ("high", "high")]),
        ("numbers soared", [("soared", "up"), ("soared", "sharp")]),
        ("numbers halved", [("halved", "down"), ("halved", "fold")]),
        ("a record-breaking year", [("record-breaking", "high")]),
        ("as many as", [("as many as", "only")]),
        ("as\nmany\nas", [("as\nmany\nas", "only")]),
        ("no more than that", [("no more than", "only")]),
        ("cases were quicker than before", [("quicker", "compared"), ("than", "compared")]),
        ("quicker than the year before", [("quicker", "compared")]),
        ("the most reports", [("most", "high")]),
        ("only a handful", [("only", "only"), ("handful", "number")]),
        ("the number set a record. Numbers rose", [("record", "high"), ("rose", "up")]),
    ],
)
def test_words_that_make_a_claim_are_found(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "North Wales Police dealt with reports of harassment in the year",
        "Greater Manchester Police set up a unit for loved ones",
        "The way forces record such offences changed",
        "recorded crime, records and recordings",
        "anyone, someone, everyone, no one",
        "Justice, not injustice",
        "The High Court, on Friday",
        "They made up and followed up; it was up to the force",
        "A suspect was tracked down after a follow-up call",
        "For more information, read more",
        "the National Stalking Helpline, run by the Suzy Lamplugh Trust",
        "The force declined to comment",
        "over the same period, rather than elsewhere",
        "scaffolding was blindfold",
        "upset, update, uplift in the downtown foursome",
    ],
)
def test_innocent_words_are_let_pass(text):
    assert not uncovered(text)


def test_the_seed_paragraph_that_compares_is_full_of_hits():
    text = "North Wales Police received fewer reports of harassment last year - despite a record number being logged"
    assert found(text) == [("fewer", "down"), ("record", "high")]


def test_a_hit_says_where_it_stands():
    hit = uncovered("Reports of stalking rose")[0]
    assert "Reports of stalking rose"[hit.start :] == "rose"


def test_licensed_text_is_asked_for_its_comparisons_alone():
    assert [hit.sense for hit in senses("10 more cases, the highest")] == ["up", "high"]


def test_every_word_of_the_lexicon_is_found_in_a_sentence():
    ways = ("Police said {} in Wales.", "“{}”", "({}), it said", "It – {} – said")
    spelled = (
        (word, way.format(case(word))) for word in KNOWN for way in ways for case in (str, str.capitalize, str.upper)
    )
    assert not [word for word, text in spelled if not uncovered(text)]


def test_an_innocent_phrase_passes_and_vouches_for_nothing_beside_it():
    assert not [phrase for phrase in INNOCENT if uncovered(f"Police said {phrase}, they said.")]
    assert not [phrase for phrase in INNOCENT if not uncovered(f"Police said {phrase} rose, they said.")]


def test_each_innocent_phrase_holds_a_word_that_would_be_found():
    """One that does not lets nothing pass and only makes the list longer."""
    needed = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in KNOWN))
    assert not [phrase for phrase in INNOCENT if not needed.search(phrase)]


@given(st.text(), st.sampled_from(sorted(SENSES)), st.text())
def test_no_neighbouring_text_breaks_it(before, word, after):
    hits = uncovered(f"{before} . {word} . {after}")
    assert any(hit.word.casefold() in (word, word.split()[0]) or word in hit.word.casefold() for hit in hits)


@given(st.integers(0, 10**9))
def test_every_figure_is_found(number):
    for text in (f"a {number:,} b", f"({number})", f"{number}th", f"£{number}", f"x{number}"):
        assert any(hit.sense == "figure" for hit in uncovered(text)), text
