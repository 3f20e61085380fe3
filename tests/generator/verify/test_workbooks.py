"""The release is held against its workbooks by a second reader: it agrees where they do, and names what does not."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import msgspec
import pytest

from fetch.manifest import write_manifest
from fetch.parts import sha256_of
from fetch.release import LocalFile, Release, build_release, open_release
from generator.verify.errors import VerifyError
from generator.verify.workbooks import Difference, second_reading
from tests.fetch.books import COVER, OUTCOMES, RECORDED, Cell, outcome, pack_ods, recorded, write

JULY_2023, OCTOBER_2023 = 4 * 2023 + 2, 4 * 2023 + 3
NOT_PROVIDED = "N/A - data not provided"
HOMICIDE = {"code": "1/4.1/4.10/4.2", "description": "Homicide", "subgroup": "Homicide"}
Change = Callable[[str, str], Release]


def _recorded_year(year: int) -> list[list[Cell]]:
    """A financial year of two forces and three offences, with what the real tables do to those who read them."""
    rows: list[list[Cell]] = []
    for quarter in (1, 2, 3, 4):
        when = {"year": f"{year}/{year % 100 + 1}", "quarter": quarter}
        rows += [
            recorded(1_000 * quarter + 138, force="North Wales[Note 6]", **when),
            recorded({1: -2, 4: 5}.get(quarter, 0), force="North Wales", code="45", description="Theft", **when),
            *([recorded(0, force="North Wales", **HOMICIDE, **when)] * 4),
            recorded(NOT_PROVIDED if quarter == 3 else 70, force="Greater Manchester ", **when),
            recorded("N/A - Offence code expired", force="Greater Manchester", code="30A", **when),
            recorded(70, force="England and Wales", **when),
        ]
    return rows


def _outcomes_year(year: int) -> list[list[Cell]]:
    return [
        outcome(
            10 * quarter + kind,
            {("Cleveland", 2): NOT_PROVIDED, ("Cleveland", 3): "NA", ("Kent", 3): "NA"}.get(
                (force, quarter), 20 * quarter + kind
            ),
            kind=kind,
            expired="x" if force == "Kent" else None,
            force=force,
            year=f"{year}-{year % 100 + 1}",
            quarter=f"Q{quarter}",
        )
        for force in ("North Wales", "Cleveland", "Kent")
        for quarter in (1, 2, 3, 4)
        for kind in (0, 1, 16)
    ]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of one workbook of each kind."""
    folder = tmp_path_factory.mktemp("workbooks")
    books = {
        "recorded": write(
            folder / "prc-pfa-tables.ods",
            {
                "Cover_sheet": COVER,
                "2022_23": [RECORDED, *_recorded_year(2022)],
                "2023_24": [[None], ["Table 1"], RECORDED, *_recorded_year(2023)],
            },
        ),
        "outcomes": write(
            folder / "prc-outcomes-open-data-mar2024-tables.xlsx",
            {"Notes_": COVER, "Outcomes open data 2023_24": [OUTCOMES, *_outcomes_year(2023)]},
        ),
        "geography": folder / "recrime-geo-pfa.csv",
    }
    books["geography"].write_text(
        "CSP Name,ONS Code,Force Name,Region Name\n"
        "Conwy and Denbighshire,W06000003,North Wales,Wales\nBolton,E08000001,Greater Manchester,North West\n"
    )
    files = [LocalFile(path, title="", filename=path.name, table=table) for table, path in books.items()]
    return build_release(folder / "data", files, date(2024, 1, 25)).release


@pytest.fixture
def copied(whole: Release, tmp_path: Path) -> Release:
    """The release in a data folder of its own, whose files may be changed."""
    data = shutil.copytree(whole.folder.parent.parent, tmp_path / "data")
    return open_release(data, whole.name)


@pytest.fixture
def changed(copied: Release) -> Change:
    """Replace the part of a table by what SQL makes of its rows (`part`), as a faulty fetcher would have written it."""

    def change(table: str, sql: str) -> Release:
        file = next(one for one in copied.manifest.files if one.table == table)
        path = copied.folder / file.part
        _rewrite(path, sql)
        files = tuple(
            msgspec.structs.replace(one, part_sha256=sha256_of(path)) if one is file else one
            for one in copied.manifest.files
        )
        write_manifest(copied.folder, msgspec.structs.replace(copied.manifest, files=files))
        return open_release(copied.folder.parent.parent, copied.name)

    return change


