"""The facts of a batch as a CSV table. In: drafts. Out: bytes. No cell acts as a formula in a spreadsheet.

The warning of a sample is the first cell of every row, the headings included: it stands above all, and a row which is
copied elsewhere takes it along. UTF-8 with a byte order mark, without which Excel would garble "×"; lines end as RFC
4180 has it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from generator.draft import Draft
from generator.factrow import FactRow, described
from generator.facts import Fact

HEADINGS = (
    "warning",
    "draft",
    "fact",
    "what",
    "area",
    "period",
    "value",
    "unit",
    "working",
    "at least",
    "missing",
    "basis",
    "rule",
    "from",
    "table",
    "codes",
    "outcomes",
    "first quarter",
    "last quarter",
    "areas",
    "cells",
    "digest",
    "caveats",
)
# What makes a spreadsheet take a cell for a formula (OWASP, "CSV injection"; full-width signs count in some of them),
# blanks before it or not. A plain number may begin with a sign.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?\Z")


def inert(words: str) -> str:
    """Words as a cell that is shown and never worked out."""
    if not words or words[0].isalnum():
        return words
    return f"'{words}" if _FORMULA.match(words) and not _NUMBER.match(words) else words


def facts_csv(drafts: Sequence[Draft]) -> bytes:
    """Every fact of the batch, a row for each draft that rests on it, by draft and fact."""
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\r\n")
    warning = next((draft.warning for draft in drafts if draft.warning), "")
    rows.writerow([inert(warning) or HEADINGS[0], *HEADINGS[1:]])
    for draft in sorted(drafts, key=lambda one: one.id):
        for row in described(draft.facts).values():
            rows.writerow([inert(cell) for cell in _cells(draft, row.fact, row)])
    return table.getvalue().encode("utf-8-sig")


def _cells(draft: Draft, fact: Fact, row: FactRow) -> tuple[str, ...]:
    cells = fact.cells
    return (
        draft.warning,
        draft.id,
        fact.id,
        row.what,
        row.area,
        row.period,
        "" if fact.value is None else str(fact.value),
        fact.unit,
        fact.how,
        "yes" if fact.bounded else "",
        fact.missing,
        fact.basis,
        fact.rule,
        " ".join(fact.inputs),
        cells.table if cells else "",
        " ".join(cells.offences) if cells else "",
        " ".join(map(str, cells.outcomes)) if cells else "",
        cells.first if cells else "",
        cells.last if cells else "",
        " ".join(cells.areas) if cells else "",
        str(cells.rows) if cells else "",
        cells.digest if cells else "",
        " ".join(fact.caveats),
    )
