"""Plain text into blocks. In: lines, wrapped by us or again by an editor. Out: whole paragraphs, headings, items.

`ours` reads the layout of a draft; `pasted` knows nothing but paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from generator.verify.blocks import HEADING, ITEM, PARAGRAPH, RULE, Block, one_line
from generator.verify.gaps import gap_blocks
from generator.verify.layout import Layout, layout

_RULE = re.compile(r"\s*([*=_-])\1{2,}\s*")
_STAR = re.compile(r"\s*[*•]\s+")
_DASH = re.compile(r"\s*[-–]\s+")
_NUMBER = re.compile(r"\s{0,3}\d{1,2}[.)]\s+")
_GAP = re.compile(r"\[\s*(?=GAP:)", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…:;][”’\"')\]]*$")
# A line of a support box that names who helps: "Victim Support: free, confidential help ...".
_NAMED = re.compile(r"[A-Z][^.:]{1,60}: ")
_HYPHENATED = re.compile(r"\w[-–]$")
# Longer than anyone wraps: each such line is a paragraph by itself.
_NEVER_WRAPPED = 120


class Line(NamedTuple):
    """One line of the file as it stands, with its number."""

    number: int
    text: str


Chunk = list[Line]


def joined(lines: list[str]) -> str:
    """Wrapped lines as one. A line that was broken after a hyphen goes on without a blank: "2002-" and "03"."""
    text = ""
    for line in (one_line(line) for line in lines):
        if not _HYPHENATED.search(text) or not line[:1].isalnum() or line.split(maxsplit=1)[0] in layout().suspended:
            text += " "
        text += line
    return one_line(text)


def ours(text: str) -> Iterator[Block]:
    """The blocks of a draft in plain text."""
    width = max(len(line) for line in text.split("\n"))
    under = ""
    for chunk in _pieces(text):
        section = layout().section(chunk[0].text, in_notes=True)
        if _RULE.fullmatch(chunk[0].text):
            under = ""
            yield Block(RULE, "", chunk[0].number)
        elif section and len(chunk) == 1:
            under = section.part
            yield _block(chunk, HEADING)
        else:
            yield from _around_gaps(chunk, under, width)
            under = ""


def _pieces(text: str) -> Iterator[Chunk]:
    """Lines between blank lines; a rule stands alone, and so does a heading at the top."""
    for chunk in _chunks(text):
        alone = [at for at, line in enumerate(chunk) if _RULE.fullmatch(line.text)]
        alone += [0] if layout().section(chunk[0].text, in_notes=True) else []
        starts = sorted({0, *alone, *(at + 1 for at in alone)} - {len(chunk)})
        yield from _cut(chunk, starts)


def pasted(text: str) -> Iterator[Block]:
    """The paragraphs of a text of which nothing is known, a headline set off from what follows it."""
    width = max(len(line) for line in text.split("\n"))
    for number, chunk in enumerate(_chunks(text)):
        if number == 0 and len(chunk) > 1 and _is_headline(chunk, width):
            yield _block([chunk.pop(0)])
        if len(chunk) > 1 and _one_paragraph_a_line(chunk):
            yield from (_block([line]) for line in chunk)
        else:
            yield _block(chunk)


def _is_headline(chunk: Chunk, width: int) -> bool:
    first, second = one_line(chunk[0].text), one_line(chunk[1].text)
    short = len(first) <= layout().longest_headline and not _ENDED.search(first)
    return short and second[:1].isupper() and _broken_on_purpose(first, second, width)


def _broken_on_purpose(line: str, following: str, width: int) -> bool:
    """Whether a line ends before it was full: the next word would have stood on it."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) <= width


def _one_paragraph_a_line(chunk: Chunk) -> bool:
    lines = [line.text.rstrip() for line in chunk]
    return any(len(line) > _NEVER_WRAPPED for line in lines) or all(_ENDED.search(line) for line in lines)


