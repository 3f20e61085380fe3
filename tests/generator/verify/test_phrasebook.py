"""Thousands of names are found in a text as if each had been looked for by itself, the longest first."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from generator.verify.phrasebook import phrasebook

WORDS = st.sampled_from(["case", "cases", "of", "theft", "the", "person", "person's", "c++", "from"])
PHRASES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=12)


def found(phrases: list[str], text: str) -> list[str]:
    """What stands in a text, by a plain search for the longest phrase at each place where a word begins."""
    at, spans = 0, []
    while at < len(text):
        here = [
            one
            for one in phrases
            if text.startswith(one, at)
            and not re.match(r"\w", text[at + len(one) :])
            and not re.search(r"[\w-]$", text[:at])
        ]
        spans += [max(here, key=len)] if here else []
        at += len(spans[-1]) if here else 1
    return spans


@given(PHRASES, st.lists(WORDS, max_size=12).map(" ".join))
def test_the_longest_phrase_that_stands_there_is_found(phrases: list[str], text: str):
    pattern = re.compile(rf"(?<![\w-]){phrasebook(phrases)}(?!\w)")
    assert [match[0] for match in pattern.finditer(text)] == found(phrases, text)


def test_a_blank_may_be_a_hyphen_and_an_apostrophe_may_be_curled():
    pattern = re.compile(phrasebook(["the person's bicycle theft"]))
    assert pattern.fullmatch("the person’s bicycle-theft")
    assert pattern.fullmatch("the\u00a0person's bicycle theft")


def test_no_phrases_find_nothing():
    assert not re.search(phrasebook([]), "anything")
