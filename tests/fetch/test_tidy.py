"""What the files do to you (the traps of the official tables): each trap a test, through real workbooks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetch import cells
from fetch.errors import WorkbookError
from fetch.tables import TABLES
from tests.fetch.books import COVER, OUTCOMES, RECORDED, Cell, outcome, recorded, write
from tests.fetch.reading import tidy, tidy_outcomes, tidy_recorded

YEAR = [recorded(n, quarter=n) for n in (1, 2, 3, 4)]


def one(rows: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(rows) == 1
    return rows[0]


# Sheets and headings


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
@pytest.mark.parametrize("name", ["2012_13", "2012-13", "Outcomes open data 2021_22", "Sheet1", " "])
def test_data_sheets_are_found_by_their_headings_whatever_they_are_called_and_wherever_they_are(
    tmp_path: Path, kind: str, name: str
):
    pivot = [["Force Name", "(All)"], [None], ["Row Labels", "Sum of Number of Offences"], ["North Wales", 5]]
    notes = [["Note number", "Note text"], ["Note 1", "Financial Quarter 1 is April to June"]]
    sheets = {"Cover_sheet": COVER, "Notes_": notes, "Pivot": pivot, name: [RECORDED, recorded(5)], "Last": [["x"]]}
    assert one(tidy(write(tmp_path / f"crime.{kind}", sheets)))["sheet"] == name


def test_a_pivot_laid_out_like_the_table_is_left_aside(tmp_path: Path):
    pivot = [RECORDED[:6], ["2023/24", 1, "North Wales", "a", "b", "c"]]
    path = write(tmp_path / "crime.xlsx", {"Pivot": pivot, "2023_24": [RECORDED, recorded(5)]})
    assert one(tidy(path))["sheet"] == "2023_24"


def test_cover_lines_above_the_headings_are_passed_over(tmp_path: Path):
    rows = tidy_recorded(tmp_path, recorded(5), before=[["Recorded crime, 2023/24 [Note 1]"], [None]])
    assert one(rows)["row"] == 6 - 2


@pytest.mark.parametrize(
    ("recorded_basis", "closed_basis"),
    [
        ("Force outcomes for offences recorded in quarter", "Force outcomes recorded in quarter"),
        (
            "Number of outcomes for offences that were recorded in the quarter",
            "Number of outcomes for investigations that were closed in the quarter",
        ),
    ],
)
def test_both_spellings_of_both_counts_are_known(tmp_path: Path, recorded_basis: str, closed_basis: str):
    headings = [*OUTCOMES[:10], closed_basis, recorded_basis]  # and in the other order
    row = [*outcome()[:10], 40, 30]
    path = write(tmp_path / "outcomes.xlsx", {"2023_24": [headings, row]})
    found = one(tidy(path, TABLES["outcomes"]))
    assert (found["recorded_basis"], found["recorded_column"]) == (30, "L")
    assert (found["closed_basis"], found["closed_column"]) == (40, "K")


def test_both_spellings_of_the_force_and_of_the_count_are_known(tmp_path: Path):
    headings = [*RECORDED[:2], "Police Force", "CSP Name", *RECORDED[3:7], "Offence Count"]
    row = ["2023/24", 1, "North Wales", "Conwy", *recorded(6)[3:]]
    found = one(tidy(write(tmp_path / "csp.ods", {"2023_24": [headings, row]})))
    assert (found["area"], found["csp"], found["count"]) == ("north-wales", "Conwy", 6)


def test_an_unknown_heading_names_file_sheet_row_and_column(tmp_path: Path):
    headings = [*RECORDED[:7], "Number of Crimes"]
    path = write(tmp_path / "crime.ods", {"2023_24": [headings, recorded(5)]})
    with pytest.raises(
        WorkbookError, match=r"crime\.ods, sheet '2023_24', row 1: column H has the heading 'Number of Crimes'"
    ):
        tidy(path)


def test_a_missing_column_names_file_and_sheet(tmp_path: Path):
    path = write(tmp_path / "crime.ods", {"2023_24": [RECORDED[:7], recorded(5)[:7]]})
    with pytest.raises(WorkbookError, match=r"crime\.ods, sheet '2023_24', row 1: .*'Number of Offences'.* is missing"):
        tidy(path, TABLES["recorded"])


def test_a_heading_that_is_there_twice_is_an_error(tmp_path: Path):
    path = write(tmp_path / "crime.ods", {"2023_24": [[*RECORDED, "Offence Count"], [*recorded(5), 6]]})
    with pytest.raises(WorkbookError, match=r"sheet '2023_24', row 1: the heading 'Offence Count' is there twice"):
        tidy(path)


def test_a_workbook_without_a_data_sheet_says_which_sheets_it_has(tmp_path: Path):
    path = write(tmp_path / "crime.ods", {"Cover_sheet": COVER, "Notes": [["a"]], "2023_24": [RECORDED]})
    with pytest.raises(WorkbookError, match=r"crime\.ods has no sheet with rows .*'Cover_sheet', 'Notes', '2023_24'"):
        tidy(path, TABLES["recorded"])


def test_a_file_titled_as_one_table_that_holds_another_is_refused(tmp_path: Path):
    path = write(tmp_path / "crime.ods", {"2023_24": [RECORDED, recorded(5)]})
    with pytest.raises(WorkbookError, match=r"crime\.ods, sheet '2023_24'"):
        tidy(path, TABLES["outcomes"])


# Periods


@pytest.mark.parametrize("year", ["2023/24", "2023-24", "2023–24", "2023-2024", " 2023/24 "])
@pytest.mark.parametrize("quarter", [3, 3.0, "3", "Q3", "q3", "Quarter 3"])
def test_years_and_quarters_are_read_however_they_are_written(tmp_path: Path, year: str, quarter: Cell):
    assert one(tidy_recorded(tmp_path, recorded(5, year=year, quarter=quarter)))["quarter"] == date(2023, 10, 1)


def test_quarter_1_is_april_to_june_and_quarter_4_lies_in_the_next_calendar_year(tmp_path: Path):
    days = [row["quarter"] for row in tidy_recorded(tmp_path, *YEAR)]
    assert days == [date(2023, 4, 1), date(2023, 7, 1), date(2023, 10, 1), date(2024, 1, 1)]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (recorded(5, year="2023/25"), "Financial Year '2023/25'"),
        (recorded(5, year="2001/02"), "before 2002/03"),
        (recorded(5, year="2023"), "Financial Year '2023'"),
        (recorded(5, quarter=5), "Financial Quarter '5'"),
        (recorded(5, quarter="Q1 (provisional)"), r"Financial Quarter 'Q1 \(provisional\)'"),
        (recorded(5, quarter=None), "'Financial Quarter' is empty"),
    ],
)
def test_a_period_that_does_not_read_names_file_sheet_and_row(tmp_path: Path, row: list[Cell], words: str):
    with pytest.raises(WorkbookError, match=rf"crime\.ods, sheet '2023_24', row 3: .*{words}"):
        tidy_recorded(tmp_path, recorded(5), row)


def test_a_quarter_missing_in_the_middle_is_an_error(tmp_path: Path):
    with pytest.raises(WorkbookError, match=r"crime\.ods: 2023/24 quarter 2 is missing, between 2023/24 quarter 1 and"):
        tidy_recorded(tmp_path, YEAR[0], YEAR[2], YEAR[3])


def test_a_year_that_has_only_begun_is_read_as_far_as_it_goes(tmp_path: Path):
    assert len(tidy_recorded(tmp_path, *YEAR[:2])) == 2


# Codes and names


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_an_offence_code_is_text_whether_its_cell_holds_a_number_or_text(tmp_path: Path, kind: str):
    codes = [45, 45.0, "45", "45.0", " 45 ", "45[Note 3]"]
    rows = [
        recorded(n, code=code, quarter=1, force=force) for n, (code, force) in enumerate(zip(codes, SIX, strict=True))
    ]
    assert {row["offence_code"] for row in tidy_recorded(tmp_path, *rows, kind=kind)} == {"45"}


SIX = ["Avon and Somerset", "Bedfordshire", "Cambridgeshire", "Cheshire", "Cleveland", "Cumbria"]


@pytest.mark.parametrize("code", ["8L", "92C", "105A", "1/4.1/4.10/4.2", "NFIB1", "4.10", "UK Finance", "001"])
def test_offence_codes_of_every_shape_stand_as_published(tmp_path: Path, code: str):
    assert one(tidy_recorded(tmp_path, recorded(5, code=code)))["offence_code"] == code


def test_a_code_that_a_spreadsheet_has_turned_into_a_date_is_an_error(tmp_path: Path):
    with pytest.raises(WorkbookError, match=r"row 2: Offence Code '2026-04-01 00:00:00' is no offence code"):
        tidy_recorded(tmp_path, recorded(5, code="2026-04-01 00:00:00"))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Metropolitan Police[Note 6]", "metropolitan-police"),
        ("Metropolitan Police [Note 6] [Note 12]", "metropolitan-police"),
        ("Devon and Cornwall ", "devon-and-cornwall"),
        ("Devon & Cornwall", "devon-and-cornwall"),
        ("DYFED POWYS", "dyfed-powys"),
        ("London, City of", "city-of-london"),
        ("Financial Fraud Action UK", "uk-finance"),
        ("British Transport Police", "british-transport-police"),
    ],
)
def test_dirt_on_a_name_is_cleaned_by_rule(tmp_path: Path, name: str, slug: str):
    assert one(tidy_recorded(tmp_path, recorded(5, force=name)))["area"] == slug


def test_an_England_and_Wales_row_among_the_forces_is_left_out(tmp_path: Path):
    total = recorded(999, force="England and Wales[Note 2]", code=None)
    assert [row["area"] for row in tidy_recorded(tmp_path, recorded(5), total)] == ["north-wales"]


def test_an_unknown_force_names_the_row_and_the_nearest_force(tmp_path: Path):
    with pytest.raises(
        WorkbookError,
        match=r"crime\.ods, sheet '2023_24', row 3: Force Name 'North Whales' is no police force we know\. "
        "Did you mean north wales",
    ):
        tidy_recorded(tmp_path, recorded(5), recorded(6, force="North Whales"))


def test_offence_groups_that_differ_in_letter_case_are_one_group(tmp_path: Path):
    rows = tidy_recorded(
        tmp_path,
        recorded(1, group="Drug offences", subgroup="Trafficking of drugs"),
        recorded(2, group="Drug Offences", subgroup="Trafficking of Drugs", quarter=2),
        recorded(3, group="Fraud Offences", subgroup="Fraud: action fraud", quarter=3),
        recorded(4, group="FRAUD OFFENCES", subgroup="Fraud: Uk Finance", quarter=4),
    )
    assert {row["offence_group"] for row in rows} == {"Drug offences", "Fraud offences"}
    assert {row["offence_subgroup"] for row in rows} == {
        "Trafficking of drugs",
        "Fraud: Action Fraud",
        "Fraud: UK Finance",
    }


# Counts


@pytest.mark.parametrize(
    ("cell", "count", "status"),
    [
        ("NA", None, "not provided"),
        ("N/A", None, "not provided"),
        ("N/A - data not provided", None, "not provided"),
        ("n/a – Data not provided", None, "not provided"),
        ("N/A - Offence code expired", 0, "expired"),
        ("N/A - offence code expired", 0, "expired"),
    ],
)
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_expired_is_zero_and_not_provided_is_missing(
    tmp_path: Path, cell: str, count: int | None, status: str, kind: str
):
    row = one(tidy_recorded(tmp_path, recorded(cell), kind=kind))
    assert (row["count"], row["status"], row["text"]) == (count, status, cell)


@pytest.mark.parametrize("flag", ["x", "X"])
def test_a_bare_NA_is_structurally_zero_only_where_the_sheet_flags_the_code_as_expired(tmp_path: Path, flag: str):
    flagged, bare = tidy_outcomes(tmp_path, outcome("NA", 2, expired=flag), outcome("NA", 2, quarter=2))
    assert (flagged["recorded_basis"], flagged["recorded_status"]) == (0, "expired")
    assert (flagged["closed_basis"], flagged["closed_status"]) == (2, "published")
    assert (bare["recorded_basis"], bare["recorded_status"], bare["recorded_text"]) == (None, "not provided", "NA")


@pytest.mark.parametrize("cell", ["..", "-", "n.a.", "twelve", "12.5", "1,23", "[x]", "1e3", "N/A - see notes"])
def test_an_unrecognised_text_among_the_counts_names_file_sheet_row_and_value(tmp_path: Path, cell: str):
    with pytest.raises(WorkbookError) as error:
        tidy_recorded(tmp_path, recorded(5), recorded(6, quarter=2), recorded(cell, quarter=3), recorded(7, quarter=4))
    assert str(error.value).startswith(f"crime.ods, sheet '2023_24', row 4: Number of Offences {cell!r} is no count")


def test_an_empty_count_is_an_error_and_not_a_zero(tmp_path: Path):
    with pytest.raises(WorkbookError, match="row 3: the cell under 'Number of Offences' is empty"):
        tidy_recorded(tmp_path, recorded(5), recorded(None, quarter=2))


def test_negative_counts_are_corrections_and_stand(tmp_path: Path):
    rows = tidy_recorded(tmp_path, recorded(9, quarter=1), recorded(-3, quarter=2))
    assert [(row["count"], row["status"], row["text"]) for row in rows][1] == (-3, "published", None)


def test_a_year_below_zero_is_an_error_that_names_the_offence_and_the_row(tmp_path: Path):
    rows = [recorded(n, quarter=q) for q, n in enumerate((3, -9, 2, 1), start=1)]
    with pytest.raises(
        WorkbookError,
        match=r"sheet '2023_24', row 2: offence 8L in north-wales comes to -3 over the four quarters of 2023/24",
    ):
        tidy_recorded(tmp_path, *rows)


def test_a_year_of_corrections_to_fraud_that_has_gone_to_action_fraud_stands(tmp_path: Path):
    rows = [recorded(-n, quarter=n, code="53C", group="Fraud offences", year="2013/14") for n in (1, 2, 3, 4)]
    assert len(tidy_recorded(tmp_path, *rows)) == 4


def test_part_of_a_year_may_be_below_zero(tmp_path: Path):
    assert len(tidy_recorded(tmp_path, recorded(-3, quarter=1), recorded(2, quarter=2))) == 2


def test_zero_counts_and_outcome_type_0_are_rows_like_any_other(tmp_path: Path):
    rows = tidy_outcomes(tmp_path, outcome(0, 0, kind=0), outcome(7, 0, kind=1), outcome(0, 3, kind=22))
    assert [(row["outcome_type"], row["recorded_basis"], row["closed_basis"]) for row in rows] == [
        (0, 0, 0),
        (1, 7, 0),
        (22, 0, 3),
    ]


def test_a_file_of_alternate_offences_gives_itself_away_by_its_outcome_types(tmp_path: Path):
    with pytest.raises(WorkbookError, match=r"row 3: Outcome Type '1a' is no outcome type.*alternate offences"):
        tidy_outcomes(tmp_path, outcome(), outcome(kind="1a"))


@pytest.mark.parametrize("kind", [23, -1, "None", "1.5"])
def test_an_unknown_outcome_type_names_the_row(tmp_path: Path, kind: Cell):
    with pytest.raises(WorkbookError, match="row 2: Outcome Type"):
        tidy_outcomes(tmp_path, outcome(kind=kind))


def test_an_unknown_flag_for_expired_codes_names_the_row(tmp_path: Path):
    with pytest.raises(WorkbookError, match="row 2: Offence Code Expired 'yes'"):
        tidy_outcomes(tmp_path, outcome(expired="yes"))


# Duplicates


@pytest.mark.parametrize("again", [recorded(5), recorded(6), recorded(5, force="North Wales [Note 1]")])
def test_the_same_cell_twice_is_an_error_that_names_both_rows(tmp_path: Path, again: list[Cell]):
    with pytest.raises(
        WorkbookError,
        match=r"sheet '2023_24', row 4: offence 8L in north-wales, 2023/24 quarter 1, is there already in "
        "sheet '2023_24', row 2",
    ):
        tidy_recorded(tmp_path, recorded(5), recorded(5, quarter=2), again)


def test_the_same_outcome_twice_is_an_error_but_two_outcomes_of_an_offence_are_not(tmp_path: Path):
    assert len(tidy_outcomes(tmp_path, outcome(kind=1), outcome(kind=2))) == 2
    with pytest.raises(WorkbookError, match="is there already"):
        tidy_outcomes(tmp_path, outcome(kind=1), outcome(kind=2), outcome(kind=1))


def test_homicides_four_codes_in_one_are_four_like_rows_and_a_fifth_is_an_error(tmp_path: Path):
    homicide = [recorded(n, code="1/4.1/4.10/4.2") for n in (0, 0, 1, 1)]
    assert sum(row["count"] for row in tidy_recorded(tmp_path, *homicide)) == 2
    with pytest.raises(WorkbookError, match=r"row 6: offence 1/4\.1/4\.10/4\.2 .* is there already in .* row 2"):
        tidy_recorded(tmp_path, *homicide, recorded(0, code="1/4.1/4.10/4.2"))


# Gaps without a marker


@pytest.mark.parametrize(
    ("force", "year", "quarter", "table"),
    [
        ("Greater Manchester", "2019/20", 2, "recorded"),
        ("Greater Manchester", "2019/20", 4, "outcomes"),
        ("Devon and Cornwall", "2022/23", 3, "recorded"),
        ("Devon and Cornwall", "2022/23", 3, "outcomes"),
        ("Devon and Cornwall", "2023/24", 2, "outcomes"),
        ("Gwent", "2025/26", 2, "recorded"),
        ("Gwent", "2025/26", 3, "outcomes"),
    ],
)
def test_months_known_to_be_missing_make_a_plausible_number_a_lower_bound(
    tmp_path: Path, force: str, year: str, quarter: int, table: str
):
    at: dict[str, Any] = {"force": force, "year": year, "quarter": quarter}
    if table == "recorded":
        row = one(tidy_recorded(tmp_path, recorded(41, **at)))
        assert (row["count"], row["status"]) == (41, "gap")
    else:
        row = one(tidy_outcomes(tmp_path, outcome(41, 40, **at)))
        assert (row["recorded_basis"], row["recorded_status"], row["closed_status"]) == (41, "gap", "gap")


@pytest.mark.parametrize(
    ("force", "year", "quarter"),
    [
        ("Greater Manchester", "2019/20", 1),
        ("Greater Manchester", "2020/21", 1),
        ("Devon and Cornwall", "2022/23", 4),
        ("Cheshire", "2019/20", 2),
    ],
)
def test_quarters_and_forces_beside_a_gap_are_whole(tmp_path: Path, force: str, year: str, quarter: int):
    assert one(tidy_recorded(tmp_path, recorded(41, force=force, year=year, quarter=quarter)))["status"] == "published"


def test_what_a_force_said_it_did_not_provide_stays_missing_within_a_gap(tmp_path: Path):
    missing = recorded("N/A - data not provided", force="Gwent", year="2025/26", quarter=3)
    row = one(tidy_recorded(tmp_path, missing))
    assert (row["count"], row["status"]) == (None, "not provided")


# Laws


@given(st.integers(-999_999, 9_999_999))
def test_a_whole_number_is_itself_however_a_spreadsheet_writes_it(number: int):
    assert cells.count(str(number)) == cells.count(f"{number}.0") == cells.Count(number)
    assert cells.count(f"{number:,}").value == number


@given(st.text(max_size=30))
def test_any_text_is_a_count_a_known_marker_or_refused_and_never_a_silent_zero(text: str):
    try:
        found = cells.count(text.strip())
    except ValueError:
        return
    assert found.value != 0 or "expired" in text.lower() or float(text.replace(",", "")) == 0


@given(st.integers(2002, 2098), st.integers(1, 4))
def test_quarters_follow_one_another_whatever_the_year(year: int, quarter: int):
    read = cells.financial_year(f"{year}/{(year + 1) % 100:02d}"), cells.financial_quarter(f"Q{quarter}")
    assert read == (year, quarter)
