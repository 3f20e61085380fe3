"""What published words state, as plain values: read from the words alone, before any figure is looked up.

A topic says of what a figure is; a statement, what is said of one topic or of two.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.verify.numbers import Quantity

RECORDED, OUTCOME, SHARE, RATE = "recorded", "outcome", "share", "rate"


@dataclass(frozen=True, slots=True)
class Topic:
    """Of what a figure is: `measure` is recorded (cases), outcome (cases), share (per cent) or rate (per 1,000 people).

    `group` is the group of outcomes, "" for recorded and rate; `end` the last quarter of the 12 months, None where the
    words name a period that does not end with a quarter.
    """

    measure: str
    group: str
    offence: str
    area: str
    end: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """`start` and `end` bound the words in the sentence, `words` are them."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Level(Statement):
    """A figure of a topic. `only` where the words call it fewer than expected ("just 3.7 per cent")."""

    topic: Topic
    said: Quantity
    only: bool = False


@dataclass(frozen=True, slots=True)
class Comparison(Statement):
    """`left` is up, down, same or about the same against `right`; `relation` is "" where only `size` says how.

    `size` is by how much (per cent, fraction, points, cases) or how many times; with the relation `part` it is what is
    left ("a fall to a third of"). `strength` is slight or sharp. `figures` where the words print what is compared;
    `both` where they print both sides.
    """

    left: Topic
    right: Topic
    relation: str
    size: Quantity | None = None
    strength: str = ""
    figures: bool = False
    both: bool = False


@dataclass(frozen=True, slots=True)
class Extreme(Statement):
    """The highest or lowest of years. `since` is the first financial year that the words name, `back` so many years,
    `after` the calendar year that was the last to beat it; none of these: since comparable records began."""

    topic: Topic
    end_of: str
    since: int | None = None
    back: Quantity | None = None
    after: int | None = None
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Streak(Statement):
    """Years in a row, up to the topic's, in which a number went up or down (`relation`): so many, no more and no fewer.

    `years` is 0 where the words give no whole number of them.
    """

    topic: Topic
    relation: str
    years: int


@dataclass(frozen=True, slots=True)
class Without(Statement):
    """No case in any of so many years before the topic's."""

    topic: Topic
    years: int


@dataclass(frozen=True, slots=True)
class Portion(Statement):
    """How much of the change of `whole` on the year before, which went `relation`, is that of `part`: `most` (more than
    half), `almost` (all but a tenth) or `all`."""

    part: Topic
    whole: Topic
    relation: str
    much: str


@dataclass(frozen=True, slots=True)
class Rank(Statement):
    """A place among forces, by rate. `among` is the number of forces named, `some` where they are those that can be
    compared, `within` the area whose forces they are."""

    topic: Topic
    end_of: str
    place: int
    joint: bool
    among: Quantity | None
    some: bool
    within: str


@dataclass(frozen=True, slots=True)
class Pace(Statement):
    """An average in time."""

    topic: Topic
    said: Quantity


@dataclass(frozen=True, slots=True)
class Interval(Statement):
    """How often there is a case: "every two hours"."""

    topic: Topic
    said: Quantity


@dataclass(frozen=True, slots=True)
class Sole(Statement):
    """What the sentence says of `topic` holds for no other force of `within`. `claim` is that other statement."""

    within: str
    claim: Comparison | Extreme | Level | Rank


@dataclass(frozen=True, slots=True)
class Missing(Statement):
    """Part of an area's figures is missing. `topic.end` None: of some earlier year."""

    topic: Topic


@dataclass(frozen=True, slots=True)
class Counting(Statement):
    """A change in counting took effect in that month (`year * 12 + month - 1`) or that year.

    `beside` where it stands beside a figure, and may be the figure's own time.
    """

    offence: str
    said: Quantity
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Contact(Statement):
    """A number to call, or the date of its source, in a line about `named` (the words of the line)."""

    said: Quantity
    named: str


@dataclass(frozen=True, slots=True)
class Period(Statement):
    """A period that is named without a figure of its own."""

    end_quarter: int | None


@dataclass(frozen=True, slots=True)
class Forces(Statement):
    """A number of forces: all that there are."""

    said: Quantity


@dataclass(frozen=True, slots=True)
class Site(Statement):
    """An address of a site, in a line about a helpline."""


@dataclass(frozen=True, slots=True)
class Aside(Statement):
    """An age, a day, a time or a sum of money: these tables can prove none, and it claims nothing of them."""


@dataclass(frozen=True, slots=True)
class Unread(Statement):
    """A quantity or comparison that the grammar does not understand here. `what` names its kind."""

    what: str
