"""Words that come out of a reference file, and the way back to their row. Knows nothing of facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from generator import reference
from generator.reference import Break, Force, Helpline, Offence


def _breaks() -> Mapping[str, Any]:
    return {one.id: one for one in reference.breaks()}


def _helplines() -> Mapping[str, Any]:
    return {one.id: one for one in reference.helplines()}


TABLES: Mapping[str, Callable[[], Mapping[str, Any]]] = {
    "breaks": _breaks,
    "helplines": _helplines,
    "forces": reference.forces,
    "offences": reference.offences,
}


def row_of(entry: object) -> tuple[str, str]:
    """The table and the row of an entry. LookupError where it is none of a reference file's."""
    match entry:
        case Break():
            return "breaks", entry.id
        case Helpline():
            return "helplines", entry.id
        case Offence():
            return "offences", entry.id
        case Force():
            return "forces", entry.slug
    raise LookupError("`field` takes a row of a reference file: a break, a helpline, a force or an offence")


def reference_words(table: str, row: str, field: str) -> str:
    """A field of a row, as it is printed: a date's year, anything else as it stands.

    Raises:
        KeyError: no such table or row.
        AttributeError: no such field.
    """
    value = getattr(TABLES[table]()[row], field)
    return str(value.year) if isinstance(value, date) else str(value)
