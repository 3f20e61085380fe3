"""Years in a row, years without a case, and a part of a change. In: a statement and the figures. Out: a verdict.

Each of the years of a run went its way, the one before them did not, and over all of them the change is beyond chance:
steps that chance alone would bring are no news, however many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from generator.verify.compare import BEYOND_NOISE, QUARTERS
from generator.verify.statements import RECORDED, Portion, Streak, Topic, Without
from generator.verify.verdict import TRUE, Figures, Value, Verdict, plain


def judge_streak(said: Streak, figures: Figures) -> Verdict:
    """The verdict: the first rule that it breaks, else true."""
    end = said.topic.end
    if end is None or not said.years:
        return Verdict(None, "how many years in a row, and up to which, is not understood")
    ends = [end - QUARTERS * back for back in range(said.years + 2)]
    steps = _steps(said, figures, ends[:-1])
    return steps if steps.true is not True else _no_more(said, figures, ends)


def _steps(said: Streak, figures: Figures, ends: Sequence[int]) -> Verdict:
    """Each of the years went the way that the words say, and all are counted alike."""
    for later, earlier in pairwise(ends):
        topics = [replace(said.topic, end=one) for one in (later, earlier)]
        now, then = (figures.value(one) for one in topics)
        if now is None or then is None or not (now.exact and then.exact):
            return figures.lacking(topics[now is not None and now.exact])
        if figures.answers.hard_break(said.topic.offence, earlier, ends[0]):
            return Verdict(False, "the series has a break", "count the years since the break")
        if _way(now, then) != said.relation:
            why = f"{figures.told(topics[1], then)}, and a year later it was {plain(now, said.topic)}"
            return Verdict(False, why, "count the years again")
    return TRUE


def _no_more(said: Streak, figures: Figures, ends: Sequence[int]) -> Verdict:
    """The year before did not go the same way, where that is known; and the two ends lie apart beyond chance."""
    topic = said.topic
    first, before = (figures.value(replace(topic, end=end)) for end in ends[-2:])
    known = first is not None and before is not None and before.exact
    comparable = not figures.answers.hard_break(topic.offence, ends[-1], ends[0])
    if known and comparable and _way(first, before) == said.relation:
        return Verdict(False, "the year before went the same way: there are more in a row", "count the years again")
    score = figures.answers.change_score(topic.offence, topic.area, ends[0], ends[-2])
    if topic.measure == RECORDED and score is not None and abs(score) <= BEYOND_NOISE:
        return Verdict(False, "over all these years the change is within what chance alone would bring")
    return TRUE


def _way(now: Value | None, then: Value | None) -> str:
    if now is None or then is None or now.low == then.low:
        return "same"
    return "up" if now.low > then.low else "down"


def judge_without(said: Without, figures: Figures) -> Verdict:
    """Whether there was no case in any of so many years before."""
    if said.topic.end is None or not said.years:
        return Verdict(None, "how many years there were without a case is not understood")
    for back in range(1, said.years + 1):
        topic = replace(said.topic, end=said.topic.end - QUARTERS * back)
        value = figures.value(topic)
        if value is None or (not value.exact and not value.low):
            return figures.lacking(topic)
        if value.low:
            return Verdict(False, figures.told(topic, value), "count the years again")
    return TRUE


# How much of a change the words let a part be: above the first, up to the second.
PORTIONS = {
    "most": (Fraction(1, 2), Fraction(1)),
    "almost": (Fraction(899, 1000), Fraction(999, 1000)),
    "all": (Fraction(994, 1000), Fraction(1005, 1000)),
}


def judge_portion(said: Portion, figures: Figures) -> Verdict:
    """Whether the part's change is so much of the whole's, which is beyond chance and went the way that is said."""
    whole, part = _step(said.whole, figures), _step(said.part, figures)
    if isinstance(whole, Verdict):
        return whole
    if isinstance(part, Verdict):
        return part
    if not whole or (whole > 0) != (said.relation == "up"):
        return Verdict(False, f"{figures.named(said.whole)} did not go {said.relation}", "say what rose or fell")
    if not _beyond_chance(said.whole, figures):
        return Verdict(False, "the change of the whole is within what chance alone would bring", "leave it out")
    low, high = PORTIONS[said.much]
    portion = part / whole
    if low < portion <= high:
        return TRUE
    return Verdict(False, f"it is {float(100 * portion):.0f} per cent of the change", "give both figures")


def _step(topic: Topic, figures: Figures) -> Fraction | Verdict:
    """By how much a total moved on the year before; a verdict where that is not known."""
    if topic.end is None:
        return figures.lacking(topic)
    earlier = replace(topic, end=topic.end - QUARTERS)
    now, then = figures.value(topic), figures.value(earlier)
    if now is None or then is None or not (now.exact and then.exact):
        return figures.lacking(topic)
    if figures.answers.hard_break(topic.offence, topic.end - QUARTERS, topic.end):
        return Verdict(False, "the offence was counted in another way in between", "give the figures alone")
    return now.low - then.low


def _beyond_chance(topic: Topic, figures: Figures) -> bool:
    if topic.end is None or topic.measure != RECORDED:
        return False
    score = figures.answers.change_score(topic.offence, topic.area, topic.end, topic.end - QUARTERS)
    return score is not None and abs(score) > BEYOND_NOISE
