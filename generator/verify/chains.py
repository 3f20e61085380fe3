"""Years in a row, years without a case, and a part of a change, as words tell them. In: a sentence. Out: statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.verify.context import years_back
from generator.verify.heads import RELATIONS
from generator.verify.levels import Levels
from generator.verify.marks import Mark, years_of
from generator.verify.statements import RECORDED, Portion, Statement, Streak, Topic, Unread, Without
from generator.verify.wording import construction, grammar

# What a match tells: the name of its construction, and the match.
Chain = tuple[str, re.Match[str]]
# By construction, the group by which it is read in its turn.
_LEADS = {"row": "way", "after": "way", "none": "none", "part": "way"}


class Chains(Levels):
    """Finds what is told over several years, or of a part, and takes it up before single words are looked at."""

    def _chains(self) -> Iterator[tuple[int, Chain]]:
        """Each by the place at which it is read."""
        for name, lead in _LEADS.items():
            for match in construction("run", name).finditer(self.around.code):
                if self._stands(name, match):
                    places = range(match.start(), match.end())
                    self._use(*(at for at in places if self.around.code[at] in self.around.marked.marks))
                    yield match.start(lead), (name, match)

    def _stands(self, name: str, match: re.Match[str]) -> bool:
        """The words mean what the construction says: "none" is a number, and only "most" is a part."""
        if name == "none":
            window = self.around.at(match.start("window"))
            return self._said(match.start("none")).value == 0 and window.value == "earlier"
        mark = self.around.marked.marks.get(match["said"]) if name == "part" else None
        return mark is None or self._words(mark) in grammar()["run"]["most"]

    def _words(self, mark: Mark) -> str:
        return self.around.marked.words[mark.start : mark.end].lower()

    def _chain(self, at: int, chain: Chain) -> Statement:
        """The statement of one of them."""
        name, match = chain
        if name == "none":
            topic = self._told_before(at)
            bounds = self._span(at, match.start("window"))
            return Without(*bounds, topic, years_back(self.around.at(match.start("window"))))
        if name == "part":
            return self._portion(at, match)
        return self._streak(at, match, after=name == "after")

    def _told_before(self, at: int) -> Topic:
        return self.around.previous(at) or self._subject(at)

    def _streak(self, at: int, match: re.Match[str], *, after: bool) -> Statement:
        """So many years in one direction, up to the year that is told or up to the one before it."""
        topic = replace(self._subject(at), end=self.around.base(at))
        if after and topic.end is not None:
            topic = replace(topic, end=topic.end - 4)
        number = match.start("span" if after else "place")
        years = years_of(self.around.at(number)) if after else int(self._said(number).value)
        return Streak(*self._span(number, at), topic, RELATIONS[self.around.at(at).value], years)

    def _portion(self, at: int, match: re.Match[str]) -> Statement:
        """A part of the change that was told last in the sentence."""
        place, said = match.start("part"), match["said"]
        whole = self.around.previous(at)
        if whole is None or whole.measure != RECORDED:
            return Unread(*self._span(place, at), "D")
        much = "all" if said == "all" else "almost" if said.endswith("all") else "most"
        part = replace(whole, offence=self.around.at(place).value)
        return Portion(*self._span(place, at), part, whole, RELATIONS[self.around.at(at).value], much)
