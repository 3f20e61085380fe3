"""Gaps that an editor is to fill. In: the lines or words of one. Out: its parts as blocks, the question apart.

The question may hold a comparison ("why have reports fallen ..."), so it is a note, and judged; the rest is frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.verify.blocks import PARAGRAPH, Block, one_line
from generator.verify.layout import layout


def opens_gap(text: str) -> bool:
    """Whether words open a gap: "GAP: required quote"."""
    return bool(layout().gap.match(text.lstrip(" [")))


def has_label(text: str) -> bool:
    """Whether words are one of a gap's lines: "Ask: ...", "Why: ..."."""
    return bool(layout().gap_labels.match(text))


def gap_blocks(lines: Sequence[tuple[int, str]], group: int = 0) -> Iterator[Block]:
    """A gap, cut where a label stands. Each label counts once, so that a colon in the question does no harm."""
    pieces: list[tuple[str, int, list[str]]] = [("", lines[0][0] if lines else 0, [])]
    seen: set[str] = set()
    for number, text in lines:
        at = 0
        for found in layout().gap_labels.finditer(text):
            if found[1] not in seen:
                seen.add(found[1])
                pieces[-1][2].append(text[at : found.start()])
                pieces.append((found[1], number, []))
                at = found.end()
        pieces[-1][2].append(text[at:])
    for label, number, words in pieces:
        text = one_line(" ".join(words))
        if text:
            asked = label == layout().ask
            shown = text if asked or not label else f"{label}: {text}"
            yield Block(PARAGRAPH, shown, number, part="note" if asked else "frame", group=group)


_BRACKETS = re.compile(r"^\[|\]$")


def gap_paragraph(block: Block) -> Iterator[Block]:
    """A gap's paragraph in Markdown or HTML, by its labels."""
    yield from gap_blocks([(block.line, _BRACKETS.sub("", block.text))], block.group)
