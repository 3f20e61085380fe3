"""A sentence as places in its code, and which of them a construction has taken up. In: a sentence with its clauses.

What readers of figures, of comparisons and of whole sentences share.
"""

from __future__ import annotations

import re
from functools import cache

from generator.verify.context import Around
from generator.verify.numbers import Quantity
from generator.verify.wording import construction, grammar, pattern


class Places:
    """One sentence under reading. `used` are the places of marks that a construction has taken up."""

    def __init__(self, around: Around, passage: str) -> None:
        self.around = around
        self.passage = passage
        self.used: set[int] = set()

    def _places(self, kind: str) -> list[int]:
        return [at for at, _ in self.around.marked.found(kind) if at not in self.used]

    def _span(self, *places: int) -> tuple[int, int]:
        marks = [self.around.at(at) for at in places]
        return min(one.start for one in marks), max(one.end for one in marks)

    def _match(self, room: str, name: str, at: int, *, before: bool = False) -> re.Match[str] | None:
        code = self.around.code
        found = construction(room, name)
        return found.search(code[:at]) if before else found.match(code[at + 1 :])

    def _use(self, *places: int | None) -> None:
        self.used.update(at for at in places if at is not None)

    def _last(self, match: re.Match[str], at: int, kinds: str) -> int | None:
        """The place of the last mark of some kinds within a match after `at`."""
        for offset in range(match.end() - 1, -1, -1):
            place = at + 1 + offset
            mark = self.around.marked.marks.get(self.around.code[place])
            if mark is not None and mark.kind in kinds:
                return place
        return None

    def _said(self, at: int) -> Quantity:
        said = self.around.at(at).quantity
        if said is None:
            raise AssertionError(f"a mark of kind {self.around.at(at).kind} without its figure")
        return said

    def _all(self, kind: str) -> list[int]:
        return [at for at, _ in self.around.marked.found(kind) if at not in self.around.taken]


@cache
def _followers() -> frozenset[str]:
    return frozenset(grammar()["level"]["follows"]) | frozenset(grammar()["nouns"]["cases"])


def counts_something_else(after: str) -> bool:
    """The words behind a figure name a thing that the release does not count: "14 High Street", "30 more officers"."""
    if pattern(r" {X}").match(after):
        return True
    word = pattern(r" (?:{M} )?([a-z]+)").match(after)
    return word is not None and word[1] not in _followers()
