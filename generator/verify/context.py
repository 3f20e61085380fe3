"""Of what a figure in a sentence is: the area, offence, outcome and period that the words around it name.

What the clause does not name, the sentence does; what the sentence does not, what was told last, or the story.
Knows no figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from generator.verify.marks import Mark, Marked, span_in_years
from generator.verify.statements import OUTCOME, RECORDED, SHARE, Topic
from generator.verify.wording import construction


@dataclass(slots=True)
class Focus:
    """What was told last: where words point back to. `story` is what the story is about when nothing else is said."""

    story: Topic
    last: Topic
    share: Topic | None = None

    @classmethod
    def on(cls, story: Topic) -> Focus:
        """Nothing told yet."""
        return cls(story, story)

    def told(self, topic: Topic) -> None:
        """Remember a topic."""
        self.last = topic
        if topic.measure == SHARE:
            self.share = topic

    def shared(self) -> Topic:
        """The share told last; else the story's charging rate."""
        return self.share or replace(self.story, measure=SHARE, group="charged")


@dataclass(slots=True)
class Around:
    """A sentence with its clauses.

    `taken` are the places of marks on the right-hand side of a comparison: no clause is about them. `based` are those
    of the periods that a figure or a comparison was read to be about; `owned` are periods that belong to one figure of
    comparison alone, by its place ("from 951 in the year to September 2014").
    """

    marked: Marked
    focus: Focus
    latest: int
    taken: set[int] = field(default_factory=set)
    bounds: list[int] = field(default_factory=list)
    told: list[tuple[int, Topic]] = field(default_factory=list)
    based: set[int] = field(default_factory=set)
    owned: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        code = self.marked.code
        ends = [match.start() + 1 for match in construction("clauses", "ends").finditer(code)]
        self.bounds = [0, *ends, len(code)]
        for match in construction("clauses", "aside").finditer(code):
            self.taken.update(at for at, _ in self.marked.found("O") if match.start() <= at < match.end())

    @property
    def code(self) -> str:
        return self.marked.code

    def at(self, place: int) -> Mark:
        """The mark at a place in the code."""
        return self.marked.marks[self.code[place]]

    def clause(self, place: int) -> tuple[int, int]:
        """Where the clause around a place begins and ends."""
        begin = max(one for one in self.bounds if one <= place)
        return begin, min(one for one in self.bounds if one > place)

    def before(self, place: int) -> str:
        return self.code[:place]

    def after(self, place: int) -> str:
        return self.code[place + 1 :]

    def previous(self, place: int) -> Topic | None:
        """The topic told last in this sentence, before a place."""
        earlier = [topic for at, topic in self.told if at < place]
        return earlier[-1] if earlier else None

    def tell(self, place: int, topic: Topic) -> None:
        """Remember what the sentence told at a place."""
        self.told.append((place, topic))
        self.focus.told(topic)

    def points_back(self) -> bool:
        """The sentence begins with words that point to what was told before."""
        return bool(construction("clauses", "back").match(self.code))

    # What is named, from near to far

    def _named(self, kind: str, place: int) -> list[int]:
        return [at for at, _ in self.marked.found(kind) if at not in self.taken and at != place]

    def _near(self, kind: str, place: int, *, right_first: bool = False) -> int | None:
        """The nearest mark of a kind in the clause, else to the left in the sentence."""
        begin, end = self.clause(place)
        named = self._named(kind, place)
        left = [at for at in named if begin <= at < place]
        right = [at for at in named if place < at < end]
        order = [*right[:1], *left[-1:]] if right_first else [*left[-1:], *right[:1]]
        return order[0] if order else None

    def area(self, place: int) -> str:
        """The area that the words at a place are about."""
        begin, end = self.clause(place)
        right = construction("clauses", "area_after").match(self.after(place)[: end - place - 1])
        if right and place + right.end() not in self.taken and not self._has_subject(begin, place):
            return self.slug(place + right.end())
        near = self._near("A", place)
        if near is not None:
            return self.slug(near)
        told = self.previous(place)
        if told is not None:
            return told.area
        earlier = [at for at in self._named("A", place) if at < place]
        if earlier:
            return self.slug(earlier[-1])
        return self.focus.last.area if self.points_back() else self.focus.story.area

    def area_of_clause(self, place: int) -> str:
        """The area that the clause itself names; "" where it names none."""
        begin, end = self.clause(place)
        named = [at for at in self._named("A", place) if begin <= at < end]
        return self.area(place) if named else ""

    def _has_subject(self, begin: int, place: int) -> bool:
        """An area stands before a place in its clause."""
        return any(begin <= at < place for at in self._named("A", place))

    def _elsewhere(self, kind: str, place: int) -> int | None:
        """The mark of a kind in another clause: the nearest to the left, else the first to the right."""
        named = self._named(kind, place)
        left = [at for at in named if at < place]
        return left[-1] if left else next(iter(named), None)

    def slug(self, place: int) -> str:
        """The area that the mark at a place names; "the force" is the story's."""
        value = self.at(place).value
        return self.focus.story.area if value == "own" else value

    def offence(self, place: int) -> str:
        """The offence that the words at a place are about."""
        near = self._near("O", place)
        if near is not None:
            return self.at(near).value
        told = self.previous(place)
        if told is not None:
            return told.offence
        elsewhere = self._elsewhere("O", place)
        return self.focus.last.offence if elsewhere is None else self.at(elsewhere).value

    def group(self, place: int) -> tuple[str, bool]:
        """The group of outcomes in the clause, and whether the words name its share; ("", False) for none."""
        near = self._near("C", place, right_first=True)
        if near is None:
            return "", False
        value = self.at(near).value
        return value.removesuffix(" rate"), value.endswith(" rate")

    def group_of_sentence(self, place: int) -> str:
        """The group of outcomes named to the left in the sentence, else to the right, else the share told last."""
        elsewhere = self._elsewhere("C", place)
        if elsewhere is not None:
            return self.at(elsewhere).value.removesuffix(" rate")
        told = self.previous(place)
        if told is not None and told.group:
            return told.group
        return self.focus.shared().group

    # Periods

    def base(self, place: int) -> int | None:
        """The 12 months that the words at a place are about, by their last quarter."""
        begin, end = self.clause(place)
        periods = [at for at, mark in self.marked.found("W") if mark.value == "period"]
        named = [at for at in periods if self.owned.get(at, place) == place]
        inside = [at for at in named if begin <= at < end]
        near = min(inside or named, key=lambda at: abs(at - place), default=None)
        if near is None:
            return self.latest
        self.based.add(near)
        return period_end(self.at(near))

    def end_of(self, place: int, window: int) -> int | None:
        """The period that the mark at `window` names, as seen from `place`."""
        mark = self.at(window)
        if mark.value == "period":
            return period_end(mark)
        if mark.value == "now":
            return self.base(place)
        base = self.base(place)
        return None if base is None else base - 4 * years_back(mark)


def period_end(mark: Mark) -> int | None:
    """The last quarter of "the year to September 2023" or of a financial year; None where it is no quarter's end."""
    for part in mark.parts:
        said = part.quantity
        if said is None:
            continue
        if said.kind == "month":
            year, month = divmod(int(said.value), 12)
            return None if month % 3 != 2 else 4 * year + month // 3
        if said.kind == "date":
            day = date.fromordinal(int(said.value))
            ends = (day + timedelta(days=1)).day == 1 and day.month % 3 == 0
            return 4 * day.year + day.month // 3 - 1 if ends else None
        if said.kind == "financial year":
            return 4 * (int(said.value) + 1)
    return None


def years_back(mark: Mark) -> int:
    """How many years "nine years earlier" and its kin go back."""
    for part in mark.parts:
        said = part.quantity
        if said is not None and said.kind == "span":
            return span_in_years(said)
    return 1


def counts(topic: Topic) -> Topic:
    """The same topic in cases."""
    return replace(topic, measure=OUTCOME if topic.group else RECORDED)
