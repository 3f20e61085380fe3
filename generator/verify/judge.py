"""Is a statement true? In: a statement and the release's answers. Out: a verdict, and what would be right.

Three ways: true, false, or not known (a missing figure, or words that the figures can neither bear out nor refute).
Rules from the house style guide, section 2; nothing here looks at what the writer claimed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from generator.verify.answers import RECORDS_BEGIN, Answers
from generator.verify.approximations import holds, right_words
from generator.verify.numbers import Quantity
from generator.verify.statements import (
    OUTCOME,
    RATE,
    RECORDED,
    SHARE,
    Comparison,
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
)

# Beyond so many standard errors a change is more than chance would bring (docs/methodology.md).
BEYOND_NOISE = 2.5758293035489004
# Below this a percentage says nothing: both figures are printed instead.
SMALL = 20
# Fewer comparable years make no record.
LEAST_YEARS = 5
NATION, REPORTING = "england-and-wales", "reporting-forces"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`true` is None where it is not known. `why` and `right` are for a person; empty where all is well."""

    true: bool | None
    why: str = ""
    right: str = ""


TRUE = Verdict(True)


@dataclass(frozen=True, slots=True)
class Value:
    """What a topic comes to: between `low` and `high`, equal where it is known."""

    low: Fraction
    high: Fraction

    @property
    def exact(self) -> bool:
        return self.low == self.high


