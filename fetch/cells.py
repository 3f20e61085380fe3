"""What one cell of an official table means. In: its text. Out: a value, or ValueError with words for the user.

Pure functions, called once for each distinct text of a column. Know nothing of rows, sheets or files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from fetch.areas import without_notes

PUBLISHED, EXPIRED, NOT_PROVIDED, GAP = "published", "expired", "not provided", "gap"
STATUSES = (PUBLISHED, EXPIRED, NOT_PROVIDED, GAP)

FIRST_YEAR = 2002  # comparable records begin in 2002-03 (National Crime Recording Standard)
LAST_OUTCOME = 22

_YEAR = re.compile(r"(\d{4})\s*[-–/_]\s*(\d{2}|\d{4})")
_QUARTER = re.compile(r"(?:q|quarter)?\s*([1-4])(?:\.0+)?", re.IGNORECASE)
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./&]*")
_WHOLE = re.compile(r"(-?\d{1,12})(?:\.0+)?")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+")
_OUTCOME = re.compile(r"(\d{1,2})(?:\.0+)?")
# As published, with blanks and dashes evened out. NA alone does not say that a code has expired, so it is missing.
_COUNT_TEXTS = {
    "na": NOT_PROVIDED,
    "n/a": NOT_PROVIDED,
    "n/a - data not provided": NOT_PROVIDED,
    "n/a - offence code expired": EXPIRED,
}
_PROPER_NAMES = ("CIFAS", "UK Finance", "Financial Fraud Action UK", "Action Fraud", "Report Fraud")


@dataclass(frozen=True, slots=True)
class Count:
    """A count cell. `value` is None where the figure is missing: missing is not zero.

    `status` is published, expired (structurally zero) or not provided; `text` is what was published where that was not
    a plain whole number.
    """

    value: int | None
    status: str = PUBLISHED
    text: str | None = None


def financial_year(text: str) -> int:
    """The calendar year in which a financial year starts: 2023 for `2023/24`, `2023-24` and `2023-2024`."""
    found = _YEAR.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no financial year such as 2023/24")
    start, end = int(found[1]), found[2]
    if str(start + 1)[-len(end) :] != end:
        raise ValueError(f"{text!r} is no financial year: it must end the year after it starts")
    if start < FIRST_YEAR:
        raise ValueError(f"{text!r} lies before 2002/03, where comparable records begin")
    return start


def financial_quarter(text: str) -> int:
    """A financial quarter, 1 (April to June) to 4, from `1`, `Q1` or `1.0`."""
    found = _QUARTER.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no financial quarter: 1, 2, 3 or 4 was expected")
    return int(found[1])


def first_day(year: int, quarter: int) -> date:
    """The first day of a quarter of the financial year that starts in April of `year`."""
    return date(year, 3 * quarter + 1, 1) if quarter < 4 else date(year + 1, 1, 1)


def offence_code(text: str) -> str:
    """An offence code as text, whichever way the cell held it: `45` for the number 45, `8L`, `1/4.1/4.10/4.2`."""
    code = without_notes(text)
    number = re.fullmatch(r"(\d+)\.0", code)  # and never 4.10, which is a code of its own
    if number:
        return number[1]
    if not _CODE.fullmatch(code):
        # A spreadsheet that took 1/4 for a day in April has lost the code for good.
        raise ValueError(f"{text!r} is no offence code such as 8L, 45 or 105A")
    return code


def cells_of_code(code: str) -> int:
    """How many rows a cell may have: `1/4.1/4.10/4.2` stands for four codes, and is published as four like rows."""
    return code.count("/") + 1


def label(text: str) -> str:
    """A description as published, without note marks and stray blanks."""
    return without_notes(text)


def group_label(text: str) -> str:
    """The name of an offence group or subgroup in one letter case, since files differ (`Drug Offences`)."""
    plain = without_notes(text).lower()
    for name in _PROPER_NAMES:
        plain = plain.replace(name.lower(), name)
    return plain[:1].upper() + plain[1:]


def outcome_type(text: str) -> int:
    """An outcome's number, 0 to 22. Type 0, "not yet assigned", is kept like any other."""
    found = _OUTCOME.fullmatch(text)
    if not found or int(found[1]) > LAST_OUTCOME:
        hint = " (a file of alternate offences is never taken)" if re.fullmatch(r"\d+[a-z]", text.lower()) else ""
        raise ValueError(f"{text!r} is no outcome type from 0 to {LAST_OUTCOME}{hint}")
    return int(found[1])


def expired_flag(text: str) -> bool:
    """Whether the flag says that the offence code has expired: `x`, or nothing."""
    if text.lower() not in ("", "x"):
        raise ValueError(f"{text!r} is no flag for an expired offence code: x or nothing was expected")
    return text != ""


def count(text: str) -> Count:
    """A count: a whole number (negative ones are corrections, and stand), or one of the texts that stand for none."""
    whole = _WHOLE.fullmatch(text)
    if whole:
        return Count(int(whole[1]), text=None)
    if _THOUSANDS.fullmatch(text):
        return Count(int(text.replace(",", "")), text=text)
    status = _COUNT_TEXTS.get(re.sub(r"\s*[-–—]\s*", " - ", " ".join(text.lower().split())))
    if status is None:
        raise ValueError(
            f"{text!r} is no count: a whole number, NA, 'N/A - offence code expired' or 'N/A - data not provided' "
            "was expected"
        )
    return Count(0 if status == EXPIRED else None, status, text)
