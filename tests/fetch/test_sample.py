"""The sample holds the figures of the seed article, wears the official tables' dirt, and is the same everywhere."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from fetch import sample
from fetch.errors import ReleaseError
from fetch.release import Release, build_release
from fetch.sample import build_workbooks, sample_release
from fetch.workbook import read_sheets

FORCES = "area NOT IN ('british-transport-police', 'action-fraud', 'cifas', 'uk-finance')"
HARASSMENT_CODES = ("8L", "8M", "8Q", "8R")
YEAR_2023 = "quarter BETWEEN DATE '2022-10-01' AND DATE '2023-07-01'"
YEAR_2022 = "quarter BETWEEN DATE '2021-10-01' AND DATE '2022-07-01'"
YEAR_2014 = "quarter BETWEEN DATE '2013-10-01' AND DATE '2014-07-01'"

# What every machine must make: sha256 over the names and bytes of all workbooks. When the sample is changed on purpose,
# this changes with it; when it changes by itself, some machine makes other figures or other bytes.
BYTES_EVERYWHERE = "827061d9f739d883c1639d4800fbd6da3f433d98553312f7e2c0b54fdfc30116"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def release(data_dir: Path) -> Release:
    return sample_release(data_dir)


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbooks")
    build_workbooks(folder)
    return folder


def ask(release: Release, sql: str) -> list[tuple[Any, ...]]:
    """Plain SQL over the release's Parquet parts; RECORDED and OUTCOMES stand for the tables."""
    for table in ("recorded", "outcomes"):
        parts = ", ".join(f"'{part}'" for part in release.parts(table))
        sql = sql.replace(table.upper(), f"read_parquet([{parts}])")
    return duckdb.sql(sql).fetchall()


def one(release: Release, sql: str) -> Any:
    return ask(release, sql)[0][0]


# The seed article's figures


@pytest.mark.parametrize(
    ("code", "year", "cases"),
    [
        ("8L", YEAR_2023, 4_633),
        ("8L", YEAR_2022, 5_397),
        ("8Q", YEAR_2023, 1_875),
        ("8M", YEAR_2023, 79),
    ],
)
def test_north_wales_holds_the_seed_articles_figures(release: Release, code: str, year: str, cases: int) -> None:
    sql = f"SELECT sum(count) FROM RECORDED WHERE area = 'north-wales' AND offence_code = '{code}' AND {year}"
    assert one(release, sql) == cases


def test_harassment_in_north_wales_is_almost_five_times_what_it_was_nine_years_earlier(release: Release) -> None:
    sql = f"SELECT sum(count) FROM RECORDED WHERE area = 'north-wales' AND offence_code = '8L' AND {YEAR_2014}"
    assert 4.75 < 4_633 / one(release, sql) < 4.98


def test_stalking_and_harassment_in_north_wales_rounds_to_ten_thousand_four_hundred(release: Release) -> None:
    total = one(
        release,
        f"SELECT sum(count) FROM RECORDED WHERE area = 'north-wales' AND {YEAR_2023} "
        "AND offence_subgroup = 'Stalking and harassment'",
    )
    assert round(total, -2) == 10_400


def test_charges_in_north_wales_are_172_and_the_share_is_that_of_the_year_before(release: Release) -> None:
    charged = [
        one(
            release,
            "SELECT sum(recorded_basis) FROM OUTCOMES WHERE area = 'north-wales' AND offence_code = '8L' "
            f"AND outcome_type = 1 AND {year}",
        )
        for year in (YEAR_2023, YEAR_2022)
    ]
    assert charged[0] == 172
    assert round(100 * charged[0] / 4_633, 1) == round(100 * charged[1] / 5_397, 1) == 3.7


def test_victims_did_not_support_action_in_46_per_cent_of_stalking_and_harassment_cases(release: Release) -> None:
    unsupported, cases = ask(
        release,
        "SELECT sum(recorded_basis) FILTER (outcome_type IN (14, 16)), sum(recorded_basis) FROM OUTCOMES "
        f"WHERE area = 'north-wales' AND offence_code IN {HARASSMENT_CODES} AND {YEAR_2023}",
    )[0]
    assert round(100 * unsupported / cases) == 46


