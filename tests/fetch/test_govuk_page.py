"""What is read off the publication page, in whatever shape GOV.UK gives it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fetch.errors import DiscoveryError
from fetch.govuk import PAGE, Publication, Site, moved_to, read_page, years_covered
from tests.fetch.govuk_server import Govuk
from tests.fetch.publication import CRIME, everything, fetched

MEDIA = "https://assets.publishing.service.gov.uk/media"
CRIME_TITLE = "Police recorded crime open data Police Force Area tables, {}"
SINCE_2013 = CRIME_TITLE.format("year ending March 2013 onwards")


def attachment(title: str, name: str = "tables.ods", media: str = "0a1b", **more: Any) -> dict[str, Any]:
    """An attachment as the Content API lists it."""
    return {"title": title, "url": f"{MEDIA}/{media}/{name}", "filename": name, "attachment_type": "file", **more}


def page(*attachments: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The page as the Content API gives it."""
    details = {"attachments": list(attachments), "body": ""}
    return {"title": "Open data", "public_updated_at": "2026-07-23T09:30:00+01:00", "details": details, **changes}


def read(*attachments: dict[str, Any], tables: tuple[str, ...] = ("recorded",), **changes: Any) -> Publication:
    return read_page(page(*attachments, **changes), Site(), tables)


def in_body(body: str) -> Publication:
    return read(details={"body": body})


def titles(publication: Publication) -> list[str]:
    return [one.title for _, one in publication.files]


def test_only_spreadsheets_count_as_files():
    guide = attachment("User guide to police recorded crime open data Police Force Area tables", "guide.pdf")
    online = {"title": SINCE_2013, "url": "/government/statistics/crime", "attachment_type": "html"}
    found = read(guide, online, attachment(SINCE_2013))
    assert (len(found.files), found.left) == (1, ())


def test_a_title_is_read_whatever_its_case_blanks_and_line_ends():
    odd = SINCE_2013.upper().replace(" ", "\u00a0 \n")
    assert titles(read(attachment(odd))) == [SINCE_2013.upper()]


def test_what_a_page_says_can_never_steer_the_terminal():
    found = read(attachment(SINCE_2013), attachment("Lunar \x1b[2Jcrime\x07", "lunar\x1b.ods"))
    assert [title for title, _ in found.left] == ["Lunar [2Jcrime"]


def test_a_file_without_a_name_is_called_what_its_address_ends_with():
    one = attachment(SINCE_2013, "prc%20pfa.ods")
    del one["filename"]
    assert read(one).files[0][1].filename == "prc pfa.ods"


def test_a_size_that_is_none_is_not_known():
    assert [read(attachment(SINCE_2013, file_size=size)).files[0][1].bytes for size in ("big", -1, None)] == [0, 0, 0]


def test_in_the_text_a_file_linked_by_picture_and_title_is_one_file_with_its_title():
    picture = f'<a href="{MEDIA}/0a1b/tables.ods"><img src="thumbnail.png" alt=""></a>'
    title = f'<h2><a class="govuk-link" href="{MEDIA}/0a1b/tables.ods">\n <span>{SINCE_2013}</span>\n</a></h2>'
    for body in (picture + title, title + picture):
        assert titles(in_body(body)) == [SINCE_2013]


def test_in_the_text_links_to_pages_are_no_files():
    body = f'<a href="/government/statistics">{SINCE_2013}</a><a href="{MEDIA}/0a1b/prc.ods">{SINCE_2013}</a>'
    assert len(in_body(body).files) == 1


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-07-23T09:30:00+01:00", date(2026, 7, 23)),
        ("2026-07-23T08:30:00.000Z", date(2026, 7, 23)),
        ("2026-07-22T23:30:00Z", date(2026, 7, 23)),
        ("2026-01-22T23:30:00Z", date(2026, 1, 22)),
    ],
)
def test_a_release_is_dated_by_the_day_in_london(said, day):
    assert read(attachment(SINCE_2013), public_updated_at=said).published == day


