"""Fifteen years of real 12-month totals. In: the ONS table of rolling years. Out: a `Panel`."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np

from fetch.areas import slug_of
from fetch.errors import CopydeskError
from generator import reference
from generator.findings.classification import Label, classify
from generator.findings.panel import Panel, panel_of_totals
from generator.quarters import quarter_of

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "real" / "recorded_crime_rolling_years_2003-2018.csv"
COLUMNS = ("12 months ending", "PFA", "Region", "Offence", "Rolling year total number of offences")


class HistoryError(CopydeskError):
    """The table of rolling years can't be used."""


def history(path: Path = FILE) -> Panel:
    """Every offence of the table by force and period end; nan where the table has no row. No outcomes, no residents.

    Until 2007 the table has the years to March alone. Each of its offences stands by itself: they add up to no group.

    Raises:
        HistoryError: the file is missing, or is no such table.
    """
    rows = _read(path)
    forces = tuple(reference.forces())
    offences = classify([Label(name, name, name, name) for name in {row[1] for row in rows}])
    places = {node.official: at for at, node in enumerate(offences.nodes)}
    first, last = min(row[2] for row in rows), max(row[2] for row in rows)
    totals = np.full((len(forces), len(offences.nodes), last - first + 1), np.nan)
    for force, offence, end, count in rows:
        totals[forces.index(force), places[offence], end - first] = count
    # Corrections that outweigh what was counted leave no total to speak of.
    totals[totals < 0] = np.nan
    return panel_of_totals(forces, offences, range(first, last + 1), totals)


def _read(path: Path) -> list[tuple[str, str, int, float]]:
    """Force, offence, last quarter, cases. Bodies that are no force of ours are left out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.reader(lines)
            if tuple(next(table, ())) != COLUMNS:
                raise HistoryError(f"{path}: the columns must be {', '.join(COLUMNS)}. Name another file by --history.")
            ours = reference.forces()
            return [
                (slug, offence, quarter_of(_date(end)), float(count))
                for end, name, _, offence, count in table
                if (slug := slug_of(name)) in ours and slug is not None
            ]
    except OSError as error:
        raise HistoryError(
            f"{path} can't be read ({error.strerror}). The back-test needs the ONS table of rolling years: name it by "
            "--history, or leave the back-test out."
        ) from error
    except ValueError as error:
        raise HistoryError(f"{path}: {error}. Every row must hold a date, a force, an offence and a number.") from error


def _date(words: str) -> date:
    day, month, year = words.split("-")
    return date(int(year), int(month), int(day))
