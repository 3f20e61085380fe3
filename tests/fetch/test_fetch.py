"""From the publication page to a release, against a local server that answers like GOV.UK, and that misbehaves."""

from __future__ import annotations

import re

import pytest

from fetch.bring import plan_fetch
from fetch.download import Downloader, Patience
from fetch.errors import CopydeskError, DiscoveryError, DownloadError
from fetch.govuk import Site, read_page
from fetch.release import list_releases, open_release
from tests.fetch import books
from tests.fetch.govuk_server import File, Govuk, a_page_instead, cut_short, fails, sends, sends_too_much, stalls
from tests.fetch.publication import (
    CRIME,
    GEOGRAPHY,
    OUTCOMES,
    QUICK,
    copydesk,
    crime,
    everything,
    fetched,
    workbook,
    zip_bomb,
)

# A release comes in.


def test_the_page_becomes_a_release_named_by_its_day_in_london(govuk, data_dir):
    brought = fetched(govuk, data_dir)
    assert (brought.built.release.name, brought.built.new, brought.downloaded) == ("2026-07-23", True, 3)
    assert {table.name for table in brought.built.release.manifest.tables} == {"recorded", "outcomes", "geography"}


def test_a_day_is_london_s_even_when_the_page_tells_it_otherwise(govuk, data_dir):
    govuk.published = "2026-07-22T23:30:00+00:00"
    assert fetched(govuk, data_dir).built.release.name == "2026-07-23"


def test_the_manifest_says_where_each_file_came_from(govuk, data_dir):
    entry = next(file for file in fetched(govuk, data_dir).built.release.manifest.files if file.filename == CRIME)
    assert entry.url == f"{govuk.address}/media/a1/{CRIME}"
    assert entry.etag == govuk.files[0].etag
    assert entry.last_modified
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T[\d:]+\+00:00", entry.fetched)
    assert (data_dir / "raw" / entry.sha256).read_bytes() == govuk.files[0].data


def test_files_are_known_by_title_and_others_are_left_and_named(govuk, data_dir):
    brought = fetched(govuk, data_dir)
    assert "Lunar crime statistics" in [title for title, _ in brought.left]
    assert govuk.asked("alternate.xlsx") == govuk.asked("lunar.ods") == []


def test_every_request_says_honestly_who_is_asking(govuk, data_dir):
    fetched(govuk, data_dir)
    assert all(headers["User-Agent"].startswith("copydesk/") for _, _, headers in govuk.seen)


def test_without_a_list_of_attachments_the_links_of_the_text_are_read(govuk, data_dir):
    govuk.in_body = True
    assert fetched(govuk, data_dir).downloaded == 3


def test_a_second_fetch_of_an_unchanged_page_downloads_nothing_and_says_so(govuk, data_dir):
    fetched(govuk, data_dir)
    before, sent = everything(data_dir), len(govuk.downloads())
    again = fetched(govuk, data_dir)
    assert (again.built.new, again.downloaded, again.here) == (False, 0, 3)
    assert len(govuk.downloads()) == sent
    assert everything(data_dir) == before


def test_a_republication_at_new_addresses_downloads_only_what_changed(govuk, data_dir, tmp_path):
    fetched(govuk, data_dir)
    govuk.edition, govuk.published = "b2", "2026-10-22T09:30:00+01:00"
    govuk.files[0].data = workbook(tmp_path, CRIME, "2025_26", crime(count=6))
    govuk.seen.clear()
    brought = fetched(govuk, data_dir)
    assert govuk.downloads() == [CRIME]
    assert (brought.built.release.name, brought.downloaded, brought.here) == ("2026-10-22", 1, 2)
    assert open_release(data_dir, "2026-07-23").manifest.published == "2026-07-23"


def test_a_correction_on_the_same_day_is_a_second_release_and_the_first_one_stays(govuk, data_dir, tmp_path):
    fetched(govuk, data_dir)
    govuk.edition = "b2"
    govuk.files[0].data = workbook(tmp_path, CRIME, "2025_26", crime(count=7))
    assert fetched(govuk, data_dir).built.release.name == "2026-07-23.2"
    assert [release.name for release in list_releases(data_dir)] == ["2026-07-23.2", "2026-07-23"]


