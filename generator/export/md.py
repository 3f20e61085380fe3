"""Markdown: the copy for reading, with gaps shown and the working of every figure beneath."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from jinja2 import Environment

from generator.draft import Draft
from generator.export import exporter
from generator.pages import page_text, text_environment

# What Markdown would take for markup within words; and at the start of a line, for a heading, a list or a rule.
_MARKUP = re.compile(r"([\\`*_\[\]<>|&~])")
_OPENERS = re.compile(r"^(#{1,6}(?=\s|$)|[+-](?=\s|$)|[=-]+$|\d+(?=[.)](?:\s|$)))")


# Notes, caveats and the nation's facts are the same in every draft of a batch.
@lru_cache(maxsize=8192)
def escaped(words: str) -> str:
    """Words on one line, as Markdown prints them whatever they hold."""
    one_line = " ".join(words.split())
    opener = _OPENERS.match(one_line)
    plain = _MARKUP.sub(r"\\\1", one_line)
    if opener is None:
        return plain
    if opener[1].isdigit():
        return f"{opener[1]}\\{plain[opener.end() :]}"
    return f"\\{plain}"


@cache
def _environment() -> Environment:
    return text_environment(md=escaped)


@exporter("md", "Markdown, for reading")
def as_markdown(draft: Draft) -> bytes:
    """The draft as Markdown."""
    return page_text(_environment(), "draft.md.j2", draft)
