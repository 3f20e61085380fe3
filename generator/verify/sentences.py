"""A passage cut into sentences, and a speaker's words taken out of it. Knows nothing of figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A stretch within double marks, curly or straight; single ones only where a letter can't stand beside them.
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)‘[^’]*(?:’(?=\w)[^’]*)*’(?!\w)")
_END = re.compile(r"(?<=[.?!])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9£])")
# Full stops that end no sentence.
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|No|vs|e\.g|i\.e|Det|Insp|Supt|Sgt|Ch|Con)\.$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A passage without the words in quotation marks, and those words."""

    told: str
    quoted: tuple[str, ...]


def without_quotes(text: str) -> Spoken:
    """The passage with each quoted stretch taken out."""
    quoted: list[str] = []

    def taken(match: re.Match[str]) -> str:
        # A figure alone between marks is nobody's speech: it stays, and is judged.
        if not any(letter.isalpha() for letter in match[0]):
            return match[0][1:-1]
        quoted.append(match[0])
        return "“”"

    return Spoken(_QUOTED.sub(taken, text), tuple(quoted))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a passage, in order, without blanks around them."""
    found: list[str] = []
    for piece in _END.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return tuple(one.strip() for one in found if one.strip())
