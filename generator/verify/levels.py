"""Figures that stand for themselves: of what, where and when. In: a sentence. Out: levels, rates and averages."""

from __future__ import annotations

from dataclasses import replace

from generator.verify.context import counts
from generator.verify.marks import Mark
from generator.verify.places import Places
from generator.verify.statements import OUTCOME, RATE, RECORDED, SHARE, Interval, Level, Pace, Statement, Topic
from generator.verify.wording import construction, grammar, pattern


class Levels(Places):
    """Reads the figures of one sentence."""

    def _level(self, at: int) -> Statement:
        topic = self._topic_of_figure(at, self.around.at(at))
        only = self._only(at)
        self._use(at)
        if at not in self.around.taken and self._shift(at) is None:
            self.around.tell(at, topic)
        return Level(*self._span(at), topic, self._said(at), only)

    def _topic_of_figure(self, at: int, mark: Mark) -> Topic:
        share = mark.kind in "pfo"
        offence = self._counted(at, share=share)
        area = self._own_area(at) or self.around.area(at)
        end = self._own_end(at)
        if share:
            group = self.around.group(at)[0] or self.around.group_of_sentence(at)
            return Topic(SHARE, group, offence, area, end)
        group = self._part(at)
        previous = self.around.previous(at)
        beside = self._shift(at) is not None or self._match("before", "to", at, before=True) is not None
        if not group and beside and previous is not None and previous.measure == OUTCOME:
            group = previous.group
        return Topic(OUTCOME if group else RECORDED, group, offence, area, end)

    def _counted(self, at: int, *, share: bool) -> str:
        """The offence that a figure counts."""
        for name in () if share else ("counted", "of_offence", "were"):
            match = self._match("level", name, at)
            if match:
                return self.around.at(at + match.end()).value
        if not self._match("level", "part_of", at):
            return self.around.offence(at)
        begin, end = self.around.clause(at)
        right = [one for one in self._all("O") if at < one < end]
        left = [one for one in self._all("O") if begin <= one < at]
        if right or left:
            return self.around.at(right[0] if right else left[-1]).value
        return (self.around.previous(at) or self.around.focus.last).offence

    def _part(self, at: int) -> str:
        """The group of outcomes that a count is the number of; "" where it counts what was recorded."""
        begin, end = self.around.clause(at)
        before, after = self.around.code[begin:at], self.around.code[at + 1 : end]
        if construction("level", "whole").search(before):
            return ""
        led = construction("level", "led_to").match(after)
        if led:
            return self.around.at(at + led.end()).value.removesuffix(" rate")
        beside = construction("level", "in_cases").match(after) if before.endswith("in ") else None
        if beside:
            return self.around.at(at + beside.end()).value.removesuffix(" rate")
        if construction("level", "in_part").search(before):
            places = [one for one in self._all("C") if begin <= one < at]
            return self.around.at(places[-1]).value.removesuffix(" rate")
        return ""

    def _own_area(self, at: int) -> str:
        match = self._match("level", "where_after", at)
        return self.around.slug(at + match.end()) if match else ""

    def _shift(self, at: int) -> int | None:
        """The place of the mark that puts a figure in another period; -1 where only its place in the sentence does."""
        match = self._match("level", "when_after", at)
        if match:
            window = self._last(match, at, "W")
            if window is not None and self.around.at(window).value == "earlier":
                return window
            if window is not None:
                return None
        if self._match("before", "to", at, before=True):
            return None
        before = self._match("before", "from", at, before=True)
        if before is None:
            return self._opening(at)
        named = [(one, mark) for one, mark in self.around.marked.found("W") if before.start() <= one < at]
        if any(mark.value == "period" for _, mark in named):
            return None
        return next((one for one, mark in named if mark.value == "earlier"), -1)

    def _opening(self, at: int) -> int | None:
        """ "Nine years ago the force recorded 951": the period that opens the clause of a figure."""
        begin, _ = self.around.clause(at)
        opening = construction("before", "opening").match(self.around.code[begin:at])
        if opening is None:
            return None
        window = begin + opening.end() - 1
        return window if self.around.at(window).value == "earlier" else None

    def _own_end(self, at: int) -> int | None:
        shift = self._shift(at)
        base = self.around.base(at)
        if shift is None:
            match = self._match("level", "when_after", at)
            window = self._last(match, at, "W") if match else None
            return base if window is None else self.around.end_of(at, window)
        if shift >= 0:
            return self.around.end_of(at, shift)
        if self._match("before", "own_period", at) or self._own_area(at):
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

    def _interval(self, at: int) -> Statement | None:
        """ "A case every two hours"; None for a span that says something else."""
        if not self._match("level", "every", at, before=True):
            return None
        topic = counts(replace(self._subject(at), end=self.around.base(at)))
        self._use(at)
        return Interval(*self._span(at), topic, self._said(at))

    def _subject(self, at: int, *, shares: bool = False) -> Topic:
        around = self.around
        begin, _ = around.clause(at)
        told = around.previous(at)
        area, offence = around.area(at), around.offence(at)
        own = [one for kind in "OCA" for one in self._all(kind) if begin <= one < at]
        themselves = construction("clauses", "cases_themselves").search(around.code[begin:at])
        if told is not None and not own:
            told = replace(told, measure=RECORDED, group="") if themselves else told
            return replace(told, area=around.area_of_clause(at) or told.area, end=around.base(at))
        group, rate = around.group(at)
        clause = around.code[begin : around.clause(at)[1]]
        is_share = shares or rate or bool(pattern(r"\b{share}").search(clause))
        by_offence = not (shares or group or around.points_back()) and of_offence(clause)
        named = bool(self._all("O"))
        # "The number of harassment cases" is what was recorded, whatever was told before.
        counted = construction("clauses", "number_of_offence").search(clause)
        recorded = Topic(RECORDED, "", offence, area, around.base(at))
        if by_population(clause) or by_offence:
            return replace(recorded, measure=RATE)
        if is_share or group:
            told_group = group or around.group_of_sentence(at)
            whole = self._whole(offence) if is_share else offence
            return replace(recorded, measure=SHARE if is_share else OUTCOME, group=told_group, offence=whole)
        if told is not None and (told.area, told.offence) == (area, offence):
            return replace(told, end=recorded.end)
        if told is None and around.points_back() and not counted:
            last = around.focus.last
            return replace(last, area=area, offence=offence if named else last.offence, end=recorded.end)
        return recorded if named or told is not None else replace(recorded, offence=around.focus.story.offence)

    def _whole(self, offence: str) -> str:
        """The offence that a share is a share of."""
        return offence if self._all("O") else self.around.focus.shared().offence


def by_population(clause: str) -> bool:
    """The clause speaks of a rate by population."""
    told = any(word in clause for word in grammar()["nouns"]["by_population"])
    return told or bool(pattern(r"{Z}").search(clause))


def of_offence(clause: str) -> bool:
    """The clause speaks of the rate of an offence and of no outcome: "the harassment rate"."""
    return bool(construction("level", "rate_of_offence").search(clause))
