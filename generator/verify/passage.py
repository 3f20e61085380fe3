"""What a reader of published words hands on: passages, each with its part, and what the words say of themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is one line, as a reader sees it; `line` where it begins in the file, 1-based.

    `part`: headline, standfirst, social, body, box (a support box's title or line), quote (a paragraph of nothing but a
    speaker's words), note (to editors), frame (everything else, not judged).
    """

    part: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Published:
    """Published words. `source`: the path as given, or "standard input". `form`: txt, md, html, or pasted where nothing
    in the words shows that they are a draft of ours.

    `sample`: the words say that the figures are illustrative. `release` and `force` (its full name) are as the words
    name them, "" where they don't.
    """

    source: str
    form: str
    passages: tuple[Passage, ...]
    sample: bool
    release: str
    force: str
