"""Reference data as the verifier reads it: the same TOML files as the writer's, read by code of its own.

In: the files of generator/reference, and what each story folder says it is about. Out: frozen rows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from generator.verify.errors import VerifyError

_REFERENCE = Path(__file__).parents[1] / "reference"
_SHORT = 3
_STORIES = Path(__file__).parents[2] / "templates" / "stories"
T = TypeVar("T")


class Force(msgspec.Struct, frozen=True):
    """A police force and its place, as copy names them. `covers` is what editors are told of its area."""

    name: str
    place: str
    covers: str


class Region(msgspec.Struct, frozen=True):
    """A region: its name, the nation it is part of, and the slugs of its forces."""

    name: str
    nation: str
    forces: tuple[str, ...]


class Offence(msgspec.Struct, frozen=True):
    """An offence: its words, and the codes, the subgroup or the group that it is made of.

    `begins` is the first financial year.
    """

    singular: str
    plural: str
    subject: str
    reports: str
    report: str
    codes: tuple[str, ...] = ()
    subgroup: str = ""
    group: str = ""
    begins: int = 2002


class Break(msgspec.Struct, frozen=True, rename={"start": "from"}):
    """A change in counting from a day on, of some offences and of what lies in official names that it covers.

    `kind` is hard or soft.
    """

    start: date
    offences: tuple[str, ...]
    kind: str
    copy: str
    note: str
    covers: tuple[str, ...] = ()


class Helpline(msgspec.Struct, frozen=True):
    """A helpline: its name, number and site, and the date of the source of that number ("" where it has none)."""

    name: str
    number: str
    site: str
    dated: str
    source: str = ""


class Story(msgspec.Struct, frozen=True):
    """What a story is about: the id of its offence."""

    offence: str


class _Breaks(msgspec.Struct, frozen=True, rename={"rows": "break"}):
    rows: tuple[Break, ...]


class _Populations(msgspec.Struct, frozen=True):
    residents: dict[str, int]
    year: int


class _Outcomes(msgspec.Struct, frozen=True):
    types: tuple[int, ...]


def read_toml(path: Path, shape: type[T]) -> T:
    """What a TOML file holds, in the shape of `shape`. Keys that it does not name are left aside.

    Raises VerifyError: names the file, and the line or the field that is amiss.
    """
    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(table, shape)
    except (OSError, ValueError) as error:  # msgspec's and tomllib's own errors are both ValueErrors
        raise VerifyError(f"{path.name}: {error}. Mend the file, or install copydesk again.") from error


@cache
def forces() -> Mapping[str, Force]:
    """Every territorial force by slug."""
    return read_toml(_REFERENCE / "forces.toml", dict[str, Force])


@cache
def regions() -> Mapping[str, Region]:
    """The nine English regions and Wales by slug."""
    return read_toml(_REFERENCE / "regions.toml", dict[str, Region])


@cache
def offences() -> Mapping[str, Offence]:
    """Every offence that has words, by id."""
    return read_toml(_REFERENCE / "offences.toml", dict[str, Offence])


@cache
def breaks() -> tuple[Break, ...]:
    """Every known change in counting, oldest first."""
    return tuple(sorted(read_toml(_REFERENCE / "breaks.toml", _Breaks).rows, key=lambda one: one.start))


@cache
def helplines() -> tuple[Helpline, ...]:
    """Every helpline that may be printed: a number without a source may not."""
    rows = read_toml(_REFERENCE / "helplines.toml", dict[str, Helpline]).values()
    return tuple(row for row in rows if row.source)


@cache
def census_year() -> int:
    """The year of the census that `residents` are from."""
    return read_toml(_REFERENCE / "populations.toml", _Populations).year


def residents() -> Mapping[str, int]:
    """Usual residents by force slug."""
    return read_toml(_REFERENCE / "populations.toml", _Populations).residents


@cache
def outcome_types() -> Mapping[str, tuple[int, ...]]:
    """The official outcome types of each group that copy speaks of."""
    groups = read_toml(_REFERENCE / "outcomes.toml", dict[str, _Outcomes])
    return {group: row.types for group, row in groups.items()}


@cache
def stories() -> Mapping[str, Story]:
    """Every story of copydesk by its slug."""
    return {path.parent.name: read_toml(path, Story) for path in sorted(_STORIES.glob("*/story.toml"))}


@cache
def short_numbers() -> frozenset[str]:
    """Helplines of three digits, as they are printed: 999, 101."""
    return frozenset(one.number for one in helplines() if one.number.isdigit() and len(one.number) == _SHORT)
