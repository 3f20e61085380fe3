"""Markdown into blocks: what a reader of the page sees, its markup, links and escapes undone.

Reads the Markdown that drafts are written in and what an editor may add to it: headings of both kinds, lists, block
quotations, emphasis, links, tables, HTML between the words, comments.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from generator.verify.blocks import HEADING, ITEM, PARAGRAPH, ROW, RULE, Block, one_line, unclosed

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Escaped marks wait in a plane of private use while markup is undone, out of reach of whatever the words hold.
_APART = 0x100000
_WAITING = re.compile("[\U00100000-\U001000ff]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_LINK = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)?(?:\s+[\"'(][^\"')]*[\"')])?\)|\[[^\]]*\])"
)
# The address of a link, on a line of its own; a footnote is words.
_DEFINITION = re.compile(r"\s{0,3}\[[^\]^]+\]:\s*<?[^\s<>]*[/.#:][^\s<>]*>?(?:\s+[\"'(].*[\"')])?\s*")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:?")
_STARS = re.compile(r"(?<!\*)(\*{1,3})(?=[^\s*])(.*?[^\s*])\1(?!\*)")
_BARS = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])(.*?[^\s_])\1(?![\w_])")
_CODE = re.compile(r"(`+)(.+?)\1")
_STRUCK = re.compile(r"~~(.+?)~~")

_RULE = re.compile(r"\s{0,3}(?:([-*_])\s*)(?:\1\s*){2,}")
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*")
_ITEM = re.compile(r"\s*(?:[-+*•]|\d{1,3}[.)])\s+")
_NUMBERED = re.compile(r"\s*\d")
_QUOTED = re.compile(r"\s{0,3}>\s?")
_CELLS = re.compile(r"\s*\|.*\|\s*")
_BETWEEN_CELLS = re.compile(r"[\s|:-]+")
_ALL_STRONG = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+)\1")
_ALL_SLANTED = re.compile(r"([*_])(?![*_\s])((?:(?!\1).)+)\1(?!\1)")


def words(source: str) -> str:
    """A paragraph's words as a reader sees them."""
    text = _ESCAPED.sub(lambda mark: chr(_APART + ord(mark[1])), source)
    text = _ADDRESS.sub(r"\1", text)
    text = _TAG.sub("", _BREAK.sub(" ", text))
    text = _LINK.sub(r"\1", _FOOTNOTE.sub("", text))
    text = _CODE.sub(r"\2", text)
    for emphasis in (_STARS, _BARS):
        # Bold within italics, and the other way round.
        text = emphasis.sub(r"\2", emphasis.sub(r"\2", text))
    text = html.unescape(_STRUCK.sub("", text))
    return one_line(_WAITING.sub(lambda mark: chr(ord(mark[0]) - _APART), text))


def blocks(text: str, source: str) -> Iterator[Block]:
    """The blocks of a page, in order.

    Raises:
        VerifyError: names the line of a comment that is never closed.
    """
    # A comment is not seen; its line breaks stay, so that lines keep their numbers.
    shown = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    if "<!--" in shown:
        line = shown.count("\n", 0, shown.index("<!--")) + 1
        raise unclosed(source, line, "comment")
    yield from _Reader().read(shown.split("\n"))


class _Reader:
    """Walks the lines once. Holds the lines of the block that is open, and which quotation it stands in."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.kind = PARAGRAPH
        self.line = 0
        self.group = 0
        self.groups = 0

    def read(self, lines: list[str]) -> Iterator[Block]:
        for number, line in enumerate(lines, 1):
            yield from self.one(number, line)
        yield from self.close()

    def one(self, number: int, line: str) -> Iterator[Block]:
        quoted = _QUOTED.match(line)
        if quoted:
            if not self.group:
                yield from self.close()
                self.groups += 1
                self.group = self.groups
            line = line[quoted.end() :]
        elif self.group and not (self.open and self._goes_on(line)):
            yield from self.close()
            self.group = 0
        yield from self._inside(number, line)

    def _goes_on(self, line: str) -> bool:
        """Whether a line without its mark still belongs to the quotation before it, as Markdown has it."""
        return (
            bool(line.strip()) and not any(kind.fullmatch(line) for kind in (_RULE, _HEADING)) and not _ITEM.match(line)
        )

    def _inside(self, number: int, line: str) -> Iterator[Block]:
        underline = _UNDERLINE.fullmatch(line)
        if not line.strip() or (not self.open and _DEFINITION.fullmatch(line)):
            yield from self.close()
        elif underline and self.open and self.kind == PARAGRAPH and not self.group:
            yield from self.close(HEADING, 1 if "=" in line else 2)
        elif _RULE.fullmatch(line):
            yield from self.close()
            yield Block(RULE, "", number, group=self.group)
        elif heading := _HEADING.fullmatch(line):
            yield from self.close()
            self._begin(number, heading[2] or "", HEADING)
            yield from self.close(HEADING, len(heading[1]))
        elif _CELLS.fullmatch(line):
            yield from self.close()
            yield from self._row(number, line)
        elif self._opens_item(line):
            yield from self.close()
            self._begin(number, _ITEM.sub("", line, count=1), ITEM)
        elif self.open:
            self.open.append(line)
        else:
            self._begin(number, line, PARAGRAPH)

    def _opens_item(self, line: str) -> bool:
        """Whether a line opens an item, and is not a wrapped sentence with a dash or a year at the start of a line."""
        mark = _ITEM.match(line)
        if mark is None or not self.open or self.kind == ITEM:
            return mark is not None
        before = self.open[-1].rstrip()
        return not _NUMBERED.match(line) and (before.endswith((":", ".")) or not line[mark.end() :][:1].islower())

    def _begin(self, number: int, line: str, kind: str) -> None:
        self.open, self.kind, self.line = [line], kind, number

    def _row(self, number: int, line: str) -> Iterator[Block]:
        if not _BETWEEN_CELLS.fullmatch(line):
            cells = [words(cell) for cell in line.strip().strip("|").split("|")]
            if any(cells):
                yield Block(ROW, " | ".join(cell for cell in cells if cell), number, group=self.group)

    def close(self, kind: str = "", level: int = 0) -> Iterator[Block]:
        """End the block that is open."""
        source, self.open = " ".join(line.strip().removesuffix("\\") for line in self.open).strip(), []
        text = words(source)
        if text:
            strong, slanted = _ALL_STRONG.fullmatch(source), _ALL_SLANTED.fullmatch(_ESCAPED.sub("", source))
            if title := self._title(source):
                yield Block(PARAGRAPH, words(title[0]), self.line, group=self.group, strong=True)
                text = words(source[title.end() :])
            yield Block(
                kind or self.kind, text, self.line, level, "", self.group, strong=bool(strong), slanted=bool(slanted)
            )

    def _title(self, source: str) -> re.Match[str] | None:
        """A title in bold that an editor has run together with the first line of its box."""
        title = _ALL_STRONG.match(source) if self.group else None
        runs_on = title is not None and title.end() < len(source) and not title[2].rstrip().endswith((":", "."))
        return title if runs_on else None
