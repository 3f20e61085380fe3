"""A release's Parquet part to totals. In: the part of one workbook, and the layout of its table. Out: its totals."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from generator.verify.errors import VerifyError
from generator.verify.workbooks.cells import Longs
from generator.verify.workbooks.layouts import Layout, plain
from generator.verify.workbooks.totals import NAMED, Coordinate, Totals, as_one

# A table's rows become coordinates of small numbers before they are added up: adding by text is slower by far.
_NAMES = (
    "{name}_names AS MATERIALIZED (SELECT named, row_number() OVER (ORDER BY named) - 1 AS place "
    "FROM (SELECT DISTINCT {text} AS named FROM part))"
)
_COUNT = (
    "count(*) FILTER ({count} IS NULL), coalesce(sum({count}), 0), count(*) FILTER ({status} = 'expired'), "
    "count(*) FILTER ({status} = 'gap')"
)


def part_totals(part: Path, layout: Layout) -> Totals:
    """The totals of a part. Raises VerifyError where it does not have the table's columns."""
    texts = {name: _text(layout, name) for name in NAMED}
    names = ", ".join(_NAMES.format(name=name, text=text) for name, text in texts.items())
    joins = " ".join(f"JOIN {name}_names ON {text} = {name}_names.named" for name, text in texts.items())
    places = ", ".join(f"{name}_names.place AS {name}" for name in NAMED)
    counts = "".join(f", {_COUNT.format(count=one.count, status=one.status)}" for one in layout.counts)
    distinct = "SELECT DISTINCT {} FROM part ORDER BY 1"
    try:
        with duckdb.connect() as database:
            database.execute("SET threads = 1")  # a process a workbook is enough
            database.execute(f"CREATE VIEW part AS FROM read_parquet('{str(part).replace(chr(39), chr(39) * 2)}')")
            listed = [
                [str(row[0]) for row in database.execute(distinct.format(text)).fetchall()] for text in texts.values()
            ]
            found = database.execute(
                f"WITH {names} SELECT {places}, {_quarter(layout)} AS q, count(*){counts} "  # noqa: S608 (columns of our own layouts)
                f"FROM part {joins} GROUP BY ALL"
            ).fetchnumpy()
    except duckdb.Error as error:
        raise VerifyError(
            f"{part.name} is not a part of the table {layout.table!r} ({str(error).splitlines()[0]}): delete the "
            "release and fetch it again."
        ) from error
    columns = np.column_stack([np.ma.filled(column, 0).astype(np.int64) for column in found.values()])
    return _folded(listed, columns)


def _text(layout: Layout, name: str) -> str:
    """A coordinate as text in SQL. A null is a name of its own, lest its rows go unseen."""
    column = name if name == "area" else layout.release.get(name)
    return f"coalesce(part.{column}::VARCHAR, '')" if column else "''"


def _quarter(layout: Layout) -> str:
    """The quarter in SQL, as 4 x year + 0..3; 0 where it is not known, or the table has none."""
    column = layout.release.get("quarter")
    return f"coalesce(4 * year(part.{column}) + (month(part.{column}) - 1) // 3, 0)" if column else "0"


def _folded(listed: list[list[str]], columns: Longs) -> Totals:
    """Totals whose subgroups and details are plainly written, as the workbook's are; what then is one, is added up."""
    width = len(NAMED) + 1
    keys, figures = columns[:, :width].copy(), columns[:, width:]
    names: list[tuple[str, ...]] = []
    for at, each in enumerate(listed):
        written = [plain(one) if NAMED[at] in ("subgroup", "detail") else one for one in each]
        places = {one: place for place, one in enumerate(dict.fromkeys(written))}
        keys[:, at] = np.array([places[one] for one in written], np.int64)[keys[:, at]]
        names.append(tuple(places))
    _, first, where = np.unique(as_one(keys, [len(one) for one in names]), return_index=True, return_inverse=True)
    added = np.zeros((len(first), figures.shape[1]), np.int64)
    np.add.at(added, where, figures)
    return Totals(tuple(names), keys[first], added)


def sheet_of(part: Path, layout: Layout, at: Coordinate) -> str:
    """The sheet that a part's rows of an area, offence and quarter say they come from; "" where they name none."""
    with duckdb.connect() as database:
        found = database.execute(
            f"SELECT min(sheet) FROM read_parquet(?) AS part WHERE {_text(layout, 'area')} = ? "  # noqa: S608 (as above)
            f"AND {_text(layout, 'code')} = ? AND {_quarter(layout)} = ?",
            [str(part), at.area, at.code, at.quarter],
        ).fetchone()
    return str(found[0] or "") if found else ""
