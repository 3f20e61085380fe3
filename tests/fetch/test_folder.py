"""A newsroom's own folder of workbooks."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fetch.errors import WorkbookError
from fetch.folder import published_on, read_folder, survey_folder
from tests.fetch.books import COVER, OUTCOMES, RECORDED, outcome, recorded, write

CRIME = "prc-pfa-mar2013-onwards-tables-230726.ods"
YEAR = [RECORDED, recorded(5)]


def test_official_workbooks_are_known_by_their_names_without_being_opened(tmp_path: Path):
    (tmp_path / CRIME).write_bytes(b"PK...")
    (tmp_path / "recrime-geo-pfa.csv").write_bytes(b"...")
    assert [(file.filename, file.table) for file in read_folder(tmp_path)] == [
        (CRIME, "recorded"),
        ("recrime-geo-pfa.csv", "geography"),
    ]


@pytest.mark.parametrize("name", ["crime.ods", "crime.xlsx", "CRIME.ODS"])
def test_a_renamed_workbook_is_known_by_its_headings(tmp_path: Path, name: str):
    source = write(tmp_path / name.lower(), {"Cover_sheet": COVER, "2023_24": YEAR})
    source.rename(tmp_path / name)
    write(tmp_path / "ends.xlsx", {"2023_24": [OUTCOMES, outcome()]})
    assert {file.filename: file.table for file in read_folder(tmp_path)} == {name: "recorded", "ends.xlsx": "outcomes"}


def test_a_csv_with_the_official_columns_is_known_by_them(tmp_path: Path):
    (tmp_path / "2017-18.csv").write_text(",".join(RECORDED) + "\n")
    assert [file.table for file in read_folder(tmp_path)] == ["recorded"]


def test_files_that_double_count_are_left_by_name_or_by_what_their_cover_says(tmp_path: Path):
    write(tmp_path / CRIME, {"2023_24": YEAR})
    write(tmp_path / "prc-outcomes-alternate-offences-mar2026-230726.xlsx", {"2023_24": [OUTCOMES, outcome()]})
    cover = [["Outcomes open data: alternate offences, year ending March 2026"]]
    write(tmp_path / "renamed.xlsx", {"Cover_sheet": cover, "2023_24": [OUTCOMES, outcome()]})
    survey = survey_folder(tmp_path)
    assert [file.filename for file in survey.files] == [CRIME]
    assert [name for name, why in survey.left if "counted twice" in why] == [
        "prc-outcomes-alternate-offences-mar2026-230726.xlsx",
        "renamed.xlsx",
    ]


def test_other_spreadsheets_and_lock_files_are_left_and_only_spreadsheets_are_spoken_of(tmp_path: Path):
    write(tmp_path / CRIME, {"2023_24": YEAR})
    write(tmp_path / "rota.xlsx", {"May": [["Force", "Region", "Reporter"], ["Kent", "South East", "Smith"]]})
    for name in ("~$rota.xlsx", f".~lock.{CRIME}#", ".DS_Store", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    survey = survey_folder(tmp_path)
    assert survey.left == (("rota.xlsx", "no sheet has the headings of an official table"),)


def test_a_table_that_is_off_is_left_unless_it_is_asked_for(tmp_path: Path):
    write(tmp_path / CRIME, {"2023_24": YEAR})
    write(tmp_path / "prc-csp-mar21-mar26-tables-230726.ods", {"a": [["b"]]})
    assert [file.table for file in read_folder(tmp_path)] == ["recorded"]
    assert [file.table for file in read_folder(tmp_path, {"recorded-csp"})] == ["recorded-csp"]
    assert any("--tables recorded-csp" in why for _, why in survey_folder(tmp_path).left)


def test_a_folder_with_nothing_usable_says_what_was_there(tmp_path: Path):
    with pytest.raises(WorkbookError, match=r"no workbook of an official table \(no ODS, XLSX or CSV file is there"):
        read_folder(tmp_path)
    write(tmp_path / "rota.xlsx", {"May": [["Monday"]]})
    with pytest.raises(WorkbookError, match=r"rota\.xlsx: no sheet has the headings"):
        read_folder(tmp_path)


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path):
    with pytest.raises(WorkbookError, match=r"The folder .*gone cannot be read \(No such file or directory\)"):
        read_folder(tmp_path / "gone")


def test_a_renamed_workbook_that_is_cut_short_is_not_passed_over(tmp_path: Path):
    path = write(tmp_path / "crime.xlsx", {"2023_24": YEAR})
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(WorkbookError, match=r"crime\.xlsx is cut short or damaged"):
        read_folder(tmp_path)


# The day of publication


def test_the_day_is_read_from_the_names_the_latest_counting(tmp_path: Path):
    write(tmp_path / "prc-pfa-mar2013-onwards-tables-230726.ods", {"a": YEAR})
    write(tmp_path / "prc-outcomes-open-data-mar2021-tables-271022.xlsx", {"a": [OUTCOMES, outcome()]})
    write(tmp_path / "prc-pfa-mar2008-mar2012-tabs.ods", {"a": YEAR})
    assert published_on(read_folder(tmp_path)) == date(2026, 7, 23)


def test_six_figures_that_are_no_day_are_not_taken_for_one(tmp_path: Path):
    path = write(tmp_path / "crime-999999.ods", {"Cover_sheet": COVER, "a": YEAR})
    assert published_on(read_folder(path.parent)) == date(2026, 7, 23)


@pytest.mark.parametrize(
    "line",
    [
        ["Published: 23 July 2026"],
        ["Publication date", "23rd July 2026"],
        ["Date of release: 2026-07-23"],
    ],
)
def test_the_day_is_read_from_the_cover_where_the_name_tells_nothing(tmp_path: Path, line: list[str]):
    cover = [["Recorded crime, 1 April 2012 to 31 March 2026"], line, ["Next release: 22 October 2026"]]
    write(tmp_path / "crime.ods", {"Cover_sheet": cover, "2023_24": YEAR})
    assert published_on(read_folder(tmp_path)) == date(2026, 7, 23)


def test_the_day_is_that_of_the_file_where_nothing_tells_it(tmp_path: Path):
    path = write(tmp_path / "crime.ods", {"2023_24": YEAR})
    when = datetime(2026, 7, 24, 12, tzinfo=UTC).timestamp()
    os.utime(path, (when, when))
    assert published_on(read_folder(tmp_path)) == date(2026, 7, 24)
