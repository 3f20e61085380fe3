"""What every published format is read into first: a row of blocks, each one paragraph, heading, item or table row.

Knows nothing of what a block is for: that is decided in `outline`, alike for all formats.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from generator.verify.errors import VerifyError

# Marks that take no room: a reader does not see them, and they would cut a figure in two.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

HEADING, PARAGRAPH, ITEM, ROW, RULE = "heading", "paragraph", "item", "row", "rule"


@dataclass(frozen=True, slots=True)
class Block:
    """`text` on one line, as a reader sees it; `line` where it begins in the file, 1-based.

    `level` is a heading's, 0 for a heading that is known by its words alone. `part` is set where the format itself says
    what a block is for. Blocks of one block quotation share a `group`, counted from 1; `quoted` where the format says
    that such a group is somebody's speech. `strong` and `slanted`: the whole text is bold, italic.
    """

    kind: str
    text: str
    line: int
    level: int = 0
    part: str = ""
    group: int = 0
    quoted: bool = False
    strong: bool = False
    slanted: bool = False


def one_line(text: str) -> str:
    """Text as a reader sees it: composed letters, blanks of every kind folded into one, nothing that takes no room."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def unclosed(source: str, line: int, what: str) -> VerifyError:
    """The error for markup that hides what comes after it, because its end is missing."""
    return VerifyError(f"{source}, line {line}: this {what} is never closed and hides the words after it. Close it.")
