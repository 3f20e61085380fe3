"""What the sample is made from. In: the TOML files beside this one. Out: frozen rows. Holds no figure of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fetch.sample.calendar import QUARTERS, quarter_ending, quarter_named

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Offence:
    """An offence code in the words of the official tables. Counted from financial year `first` to `last`."""

    code: str
    description: str
    group: str
    subgroup: str
    first: int
    last: int = 9999
    later: str = ""
    rows: int = 1
    outcomes: bool = False

    def described(self, year: int) -> str:
        """What the table of a financial year calls it."""
        return self.later if self.later and year > self.last else self.description


@dataclass(frozen=True, slots=True)
class Body:
    """A body that records fraud for the whole country: yearly counts from financial year `first` on."""

    area: str
    name: str
    code: str
    description: str
    group: str
    subgroup: str
    first: int
    counts: tuple[int, ...]
    last: int = 9999


@dataclass(frozen=True, slots=True)
class Outcome:
    """An official outcome type."""

    number: int
    description: str
    group: str


@dataclass(frozen=True, slots=True)
class YearlyPath:
    """12-month totals of single areas, for the years that end with quarters `ends`; those in `exact` are met."""

    ends: tuple[int, ...]
    exact: tuple[int, ...]
    areas: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Leaning:
    """Codes whose shares drift towards another code's, from financial year `first` on, in tenths a year."""

    codes: tuple[str, ...]
    towards: str
    first: int
    tenths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ExactShare:
    """Outcomes of `types` over the year that ends with quarter `end`: `total` of them, `moves` takes what is over."""

    area: str
    codes: tuple[str, ...]
    types: tuple[int, ...]
    moves: int
    end: int
    total: int


@dataclass(frozen=True, slots=True)
class Trap:
    """Cells of an area (any where empty) and codes (any where empty) from one quarter to another, in some tables.

    `left` is what a count keeps, in thousandths; `text` what a cell says instead of a count; `count` the count.
    """

    first: int
    last: int
    area: str = ""
    codes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ("recorded", "outcomes")
    left: int = 1000
    text: str = ""
    count: int = 0


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def sizes() -> Mapping[str, Any]:
    """sizes.toml as it stands; its head says what each table holds."""
    return _read("sizes.toml")


@cache
def outcome_shares() -> Mapping[str, Any]:
    """outcomes.toml as it stands; its head says what each table holds."""
    return _read("outcomes.toml")


@cache
def areas() -> tuple[str, ...]:
    """The slugs of the 43 forces and British Transport Police, in alphabetical order."""
    return tuple(sorted(sizes()["shares"]["areas"]))


@cache
def offences() -> tuple[Offence, ...]:
    """Every code that forces record, in the order of the tables."""
    return tuple(Offence(**row) for row in _read("offences.toml")["offence"])


@cache
def bodies() -> tuple[Body, ...]:
    """The bodies that record fraud."""
    return tuple(Body(**{**row, "counts": tuple(row["counts"])}) for row in _read("offences.toml")["body"])


@cache
def outcome_types() -> tuple[Outcome, ...]:
    """The official outcome types in order of their numbers."""
    return tuple(Outcome(**row) for row in outcome_shares()["type"])


@cache
def paths() -> Mapping[str, YearlyPath]:
    """The paths of areas that have one of their own, by offence code."""
    return {
        code: YearlyPath(
            ends=tuple(quarter_ending(end) for end in row["ends"]),
            exact=tuple(quarter_ending(end) for end in row["exact"]),
            areas={area: tuple(totals) for area, totals in row["areas"].items()},
        )
        for code, row in sizes()["paths"].items()
    }


@cache
def leaning() -> Leaning:
    """Which codes' shares drift, and where to."""
    row = sizes()["leaning"]
    return Leaning(tuple(row["codes"]), row["towards"], row["first"], tuple(row["tenths"]))


@cache
def exact_shares() -> tuple[ExactShare, ...]:
    """The outcomes that are met to the case, in the order in which they are brought about."""
    return tuple(
        ExactShare(
            row["area"],
            tuple(row["codes"]),
            tuple(row["types"]),
            row["moves"],
            quarter_ending(row["ends"]),
            row["total"],
        )
        for row in outcome_shares()["exact"]
    )


def _trap(row: Mapping[str, Any]) -> Trap:
    where = {"first": row.get("quarter", row.get("first")), "last": row.get("quarter", row.get("last"))}
    codes = (row["code"],) if "code" in row else tuple(row.get("codes", ()))
    rest = {name: row[name] for name in ("area", "left", "text", "count") if name in row}
    if "tables" in row:
        rest["tables"] = tuple(row["tables"])
    last = quarter_named(where["last"]) if where["last"] else QUARTERS - 1
    return Trap(first=quarter_named(str(where["first"])), last=last, codes=codes, **rest)


@cache
def traps(kind: str) -> tuple[Trap, ...]:
    """The traps of a kind: low, missing, expired or correction."""
    return tuple(_trap(row) for row in _read("traps.toml")[kind])
