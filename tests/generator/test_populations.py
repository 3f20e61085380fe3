"""Populations for rates: which figure a period takes, whose figure goes first, and a newsroom's own file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetch.errors import ReferenceDataError
from fetch.release import LocalFile, Release, build_release
from generator.columns import columns_for
from generator.measures import FactBook
from generator.populations import FIRST_YEAR, LAST_YEAR, Estimate, Residents, residents
from generator.quarters import Year
from generator.reference import forces, populations
from generator.verify.answers import Answers
from tests.fetch.estimates import as_csv, estimates
from tests.generator.releases import a_release

CENSUS = Path(__file__).resolve().parents[2].parent / "shared" / "real" / "census_population_by_force.csv"
PUBLISHED = date(2026, 7, 23)
JUNE = date(2025, 6, 30)


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release that has no table of populations."""
    return a_release(tmp_path_factory.mktemp("without")).years("north-wales", "8L", 400).build()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release with 1,000 people in every district in 2024 and 1,001 in 2025."""
    folder = tmp_path_factory.mktemp("release")
    path = folder / "nm_2002_1.csv"
    path.write_text(as_csv(estimates((2024,)) + estimates((2025,), "1001")), encoding="utf-8")
    return build_release(folder / "data", [LocalFile(path, "", path.name, table="populations")], PUBLISHED).release


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., Path]:
    """A newsroom's file of these rows beneath the right headings."""

    def write(*rows: str) -> Path:
        path = tmp_path / "people.csv"
        path.write_text("\n".join(["area,year,residents,source", *rows]), encoding="utf-8")
        return path

    return write


def of(*years: int, area: str = "gwent") -> Residents:
    """An area whose population of a year is the year."""
    return Residents({area: {year: year for year in years}}, {(area, year): f"mid-{year}" for year in years})


@pytest.mark.parametrize(
    ("year_end", "year"),
    [
        (date(2023, 6, 30), 2023),
        (date(2023, 9, 30), 2023),
        (date(2023, 12, 31), 2023),
        (date(2024, 3, 31), 2023),
        (date(2024, 6, 29), 2023),
    ],
)
def test_a_period_takes_the_population_of_the_30_june_inside_it(year_end, year):
    found = of(2020, 2021, 2022, 2023, 2024, 2025).of("gwent", year_end)
    assert found == Estimate(people=year, year=year, source=f"mid-{year}")


@pytest.mark.parametrize(
    ("years", "taken"),
    [((2021,), 2021), ((2021, 2024), 2024), ((2021, 2025), 2021), ((2013,), 2013), ((2012,), None), ((), None)],
)
def test_without_one_the_nearest_within_ten_years_is_taken_and_says_so(years, taken):
    found = of(*years).of("gwent", date(2023, 12, 31))
    assert (found and found.year) == taken


@pytest.mark.parametrize("area", ["city-of-london", "british-transport-police", "atlantis"])
def test_there_is_no_rate_for_the_city_for_the_railways_or_for_what_we_do_not_know(area):
    assert of(2023, area="gwent").of(area, JUNE) is None
    assert Residents({area: {2025: 8_600}}, {(area, 2025): "a census"}).of("city-of-london", JUNE) is None


def test_the_table_is_what_each_area_and_period_would_get_with_nothing_where_there_is_none(release):
    found = residents(release)
    areas = ["north-wales", "city-of-london", "england-and-wales", "atlantis"]
    ends = [date(2024, 9, 30), date(2025, 9, 30), date(2003, 3, 31)]
    table = found.table(areas, ends)
    assert table.dtype == np.float64
    expected = [[6_000, 6_006, np.nan], [np.nan] * 3, [318_000, 318_318, np.nan], [np.nan] * 3]
    np.testing.assert_array_equal(table, np.array(expected))


def test_a_release_without_estimates_falls_back_on_the_census(without):
    found = residents(without)
    with CENSUS.open(encoding="utf-8", newline="") as file:
        real = {row["Force Name"]: int(row["Census 2021"]) for row in csv.DictReader(file)}
    north_wales, nation = (found.of(area, date(2023, 9, 30)) for area in ("north-wales", "england-and-wales"))
    assert north_wales == Estimate(real["North Wales"], 2021, populations().source)
    assert nation == Estimate(sum(real.values()), 2021, populations().source)
    wales = sum(real[force] for force in ("North Wales", "Gwent", "South Wales", "Dyfed-Powys"))
    assert found.table(["wales", "city-of-london"], [date(2023, 9, 30)])[0] == wales


def test_the_estimates_of_a_release_go_before_the_census_and_the_census_stays_for_its_own_time(release):
    found = residents(release)
    assert (found.of("gwent", JUNE), found.of("gwent", date(2020, 3, 31))) == (
        Estimate(5_005, 2025, found.sources["gwent", 2025]),
        Estimate(587_700, 2021, populations().source),
    )
    assert "mid-2025" in found.sources["gwent", 2025]


def test_a_newsrooms_figure_goes_before_all_others_row_by_row(release, own):
    path = own('gwent,2025,600000,"Our own count, 2025"', "gwent,2022,590000,Our own count", "", ",,,")
    found = residents(release, path)
    assert found.of("gwent", JUNE) == Estimate(600_000, 2025, "Our own count, 2025")
    assert found.of("gwent", date(2024, 9, 30)) == Estimate(5_000, 2024, found.sources["gwent", 2024])
    assert found.of("gwent", date(2023, 3, 31)) == Estimate(590_000, 2022, "Our own count")
    assert found.of("north-wales", JUNE) == residents(release).of("north-wales", JUNE)


