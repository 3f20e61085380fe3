"""A sentence as a string of marks. In: the words of a sentence. Out: the same words with every figure, place, offence,
outcome, period and word of comparison replaced by one character that names its kind.

The grammar's constructions are regular expressions over that string. Knows nothing of the release.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial

from generator.verify.names import Names, names
from generator.verify.numbers import Quantity, quantities
from generator.verify.phrasebook import phrasebook
from generator.verify.wording import character, either, grammar, pattern

_QUANTITY_KINDS = {
    "number": "n",
    "per cent": "p",
    "points": "q",
    "fraction": "f",
    "times": "t",
    "one in": "o",
    "ordinal": "r",
    "year": "y",
    "financial year": "F",
    "month": "m",
    "date": "d",
    "span": "s",
    "pace": "c",
    "vague": "v",
    "range": "v",
    "name": "X",
    "phone": "h",
}
# What a list of words in grammar.toml becomes: the kind of its mark.
_WORD_KINDS = {
    "up": "D",
    "down": "D",
    "up_sharply": "D",
    "down_sharply": "D",
    "above": "M",
    "below": "M",
    "same": "S",
    "about_same": "S",
    "highest": "E",
    "lowest": "E",
    "only": "J",
    "sole": "U",
    "slight": "L",
    "sharp": "H",
    "sharp_weak": "l",
    "compared": "T",
    "in_a_row": "P",
    "innocent": "X",
}


# A sentence of news holds a dozen; a table that was pasted holds hundreds, and is no sentence.
MOST_MARKS = 80
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a sentence. `kind` is one of wording.KINDS, `value` what it names (a slug, the name of a list).

    `quantity` is a figure; `parts` are the marks that a composite one was put together from.
    """

    kind: str
    start: int
    end: int
    value: str = ""
    quantity: Quantity | None = None
    parts: tuple[Mark, ...] = ()


@dataclass(slots=True)
class Marked:
    """A sentence under reading: its words, its code and the marks by their characters."""

    words: str
    code: str
    marks: dict[str, Mark] = field(default_factory=dict)
    _places: list[tuple[int, Mark]] | None = None

    def found(self, kinds: str) -> Iterator[tuple[int, Mark]]:
        """The marks of some kinds with their places in the code, left to right. Asked once the code is whole."""
        if self._places is None:
            self._places = [(at, self.marks[letter]) for at, letter in enumerate(self.code) if letter in self.marks]
        return (place for place in self._places if place[1].kind in kinds)


@dataclass(frozen=True, slots=True)
class Entry:
    """What words mean: the kind of their mark, and its value."""

    kind: str
    value: str


