"""One pattern for thousands of phrases. In: phrases. Out: a pattern that finds the longest of them, word by word.

Phrases that begin alike share their beginning: tried one after another, each place of a text would cost thousands of
looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# Between two words of a phrase a text may have a blank, a no-break space or a hyphen.
_BETWEEN = r"[\s\u00a0-]"


@dataclass(slots=True)
class _Branch:
    """What may follow some words: further words, or (`ends`) nothing."""

    ends: bool = False
    words: dict[str, _Branch] = field(default_factory=dict)


def phrasebook(phrases: Iterable[str]) -> str:
    """The source of a pattern for the phrases, in which words are parted by one blank; an apostrophe may be curled.

    It prefers the longest phrase, and falls back on a shorter one where what stands behind it in the pattern fails.
    Never matches where there are no phrases.
    """
    root = _Branch()
    for phrase in phrases:
        branch = root
        for word in phrase.split(" "):
            branch = branch.words.setdefault(word, _Branch())
        branch.ends = True
    return _source(root) if root.words else r"(?!)"


def _source(branch: _Branch) -> str:
    # The longer word first: behind "person" of "person's" stands what may well follow a phrase.
    longest_first = sorted(branch.words.items(), key=lambda one: (-len(one[0]), one[0]))
    return "(?:" + "|".join(_word(word, after) for word, after in longest_first) + ")"


def _word(word: str, after: _Branch) -> str:
    spelt = re.escape(word).replace("'", "['’]")
    if not after.words:
        return spelt
    return f"{spelt}(?:{_BETWEEN}{_source(after)})" + ("?" if after.ends else "")
