"""A real year of the force table, written back into workbooks of the official shape, comes through whole."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from tests.fetch.books import COVER, Cell, write
from tests.fetch.reading import tidy

REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "recorded_crime_force_2017-18.csv"


def real_rows() -> list[list[Cell]]:
    with REAL.open(encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file)
    # As the Home Office stores them: counts, quarters and plain codes as numbers, all else as text.
    return [[*headings], *([*row[:1], float(row[1]), *row[2:6], _plain(row[6]), int(row[7])] for row in rows)]


def _plain(code: str) -> Cell:
    return int(code) if code.isdigit() else code


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_real_year_keeps_its_totals_and_its_corrections(tmp_path: Path, kind: str):
    path = write(tmp_path / f"prc-pfa-{kind}.{kind}", {"Cover_sheet": COVER, "Notes": [["a"]], "2017-18": real_rows()})
    rows = tidy(path)
    assert len(rows) == 23_068
    assert sum(row["count"] for row in rows) == 5_519_401
    assert sum(row["count"] < 0 for row in rows) == 36
    assert {row["status"] for row in rows} == {"published"}
    assert len({row["area"] for row in rows}) == 47  # 48 names: UK Finance goes by two
    by_subgroup: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        by_subgroup[row["area"], row["offence_subgroup"]] += row["count"]
    assert by_subgroup["north-wales", "Stalking and harassment"] == 3_730


def test_each_real_count_stands_in_the_cell_that_its_row_names(tmp_path: Path):
    sheet = real_rows()
    for row in tidy(write(tmp_path / "prc-pfa.ods", {"2017-18": sheet}))[::97]:
        assert sheet[row["row"] - 1][ord(row["column"]) - ord("A")] == row["count"]


def test_the_real_csv_itself_is_read():
    rows = tidy(REAL)
    assert (len(rows), sum(row["count"] for row in rows)) == (23_068, 5_519_401)
