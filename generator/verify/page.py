"""HTML into blocks: what a reader of the page sees. Reads our review page and what a content system keeps of it.

Elements end as a browser ends them: a paragraph where the next block begins, an item where the next one does, and
whatever stands within an element that is closed. What would silently swallow words is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from generator.verify.blocks import HEADING, ITEM, PARAGRAPH, ROW, RULE, Block, one_line, unclosed
from generator.verify.hidden import without_working
from generator.verify.layout import layout

_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_ITEMS = frozenset({"li", "dt", "dd"})
_CELLS = frozenset({"td", "th"})
# fmt: off
_BLOCKS = _HEADINGS | _ITEMS | _CELLS | frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "details", "dialog", "div", "dl",
    "fieldset", "figcaption", "figure", "footer", "form", "head", "header", "hgroup", "html", "legend", "main",
    "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table",
    "tbody", "tfoot", "thead", "title", "tr", "ul", "template", "svg", "noscript", "button",
})
# fmt: on
# An element of the first kind ends where one of the second begins, up to the nearest of the third.
_ENDED_BY = {
    **dict.fromkeys(_ITEMS, (_ITEMS, frozenset({"ul", "ol", "menu", "dl"}))),
    **dict.fromkeys(_CELLS, (_CELLS, frozenset({"table", "tr"}))),
    "tr": (_CELLS | {"tr"}, frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
# fmt: off
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
})
# fmt: on
# Never seen or struck out, and what a reader works rather than reads.
_UNSEEN = frozenset({"script", "style", "template", "del", "s", "strike"})
_FRAME = frozenset({"nav", "footer", "form", "button", "select", "svg", "textarea", "dialog", "iframe", "noscript"})
# The end tags that HTML lets a page leave out.
_OPTIONAL_END = frozenset({"p", "html", "head", "body", "option", "tr", "thead", "tbody", "tfoot"}) | _ITEMS | _CELLS
_BOXES = frozenset({"aside"})
_STRONG, _SLANTED = frozenset({"strong", "b"}), frozenset({"em", "i"})
_INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Everything after one of these is lost until its own end, whatever stands between.
_RAW = re.compile(r"<!--|<(script|style|title|textarea|iframe|noembed|noframes|xmp)(?=[\s/>])", re.IGNORECASE)
_TAG_WITHIN = re.compile(r"<.*?<[/A-Za-z]", re.DOTALL)
_FOOTNOTE = re.compile(r"[\s\d*†‡,\[\]]+")
_MARKS = "\"'“”‘’«»"


@dataclass(slots=True)
class _Element:
    tag: str
    line: int
    hidden: bool
    part: str
    closes: bool
    begun: int
    strong: bool
    slanted: bool


def blocks(text: str, source: str) -> Iterator[Block]:
    """The blocks of a page, in order.

    Raises:
        VerifyError: names the line of a comment, script, attribute or hidden element that is never closed.
    """
    _check_raw(text, source)
    ours = layout().page_ours.search(text) is not None
    reader = _Reader(source, ours=ours)
    reader.feed(without_working(text) if ours else text)
    reader.close()
    reader.finish()
    yield from reader.blocks


def _check_raw(text: str, source: str) -> None:
    at = 0
    while opened := _RAW.search(text, at):
        name = opened[1]
        closed = re.compile(rf"</{name}\b" if name else "-->", re.IGNORECASE).search(text, opened.end())
        if closed is None:
            what = f"<{name}>" if name else "comment"
            raise unclosed(source, text.count("\n", 0, opened.start()) + 1, what)
        at = closed.end()


class _Reader(HTMLParser):
    """Keeps the elements that are open, and the words of the block that is being read."""

    def __init__(self, source: str, *, ours: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.source, self.ours = source, ours
        self.blocks: list[Block] = []
        self.open: list[_Element] = []
        self.words: list[str] = []
        self.began = 0
        self.plain = {"strong": 0, "slanted": 0}
        self.quotations = 0

    # ---- tags ----

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if _TAG_WITHIN.match(self.get_starttag_text() or ""):
            raise unclosed(self.source, self.getpos()[0], f"<{tag}>")
        if tag in _VOID:
            self._void(tag, dict(attrs))
            return
        if tag in _BLOCKS:
            self._begin_block(tag)
        self.open.append(self._element(tag, dict(attrs)))
        if tag == "blockquote":
            self.quotations += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Outside SVG the slash means nothing in HTML: <div/> is open.
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and any(element.tag == "svg" for element in self.open):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        at = next((at for at in reversed(range(len(self.open))) if self.open[at].tag == tag), None)
        if at is None:
            return
        within = self.open[at + 1 :]
        if tag not in _BLOCKS and any(element.tag in _BLOCKS for element in within):
            return
        if tag == "q":
            self._quote_marks(self.open[at].begun)
        elif tag == "sup" and _FOOTNOTE.fullmatch("".join(self.words[self.open[at].begun :])):
            # "4,633" with a small 1 behind it is not 46,331.
            del self.words[self.open[at].begun :]
        if tag in _BLOCKS:
            self._flush()
        self._drop(at, own=True)

    def _begin_block(self, tag: str) -> None:
        """A block begins: words before it are a block of their own, and what cannot hold it ends."""
        if tag not in _CELLS:
            self._flush()
        while self.open and self.open[-1].tag not in _BLOCKS:
            self._drop(len(self.open) - 1)
        for at in reversed(range(len(self.open))):
            if self.open[at].tag in {"p", "title"} | _HEADINGS and tag not in _CELLS:
                self._drop(at)
                break
        ended, upto = _ENDED_BY.get(tag, (frozenset[str](), frozenset[str]()))
        for at in reversed(range(len(self.open))):
            if self.open[at].tag in upto:
                break
            if self.open[at].tag in ended:
                self._drop(at)
                break
        if tag in _CELLS and self.words:
            self.words.append(" | ")

    def _drop(self, at: int, *, own: bool = False) -> None:
        """Close the open elements from `at` on; only the first by its `own` end tag."""
        for place, element in reversed(list(enumerate(self.open[at:]))):
            if element.closes and not (own and place == 0):
                raise unclosed(self.source, element.line, f"<{element.tag}>")
            if element.part == "box" and element.tag in _BOXES and not (own and place == 0):
                self._no_box(element.begun)
        del self.open[at:]

    def _no_box(self, begun: int) -> None:
        """A box that is never closed would take the copy after it: its words are body."""
        for at in range(begun, len(self.blocks)):
            if self.blocks[at].part == "box":
                self.blocks[at] = replace(self.blocks[at], part="")

    def _element(self, tag: str, attributes: dict[str, str | None]) -> _Element:
        kinds = (attributes.get("class") or "").split()
        around = self.open[-1] if self.open else None
        style = attributes.get("style") or ""
        working = self.ours and tag == "span" and not layout().page_hidden.isdisjoint(kinds)
        unseen = tag in _UNSEEN or "hidden" in attributes or bool(_INVISIBLE.search(style))
        part = around.part if around else ""
        own = self._part(tag, kinds)
        silences = tag in _BLOCKS - _OPTIONAL_END and (unseen or own == "frame")
        return _Element(
            tag,
            self.getpos()[0],
            hidden=bool(around and around.hidden) or working or unseen,
            part=own or part,
            closes=silences,
            begun=len(self.blocks) if tag in _BLOCKS else len(self.words),
            strong=tag in _STRONG or bool(around and around.strong),
            slanted=tag in _SLANTED or bool(around and around.slanted),
        )

    def _part(self, tag: str, kinds: list[str]) -> str:
        if tag in _FRAME:
            return "frame"
        if not layout().page_standfirst.isdisjoint(kinds):
            return "standfirst"
        known = layout().page_parts if self.ours else {}
        return next((known[name] for name in (tag, *(f"{tag}.{kind}" for kind in kinds)) if name in known), "")

    def _void(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "br":
            self.words.append(" ")
        elif tag == "hr":
            self._flush()
            self.blocks.append(Block(RULE, "", self.getpos()[0]))
        elif tag == "img" and one_line(attributes.get("alt") or ""):
            # Read out to those who cannot see the picture, so published like the rest. It stands apart from a sentence.
            hidden = bool(self.open and self.open[-1].hidden)
            if not hidden:
                part = self.open[-1].part if self.open else ""
                self.blocks.append(Block(PARAGRAPH, one_line(attributes["alt"] or ""), self.getpos()[0], part=part))

    def _quote_marks(self, begun: int) -> None:
        """A browser prints marks around <q>. Words that bring their own say for themselves where the quote closes."""
        inside = "".join(self.words[begun:]).strip()
        if inside and inside[0] not in _MARKS:
            self.words.insert(begun, "“")
            self.words.append("”")

    # ---- words ----

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].hidden:
            return
        if data.strip():
            if not self.began:
                leading = data[: len(data) - len(data.lstrip())]
                self.began = self.getpos()[0] + leading.count("\n")
            self.plain["strong"] += not (self.open and self.open[-1].strong)
            self.plain["slanted"] += not (self.open and self.open[-1].slanted)
        self.words.append(data)

    def _flush(self) -> None:
        text, line = one_line("".join(self.words)).strip("| "), self.began
        strong, slanted = not self.plain["strong"], not self.plain["slanted"]
        self.words, self.began, self.plain = [], 0, {"strong": 0, "slanted": 0}
        if text:
            self._add(text, line or self.getpos()[0], strong=strong, slanted=slanted)

    def _add(self, text: str, line: int, *, strong: bool, slanted: bool) -> None:
        tags = [element.tag for element in self.open]
        kind, level = PARAGRAPH, 0
        innermost = next((tag for tag in reversed(tags) if tag in _HEADINGS | _ITEMS | _CELLS | {"tr", "title"}), "")
        if innermost in _HEADINGS:
            kind, level = HEADING, int(innermost[1])
        elif innermost in _ITEMS:
            kind = ITEM
        elif innermost in _CELLS | {"tr"}:
            kind = ROW
        part = self.open[-1].part if self.open else ""
        part = "title" if innermost == "title" and part != "frame" else part
        quoted = "blockquote" in tags
        group = self.quotations if quoted else 0
        self.blocks.append(Block(kind, text, line, level, part, group, quoted, strong=strong, slanted=slanted))

    def finish(self) -> None:
        """Close the page."""
        self._flush()
        self._drop(0)
