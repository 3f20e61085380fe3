"""What `copydesk fetch` says to its user: of the page's faults, of what it left, of how far it is."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fetch.release import list_releases, open_release
from tests.fetch.govuk_server import File, Govuk, Handler, a_page_instead, fails, sends, serving
from tests.fetch.publication import CRIME, GEOGRAPHY, OUTCOMES, command, crime, everything, fetched, workbook

Fault = Callable[[Govuk], None]
TRIES = 6  # as often as a file is asked for


@pytest.fixture(scope="session")
def good_release(official: list[File], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the release of July."""
    folder = tmp_path_factory.mktemp("good") / "data"
    with serving(Govuk([File(one.title, one.name, one.data) for one in official])) as server:
        fetched(server, folder)
    return folder


@pytest.fixture
def october(govuk: Govuk, good_release: Path, data_dir: Path, tmp_path: Path) -> Govuk:
    """The release of July is here; October's is on the page, at new addresses and with new figures."""
    shutil.copytree(good_release, data_dir)
    govuk.edition, govuk.published = "b2", "2026-10-22T09:30:00+01:00"
    govuk.files[0].data = workbook(tmp_path, CRIME, "2025_26", crime(count=6))
    govuk.files[2].data += b"Gwynedd,W06000002,North Wales,Wales\r\n"
    return govuk


def always(name: str, fault: Callable[[Handler], None]) -> Fault:
    return lambda govuk: govuk.faults[name].extend([fault] * TRIES)


def without(name: str) -> Fault:
    def fault(govuk: Govuk) -> None:
        govuk.files = [one for one in govuk.files if one.name != name]

    return fault


def empty_page(govuk: Govuk) -> None:
    govuk.document = {"title": "Crime data", "public_updated_at": govuk.published, "details": {"attachments": []}}


def foreign_host(govuk: Govuk) -> None:
    govuk.document = govuk.page()
    govuk.document["details"]["attachments"][0]["url"] = "https://example.org/prc.ods"


def missing_year(govuk: Govuk) -> None:
    title = "Outcomes open data, year ending March {}"
    govuk.files += [File(title.format(year), f"outcomes-{year}.xlsx", b"never asked for") for year in (2022, 2024)]


def hangs_up(handler: Handler) -> None:
    """The connection ends before there is an answer."""
    handler.govuk.seen.append((handler.path, 0, dict(handler.headers)))
    handler.close_connection = True


FAULTS: dict[str, tuple[Fault, str]] = {
    "a connection that ends": (always(CRIME, hangs_up), "could not be reached"),
    "a list cut short, by its own account whole": (always(GEOGRAPHY, sends(b"CSP Name,ONS Code")), "is cut short"),
    "a table that is not on the page": (without(OUTCOMES), "no file for outcomes by police force area"),
    "a year that is not on the page": (missing_year, "year ending March 2023"),
    "an empty page": (empty_page, "lists no files"),
    "a page that fails": (always("page", fails(503)), "answered 503"),
    "a page that is none of ours": (always("page", a_page_instead), "not JSON"),
    "a file on a foreign host": (foreign_host, "example.org, which is no host of GOV.UK's"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_sentence_and_exit_code_1_and_the_last_good_release_stays(name, october, desk, data_dir):
    fault, words = FAULTS[name]
    before = everything(data_dir)
    fault(october)
    code, out, err = desk("--data-dir", str(data_dir), "fetch")
    assert (code, out) == (1, "")
    assert err.startswith("copydesk: ")
    assert words in err
    assert err.count("\n") == 1
    assert {path: data for path, data in everything(data_dir).items() if "/downloads/" not in path} == before
    assert open_release(data_dir).name == "2026-07-23"


def test_once_a_fault_has_passed_only_what_is_missing_comes(october, desk, data_dir):
    def gone_once_the_figures_are_here(handler: Handler) -> None:
        while not list(data_dir.glob(f"downloads/*{CRIME}.json")):
            time.sleep(0.01)
        fails(404)(handler)

    october.faults[GEOGRAPHY] = [gone_once_the_figures_are_here]
    assert desk("--data-dir", str(data_dir), "fetch")[0] == 1
    october.seen.clear()
    code, out, _ = desk("--data-dir", str(data_dir), "fetch")
    assert (code, october.downloads()) == (0, [GEOGRAPHY])
    assert "1 file downloaded, 2 were here already." in out
    assert [release.name for release in list_releases(data_dir)] == ["2026-10-22", "2026-07-23"]


def test_a_server_that_refuses_nameless_programs_takes_us(govuk, desk, data_dir):
    code, _, err = desk("--data-dir", str(data_dir), "fetch")
    assert (code, err) == (0, "")
    assert 403 not in [status for _, status, _ in govuk.seen]


def test_titles_never_seen_are_named_and_change_nothing(desk, data_dir):
    _, out, _ = desk("--data-dir", str(data_dir), "fetch")
    assert "copydesk does not know what they are: Lunar crime statistics." in out
    assert "alternate" not in out


def test_a_page_that_begins_later_than_it_used_to_is_said(desk, data_dir):
    _, out, _ = desk("--data-dir", str(data_dir), "fetch")
    assert "no outcomes by police force area from before the year ending March 2026" in out


def test_quiet_says_nothing(desk, data_dir):
    assert desk("--data-dir", str(data_dir), "--quiet", "fetch") == (0, "", "")


@pytest.mark.parametrize("said", ["soon", "0", "-1", "nan", "1e9"])
def test_a_patience_that_makes_no_sense_is_one_sentence(desk, govuk, data_dir, monkeypatch, said):
    monkeypatch.setenv("COPYDESK_PATIENCE", said)
    code, _, err = desk("--data-dir", str(data_dir), "fetch")
    assert (code, govuk.seen) == (1, [])
    assert err.startswith(f"copydesk: COPYDESK_PATIENCE is {said!r}: give the seconds ")
    assert err.count("\n") == 1


def test_somebody_who_watches_sees_each_file_and_all_of_them_with_rate_and_time_left(govuk, data_dir):
    def drip(handler: Handler) -> None:
        data = govuk.files[0].data
        handler.answer(200, data[:400], {"ETag": govuk.files[0].etag}, length=len(data))
        for start in range(400, len(data), 400):
            time.sleep(0.15)
            handler.wfile.write(data[start : start + 400])
            handler.wfile.flush()

    govuk.faults[CRIME] = [drip]
    ours, theirs = pty.openpty()
    fetch = subprocess.Popen(
        command(data_dir, "fetch"),
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "COPYDESK_GOVUK_URL": govuk.address},
    )
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 65536):
            seen += chunk
    except OSError:
        pass  # the terminal is closed when the program ends
    finally:
        os.close(ours)
    assert fetch.wait() == 0
    shown = seen.decode()
    assert CRIME in shown
    assert "all files" in shown
    assert "/s" in shown
    assert "0:00:0" in shown
