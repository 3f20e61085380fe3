"""Plain text in wire layout: slug, headlines, copy, ends, word count, then what is not for print."""

from __future__ import annotations

import textwrap
from functools import cache

from jinja2 import Environment

from generator.draft import Draft
from generator.export import exporter
from generator.pages import page_text, text_environment

WIDTH = 88


def wrapped(words: str, indent: str = "") -> str:
    """Words in lines of a width that every system shows; nothing is broken within a word."""
    return textwrap.fill(
        words, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


@cache
def _environment() -> Environment:
    return text_environment(wrapped=wrapped)


@exporter("txt", "Plain text in wire layout")
def as_text(draft: Draft) -> bytes:
    """The draft as plain text."""
    return page_text(_environment(), "draft.txt.j2", draft)
