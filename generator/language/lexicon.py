"""Words that make a claim. In: text. Out: every figure, number word and comparison in it, with where and which sense.

Plain text of a template must hold none; text that its author licensed is asked which senses it holds. Which words count
is data (templates/language/lexicon.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from generator.language.style import TEMPLATES, read_toml

# A figure with what sticks to it (£1.2m, 43rd, 3.7%, 2002-03), a fraction sign, or a word with its apostrophes.
TOKEN = re.compile(
    r"(?P<figure>[£$€]?\d(?:[\d,.:/–-]*\d)?[a-z%]*|[¼-¾⅐-⅞‰%])|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)", re.IGNORECASE
)
# What may stand between the words of one phrase.
BETWEEN = re.compile(r"\s+|[-\u2010\u2011]")
FOLD = re.compile(r"(?:[a-z]+)fold\Z")
# Any "-er than" compares, though no list holds every adjective; "other than" and "rather than" do not.
COMPARATIVE = re.compile(r"(?!other\Z|rather\Z)[a-z]{3,}er\Z")
NOT_FOLDS = frozenset({"scaffold", "blindfold", "unfold", "enfold", "billfold", "fanfold", "infold", "refold"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that makes a claim: as it stands in the text, where it starts, and one sense of it."""

    word: str
    start: int
    sense: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first word, each as its words in order, the longest first."""

    senses: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    innocent: Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    folded: str
    start: int
    figure: bool


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in _tokens(text))


def _tokens(text: str) -> tuple[_Token, ...]:
    return tuple(
        _Token(found[0], found[0].casefold().replace("’", "'"), found.start(), found["figure"] is not None)
        for found in TOKEN.finditer(text)
    )


@cache
def lexicon() -> Lexicon:
    """The lexicon as data, read once."""
    table = read_toml(TEMPLATES / "language" / "lexicon.toml")
    both = table["senses"].pop("both")
    entries: dict[tuple[str, ...], list[str]] = {}
    for names, phrases in [*table["senses"].items(), *both.items()]:
        for one in phrases:
            entries.setdefault(_words(one), []).extend(names.split())
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for words, senses_ in sorted(entries.items(), key=lambda entry: -len(entry[0])):
        by_first.setdefault(words[0], []).append((words, tuple(senses_)))
    innocent: dict[str, list[tuple[str, ...]]] = {}
    for one in sorted((_words(text) for text in table["innocent"]["phrases"]), key=len, reverse=True):
        innocent.setdefault(one[0], []).append(one)
    return Lexicon(
        {first: tuple(rows) for first, rows in by_first.items()},
        {first: tuple(rows) for first, rows in innocent.items()},
    )


def _matches(text: str, tokens: tuple[_Token, ...], at: int, words: tuple[str, ...]) -> bool:
    """Whether the phrase stands at token `at`, with nothing but a blank or a hyphen between its words."""
    if at + len(words) > len(tokens) or any(tokens[at + n].folded != word for n, word in enumerate(words)):
        return False
    stretch = tokens[at : at + len(words)]
    return all(BETWEEN.fullmatch(text, one.start + len(one.text), other.start) for one, other in pairwise(stretch))


def _at(text: str, tokens: tuple[_Token, ...], at: int) -> tuple[int, tuple[str, ...]]:
    """How many tokens the longest phrase at `at` has, and its senses; (0, ()) where there is none."""
    token = tokens[at]
    if token.figure:
        return 1, ("figure",)
    for words, found in lexicon().senses.get(token.folded, ()):
        if _matches(text, tokens, at, words):
            return len(words), found
    if at + 1 < len(tokens) and COMPARATIVE.match(token.folded) and _matches(text, tokens, at, (token.folded, "than")):
        return 1, ("compared",)
    if FOLD.match(token.folded) and token.folded not in NOT_FOLDS:
        return 1, ("fold",)
    return 0, ()


def _hits(text: str) -> Iterator[Hit]:
    tokens = _tokens(text)
    at = 0
    while at < len(tokens):
        length, found = _at(text, tokens, at)
        safe = max(
            (
                len(words)
                for words in lexicon().innocent.get(tokens[at].folded, ())
                if _matches(text, tokens, at, words)
            ),
            default=0,
        )
        if safe >= max(length, 1):
            at += safe
            continue
        if length:
            last = tokens[at + length - 1]
            word = text[tokens[at].start : last.start + len(last.text)]
            yield from (Hit(word, tokens[at].start, sense) for sense in found)
        at += max(length, 1)


# A draft is looked at when it is written and when it is proved, and versions share most of their plain words.
@lru_cache(maxsize=8192)
def uncovered(text: str) -> tuple[Hit, ...]:
    """Every figure, number word and comparison in plain text, in order. Empty where the text claims nothing."""
    return tuple(_hits(text))


def senses(text: str) -> tuple[Hit, ...]:
    """The comparison words of licensed text, each with its sense; figures and numbers are left to `uncovered`."""
    return tuple(hit for hit in _hits(text) if hit.sense not in {"figure", "number"})
