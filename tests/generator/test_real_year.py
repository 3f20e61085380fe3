"""A real year, 2017-18, goes the whole way from the official columns to drafts, with years made from it around it."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from fetch.folder import read_folder
from fetch.release import Release, build_release
from generator.draft import Draft
from generator.newsroom import Batch, draft_batch, find_areas
from tests.generator.test_laws import broken_laws

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "real" / "recorded_crime_force_2017-18.csv"
# The whole table of the real year, and of made years the codes of the story: their counts are the real ones times this.
MADE = {"2012/13": 0.30, "2013/14": 0.35, "2014/15": 0.45, "2015/16": 0.60, "2016/17": 0.80, "2018/19": 1.25}
SUBGROUP, COUNT, CODE, FORCE = 5, 7, 6, 2


def real_rows() -> list[list[str]]:
    with REAL.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release that a newsroom gets from a folder with one XLSX of the official shape, a sheet a year."""
    folder = tmp_path_factory.mktemp("workbooks")
    headings, *rows = real_rows()
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("Cover_sheet").append(["Police recorded crime open data"])
    for year in sorted([*MADE, "2017/18"]):
        sheet = book.create_sheet(year.replace("/", "_"))
        sheet.append(headings)
        for row in rows:
            if year == "2017/18":
                sheet.append([*row[:COUNT], int(row[COUNT])])
            elif row[SUBGROUP] == "Stalking and harassment":
                sheet.append([year, *row[1:COUNT], round(int(row[COUNT]) * MADE[year])])
    book.save(folder / "prc-pfa-mar2013-onwards-tables-190725.xlsx")
    files = read_folder(folder)
    return build_release(tmp_path_factory.mktemp("data"), files, date(2019, 7, 25)).release


@pytest.fixture(scope="module")
def batch(release: Release) -> Batch:
    return draft_batch(release, "harassment", find_areas(()))


@pytest.fixture(scope="module")
def drafts(batch: Batch) -> dict[str, Draft]:
    return {draft.area.slug: draft for draft in batch.drafts}


def test_every_force_gets_a_draft_that_proves(batch: Batch):
    assert len(batch.drafts) == 43
    assert not batch.declined


def test_the_figures_are_those_of_the_published_cells(drafts: dict[str, Draft], release: Release):
    cells: dict[str, int] = defaultdict(int)
    for row in real_rows()[1:]:
        if row[CODE] == "8L":
            cells[row[FORCE]] += round(int(row[COUNT]) * MADE["2018/19"])
    for slug, name in (("north-wales", "North Wales"), ("kent", "Kent"), ("west-midlands", "West Midlands")):
        copy = "\n".join(block.text for block in drafts[slug].paragraphs)
        assert f"{cells[name]:,}" in copy
        assert "the year to March 2019" in copy


def test_a_release_without_outcomes_says_so_in_words_and_leaves_them_out(drafts: dict[str, Draft]):
    for draft in drafts.values():
        paragraphs = {block.id: block.text for block in draft.paragraphs}
        assert re.search(r"do not show what became of|not available|not known", paragraphs["charged_missing"])
        assert not {"charged", "charged_change", "why_cases_end", "no_suspect", "versus_nation"} & set(paragraphs)
        assert not re.search(r"per cent of .*charge|led to a charge", draft.standfirst.text)
        assert [note.text for note in draft.notes if "no outcomes for the period" in note.text]


def test_a_draft_from_real_figures_wears_no_warning_and_names_its_workbook(drafts: dict[str, Draft]):
    for draft in drafts.values():
        assert (draft.sample, draft.warning) == (False, "")
        assert draft.release.name == "2019-07-25"
        assert [source.filename for source in draft.release.sources] == ["prc-pfa-mar2013-onwards-tables-190725.xlsx"]


def test_codes_that_began_later_are_told_without_a_year_they_do_not_have(drafts: dict[str, Draft]):
    for draft in drafts.values():
        periods = {fact.period for fact in draft.facts if fact.offence == "stalking" and fact.value is not None}
        assert not {period for period in periods if period < "2015"}


def test_real_figures_read_like_copy(drafts: dict[str, Draft]):
    broken = [f"{slug}: {law}" for slug, draft in drafts.items() for law in broken_laws(draft)]
    assert not broken, "\n".join(broken)