class Scanner:
    """Finds the marks of sentences about some areas and offences."""

    def __init__(self, names: Names) -> None:
        self._entries: dict[str, Entry] = {}
        for name, kind in _WORD_KINDS.items():
            self._add(grammar()["words"][name]["words"], Entry(kind, name))
        for group, row in grammar()["outcomes"].items():
            self._add(row["words"], Entry("C", group))
            self._add(row["rate"], Entry("C", f"{group} rate"))
        for slug, words in names.areas.items():
            self._add(words, Entry("A", slug))
        for slug, row in grammar()["places"].items():
            self._add(row["words"], Entry("A", slug))
        for offence, words in names.offences.items():
            self._add(words, Entry("O", offence))
        national = either(grammar()["places"]["england-and-wales"]["before"])
        self._words = re.compile(
            rf"(?<![\w-])(?:(?P<national>national(?= {national}))|{phrasebook(self._entries)})(?!\w)", re.IGNORECASE
        )
        self._merges = tuple((name, pattern(source)) for name, source in grammar()["merge"].items())

    def _add(self, words: list[str] | tuple[str, ...], entry: Entry) -> None:
        for one in words:
            self._entries.setdefault(_key(one), entry)

    def scan(self, words: str) -> Marked | None:
        """The sentence as marks; None where it has more of them than any sentence that is to be read."""
        # Characters that stand for marks are nobody's words.
        words = _PRIVATE.sub("\N{REPLACEMENT CHARACTER}", words)
        found = [*self._quantities(words), *self._entries_in(words)]
        chosen = sorted(_widest(found), key=lambda mark: mark.start)
        if len(chosen) > MOST_MARKS:
            return None
        marked = Marked(words, words)
        pieces: list[str] = []
        at = 0
        for mark in chosen:
            pieces.append(words[at : mark.start].lower())
            pieces.append(self._place(marked, mark))
            at = mark.end
        pieces.append(words[at:].lower())
        marked.code = re.sub(r"\s+", " ", "".join(pieces).replace("’", "'"))
        for name, merge in self._merges:
            marked.code = merge.sub(partial(self._merged, marked, name), marked.code)
        return marked

    def _place(self, marked: Marked, mark: Mark) -> str:
        letter = character(mark.kind, len(marked.marks))
        marked.marks[letter] = mark
        return letter

    def _merged(self, marked: Marked, name: str, match: re.Match[str]) -> str:
        parts = tuple(marked.marks[one] for one in match[0] if one in marked.marks)
        if name in ("period", "now") and any(one.kind == "s" and years_of(one) != 1 for one in parts):
            return match[0]
        kind = {"since": "K", "period": "W", "earlier": "W", "now": "W", "back": "B", "population": "Z", "rate": "R"}[
            name
        ]
        if not parts:
            start, end = _where(marked, match)
        else:
            # The words before the first mark and behind the last belong to it: "nine years earlier".
            places = [at for at, letter in enumerate(match[0]) if letter in marked.marks]
            start = parts[0].start - places[0]
            end = parts[-1].end + len(match[0]) - places[-1] - 1
        return self._place(marked, Mark(kind, start, end, name, None, parts))

    @staticmethod
    def _quantities(words: str) -> Iterator[Mark]:
        for one in quantities(words):
            yield Mark(_QUANTITY_KINDS.get(one.kind, "G"), one.start, one.end, one.kind, one)

    def _entries_in(self, words: str) -> Iterator[Mark]:
        for match in self._words.finditer(words):
            entry = Entry("A", "england-and-wales") if match["national"] else self._entries[_key(match[0])]
            yield Mark(entry.kind, match.start(), match.end(), entry.value)


def span_in_years(said: Quantity) -> int:
    """How many years a span of time is; 0 where it is no whole number of them, or of another unit."""
    years = said.value / 12 if said.unit == "month" else said.value
    return int(years) if said.unit in ("year", "month") and years.denominator == 1 else 0


def years_of(mark: Mark) -> int:
    """How many whole years a mark is; 0 where it is no span."""
    return 0 if mark.quantity is None else span_in_years(mark.quantity)


@cache
def scanner() -> Scanner:
    """The scanner of all areas and offences."""
    return Scanner(names())


def _where(marked: Marked, match: re.Match[str]) -> tuple[int, int]:
    """Where words that hold no mark stand in the sentence: found again, since code and words differ in length."""
    before = [marked.marks[one] for one in marked.code[: match.start()] if one in marked.marks]
    start = marked.words.lower().replace("’", "'").find(match[0].strip(), before[-1].end if before else 0)
    return (start, start + len(match[0].strip())) if start >= 0 else (0, 0)


def _key(words: str) -> str:
    return re.sub(r"[\s\u00a0-]+", " ", words.replace("’", "'")).casefold()


def _widest(found: list[Mark]) -> list[Mark]:
    """Of marks that overlap, the longest; of two alike the figure, whose words say more."""
    chosen: list[Mark] = []
    for mark in sorted(found, key=lambda one: (one.start - one.end, one.quantity is None, one.start)):
        if all(mark.end <= other.start or mark.start >= other.end for other in chosen):
            chosen.append(mark)
    return chosen
