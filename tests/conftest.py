"""What tests of several rooms share: the embedded sample, made once a run, and its drafts."""

from __future__ import annotations

import os
from pathlib import Path

import filelock
import hypothesis
import pytest

from fetch.release import Release
from fetch.sample import sample_release
from generator.draft import Draft
from generator.newsroom import draft_batch, find_areas

# No test asserts how long it takes: a busy machine is no bug.
hypothesis.settings.register_profile("copydesk", deadline=None)
hypothesis.settings.load_profile("copydesk")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The sample release. Workers of one run share it: the first makes it while the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared: Path = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with filelock.FileLock(shared / "sample.lock"):
        return sample_release(shared / "sample")


@pytest.fixture(scope="session")
def sample_drafts(sample: Release) -> dict[str, Draft]:
    """The harassment story of each force, written from the sample, by the force's slug."""
    return {draft.area.slug: draft for draft in draft_batch(sample, "harassment", find_areas(())).drafts}
