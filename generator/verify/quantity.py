"""What the number reader finds: a quantity, with where it stands, what it says and its hedge. Knows no words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of a text, `text` being its words with the hedge: "more than 4,600".

    `value` is exact, in the terms of its `kind`:

    - number, money, vague, range: the number itself (the lower one of two); none is 0
    - per cent, points: so many; fraction, one in: 1/3, 1/6; times: 5 for "fivefold", 1/2 for "halved"
    - ordinal: the place; age: years; span: so many `unit`; pace: so many each `unit` ("one every two hours" is 1/2)
    - year, financial year: the (first) year; month: year * 12 + month - 1; date: proleptic ordinal day, or with
      `unit` "no year" month * 100 + day; time: minutes since midnight; phone: its digits; name: 0

    `step` is the unit of the last digit that carries meaning: 1 for 4,633, 1000 for 271,000, 1/10 for 3.7, 0 for
    fractions and multiples in words. `unit`: of a pace or span, day, week, month, year, hour or minute; of times,
    "times", "fold", "verb" (doubled) or "adjective" (double the); of a range, the kind that both ends have ("per cent",
    "year" ...), "" for plain numbers. `top` is the upper end of a range, or the most that vague words can mean.
    """

    start: int
    end: int
    text: str
    kind: str
    value: Fraction
    step: Fraction
    hedge: str = ""
    word: bool = False
    unit: str = ""
    top: Fraction | None = None
