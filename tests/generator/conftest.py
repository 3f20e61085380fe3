"""What tests of templates share: a small release, and a newsroom that writes a story of its own from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fetch.release import Release
from generator.draft import Draft
from generator.newsroom import draft_batch, find_areas
from tests.generator.newsrooms import Write, a_story
from tests.generator.releases import a_release


@pytest.fixture(scope="session")
def fallen(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Harassment in North Wales fell from 5,000 to 4,000, and 172 cases were charged."""
    return (
        a_release(tmp_path_factory.mktemp("fallen"), "2022-09")
        .years("north-wales", "8L", *[5_000] * 8, 4_000)
        .years_elsewhere("8L", *[2_000] * 9)
        .outcome_years("north-wales", "8L", 1, 172)
        .build()
    )


@pytest.fixture
def write(fallen: Release, tmp_path: Path) -> Write:
    """Write the draft for North Wales from a newsroom's own story; what differs from a plain one is named."""

    def draft(**parts: str) -> Draft:
        folder = a_story(tmp_path, **parts)
        return draft_batch(fallen, "ours", find_areas(["north-wales"]), templates=folder).drafts[0]

    return draft