class Judge:
    """Judges statements by one release. `own` is the area and offence whose count is never rounded."""

    def __init__(self, answers: Answers, own: Topic) -> None:
        self.answers = answers
        self.own = own

    def judge(self, statement: Statement) -> Verdict:
        """The verdict on a statement that rests on the release."""
        match statement:
            case Level():
                return self._level(statement)
            case Comparison():
                return self._comparison(statement)
            case Extreme():
                return self._extreme(statement)
            case Rank():
                return self._rank(statement)
            case Pace():
                return self._pace(statement)
            case Missing():
                return self._missing(statement)
            case Period():
                return self._period(statement)
            case Forces():
                return self._forces(statement)
            case Sole():
                return self._sole(statement)
        return Verdict(None, "this is not a statement about the figures")

    # Values

    def value(self, topic: Topic) -> Value | None:
        """What a topic comes to in this release; None where that is not known at all."""
        if topic.end is None:
            return None
        if topic.measure == SHARE:
            share = self.answers.share(topic.group, topic.offence, topic.area, topic.end)
            return None if share is None else Value(share, share)
        if topic.measure == RATE:
            rate = self.answers.rate(topic.offence, topic.area, topic.end)
            return None if rate is None else Value(rate, rate)
        total = (
            self.answers.outcome(topic.group, topic.offence, topic.area, topic.end)
            if topic.measure == OUTCOME
            else self.answers.recorded(topic.offence, topic.area, topic.end)
        )
        return None if total is None else Value(Fraction(total.low), Fraction(total.high))

    def _lacking(self, topic: Topic) -> Verdict:
        if topic.end is None:
            return Verdict(None, "the period does not end with a quarter, so the release can't tell")
        return Verdict(None, f"the release has no complete figure for {self.named(topic)}")

    def named(self, topic: Topic) -> str:
        """A topic in words, for messages."""
        return self.answers.described(topic.measure, topic.group, topic.offence, topic.area, topic.end)

    # Levels

    def _level(self, level: Level) -> Verdict:
        topic, said = level.topic, level.said
        value = self.value(topic)
        if value is None:
            return self._lacking(topic)
        shown = replace(said, value=100 * said.value) if topic.measure == SHARE and said.kind not in _PER_CENT else said
        true = holds(said, value.low / _scale(topic, said), value.high / _scale(topic, said))
        if true and self._must_be_exact(topic) and not said.hedge and value.low != said.value:
            true = False
        if true and said.hedge == "" and not value.exact and said.step <= 1:
            true = None
        if true and said.hedge == "at least" and said.kind == "number" and said.step == 1 and said.value != value.low:
            # So precise a figure claims to be the sum that was published.
            true = False
        if true is None:
            least = f"{int(value.low):,}"
            return Verdict(
                None,
                f"part of the figures is missing: {self.named(topic)} is known to be at least {least}",
                f"at least {least}",
            )
        if not true:
            right = right_words(said, value.low / _scale(topic, said))
            plain = f"{self.named(topic)} is {_plain(value, topic)}"
            return Verdict(False, plain, right if value.exact else f"at least {int(value.low):,}")
        return self._expected(level) if level.only else TRUE

    def _must_be_exact(self, topic: Topic) -> bool:
        return (topic.measure, topic.area, topic.offence) == (RECORDED, self.own.area, self.own.offence)

    def _expected(self, level: Level) -> Verdict:
        """ "Just" and "only" stand where a share lies below the other forces' beyond noise."""
        topic = level.topic
        if topic.measure != SHARE or topic.end is None:
            return Verdict(
                None, "nothing in the release says what was to be expected, so “just” and “only” can't be proved"
            )
        score = self.answers.share_score(topic.group, topic.offence, (topic.area, topic.end), (REPORTING, topic.end))
        if score is None:
            return Verdict(None, "the figures of the other forces are not known, so “just” and “only” can't be proved")
        if score < -BEYOND_NOISE:
            return TRUE
        return Verdict(
            False, f"{self.named(topic)} is not below the other forces' beyond chance", "leave out “just” or “only”"
        )

    def _pace(self, pace: Pace) -> Verdict:
        value = self.value(pace.topic)
        if value is None or pace.topic.end is None:
            return self._lacking(pace.topic)
        days = Fraction(self.answers.days(pace.topic.end))
        per = {"day": days, "week": days / 7, "month": Fraction(12), "hour": days * 24}.get(pace.said.unit)
        if per is None:
            return Verdict(None, f"an average per {pace.said.unit} is not understood")
        true = holds(pace.said, value.low / per, value.high / per)
        if true:
            return TRUE
        if true is None:
            return Verdict(None, "part of the figures is missing, so the average is not known")
        return Verdict(
            False,
            f"{self.named(pace.topic)} is {_plain(value, pace.topic)}, or {float(value.low / per):.2f} a {pace.said.unit}",
            right_words(pace.said, value.low / per),
        )

    # Comparisons

    def _comparison(self, said: Comparison) -> Verdict:
        left, right = self.value(said.left), self.value(said.right)
        if left is None:
            return self._lacking(said.left)
        if right is None:
            return self._lacking(said.right)
        if (said.left.measure, said.left.end) == (said.right.measure, said.right.end) and said.left == said.right:
            return Verdict(None, "it is not clear what is compared with what")
        for check in (self._hard_break, self._direction, self._size, self._noise, self._strength):
            verdict = check(said, left, right)
            if verdict.true is not True:
                return verdict
        return TRUE

    def _hard_break(self, said: Comparison, _left: Value, _right: Value) -> Verdict:
        first, last = sorted((said.left.end or 0, said.right.end or 0))
        if first != last and self.answers.hard_break(said.left.offence, first, last):
            return Verdict(
                False,
                "the offence was counted in another way in between: nothing may be compared across it",
                "give the figures alone",
            )
        return TRUE

    def _direction(self, said: Comparison, left: Value, right: Value) -> Verdict:
        told = f"{self.named(said.left)} is {_plain(left, said.left)}, and {self.named(said.right)} is {_plain(right, said.right)}"
        match said.relation:
            case "up":
                return _settled(
                    left.low > right.high, left.high <= right.low, told, "down" if left.high < right.low else "the same"
                )
            case "down":
                return _settled(
                    left.high < right.low, left.low >= right.high, told, "up" if left.low > right.high else "the same"
                )
            case "same":
                return _settled(left.exact and left == right, left.high < right.low or left.low > right.high, told, "")
            case "about":
                return self._about(said, left, right, told)
        return TRUE

    def _about(self, said: Comparison, left: Value, right: Value, told: str) -> Verdict:
        if not (left.exact and right.exact):
            return Verdict(None, "part of the figures is missing, so “about the same” is not known")
        if said.left.measure in (SHARE, RATE):
            close = _tenth(left.low) == _tenth(right.low) or not self._beyond(said)
        else:
            close = not self._beyond(said) and right.low > 0 and abs(left.low / right.low - 1) < Fraction(2, 100)
        return TRUE if close else Verdict(False, told, "down" if left.low < right.low else "up")

    def _beyond(self, said: Comparison) -> bool:
        score = self._score(said)
        return score is None or abs(score) > BEYOND_NOISE

    def _score(self, said: Comparison) -> float | None:
        left, right = said.left, said.right
        if left.end is None or right.end is None:
            return None
        if left.measure == SHARE:
            return self.answers.share_score(left.group, left.offence, (left.area, left.end), (right.area, right.end))
        if left.measure == RECORDED and left.area == right.area:
            return self.answers.change_score(left.offence, left.area, left.end, right.end)
        return None

    def _size(self, said: Comparison, left: Value, right: Value) -> Verdict:
        size = said.size
        if size is None:
            return TRUE
        if not (left.exact and right.exact):
            return Verdict(None, "part of the figures is missing, so the size of the change is not known")
        told = f"{_plain(left, said.left)} against {_plain(right, said.right)}"
        if said.relation == "part" or (
            size.kind in ("times", "fraction", "one in") and (not said.relation or size.kind == "times")
        ):
            if not right.low:
                return Verdict(False, f"{told}: nothing can be a multiple of none", "give both figures")
            ratio = left.low / right.low
            if min(left.low, right.low) < SMALL and said.left.measure in (RECORDED, OUTCOME):
                return _too_small(told)
            if said.relation == "down" and size.kind == "times":
                return Verdict(False, "a fall is never told in times or folds", "give the per cent")
            return (
                TRUE
                if holds(size, ratio, ratio)
                else Verdict(False, f"{told} is {float(ratio):.2f} times", right_words(size, ratio))
            )
        difference = abs(left.low - right.low)
        if size.kind == "points":
            if said.left.measure != SHARE:
                return Verdict(False, "percentage points are for shares and rates", "per cent")
            return (
                TRUE
                if holds(size, difference, difference)
                else Verdict(
                    False, f"{told} is {float(difference):.2f} percentage points", right_words(size, difference)
                )
            )
        if size.kind in ("number", "vague"):
            return (
                TRUE
                if holds(size, difference, difference)
                else Verdict(False, f"{told} is a difference of {int(difference):,}", right_words(size, difference))
            )
        if said.left.measure == SHARE and size.kind == "per cent":
            return Verdict(
                False,
                f"{told}: a change of a share is told in percentage points",
                right_words(replace(size, kind="points"), difference),
            )
        if not right.low:
            return Verdict(False, f"{told}: there is no percentage of none", "give both figures")
        if min(left.low, right.low) < SMALL and said.left.measure in (RECORDED, OUTCOME):
            return _too_small(told)
        change = difference / right.low * (100 if size.kind == "per cent" else 1)
        if holds(size, change, change):
            return TRUE
        per_cent = float(difference / right.low * 100)
        return Verdict(False, f"{told} is a change of {per_cent:.2f} per cent", right_words(size, change))

    def _noise(self, said: Comparison, left: Value, right: Value) -> Verdict:
        """A word of direction that does not stand beside both figures is for changes beyond chance."""
        if said.relation not in ("up", "down") or (
            said.left.end == said.right.end and said.left.area == said.right.area
        ):
            return TRUE
        if said.figures and (said.both or said.left.area == said.right.area) and not said.strength:
            return TRUE
        score = self._score(said)
        if score is None or abs(score) > BEYOND_NOISE:
            return TRUE
        if said.left.end != said.right.end and abs((said.left.end or 0) - (said.right.end or 0)) > 4:
            return TRUE
        told = f"{_plain(left, said.left)} against {_plain(right, said.right)}"
        return Verdict(
            False, f"{told} is within what chance alone would bring", "give both figures, or say about the same"
        )

    def _strength(self, said: Comparison, left: Value, right: Value) -> Verdict:
        if not said.strength or not right.low or said.left.measure == SHARE:
            return TRUE
        change = abs(left.low / right.low - 1)
        told = f"{_plain(left, said.left)} against {_plain(right, said.right)} is a change of {float(100 * change):.1f} per cent"
        if said.strength == "slight" and change >= Fraction(5, 100):
            return Verdict(False, f"{told}, which is not slight (under 5 per cent)", "leave out the adverb")
        if said.strength == "sharp" and change < Fraction(15, 100):
            return Verdict(False, f"{told}, which is not sharp (15 per cent or more)", "leave out the adverb")
        return TRUE

    # Highest, lowest, ranks

    def _extreme(self, said: Extreme) -> Verdict:
        topic = said.topic
        now = self.value(topic)
        if now is None or topic.end is None:
            return self._lacking(topic)
        first = self.answers.first_end(topic.offence, topic.end)
        series_begins = RECORDS_BEGIN
        if said.since is not None and said.since != series_begins:
            return Verdict(
                False,
                f"comparable records began in {series_begins}-{(series_begins + 1) % 100:02d}",
                f"{series_begins}-{(series_begins + 1) % 100:02d}",
            )
        years = (
            None if said.back is None else int(said.back.value / 12 if said.back.unit == "month" else said.back.value)
        )
        ends = range(topic.end - 4, first - 1, -4) if years is None else range(topic.end - 4, topic.end - 4 * years, -4)
        if years is None and (first > self.answers.first_comparable(topic.end) or len(ends) + 1 < LEAST_YEARS):
            return Verdict(
                None,
                "the figures in hand do not go back to the beginning of comparable records",
                f"the {said.end_of} in the past {len(ends) + 1} years",
            )
        if years is not None and (years < LEAST_YEARS or ends[-1] < first):
            return Verdict(None, f"there are {(topic.end - first) // 4 + 1} comparable years to set it against")
        for end in ends:
            if self.answers.hard_break(topic.offence, end, topic.end):
                return Verdict(
                    False,
                    "the series has a break: the offence was counted in another way before",
                    "count the years since the break",
                )
            verdict = self._beats(said, now, replace(topic, end=end))
            if verdict.true is not True:
                return verdict
        return TRUE

    def _beats(self, said: Extreme, now: Value, then_topic: Topic) -> Verdict:
        then = self.value(then_topic)
        if then is None:
            return self._lacking(then_topic)
        high = said.end_of == "highest"
        told = f"{self.named(then_topic)} is {_plain(then, then_topic)}, and now it is {_plain(now, said.topic)}"
        if said.joint and now == then and now.exact:
            return TRUE
        beats = now.low > then.high if high else now.high < then.low
        loses = now.high <= then.low if high else now.low >= then.high
        return _settled(beats, loses, told, "")

    def _rank(self, said: Rank) -> Verdict:
        topic = said.topic
        if topic.end is None or topic.measure != RATE:
            return Verdict(
                False,
                "forces are never ranked by counts or bare shares, which their size and mix of offences explain",
                "rank by recorded offences per 1,000 people",
            )
        found = self.answers.rank(
            topic.offence, topic.area, topic.end, top=said.end_of == "highest", within=said.within
        )
        if found is None:
            return self._lacking(topic)
        place, tied, of = found
        if said.among is not None and said.among.value != of:
            return Verdict(False, f"{of} forces can be ranked, not {said.among.text}", f"{of}")
        if said.among is not None and of < len(self.answers.areas) and not said.some and said.within == NATION:
            return Verdict(
                False,
                f"only {of} of the {len(self.answers.areas)} forces can be ranked",
                f"of the {of} forces that can be compared",
            )
        if place == said.place and tied == said.joint:
            return TRUE
        joint = "joint " if tied else ""
        return Verdict(
            False,
            f"its place from the {'top' if said.end_of == 'highest' else 'bottom'} is {joint}{place} of {of}",
            f"{joint}{place}",
        )

    # What remains

    def _missing(self, said: Missing) -> Verdict:
        topic = said.topic
        if topic.end is None:
            return TRUE
        value = self.value(topic)
        if value is not None and value.exact:
            return Verdict(False, f"{self.named(topic)} is complete in this release", "leave it out")
        return TRUE

    def _period(self, said: Period) -> Verdict:
        if said.end_quarter == self.answers.latest:
            return TRUE
        return Verdict(
            False,
            f"the figures of this release run to {self.answers.month(self.answers.latest)}",
            self.answers.month(self.answers.latest),
        )

    def _forces(self, said: Forces) -> Verdict:
        of = len(self.answers.areas)
        return (
            TRUE
            if holds(said.said, Fraction(of), Fraction(of))
            else Verdict(False, f"the release holds {of} forces", str(of))
        )

    def _sole(self, said: Sole) -> Verdict:
        own = self.judge(said.claim)
        if own.true is not True:
            return own
        claim = said.claim
        area = claim.left.area if isinstance(claim, Comparison) else claim.topic.area
        for other in self.answers.members(said.within):
            if other == area:
                continue
            verdict = self.judge(_moved(claim, other))
            if verdict.true is None:
                return Verdict(None, f"it is not known whether that holds for {self.answers.area_name(other)} too")
            if verdict.true:
                return Verdict(False, f"it holds for {self.answers.area_name(other)} too", "leave out “only”")
        return TRUE


