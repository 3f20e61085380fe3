"""A verdict on a statement, and the values that it rests on. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.verify.answers import Answers
from generator.verify.statements import OUTCOME, RATE, SHARE, Topic


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


class Figures:
    """The values of topics in one release, and their names in messages."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    def value(self, topic: Topic) -> Value | None:
        """What a topic comes to; None where that is not known at all."""
        if topic.end is None:
            return None
        where = (topic.offence, topic.area, topic.end)
        if topic.measure in (SHARE, RATE):
            found = self.answers.rate(*where) if topic.measure == RATE else self.answers.share(topic.group, *where)
            return None if found is None else Value(found, found)
        total = self.answers.outcome(topic.group, *where) if topic.measure == OUTCOME else self.answers.recorded(*where)
        return None if total is None else Value(Fraction(total.low), Fraction(total.high))

    def lacking(self, topic: Topic) -> Verdict:
        """The verdict where a topic has no value."""
        if topic.end is None:
            return Verdict(None, "the period does not end with a quarter, so the release can't tell")
        return Verdict(None, f"the release has no complete figure for {self.named(topic)}")

    def named(self, topic: Topic) -> str:
        """A topic in words."""
        return self.answers.described(topic.measure, topic.group, topic.offence, topic.area, topic.end)

    def told(self, topic: Topic, value: Value) -> str:
        """A topic and what it comes to, in words."""
        return f"{self.named(topic)} is {plain(value, topic)}"


def plain(value: Value, topic: Topic) -> str:
    """A value in words."""
    if topic.measure == SHARE:
        return f"{float(value.low):.2f} per cent"
    if topic.measure == RATE:
        return f"{float(value.low):.2f} per 1,000 people"
    return f"{int(value.low):,}" if value.exact else f"at least {int(value.low):,}"


def settled(told: str, right: str = "", *, true: bool, false: bool) -> Verdict:
    """True, false, or not known where the figures allow both."""
    if true:
        return TRUE
    return Verdict(False, told, right) if false else Verdict(None, f"{told}: part of the figures is missing")