def _rewrite(path: Path, sql: str) -> None:
    """Put what SQL makes of a part's rows in its place."""
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE part AS FROM read_parquet('{path}')")
        path.unlink()  # the file may be another folder's too, by a link
        database.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")


def replaced(columns: str, where: str) -> str:
    """SQL for all rows of a part, some columns of some rows being replaced: `replaced("count = 1", "row = 7")`."""
    name, value = columns.split(" = ", 1)
    return f"SELECT * REPLACE (CASE WHEN {where} THEN {value} ELSE {name} END AS {name}) FROM part"


def test_the_sample_says_what_its_workbooks_say(sample: Release, tmp_path: Path):
    # In a data folder of its own, in which nothing was kept of an earlier reading.
    data = shutil.copytree(sample.folder.parent.parent, tmp_path / "data", ignore=shutil.ignore_patterns("checked"))
    read: list[str] = []
    assert second_reading(open_release(data, sample.name), lambda file, _done, _total: read.append(file)) == ()
    assert read == [file.filename for file in sample.manifest.files]


def test_every_kind_of_workbook_agrees_with_the_release_made_of_it(copied: Release):
    heard: list[tuple[str, int, int]] = []
    assert second_reading(copied, lambda *said: heard.append(said)) == ()
    assert {name for name, *_ in heard} == {file.filename for file in copied.manifest.files}
    assert heard[-1][1] == heard[-1][2] == sum(file.bytes for file in copied.manifest.files)


def test_like_rows_that_a_workbook_writes_once_count_each_time(tmp_path: Path):
    rows = [recorded(2, **HOMICIDE)] * 4
    book = write(tmp_path / "prc-pfa-tables.ods", {"2023_24": [RECORDED, *rows]})
    with zipfile.ZipFile(book) as packed:
        content = packed.read("content.xml").decode()
    headings, row = re.findall("<table:table-row>.*?</table:table-row>", content)[:2]
    once = row.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="4">')
    pack_ods(book, content.replace(headings + row * 4, headings + once).partition("?>")[2])
    file = LocalFile(book, title="", filename=book.name, table="recorded")
    release = build_release(tmp_path / "data", [file], date(2024, 1, 25)).release
    with duckdb.connect() as database:
        total = database.execute(f"SELECT sum(count) FROM read_parquet('{release.parts('recorded')[0]}')").fetchall()
    assert total == [(8,)]
    assert second_reading(release) == ()


def test_a_figure_off_by_one_is_named_for_the_user(changed: Change):
    release = changed(
        "recorded",
        replaced("count = count - 1", "area = 'north-wales' AND offence_code = '8L' AND quarter = DATE '2023-07-01'"),
    )
    (found,) = second_reading(release)
    assert found.sentence == (
        "prc-pfa-tables.ods says 2,138 for North Wales, offence 8L, July to September 2023; "
        "the release says 2,137: fetch it again, or report a fault."
    )
    assert (found.sheet, found.table, found.area, found.code) == ("2023_24", "recorded", "north-wales", "8L")
    assert (found.quarter, found.workbook, found.release) == (JULY_2023, 2_138, 2_137)


def test_a_quarter_lost_is_named(changed: Change):
    release = changed(
        "recorded", "FROM part WHERE NOT (area = 'north-wales' AND offence_code = '8L' AND quarter = DATE '2023-10-01')"
    )
    (found,) = second_reading(release)
    assert (found.area, found.code, found.quarter, found.workbook, found.release) == (
        "north-wales",
        "8L",
        OCTOBER_2023,
        3_138,
        None,
    )
    assert "the release has no figure" in found.sentence


def test_a_quarter_that_no_workbook_has_is_named(changed: Change):
    added = (
        "FROM part UNION ALL SELECT * REPLACE (DATE '2024-04-01' AS quarter) FROM part "
        "WHERE row = 4 AND sheet = '2023_24'"
    )
    (found,) = second_reading(changed("recorded", added))
    assert (found.quarter, found.workbook, found.sheet) == (4 * 2024 + 1, None, "2023_24")
    assert "prc-pfa-tables.ods has no figure for North Wales" in found.sentence