_PER_CENT = ("per cent", "points")


def _moved(claim: Comparison | Extreme | Level | Rank, area: str) -> Comparison | Extreme | Level | Rank:
    """The same claim about another area."""
    if isinstance(claim, Comparison):
        return replace(claim, left=replace(claim.left, area=area), right=replace(claim.right, area=area))
    return replace(claim, topic=replace(claim.topic, area=area))


def _scale(topic: Topic, said: Quantity) -> Fraction:
    """What a share in per cent is divided by, to be set against what the words say."""
    return Fraction(100) if topic.measure == SHARE and said.kind not in _PER_CENT else Fraction(1)


def _settled(true: bool, false: bool, told: str, right: str) -> Verdict:
    if true:
        return TRUE
    return Verdict(False, told, right) if false else Verdict(None, f"{told}: part of the figures is missing")


def _too_small(told: str) -> Verdict:
    return Verdict(
        False, f"{told}: under {SMALL}, figures stand alone, without a percentage or a multiple", "give both figures"
    )


def _tenth(value: Fraction) -> int:
    return int(value * 10 + Fraction(1, 2))


def _plain(value: Value, topic: Topic) -> str:
    if topic.measure == SHARE:
        return f"{float(value.low):.2f} per cent"
    if topic.measure == RATE:
        return f"{float(value.low):.2f} per 1,000 people"
    return f"{int(value.low):,}" if value.exact else f"at least {int(value.low):,}"
