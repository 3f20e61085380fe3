"""Releases on disk: whole or absent, never changed, and each figure followed back to its cell."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest

from fetch import parts, readers, release
from fetch.errors import ReleaseError, UnknownNameError, WorkbookError
from fetch.parts import Job
from fetch.release import LocalFile, Release, build_release, list_releases, lock_data, open_release
from tests.fetch.books import COVER, OUTCOMES, RECORDED, outcome, recorded, write

DAY = date(2026, 7, 23)
TITLE = "Outcomes open data, year ending March 2024"


def crime(folder: Path, name: str = "crime.ods", *, year: str = "2023/24", count: int = 5) -> LocalFile:
    """A recorded crime workbook of one year."""
    rows = [recorded(count + quarter, quarter=quarter, year=year) for quarter in (1, 2, 3, 4)]
    path = write(folder / name, {"Cover_sheet": COVER, year.replace("/", "_"): [RECORDED, *rows]})
    return LocalFile(path, "Police recorded crime open data Police Force Area tables", name, etag='"abc"')


def outcomes(folder: Path) -> LocalFile:
    """An outcomes workbook."""
    return LocalFile(write(folder / "outcomes.xlsx", {"2023_24": [OUTCOMES, outcome()]}), TITLE, "outcomes.xlsx")


def everything(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def built(tmp_path: Path, data: Path) -> Release:
    return build_release(data, [crime(tmp_path), outcomes(tmp_path)], DAY).release


def test_a_figure_is_followed_from_the_release_to_its_cell_in_the_workbook_that_was_kept(data: Path, built: Release):
    (part,) = built.parts("outcomes")
    count, sha256, sheet, row, column = duckdb.execute(
        "SELECT closed_basis, file, sheet, row, closed_column FROM read_parquet(?)", [str(part)]
    ).fetchall()[0]
    (entry,) = [file for file in built.manifest.files if file.sha256 == sha256]
    assert (entry.title, entry.filename, entry.table) == (TITLE, "outcomes.xlsx", "outcomes")
    with (data / "raw" / sha256).open("rb") as raw:
        assert openpyxl.load_workbook(raw)[sheet][f"{column}{row}"].value == count == 4


def test_the_tidy_columns_are_what_sql_expects(built: Release):
    kinds = duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(built.parts("recorded")[0])]).fetchall()
    assert {name: kind for name, kind, *_ in kinds} == {
        **dict.fromkeys(
            ("area", "offence_code", "offence_description", "offence_group", "offence_subgroup", "status", "text"),
            "VARCHAR",
        ),
        **dict.fromkeys(("file", "sheet", "column"), "VARCHAR"),
        "quarter": "DATE",
        "count": "BIGINT",
        "row": "INTEGER",
    }


def test_the_manifest_says_what_each_table_holds(built: Release):
    crimes, ends = built.manifest.tables
    assert (crimes.name, crimes.rows, crimes.first, crimes.last) == ("recorded", 4, "2023-04-01", "2024-01-01")
    assert (crimes.areas, crimes.codes) == (("north-wales",), ("8L",))
    assert (ends.name, ends.rows) == ("outcomes", 1)
    assert built.manifest.published == "2026-07-23"
    assert built.parts("geography") == ()


def test_the_same_files_again_change_nothing_and_say_so(tmp_path: Path, data: Path, built: Release):
    before = everything(data / "releases") | everything(data / "parts") | everything(data / "raw")
    again = build_release(data, [outcomes(tmp_path), crime(tmp_path)], DAY)
    assert (again.new, again.release.name) == (False, "2026-07-23")
    assert everything(data / "releases") | everything(data / "parts") | everything(data / "raw") == before
    assert again.release.manifest == built.manifest


def test_the_same_workbooks_give_the_same_bytes_in_any_folder(tmp_path: Path, built: Release):
    other = build_release(tmp_path / "elsewhere", [crime(tmp_path), outcomes(tmp_path)], DAY).release
    ours = {path.name: path.read_bytes() for path in built.folder.iterdir()}
    assert {path.name: path.read_bytes() for path in other.folder.iterdir()} == ours


def test_a_second_publication_on_a_day_has_a_name_of_its_own_and_is_the_latest(
    tmp_path: Path, data: Path, built: Release
):
    for number in range(2, 11):
        second = build_release(data, [crime(tmp_path, count=100 * number)], DAY)
        assert (second.new, second.release.name) == (True, f"2026-07-23.{number}")
    assert open_release(data).name == "2026-07-23.10"
    assert [one.name for one in list_releases(data)][:2] == ["2026-07-23.10", "2026-07-23.9"]
    assert open_release(data, "2026-07-23").manifest == built.manifest


def test_only_the_workbook_that_changed_is_read_again(tmp_path: Path, data: Path, built: Release):
    read: list[str] = []
    build_release(
        data, [crime(tmp_path, count=50), outcomes(tmp_path)], DAY, progress=lambda file, *_: read.append(file)
    )
    assert read == ["crime.ods"]


def test_a_new_reference_row_makes_a_new_release_of_the_same_files(
    tmp_path: Path, data: Path, built: Release, monkeypatch: pytest.MonkeyPatch
):
    gaps = tmp_path / "gaps.toml"
    gaps.write_text(parts.GAPS.read_text(encoding="utf-8") + "\n# and one more\n", encoding="utf-8")
    monkeypatch.setattr(parts, "GAPS", gaps)
    parts.parser_version.cache_clear()
    try:
        again = build_release(data, [crime(tmp_path), outcomes(tmp_path)], DAY)
    finally:
        monkeypatch.undo()
        parts.parser_version.cache_clear()
    assert (again.new, again.release.name) == (True, "2026-07-23.2")
    assert again.release.manifest.tables[0].parser != built.manifest.tables[0].parser


def test_a_release_stays_readable_when_the_others_and_the_cache_are_deleted(tmp_path: Path, data: Path, built: Release):
    build_release(data, [crime(tmp_path, count=50), outcomes(tmp_path)], date(2026, 10, 22))
    shutil.rmtree(built.folder)
    shutil.rmtree(data / "parts")
    (part,) = open_release(data).parts("outcomes")
    assert duckdb.execute("SELECT count(*) FROM read_parquet(?)", [str(part)]).fetchall() == [(1,)]


def test_the_sample_never_counts_as_the_latest(tmp_path: Path, data: Path):
    sample = build_release(data, [crime(tmp_path)], date(2030, 1, 1), sample=True).release
    assert (sample.name, sample.manifest.sample) == ("sample", True)
    with pytest.raises(UnknownNameError, match=r"no release .* yet: run copydesk fetch"):
        open_release(data)
    build_release(data, [crime(tmp_path)], DAY)
    assert open_release(data).name == "2026-07-23"
    assert [one.name for one in list_releases(data)] == ["2026-07-23", "sample"]


def test_a_changed_or_damaged_sample_is_made_anew(tmp_path: Path, data: Path):
    first = build_release(data, [crime(tmp_path)], DAY, sample=True).release
    second = build_release(data, [crime(tmp_path, count=9)], DAY, sample=True)
    assert (second.new, second.release.folder) == (True, first.folder)
    (second.release.parts("recorded")[0]).write_bytes(b"")
    shutil.rmtree(data / "parts")
    assert build_release(data, [crime(tmp_path, count=9)], DAY, sample=True).new
    assert open_release(data, "sample").manifest == second.release.manifest


def test_an_unknown_release_names_the_nearest(data: Path, built: Release):
    with pytest.raises(UnknownNameError, match=r"no release '2026-07-24'.* Did you mean 2026-07-23\?"):
        open_release(data, "2026-07-24")


@pytest.mark.parametrize("fault", ["a part is gone", "a part is changed", "no manifest", "half a manifest"])
def test_a_damaged_release_is_said_to_be_damaged(data: Path, built: Release, fault: str):
    part, manifest = built.parts("recorded")[0], built.folder / "manifest.json"
    if fault == "a part is gone":
        part.unlink()
    elif fault == "a part is changed":
        raw = bytearray(part.read_bytes())
        raw[len(raw) // 2] ^= 1
        part.write_bytes(raw)
    elif fault == "no manifest":
        manifest.unlink()
    else:
        manifest.write_bytes(manifest.read_bytes()[:200])
    with pytest.raises(ReleaseError, match=r"2026-07-23 is damaged: .* Delete that folder"):
        open_release(data)


# Whole or absent


def test_a_workbook_that_does_not_read_leaves_the_last_good_release_untouched(
    tmp_path: Path, data: Path, built: Release
):
    before = everything(built.folder)
    bad = LocalFile(write(tmp_path / "bad.ods", {"2023_24": [RECORDED, recorded("?")]}), "", "bad.ods")
    with pytest.raises(WorkbookError, match=r"bad\.ods, sheet '2023_24', row 2"):
        build_release(data, [outcomes(tmp_path), bad], date(2026, 10, 22))
    assert everything(built.folder) == before
    assert [path.name for path in (data / "releases").iterdir()] == ["2026-07-23"]
    assert not (data / "raw" / parts.sha256_of(bad.path)).exists()
    assert open_release(data).name == "2026-07-23"


@pytest.mark.parametrize("step", ["raw", "manifest"])
def test_a_full_disk_is_one_sentence_and_leaves_nothing_half_made(
    tmp_path: Path, data: Path, built: Release, monkeypatch: pytest.MonkeyPatch, step: str
):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")

    if step == "raw":
        monkeypatch.setattr(release.shutil, "copyfile", full)
    else:
        monkeypatch.setattr(release, "write_manifest", full)
    with pytest.raises(ReleaseError, match=r"could not be written to somewhere: No space left on device\. Make room"):
        build_release(data, [crime(tmp_path, count=50)], date(2026, 10, 22))
    assert [path.name for path in (data / "releases").iterdir()] == ["2026-07-23"]
    assert not [path for path in data.rglob(".*") if path.is_file()]


def test_what_a_crash_left_is_cleared_away_by_the_next_build(tmp_path: Path, data: Path):
    (data / "releases" / ".unfinished-2026-07-23").mkdir(parents=True)
    (data / "releases" / ".unfinished-2026-07-23" / "half").write_text("x")
    assert list_releases(data) == ()
    build_release(data, [crime(tmp_path)], DAY)
    assert [path.name for path in (data / "releases").iterdir()] == ["2026-07-23"]


def test_a_data_folder_that_cannot_be_is_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ReleaseError, match="name another folder with --data-dir"):
        build_release(tmp_path / "file" / "data", [crime(tmp_path)], DAY)


def test_a_second_program_in_the_same_data_folder_is_told_to_wait(tmp_path: Path, data: Path):
    holder = (
        "import sys, pathlib; from fetch.release import lock_data\n"
        "with lock_data(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(ReleaseError, match=f"Another copydesk is at work in {data}: wait"):
            build_release(data, [crime(tmp_path)], DAY)
        other.communicate()
    assert build_release(data, [crime(tmp_path)], DAY).new


def test_the_program_that_holds_the_data_folder_may_build_in_it(tmp_path: Path, data: Path):
    with lock_data(data):
        assert build_release(data, [crime(tmp_path)], DAY).new


# Files that do not go together


def test_a_quarter_in_two_files_is_an_error_that_names_both(tmp_path: Path, data: Path):
    files = [crime(tmp_path, "one.ods"), crime(tmp_path, "two.ods", count=9)]
    with pytest.raises(WorkbookError, match=r"one\.ods and two\.ods both hold 2023/24 quarter 1"):
        build_release(data, files, DAY)


def test_a_year_missing_between_two_files_is_an_error(tmp_path: Path, data: Path):
    files = [crime(tmp_path, "old.ods", year="2011/12"), crime(tmp_path, "new.ods", year="2013/14")]
    with pytest.raises(WorkbookError, match=r"between old\.ods and new\.ods: 2012/13 quarter 1 is missing"):
        build_release(data, files, DAY)


def test_files_that_follow_one_another_are_one_table_in_order(tmp_path: Path, data: Path):
    files = [crime(tmp_path, "new.ods", year="2013/14"), crime(tmp_path, "old.ods", year="2012/13")]
    built = build_release(data, files, DAY).release
    assert [file.filename for file in built.manifest.files] == ["old.ods", "new.ods"]
    assert (built.manifest.tables[0].first, built.manifest.tables[0].last) == ("2012-04-01", "2014-01-01")


def test_one_workbook_under_two_names_is_read_once(tmp_path: Path, data: Path):
    one = crime(tmp_path)
    copy = tmp_path / "copy of crime.ods"
    shutil.copyfile(one.path, copy)
    built = build_release(data, [one, LocalFile(copy, "", copy.name)], DAY).release
    assert [file.filename for file in built.manifest.files] == ["crime.ods"]


def test_a_file_that_double_counts_is_refused_by_its_title(tmp_path: Path, data: Path):
    alternate = LocalFile(
        outcomes(tmp_path).path, "Outcomes open data, alternate offences, year ending March 2024", "a.xlsx"
    )
    with pytest.raises(WorkbookError, match=r"a\.xlsx .*never part of the series"):
        build_release(data, [alternate], DAY)


def test_the_geographical_reference_is_read_from_csv(tmp_path: Path, data: Path):
    path = tmp_path / "recrime-geo-pfa.csv"
    path.write_text(
        "CSP Name,ONS Code,Police Force,Region\n"
        "Conwy,W06000003,North Wales,Wales\n"
        'City,E09000001,"London, City of",London\n'
    )
    built = build_release(data, [LocalFile(path, "Recorded crime data geographical reference table", path.name)], DAY)
    rows = duckdb.execute(
        "SELECT csp, ons_code, area, region, row FROM read_parquet(?) ORDER BY row",
        [str(built.release.parts("geography")[0])],
    ).fetchall()
    assert rows == [
        ("Conwy", "W06000003", "north-wales", "Wales", 2),
        ("City", "E09000001", "city-of-london", "London", 3),
    ]


# Several processes


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_WORTH_PROCESSES", 0)


def test_two_processes_read_what_one_reads(tmp_path: Path, data: Path, processes: None):
    files = [crime(tmp_path), outcomes(tmp_path)]
    told: list[tuple[int, int]] = []
    both = build_release(data, files, DAY, progress=lambda _, done, total: told.append((done, total))).release
    alone = build_release(tmp_path / "alone", files, DAY, workers=1).release
    assert both.manifest == alone.manifest
    total = sum(file.path.stat().st_size for file in files)
    assert told[-1] == (total, total)


def test_an_error_in_a_process_is_the_same_sentence(tmp_path: Path, data: Path, processes: None):
    bad = LocalFile(write(tmp_path / "bad.ods", {"2023_24": [RECORDED, recorded("?")]}), "", "bad.ods")
    with pytest.raises(WorkbookError, match=r"^bad\.ods, sheet '2023_24', row 2: Number of Offences '\?' is no count"):
        build_release(data, [bad, outcomes(tmp_path)], DAY)


def die(_folder: Path, _job: Job) -> None:
    """A reader that is killed, as for want of memory."""
    os._exit(9)


def test_a_process_that_is_killed_is_one_sentence(
    tmp_path: Path, data: Path, processes: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(readers, "make_part", die)
    with pytest.raises(WorkbookError, match=r"ended early .* is there enough memory"):
        build_release(data, [crime(tmp_path), outcomes(tmp_path)], DAY)
    assert list_releases(data) == ()
