"""Quarters of the sample as plain numbers. 0 is the first quarter of 2002-03 (April to June 2002). Knows no figures."""

from __future__ import annotations

FIRST_YEAR = 2002
# The sample ends with "2023-24 Q2": July to September 2023.
QUARTERS = 86
_MONTHS_BEFORE = FIRST_YEAR * 12 + 3


def year_of(quarter: int) -> int:
    """The financial year of a quarter: 2023 is 2023-24."""
    return FIRST_YEAR + quarter // 4


def quarters_of(year: int) -> range:
    """The quarters of a financial year that the sample holds."""
    first = 4 * (year - FIRST_YEAR)
    return range(first, min(first + 4, QUARTERS))


def quarter_named(name: str) -> int:
    """The quarter that the tables call `2019-20 Q2`."""
    year, _, number = name.partition(" Q")
    return 4 * (int(year[:4]) - FIRST_YEAR) + int(number) - 1


def quarter_ending(month: str) -> int:
    """The quarter whose last month is `2023-09`."""
    year, number = month.split("-")
    return (int(year) * 12 + int(number) - 1 - _MONTHS_BEFORE) // 3
