"""Blocks to passages: which part of a draft each block is. One walk, alike for all formats.

What is not known as part of the frame is body, and judged: an editor's own paragraph never goes unread for standing in
an odd place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from generator.verify.blocks import HEADING, PARAGRAPH, RULE, Block
from generator.verify.gaps import gap_paragraph, has_label, opens_gap
from generator.verify.layout import Layout, Section, layout
from generator.verify.passage import Passage
from generator.verify.quoting import spoken

_FULL_STOP = re.compile(r"[.!?…:;][”’\"')\]]*$")
_TITLE_ENDS = re.compile(r"\s+[|–—-]\s+[^|–—]*$")


class Outline:
    """Walks the blocks of one draft. `framed` tells afterwards whether any of them showed that it is ours."""

    def __init__(self, words: Layout | None = None) -> None:
        self.words = words or layout()
        self.framed = False
        self.section: Section | None = None
        self.left = 0
        self.taken: list[int] = []
        self.in_notes = False
        self.after_headline = False
        self.passages: list[Passage] = []
        self.title: Block | None = None

    def arrange(self, blocks: Iterable[Block]) -> tuple[Passage, ...]:
        """The passages, in the order of the file."""
        for group, members in groupby(blocks, key=lambda block: block.group):
            if group:
                self._quotation([block for block in members if block.text])
            else:
                for block in members:
                    self._one(block)
        self._browser_title()
        self.passages.sort(key=lambda passage: passage.line)
        self._headline_of_its_own()
        return tuple(_quotes_apart(self.passages))

    # ---- what stands alone ----

    def _one(self, block: Block) -> None:
        if block.kind == RULE:
            if self.section and self.section.part in {"headline", "standfirst", "social"}:
                self.section = None
        elif block.part == "title":
            self.title = block
        elif block.part:
            self.framed = self.framed or block.part in {"frame", "note"}
            self._add(block.part, block)
        elif block.kind == HEADING:
            self._heading(block)
        elif self.words.ours.fullmatch(block.text):
            self.framed = True
            self._make_room()
            self._add("frame", block)
        elif self.words.anyone.fullmatch(block.text):
            self._add("frame", block)
        elif self.section:
            self._within(self.section, block)
        else:
            self._add("standfirst" if block.slanted and self.after_headline else "body", block)

    def _heading(self, block: Block) -> None:
        section = self.words.section(block.text, in_notes=self.in_notes)
        if section and block.level != 1:
            self.framed = True
            self.section, self.left, self.taken = section, section.paragraphs, []
            self.in_notes = self.in_notes or section.opens
            self._add("frame", block)
        elif block.level == 1:
            self.section = None
            self._add("headline", block)
        else:
            in_notes = self.section is not None and self.section.part == "note"
            self.section = self.section if in_notes else None
            self._add("note" if in_notes else "body", block)

    def _within(self, section: Section, block: Block) -> None:
        """A block beneath a heading of ours."""
        paragraph = block.kind == PARAGRAPH
        if section.part == "headline":
            self._headline_or(block)
        elif section.part == "note" or not paragraph:
            self._add(section.part, block)
        elif self.left > 0:
            self.left -= 1
            self.taken.append(len(self.passages))
            self._add(section.part, block)
        else:
            if section.part != "frame":
                self.section = None
            self._add("body", block)

    def _make_room(self) -> None:
        """A paragraph that we know takes the place of one that was only taken for it: that one is somebody's words."""
        if self.section is None or self.section.part != "frame":
            return
        self.left -= 1
        if self.left < 0 and self.taken:
            at = self.taken.pop(0)
            self.passages[at] = replace(self.passages[at], part="body")

    def _headline_or(self, block: Block) -> None:
        for part, labels in self.words.items.items():
            for label in labels:
                if block.text.startswith(label):
                    shown = block.text if part == "frame" else block.text.removeprefix(label).strip()
                    self._add(part, block, shown)
                    return
        if block.kind == PARAGRAPH and not self._like_headline(block.text):
            self.section = None
            self._add("body", block)
        else:
            self._add("headline", block)

    def _like_headline(self, text: str) -> bool:
        counted = self.words.count.search(text) is not None
        return counted or (len(text) <= self.words.longest_headline and not _FULL_STOP.search(text))

    # ---- block quotations: gaps, boxes, the warning, speech ----

    def _quotation(self, members: list[Block]) -> None:
        if not members:
            return
        first = members[0]
        if opens_gap(first.text):
            self._gap(members)
        elif first.strong and len(members) > 1 and not self.words.ours.fullmatch(first.text):
            for block in members:
                self._add("box", block)
        else:
            for block in members:
                speech = block.quoted and not block.part and block.kind == PARAGRAPH
                if speech and not self.words.ours.fullmatch(block.text):
                    self._add("quote", block)
                else:
                    self._one(block)

    def _gap(self, members: list[Block]) -> None:
        for block in members:
            if opens_gap(block.text) or has_label(block.text):
                for piece in gap_paragraph(block):
                    self._one(piece)
            else:
                self._one(block)

    # ---- what is done with a passage once its part is known ----

    def _add(self, part: str, block: Block, text: str = "") -> None:
        shown = text or block.text
        if part in {"headline", "social"}:
            shown = self.words.count.sub("", shown)
        self.after_headline = part == "headline"
        told = part == "headline" and any(passage.part == part and passage.text == shown for passage in self.passages)
        if told or not shown:
            return
        self.passages.append(Passage(part, shown, block.line))

    def _browser_title(self) -> None:
        """A page's title, as the browser's tab has it: frame where it only repeats a headline, else one more."""
        if self.title is None:
            return
        whole = self.words.title_opens.sub("", self.title.text)
        bare = _TITLE_ENDS.sub("", whole)
        known = {passage.text for passage in self.passages if passage.part == "headline"}
        part = "frame" if not known.isdisjoint({whole, bare}) else "headline"
        self.passages.append(Passage(part, self.title.text if part == "frame" else bare, self.title.line))

    def _headline_of_its_own(self) -> None:
        """Where no headline is marked as one, a short first line without a full stop is it."""
        judged = [at for at, passage in enumerate(self.passages) if passage.part != "frame"]
        if any(passage.part == "headline" for passage in self.passages) or not judged:
            return
        first = self.passages[judged[0]]
        if first.part == "body" and len(judged) > 1 and self._like_headline(first.text):
            self.passages[judged[0]] = replace(first, part="headline")


def _quotes_apart(passages: list[Passage]) -> Iterator[Passage]:
    """Body paragraphs that are nothing but a speaker's words, as quotes; only paragraphs in a row belong together."""
    for part, members in groupby(passages, key=lambda passage: passage.part):
        row = list(members)
        whole = spoken([passage.text for passage in row]) if part == "body" else [False] * len(row)
        for passage, said in zip(row, whole, strict=True):
            yield replace(passage, part="quote") if said else passage
