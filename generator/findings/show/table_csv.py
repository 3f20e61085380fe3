"""Findings as CSV. In: told rows. Out: bytes. No cell acts as a formula in a spreadsheet.

As in the facts of a batch, the warning of a sample is the first cell of every row, the headings included.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from generator.facts_table import inert
from generator.findings.finding import Rejected
from generator.findings.show.telling import Teller, Told, detail_words

HEADINGS = (
    "warning",
    "release",
    "rank",
    "news value",
    "id",
    "area",
    "area name",
    "offence",
    "offence in words",
    "official name",
    "level",
    "group",
    "kind",
    "family",
    "measure",
    "outcome",
    "period",
    "direction",
    "line",
    "sentence",
    "beside it",
    "now",
    "then",
    "unit",
    "years back",
    "size",
    "test",
    "p",
    "q",
    "fresh",
    "of the nation",
    "caveats",
    "also",
    "stands for",
    "detail",
    "facts",
    "rejected",
    "told by",
)
PARTS = "points: "


def findings_csv(
    rows: Sequence[Told], teller: Teller, *, warning: str = "", rejected: Sequence[Rejected] = ()
) -> bytes:
    """A row for each finding, in the order given. `rejected` are those among them that are not told, with why."""
    why = {one.finding.id: (one.why, one.by) for one in rejected}
    parts = _parts(rows, teller)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow([inert(warning) or HEADINGS[0], *HEADINGS[1:], *(f"{PARTS}{name}" for name in parts)])
    for row in rows:
        cells = (warning, teller.found.release, *_cells(row), *why.get(row.finding.id, ("", "")))
        points = {part.name: part.points for part in row.finding.parts}
        writer.writerow([inert(cell) for cell in (*cells, *(_number(points.get(name)) for name in parts))])
    return table.getvalue().encode("utf-8-sig")


def _parts(rows: Sequence[Told], teller: Teller) -> list[str]:
    """Every part of news value that a row has: those that have words first, in their order."""
    held = {part.name for row in rows for part in row.finding.parts}
    return [*(name for name in teller.words.parts if name in held), *sorted(held - set(teller.words.parts))]


def _cells(row: Told) -> tuple[str, ...]:
    one = row.finding
    return (
        str(row.rank or ""),
        row.value,
        one.id,
        one.area,
        row.area,
        one.offence,
        row.offence,
        one.official,
        one.level,
        one.group,
        one.kind,
        one.family,
        one.measure,
        one.outcome,
        one.period,
        one.direction,
        row.line,
        row.sentence,
        row.beside,
        _number(one.now),
        _number(one.then),
        one.unit,
        str(one.back or ""),
        _number(one.size),
        one.evidence.test,
        _number(one.evidence.p),
        _number(one.evidence.q),
        "yes" if one.fresh else "",
        "" if one.of_nation is None else f"{one.of_nation:.6g}",
        " ".join(name.replace(" ", "-") for name in one.caveats),
        " ".join(one.also),
        " ".join(one.stands_for),
        detail_words(one.detail),
        " ".join(row.facts),
    )


def _number(value: float | None) -> str:
    """A number in full; whole ones without a point; empty where there is none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) and abs(value) >= 1 else str(value)