def rolling_bounds(release: Release) -> tuple[np.ndarray, np.ndarray]:
    """12-month harassment totals of the 43 forces: as published, and with each hole filled with its force's highest."""
    rows = ask(
        release,
        f"""
        WITH cells AS (
            SELECT area, quarter, coalesce(count, 0) AS least, status = 'published' AS known,
                   max(count) FILTER (status = 'published') OVER (PARTITION BY area) AS highest
            FROM RECORDED WHERE offence_code = '8L' AND {FORCES})
        SELECT quarter, sum(least), sum(CASE WHEN known THEN least ELSE greatest(least, highest) END)
        FROM cells GROUP BY quarter ORDER BY quarter""",
    )
    assert len(rows) == 86
    least, most = (np.convolve([int(row[at]) for row in rows], np.ones(4, int), "valid") for at in (1, 2))
    return least, most


def test_the_nation_had_271000_harassment_cases_whatever_the_missing_cells_held(release: Release) -> None:
    least, most = rolling_bounds(release)
    assert round(int(least[-1]), -3) == round(int(most[-1]), -3) == 271_000


def test_no_earlier_year_comes_up_to_the_nations_record_even_with_the_holes_filled(release: Release) -> None:
    least, most = rolling_bounds(release)
    assert most[:-1].max() < least[-1]


# What makes stories differ


def test_forces_rise_fall_stand_still_and_double_and_are_big_and_tiny(release: Release) -> None:
    rows = ask(
        release,
        f"SELECT area, sum(count) FILTER ({YEAR_2022}), sum(count) FILTER ({YEAR_2023}) FROM RECORDED "
        f"WHERE offence_code = '8L' AND {FORCES} GROUP BY area HAVING count(*) = count(count)",
    )
    before = {area: int(count) for area, count, _ in rows}
    ratios = {area: int(now) / int(was) for area, was, now in rows}
    assert 0.8 < np.mean([0.8 <= ratio <= 1.2 for ratio in ratios.values()]) < 1
    assert sum(ratio > 1.05 for ratio in ratios.values()) > 10
    assert sum(ratio < 0.95 for ratio in ratios.values()) > 5
    assert sum(0.98 < ratio < 1.02 and ratio != 1 for ratio in ratios.values()) >= 2
    assert ratios["suffolk"] == 1
    assert ratios["cumbria"] == pytest.approx(2, abs=0.01)
    assert before["city-of-london"] < 100 < 30_000 < before["metropolitan-police"]


# What the official tables do to their readers


def test_every_area_code_and_quarter_has_its_row_zeros_too(release: Release) -> None:
    gaps = ask(
        release,
        """
        SELECT offence_code, quarter, count(DISTINCT area) AS areas FROM RECORDED
        WHERE offence_code NOT IN ('AF', 'CIFAS', 'FFA UK', 'UK Finance') GROUP BY ALL
        HAVING areas != CASE WHEN quarter < DATE '2015-04-01' THEN 44 ELSE 43 END
            OR count(*) != areas * CASE WHEN offence_code LIKE '1/%' THEN 4 ELSE 1 END""",
    )
    assert gaps == []
    assert one(release, "SELECT count(*) FROM RECORDED WHERE count = 0 AND status = 'published'") > 1_000
    assert one(release, "SELECT count(*) FROM OUTCOMES") == 44 * 10 * 18 * 23


def test_outcomes_of_a_cell_add_up_to_the_offences_recorded_there(release: Release) -> None:
    apart = ask(
        release,
        f"""
        WITH outcomes AS (
            SELECT area, offence_code, quarter, sum(recorded_basis) AS cases FROM OUTCOMES
            GROUP BY ALL HAVING count(*) = count(recorded_basis))
        SELECT area, offence_code, quarter, cases, count
        FROM outcomes JOIN RECORDED AS recorded USING (area, offence_code, quarter)
        WHERE cases IS DISTINCT FROM count AND {FORCES}""",
    )
    assert apart == []


def test_an_expired_code_stays_in_the_table_with_a_text_for_a_count_and_no_offences(release: Release) -> None:
    texts = ask(
        release,
        "SELECT DISTINCT text, sum(count) FROM RECORDED WHERE offence_code = '28A' AND quarter >= DATE '2017-04-01' "
        "GROUP BY text ORDER BY text",
    )
    assert texts == [("N/A - Offence code expired", 0), ("N/A - offence code expired", 0)]
    assert one(release, "SELECT count(*) FROM RECORDED WHERE offence_code = '28A' AND status = 'published'") > 0


def test_greater_manchester_lacks_most_of_2019_20_with_and_without_a_word(release: Release) -> None:
    rows = ask(
        release,
        "SELECT offence_code, status, sum(count) FROM RECORDED WHERE area = 'greater-manchester' "
        "AND quarter BETWEEN DATE '2019-07-01' AND DATE '2020-01-01' AND offence_code IN ('8L', '8R') "
        "GROUP BY ALL ORDER BY ALL",
    )
    assert rows[1] == ("8R", "not provided", None)
    assert rows[0][:2] == ("8L", "gap")
    assert 0 < rows[0][2] < 1_000


