"""What the second reading knows of the official tables. In: tables.toml, reference rows of areas. Out: values.

The reference rows are data that the fetcher reads too; the rules by which a cell is held against them are our own.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import fetch
from generator.verify.errors import VerifyError

_OWN = Path(__file__).with_name("tables.toml")
_REFERENCE = Path(fetch.__file__).parent / "reference"
_AREAS, _GAPS = _REFERENCE / "areas.toml", _REFERENCE / "gaps.toml"

# Raise this when the meaning of the second reading changes. Data files count by their contents.
_READER = 1

_MARK = re.compile(r"\[[^\]]*\]")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class CountColumns:
    """A count: its basis ("" where there is but one), its field among the headings, its columns in the Parquet."""

    basis: str
    field: str
    count: str
    status: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A table: its fields by heading (letters only), the fields some years lack, its coordinates in the Parquet."""

    table: str
    headings: Mapping[str, str]
    required: frozenset[str]
    release: Mapping[str, str]
    counts: tuple[CountColumns, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """What count cells say where they are no number, plainly written; see tables.toml."""

    expired: frozenset[str]
    missing: frozenset[str]
    unless_flagged: frozenset[str]
    flag: str


def plain(text: str) -> str:
    """A text without note marks and letter case, with single blanks and one kind of dash."""
    return re.sub(r"\s*[-–—]\s*", " - ", " ".join(_MARK.sub(" ", text).casefold().split()))


def letters_of(text: str) -> str:
    """A name or heading by its letters and digits alone, since blanks, stops and dashes differ between files."""
    return _NO_LETTER.sub("", _MARK.sub("", text).casefold().replace("&", "and"))


@cache
def reader_version() -> str:
    """The version of everything that decides what the second reading finds."""
    data = b"\0".join(path.read_bytes() for path in (_OWN, _AREAS, _GAPS))
    return f"{_READER}-{hashlib.sha256(data).hexdigest()[:8]}"


@cache
def layouts() -> Mapping[str, Layout]:
    """Every table we know, by name."""
    return {name: _layout(name, rows) for name, rows in _load(_OWN)["tables"].items()}


def _layout(name: str, rows: Mapping[str, Any]) -> Layout:
    return Layout(
        table=name,
        headings={letters_of(one): field for field, spellings in rows["headings"].items() for one in spellings},
        required=frozenset(rows["headings"]) - frozenset(rows["optional"]),
        release=rows["release"],
        counts=tuple(CountColumns(**one) for one in rows["counts"]),
    )


@cache
def texts() -> Texts:
    """The texts that count cells may hold."""
    rows = _load(_OWN)["texts"]
    said = {name: frozenset(map(plain, rows[name])) for name in ("expired", "missing", "unless_flagged")}
    return Texts(said["expired"], said["missing"], said["unless_flagged"], rows["flag"])


def quarter_words(quarter: int) -> str:
    """A quarter (4 x year + 0..3) in words: "July to September 2023"."""
    names: list[str] = _load(_OWN)["quarters"]["names"]
    return f"{names[quarter % 4]} {quarter // 4}"


@cache
def area_names() -> Mapping[str, str | None]:
    """Each name that an area has in the tables, by its letters, to its slug; a row of totals to None."""
    reference = _load(_AREAS)
    named: dict[str, str | None] = {letters_of(total): None for total in reference["totals"]}
    for area in reference["area"]:
        for name in (area["name"], area["slug"], *area.get("aliases", ())):
            named[letters_of(name)] = area["slug"]
    return named


@cache
def area_titles() -> Mapping[str, str]:
    """Each area's name as the tables write it, by slug."""
    return {area["slug"]: area["name"] for area in _load(_AREAS)["area"]}


@cache
def gaps(table: str) -> tuple[tuple[str, int, int], ...]:
    """Areas whose cells are known to lack months: slug, first and last quarter touched (4 x year + 0..3)."""
    return tuple(
        (gap["area"], *(4 * gap[day].year + (gap[day].month - 1) // 3 for day in ("from", "to")))
        for gap in _load(_GAPS)["gap"]
        if table in gap["tables"]
    )


@cache
def _load(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise VerifyError(f"{path.name} is not written as TOML ({error}): put it right, then try again.") from error
