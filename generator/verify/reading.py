"""What a sentence states. In: a sentence as marks. Out: statements; what no construction understands is `Unread`.

The meaning is read from the words alone. Whether it is true is for judge.py. The constructions are in grammar.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from generator.verify.chains import Chains
from generator.verify.context import Around, Focus
from generator.verify.heads import Head, Heads, Peak
from generator.verify.marks import Mark, Scanner, years_of
from generator.verify.places import counts_something_else
from generator.verify.quantity import Quantity
from generator.verify.reference import short_numbers
from generator.verify.statements import (
    OUTCOME,
    RATE,
    RECORDED,
    SHARE,
    Aside,
    Comparison,
    Contact,
    Counting,
    Extreme,
    Forces,
    Interval,
    Level,
    Missing,
    Period,
    Rank,
    Sole,
    Statement,
    Topic,
    Unread,
)
from generator.verify.wording import construction, grammar, pattern

# Marks that claim something, and are reported where no construction takes them up.
_CLAIMS = "npqftorydscvDMSEJUHTGKBRFmhP"
_FIGURES = "nvpfo"
# Kinds of quantities that no table of crime holds.
_ASIDE = frozenset({"age", "date", "time", "money"})
# Nobody is older: a figure behind a name is an age below it.
_OLDEST = 110
# Capitals so many letters behind the last mark of a clause still belong to it.
_NEAR = 40


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
        if marked is None:
            return (Unread(0, len(sentence), "long"),)
        around = Around(marked, self.focus, self._latest)
        return tuple(sorted(_Sentence(around, passage).read(), key=lambda one: (one.start, one.end)))


class _Sentence(Chains, Heads):
    """One sentence under reading."""

    def read(self) -> Iterator[Statement]:
        yield from self._contacts()
        yield from self._missing()
        self._set_aside()
        chains = dict(self._chains())
        peaks = {at: peak for at in self._places("E") if (peak := self._peak(at, self.around.at(at))) is not None}
        heads = {head.at: head for kind in ("D", "M", "S", "t", "f") for head in self._heads(kind)}
        claims: list[Statement] = []
        for at, mark in list(self.around.marked.found("npqftovcsRDMSE")):
            told: Statement | None = None
            if at in chains:
                told = self._chain(at, chains[at])
            elif at in peaks or at in heads:
                told = self._extreme(peaks[at]) if at in peaks else self._comparison(heads[at])
            elif at in self.used:
                continue
            elif mark.kind == "c":
                told = self._pace(at)
            elif mark.kind == "R":
                told = self._rate(at)
            elif mark.kind == "s":
                told = self._interval(at)
            elif mark.kind == "n" and self._match("level", "forces", at):
                self._use(at)
                told = Forces(mark.start, mark.end, self._said(at))
            elif mark.kind == "n" and self._is_age(at):
                self._use(at)
                told = Aside(mark.start, mark.end)
            elif mark.kind in "nv" and counts_something_else(self.around.after(at)):
                continue
            elif mark.kind in _FIGURES:
                told = self._level(at)
            if told is not None:
                claims.append(told)
        claims.extend(self._soles(claims))
        yield from (self._doubted(one) or one for one in claims)
        claimed = any(not isinstance(one, Aside) for one in claims)
        yield from self._counting(told=claimed)
        yield from self._of_every()
        yield from self._left(told=claimed)

    def _is_age(self, at: int) -> bool:
        """ "Jane Doe, 45, said": a figure between commas behind a name."""
        mark = self.around.at(at)
        before, after = self.around.marked.words[: mark.start], self.around.marked.words[mark.end :]
        return bool(re.search(r"[A-Z][\w'’-]+, $", before)) and after.startswith(",") and self._said(at).value < _OLDEST

    def _set_aside(self) -> None:
        """Areas of a right-hand side: "compared with 4.5 per cent across England", "the only force in Wales"."""
        for at, _ in self.around.marked.found("U"):
            area = self._area_of_sole(at)
            if area is not None:
                self.around.taken.add(area)
        for at, _ in self.around.marked.found(_FIGURES):
            if self._match("before", "from", at, before=True) and (where := self._match("level", "where_after", at)):
                self.around.taken.add(at + where.end())
            own = self._match("before", "own_period", at)
            if own and self._match("before", "from", at, before=True):
                self.around.owned[at + own.end()] = at

    def _of_every(self) -> Iterator[Statement]:
        """ "Every case led to a charge": of all or of none, which no figure here says."""
        for match in construction("clauses", "every").finditer(self.around.code):
            at = match.end() - 1
            mark = self.around.at(at)
            yield self._nought(match[0], at) or Unread(mark.start, mark.end, "every")

    def _nought(self, words: str, at: int) -> Statement | None:
        """ "No cases of stalking": nought of them, where nothing is said of what became of any."""
        begin, end = self.around.clause(at)
        if not construction("clauses", "none").match(words) or "C" in self._kinds(begin, end):
            return None
        mark = self.around.at(at)
        topic = Topic(RECORDED, "", mark.value, self._own_area(at) or self.around.area(at), self._own_end(at))
        said = Quantity(mark.start, mark.end, "no", "number", Fraction(0), Fraction(1), word=True)
        return Level(mark.start, mark.end, topic, said)

    def _kinds(self, begin: int, end: int) -> str:
        """The kinds of the marks of a part of the sentence."""
        marks = self.around.marked.marks
        return "".join(marks[one].kind for one in self.around.code[begin:end] if one in marks)

    def _doubted(self, claim: Statement) -> Statement | None:
        """What keeps a claim from being read: a negation, a place or a thing that these tables don't hold."""
        if isinstance(claim, (Forces, Aside)):
            return None
        at = next((place for place, mark in self.around.marked.found(_CLAIMS + "C") if mark.start >= claim.start), 0)
        begin, end = self.around.clause(at)
        clause = self.around.code[begin:end]
        for what, amiss in (
            ("negated", construction("clauses", "negated").search(clause)),
            ("narrowed", construction("clauses", "narrowed").search(clause)),
            ("time", not isinstance(claim, Interval) and construction("clauses", "other_time").search(clause)),
            ("first", construction("clauses", "first").search(clause)),
            ("subject", construction("clauses", "other_things").search(clause)),
            ("place", self._unknown_place(begin, end)),
            ("subject", self._unknown_subject(clause)),
        ):
            if amiss:
                return Unread(claim.start, claim.end, what)
        return None

    def _unknown_place(self, begin: int, end: int) -> bool:
        """The clause names a place that is no area of the release."""
        marks = [
            self.around.marked.marks[one] for one in self.around.code[begin:end] if one in self.around.marked.marks
        ]
        if not marks:
            return False
        covered = self.around.marked.marks.values()
        before = [self.around.marked.marks[one] for one in self.around.code[:begin] if one in self.around.marked.marks]
        first = before[-1].end if before else 0
        for found in construction("clauses", "place").finditer(self.around.marked.words):
            inside = first <= found.start(1) <= marks[-1].end + _NEAR
            if inside and not any(one.start <= found.start(1) < one.end for one in covered):
                return True
        return False

    def _unknown_subject(self, clause: str) -> bool:
        """The clause counts something else ("burglary cases"), or nothing says what ("arrests fell")."""
        known = grammar()["clauses"]["before_cases"]
        other = [one for one in pattern(r"([a-z-]+) {cases}").finditer(clause) if one[1] not in known]
        if other and not pattern(r"{O}").search(clause):
            return True
        told = pattern(r"[{O}{C}{c}{R}]|\b{own_cases}|\b{number}|\b{share}").search(self.around.code)
        pointing = self.around.points_back() or construction("clauses", "pronouns").search(clause)
        return not told and not pointing and not self.around.told[:-1]

    def _contacts(self) -> Iterator[Statement]:
        for at, mark in self.around.marked.found("h"):
            self._use(at)
            yield Contact(mark.start, mark.end, self._said(at), self.passage)
        if construction("clauses", "calls").search(self.around.code):
            for at, mark in self.around.marked.found("n"):
                if self._said(at).text in short_numbers():
                    self._use(at)
                    yield Contact(mark.start, mark.end, self._said(at), self.passage)
        for match in construction("clauses", "dated").finditer(self.around.code):
            at = match.end() - 1
            self._use(at)
            yield Contact(*self._span(at), self._said(at), self.passage)

    def _counting(self, *, told: bool) -> Iterator[Statement]:
        """When counting changed. A month or year beside a figure is the figure's own time, which is for `_left`."""
        code = self.around.code
        for match in construction("clauses", "counting").finditer(code):
            for at in range(match.start(), match.end()):
                mark = self.around.marked.marks.get(code[at])
                if mark is not None and mark.kind in "ym" and at not in self.used:
                    self._use(at)
                    yield Counting(mark.start, mark.end, self.around.offence(at), self._said(at))
        about_counting = construction("clauses", "recording").search(code) is not None
        for match in construction("clauses", "dated_from").finditer(code):
            at = match.end() - 1
            mark = self.around.at(at)
            if at in self.used:
                continue
            self._use(at)
            if told:
                yield Counting(mark.start, mark.end, self.around.offence(at), self._said(at), beside=True)
            elif about_counting:
                yield Counting(mark.start, mark.end, self.around.offence(at), self._said(at))
            else:
                yield Aside(mark.start, mark.end)

    def _missing(self) -> Iterator[Statement]:
        code, around = self.around.code, self.around
        match = construction("missing", "found").search(code)
        if match is None:
            return
        named = [at for at in self._places("A") if match.start() <= at < match.end()]
        windows = [at for at, mark in around.marked.found("W") if mark.value == "earlier" and at > match.start()]
        end = around.base(match.start())
        if windows and end is not None and not construction("missing", "compared").search(code):
            end -= 4
        elif not windows and construction("missing", "some_year").search(code, match.start()):
            end = None
        # The period itself is held against the release as well.
        around.based.clear()
        group = "charged" if construction("missing", "outcomes").search(code) else ""
        own = around.focus.story
        for area in [around.slug(at) for at in named] or [own.area]:
            topic = Topic(OUTCOME if group else RECORDED, group, own.offence, area, end)
            yield Missing(0, len(around.marked.words), topic)

    def _comparison(self, head: Head) -> Statement:
        at = head.at
        left = self._left_of(head)
        size = None if head.size is None else self._said(head.size)
        right = self._right_topic(head, left)
        belonging = (head.size, head.right, head.window, head.area, *sorted(head.marks))
        places = [at, *(one for one in belonging if one is not None)]
        both = head.right is not None and any(
            place not in self.around.taken and self.around.at(place).kind in _FIGURES for place, _ in self.around.told
        )
        self.around.tell(at, left)
        self._use(at)
        return Comparison(
            *self._span(*places),
            left,
            right,
            "part" if head.part else head.relation,
            size,
            head.strength,
            figures=head.right is not None,
            both=both or self._between_printed(head),
        )

    def _between_printed(self, head: Head) -> bool:
        """From one printed figure to another."""
        return head.right is not None and bool(self._match("before", "goes_on", head.right))

    def _right_topic(self, head: Head, left: Topic) -> Topic:
        if head.area is not None:
            return replace(left, area=self.around.slug(head.area))
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

    def _left_of(self, head: Head) -> Topic:
        """What is compared: the figure just told, or what the clause is about."""
        shares = head.right is not None and self.around.at(head.right).kind in "pfo"
        return self._subject(head.at, shares=shares)

    def _extreme(self, peak: Peak) -> Statement:
        topic = self._subject(peak.at)
        told = self.around.previous(peak.at)
        if peak.ranked and told is not None and told.measure == RATE:
            topic = told
        others = (peak.place, peak.among, peak.since, peak.back, peak.span, peak.after)
        bounds = self._span(peak.at, *(one for one in others if one is not None))
        self.around.tell(peak.at, topic)
        if peak.ranked:
            place = 1 if peak.place is None else int(self._said(peak.place).value)
            among = None if peak.among is None else self._said(peak.among)
            within = "england-and-wales" if peak.area is None else self.around.slug(peak.area)
            return Rank(*bounds, topic, peak.end_of, place, peak.joint, among, peak.some, within)
        since, back, after = None, None, None
        if peak.since is not None:
            years = [one.quantity for one in self.around.at(peak.since).parts if one.quantity is not None]
            since = int(years[0].value) if years else None
        elif peak.back is not None:
            back = next(one.quantity for one in self.around.at(peak.back).parts if one.quantity is not None)
        elif peak.span is not None:
            back = self._said(peak.span)
        elif peak.after is not None:
            after = self._year_of(peak.after)
        return Extreme(*bounds, topic, peak.end_of, since, back, after, peak.joint)

    def _year_of(self, at: int) -> int | None:
        """The calendar year of a year, a month, a financial year or "the year to September 2020"."""
        mark = self.around.at(at)
        said = mark.quantity or next((one.quantity for one in mark.parts if one.quantity is not None), None)
        if said is None:
            return None
        return int(said.value) // 12 if said.kind == "month" else int(said.value)

    def _soles(self, claims: list[Statement]) -> Iterator[Statement]:
        for at in self._places("U"):
            others = [one for one in claims if isinstance(one, (Comparison, Extreme, Level, Rank))]
            if others:
                self._use(at)
                area = self._area_of_sole(at)
                within = "england-and-wales" if area is None else self.around.at(area).value
                start = self.around.at(at).start
                own = (one for one in others if not isinstance(one, Level) and one.start > start)
                yield Sole(*self._span(at), within, next(own, others[-1]))

    def _area_of_sole(self, at: int) -> int | None:
        """ "The only force in Wales": the place of Wales."""
        area = self._match("extreme", "sole_area", at)
        return at + area.end() if area else None

    def _left(self, *, told: bool) -> Iterator[Statement]:
        """What no construction took up. A span of time in a sentence that claims nothing else is the editor's own."""
        for at, mark in self.around.marked.found(_CLAIMS + "W"):
            if at in self.used:
                continue
            if mark.kind == "W":
                if mark.value == "period" and at not in self.around.based:
                    yield Period(mark.start, mark.end, self.around.end_of(at, at))
                continue
            if mark.kind == "s" and years_of(mark) == 1 and not self._said(at).word:
                continue
            if mark.kind == "J" and not self._match("clauses", "only_of", at):
                continue
            if mark.value in _ASIDE or self._is_own_time(mark, told=told):
                yield Aside(mark.start, mark.end)
            else:
                yield Unread(mark.start, mark.end, mark.kind)

    @staticmethod
    def _is_own_time(mark: Mark, *, told: bool) -> bool:
        """A span in a sentence that claims nothing, or one of hours and days beside a claim."""
        spans = [
            one.quantity for one in (mark, *mark.parts) if one.quantity is not None and one.quantity.kind == "span"
        ]
        return bool(spans) and (not told or all(one.unit not in ("year", "month") for one in spans))
