"""Reference data: forces, offences, breaks, populations, helplines, outcomes. In: TOML files. Out: frozen rows.

Each row that states a fact carries its source and the day it was checked. Knows nothing of the release.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fetch.errors import ReferenceDataError
from generator.reference.similar import read_families

FOLDER = Path(__file__).parent
NATION = "england-and-wales"
# The forces of England and Wales whose figures are complete, where some are not.
REPORTING = "reporting-forces"


@dataclass(frozen=True, slots=True)
class Force:
    """A territorial police force as copy names it. `neighbours` holds both directions.

    `shared_place` where another force has part of the place: "police in London" would be two. `region` is the slug of
    its region of England, or of Wales (regions.toml).
    """

    slug: str
    name: str
    place: str
    covers: str
    neighbours: frozenset[str]
    shared_place: bool = False
    region: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A region of England, or Wales, as copy names it, and the slugs of its forces."""

    slug: str
    name: str
    forces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offence:
    """The words for an offence, and the rows it is made of: `codes`, or every code that `subgroup` or `group` held."""

    id: str
    singular: str
    plural: str
    subject: str
    reports: str
    report: str
    covers: str
    sensitive: bool
    codes: tuple[str, ...] = ()
    subgroup: str = ""
    group: str = ""
    begins: int = 2002


@dataclass(frozen=True, slots=True)
class Break:
    """A change in how an offence is counted. `kind` is hard or soft, `effect` up, down or unknown.

    `offences` are ids of the vocabulary; `covers` official names of groups, subgroups and codes, touched with all that
    lies in them, matched in whatever case; `everything` is True where the change touches all that is recorded. `until`
    is the last day of a spell, which touches only comparisons with a year that holds some of it; None for a change that
    came to stay.
    """

    id: str
    start: date
    offences: tuple[str, ...]
    kind: str
    effect: str
    copy: str
    note: str
    source: str
    covers: tuple[str, ...] = ()
    everything: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OutcomeBreak:
    """A change in the outcomes that forces may give. `types` are the official types that it touches; else a `Break`."""

    id: str
    start: date
    types: tuple[int, ...]
    kind: str
    effect: str
    copy: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Helpline:
    """A helpline for a support box, with the source of its number."""

    id: str
    name: str
    what: str
    number: str
    site: str
    source: str
    dated: str
    checked: date
    offences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Populations:
    """Usual residents by force, with the source that provenance must name."""

    residents: Mapping[str, int]
    year: int
    source: str


def _read(name: str) -> dict[str, Any]:
    path = FOLDER / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ReferenceDataError(f"{name}: {error}. Mend the file, or install copydesk again.") from error


@cache
def forces() -> Mapping[str, Force]:
    """Every territorial force by slug, in alphabetical order."""
    rows = _read("forces.toml")
    beside: dict[str, set[str]] = {slug: set() for slug in rows}
    for slug, row in rows.items():
        for other in row["neighbours"]:
            if other not in rows:
                raise ReferenceDataError(f"forces.toml: {slug} names a neighbour {other!r} that is no force there.")
            beside[slug].add(other)
            beside[other].add(slug)
    regions = {force: region for region, row in _read("regions.toml").items() for force in row["forces"]}
    return {
        slug: Force(
            slug=slug,
            name=row["name"],
            place=row["place"],
            covers=row["covers"],
            neighbours=frozenset(beside[slug]),
            shared_place=row.get("shared_place", False),
            region=regions.get(slug, ""),
        )
        for slug, row in sorted(rows.items())
    }


@cache
def regions() -> Mapping[str, Region]:
    """The nine regions of England, and Wales, by slug, in alphabetical order."""
    return {
        slug: Region(slug, row["name"], tuple(sorted(row["forces"])))
        for slug, row in sorted(_read("regions.toml").items())
    }


@cache
def offences() -> Mapping[str, Offence]:
    """The words for every offence that has some, by id."""
    return {
        name: Offence(id=name, **{**row, "codes": tuple(row.get("codes", ()))})
        for name, row in _read("offences.toml").items()
    }


@cache
def breaks() -> tuple[Break, ...]:
    """Every known break, oldest first."""
    rows = (
        Break(
            id=row["id"],
            start=row["from"],
            offences=tuple(row["offences"]),
            kind=row["kind"],
            effect=row["effect"],
            copy=row["copy"],
            note=row["note"],
            source=row["source"],
            covers=tuple(row.get("covers", ())),
            everything=row.get("everything", False),
            until=row.get("until"),
        )
        for row in _read("breaks.toml")["break"]
    )
    return tuple(sorted(rows, key=lambda one: (one.start, one.id)))


@cache
def outcome_breaks() -> tuple[OutcomeBreak, ...]:
    """Every known change in the outcomes that forces may give, oldest first."""
    rows = (
        OutcomeBreak(
            id=row["id"],
            start=row["from"],
            types=tuple(row["types"]),
            kind=row["kind"],
            effect=row["effect"],
            copy=row["copy"],
            note=row["note"],
            source=row["source"],
        )
        for row in _read("breaks.toml")["outcome_break"]
    )
    return tuple(sorted(rows, key=lambda one: (one.start, one.id)))


def families(path: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """The slugs of each force's most similar forces, by its slug; a force without a published list has no family.

    `path` is a newsroom's own file of the same shape, read instead of ours. Similarity is not mutual: one force may be
    in the group of another without the reverse.

    Raises:
        ReferenceDataError: the file can't be read, or a row of it is no family; names the file and the force.
    """
    return read_families(path or FOLDER / "families.toml", forces())


@cache
def helplines() -> tuple[Helpline, ...]:
    """Every helpline with a source, in the file's order."""
    return tuple(
        Helpline(id=name, **{**row, "offences": tuple(row["offences"])})
        for name, row in _read("helplines.toml").items()
        if row.get("source")
    )


@cache
def populations() -> Populations:
    """Usual residents by force slug."""
    table = _read("populations.toml")
    return Populations(residents=table["residents"], year=table["year"], source=table["source"])


@cache
def outcome_types(group: str) -> tuple[int, ...]:
    """The official outcome types that make up a group that copy speaks of. KeyError for a group it does not know."""
    return tuple(_read("outcomes.toml")[group]["types"])
