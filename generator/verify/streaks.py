"""Did a number go one way for so many years in a row? In: a statement and the release's figures. Out: a verdict.

Each of the years did, the one before them did not, and over all of them the change is beyond chance: a run of steps that
chance alone would bring is no news, however long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from generator.verify.compare import BEYOND_NOISE, QUARTERS
from generator.verify.statements import RECORDED, Streak
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
