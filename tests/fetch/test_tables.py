"""Which table a title belongs to."""

from __future__ import annotations

import pytest

from fetch.tables import classify, classify_file, never_taken

CSP_TITLE = (
    "Police recorded crime Community Safety Partnership open data, year ending March 2021 to year ending March 2026"
)


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("Police recorded crime open data Police Force Area tables, year ending March 2013 onwards", "recorded"),
        ("Police recorded crime open data Police Force Area tables from March 2008 to March 2012", "recorded"),
        ("Police recorded crime open data Police Force Area tables, from March 2003 to March 2007", "recorded"),
        ("Outcomes open data, year ending March 2026", "outcomes"),
        ("Outcomes open data year ending March 2015", "outcomes"),
        ("Outcomes  open data,\u00a0year ending March 2021 ", "outcomes"),
        (CSP_TITLE, "recorded-csp"),
        ("Recorded crime data geographical reference table", "geography"),
    ],
)
def test_a_table_is_known_by_the_title_of_its_file(title: str, table: str):
    found = classify(title)
    assert found is not None
    assert found.name == table


@pytest.mark.parametrize(
    "title",
    [
        "Outcomes open data, alternate offences, year ending March 2026",
        "Outcomes open data, year ending March 2026: alternative offences",
        "Police recorded crime open data Police Force Area tables: subcodes, year ending March 2013 onwards",
        "Outcomes open data, year ending March 2026, supplementary tables",
        "Police recorded crime firearms open data Police Force Area tables, year ending March 2009 onwards",
        "Police recorded crime knife or sharp instrument open data, Police Force Area tables, year ending March 2009",
        "Knives and sharp instruments open data, Police recorded crime Police Force Area tables",
    ],
)
def test_files_that_would_count_offences_twice_are_never_taken(title: str):
    assert classify(title) is None
    assert never_taken(title)


def test_the_archive_of_outcomes_before_the_framework_of_2014_is_no_part_of_the_series():
    assert classify("Outcomes open data year ending March 2006 to year ending March 2014") is None
    assert classify_file("prc-outcomes-open-data-mar2006-mar2014-tables.xlsx") is None


@pytest.mark.parametrize(
    "title", ["Police recorded crime data: user guide", "Fraud open data", "", "Outcomes open data"]
)
def test_a_title_never_seen_belongs_to_no_table(title: str):
    assert classify(title) is None
    assert never_taken(title) is None


def test_a_file_on_disk_is_known_by_its_official_name():
    names = {
        "prc-pfa-mar2013-onwards-tables-230726.ods": "recorded",
        "prc-pfa-mar2008-mar2012-tabs.ods": "recorded",
        "prc-outcomes-open-data-mar2026-tables-230726.xlsx": "outcomes",
        "recrime-geo-pfa.csv": "geography",
    }
    assert {name: getattr(classify_file(name), "name", None) for name in names} == names
    assert classify_file("prc-outcomes-open-data-alternate-offences-mar2026-230726.xlsx") is None
