"""What the tests of the verifier share: one over the sample, and a way to ask it about a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fetch.release import Release
from generator.verify.answers import Answers
from generator.verify.published import read_pasted
from generator.verify.report import Report
from generator.verify.verifier import Subject, Verifier

Ask = Callable[[str], Report]


@pytest.fixture(scope="session")
def verifier(sample: Release) -> Verifier:
    """The verifier of the sample."""
    return Verifier(Answers(sample))


@pytest.fixture
def ask(verifier: Verifier) -> Ask:
    """The report on some words of the harassment story of North Wales."""
    return lambda words: verifier.check(read_pasted(words, "pasted"), Subject("harassment", "north-wales"))