def _chunks(text: str) -> Iterator[Chunk]:
    """Lines between blank lines."""
    chunk: Chunk = []
    for number, line in enumerate(text.split("\n"), 1):
        if one_line(line):
            chunk.append(Line(number, line))
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _block(chunk: Chunk, kind: str = PARAGRAPH, part: str = "") -> Block:
    return Block(kind, joined([line.text for line in chunk]), chunk[0].number, part=part)


def _around_gaps(chunk: Chunk, under: str, width: int) -> Iterator[Block]:
    """A chunk with its gaps taken out; words before a gap, and after its closing bracket, are copy."""
    at, opened = next(((at, m) for at, line in enumerate(chunk) if (m := _GAP.search(line.text))), (0, None))
    if opened is None:
        yield from _paragraphs(chunk, under, width)
        return
    number, text = chunk[at]
    before = [*chunk[:at], Line(number, text[: opened.start()])]
    gap, after = _closed([Line(number, text[opened.end() :]), *chunk[at + 1 :]])
    yield from _paragraphs([line for line in before if one_line(line.text)], under, width)
    yield from gap_blocks([(line.number, line.text) for line in gap])
    yield from _around_gaps(after, under, width)


def _closed(lines: Chunk) -> tuple[Chunk, Chunk]:
    """Lines up to the bracket that closes a gap, and what stands behind it. Without one the gap ends with its chunk."""
    for at, (number, text) in enumerate(lines):
        inside, bracket, outside = text.partition("]")
        if bracket:
            rest = [Line(number, outside), *lines[at + 1 :]]
            return [*lines[:at], Line(number, inside)], [line for line in rest if one_line(line.text)]
    return lines, []


def _paragraphs(chunk: Chunk, under: str, width: int) -> Iterator[Block]:
    if not chunk:
        return
    by_line = under == "headline" and not _NUMBER.match(chunk[0].text)
    if by_line and not _STAR.match(chunk[0].text):
        starts = [at for at, line in enumerate(chunk) if not line.text[:1].isspace() or at == 0]
        yield from (_block(part, ITEM) for part in _cut(chunk, starts))
        return
    if title := _box_title(chunk):
        yield from _box(chunk, title, width)
        return
    opens = _opener(chunk[0].text, layout())
    starts = [at for at, line in enumerate(chunk) if at == 0 or opens.match(line.text)]
    for part in _cut(chunk, starts):
        mark = opens.match(part[0].text)
        if mark is None or _is_label(part[0].text, layout()):
            yield _block(part)
        else:
            yield _block([Line(part[0].number, part[0].text[mark.end() :]), *part[1:]], ITEM)


def _opener(first: str, words: Layout) -> re.Pattern[str]:
    """What opens a new paragraph within a chunk. A dash does only where the first line has one: a wrapped sentence may
    bring one to the start of a line, and a number only where a list is numbered."""
    kinds = [_STAR.pattern, *(re.escape(label) for label in words.labels)]
    kinds += [kind.pattern for kind in (_DASH, _NUMBER) if kind.match(first)]
    return re.compile("|".join(kinds))


def _is_label(text: str, words: Layout) -> bool:
    return text.startswith(words.labels)


def _cut(chunk: Chunk, starts: list[int]) -> Iterator[Chunk]:
    for start, end in pairwise([*starts, len(chunk)]):
        yield chunk[start:end]


def _box_title(chunk: Chunk) -> int:
    """How many lines of capitals open a chunk that goes on in small letters: the title of a box. 0 where it is none."""
    title = next((at for at, line in enumerate(chunk) if not line.text.isupper()), len(chunk))
    if title == len(chunk) or _is_label(chunk[0].text, layout()):
        return 0
    return title


def _box(chunk: Chunk, title: int, width: int) -> Iterator[Block]:
    """A box's lines stand beneath each other, each wrapped: the width tells which breaks are meant."""
    yield _block(chunk[:title], part="box")
    lines = chunk[title:]
    starts = [0]
    for at, (before, after) in enumerate(pairwise(lines), 1):
        meant = _broken_on_purpose(before.text, after.text, width) or _NAMED.match(after.text)
        if meant and _ENDED.search(before.text.rstrip()):
            starts.append(at)
    yield from (_block(part, part="box") for part in _cut(lines, starts))
