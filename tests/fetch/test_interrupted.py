"""A fetch that is cut off, by the server, the disk or the user: what came is kept, and proved before it is used."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fetch.download import Patience
from fetch.errors import DownloadError
from fetch.govuk import Site
from tests.fetch.govuk_server import Handler, a_page_instead, cut_short, fails, serving, stalls
from tests.fetch.publication import CRIME, GEOGRAPHY, OUTCOMES, QUICK, command, everything, fetched, workbook
from tests.fetch.publication import crime as crime_rows

OFFICIAL = {CRIME, OUTCOMES, GEOGRAPHY}


def raw_of(data_dir: Path, brought, name: str) -> Path:
    entry = next(file for file in brought.built.release.manifest.files if file.filename == name)
    return data_dir / "raw" / entry.sha256


def lines(said: str) -> list[str]:
    return said.strip().splitlines()


# What came whole before another file failed is not sent again.


def test_files_that_came_before_another_failed_are_not_sent_again(govuk, data_dir):
    govuk.faults[GEOGRAPHY] = [fails(404)]
    with pytest.raises(DownloadError, match="404 Not Found"):
        fetched(govuk, data_dir)
    govuk.seen.clear()
    fetched(govuk, data_dir)
    assert set(govuk.downloads()) < OFFICIAL
    assert GEOGRAPHY in govuk.downloads()


def test_a_kept_file_that_was_changed_meanwhile_is_sent_again(govuk, data_dir):
    govuk.faults[GEOGRAPHY] = [cut_short(GEOGRAPHY, 10), fails(500), fails(500)]
    with pytest.raises(DownloadError):
        fetched(govuk, data_dir)
    for path in (data_dir / "downloads").glob("*.ods"):
        path.write_bytes(b"PK, or so it says")
    brought = fetched(govuk, data_dir)
    assert raw_of(data_dir, brought, CRIME).read_bytes() == govuk.files[0].data


def test_a_workbook_of_a_release_that_was_damaged_since_is_sent_again_and_mended(govuk, data_dir):
    kept = raw_of(data_dir, fetched(govuk, data_dir), CRIME)
    kept.write_bytes(kept.read_bytes()[:300])
    again = fetched(govuk, data_dir)
    assert (again.built.new, again.downloaded) == (False, 1)
    assert kept.read_bytes() == govuk.files[0].data
    assert fetched(govuk, data_dir).downloaded == 0


# What came in part is gone on with, and never trusted.


def test_a_part_that_does_not_fit_the_rest_is_thrown_away_and_the_file_comes_whole(govuk, data_dir):
    one = govuk.files[0]
    govuk.faults[CRIME] = [
        lambda handler: handler.answer(200, b"PK" + b"?" * 498, {"ETag": one.etag}, length=len(one.data))
    ]
    brought = fetched(govuk, data_dir)
    assert govuk.asked(CRIME) == [200, 206, 200]
    assert raw_of(data_dir, brought, CRIME).read_bytes() == one.data


def test_a_length_that_is_too_long_does_not_keep_a_whole_file_from_being_taken(govuk, data_dir):
    one = govuk.files[0]
    govuk.faults[CRIME] = [lambda handler: handler.answer(200, one.data, {"ETag": one.etag}, length=len(one.data) + 10)]
    brought = fetched(govuk, data_dir)
    assert govuk.asked(CRIME) == [200, 416]
    assert raw_of(data_dir, brought, CRIME).read_bytes() == one.data


def test_a_part_of_which_the_server_said_no_version_is_not_gone_on_with(govuk, data_dir):
    one = govuk.files[0]
    govuk.faults[CRIME] = [lambda handler: handler.answer(200, one.data[:500], {}, length=len(one.data))]
    fetched(govuk, data_dir)
    assert govuk.asked(CRIME) == [200, 200]


def test_a_weak_etag_does_not_prove_that_two_halves_are_of_one_file(govuk, data_dir):
    one = govuk.files[0]
    govuk.faults[CRIME] = [
        lambda handler: handler.answer(200, one.data[:500], {"ETag": f"W/{one.etag}"}, length=len(one.data))
    ]
    fetched(govuk, data_dir)
    assert govuk.asked(CRIME) == [200, 200]


def test_a_body_that_trickles_is_given_up_like_one_that_stalls(govuk, data_dir):
    def trickles(handler: Handler) -> None:
        one = handler.govuk.files[0]
        handler.answer(200, one.data[:100], {"ETag": one.etag}, length=len(one.data))
        for number in range(100, 200):
            handler.wfile.write(one.data[number : number + 1])
            time.sleep(0.02)

    govuk.faults[CRIME] = [trickles]
    hasty = Patience(attempts=3, first=0.01, longest=0.05, connect=2, read=0.4, slowest=5_000)
    fetched(govuk, data_dir, patience=hasty)
    assert govuk.asked(CRIME) == [200, 206]


def test_a_csv_shorter_than_the_page_says_is_refused(govuk, data_dir):
    document = govuk.page()
    document["details"]["attachments"][2]["file_size"] += 25
    govuk.document = document
    with pytest.raises(DownloadError, match=rf"{GEOGRAPHY} is cut short: .* bytes came, and the page says"):
        fetched(govuk, data_dir)


# The page, too.


@pytest.mark.parametrize("pause", [0.0, 1.0], ids=["cut short", "stalled"])
def test_a_page_that_comes_in_part_is_asked_for_again(govuk, data_dir, pause):
    def half(handler: Handler) -> None:
        page = json.dumps(handler.govuk.page()).encode()
        handler.answer(200, page[:200], length=len(page))
        handler.wfile.flush()
        time.sleep(pause)

    govuk.faults["page"] = [half]
    assert fetched(govuk, data_dir).downloaded == 3


def test_a_server_that_is_not_there_is_one_sentence_with_a_way_out(govuk, data_dir):
    with serving(type(govuk)([])) as gone:
        pass
    with pytest.raises(DownloadError, match=r"could not be reached \(Connection refused\).*--from DIR"):
        fetched(gone, data_dir)


def test_a_foreign_host_that_we_are_redirected_to_is_not_even_asked(govuk, data_dir):
    with serving(type(govuk)([])) as foreign:
        elsewhere = foreign.address.replace("127.0.0.1", "localhost")
        govuk.faults[CRIME] = [lambda handler: handler.answer(302, b"", {"Location": f"{elsewhere}/x.ods"})]
        with pytest.raises(DownloadError, match=r"no address of GOV\.UK's"):
            fetched(govuk, data_dir)
        assert foreign.seen == []


@pytest.mark.parametrize(
    "url",
    [
        "http://www.gov.uk/x",
        "https://www.gov.uk.example.org/x",
        "https://example.org/www.gov.uk",
        "https://www.gov.uk@example.org/x",
        "file:///etc/passwd",
        "//example.org/x",
    ],
)
def test_an_address_that_only_looks_like_gov_uk_is_foreign(url):
    assert not Site().allows(url)


# The disk, and the user.


def test_a_full_disk_is_one_sentence_and_the_last_good_release_stays(govuk, data_dir, tmp_path):
    fetched(govuk, data_dir)
    before = everything(data_dir / "releases")
    govuk.edition, govuk.published = "b2", "2026-10-22T09:30:00+01:00"
    govuk.files[0].data = workbook(tmp_path, CRIME, "2025_26", crime_rows(count=6))
    # No file may grow beyond 400 bytes: what a disk without room does to a program.
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400))\n"
        f"sys.argv = ['copydesk', '--data-dir', {str(data_dir)!r}, 'fetch']\n"
        "from copydesk.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "COPYDESK_GOVUK_URL": govuk.address},
    )
    assert done.returncode == 1
    assert len(lines(done.stderr)) == 1
    assert "could not be written" in done.stderr
    assert "Make room" in done.stderr
    assert everything(data_dir / "releases") == before


def test_a_data_folder_that_is_a_file_is_one_sentence(govuk, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DownloadError, match=r"could not be written.*--data-dir"):
        fetched(govuk, tmp_path / "file")


@pytest.fixture
def ctrl_c_is_heard() -> Iterator[None]:
    """A shell that runs the tests in the background takes Ctrl-C from all that they start: it is given back."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_ctrl_c_ends_it_at_once_and_the_next_fetch_goes_on_where_it_stopped(govuk, data_dir):
    govuk.faults[CRIME] = [stalls(CRIME, after=500, seconds=60)]
    running = subprocess.Popen(
        command(data_dir, "fetch"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COPYDESK_GOVUK_URL": govuk.address},
    )
    wait_for(lambda: [path for path in data_dir.glob("downloads/*.part") if path.stat().st_size == 500])
    running.send_signal(signal.SIGINT)
    # A server that says nothing is waited for half a minute; a user who has had enough is not.
    said = running.communicate(timeout=20)[1]
    assert running.returncode == 130
    assert len(lines(said)) == 1
    assert not (data_dir / "releases").exists()
    govuk.seen.clear()
    fetched(govuk, data_dir)
    assert govuk.asked(CRIME) == [206]


def wait_for(seen) -> None:
    for _ in range(1000):
        if seen():
            return
        time.sleep(0.02)
    raise AssertionError("it never came to that")


def test_one_file_that_fails_stops_the_others(govuk, data_dir):
    govuk.faults[CRIME] = [a_page_instead]
    govuk.faults[OUTCOMES] = [stalls(OUTCOMES, after=300, seconds=1)] * QUICK.attempts
    with pytest.raises(DownloadError, match=f"{CRIME} is a web page"):
        fetched(govuk, data_dir)
    # It may not have been asked for yet; it is not asked for again.
    assert len(govuk.asked(OUTCOMES)) <= 1
