"""Where a story is set: phrases marked with their claims while templates render, then cut into runs.

In: words with private-use marks around what a claim covers. Out: runs of text, each with the claims that cover it.
Marks survive `title`, `upper`, joins and nesting, so a template may treat a phrase as the plain words it reads as.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.draft import Box, Claim, Headline, Paragraph, Run, Slot

OPEN, NAMED, CLOSE = "\ue000", "\ue001", "\ue002"
DIGITS = str.maketrans("0123456789", "".join(chr(0xE010 + digit) for digit in range(10)))
PLAIN = str.maketrans({chr(0xE010 + digit): str(digit) for digit in range(10)})
MARK = re.compile(f"{OPEN}([\ue010-\ue019]+){NAMED}|{CLOSE}")
ANY_MARK = re.compile("[\ue000-\ue019]")


def marked(words: str, number: int) -> str:
    """Words with a claim's number around them."""
    return f"{OPEN}{str(number).translate(DIGITS)}{NAMED}{words}{CLOSE}"


def unmarked(text: str) -> str:
    """The text as it reads."""
    return CLOSE.join(MARK.split(text)[::2]).replace(CLOSE, "") if MARK.search(text) else text


def squeezed(text: str) -> str:
    """The text on one line, blanks folded, with a capital at its start; marks are left where they are."""
    one_line = re.sub(r"\s+", " ", text).strip()
    one_line = re.sub(f"({OPEN}[\ue010-\ue019]+{NAMED}) ", r" \1", one_line)
    one_line = re.sub(f" +({CLOSE}+)", r"\1 ", one_line)
    one_line = re.sub(r" {2,}", " ", one_line).strip()
    return capitalised(one_line)


def capitalised(text: str) -> str:
    """The text with a capital where its first letter is, whatever marks stand before it."""
    for at, letter in enumerate(text):
        if letter.isalnum():
            return text[:at] + letter.upper() + text[at + 1 :]
    return text


def cut(text: str) -> tuple[Run, ...]:
    """Marked text as runs; each names the claims that cover it, outermost first."""
    return tuple(_runs(text))


def _runs(text: str) -> Iterator[Run]:
    covering: list[str] = []
    at = 0
    for mark in MARK.finditer(text):
        if mark.start() > at:
            yield Run(text[at : mark.start()], tuple(covering))
        at = mark.end()
        if mark.group(1):
            covering.append(mark.group(1).translate(PLAIN))
        else:
            covering.pop()
    if at < len(text):
        yield Run(text[at:], tuple(covering))


@dataclass(slots=True)
class Page:
    """One story while it is rendered: the claims made so far, and the blocks set so far, in reading order."""

    claims: list[Claim] = field(default_factory=list)
    body: list[Paragraph | Slot | Box] = field(default_factory=list)
    headlines: list[Headline] = field(default_factory=list)
    standfirst: Paragraph | None = None
    social: Paragraph | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)

    def claim(self, claim: Claim, words: str) -> str:
        """Take a claim down; the words, marked with it."""
        self.claims.append(claim)
        return marked(words, len(self.claims) - 1)
