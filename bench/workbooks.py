"""The bench's release: the workbooks it is made of, and how to write them. Out: files in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bench import ods, xlsx

FORCE_YEARS = {  # the first year of each force table, as the publication page cuts them
    "mar2003-mar2007": range(2002, 2007),
    "mar2008-mar2012": range(2007, 2012),
    "mar2013-onwards": range(2012, 2026),
}
OUTCOME_YEARS = range(2014, 2026)
PUBLISHED = "2026-07-23"


@dataclass(frozen=True, slots=True)
class Size:
    """How many offence codes the tables hold: at full size, 300,608 rows of the newest force table and 680,064 of each
    year of outcomes."""

    recorded_codes: int
    outcome_codes: int


FULL = Size(recorded_codes=122, outcome_codes=168)
QUICK = Size(recorded_codes=9, outcome_codes=9)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook of the release: its file, its title on the publication page, and its years."""

    filename: str
    title: str
    years: tuple[int, ...]

    @property
    def outcomes(self) -> bool:
        return self.filename.endswith(".xlsx")


def force_tables() -> tuple[Workbook, ...]:
    """The three tables of recorded crime by police force area, oldest first."""
    title = "Police recorded crime open data Police Force Area tables, year ending March 2013 onwards"
    old = "Police recorded crime open data Police Force Area tables from March {} to March {}"
    return tuple(
        Workbook(
            f"prc-pfa-{cut}-tables-230726.ods",
            title if cut.endswith("onwards") else old.format(years.start + 1, years.stop),
            tuple(years),
        )
        for cut, years in FORCE_YEARS.items()
    )


def outcome_tables() -> tuple[Workbook, ...]:
    """The twelve years of outcomes, oldest first."""
    return tuple(
        Workbook(
            f"prc-outcomes-open-data-mar{year + 1}-tables-230726.xlsx",
            f"Outcomes open data{'' if year < 2018 else ','} year ending March {year + 1}",
            (year,),
        )
        for year in OUTCOME_YEARS
    )


def write(folder: Path, workbooks: Sequence[Workbook], size: Size) -> None:
    """Write the workbooks that the folder lacks, two at a time. Each appears under its name when it is whole."""
    wanted = [book for book in workbooks if not (folder / book.filename).exists()]
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for _ in pool.map(write_one, *zip(*((folder, book, size) for book in wanted), strict=True)) if wanted else ():
            pass


def write_one(folder: Path, book: Workbook, size: Size) -> None:
    """Write one workbook to a name of its own, and then give it the right one."""
    unfinished = folder / f"{book.filename}.part"
    if book.outcomes:
        xlsx.write(unfinished, book.years[0], size.outcome_codes)
    else:
        ods.write(unfinished, book.years, size.recorded_codes)
    unfinished.rename(folder / book.filename)
