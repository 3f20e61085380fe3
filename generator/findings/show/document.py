"""Findings as one JSON document. In: told rows. Out: bytes. The shape is told in docs/findings.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from generator.findings.finding import DataWarning, Rejected
from generator.findings.show.telling import Teller, Told

# Counts up when a field changes its meaning or goes; new fields may come at any time.
SCHEMA = 1


def findings_json(
    rows: Sequence[Told],
    teller: Teller,
    warnings: Sequence[DataWarning],
    *,
    warning: str = "",
    rejected: Sequence[Rejected] | None = None,
) -> bytes:
    """The lines in the order given; `rejected` too where they were asked for. `sample` and `warning` stand first."""
    found = teller.found
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "sample": bool(warning),
        "warning": warning,
        "release": found.release,
        "period": found.period,
        "error_rate": found.error_rate,
        "threshold": found.threshold,
        "tested": found.tested,
        "lines": [_line(row) for row in rows],
        "warnings": [{**msgspec.to_builtins(one), "sentence": teller.warning(one)} for one in warnings],
    }
    if rejected is not None:
        document["rejected"] = [
            {**_line(teller.told(one.finding)), "why": one.why, "told_by": one.by} for one in rejected
        ]
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _line(row: Told) -> dict[str, Any]:
    """Everything that a finding holds, with the words for it."""
    return {
        "rank": row.rank or None,
        **msgspec.to_builtins(row.finding),
        "area_name": row.area,
        "offence_name": row.offence,
        "line": row.line,
        "sentence": row.sentence,
        "beside": row.beside,
        "facts": list(row.facts),
    }
