"""A sub-editor rewrites the drafts of the sample: what stays true passes, and an error is pointed at."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from generator.verify.published import read_pasted
from generator.verify.report import Report
from generator.verify.verifier import Subject, Verifier

REWORDINGS = tomllib.loads(Path(__file__).with_name("rewordings.toml").read_text(encoding="utf-8"))


def rewordings(half: str) -> list[tuple[str, str]]:
    """Each rewording of one half, with its area."""
    return [(area, words) for area, halves in REWORDINGS.items() for words in halves.get(half, ())]


def reported(verifier: Verifier, area: str, words: str) -> Report:
    return verifier.check(read_pasted(words, "pasted"), Subject("harassment", area))


def parted(marked: str) -> tuple[str, str]:
    """The words as printed, and the false ones among them, which stand in square brackets."""
    found = re.search(r"\[(.+?)\]", marked, re.DOTALL)
    assert found, f"no false words are marked in {marked!r}"
    return marked.replace("[", "").replace("]", ""), found[1]


def meet(one: str, other: str, within: str) -> bool:
    """Whether two stretches of the same words share a place, wherever `other` stands."""
    begin = within.index(one)
    return any(
        found.start() < begin + len(one) and begin < found.end() for found in re.finditer(re.escape(other), within)
    )


@pytest.mark.parametrize(("area", "words"), rewordings("true"))
def test_a_true_rewording_passes(verifier: Verifier, area: str, words: str) -> None:
    assert [one.told for one in reported(verifier, area, words).problems] == []


@pytest.mark.parametrize(("area", "marked"), rewordings("false"))
def test_an_error_is_pointed_at(verifier: Verifier, area: str, marked: str) -> None:
    words, false = parted(marked)
    problems = [one for one in reported(verifier, area, words).problems if one.kind in ("wrong", "unproved")]
    assert any(meet(false, one.words, words) for one in problems if one.words), [one.told for one in problems]
