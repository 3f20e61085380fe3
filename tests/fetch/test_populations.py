"""Mid-year population estimates, from a server that answers like Nomis to the release and to a rate's denominator."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from fetch.areas import areas
from fetch.bring import Brought
from fetch.download import Patience
from fetch.errors import CopydeskError
from fetch.govuk import Site
from fetch.nomis import Estimates
from fetch.release import LocalFile, Release, build_release, open_release
from generator.populations import residents
from tests.fetch.estimates import TABLES, as_csv, estimates
from tests.fetch.govuk_server import NOMIS, Govuk, Handler, a_page_instead, fails, sends
from tests.fetch.publication import GEOGRAPHY, QUICK, everything, fetched

JUNE = date(2025, 6, 30)
TRIES = 6


@pytest.fixture
def nomis(govuk: Govuk, monkeypatch: pytest.MonkeyPatch) -> Govuk:
    """The server, with estimates of two years, as a newsroom's mirror of both sites."""
    govuk.estimates = estimates()
    monkeypatch.setenv("COPYDESK_NOMIS_URL", govuk.address)
    return govuk


@pytest.fixture
def fetch(desk: Callable[..., tuple[int, str, str]], data_dir: Path) -> Callable[..., tuple[int, str, str]]:
    """`copydesk fetch` with the table of populations."""
    return lambda *words: desk("--data-dir", str(data_dir), "fetch", "--tables", ",".join(TABLES), *words)


def brought(nomis: Govuk, data_dir: Path) -> Brought:
    return fetched(nomis, data_dir, tables=TABLES)


def cells(release: Release, where: str) -> list[tuple[object, ...]]:
    return duckdb.sql(
        f"SELECT area, year, residents, status, row, \"column\" FROM '{release.parts('populations')[0]}' "
        f"WHERE {where} ORDER BY ALL"
    ).fetchall()


def test_what_nomis_says_of_each_district_becomes_the_population_of_its_force(nomis, fetch, data_dir):
    nomis.estimates = estimates(W06000001="70001", W06000002="120002")
    code, out, err = fetch()
    assert (code, err) == (0, "")
    assert "636 rows of populations" in out
    found = residents(open_release(data_dir))
    north_wales = found.of("north-wales", JUNE)
    assert north_wales is not None
    assert (north_wales.people, north_wales.year) == (70_001 + 120_002 + 4 * 1_000, 2025)
    assert "mid-2025" in north_wales.source
    assert "Office for National Statistics" in north_wales.source
    nation = found.of("england-and-wales", JUNE)
    assert nation is not None
    assert nation.people == 70_001 + 120_002 + 316 * 1_000


def test_every_force_has_its_residents_and_city_of_london_only_in_the_totals(nomis, data_dir):
    found = residents(brought(nomis, data_dir).built.release)
    forces = [area.slug for area in areas().values() if area.kind == "force"]
    assert len(forces) == 43
    assert {slug for slug in forces if not found.of(slug, JUNE)} == {"city-of-london"}
    london = found.of("london", JUNE)
    assert london is not None
    assert london.people == 33 * 1_000


def test_a_figure_can_be_followed_to_its_cell_and_the_answer_is_kept_as_it_came(nomis, data_dir):
    release = brought(nomis, data_dir).built.release
    (entry,) = [file for file in release.manifest.files if file.table == "populations"]
    raw = (data_dir / "raw" / entry.sha256).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == entry.sha256
    assert entry.url.startswith(f"{nomis.address}{NOMIS}geography=TYPE424&time=first,latest&gender=0&c_age=200")
    assert entry.fetched.startswith("20")
    ((*_, row, column),) = cells(release, "district = 'W06000003' AND year = 2025")
    cell = raw.decode().splitlines()[int(row) - 1].split(",")[ord(str(column)) - ord("A")]
    assert cell == '"1000"'
    assert '"W06000003"' in raw.decode().splitlines()[int(row) - 1]


