"""The populations of a release are held against the answer of Nomis that they were made of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from fetch.release import LocalFile, Release, build_release
from generator.verify.workbooks import second_reading
from tests.fetch.estimates import as_csv, estimates


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Two years of estimates, with a district of North Wales that has no figure, and one with a new code."""
    path = tmp_path / "nm_2002_1.csv"
    rows = estimates(W06000003="0", E08000016={"GEOGRAPHY_CODE": "E08000038"}, E06000063="3000")
    path.write_text(as_csv(rows), encoding="utf-8")
    files = [LocalFile(path, "", path.name, table="populations")]
    return build_release(tmp_path / "data", files, date(2026, 7, 23)).release


def altered(release: Release, sql: str) -> Release:
    """The release with its populations changed by SQL."""
    (part,) = release.parts("populations")
    changed = part.with_name("changed.parquet")
    duckdb.execute(f"COPY (SELECT {sql} FROM '{part}') TO '{changed}' (FORMAT parquet)")
    part.unlink()
    changed.rename(part)
    return release


def test_the_same_people_on_both_sides_are_no_difference(release):
    assert second_reading(release) == ()


def test_a_population_read_wrong_is_named_by_force_and_year(release):
    wrong = altered(release, "* REPLACE (residents + (district = 'E06000063' AND year = 2025)::INT AS residents)")
    (found,) = second_reading(wrong)
    assert found.sentence == (
        "nm_2002_1.csv says 4,000 for Cumbria, residents in mid-2025; the release says 4,001: fetch it again, or "
        "report a fault."
    )


def test_a_missing_figure_that_became_a_low_one_is_found(release):
    found = second_reading(altered(release, "* REPLACE (coalesce(residents, 0) AS residents)"))
    assert {(one.area, one.workbook, one.release) for one in found} == {("north-wales", None, 5_000)}


def test_a_district_counted_in_another_force_is_found_in_both(release):
    swapped = "* REPLACE (CASE WHEN district = 'E07000128' THEN 'cumbria' ELSE area END AS area)"
    assert {one.area for one in second_reading(altered(release, swapped))} == {"cumbria", "lancashire"}
