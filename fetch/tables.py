"""What we know of each official table. In: a title, or a row of headings. Out: the table it belongs to, or nothing.

A new table is added by one entry in TABLES. Knows nothing of files or of what the cells say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an official table: our name for it, and every heading it has been seen under.

    `required` is False where some years lack it.
    """

    field: str
    spellings: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """An official table.

    `title` is what its files are called on the publication page, as a pattern for a casefolded title with single
    blanks, and `file` what such a file is called on disk when nobody has renamed it. `on` says whether a release has it
    unless asked otherwise; `counts` are the fields that hold counts; `others` lets columns stand that we do not read;
    `page` is False for a table that is not on the publication page.
    """

    name: str
    label: str
    title: re.Pattern[str]
    file: re.Pattern[str]
    columns: tuple[Column, ...]
    counts: tuple[str, ...] = ()
    on: bool = True
    others: bool = False
    page: bool = True


# Files whose titles hold one of these are cut another way, and adding them to the series would count things twice: the
# "alternate offences" file holds outcomes 1a, 2a and 3a, which sit inside 1, 2 and 3. (Home Office user guide)
NEVER_TAKEN = (
    "alternate",
    "alternative",
    "subcode",
    "sub-code",
    "supplementary",
    "firearm",
    "knife",
    "knives",
    "sharp instrument",
)

_PERIOD = (
    Column("year", ("Financial Year",)),
    Column("quarter", ("Financial Quarter",)),
)
_FORCE = Column("force", ("Force Name", "Police Force", "Police Force Area"))
_OFFENCE = (
    Column("description", ("Offence Description",)),
    Column("group", ("Offence Group",)),
    Column("subgroup", ("Offence Subgroup", "Offence Sub-group", "Offence Sub Group")),
    Column("code", ("Offence Code",)),
)
_COUNT = Column("count", ("Number of Offences", "Offence Count"))

RECORDED = Table(
    name="recorded",
    label="recorded crime by police force area",
    title=re.compile(r"(?=.*police recorded crime)(?=.*open data)(?=.*police force area)"),
    file=re.compile(r"prc-pfa-"),
    columns=(*_PERIOD, _FORCE, *_OFFENCE, _COUNT),
    counts=("count",),
)
OUTCOMES = Table(
    name="outcomes",
    label="outcomes by police force area",
    # One financial year a file: the page also has an archive "year ending March 2006 to year ending March 2014", which
    # comes before the outcomes framework of 2014 and is cut another way.
    title=re.compile(r".*\boutcomes open data,? year ending march \d{4}$"),
    file=re.compile(r"prc-outcomes-open-data-mar\d{4}-(?!to-|mar)"),
    columns=(
        *_PERIOD,
        _FORCE,
        *_OFFENCE,
        Column("outcome_description", ("Outcome Description",)),
        Column("outcome_group", ("Outcome Group",)),
        Column("outcome_type", ("Outcome Type",)),
        Column("expired", ("Offence Code Expired", "Offence Code Expired?"), required=False),
        Column(
            "recorded_basis",
            (
                "Force outcomes for offences recorded in quarter",
                "Number of outcomes for offences that were recorded in the quarter",
            ),
        ),
        Column(
            "closed_basis",
            (
                "Force outcomes recorded in quarter",
                "Number of outcomes for investigations that were closed in the quarter",
            ),
        ),
    ),
    counts=("recorded_basis", "closed_basis"),
)
GEOGRAPHY = Table(
    name="geography",
    label="geographical reference table",
    title=re.compile(r".*geographical reference table"),
    file=re.compile(r"recrime-geo-"),
    columns=(
        Column("csp", ("CSP Name", "CSP", "Community Safety Partnership", "Community Safety Partnership Name")),
        Column("ons_code", ("ONS Code", "CSP ONS Code", "CSP Code", "Area Code")),
        Column("force", (*_FORCE.spellings, "Force", "PFA", "PFA Name")),
        Column("region", ("Region", "Region Name")),
    ),
    others=True,
)
RECORDED_CSP = Table(
    name="recorded-csp",
    label="recorded crime by Community Safety Partnership",
    title=re.compile(r"(?=.*police recorded crime)(?=.*community safety partnership)(?=.*open data)"),
    file=re.compile(r"prc-csp-"),
    columns=(*_PERIOD, _FORCE, Column("csp", ("CSP Name",)), *_OFFENCE, _COUNT),
    counts=("count",),
    on=False,
)

# As Nomis answers, by the names of its columns. Its long form holds some 30 more, all of which say what these say.
POPULATIONS = Table(
    name="populations",
    label="mid-year population estimates by local authority",
    title=re.compile(r"population estimates - local authority based by single year of age$"),
    file=re.compile(r"nm_2002_1\b"),
    columns=(
        Column("year", ("DATE_NAME", "DATE")),
        Column("district", ("GEOGRAPHY_CODE",)),
        Column("name", ("GEOGRAPHY_NAME",)),
        Column("residents", ("OBS_VALUE",)),
        Column("gender", ("GENDER",), required=False),
        Column("age", ("C_AGE",), required=False),
        Column("measure", ("MEASURES",), required=False),
        Column("records", ("RECORD_COUNT",), required=False),
    ),
    on=False,
    others=True,
    page=False,
)

TABLES: Mapping[str, Table] = {one.name: one for one in (RECORDED, OUTCOMES, GEOGRAPHY, RECORDED_CSP, POPULATIONS)}


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def never_taken(title: str) -> str | None:
    """The word in a title for which its file is never part of the series; None where there is none."""
    plain = _plain(title)
    return next((word for word in NEVER_TAKEN if word in plain), None)


def classify(title: str) -> Table | None:
    """The table that a file belongs to by its title, never by the heading above it or by its file name.

    None for a title that is never taken, and for one that we do not know: the caller says so and leaves the file.
    """
    if never_taken(title):
        return None
    return next((table for table in TABLES.values() if table.title.match(_plain(title))), None)


def classify_file(filename: str) -> Table | None:
    """The table that a file on disk belongs to by its official name; None for a name that says nothing."""
    plain = filename.casefold()
    if never_taken(re.sub(r"[-_]", " ", plain)):
        return None
    return next((table for table in TABLES.values() if table.file.match(plain)), None)


def heading_key(heading: str) -> str:
    """A heading reduced to what tells it apart: no case, no blanks (a line break in a cell may be lost), no notes."""
    return "".join(re.sub(r"\[[^\]]*\]", "", heading).casefold().split()).rstrip(".:*")


def place_columns(table: Table, headings: Sequence[str]) -> dict[str, int]:
    """Where each column of the table stands in a row of headings: field to position, for the columns that are there."""
    wanted = {heading_key(spelling): column.field for column in table.columns for spelling in column.spellings}
    placed: dict[str, int] = {}
    for position, heading in enumerate(headings):
        field = wanted.get(heading_key(heading))
        if field is not None:
            placed.setdefault(field, position)
    return placed
