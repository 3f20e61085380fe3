"""Which paragraphs are somebody's own words: those that stand within quotation marks as a whole.

In: paragraphs in order. Out: one yes or no each. A paragraph that mixes words of ours with a quoted part is none.
A quote of several paragraphs opens each of them with a mark and closes the last only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# A mark that opens, the marks that may close it, and the straight one that does both.
_DOUBLE, _SINGLE = '“"«', "‘'"
_CLOSES = {"“": '”"', '"': '"”', "«": "»", "‘": "’'", "'": "'’"}
_TAIL = re.compile(r"[\s.,;!?…]*")

WHOLE, STAYS_OPEN, CLOSES_EARLY, PLAIN = "whole", "stays open", "closes early", "plain"


def spoken(paragraphs: Sequence[str]) -> list[bool]:
    """For each paragraph, whether all of it stands within quotation marks."""
    shapes = [shape(paragraph) for paragraph in paragraphs]
    found = [False] * len(shapes)
    goes_on = False
    for at in reversed(range(len(shapes))):
        found[at] = shapes[at] == WHOLE or (shapes[at] == STAYS_OPEN and goes_on)
        # What closes may close what stood open before; a mark that is never closed leads nowhere, and is judged.
        goes_on = shapes[at] in {WHOLE, CLOSES_EARLY} or found[at]
    return found


def shape(paragraph: str) -> str:
    """How the quotation that a paragraph opens with ends: with it, before its end, or not in it."""
    mark = paragraph[:1]
    if mark not in _CLOSES:
        return PLAIN
    ends = _single_ends(paragraph) if mark in _SINGLE else _double_ends(paragraph)
    if not ends:
        return STAYS_OPEN
    return WHOLE if _TAIL.fullmatch(paragraph, ends[0] + 1) else CLOSES_EARLY


def _double_ends(text: str) -> list[int]:
    """Where the quotation in double marks that opens `text` is closed, first of all. Marks within it are counted."""
    depth = 0
    for at, letter in enumerate(text):
        if letter in "“«" or (letter == '"' and _opens(text, at)):
            depth += 1
        elif letter in '”»"':
            depth -= 1
            if depth == 0:
                return [at]
    return []


def _single_ends(text: str) -> list[int]:
    """The same for single marks, of which most are apostrophes: the last mark, unless the quotation closed before.

    It closed before where a mark follows a stop ('Yes,' she said), or where another quotation opens behind it.
    """
    closing = _CLOSES[text[0]]
    marks = [at for at in range(1, len(text)) if text[at] in closing and not _within_word(text, at)]
    marks = [at for at in marks if not _opens(text, at)]
    for at in marks:
        again = any(letter in _SINGLE and _opens(text, place) for place, letter in enumerate(text) if place > at)
        if text[at - 1] in ",.?!…" or again:
            return [at]
    return marks[-1:]


def _opens(text: str, at: int) -> bool:
    """Whether a mark stands as an opening one does: after a blank or a bracket, before a word."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before.isspace() or before in "([{–—-“‘\"'") and bool(after) and not after.isspace()


def _within_word(text: str, at: int) -> bool:
    return text[at - 1].isalnum() and text[at + 1 : at + 2].isalnum()
