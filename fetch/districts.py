"""Which police force each local authority district lies in. In: reference/districts.toml. Out: frozen rows.

A release's own geographical table names Community Safety Partnerships, not districts: it is held against the list.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from fetch.areas import FOLDER, areas
from fetch.errors import ReferenceDataError, WorkbookError

DISTRICTS = FOLDER / "districts.toml"


@dataclass(frozen=True, slots=True)
class District:
    """A local authority district: its ONS code, its force's slug, and the codes of the partnerships that touch it."""

    code: str
    name: str
    force: str
    partnerships: tuple[str, ...]


@cache
def _file() -> Mapping[str, Any]:
    try:
        return tomllib.loads(DISTRICTS.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ReferenceDataError(f"{DISTRICTS.name}: {error}.") from error


@cache
def districts() -> Mapping[str, District]:
    """Every district by its code. Raises ReferenceDataError for one in two forces, or in one that we do not know."""
    found: dict[str, District] = {}
    for force, rows in _file()["forces"].items():
        if force not in areas():
            raise ReferenceDataError(f"{DISTRICTS.name}: {force!r} is no police force of areas.toml.")
        for code, (name, *partnerships) in rows.items():
            if code in found:
                raise ReferenceDataError(f"{DISTRICTS.name}: {name} ({code}) is in {found[code].force} and in {force}.")
            found[code] = District(code, name, force, tuple(partnerships))
    return found


def district_of(code: str) -> District | None:
    """The district that a code stands for, by any code it has had; None for one that we do not know."""
    return districts().get(_file()["codes"].get(code, code))


def estimates_source(year: int) -> str:
    """Where a figure comes from that is summed from the districts' estimates of a year, in words for provenance."""
    words: str = _file()["source"]
    return words.format(year=year)


def check_partnerships(geography: Path, file: str) -> None:
    """Hold a release's geographical table (its Parquet part, made of `file`) against the list of districts.

    Raises WorkbookError that names the partnerships which lie in another force there: sums over the list would be
    wrong. Partnerships that the list does not know are older ones, or newer, and say nothing of it.
    """
    listed: dict[str, set[str]] = {}
    for one in districts().values():
        for code in (one.code, *one.partnerships):
            listed.setdefault(code, set()).add(one.force)
    rows = pq.read_table(geography, columns=["csp", "ons_code", "area"]).to_pylist()
    elsewhere = [
        f"{row['csp']} ({row['ons_code']}) lies in {row['area']}, by {DISTRICTS.name} in {' and '.join(sorted(ours))}"
        for row in rows
        if (ours := listed.get(row["ons_code"])) and row["area"] not in ours
    ]
    if elsewhere:
        raise WorkbookError(
            f"{file} and our list of districts disagree: {'; '.join(elsewhere)}. Mend "
            f"fetch/reference/{DISTRICTS.name}, or leave the table populations out (--tables)."
        )
