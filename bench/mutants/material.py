"""What is mutated: every story there is, of every force, in every style, of two releases. In: folders. Out: drafts.

The second release is made from one year of official figures, where the folder `shared/real` stands beside the project:
the years around it are made from that year, some forces' by a leap or a fall, so that every way of telling a change
occurs. Without that folder there is the sample alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl

from fetch.folder import read_folder
from fetch.release import Release, build_release
from fetch.sample import sample_release
from generator.draft import Draft
from generator.language import style_names
from generator.newsroom import draft_batch, find_areas, find_stories

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "real" / "recorded_crime_force_2017-18.csv"
YEAR, FORCE, SUBGROUP, CODE, COUNT = 0, 2, 5, 6, 7
REAL_YEAR, GROUP = "2017/18", "Stalking and harassment"
# Made years of every force: their counts are the real ones times this.
MADE = {
    "2008/09": 0.30,
    "2009/10": 0.32,
    "2010/11": 0.31,
    "2011/12": 0.33,
    "2012/13": 0.36,
    "2013/14": 0.40,
    "2014/15": 0.50,
    "2015/16": 0.65,
    "2016/17": 0.80,
}
# The last year, and the one nine years before it, of one force after the other: each way that a number can move.
LAST = (
    1.25,
    1.0,
    0.8,
    0.67,
    0.5,
    1.95,
    2.0,
    2.15,
    2.6,
    3.2,
    1.01,
    0.94,
    1.6,
    1.34,
    0.4,
    1.4,
    0.25,
    1.04,
    4.5,
    1.1,
    0.88,
)
LONG = (0.3, 0.55, 1.0, 1.5, 0.2, 2.1, 0.8, 0.42, 3.0)
BOOKS = (
    ("prc-pfa-mar2008-mar2012-tabs.xlsx", "2008/09", "2011/12"),
    ("prc-pfa-mar2013-onwards-tables-190725.xlsx", "2012/13", "2018/19"),
)
PUBLISHED = date(2019, 7, 25)


@dataclass(frozen=True, slots=True)
class Set:
    """The drafts of one force from one story of one release, one a style."""

    release: str
    drafts: tuple[Draft, ...]


def releases(folder: Path) -> dict[str, Release]:
    """The releases to mutate, by name, in data folders under `folder`; the real one only where its year is here."""
    found = {"sample": sample_release(folder / "sample")}
    if REAL.is_file():
        found["real"] = real_release(folder / "real")
    return found


def real_release(folder: Path) -> Release:
    """The release of the official year 2017/18 with the years made from it around it."""
    workbooks = folder / "workbooks"
    workbooks.mkdir(parents=True, exist_ok=True)
    with REAL.open(encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file)
    story = [row for row in rows if row[SUBGROUP] == GROUP]
    order = sorted({row[FORCE] for row in story})
    for filename, first, last in BOOKS:
        book = openpyxl.Workbook(write_only=True)
        book.create_sheet("Cover_sheet").append(["Police recorded crime open data"])
        for year in sorted([*MADE, REAL_YEAR, "2018/19"]):
            if first <= year <= last:
                sheet = book.create_sheet(year.replace("/", "_"))
                sheet.append(headings)
                for row in story:
                    sheet.append([year, *row[1:COUNT], _made(int(row[COUNT]), year, order.index(row[FORCE]))])
        book.save(workbooks / filename)
    return build_release(folder / "data", read_folder(workbooks), PUBLISHED).release


def _made(count: int, year: str, number: int) -> int:
    """The count of a made year; `number` is the force's place in the alphabet."""
    if year == REAL_YEAR:
        return count
    if year == "2018/19":
        return round(count * LAST[number % len(LAST)])
    if year == "2009/10":
        return round(count * LAST[number % len(LAST)] * LONG[number % len(LONG)])
    return round(count * MADE[year])


def sets(name: str, release: Release, *, styles: Sequence[str] = ()) -> Iterator[Set]:
    """The drafts of a release, force by force: every story, in every style (or in those named)."""
    areas = find_areas(())
    for story in find_stories((), every=True):
        batches = [draft_batch(release, story, areas, style_name=style) for style in styles or style_names(())]
        by_area: dict[str, list[Draft]] = {}
        for batch in batches:
            for draft in batch.drafts:
                by_area.setdefault(draft.area.slug, []).append(draft)
        for drafts in by_area.values():
            yield Set(name, tuple(drafts))
