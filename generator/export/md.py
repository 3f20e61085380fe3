"""Markdown: the copy for reading, with gaps shown and the working of every figure beneath."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment

from generator.draft import Draft
from generator.export import exporter
from generator.pages import page_text, text_environment

# What Markdown would take for markup in plain words, and at the start of a line.
_MARKUP = re.compile(r"([\\`*_\[\]<>|])")
_OPENERS = re.compile(r"^(\s*)([#>+-]|\d+[.)])(\s)")


def escaped(words: str) -> str:
    """Words as Markdown prints them, whatever they hold."""
    return _OPENERS.sub(r"\1\\\2\3", _MARKUP.sub(r"\\\1", words))


@cache
def _environment() -> Environment:
    return text_environment(md=escaped)


@exporter("md", "Markdown, for reading")
def as_markdown(draft: Draft) -> bytes:
    """The draft as Markdown."""
    return page_text(_environment(), "draft.md.j2", draft)