def test_a_row_twice_is_named_even_where_it_holds_a_zero(changed: Change):
    once = "area = 'north-wales' AND offence_code = '45' AND quarter = DATE '2023-07-01'"
    (found,) = second_reading(changed("recorded", f"FROM part UNION ALL FROM part WHERE {once}"))
    assert (found.measure, found.code, found.quarter, found.workbook, found.release) == ("cells", "45", JULY_2023, 1, 2)
    assert "has 1 row for North Wales, offence 45" in found.sentence
    assert "the release has 2 rows" in found.sentence


def test_an_area_under_another_name_is_named_on_both_sides(changed: Change):
    found = second_reading(changed("outcomes", replaced("area = 'south-wales'", "area = 'north-wales'")))
    assert {one.area for one in found if one.release is None} == {"north-wales"}
    assert {one.area for one in found if one.workbook is None} == {"south-wales"}


def test_a_missing_figure_read_as_zero_is_named(changed: Change):
    zero = replaced("count = 0", "count IS NULL AND quarter = DATE '2023-10-01'")
    (found,) = second_reading(changed("recorded", zero))
    assert (found.measure, found.area, found.quarter, found.workbook, found.release) == (
        "missing",
        "greater-manchester",
        OCTOBER_2023,
        None,
        0,
    )
    assert "says that the figure was not provided for Greater Manchester" in found.sentence


def test_a_missing_figure_whose_row_is_lost_is_named(changed: Change):
    (found,) = second_reading(changed("recorded", "FROM part WHERE count IS NOT NULL OR quarter < DATE '2023-04-01'"))
    assert (found.measure, found.area, found.quarter) == ("cells", "greater-manchester", OCTOBER_2023)
    assert "has 1 row for Greater Manchester, offence 8L" in found.sentence
    assert "the release has no rows" in found.sentence


def test_an_expired_code_taken_for_a_count_is_named(changed: Change):
    found = second_reading(
        changed("recorded", replaced("status = 'published'", "status = 'expired' AND quarter = DATE '2023-07-01'"))
    )
    assert [(one.measure, one.code, one.workbook, one.release) for one in found] == [("expired", "30A", 1, 0)]


def test_two_outcome_types_that_changed_places_are_named(changed: Change):
    swapped = (
        "SELECT * REPLACE (CASE outcome_type WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE outcome_type END AS outcome_type) "
        "FROM part WHERE area = 'kent' UNION ALL FROM part WHERE area <> 'kent'"
    )
    found = second_reading(changed("outcomes", swapped))
    assert {(one.area, one.outcome, one.basis) for one in found} == {
        ("kent", kind, basis) for kind in (0, 1) for basis in ("recorded", "closed")
    }
    assert found[0].sentence.startswith(
        "prc-outcomes-open-data-mar2024-tables.xlsx says 10 for Kent, offence 8L, outcome 0, recorded basis, "
        "April to June 2023; the release says 11"
    )


def test_the_two_bases_mixed_up_are_named(changed: Change):
    mixed = "SELECT * RENAME (recorded_basis AS closed_basis, closed_basis AS recorded_basis) FROM part"
    found = second_reading(changed("outcomes", mixed))
    assert {one.basis for one in found} == {"recorded", "closed"}


def test_an_offence_in_another_subgroup_is_named(changed: Change):
    found = second_reading(
        changed(
            "recorded",
            replaced(
                "offence_subgroup = 'Homicide'",
                "area = 'north-wales' AND offence_code = '45' AND quarter = DATE '2023-07-01'",
            ),
        )
    )
    assert {(one.subgroup, one.workbook, one.release) for one in found} == {
        ("stalking and harassment", 0, None),
        ("homicide", None, 0),
    }


def test_a_known_gap_that_is_not_marked_is_named(tmp_path: Path):
    quarter = {"force": "Greater Manchester", "year": "2019/20", "quarter": 2}
    book = write(tmp_path / "prc-pfa-tables.ods", {"2019_20": [RECORDED, recorded(3, **quarter)]})
    file = LocalFile(book, title="", filename=book.name, table="recorded")
    release = build_release(tmp_path / "data", [file], date(2024, 1, 25)).release
    assert second_reading(release) == ()
    _rewrite(release.parts("recorded")[0], "SELECT * REPLACE ('published' AS status) FROM part")
    (found,) = second_reading(release)
    assert (found.measure, found.workbook, found.release) == ("gap", 1, 0)


def test_a_local_area_in_another_region_is_named(changed: Change):
    found = second_reading(changed("geography", replaced("region = 'Wales'", "csp = 'Bolton'")))
    assert {(one.place, one.subgroup) for one in found} == {("bolton", "north west"), ("bolton", "wales")}


