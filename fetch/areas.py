"""Names of forces to short names, and the gaps we know of. In: reference/areas.toml and gaps.toml. Out: frozen rows.

Knows nothing of workbooks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fetch.errors import ReferenceDataError, nearest

FOLDER = Path(__file__).parent / "reference"
AREAS = FOLDER / "areas.toml"
GAPS = FOLDER / "gaps.toml"

_NOTE = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Area:
    """A police force area, or a body that counts in the national total alone (`kind` is "force" or "body")."""

    slug: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Months (`first` to `last`, whole days) that an area's cells in `tables` lack without saying so."""

    area: str
    first: date
    last: date
    tables: tuple[str, ...]
    note: str
    source: str
    checked: date


def without_notes(text: str) -> str:
    """A name or description without `[Note 6]`, and with single blanks: dirt is cleaned by this rule, never guessed."""
    return " ".join(_NOTE.sub(" ", text).split())


def _key(name: str) -> str:
    # Blanks go altogether, since a line break inside an ODS cell may be lost and glue two words.
    return re.sub(r"[\s\-‐-―.,]", "", without_notes(name).casefold().replace("&", "and"))


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ReferenceDataError(f"{path.name}: {error}.") from error


@cache
def areas() -> Mapping[str, Area]:
    """Every area we know, by slug."""
    rows = _load(AREAS)["area"]
    return {row["slug"]: Area(row["slug"], row["name"], row["kind"], tuple(row.get("aliases", ()))) for row in rows}


@cache
def _names() -> Mapping[str, str | None]:
    """Each known name, reduced, to its slug; a row of totals to None."""
    names: dict[str, str | None] = {_key(total): None for total in _load(AREAS)["totals"]}
    for area in areas().values():
        for name in (area.name, area.slug, *area.aliases):
            if names.setdefault(_key(name), area.slug) != area.slug:
                raise ReferenceDataError(f"{AREAS.name}: {name!r} is the name of two areas.")
    return names


def slug_of(name: str) -> str | None:
    """The slug of an area as a table names it; None for a row of totals, which is left out.

    Raises ValueError, ready to be shown, for a name that we do not know.
    """
    names = _names()
    key = _key(name)
    if key not in names:
        close = nearest(name, (area.name.casefold() for area in areas().values()), most=1)
        raise ValueError(f"{name!r} is no police force we know.{close} A new name is added in {AREAS.name}.")
    return names[key]


@cache
def gaps() -> tuple[Gap, ...]:
    """The gaps we know of. Raises ReferenceDataError for a row of an unknown area or with dates that run backwards."""
    rows = tuple(
        Gap(
            row["area"],
            row["from"],
            row["to"],
            tuple(row["tables"]),
            row["note"],
            row["source"],
            row["checked"],
        )
        for row in _load(GAPS)["gap"]
    )
    for gap in rows:
        if gap.area not in areas() or gap.first > gap.last:
            raise ReferenceDataError(f"{GAPS.name}: the gap of {gap.area!r} from {gap.first} to {gap.last} is no gap.")
    return rows
