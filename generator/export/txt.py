"""Plain text in wire layout: slug, word count, headlines, copy, ends, then what is not for print."""

from __future__ import annotations

import textwrap
from functools import cache, lru_cache

from jinja2 import Environment

from generator.draft import Draft
from generator.export import exporter
from generator.pages import page_text, text_environment

# Fits a mail and a terminal without being broken again.
WIDTH = 76


def wrapped(words: str) -> str:
    """Words in lines of a width that every system shows; nothing is broken within a word."""
    return hung(words, "")


# Notes, caveats and the nation's facts are the same in every draft of a batch.
@lru_cache(maxsize=8192)
def hung(words: str, indent: str = "  ") -> str:
    """Words in lines, all but the first indented; blanks at the very start are kept, all others are folded."""
    start = words[: len(words) - len(words.lstrip(" "))]
    return textwrap.fill(
        words.strip(),
        WIDTH,
        initial_indent=start,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


@cache
def _environment() -> Environment:
    environment = text_environment(wrapped=wrapped, hung=hung)
    environment.globals["width"] = WIDTH
    return environment


@exporter("txt", "Plain text in wire layout")
def as_text(draft: Draft) -> bytes:
    """The draft as plain text."""
    return page_text(_environment(), "draft.txt.j2", draft)
