"""docs/fetching.md must name things as the program does."""

from __future__ import annotations

import re
from pathlib import Path

from fetch.bring import table_names
from fetch.download import Patience
from fetch.tables import TABLES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "fetching.md").read_text(encoding="utf-8")


def test_the_page_lists_every_table_and_which_are_taken_unasked():
    listed = dict(re.findall(r"^\| `([a-z-]+)` \|.*\| ([^|]+) \|$", PAGE, re.MULTILINE))
    assert {name: taken == "yes" for name, taken in listed.items()} == {one.name: one.on for one in TABLES.values()}


def test_the_tables_of_its_example_are_ones_that_can_be_asked_for():
    (example,) = re.findall(r"`--tables ([a-z,-]+)`", PAGE)
    assert table_names(example) == tuple(example.split(","))


def test_it_says_how_often_a_server_is_asked():
    assert "asked up to six times" in PAGE
    assert Patience().attempts == 6