def test_nothing_of_the_downloads_is_left_lying_about(govuk, data_dir):
    fetched(govuk, data_dir)
    assert not (data_dir / "downloads").exists()


def test_a_plan_says_what_would_come_and_what_is_here_and_changes_nothing(govuk, data_dir):
    downloader = Downloader(Site(govuk.address), QUICK)
    plan = plan_fetch(data_dir, Site(govuk.address), downloader)
    assert [one.attachment.filename for one in plan.to_download] == [CRIME, OUTCOMES, GEOGRAPHY]
    assert plan.to_download[0].attachment.bytes == len(govuk.files[0].data)
    assert govuk.downloads() == []
    fetched(govuk, data_dir)
    assert plan_fetch(data_dir, Site(govuk.address), downloader).to_download == ()


# What passes is waited for.


def test_a_server_error_that_passes_is_tried_again(govuk, data_dir):
    govuk.faults[CRIME] = [fails(500), fails(503)]
    fetched(govuk, data_dir)
    assert govuk.asked(CRIME) == [500, 503, 200]


def test_too_many_requests_waits_as_long_as_the_server_asks(govuk, data_dir):
    govuk.faults[CRIME] = [fails(429, retry_after="7")]
    waited: list[float] = []

    patient = Patience(attempts=2, first=0.01, longest=30, connect=2, read=2)
    downloader = Downloader(Site(govuk.address), patient, pause=waited.append)
    data_dir.mkdir()
    downloader.file(f"{govuk.address}/media/a1/{CRIME}", CRIME, data_dir / CRIME, None, lambda *_: None)
    assert waited == [7.0]


def test_a_server_that_asks_for_an_hour_is_waited_for_no_longer_than_we_are_patient(govuk, data_dir):
    govuk.faults[CRIME] = [fails(429, retry_after="3600")]
    fetched(govuk, data_dir)
    assert govuk.asked(CRIME) == [429, 200]


def test_a_file_that_is_cut_short_is_resumed_where_it_stopped(govuk, data_dir):
    govuk.faults[CRIME] = [cut_short(CRIME, after=500)]
    fetched(govuk, data_dir)
    assert govuk.asked(CRIME) == [200, 206]
    asked = [headers for path, status, headers in govuk.seen if path.endswith(CRIME) and status == 206]
    assert (asked[0]["Range"], asked[0]["If-Range"]) == ("bytes=500-", govuk.files[0].etag)


def test_a_body_that_stalls_is_given_up_and_resumed(govuk, data_dir):
    govuk.faults[CRIME] = [stalls(CRIME, after=500, seconds=1.0)]
    fetched(govuk, data_dir)
    assert govuk.asked(CRIME) == [200, 206]


def test_a_file_that_changed_between_two_tries_is_fetched_anew_and_never_mixed(govuk, data_dir, tmp_path):
    govuk.faults[CRIME] = [cut_short(CRIME, after=500), *[fails(500)] * 2]
    with pytest.raises(DownloadError):
        fetched(govuk, data_dir)
    changed = workbook(tmp_path, CRIME, "2025_26", crime(count=9))
    govuk.files[0].data = changed
    entry = next(file for file in fetched(govuk, data_dir).built.release.manifest.files if file.filename == CRIME)
    assert (data_dir / "raw" / entry.sha256).read_bytes() == changed


# What does not pass is one sentence, and the last good release is untouched.