def test_a_sum_with_a_newsrooms_figure_in_it_names_both_sources(release, own):
    found = residents(release, own("gwent,2025,600000,Our own count")).of("wales", JUNE)
    assert found is not None
    assert found.people == 17 * 1_001 + 600_000
    assert "Our own count" in found.source
    assert "Office for National Statistics" in found.source


def test_a_year_that_one_force_alone_has_gives_no_sum(release, own):
    found = residents(release, own("gwent,2023,600000,Our own count"))
    assert found.counts["gwent"][2023] == 600_000
    assert 2023 not in found.counts["wales"]


MISTAKES = {
    "gwnet,2025,600000,Us": "row 2: 'gwnet' is no police force by its short name, such as north-wales. Did you mean g",
    "Gwent Police,2025,600000,Us": "'Gwent Police' is no police force",
    "wales,2025,3000000,Us": "'wales' is no police force",
    "british-transport-police,2025,5,Us": "'british-transport-police' is no police force",
    "gwent,1991,600000,Us": "the year '1991' is none from 1992 to 2099",
    "gwent,2205,600000,Us": "the year '2205' is none from 1992 to 2099",
    "gwent,mid-2025,600000,Us": "the year 'mid-2025' is none",
    "gwent,２０２５,600000,Us": "is none from 1992 to 2099",
    'gwent,2025,"600,000",Us': "'600,000' residents is no whole number",
    "gwent,2025,0,Us": "'0' residents is no whole number",
    "gwent,2025,-5,Us": "'-5' residents is no whole number",
    "gwent,2025,600000.5,Us": "'600000.5' residents is no whole number",
    "gwent,2025,nan,Us": "'nan' residents is no whole number",
    "gwent,2025,,Us": "'' residents is no whole number",
    "gwent,2025,600000, ": "it names no source",
    "gwent,2025,600000": "it has 3 cells instead of 4",
    "gwent,2025,600,000,Us": "it has 5 cells instead of 4",
    'gwent,2025,600000,"Us': "not a line of CSV",
}


@pytest.mark.parametrize("row", MISTAKES)
def test_a_mistake_in_a_newsrooms_file_is_one_sentence_that_names_file_and_row(row, release, own):
    with pytest.raises(ReferenceDataError) as told:
        residents(release, own(row))
    sentence = str(told.value)
    assert "people.csv, " in sentence
    assert MISTAKES[row] in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert not sentence.endswith("..")


def test_the_row_that_is_named_is_the_one_a_spreadsheet_shows(release, own):
    with pytest.raises(ReferenceDataError, match=r"row 5: gwent in 2025 is there already, in row 2\."):
        residents(release, own('gwent,2025,1,"Us,\nin two lines"', "", "kent,2025,2,Us", "gwent,2025,1,Us"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "row 1: the columns must be area, year, residents, source"),
        (b"force,year,residents,source\n", "row 1: the columns must be area"),
        ("area,year,residents,source\ngwent,2025,5,Société".encode("latin-1"), "is not in UTF-8"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(release, tmp_path, content, words):
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    with pytest.raises(ReferenceDataError, match=words):
        residents(release, path)


def test_a_file_that_is_not_there_is_one_sentence(release, tmp_path):
    with pytest.raises(ReferenceDataError, match=r"people\.csv cannot be read \(No such file or directory\)\."):
        residents(release, tmp_path / "people.csv")


def test_a_file_that_a_spreadsheet_saved_is_read(release, tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes("﻿Area,Year,Residents,Source\r\n gwent , 2025 ,600000,Swyddfa Ystadegau\r\n".encode())
    assert residents(release, path).of("gwent", JUNE) == Estimate(600_000, 2025, "Swyddfa Ystadegau")


ROWS = st.dictionaries(
    st.tuples(st.sampled_from(sorted(forces())), st.integers(FIRST_YEAR, LAST_YEAR)),
    st.tuples(st.integers(1, 10_000_000), st.text("abc ,\"'é", min_size=1).filter(str.strip)),
    max_size=12,
)


@given(ROWS, st.dates(date(2003, 3, 31), date(2026, 6, 30)))
def test_whatever_a_newsroom_writes_well_is_what_its_rates_rest_on(without, tmp_path_factory, rows, year_end):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["area", "year", "residents", "source"])
    writer.writerows([area, year, people, source] for (area, year), (people, source) in rows.items())
    path = tmp_path_factory.getbasetemp() / "people.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    found = residents(without, path)
    for (area, year), (people, source) in rows.items():
        assert found.counts[area][year] == people
        assert found.sources[area, year] == source.strip()
    for area in forces():
        taken = found.of(area, year_end)
        if taken is not None:
            assert abs(taken.year - year_end.year) <= 11
            assert (taken.people, taken.source) == (
                found.counts[area][taken.year],
                found.sources[area, taken.year],
            )


def test_a_rate_in_copy_rests_on_the_estimate_of_the_release_and_the_verifier_says_the_same(tmp_path: Path):
    path = tmp_path / "nm_2002_1.csv"
    path.write_text(as_csv(estimates((2024,)) + estimates((2025,), "1001")), encoding="utf-8")
    builder = a_release(tmp_path, "2025-09").years("north-wales", "8L", 500, 600).years_elsewhere("8L", 100, 100)
    builder.beside.append(LocalFile(path, "", path.name, table="populations"))
    release = builder.build()
    book, answers, year = FactBook(columns_for(release, ["harassment"])), Answers(release), Year.of("2025-09")
    rate = book.rate("harassment", "north-wales", year)
    assert rate is not None
    assert rate.value == 1000 * 600 / 6_006
    assert "6,006 residents" in rate.how
    assert "mid-2025" in rate.how
    assert float(answers.rate("harassment", "north-wales", year.end) or 0) == rate.value
    before = answers.rate("harassment", "north-wales", year.back(1).end)
    assert before == Fraction(1000 * 500, 6_000)
