"""The working out of a review page: half of the page is spans that show when a phrase is pointed at.

In: a page. Out: the page without them, every line at its number. It spares the parser that half and decides nothing:
a span that does not end before the next block is left where it is, and the parser hides what a browser would.
"""

from __future__ import annotations

import re
from functools import cache

from generator.verify.layout import layout

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>", re.IGNORECASE)
_WITHIN = frozenset({"span", "b", "code"})


def without_working(text: str) -> str:
    """The page without its closed spans of working."""
    kept: list[str] = []
    at = 0
    while opened := _opening().search(text, at):
        end = _end(text, opened.start())
        kept.append(text[at : opened.start() if end else opened.end()])
        if end:
            kept.append("\n" * text.count("\n", opened.start(), end))
        at = end or opened.end()
    return "".join([*kept, text[at:]])


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf'<span class="{re.escape(layout().page_working)}"[^>]*>')


def _end(text: str, start: int) -> int:
    """Where the span that opens at `start` is closed; 0 where a block begins or ends before that."""
    depth = 0
    for tag in _TAG.finditer(text, start):
        if tag[2] == "span":
            depth += -1 if tag[1] else 1
            if depth == 0:
                return tag.end()
        elif tag[2] not in _WITHIN:
            return 0
    return 0