@pytest.mark.parametrize("said", [None, "", "in July", "2026-07-23T09:30:00", 20260723])
def test_a_page_that_does_not_say_when_is_refused(said):
    with pytest.raises(DiscoveryError, match="does not say when it was published"):
        read(attachment(SINCE_2013), public_updated_at=said)


@pytest.mark.parametrize(
    ("title", "years"),
    [
        (SINCE_2013, (2013, None)),
        (CRIME_TITLE.format("from March 2008 to March 2012"), (2008, 2012)),
        ("Outcomes open data, year ending March 2026", (2026, 2026)),
        ("Outcomes open data year ending March 2015", (2015, 2015)),
        ("Recorded crime data geographical reference table", None),
    ],
)
def test_a_title_tells_its_years(title, years):
    assert years_covered(title) == years


def test_a_hole_between_two_files_is_told_before_anything_comes():
    oldest = attachment(CRIME_TITLE.format("from March 2003 to March 2007"), media="03")
    with pytest.raises(DiscoveryError, match=r"no file for recorded crime .* year ending March 2008 to 2012, though"):
        read(oldest, attachment(SINCE_2013))


def test_files_side_by_side_are_complete_and_nothing_is_said():
    oldest = attachment(CRIME_TITLE.format("from March 2003 to March 2007"), media="03")
    middle = attachment(CRIME_TITLE.format("from March 2008 to March 2012"), media="08")
    assert read(attachment(SINCE_2013), middle, oldest).notices == ()


def test_every_table_that_is_missing_is_named():
    with pytest.raises(DiscoveryError, match="outcomes by police force area or geographical reference table"):
        read(attachment(SINCE_2013), tables=("recorded", "outcomes", "geography"))


def test_a_page_that_was_withdrawn_is_told_with_its_day():
    with pytest.raises(DiscoveryError, match="was withdrawn on 2026-09-01"):
        moved_to(page(withdrawn_notice={"withdrawn_at": "2026-09-01T10:00:00Z", "explanation": "<p>x</p>"}), Site())


def test_a_page_that_has_left_gov_uk_is_not_followed():
    gone = {"document_type": "redirect", "redirects": [{"path": PAGE, "destination": "https://example.org/crime"}]}
    with pytest.raises(DiscoveryError, match=r"moved away from GOV\.UK, to https://example\.org/crime"):
        moved_to(gone, Site())


def test_a_page_that_has_moved_on_gov_uk_is_followed(govuk, data_dir):
    found = govuk.page()
    moved = {"document_type": "redirect", "redirects": [{"path": PAGE, "destination": "/government/new-place"}]}
    govuk.pages["/government/new-place"] = found
    govuk.document = moved
    assert fetched(govuk, data_dir).built.release.name == "2026-07-23"


def test_a_page_that_moves_in_a_circle_is_one_sentence(govuk, data_dir):
    govuk.document = {"document_type": "redirect", "redirects": [{"path": PAGE, "destination": PAGE}]}
    with pytest.raises(DiscoveryError, match="moves from one address to the next"):
        fetched(govuk, data_dir)


def test_a_damaged_release_keeps_nobody_from_the_next(govuk: Govuk, data_dir):
    fetched(govuk, data_dir)
    (data_dir / "releases" / "2026-07-23" / "manifest.json").write_text("{")
    govuk.published = "2026-10-22T09:30:00+01:00"
    assert fetched(govuk, data_dir).built.release.name == "2026-10-22"


def test_a_file_that_is_here_keeps_the_time_at_which_it_came(govuk: Govuk, data_dir):
    def entry(release):
        return next(file for file in release.manifest.files if file.filename == CRIME)

    first = entry(fetched(govuk, data_dir).built.release)
    manifest = data_dir / "releases" / "2026-07-23" / "manifest.json"
    manifest.write_text(manifest.read_text().replace(first.fetched, "2026-07-23T08:31:00+00:00"))
    before = everything(data_dir / "raw")
    govuk.edition, govuk.published = "b2", "2026-10-22T09:30:00+01:00"
    again = entry(fetched(govuk, data_dir).built.release)
    assert (again.fetched, again.last_modified) == ("2026-07-23T08:31:00+00:00", first.last_modified)
    assert again.url != first.url
    assert everything(data_dir / "raw") == before