def test_devon_and_cornwall_supplies_no_outcomes_from_late_2022(release: Release) -> None:
    held = ask(
        release,
        "SELECT quarter >= DATE '2022-10-01', bool_or(recorded_basis IS NOT NULL), bool_or(closed_basis IS NOT NULL) "
        "FROM OUTCOMES WHERE area = 'devon-and-cornwall' GROUP BY 1 ORDER BY 1",
    )
    assert held == [(False, True, True), (True, False, False)]


def test_clevelands_latest_year_is_unknown_for_harassment_and_for_nothing_else(release: Release) -> None:
    missing = ask(
        release,
        "SELECT quarter::varchar, list(offence_code ORDER BY offence_code) FROM RECORDED "
        "WHERE area = 'cleveland' AND status = 'not provided' GROUP BY quarter",
    )
    assert missing == [("2023-01-01", list(HARASSMENT_CODES))]


def test_corrections_take_back_offences_of_rare_codes(release: Release) -> None:
    assert one(release, "SELECT count(*) FROM RECORDED WHERE count < 0") == 4
    assert one(release, "SELECT count(*) FROM OUTCOMES WHERE recorded_basis < 0") > 0


def test_names_carry_dirt_and_a_row_for_the_nation_that_must_not_be_counted(release: Release, workbooks: Path) -> None:
    newest = "sample-prc-pfa-mar2013-onwards-tables.ods"
    sheet = next(one for one in read_sheets(workbooks / newest, newest) if one.name == "2013_14")
    written = set(sheet.columns[2].to_pylist())
    assert {"Metropolitan Police[Note 6]", "Devon and Cornwall ", "England and Wales", "London, City of"} <= written
    years = ask(
        release,
        "SELECT sum(count) FROM RECORDED WHERE offence_code = '46' AND quarter BETWEEN DATE '2012-04-01' AND "
        "DATE '2014-01-01' GROUP BY quarter >= DATE '2013-04-01' ORDER BY ALL",
    )
    assert years[1][0] / years[0][0] < 1.2


def test_one_code_is_a_number_in_some_files_and_text_in_others_and_one_code_all_the_same(release: Release) -> None:
    assert one(release, "SELECT count(DISTINCT file) FROM RECORDED WHERE offence_code = '45'") == 3


# What users can rely on


def test_every_workbook_says_first_of_all_that_its_figures_are_illustrative(workbooks: Path) -> None:
    for path in sorted(workbooks.iterdir()):
        cover = next(read_sheets(path, path.name))
        assert cover.name == "Cover_sheet"
        assert "illustrative sample" in str(cover.columns[0][0])
        assert str(cover.columns[0][1]).startswith("ILLUSTRATIVE FIGURES")


def test_the_release_knows_that_it_is_a_sample(release: Release) -> None:
    assert (release.name, release.manifest.sample, release.manifest.published) == ("sample", True, "2024-01-25")
    assert all("illustrative sample" in file.title for file in release.manifest.files)


def test_the_workbooks_are_the_same_bytes_on_every_machine(workbooks: Path) -> None:
    digest = hashlib.sha256()
    for path in sorted(workbooks.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    assert digest.hexdigest() == BYTES_EVERYWHERE


def test_making_the_workbooks_again_changes_nothing(workbooks: Path, release: Release, data_dir: Path) -> None:
    files = build_workbooks(workbooks)
    assert not build_release(data_dir, files, sample.PUBLISHED, sample=True).new


def test_a_sample_that_is_there_is_opened_and_not_made_again(
    release: Release, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "build_workbooks", lambda _: pytest.fail("made again"))
    assert sample_release(data_dir) == release


def test_a_sample_made_by_another_version_of_the_script_is_made_again(release: Release, data_dir: Path) -> None:
    file = release.folder / "manifest.json"
    file.write_bytes(file.read_bytes().replace(sample.script_version().encode(), b"sample-of-last-year"))
    assert sample_release(data_dir) == release


def test_a_folder_that_cannot_be_written_to_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    with pytest.raises(ReleaseError, match=r"could not be written to .*a file.*--data-dir"):
        sample_release(tmp_path / "a file" / "data")


def test_a_damaged_sample_is_made_again(release: Release, data_dir: Path) -> None:
    release.parts("outcomes")[0].unlink()
    assert sample_release(data_dir) == release
    assert all(part.is_file() for part in release.parts("outcomes"))
