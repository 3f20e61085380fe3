"""What a sentence states. In: a sentence as marks. Out: statements; what no construction understands is `Unread`.

The meaning is read from the words alone. Whether it is true is for judge.py. The constructions are in grammar.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generator.verify.context import Around, Focus, counts
from generator.verify.marks import Mark, Scanner, years_of
from generator.verify.numbers import Quantity
from generator.verify.statements import (
    OUTCOME,
    RATE,
    RECORDED,
    SHARE,
    Comparison,
    Contact,
    Counting,
    Extreme,
    Forces,
    Level,
    Missing,
    Pace,
    Period,
    Rank,
    Sole,
    Statement,
    Topic,
    Unread,
)
from generator.verify.wording import construction, grammar, pattern

# Marks that claim something, and are reported where no construction takes them up.
_CLAIMS = "npqftorydscvDMSEJUHTGKBRFmh"
_FIGURES = "nvpfo"
_UP = {"up": "up", "up_sharply": "up", "above": "up", "down": "down", "down_sharply": "down", "below": "down"}


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


class Reader:
    """Reads the sentences of one text about one story, in order: what was told last is remembered."""

    def __init__(self, scanner: Scanner, story: Topic, latest: int) -> None:
        self._scanner = scanner
        self._story = story
        self._latest = latest
        self.focus = Focus.on(story)

    def begin(self) -> None:
        """A new part of the text, in which nothing was told yet."""
        self.focus = Focus.on(self._story)

    def read(self, sentence: str, passage: str) -> tuple[Statement, ...]:
        """The statements of a sentence; `passage` is the whole it stands in."""
        marked = self._scanner.scan(sentence)
        around = Around(marked, self.focus, self._latest)
        return tuple(sorted(_Sentence(around, passage).read(), key=lambda one: (one.start, one.end)))


class _Sentence:
    """One sentence under reading. `used` are the places of marks that a construction has taken up."""

    def __init__(self, around: Around, passage: str) -> None:
        self.around = around
        self.passage = passage
        self.used: set[int] = set()

    def read(self) -> Iterator[Statement]:
        yield from self._contacts()
        yield from self._counting()
        yield from self._missing()
        peaks = {at: peak for at in self._places("E") if (peak := self._peak(at, self.around.at(at))) is not None}
        heads = {head.at: head for kind in ("D", "M", "S", "t", "f") for head in self._heads(kind)}
        claims: list[Statement] = []
        for at, mark in list(self.around.marked.found("npqftovcRDMSE")):
            told: Statement | None = None
            if at in peaks:
                told = self._extreme(peaks[at])
            elif at in heads:
                told = self._comparison(heads[at])
            elif at in self.used:
                continue
            elif mark.kind == "c":
                told = self._pace(at)
            elif mark.kind == "R":
                told = self._rate(at)
            elif mark.kind == "n" and pattern(r"^(?: police| territorial)* forces\b").match(self.around.after(at)):
                self._use(at)
                told = Forces(mark.start, mark.end, self._said(at), self.around.offence(at))
            elif mark.kind in _FIGURES:
                told = self._level(at)
            if told is not None:
                claims.append(told)
        yield from claims
        yield from self._soles(claims)
        yield from self._left()

    # Helpers on places

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

    # Numbers to call, changes in counting, missing figures

    def _contacts(self) -> Iterator[Statement]:
        for at, mark in self.around.marked.found("h"):
            self._use(at)
            yield Contact(mark.start, mark.end, self._said(at), self.passage)
        for match in pattern(r"(?:dated|checked on|checked) [{y}{d}]").finditer(self.around.code):
            at = match.end() - 1
            self._use(at)
            yield Contact(*self._span(at), self._said(at), self.passage)

    def _counting(self) -> Iterator[Statement]:
        for match in construction("clauses", "counting").finditer(self.around.code):
            for at in range(match.start(), match.end()):
                mark = self.around.marked.marks.get(self.around.code[at])
                if mark is not None and mark.kind in "ym" and at not in self.used:
                    self._use(at)
                    yield Counting(mark.start, mark.end, self.around.offence(at), self._said(at))

    def _missing(self) -> Iterator[Statement]:
        match = construction("clauses", "missing").search(self.around.code)
        if match is None:
            return
        named = [at for at in self._places("A") if match.start() <= at < match.end()]
        slugs = [self.around.at(at).value for at in named] or ["own"]
        windows = [at for at, mark in self.around.marked.found("W") if mark.value == "earlier" and at > match.start()]
        start = match.start()
        end = self.around.base(start)
        if "earlier" in self.around.code[match.start() :] and not windows:
            end = None
        elif windows and "compar" not in self.around.code and "set against" not in self.around.code and end is not None:
            end -= 4
        what = self.around.focus.story
        group = "charged" if "outcome" in self.around.code or "became of" in self.around.code else ""
        for slug in slugs:
            area = what.area if slug == "own" else slug
            topic = Topic(OUTCOME if group else RECORDED, group, what.offence, area, end)
            yield Missing(0, len(self.around.marked.words), topic)

    # Levels

    def _level(self, at: int) -> Statement:
        mark = self.around.at(at)
        topic, extra = self._topic_of_figure(at, mark)
        only = self._only(at)
        self._use(at, *extra)
        if at not in self.around.taken and self._shift(at) is None:
            self.around.tell(at, topic)
        return Level(*self._span(at), topic, self._said(at), only)

    def _topic_of_figure(self, at: int, mark: Mark) -> tuple[Topic, tuple[int, ...]]:
        share = mark.kind in "pfo"
        offence, counted = self._counted(at, share=share)
        area = self._own_area(at) or self.around.area(at)
        end = self._own_end(at)
        if share:
            group = self.around.group(at)[0] or self.around.group_of_sentence(at)
            return Topic(SHARE, group, offence, area, end), counted
        group = self._part(at)
        previous = self.around.previous(at)
        if not group and self._shift(at) is not None and previous is not None and previous.measure == OUTCOME:
            group = previous.group
        return Topic(OUTCOME if group else RECORDED, group, offence, area, end), counted

    def _counted(self, at: int, *, share: bool) -> tuple[str, tuple[int, ...]]:
        """The offence that a figure counts, and the marks that were part of saying so."""
        names = ("counted", "of_offence", "were") if not share else ()
        for name in names:
            match = self._match("level", name, at)
            if match:
                place = at + match.end()
                return self.around.at(place).value, ()
        partly = self._match("level", "part_of", at)
        if partly:
            begin, end = self.around.clause(at)
            right = [one for one in self._all("O") if at < one < end]
            if right:
                return self.around.at(right[0]).value, ()
            if re.search(pattern(r"^ of (?:them|these|those|the|all|its)"), self.around.after(at)):
                left = [one for one in self._all("O") if begin <= one < at]
                told = self.around.previous(at)
                if left:
                    return self.around.at(left[-1]).value, ()
                return (told or self.around.focus.last).offence, ()
        return self.around.offence(at), ()

    def _all(self, kind: str) -> list[int]:
        return [at for at, _ in self.around.marked.found(kind) if at not in self.around.taken]

    def _part(self, at: int) -> str:
        """The group of outcomes that a count is the number of; "" where it counts what was recorded."""
        begin, end = self.around.clause(at)
        before, after = self.around.code[begin:at], self.around.code[at + 1 : end]
        if construction("level", "whole").search(before):
            return ""
        led = construction("level", "led_to").match(after)
        if led:
            return self.around.at(at + led.end()).value.removesuffix(" rate")
        if construction("level", "in_part").search(before):
            places = [one for one in self._all("C") if begin <= one < at]
            return self.around.at(places[-1]).value.removesuffix(" rate")
        return ""

    def _own_area(self, at: int) -> str:
        match = self._match("level", "where_after", at)
        if not match:
            return ""
        value = self.around.at(at + match.end()).value
        return self.around.focus.story.area if value == "own" else value

    def _shift(self, at: int) -> int | None:
        """The place of the mark that says a figure is of another period; -1 where only its place in the sentence does."""
        match = self._match("level", "when_after", at)
        if match:
            window = self._last(match, at, "W")
            if window is not None and self.around.at(window).value == "earlier":
                return window
            if window is not None:
                return None
        if self._match("before", "to", at, before=True):
            return None
        return -1 if self._match("before", "from", at, before=True) else None

    def _own_end(self, at: int) -> int | None:
        shift = self._shift(at)
        base = self.around.base(at)
        if shift is None:
            match = self._match("level", "when_after", at)
            window = self._last(match, at, "W") if match else None
            return base if window is None else self.around.end_of(at, window)
        if shift >= 0:
            return self.around.end_of(at, shift)
        right = self.around.after(at)
        if pattern(r"^(?: [{O}{cases}])* (?:in|for) {W}").match(right):
            return base
        return None if base is None else base - 4

    def _only(self, at: int) -> bool:
        """The words call a figure fewer or more than expected."""
        if self._said(at).text.lower().startswith(tuple(grammar()["expected"]["hedges"])):
            return True
        if at and (mark := self.around.marked.marks.get(self.around.code[at - 2 : at - 1] or " ")) and mark.kind == "J":
            self._use(at - 2)
            return True
        return False

    def _rate(self, at: int) -> Statement:
        mark = self.around.at(at)
        said = next(one.quantity for one in mark.parts if one.kind == "n" and one.quantity is not None)
        topic = Topic(RATE, "", self.around.offence(at), self._own_area(at) or self.around.area(at), self._own_end(at))
        self._use(at)
        if self._shift(at) is None:
            self.around.tell(at, topic)
        return Level(mark.start, mark.end, topic, said)

    def _pace(self, at: int) -> Statement:
        topic = replace(self._subject(at), end=self.around.base(at))
        topic = counts(topic)
        self._use(at)
        self.around.tell(at, topic)
        return Pace(*self._span(at), topic, self._said(at))

    # Comparisons

    def _heads(self, kind: str) -> Iterator[Head]:
        for at in self._places(kind):
            if at in self.used:
                continue
            head = self._head(at, self.around.at(at))
            if head is not None:
                self._use(at, head.size, *head.marks)
                if head.right is not None:
                    self.around.taken.add(head.right)
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
        head = Head(at, _UP[mark.value], strength="sharp" if mark.value.endswith("sharply") else "")
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
        head = Head(at, _UP[mark.value])
        before = pattern(r"(?P<size>[{n}{p}{q}{f}{t}])(?: (?:{L}|{H}|{l}))? $").search(self.around.before(at))
        if before:
            head.size = before.start("size")
        head = self._right_side(head)
        if head.size is None and head.right is None and head.window is None and head.area is None:
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
        area = self._match("change", "times_area", at)
        if as_many:
            head.window = self._last(as_many, at, "W")
        elif the:
            head.window = self._last(the, at, "W")
            if the["right"]:
                head.right = at + 1 + the.start("right")
        elif area:
            head.area = at + area.end()
        elif mark.kind == "f":
            return None
        else:
            printed = self._match("change", "from", at) or pattern(r"^,? from (?P<right>[{n}{p}])").match(
                self.around.after(at)
            )
            if printed:
                head.right = at + 1 + printed.start("right")
            window = self._match("change", "against", at)
            head.window = self._last(window, at, "W") if window else None
        return head

    def _comparison(self, head: Head) -> Statement:
        at = head.at
        left = self._left_of(head)
        size = None if head.size is None else self._said(head.size)
        right = self._right_topic(head, left)
        places = [at, *(one for one in (head.size, head.right, head.window, head.area) if one is not None)]
        both = head.right is not None and any(
            place not in self.around.taken and self.around.at(place).kind in _FIGURES for place, _ in self.around.told
        )
        self.around.tell(at, left)
        self._use(at)
        return (
            Comparison(
                *self._span(*places),
                left,
                right,
                head.relation,
                size,
                head.strength,
                figures=head.right is not None,
                both=both or self._between_printed(head),
            )
            if not head.part
            else Comparison(*self._span(*places), left, right, "part", size, head.strength)
        )

    def _between_printed(self, head: Head) -> bool:
        """From one printed figure to another."""
        if head.right is None:
            return False
        return bool(pattern(r"^[^,;:]{0,30}? to [{n}{p}]").match(self.around.after(head.right)))

    def _right_topic(self, head: Head, left: Topic) -> Topic:
        if head.area is not None:
            return replace(left, area=self._slug(head.area))
        if head.right is not None:
            where = self._own_area(head.right)
            if where and where != left.area:
                return replace(left, area=where)
            if self.around.at(head.at).kind in "MS" and self._shift(head.right) is None:
                return replace(left, area=where or self._nation(left))
            end = self._own_end(head.right)
            if end == left.end and left.end is not None:
                end = left.end - 4
            return replace(left, end=end)
        if head.window is not None:
            return replace(left, end=self.around.end_of(head.at, head.window))
        return replace(left, end=None if left.end is None else left.end - 4)

    def _nation(self, left: Topic) -> str:
        return "reporting-forces" if left.measure == SHARE else "england-and-wales"

    def _slug(self, at: int) -> str:
        value = self.around.at(at).value
        return self.around.focus.story.area if value == "own" else value

    def _left_of(self, head: Head) -> Topic:
        """What is compared: the figure just told, or what the clause is about."""
        shares = head.right is not None and self.around.at(head.right).kind in "pfo"
        points = head.size is not None and self.around.at(head.size).kind == "q"
        return self._subject(head.at, shares=shares or points)

    def _subject(self, at: int, *, shares: bool = False) -> Topic:
        around = self.around
        begin, _ = around.clause(at)
        told = around.previous(at)
        area, offence = around.area(at), around.offence(at)
        own = [one for kind in "OCA" for one in self._all(kind) if begin <= one < at]
        if told is not None and not own:
            return replace(told, end=around.base(at))
        group, rate = around.group(at)
        clause = around.code[begin : around.clause(at)[1]]
        is_share = shares or rate or bool(pattern(r"\b{share}").search(clause))
        if by_population(clause):
            return Topic(RATE, "", offence, area, around.base(at))
        if is_share:
            return Topic(SHARE, group or around.group_of_sentence(at), self._whole(at, offence), area, around.base(at))
        if group:
            return Topic(OUTCOME, group, offence, area, around.base(at))
        if told is not None:
            same = told.area == area and told.offence == offence
            return replace(told, end=around.base(at)) if same else Topic(RECORDED, "", offence, area, around.base(at))
        if around.points_back():
            last = around.focus.last
            named = bool(self._all("O"))
            return replace(last, area=area, offence=offence if named else last.offence, end=around.base(at))
        return Topic(RECORDED, "", offence if self._all("O") else around.focus.story.offence, area, around.base(at))

    def _whole(self, at: int, offence: str) -> str:
        """The offence that a share is a share of."""
        return offence if self._all("O") else self.around.focus.shared().offence

    # Highest, lowest, ranks

    def _peak(self, at: int, mark: Mark) -> Peak | None:
        peak = Peak(at, mark.value, record="record" in self.around.marked.words[mark.start : mark.end].lower())
        before = self.around.before(at)
        peak.joint = bool(construction("extreme", "joint").search(before))
        if place := construction("extreme", "rank").search(before):
            peak.place = place.start("place")
        if among := self._match("extreme", "of_forces", at):
            peak.ranked, peak.some = True, bool(among["some"])
            peak.among = self._last(among, at, "n")
            peak.area = self._last(among, at, "A")
        elif (peak.place is not None or "any" in self.around.after(at)[:24]) and (
            region := self._match("extreme", "region", at)
        ):
            peak.ranked, peak.area = True, at + region.end()
        elif since := self._match("extreme", "since", at):
            peak.since = at + since.end()
        elif back := self._match("extreme", "back", at):
            peak.back = at + back.end()
        elif span := construction("extreme", "span_high").search(before):
            peak.span = span.start()
        elif not peak.record:
            return None
        for one in (peak.place, peak.among, peak.since, peak.back, peak.span):
            self._use(one)
        if peak.area is not None:
            self.around.taken.add(peak.area)
        self._use(at)
        return peak

    def _extreme(self, peak: Peak) -> Statement:
        topic = self._subject(peak.at)
        others = (peak.place, peak.among, peak.since, peak.back, peak.span)
        bounds = self._span(peak.at, *(one for one in others if one is not None))
        self.around.tell(peak.at, topic)
        if peak.ranked:
            place = 1 if peak.place is None else int(self._said(peak.place).value)
            among = None if peak.among is None else self._said(peak.among)
            within = "england-and-wales" if peak.area is None else self._slug(peak.area)
            return Rank(*bounds, topic, peak.end_of, place, peak.joint, among, peak.some, within)
        since, back = None, None
        if peak.since is not None:
            years = [one.quantity for one in self.around.at(peak.since).parts if one.quantity is not None]
            since = int(years[0].value) if years else None
        elif peak.back is not None:
            back = next(one.quantity for one in self.around.at(peak.back).parts if one.quantity is not None)
        elif peak.span is not None:
            back = self._said(peak.span)
        return Extreme(*bounds, topic, peak.end_of, since, back, peak.joint)

    def _soles(self, claims: list[Statement]) -> Iterator[Statement]:
        for at in self._places("U"):
            area = pattern(r"^(?: [^,;:]{0,12})?(?: in| of| across) {A}").match(self.around.after(at))
            others = [one for one in claims if isinstance(one, (Comparison, Extreme, Level, Rank))]
            if others:
                self._use(at)
                within = self.around.at(at + area.end()).value if area else "england-and-wales"
                yield Sole(*self._span(at), within, others[-1])

    # What is left

    def _left(self) -> Iterator[Statement]:
        for at, mark in self.around.marked.found(_CLAIMS + "W"):
            if at in self.used:
                continue
            if mark.kind == "W":
                if mark.value == "period":
                    yield Period(mark.start, mark.end, self.around.end_of(at, at))
                continue
            if mark.kind == "s" and years_of(mark) == 1 and not self._said(at).word:
                continue
            if mark.kind == "J" and not self._match("clauses", "only_of", at):
                continue
            yield Unread(mark.start, mark.end, mark.kind)


def by_population(clause: str) -> bool:
    """The clause speaks of a rate by population."""
    return any(word in clause for word in grammar()["nouns"]["by_population"])
