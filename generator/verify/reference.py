"""Reference data as the verifier reads it: the same TOML files as the writer's, read by code of its own.

In: the files of generator/reference, and what each story folder says it is about. Out: frozen rows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from generator.verify.errors import VerifyError

_REFERENCE = Path(__file__).parents[1] / "reference"
_STORIES = Path(__file__).parents[2] / "templates" / "stories"


@dataclass(frozen=True, slots=True)
class Force:
    """A police force and its place, as copy names them. `covers` is what editors are told of its area."""

    name: str
    place: str
    covers: str


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its name and the slugs of its forces."""

    name: str
    forces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offence:
    """An offence: its words, and the codes or the subgroup that it is made of. `begins`: first financial year."""

    singular: str
    plural: str
    subject: str
    reports: str
    report: str
    codes: tuple[str, ...]
    subgroup: str
    begins: int


@dataclass(frozen=True, slots=True)
class Break:
    """A change in counting some offences from a day on. `kind` is hard or soft."""

    start: date
    offences: tuple[str, ...]
    kind: str
    copy: str
    note: str


@dataclass(frozen=True, slots=True)
class Helpline:
    """A helpline: its name, number, and the date of the source of that number ("" where it has none)."""

    name: str
    number: str
    dated: str


@dataclass(frozen=True, slots=True)
class Story:
    """What a story is about: offence ids."""

    offence: str


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise VerifyError(f"{path.name}: {error}. Mend the file, or install copydesk again.") from error


@cache
def forces() -> Mapping[str, Force]:
    """Every territorial force by slug."""
    return {
        slug: Force(row["name"], row["place"], row["covers"]) for slug, row in _read(_REFERENCE / "forces.toml").items()
    }


@cache
def regions() -> Mapping[str, Region]:
    """The nine English regions and Wales by slug."""
    rows = _read(_REFERENCE / "regions.toml")
    return {slug: Region(row["name"], tuple(row["forces"])) for slug, row in rows.items()}


@cache
def offences() -> Mapping[str, Offence]:
    """Every offence that has words, by id."""
    return {
        name: Offence(
            singular=row["singular"],
            plural=row["plural"],
            subject=row["subject"],
            reports=row["reports"],
            report=row["report"],
            codes=tuple(row.get("codes", ())),
            subgroup=row.get("subgroup", ""),
            begins=row.get("begins", 2002),
        )
        for name, row in _read(_REFERENCE / "offences.toml").items()
    }


@cache
def breaks() -> tuple[Break, ...]:
    """Every known change in counting, oldest first."""
    rows = _read(_REFERENCE / "breaks.toml")["break"]
    found = (Break(row["from"], tuple(row["offences"]), row["kind"], row["copy"], row["note"]) for row in rows)
    return tuple(sorted(found, key=lambda one: one.start))


@cache
def helplines() -> tuple[Helpline, ...]:
    """Every helpline."""
    rows = _read(_REFERENCE / "helplines.toml").values()
    return tuple(Helpline(row["name"], row["number"], row["dated"]) for row in rows)


@cache
def residents() -> Mapping[str, int]:
    """Usual residents by force slug."""
    rows: dict[str, int] = _read(_REFERENCE / "populations.toml")["residents"]
    return rows


@cache
def outcome_types() -> Mapping[str, tuple[int, ...]]:
    """The official outcome types of each group that copy speaks of."""
    return {group: tuple(row["types"]) for group, row in _read(_REFERENCE / "outcomes.toml").items()}


@cache
def stories() -> Mapping[str, Story]:
    """Every story of copydesk by its slug."""
    return {path.parent.name: Story(_read(path)["offence"]) for path in sorted(_STORIES.glob("*/story.toml"))}
