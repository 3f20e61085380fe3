"""Is a statement true? In: a statement and the release's answers. Out: a verdict, and what would be right.

Three ways: true, false, or not known (a missing figure, or words that the figures can neither bear out nor refute).
Rules from the house style guide, section 2; nothing here looks at what the writer claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from num2words import num2words

from generator.verify.answers import RECORDS_BEGIN, REPORTING, Answers
from generator.verify.approximations import holds, right_words
from generator.verify.compare import BEYOND_NOISE, judge_comparison
from generator.verify.marks import span_in_years
from generator.verify.numbers import Quantity
from generator.verify.runs import judge_portion, judge_streak, judge_without
from generator.verify.statements import (
    RATE,
    RECORDED,
    SHARE,
    Comparison,
    Extreme,
    Forces,
    Interval,
    Level,
    Missing,
    Pace,
    Period,
    Portion,
    Rank,
    Sole,
    Statement,
    Streak,
    Topic,
    Without,
)
from generator.verify.verdict import TRUE, Figures, Value, Verdict, plain, settled

_spell: Callable[..., str] = num2words  # the library has no types of its own
# Fewer comparable years make no record.
LEAST_YEARS = 5
# A figure of three digits that carry meaning claims to be exact.
_PRECISE = 100


class Judge:
    """Judges statements by one release. `own` is the topic of the story: its count is never rounded."""

    def __init__(self, answers: Answers, own: Topic) -> None:
        self.answers = answers
        self.figures = Figures(answers)
        self.own = own
        self._rules: Mapping[type[Statement], Callable[[Any], Verdict]] = {
            Level: self._level,
            Comparison: lambda said: judge_comparison(said, self.figures),
            Extreme: self._extreme,
            Streak: lambda said: judge_streak(said, self.figures),
            Without: lambda said: judge_without(said, self.figures),
            Portion: lambda said: judge_portion(said, self.figures),
            Rank: self._rank,
            Pace: self._pace,
            Interval: self._interval,
            Missing: self._missing,
            Period: self._period,
            Forces: self._forces,
            Sole: self._sole,
        }

    def judge(self, statement: Statement) -> Verdict:
        """The verdict on a statement that rests on the release. KeyError for one that does not."""
        return self._rules[type(statement)](statement)

    # Levels

    def _level(self, level: Level) -> Verdict:
        topic, said = level.topic, level.said
        value = self.figures.value(topic)
        if value is None:
            return self.figures.lacking(topic)
        if topic.measure == RATE and said.kind == "number":
            said = replace(said, kind="per cent")  # a rate is rounded to the decimals that are printed, as a share is
        scale = _scale(topic, said)
        true = holds(said, value.low / scale, value.high / scale)
        if true and self._too_loose(level, value):
            true = False
        if true and not said.hedge and not value.exact and said.step <= 1:
            true = None
        if true is None:
            least = f"at least {int(value.low):,}"
            return Verdict(None, f"part of the figures is missing: {self.figures.told(topic, value)}", least)
        if not true:
            right = right_words(said, value.low / scale) if value.exact else f"at least {int(value.low):,}"
            return Verdict(False, self.figures.told(topic, value), right)
        return self._expected(level) if level.only else TRUE

    def _too_loose(self, level: Level, value: Value) -> bool:
        """The story's own count is never rounded; "at least" before three figures is the sum that was published."""
        said = level.said
        own = (RECORDED, self.own.area, self.own.offence)
        topic = level.topic
        if not said.hedge:
            return (topic.measure, topic.area, topic.offence) == own and value.low != said.value
        precise = said.step > 0 and said.value >= _PRECISE * said.step
        return said.hedge == "at least" and said.kind == "number" and precise and said.value != value.low

    def _expected(self, level: Level) -> Verdict:
        """ "Just" and "only" stand where a share lies below the other forces' beyond noise."""
        topic = level.topic
        if topic.measure != SHARE or topic.end is None:
            return Verdict(None, "nothing in the release says what was to be expected", "leave it out")
        score = self.answers.share_score(topic.group, topic.offence, (topic.area, topic.end), (REPORTING, topic.end))
        if score is None:
            return Verdict(None, "the figures of the other forces are not known, so what was to be expected isn't")
        if score < -BEYOND_NOISE:
            return TRUE
        why = f"{self.figures.named(topic)} is not below the other forces' beyond chance"
        return Verdict(False, why, "leave out “just” or “only”")

    def _pace(self, pace: Pace) -> Verdict:
        value = self.figures.value(pace.topic)
        if value is None or pace.topic.end is None:
            return self.figures.lacking(pace.topic)
        days = Fraction(self.answers.days(pace.topic.end))
        unit = pace.said.unit
        units = {"hour": days * 24, "day": days, "week": days / 7, "month": Fraction(12)}
        if unit not in units:
            return Verdict(None, f"an average per {unit} is not understood")
        low, high = value.low / units[unit], value.high / units[unit]
        told = f"{self.figures.told(pace.topic, value)}, or {float(low):.2f} a {unit}"
        true = holds(pace.said, low, high)
        return settled(told, right_words(pace.said, low), true=true is True, false=true is False)

    def _interval(self, said: Interval) -> Verdict:
        """So many minutes, hours or days from one case to the next, within a tenth."""
        value = self.figures.value(said.topic)
        if value is None or said.topic.end is None or not value.low:
            return self.figures.lacking(said.topic)
        days = Fraction(self.answers.days(said.topic.end))
        whole = {"minute": days * 24 * 60, "hour": days * 24, "day": days, "week": days / 7}.get(said.said.unit)
        if whole is None or not value.exact:
            return Verdict(None, "how often there is a case is not known in such a unit")
        apart = whole / value.low
        if abs(apart - said.said.value) <= said.said.value / 10:
            return TRUE
        told = f"{self.figures.told(said.topic, value)}, or one every {float(apart):.1f} {said.said.unit}s"
        return Verdict(False, told, f"every {float(apart):.1f} {said.said.unit}s")

    # Highest, lowest, ranks

    def _extreme(self, said: Extreme) -> Verdict:
        topic = said.topic
        now = self.figures.value(topic)
        if now is None or topic.end is None:
            return self.figures.lacking(topic)
        ends, verdict = self._years(said, topic.end)
        for end in ends:
            if verdict.true is not True:
                break
            if self.answers.hard_break(topic.offence, end, topic.end):
                return Verdict(False, "the series has a break", "count the years since the break")
            verdict = self._beats(said, now, replace(topic, end=end))
        return verdict

    def _years(self, said: Extreme, end: int) -> tuple[range, Verdict]:
        """The earlier years that a record is set against, and whether the words reach as far as the figures do."""
        first = self.answers.first_end(said.topic.offence, end)
        held = (end - first) // 4 + 1
        if said.since is not None and said.since != RECORDS_BEGIN:
            begun = f"{RECORDS_BEGIN}-{(RECORDS_BEGIN + 1) % 100:02d}"
            return range(0), Verdict(False, f"comparable records began in {begun}", begun)
        if said.after is not None:
            return self._since(said.after, end, first)
        if said.back is None:
            whole = first <= self.answers.first_comparable(end) and held >= LEAST_YEARS
            why = "the figures in hand do not go back to the beginning of comparable records"
            right = f"the {said.end_of} in the past {held} years"
            return range(end - 4, first - 1, -4), TRUE if whole else Verdict(None, why, right)
        years = span_in_years(said.back)
        if LEAST_YEARS <= years <= held:
            return range(end - 4, end - 4 * years, -4), TRUE
        why = f"there are {held} comparable years to set it against, and fewer than {LEAST_YEARS} make no record"
        return range(0), Verdict(None, why)

    def _since(self, year: int, end: int, first: int) -> tuple[range, Verdict]:
        """The years after the one that the words name ("the highest since 2019"); that one must be held too."""
        then = end - 4 * (end // 4 - year)
        if not first <= then < end:
            return range(0), Verdict(None, "the figures in hand do not hold that year")
        return range(end - 4, then, -4), TRUE

    def _beats(self, said: Extreme, now: Value, then_topic: Topic) -> Verdict:
        then = self.figures.value(then_topic)
        if then is None:
            return self.figures.lacking(then_topic)
        if said.joint and now == then and now.exact:
            return TRUE
        high = said.end_of == "highest"
        told = f"{self.figures.told(then_topic, then)}, and now it is {plain(now, said.topic)}"
        beats = now.low > then.high if high else now.high < then.low
        loses = now.high <= then.low if high else now.low >= then.high
        return settled(told, true=beats, false=loses)

    def _rank(self, said: Rank) -> Verdict:
        topic = said.topic
        if topic.end is None or topic.measure != RATE:
            why = "forces are never ranked by counts or bare shares, which their size and mix of offences explain"
            return Verdict(False, why, "rank by recorded offences per 1,000 people")
        top = said.end_of == "highest"
        found = self.answers.rank(topic.offence, topic.area, topic.end, top=top, within=said.within)
        if found is None:
            return self.figures.lacking(topic)
        place, tied, of = found
        if said.among is not None and said.among.value != of:
            return Verdict(False, f"{of} forces can be ranked, not {said.among.text}", f"{of}")
        everybody = of == len(self.answers.members(said.within))
        if said.among is not None and not everybody and not said.some:
            why = f"only {of} of the {len(self.answers.members(said.within))} forces can be ranked"
            return Verdict(False, why, f"of the {of} forces that can be compared")
        if (place, tied) == (said.place, said.joint):
            return TRUE
        ordinal = "" if place == 1 else f"{_spell(place, to='ordinal')} "
        right = f"{'joint ' if tied else ''}{ordinal}{said.end_of}"
        return Verdict(False, f"it is the {right} of {of}", right)

    def _plainly(self, claim: Comparison | Extreme | Level | Rank) -> Verdict:
        """A claim about another force: a rise is a rise, however small, where only one is said to have had one."""
        if not isinstance(claim, Comparison) or claim.size is not None or claim.relation not in ("up", "down"):
            return self.judge(claim)
        left, right = self.figures.value(claim.left), self.figures.value(claim.right)
        if left is None or right is None:
            return Verdict(None)
        up, down = left.low > right.high, left.high < right.low
        return settled("", true=up if claim.relation == "up" else down, false=down if claim.relation == "up" else up)

    # What remains

    def _missing(self, said: Missing) -> Verdict:
        topic, latest = said.topic, self.answers.latest
        if topic.end is not None:
            ends: range = range(topic.end, topic.end + 1)
        else:
            ends = range(self.answers.first_end(topic.offence, latest), latest, 4)
        values = [self.figures.value(replace(topic, end=end)) for end in ends]
        if not all(value is not None and value.exact for value in values):
            return TRUE
        return Verdict(False, f"{self.figures.named(topic)}: the figures are complete in this release", "leave it out")

    def _period(self, said: Period) -> Verdict:
        latest = self.answers.latest
        if said.end_quarter == latest:
            return TRUE
        month = self.answers.month(latest)
        return Verdict(False, f"the figures of this release run to {month}", f"the year to {month}")

    def _forces(self, said: Forces) -> Verdict:
        of = len(self.answers.areas)
        if holds(said.said, Fraction(of), Fraction(of)):
            return TRUE
        return Verdict(False, f"the release holds {of} forces", str(of))

    def _sole(self, said: Sole) -> Verdict:
        own = self.judge(said.claim)
        if own.true is not True:
            return own
        claim = said.claim
        area = claim.left.area if isinstance(claim, Comparison) else claim.topic.area
        for other in self.answers.members(said.within):
            if other == area:
                continue
            verdict = self._plainly(_moved(claim, other))
            name = self.answers.area_name(other)
            if verdict.true is not False:
                known = "it holds for {} too" if verdict.true else "it is not known whether it holds for {} too"
                return Verdict(False if verdict.true else None, known.format(name), "leave out “only”")
        return TRUE


def _moved(claim: Comparison | Extreme | Level | Rank, area: str) -> Comparison | Extreme | Level | Rank:
    """The same claim about another area."""
    if isinstance(claim, Comparison):
        return replace(claim, left=replace(claim.left, area=area), right=replace(claim.right, area=area))
    return replace(claim, topic=replace(claim.topic, area=area))


def _scale(topic: Topic, said: Quantity) -> Fraction:
    """What a share in per cent is divided by, to be set against words such as "a third"."""
    return Fraction(100) if topic.measure == SHARE and said.kind not in ("per cent", "points") else Fraction(1)
