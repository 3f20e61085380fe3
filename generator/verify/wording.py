"""The grammar file and its constructions compiled. A construction is a regular expression over marks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

# Kinds of marks, each with a block of 128 characters of Unicode's private use area.
KINDS = "npqftoryFmdscvDMSEJULHAOCWKBRXGThlxwZP"
_FIRST, BLOCK = 0xE000, 128


@cache
def grammar() -> Mapping[str, Any]:
    """The grammar file."""
    return tomllib.loads((Path(__file__).parent / "grammar.toml").read_text(encoding="utf-8"))


def character(kind: str, number: int) -> str:
    """The character that stands for a mark of a kind in a sentence."""
    return chr(_FIRST + BLOCK * KINDS.index(kind) + number % BLOCK)


def letters(kind: str) -> str:
    """The characters of a kind, as they stand within a character class."""
    return f"{character(kind, 0)}-{character(kind, BLOCK - 1)}"


def either(words: list[str] | tuple[str, ...]) -> str:
    """Any of the words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


@cache
def pattern(source: str) -> re.Pattern[str]:
    """A construction compiled: `{n}` stands for a mark of kind n, `[{n}{p}]` for either, `{cases}` for such a noun."""
    nouns = grammar()["nouns"]
    bracketed = re.sub(r"\[((?:\{\w\})+)\]", lambda m: f"[{_all_of(m[1])}]", source)
    single = re.sub(r"\{(\w)\}", lambda m: f"[{letters(m[1])}]", bracketed)
    return re.compile(re.sub(r"\{([a-z_]{3,})\}", lambda m: either(nouns[m[1]]) + r"\b", single))


def _all_of(braces: str) -> str:
    return "".join(map(letters, re.findall(r"\w", braces)))


@cache
def construction(room: str, name: str) -> re.Pattern[str]:
    """A construction of the grammar file by its table and name."""
    return pattern(grammar()[room][name])
