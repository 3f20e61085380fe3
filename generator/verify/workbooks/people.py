"""Population estimates held against the answer of Nomis that they were made of. In: both files. Out: the differences.

Both are summed to forces by year here, the answer by the reference list of districts; a sum that lacks a figure is no
sum. Shares no code with the fetcher.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import duckdb

import fetch
from generator.verify.errors import VerifyError
from generator.verify.workbooks.difference import Difference
from generator.verify.workbooks.totals import MISSING

TABLE = "populations"
_DISTRICTS = Path(fetch.__file__).parent / "reference" / "districts.toml"
# Nomis' own names for its columns, in either form of its answer.
_YEAR, _CODE, _PEOPLE = ("DATE_NAME", "DATE"), ("GEOGRAPHY_CODE",), ("OBS_VALUE",)

# People by force and year; None where one of its districts has no figure.
People = Mapping[tuple[str, int], int | None]


def differences_of_people(answer: Path, part: Path, name: str) -> Iterator[Difference]:
    """Where the release has other populations than the answer, called `name`, that it was made of.

    Raises VerifyError where either cannot be read.
    """
    ours, theirs = _answered(answer, name), _released(part)
    for area, year in sorted({*ours, *theirs}):
        says, has = ours.get((area, year)), theirs.get((area, year))
        if says != has or ((area, year) in ours) != ((area, year) in theirs):
            yield Difference(
                file=name,
                sheet=Path(name).stem,
                table=TABLE,
                area=area,
                code="",
                quarter=0,
                outcome=None,
                workbook=says,
                release=has,
                measure=MISSING,
                subgroup=f"residents in mid-{year}",
            )


@cache
def _forces() -> Mapping[str, tuple[str, str]]:
    """The force and the first code of each district by every code it has had."""
    listed = tomllib.loads(_DISTRICTS.read_text(encoding="utf-8"))
    forces = {code: (force, code) for force, rows in listed["forces"].items() for code in rows}
    return forces | {other: forces[code] for other, code in listed["codes"].items()}


def _answered(answer: Path, name: str) -> People:
    try:
        rows = list(csv.DictReader(io.StringIO(answer.read_text(encoding="utf-8-sig"), newline=""), strict=True))
        year, code, people = (next(one for one in spellings if one in rows[0]) for spellings in (_YEAR, _CODE, _PEOPLE))
        forces = _forces()
        found: dict[tuple[str, int], dict[str, int]] = {}
        years = {int(row[year]) for row in rows if row[code] in forces}
        for row in rows:
            if row[code][:1] in {"E", "W"}:
                force, first = forces[row[code]]
                if float(row[people] or 0):
                    found.setdefault((force, int(row[year])), {})[first] = int(float(row[people]))
    except (OSError, UnicodeDecodeError, csv.Error, IndexError, StopIteration, KeyError, ValueError) as error:
        raise VerifyError(
            f"The file {name} could not be read a second time ({error}): delete the release and fetch it again."
        ) from error
    districts: dict[str, set[str]] = {}
    for force, first in forces.values():
        districts.setdefault(force, set()).add(first)
    return {
        (force, when): sum(held.values()) if len(held) == len(parts) else None
        for force, parts in districts.items()
        for when in years
        for held in (found.get((force, when), {}),)
    }


def _released(part: Path) -> People:
    try:
        with duckdb.connect() as database:
            rows = database.execute(
                "SELECT area, year, CASE WHEN count(residents) = count(*) THEN sum(residents)::BIGINT END "
                "FROM read_parquet(?) GROUP BY ALL",
                [str(part)],
            ).fetchall()
    except duckdb.Error as error:
        raise VerifyError(
            f"{part.name} is not a part of the table {TABLE!r} ({str(error).splitlines()[0]}): delete the release and "
            "fetch it again."
        ) from error
    return {(area, year): people for area, year, people in rows}
