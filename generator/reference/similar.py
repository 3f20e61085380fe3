"""Families: the most similar forces of each force. In: a TOML file, ours or a newsroom's. Out: slugs by force.

Every row says who published the list and when it was read; a row without that is an error, not a family.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from fetch.errors import ReferenceDataError, nearest

_FIELDS = frozenset({"forces", "source", "checked"})


def read_families(path: Path, known: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The families of a file, by force, each in the file's order. `known` are the slugs of all forces.

    Raises:
        ReferenceDataError: the file can't be read, or a row of it is no family; names the file and the force.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # tomllib's error, and a wrong encoding, are ValueErrors
        raise ReferenceDataError(f"{path}: {error}. Mend the file, or name another.") from error
    return {slug: _family(f"{path}: {slug}", slug, row, known) for slug, row in table.items()}


def _family(where: str, slug: str, row: Any, known: Collection[str]) -> tuple[str, ...]:
    if slug not in known:
        raise ReferenceDataError(f"{where} is no force we know.{nearest(slug, known)}")
    if not isinstance(row, dict) or set(row) != _FIELDS:
        raise ReferenceDataError(f"{where} must be a table of forces, source and checked, and no more.")
    _sourced(where, row["source"], row["checked"])
    return _members(where, slug, row["forces"], known)


def _sourced(where: str, source: Any, checked: Any) -> None:
    if not isinstance(source, str) or not source.strip():
        raise ReferenceDataError(f"{where} has no source. Say who published the list, and where.")
    # A moment is a date to Python, but not what a person writes here.
    if type(checked) is not date:
        raise ReferenceDataError(f"{where} has no day in `checked`. Write the day the source was read: 2026-11-24.")


def _members(where: str, slug: str, forces: Any, known: Collection[str]) -> tuple[str, ...]:
    if not isinstance(forces, list) or not all(isinstance(one, str) for one in forces):
        raise ReferenceDataError(f'{where} needs its similar forces as a list of slugs: forces = ["essex", "kent"].')
    for one in forces:
        if one not in known:
            raise ReferenceDataError(f"{where} names {one!r}, which is no force we know.{nearest(one, known)}")
    if slug in forces or len(set(forces)) < len(forces):
        raise ReferenceDataError(f"{where} names a force twice, or itself. Take it out.")
    if not forces:
        raise ReferenceDataError(f"{where} has no similar forces. Name them, or leave the row out.")
    return tuple(forces)