FAULTS = {
    "a server that stays broken": ([fails(500)] * 6, "answered 500"),
    "too many requests without end": ([fails(429)] * 6, "answered 429"),
    "a file that is gone": ([fails(404)], "answered 404"),
    "a host that refuses us": ([fails(403)], "answered 403"),
    "a web page with status 200": ([a_page_instead], "is a web page and no workbook"),
    "a body that stalls each time": ([stalls(CRIME, after=0, seconds=1.2)] * 6, "the server stopped sending"),
    "a file cut short each time": ([cut_short(CRIME, 300), *[fails(503)] * 5], "answered 503"),
    "a wrong length each time": (
        [lambda handler: handler.answer(200, b"PK", length=5000)] * 6,
        "the server stopped sending",
    ),
    "a damaged zip": ([sends(b"PK\x03\x04" + b"\0" * 2000)], "cut short or damaged"),
    "a zip that is no workbook": ([sends(b"PK\x05\x06" + b"\0" * 18)], "no workbook"),
    "a zip bomb": ([sends(zip_bomb())], "unpacks to more than"),
    "nothing at all": ([sends(b"")], "is empty"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_sentence_and_the_last_good_release_stays(govuk, data_dir, fault, tmp_path, desk):
    fetched(govuk, data_dir)
    before = {name: data for name, data in everything(data_dir).items() if "downloads" not in name}
    govuk.edition, govuk.published = "b2", "2026-10-22T09:30:00+01:00"
    govuk.files[0].data = workbook(tmp_path, CRIME, "2025_26", crime(count=6))
    govuk.faults[CRIME], words = list(FAULTS[fault][0]), FAULTS[fault][1]
    code, out, said = desk("--data-dir", str(data_dir), "fetch")
    assert (code, out) == (1, "")
    assert said.startswith("copydesk: ")
    assert words in said
    assert CRIME in said
    assert said.count("\n") == 1
    after = {name: data for name, data in everything(data_dir).items() if "downloads" not in name}
    assert after == before
    assert open_release(data_dir).name == "2026-07-23"
    # And once the fault has passed, the next fetch succeeds.
    govuk.faults[CRIME] = []
    assert fetched(govuk, data_dir).built.release.name == "2026-10-22"


def test_a_body_without_end_is_cut_off_at_the_size_limit(govuk, data_dir):
    govuk.faults[CRIME] = [sends_too_much(CRIME)]
    data_dir.mkdir()
    downloader = Downloader(Site(govuk.address), QUICK, most_bytes=1 << 20)
    with pytest.raises(DownloadError, match="longer than"):
        downloader.file(f"{govuk.address}/media/a1/{CRIME}", CRIME, data_dir / CRIME, None, lambda *_: None)
    assert list(data_dir.iterdir()) == []


def test_a_file_that_says_it_is_too_large_is_not_downloaded(govuk, data_dir):
    data_dir.mkdir()
    downloader = Downloader(Site(govuk.address), QUICK, most_bytes=100)
    with pytest.raises(DownloadError, match="far more than any official file"):
        downloader.file(f"{govuk.address}/media/a1/{CRIME}", CRIME, data_dir / CRIME, None, lambda *_: None)
    assert list(data_dir.iterdir()) == []


def test_a_workbook_that_does_not_read_cleanly_is_refused_whole(govuk, data_dir, tmp_path):
    fetched(govuk, data_dir)
    govuk.edition, govuk.published = "b2", "2026-10-22T09:30:00+01:00"
    rows = crime()
    rows[2] = books.recorded(5, quarter=2, year="2025/26", force="Nort Wales")
    govuk.files[0].data = workbook(tmp_path, CRIME, "2025_26", rows)
    with pytest.raises(CopydeskError, match=r"2025_26.*row 3.*Nort Wales"):
        fetched(govuk, data_dir)
    assert [release.name for release in list_releases(data_dir)] == ["2026-07-23"]


# The page itself.


def page_of(govuk: Govuk, **changes) -> object:
    return {**govuk.page(), **changes}


def test_an_empty_page_says_what_was_found(govuk, data_dir):
    govuk.document = {"title": "Statistics have moved", "public_updated_at": govuk.published, "details": {"body": ""}}
    with pytest.raises(DiscoveryError, match=r"Statistics have moved.*lists no files at all"):
        fetched(govuk, data_dir)


def test_a_missing_attachment_is_named(govuk, data_dir):
    del govuk.files[1]
    with pytest.raises(DiscoveryError, match=r"no file for outcomes by police force area.*lists 4 files"):
        fetched(govuk, data_dir)


def test_a_page_of_other_files_shows_some_of_their_titles(govuk, data_dir):
    govuk.files = [File("Lunar crime statistics", "lunar.ods", b"")]
    with pytest.raises(DiscoveryError, match="Lunar crime statistics"):
        fetched(govuk, data_dir)


@pytest.mark.parametrize("document", [[], "hello", {"public_updated_at": "2026-07-23T09:30:00Z", "details": None}])
def test_a_page_of_another_shape_is_one_sentence(govuk, data_dir, document):
    govuk.document = document
    with pytest.raises(DiscoveryError):
        fetched(govuk, data_dir)


def test_a_page_without_a_date_is_refused(govuk):
    with pytest.raises(DiscoveryError, match="does not say when it was published"):
        read_page(page_of(govuk, public_updated_at=None), Site(govuk.address))


def test_a_page_that_is_no_json_is_refused(govuk, data_dir):
    govuk.faults["page"] = [a_page_instead]
    with pytest.raises(DownloadError, match="not JSON"):
        fetched(govuk, data_dir)


def test_a_link_to_a_foreign_host_is_never_followed(govuk, data_dir):
    document = govuk.page()
    document["details"]["attachments"][0]["url"] = "https://example.org/prc.ods"
    govuk.document = document
    with pytest.raises(DiscoveryError, match=r"example\.org, which is no host of GOV\.UK's"):
        fetched(govuk, data_dir)


def test_a_redirect_to_a_foreign_host_is_never_followed_into_a_file(govuk, data_dir):
    govuk.faults[CRIME] = [
        lambda handler: handler.answer(302, b"", {"Location": govuk.address.replace("127.0.0.1", "localhost") + "/x"})
    ]
    with pytest.raises(DownloadError, match=r"no address of GOV\.UK's"):
        fetched(govuk, data_dir)


def test_an_older_release_than_the_page_offers_is_explained(govuk, data_dir):
    with pytest.raises(DiscoveryError, match=r"offers the release of 2026-07-23, not '2025-01-30'.*--from"):
        fetched(govuk, data_dir, release="2025-01-30")


# The command line.


def test_the_command_brings_a_release_in_and_says_what_it_holds(govuk, data_dir):
    run = copydesk(govuk, data_dir, "fetch")
    assert (run.returncode, run.stderr) == (0, "")
    assert "3 files downloaded, 0 were here already." in run.stdout
    assert "Release 2026-07-23: 4 rows of recorded" in run.stdout
    again = copydesk(govuk, data_dir, "fetch")
    assert "Nothing has changed: the release 2026-07-23 is here already." in again.stdout


def test_the_command_lists_what_it_would_do(govuk, data_dir):
    run = copydesk(govuk, data_dir, "fetch", "--dry-run")
    assert CRIME in run.stdout
    assert "left aside: Lunar crime statistics (no table that we know)" in run.stdout
    assert "Release of 2026-07-23: 3 files" in run.stdout
    assert not (data_dir / "releases").exists()


def test_the_command_reads_a_folder_of_workbooks(govuk, data_dir, tmp_path):
    folder = tmp_path / "downloaded"
    folder.mkdir()
    for one in govuk.files[:3]:
        (folder / one.name).write_bytes(one.data)
    run = copydesk(govuk, data_dir, "fetch", "--from", str(folder))
    assert "Release 2026-07-23" in run.stdout
    assert govuk.seen == []


def test_releases_lists_what_each_holds(govuk, data_dir):
    assert "No releases in" in copydesk(govuk, data_dir, "releases").stdout
    copydesk(govuk, data_dir, "fetch")
    listed = copydesk(govuk, data_dir, "releases").stdout
    assert "release     table" in listed
    assert re.search(r"2026-07-23 +recorded +1 +4 +Apr-Jun 2025 +Jan-Mar 2026 +1 +1", listed)


def test_an_error_is_one_sentence_and_exit_code_1(govuk, data_dir):
    govuk.faults[CRIME] = [fails(404)]
    run = copydesk(govuk, data_dir, "fetch")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("copydesk: ")
    assert "answered 404" in run.stderr
    assert run.stderr.count("\n") == 1


def test_an_unknown_table_is_answered_with_the_nearest_name(govuk, data_dir):
    run = copydesk(govuk, data_dir, "fetch", "--tables", "recoded")
    assert (run.returncode, "Did you mean recorded" in run.stderr) == (1, True)
