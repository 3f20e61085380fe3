"""The works that are measured, each beside its baseline, and what is promised of them (a table: add a work here)."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.clock import Cost, middle_of, run
from bench.workbooks import Size, Workbook, force_tables, outcome_tables
from generator.findings.kept import FOLDER

PYTHON = sys.executable
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run of the bench keeps its things, and the size of its workbooks. `workbooks` may outlive the run."""

    workbooks: Path
    scratch: Path
    size: Size

    @property
    def data(self) -> Path:
        """The data folder of copydesk."""
        return self.scratch / "data"

    def of(self, book: Workbook) -> str:
        return str(self.workbooks / book.filename)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a work must be: so many times faster than its baseline, or at most so many times slower, or done within
    seconds; and its largest process under so much memory."""

    faster: float | None = None
    slower: float | None = None
    seconds: float | None = None
    memory: int | None = None

    def kept(self, ours: Cost, baseline: Cost) -> bool:
        """Whether a measured cost keeps it."""
        return (
            (self.faster is None or baseline.seconds >= self.faster * ours.seconds)
            and (self.slower is None or ours.seconds <= self.slower * baseline.seconds)
            and (self.seconds is None or ours.seconds <= self.seconds)
            and (self.memory is None or ours.peak <= self.memory)
        )

    def __str__(self) -> str:
        parts = [
            f"at least {self.faster:g} times faster" if self.faster else "",
            f"at most {self.slower:g} times the floor" if self.slower else "",
            f"under {self.seconds:g} s" if self.seconds else "",
            f"under {self.memory / GIB:g} GB" if self.memory else "",
        ]
        return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Work:
    """A work: the workbooks that it needs, how to measure it and its baseline, and what is promised."""

    title: str
    against: str
    needs: tuple[Workbook, ...]
    ours: Callable[[Place], Cost]
    baseline: Callable[[Place], Cost]
    promise: Promise


NEWEST_FORCE, NEWEST_OUTCOMES = force_tables()[-1], outcome_tables()[-1]
EVERYTHING = (*force_tables(), *outcome_tables())


# The loop over series is measured on one series in so many.
SERIES_PART = 5


def task(name: str, *words: str) -> tuple[str, ...]:
    return (PYTHON, "-m", "bench.tasks", name, *words)


def baseline(name: str, *words: str) -> tuple[str, ...]:
    return (PYTHON, "-m", "bench.baselines", name, *words)


def sheet_of(book: Workbook) -> str:
    year = book.years[-1]
    label = f"{year}_{(year + 1) % 100:02d}"
    return f"Outcomes_open_data_{label}" if book.outcomes else label


def read_table(book: Workbook) -> Callable[[Place], Cost]:
    return lambda place: middle_of([task("read", place.of(book), book.title)] * 3)


def read_one_sheet(book: Workbook) -> Callable[[Place], Cost]:
    return lambda place: run(baseline("one-sheet", place.of(book), sheet_of(book)))


def build_release(place: Place) -> Cost:
    shutil.rmtree(place.data, ignore_errors=True)
    return run(task("release", str(place.workbooks), str(place.data)))


def have_release(place: Place) -> None:
    """A release to write from, built now unless this run has built it already."""
    if not place.data.exists():
        build_release(place)


def draft_all(*formats: str) -> Callable[[Place], Cost]:
    """Drafts for all 43 forces, in the formats named: those that the command writes by itself where none is."""
    asked = ("--formats", ",".join(formats)) if formats else ()

    def work(place: Place) -> Cost:
        have_release(place)
        command = (PYTHON, "-m", "copydesk", "--quiet", "--data-dir", str(place.data), "draft", "harassment", *asked)
        folders = (place.scratch / "-".join(("drafts", *formats, str(at))) for at in range(5))
        return middle_of([(*command, "--out", str(folder)) for folder in folders])

    return work


def verify_all(place: Place) -> Cost:
    """The texts of all 43 forces read again as published words; the workbooks were read a second time before."""
    have_release(place)
    told = (PYTHON, "-m", "copydesk", "--quiet", "--data-dir", str(place.data))
    folder = str(place.scratch / "published")
    run((*told, "draft", "harassment", "--formats", "json,txt", "--out", folder))
    return middle_of([(*told, "verify", folder)] * 5)


def find_all(place: Place) -> Cost:
    """Every finding of the release as a table, by the command, three times; none are kept from a run before."""
    have_release(place)
    command = (PYTHON, "-m", "copydesk", "--quiet", "--data-dir", str(place.data), "findings", "--format", "csv")
    costs = []
    for _ in range(3):
        shutil.rmtree(place.data / FOLDER, ignore_errors=True)
        costs.append(run(command))
    return Cost(median(cost.seconds for cost in costs), max(cost.peak for cost in costs))


def notebook_findings(place: Place) -> Cost:
    """The loop over a fifth of the series, times five; what it takes to start, read and split is counted once."""
    have_release(place)
    nothing, some = (run(baseline("series", str(place.data), str(part))) for part in (0, SERIES_PART))
    return Cost(nothing.seconds + (some.seconds - nothing.seconds) * SERIES_PART, some.peak)


def write_floor(place: Place) -> Cost:
    have_release(place)
    out = place.scratch / "floor"
    out.mkdir(exist_ok=True)
    return middle_of([(PYTHON, "-m", "bench.floor", str(place.data), str(out))] * 5)


def notebook_release(place: Place) -> Cost:
    """The notebook on one file of each kind, times the sheets of all force tables and the years of outcomes."""
    sheets = sum(len(book.years) for book in force_tables())
    parquet = str(place.scratch / "notebook.parquet")
    force = run(baseline("notebook", place.of(NEWEST_FORCE), parquet)).times(sheets / len(NEWEST_FORCE.years))
    outcomes = run(baseline("notebook", place.of(NEWEST_OUTCOMES), parquet)).times(len(outcome_tables()))
    return Cost(force.seconds + outcomes.seconds, max(force.peak, outcomes.peak))


def start(option: str) -> Callable[[Place], Cost]:
    return lambda _: middle_of([(PYTHON, "-m", "copydesk", option)] * 11)


def bare_python(_: Place) -> Cost:
    return middle_of([(PYTHON, "-c", "pass")] * 11)


WORKS: Mapping[str, Work] = {
    "help": Work("copydesk --help", "python -c pass", (), start("--help"), bare_python, Promise(seconds=0.3)),
    "version": Work("copydesk --version", "python -c pass", (), start("--version"), bare_python, Promise(seconds=0.3)),
    "force-table": Work(
        "force table: 300,000 rows of ODS to a tidy, checked frame",
        "pandas, default engine (odfpy), one sheet",
        (NEWEST_FORCE,),
        read_table(NEWEST_FORCE),
        read_one_sheet(NEWEST_FORCE),
        Promise(faster=40, memory=GIB),
    ),
    "outcomes": Work(
        "a year of outcomes: 680,000 rows of XLSX to a tidy, checked frame",
        "pandas, default engine (openpyxl)",
        (NEWEST_OUTCOMES,),
        read_table(NEWEST_OUTCOMES),
        read_one_sheet(NEWEST_OUTCOMES),
        Promise(faster=10, memory=3 * GIB // 2),
    ),
    "release": Work(
        "a whole release: 15 workbooks to Parquet and manifest, two processes",
        "a plain pandas notebook: one file of each kind, multiplied",
        EVERYTHING,
        build_release,
        notebook_release,
        Promise(faster=20, memory=2 * GIB),
    ),
    "drafts": Work(
        "43 drafts from a release on disk, read again by the verifier, cold start",
        "the floor: the figures by one SQL query, a text rendered once",
        EVERYTHING,
        draft_all(),
        write_floor,
        Promise(slower=4),
    ),
    "verify": Work(
        "43 drafts verified as published words, cold start",
        "the floor: the figures by one SQL query, a text rendered once",
        EVERYTHING,
        verify_all,
        write_floor,
        Promise(seconds=3),
    ),
    "findings": Work(
        "every finding of a whole release to a CSV table, cold start",
        "a plain pandas loop over the series: a fifth of them, multiplied",
        EVERYTHING,
        find_all,
        notebook_findings,
        Promise(faster=20, seconds=20, memory=2 * GIB),
    ),
    "drafts-text": Work(
        "the same drafts as text alone, as the floor writes them",
        "the floor: the figures by one SQL query, a text rendered once",
        EVERYTHING,
        draft_all("txt"),
        write_floor,
        Promise(slower=4),
    ),
}