def test_two_processes_find_what_one_finds(changed: Change, monkeypatch: pytest.MonkeyPatch):
    release = changed("recorded", replaced("count = 7", "row = 2"))
    alone = second_reading(release)
    shutil.rmtree(release.folder.parent.parent / "checked")
    monkeypatch.setattr("generator.verify.workbooks.reading._WORTH_PROCESSES", 0)
    assert second_reading(release) == alone != ()


def test_what_was_found_is_kept_and_needs_no_workbook(copied: Release):
    assert second_reading(copied) == ()
    shutil.rmtree(copied.folder.parent.parent / "raw")
    heard: list[str] = []
    assert second_reading(copied, lambda file, *_: heard.append(file)) == ()
    assert heard == []


def test_differences_are_kept_too(changed: Change):
    release = changed("recorded", replaced("count = 7", "row = 2"))
    assert second_reading(release) == second_reading(release) != ()


def test_a_kept_agreement_is_not_trusted_for_another_part(copied: Release, changed: Change):
    assert second_reading(copied) == ()
    assert second_reading(changed("recorded", replaced("count = count + 1", "row = 2 AND sheet = '2022_23'"))) != ()


def test_a_part_changed_behind_the_manifest_is_read_again(copied: Release):
    assert second_reading(copied) == ()
    (part,) = copied.parts("recorded")
    _rewrite(part, "SELECT * REPLACE (count + 1 AS count) FROM part")
    assert second_reading(copied) != ()


@pytest.mark.parametrize("left", [b"", b"{", b'{"workbook":"x","part":"y","reader":"z","differences":[]}'])
def test_a_damaged_keep_is_made_anew(copied: Release, left: bytes):
    second_reading(copied)
    kept = sorted((copied.folder.parent.parent / "checked").iterdir())
    sound = [path.read_bytes() for path in kept]
    for path in kept:
        path.write_bytes(left)
    assert second_reading(copied) == ()
    assert [path.read_bytes() for path in kept] == sound


def test_a_data_folder_that_takes_no_files_is_only_slower(copied: Release):
    (copied.folder.parent.parent / "checked").write_text("in the way")
    assert second_reading(copied) == second_reading(copied) == ()


def test_a_workbook_that_is_not_there_is_one_clear_sentence(copied: Release):
    raw = copied.folder.parent.parent / "raw" / copied.manifest.files[0].sha256
    raw.unlink()
    with pytest.raises(
        VerifyError, match=r"^The workbook prc-pfa-tables\.ods is not at .* run copydesk fetch again\.$"
    ):
        second_reading(copied)


def test_a_workbook_changed_since_is_not_taken_for_the_one_that_was_fetched(copied: Release):
    raw = copied.folder.parent.parent / "raw" / copied.manifest.files[0].sha256
    raw.write_bytes(raw.read_bytes() + b"\0")
    with pytest.raises(VerifyError, match="was changed since it was fetched"):
        second_reading(copied)


def test_a_csv_release_agrees_and_its_faults_are_found(tmp_path: Path):
    path = tmp_path / "prc-pfa-tables.csv"
    rows = [RECORDED, *_recorded_year(2023)]
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="cp1252")
    file = LocalFile(path, title="", filename=path.name, table="recorded")
    release = build_release(tmp_path / "data", [file], date(2024, 1, 25)).release
    assert second_reading(release) == ()
    (kept,) = (tmp_path / "data" / "checked").iterdir()
    kept.unlink()
    raw = tmp_path / "data" / "raw" / release.manifest.files[0].sha256
    other = raw.read_bytes().replace(b'"1138"', b'"1,139"')
    entry = msgspec.structs.replace(release.manifest.files[0], sha256=_named_by_content(raw, other))
    write_manifest(release.folder, msgspec.structs.replace(release.manifest, files=(entry,)))
    found: tuple[Difference, ...] = second_reading(open_release(tmp_path / "data", release.name))
    assert [(one.sheet, one.workbook, one.release) for one in found] == [("prc-pfa-tables", 1_139, 1_138)]


def _named_by_content(raw: Path, content: bytes) -> str:
    """Write content beside a raw workbook, under its sha256."""
    unnamed = raw.with_name("unnamed")
    unnamed.write_bytes(content)
    return unnamed.rename(raw.with_name(sha256_of(unnamed))).name
