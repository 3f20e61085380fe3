"""The bench must measure what it says: its workbooks are whole, its clock sees every process, its verdict is right."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from bench import figures, workbooks
from bench.clock import Cost, RunFailedError, run
from bench.works import WORKS, Promise
from fetch.tables import classify
from fetch.tidy import tidy_workbook
from fetch.workbook import read_sheets

SMALL = workbooks.Size(recorded_codes=9, outcome_codes=2)
OLDEST_FORCE, NEWEST_OUTCOMES = workbooks.force_tables()[0], workbooks.outcome_tables()[-1]
MIB = 1 << 20


def tidy(folder: Path, book: workbooks.Workbook):
    workbooks.write_one(folder, book, SMALL)
    path = folder / book.filename
    return tidy_workbook(read_sheets(path, path.name), path.name, "0" * 64, classify(book.title))


def test_a_force_table_says_what_the_bench_meant_it_to_say(tmp_path):
    table, rows = tidy(tmp_path, OLDEST_FORCE)
    meant = sum(int(figures.recorded(year, SMALL.recorded_codes).sum()) for year in OLDEST_FORCE.years)
    assert (table.name, rows.num_rows) == ("recorded", 5 * 44 * 9 * 4)
    assert sum(rows["count"].to_pylist()) == meant


def test_a_year_of_outcomes_says_what_the_bench_meant_it_to_say(tmp_path):
    table, rows = tidy(tmp_path, NEWEST_OUTCOMES)
    basis, closed = figures.outcomes(2025, SMALL.outcome_codes)
    assert (table.name, rows.num_rows) == ("outcomes", 44 * 2 * 4 * 23)
    assert sum(rows["recorded_basis"].to_pylist()) == basis.sum() == figures.recorded(2025, SMALL.outcome_codes).sum()
    assert sum(rows["closed_basis"].to_pylist()) == closed.sum()


@pytest.mark.parametrize("book", [OLDEST_FORCE, NEWEST_OUTCOMES], ids=lambda book: book.filename)
def test_the_same_workbook_has_the_same_bytes_every_time(tmp_path, book):
    digests = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        workbooks.write_one(tmp_path / name, book, SMALL)
        digests.add(hashlib.sha256((tmp_path / name / book.filename).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_every_title_is_one_that_the_fetcher_knows():
    assert {classify(book.title).name for book in workbooks.force_tables()} == {"recorded"}
    assert {classify(book.title).name for book in workbooks.outcome_tables()} == {"outcomes"}


def test_the_clock_sees_the_memory_of_a_process_that_the_command_started():
    hungry = "x = bytearray(200 << 20)"
    through = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hungry!r}], check=True)"
    assert run([sys.executable, "-c", through]).peak > 200 * MIB


def test_a_command_that_fails_is_told_with_its_last_words_and_not_measured():
    with pytest.raises(RunFailedError, match="no such luck"):
        run([sys.executable, "-c", "raise SystemExit('no such luck')"])


@pytest.mark.parametrize(
    ("promise", "ours", "baseline", "kept"),
    [
        (Promise(faster=40), Cost(5, 0), Cost(200, 0), True),
        (Promise(faster=40), Cost(5.1, 0), Cost(200, 0), False),
        (Promise(slower=4), Cost(4, 0), Cost(1, 0), True),
        (Promise(slower=4), Cost(4.1, 0), Cost(1, 0), False),
        (Promise(seconds=0.3), Cost(0.31, 0), Cost(0.01, 0), False),
        (Promise(faster=2, memory=MIB), Cost(1, 2 * MIB), Cost(9, 0), False),
    ],
)
def test_a_promise_is_kept_only_if_all_of_it_is(promise, ours, baseline, kept):
    assert promise.kept(ours, baseline) is kept


def test_every_work_has_a_target():
    assert all(str(work.promise) for work in WORKS.values())
