"""Whole drafts of the sample, kept as copy: read them as an editor would whenever they change.

Written anew, to be read and committed with the change that made them differ, by

    COPYDESK_WRITE_GOLDEN=1 pytest tests/generator/test_golden.py
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.draft import Box, Draft, Paragraph, Run

GOLDEN = Path(__file__).parent / "golden" / "drafts"
STATES = {
    "north-wales": "a fall against the nation's record: the article that this project grew from",
    "metropolitan-police": "a big force whose charge rate fell, by a name that the style gives it",
    "norfolk": "a rise to the highest year on record",
    "city-of-london": "a tiny force: no rate, no rank, little that can be compared",
    "cumbria": "a doubling",
    "durham": "a sharp fall from a high rate",
    "devon-and-cornwall": "months are missing from the year, and outcomes with them",
    "greater-manchester": "months are missing from an earlier year",
    "suffolk": "the same number as the year before",
}


def told(draft: Draft) -> str:
    """The draft as plain lines: all that is printed, then what the editor is told."""
    return "\n".join([*_copy(draft), "", "Notes to editors", *_notes(draft), ""])


def _copy(draft: Draft) -> Iterator[str]:
    yield from (f"{headline.limit}: {headline.text}" for headline in draft.headlines)
    yield f"Standfirst: {draft.standfirst.text}"
    yield f"Social: {draft.social.text}"
    for block in draft.body:
        yield ""
        if isinstance(block, Paragraph):
            yield textwrap.fill(block.text, 100)
        elif isinstance(block, Box):
            yield from (_text(line) for line in (block.title, *block.lines))
        else:
            yield f"[{block.kind}{', required' if block.required else ''}: {block.whom}]"
            yield textwrap.fill(block.ask, 100)


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _notes(draft: Draft) -> Iterator[str]:
    yield from (textwrap.fill(f"{note.kind}: {note.text}", 100) for note in draft.notes)
    yield from (textwrap.fill(f"counting: {caveat.text} ({caveat.source})", 100) for caveat in draft.caveats)


@pytest.mark.parametrize("area", STATES)
def test_the_draft_reads_as_it_did(sample_drafts: dict[str, Draft], area: str):
    path = GOLDEN / f"{area}.txt"
    now = f"{STATES[area]}\n\n{told(sample_drafts[area])}"
    if os.environ.get("COPYDESK_WRITE_GOLDEN"):
        path.write_text(now, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == now, (
        f"The draft for {area} reads otherwise than golden/drafts/{area}.txt. If that is meant, read it as copy "
        "and keep it: COPYDESK_WRITE_GOLDEN=1 pytest tests/generator/test_golden.py"
    )


def test_every_golden_draft_is_of_a_state_that_is_named():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(STATES)