@pytest.mark.parametrize("most_rows", [100, 637, 638])
def test_an_answer_in_pages_is_the_answer_in_one(nomis, data_dir, most_rows):
    whole = brought(nomis, data_dir).built.release
    nomis.seen.clear()
    nomis.most_rows = most_rows
    again = brought(nomis, data_dir)
    assert not again.built.new
    assert again.built.release.name == whole.name
    assert len(nomis.asked(NOMIS)) == -(-len(nomis.estimates) // most_rows)


def test_nomis_is_asked_by_a_name_and_again_after_a_fault_that_passes(nomis, data_dir):
    nomis.faults["nomis"] = [fails(500), fails(503, retry_after="0")]
    assert brought(nomis, data_dir).built.new
    assert nomis.asked(NOMIS) == [500, 503, 200]
    agents = {headers["User-Agent"] for path, _, headers in nomis.seen if path.startswith(NOMIS)}
    assert all(agent.startswith("copydesk/") for agent in agents)


def test_nobody_asks_nomis_unless_populations_are_wanted(nomis, desk, data_dir, monkeypatch):
    monkeypatch.setenv("COPYDESK_NOMIS_URL", "no address")
    assert desk("--data-dir", str(data_dir), "fetch")[0] == 0
    assert nomis.asked(NOMIS) == []
    assert open_release(data_dir).parts("populations") == ()


def test_a_dry_run_says_where_the_estimates_come_from_and_asks_for_none(nomis, fetch):
    code, out, _ = fetch("--dry-run")
    assert code == 0
    assert f"nm_2002_1.csv is no file of the page: it comes from {nomis.address}{NOMIS}" in out
    assert nomis.asked(NOMIS) == []


def test_a_wrong_address_of_a_mirror_is_one_sentence(nomis, fetch, monkeypatch):
    monkeypatch.setenv("COPYDESK_NOMIS_URL", "nomis.example")
    code, _, err = fetch()
    assert code == 1
    assert err.startswith("copydesk: COPYDESK_NOMIS_URL is 'nomis.example', which is no web address.")


def always(fault: Callable[[Handler], None]) -> Callable[[Govuk], None]:
    return lambda nomis: nomis.faults["nomis"].extend([fault] * TRIES)


def has(**other: object) -> Callable[[Govuk], None]:
    def change(nomis: Govuk) -> None:
        nomis.estimates = estimates(**other)

    return change


def cut_in_the_middle(nomis: Govuk) -> None:
    """The first page is whole; the second has its headings only."""
    nomis.most_rows = 400

    def second(handler: Handler) -> None:
        nomis.faults["nomis"].append(sends(_headings(nomis).encode()))
        handler.nomis()

    nomis.faults["nomis"].append(second)


def revised_in_the_middle(nomis: Govuk) -> None:
    """A new year is published between two pages."""
    nomis.most_rows = 400

    def first(handler: Handler) -> None:
        handler.nomis()
        nomis.estimates = estimates(years=(2024, 2025, 2026))

    nomis.faults["nomis"].append(first)


def _headings(nomis: Govuk) -> str:
    return "DATE_NAME,GEOGRAPHY_CODE,GEOGRAPHY_NAME,GENDER,C_AGE,MEASURES,OBS_VALUE,RECORD_COUNT\r\n"


def one_row(count: str) -> bytes:
    return (_headings(Govuk([])) + f"2025,W06000003,Conwy,0,200,20100,1000,{count}\r\n").encode()


def endless(handler: Handler) -> None:
    """A body that goes on for more than any table of Nomis'."""
    handler.govuk.seen.append((handler.path, 200, {}))
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    for _ in range(20):
        handler.wfile.write(b"9" * (1 << 20))


def to_a_stranger(handler: Handler) -> None:
    handler.answer(302, b"", {"Location": "https://example.org/people.csv"})


FAULTS: dict[str, tuple[Callable[[Govuk], None], str]] = {
    "a server that fails": (always(fails(500)), "the server answered 500"),
    "a web page instead": (always(a_page_instead), "answered with a web page instead of figures"),
    "nothing at all": (always(sends(b"")), "answered with nothing at all"),
    "headings alone": (always(sends(_headings(Govuk([])).encode())), "Nomis has no rows for"),
    "no text": (always(sends(b"\xff\xfe\x00")), "something that is no CSV"),
    "an open quotation mark": (always(sends(b'"DATE_NAME,GEOG')), "something that is no CSV"),
    "a changed heading": (
        always(sends(one_row("1").replace(b"GEOGRAPHY_CODE", b"AREA_CODE"))),
        "no longer answers with the column 'GEOGRAPHY_CODE'",
    ),
    "more rows than there can be": (always(sends(one_row("90000000"))), "90,000,000 rows, far more"),
    "a number of rows without end": (always(sends(one_row("9" * 5000))), "rows that are cut short"),
    "fewer rows than it says": (always(sends(one_row("0"))), "1 rows instead of the 0"),
    "a row cut short": (always(sends(one_row("12").rpartition(b",")[0])), "rows that are cut short"),
    "an answer without end": (always(endless), "goes on without end"),
    "a page that does not come": (cut_in_the_middle, "400 rows instead of the 638"),
    "figures that change meanwhile": (revised_in_the_middle, "changed while they were being downloaded"),
    "a way to another host": (always(to_a_stranger), "example.org/people.csv, which is no address of Nomis's"),
    "a district of which nobody knows the force": (
        has(E07000128={"GEOGRAPHY_CODE": "E07000999", "GEOGRAPHY_NAME": "Newshire"}),
        "no police force is known for Newshire (E07000999)",
    ),
    "a county among the districts": (
        has(E07000128={"GEOGRAPHY_CODE": "E10000017", "GEOGRAPHY_NAME": "Lancashire"}),
        "no police force is known for Lancashire (E10000017)",
    ),
    "half a person": (has(E06000063="1000.5"), "row 25: OBS_VALUE '1000.5' is no number of people"),
    "fewer people than none": (has(E06000063="-1000"), "OBS_VALUE '-1000' is no number of people"),
    "a year that is none": (has(E06000063={"DATE_NAME": "latest"}), "'latest' is no year"),
    "a district twice": (has(W06000024={"GEOGRAPHY_CODE": "W06000023"}), "Powys in 2024 is there already in row"),
    "men alone": (has(E06000063={"GENDER": "1"}), "GENDER '1' is not what was asked for"),
    "the old alone": (has(E06000063={"C_AGE": "209"}), "C_AGE '209' is not what was asked for"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_sentence_and_the_last_good_release_stays(name, nomis, fetch, data_dir):
    fault, words = FAULTS[name]
    brought(nomis, data_dir)
    before = everything(data_dir)
    fault(nomis)
    code, out, err = fetch()
    assert (code, out) == (1, "")
    assert err.startswith("copydesk: ")
    assert words in err
    assert err.count("\n") == 1
    assert {path: data for path, data in everything(data_dir).items() if "/downloads/" not in path} == before


@pytest.mark.parametrize("lacking", [None, "", "0"], ids=["no row", "no figure", "nobody"])
def test_a_force_with_a_district_that_has_no_figure_has_no_population_rather_than_a_low_one(nomis, data_dir, lacking):
    both, only_2024 = estimates(), estimates(years=(2024,))
    nomis.estimates = only_2024 + estimates(years=(2025,), W06000003=lacking)
    assert len(nomis.estimates) <= len(both)
    release = brought(nomis, data_dir).built.release
    ((area, year, people, status, *_),) = cells(release, "district = 'W06000003' AND year = 2025")
    assert (area, year, people, status) == ("north-wales", 2025, None, "not provided")
    found = residents(release)
    for area, people in {"north-wales": 6_000, "wales": 22_000, "england-and-wales": 318_000}.items():
        estimate = found.of(area, JUNE)
        assert estimate is not None
        assert (estimate.people, estimate.year) == (people, 2024)
    whole = found.of("gwent", JUNE)
    assert whole is not None
    assert whole.year == 2025


def test_the_new_codes_of_barnsley_and_sheffield_are_the_same_places(nomis, data_dir):
    nomis.estimates = estimates(
        E08000016={"GEOGRAPHY_CODE": "E08000038", "OBS_VALUE": "250000"},
        E08000019={"GEOGRAPHY_CODE": "E08000039"},
    )
    found = residents(brought(nomis, data_dir).built.release).of("south-yorkshire", JUNE)
    assert found is not None
    assert found.people == 253_000


def test_a_partnership_that_the_release_puts_in_another_force_is_named(nomis, fetch, official):
    (geography,) = [one for one in nomis.files if one.name == GEOGRAPHY]
    geography.data += (
        b"South Nottinghamshire,E22000366,Derbyshire,East Midlands\r\nWiltshire_Kennet,E07000030,Dorset,X\r\n"
    )
    code, _, err = fetch()
    assert code == 1
    assert "South Nottinghamshire (E22000366) lies in derbyshire, by districts.toml in nottinghamshire" in err
    assert "Kennet" not in err


def test_an_answer_that_was_downloaded_in_a_browser_is_read_from_the_folder(nomis, desk, data_dir, tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()
    for one in nomis.files[:3]:
        (folder / one.name).write_bytes(one.data)
    (folder / "nm_2002_1.csv").write_text(as_csv(estimates(years=(2025,))), encoding="utf-8")
    words = ("--data-dir", str(data_dir), "fetch", "--from", str(folder), "--tables", ",".join(TABLES))
    code, out, _ = desk(*words)
    assert code == 0
    assert "318 rows of populations" in out
    assert nomis.asked(NOMIS) == []
    assert "populations" in desk("--data-dir", str(data_dir), "releases")[1]


def test_an_answer_in_the_folder_that_lacks_its_end_is_found_out(tmp_path):
    whole = [{**row, "RECORD_COUNT": "638"} for row in estimates()]
    path = tmp_path / "nm_2002_1.csv"
    lines = [",".join(whole[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in whole[:-1])]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CopydeskError, match="637 rows, and says of itself that it has 638: it is cut short"):
        build_release(tmp_path / "data", [LocalFile(path, "", path.name, table="populations")], date(2026, 7, 23))


def test_a_silent_nomis_is_given_up_after_as_many_tries_as_any_other_server(nomis, tmp_path):
    nomis.faults["nomis"] = [fails(503)] * 9
    asked: list[float] = []
    patience = Patience(attempts=4, first=0.01, longest=0.02, connect=QUICK.connect, read=QUICK.read)
    with pytest.raises(CopydeskError, match=r"503 .*\(4 tries\)"):
        Estimates(Site(nomis.address, "Nomis"), patience, asked.append).file(tmp_path / "people.csv", lambda *_: None)
    assert len(asked) == 3
    assert list(tmp_path.iterdir()) == []
