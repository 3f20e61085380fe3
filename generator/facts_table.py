"""The facts of a batch as a CSV table. In: drafts. Out: bytes. No cell acts as a formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from generator.draft import Draft
from generator.facts import Fact

HEADINGS = (
    "draft",
    "fact",
    "measure",
    "offence",
    "area",
    "period",
    "value",
    "unit",
    "basis",
    "how",
    "missing",
    "at least",
    "rule",
    "table",
    "codes",
    "first quarter",
    "last quarter",
    "outcome types",
    "cells",
    "digest",
    "caveats",
)
# What makes a spreadsheet take a cell for a formula (OWASP, "CSV injection"); a plain number may begin with a sign.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?\Z")


def inert(words: str) -> str:
    """Words as a cell that is shown and never worked out."""
    return f"'{words}" if _FORMULA.match(words) and not _NUMBER.match(words) else words


def facts_csv(drafts: Sequence[Draft]) -> bytes:
    """Every fact of the batch, a row for each draft that rests on it. A sample's warning is the first line."""
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    warning = next((draft.warning for draft in drafts if draft.warning), "")
    if warning:
        rows.writerow([inert(warning)])
    rows.writerow(HEADINGS)
    rows.writerows([inert(cell) for cell in _cells(draft, fact)] for draft, fact in _facts(drafts))
    return table.getvalue().encode()


def _facts(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Fact]]:
    return ((draft, fact) for draft in drafts for fact in draft.facts)


def _cells(draft: Draft, fact: Fact) -> tuple[str, ...]:
    cells = fact.cells
    return (
        draft.id,
        fact.id,
        fact.measure,
        fact.offence,
        fact.area,
        fact.period,
        "" if fact.value is None else str(fact.value),
        fact.unit,
        fact.basis,
        fact.how,
        fact.missing,
        "yes" if fact.bounded else "",
        fact.rule,
        cells.table if cells else "",
        " ".join(cells.offences) if cells else "",
        cells.first if cells else "",
        cells.last if cells else "",
        " ".join(map(str, cells.outcomes)) if cells else "",
        str(cells.rows) if cells else "",
        cells.digest if cells else "",
        " ".join(fact.caveats),
    )
