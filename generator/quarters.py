"""Quarters and 12-month periods as plain whole numbers. Knows nothing of words or of data.

A quarter is counted `4 * year + 0..3` by calendar quarter, so that arithmetic on it is arithmetic on time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


def quarter_of(day: date) -> int:
    """The quarter that a day lies in."""
    return 4 * day.year + (day.month - 1) // 3


def first_day(quarter: int) -> date:
    """The first day of a quarter."""
    return date(quarter // 4, 3 * (quarter % 4) + 1, 1)


def last_day(quarter: int) -> date:
    """The last day of a quarter."""
    return first_day(quarter + 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Year:
    """The 12 months that end with quarter `end`: "the year to September 2023" ends with the third quarter of 2023."""

    end: int

    @property
    def start(self) -> int:
        return self.end - 3

    @property
    def first_day(self) -> date:
        return first_day(self.start)

    @property
    def last_day(self) -> date:
        return last_day(self.end)

    @property
    def last_quarter(self) -> date:
        """The first day of the last quarter."""
        return first_day(self.end)

    @property
    def days(self) -> int:
        """Days in the period: 366 where it holds a 29 February."""
        return (self.last_day - self.first_day).days + 1

    @property
    def key(self) -> str:
        """A stable name for ids: `2023-09`, the last month."""
        return f"{self.last_day:%Y-%m}"

    def back(self, years: int) -> Year:
        """The same 12 months, so many years earlier."""
        return Year(self.end - 4 * years)

    @classmethod
    def of(cls, key: str) -> Year:
        """The 12 months of a key such as `2023-09`."""
        return cls(quarter_of(date.fromisoformat(f"{key}-01")))
