"""Figures that should agree: within a text, and over all texts of a release. Each may be true and the two still jar.

In: what was read from each text. Out: problems. Looks at nothing but the words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from generator.verify.numbers import Quantity
from generator.verify.report import Problem
from generator.verify.statements import SHARE, Level, Rank, Topic
from generator.verify.verifier import Read

_Print = tuple[str, Read, Quantity]


def disagreements(texts: Mapping[str, Sequence[Read]]) -> tuple[Problem, ...]:
    """Figures of one topic that are printed in two ways, by source, and two areas that claim one rank."""
    first: dict[Topic, _Print] = {}
    ranks: dict[tuple[str, str, int, int | None], tuple[str, Read]] = {}
    problems: list[Problem] = []
    for source, reads in texts.items():
        for read in reads:
            statement = read.statement
            if isinstance(statement, Level) and not statement.said.hedge and read.verdict.true is True:
                earlier = first.setdefault(statement.topic, (source, read, statement.said))
                if not _agree(earlier[2], statement.said, statement.topic):
                    problems.append(_problem(source, read, earlier))
            if isinstance(statement, Rank) and not statement.joint:
                place = (statement.topic.offence, statement.end_of, statement.place, statement.topic.end)
                holder = ranks.setdefault(place, (source, read))
                other = holder[1].statement
                if isinstance(other, Rank) and other.topic.area != statement.topic.area:
                    why = f"{holder[0]} gives the same place to {other.topic.area}"
                    problems.append(_told(source, read, why))
    return tuple(problems)


def _agree(one: Quantity, other: Quantity, topic: Topic) -> bool:
    """Equal, or the one is the other rounded (shares: 46 and 46.0; never a count, which is printed one way)."""
    if one.kind != other.kind or one.value == other.value:
        return True
    if topic.measure != SHARE:
        return False
    step = max(one.step, other.step)
    return step > 0 and abs(one.value - other.value) <= Fraction(step, 2)


def _problem(source: str, read: Read, earlier: _Print) -> Problem:
    where = "earlier in this text" if earlier[0] == source else f"in {earlier[0]}"
    return _told(source, read, f"the same figure is printed as {earlier[2].text} {where}")


def _told(source: str, read: Read, why: str) -> Problem:
    return Problem(
        kind="inconsistent",
        source=source,
        part=read.passage.part,
        line=read.passage.line,
        sentence=read.sentence,
        words=read.words,
        why=why,
    )
