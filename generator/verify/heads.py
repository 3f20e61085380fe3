"""Words of comparison, each with what belongs to it. In: a sentence. Out: heads and peaks, by places in its code.

Takes up the sizes, periods and areas that a comparison is made with, so that none is read a second time as a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.verify.answers import ENGLAND, NATION
from generator.verify.marks import Mark
from generator.verify.places import Places, counts_something_else
from generator.verify.reference import regions
from generator.verify.wording import construction, pattern

_WIDE = frozenset({NATION, ENGLAND, *regions()})
_RECORD = "record"
RELATIONS = {"up": "up", "up_sharply": "up", "above": "up", "down": "down", "down_sharply": "down", "below": "down"}


@dataclass(slots=True)
class Head:
    """A word of comparison with what belongs to it: places in the code of its size, right side and strength."""

    at: int
    relation: str
    size: int | None = None
    right: int | None = None
    window: int | None = None
    area: int | None = None
    part: bool = False
    strength: str = ""
    marks: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Peak:
    """A word for the highest or lowest with what belongs to it, by places in the code."""

    at: int
    end_of: str
    record: bool
    joint: bool = False
    ranked: bool = False
    some: bool = False
    place: int | None = None
    among: int | None = None
    area: int | None = None
    since: int | None = None
    back: int | None = None
    span: int | None = None
    after: int | None = None


class Heads(Places):
    """Finds the comparisons of one sentence."""

    def _heads(self, kind: str) -> Iterator[Head]:
        for at in self._places(kind):
            if at in self.used:
                continue
            head = self._head(at, self.around.at(at))
            if head is not None:
                if head.right is None and head.window is None and head.area is None and kind in "Dt":
                    head.window = self._span_of_clause(head)
                    self._use(head.window)
                self._use(at, head.size, *head.marks)
                if head.right is not None:
                    self.around.taken.add(head.right)
                    if where := self._match("level", "where_after", head.right):
                        self.around.taken.add(head.right + where.end())
                if head.area is not None:
                    self.around.taken.add(head.area)
                yield head

    def _head(self, at: int, mark: Mark) -> Head | None:
        if mark.kind == "D":
            return self._direction(at, mark)
        if mark.kind == "M":
            return self._more_or_less(at, mark)
        if mark.kind == "S":
            return self._right_side(Head(at, "about" if mark.value == "about_same" else "same"))
        return self._multiple(at, mark)

    def _direction(self, at: int, mark: Mark) -> Head:
        head = Head(at, RELATIONS[mark.value], strength="sharp" if mark.value.endswith("sharply") else "")
        left = self._match("change", "fall_to", at)
        if left:
            head.size = at + 1 + left.start("part")
            head.part = self._said(head.size).value < 1 and head.relation == "down"
            head.window = self._last(left, at, "W")
            return head
        after = self._match("change", "size_after", at)
        if after:
            name = "size" if after["size"] else "times"
            head.size = at + 1 + after.start(name)
        elif number := self._match("change", "number_after", at):
            head.size = at + 1 + number.start("size")
        elif before := self._match("change", "size_before", at, before=True):
            head.size = before.start("size")
        self._strength(head)
        return self._right_side(head)

    def _strength(self, head: Head) -> None:
        places = [head.at] if head.size is None else [head.at, head.size]
        for place in places:
            for match, offset in (
                (self._match("change", "strength_before", place, before=True), 0),
                (self._match("change", "strength_after", place), place + 1),
            ):
                if match:
                    at = offset + match.start("strength")
                    head.marks.add(at)
                    weak = self.around.at(at).kind == "L"
                    head.strength = "slight" if weak else "sharp"

    def _more_or_less(self, at: int, mark: Mark) -> Head | None:
        head = Head(at, RELATIONS[mark.value])
        before = pattern(r"(?P<size>[{n}{p}{q}{f}{t}])(?: (?:{L}|{H}|{l}))? $").search(self.around.before(at))
        if before:
            head.size = before.start("size")
            if counts_something_else(self.around.after(at)):
                return None
        head = self._right_side(head)
        bare = pattern(r" (?:{O}|{cases})").match(self.around.after(at))
        if head.size is None and head.right is None and head.window is None and head.area is None and not bare:
            return None
        self._strength(head)
        return head

    def _right_side(self, head: Head) -> Head:
        """What a comparison is with: a figure printed, an area, or a period."""
        value = self._match("change", "from", head.at)
        if value:
            head.right = head.at + 1 + value.start("right")
            return head
        window = self._match("change", "against", head.at)
        if window:
            head.window = self._last(window, head.at, "W")
            return head
        printed = self._match("change", "than_value", head.at)
        if printed and self.around.at(head.at).kind in "MS":
            head.right = head.at + 1 + printed.start("right")
            return head
        area = self._match("change", "than_area", head.at)
        if area and self.around.at(head.at).kind in "MS":
            head.area = head.at + area.end()
        return head

    def _multiple(self, at: int, mark: Mark) -> Head | None:
        head = Head(at, "", size=at)
        as_many = self._match("change", "times_as", at)
        the = self._match("change", "times_the", at)
        the = the or self._match("change", "times_what", at)
        area = self._match("change", "times_area", at)
        if as_many:
            head.window = self._last(as_many, at, "W")
            self._use(self._last(as_many, at, "E"))
        elif the:
            head.window = self._last(the, at, "W")
            if the.groupdict().get("right"):
                head.right = at + 1 + the.start("right")
        elif area:
            head.area = at + area.end()
            self._use(self._last(area, at, "E"))
        elif mark.kind == "f" or self._said(at).unit == "times":
            return None
        else:
            printed = self._match("change", "from", at) or self._match("change", "times_from", at)
            if printed:
                head.right = at + 1 + printed.start("right")
            window = self._match("change", "against", at)
            head.window = self._last(window, at, "W") if window else None
        return head

    def _peak(self, at: int, mark: Mark) -> Peak | None:
        peak = Peak(at, mark.value, record=_RECORD in self.around.marked.words[mark.start : mark.end].lower())
        before = self.around.before(at)
        if mark.end - mark.start == len(_RECORD) and peak.record and construction("extreme", "verb").search(before):
            self._use(at)
            return None
        peak.joint = bool(construction("extreme", "joint").search(before))
        if place := construction("extreme", "rank").search(before):
            peak.place = place.start("place")
        if among := self._match("extreme", "of_forces", at):
            peak.ranked, peak.some = True, bool(among["some"])
            peak.among = self._last(among, at, "n")
            peak.area = self._last(among, at, "A")
        elif (region := self._match("extreme", "region", at)) and self._ranks(peak, at + region.end()):
            peak.ranked, peak.area = True, at + region.end()
        elif year := self._match("extreme", "since_year", at):
            peak.after = at + 1 + year.start("year")
            self.around.based.add(peak.after)
            self.around.owned[peak.after] = peak.after
        elif self._match("extreme", "by_rate", at):
            peak.ranked = True
        elif since := self._match("extreme", "since", at):
            peak.since = at + since.end()
        elif back := self._match("extreme", "back", at):
            peak.back = at + back.end()
        elif span := construction("extreme", "span_high").search(before):
            peak.span = span.start()
        elif not peak.record:
            return None
        for one in (peak.place, peak.among, peak.since, peak.back, peak.span, peak.after):
            self._use(one)
        if peak.area is not None:
            self.around.taken.add(peak.area)
        self._use(at)
        return peak

    def _ranks(self, peak: Peak, area: int) -> bool:
        """Whether "the highest in Wales" is a place among forces: a place is told, or an area that holds several."""
        wide = self.around.at(area).value in _WIDE
        return peak.place is not None or wide or bool(self._match("extreme", "any", peak.at))

    def _span_of_clause(self, head: Head) -> int | None:
        """ "In nine years": how far back a change is told, where nothing else says what it is set against."""
        begin, end = self.around.clause(head.at)
        spans = [at for at, _ in self.around.marked.found("B") if begin <= at < end and at not in self.used]
        return spans[0] if spans else None
