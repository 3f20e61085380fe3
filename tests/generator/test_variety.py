"""Neighbouring titles do not print the same sentence, and a rerun prints every sentence again."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetch.release import Release
from generator.draft import Draft, Paragraph, encode
from generator.newsroom import draft_batch, find_areas
from generator.reference import forces
from generator.variants import Variants, colours

# The places of the story with four ways to say it, whatever the figures.
FOUR_WAYS = (
    *("intro", "nation", "local", "scale", "why_cases_end"),
    *("no_suspect", "versus_nation", "related", "malicious"),
)

NEIGHBOURS: Mapping[str, frozenset[str]] = {slug: force.neighbours for slug, force in forces().items()}


def pairs() -> Iterator[tuple[str, str]]:
    """Every two forces that lie side by side, once."""
    for slug, beside in NEIGHBOURS.items():
        yield from ((slug, other) for other in sorted(beside) if slug < other)


def skeleton(block: Paragraph, draft: Draft) -> str:
    """How a paragraph opens, without its figures and names: the words that two titles would share."""
    plain = "".join(run.text if not run.claims else " # " for run in block.runs)
    for name in (draft.area.name, draft.area.place):
        plain = plain.replace(name, " @ ").replace(name[:1].upper() + name[1:], " @ ")
    return " ".join(re.sub(r"(?: # )+", " # ", plain).rstrip(" .").split()[:7])


@pytest.mark.parametrize("place", FOUR_WAYS)
def test_neighbours_never_share_a_sentence_where_there_are_four_ways_to_say_it(
    sample_drafts: dict[str, Draft], place: str
):
    said = {
        slug: skeleton(block, draft)
        for slug, draft in sample_drafts.items()
        for block in draft.paragraphs
        if block.id == place
    }
    shared = {(one, other): said[one] for one, other in pairs() if said.get(one) == said.get(other) is not None}
    assert not shared
    assert len(set(said.values())) >= 4


def test_two_drafts_of_neighbours_have_no_paragraph_in_common(sample_drafts: dict[str, Draft]):
    # What the support box and the counting rules say is the same for all.
    standing = {"counting", "charged_missing"}
    for one, other in pairs():
        mine = {block.text for block in sample_drafts[one].paragraphs if block.id not in standing}
        theirs = {block.text for block in sample_drafts[other].paragraphs if block.id not in standing}
        assert not mine & theirs, (one, other)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20), st.text(min_size=1, max_size=10))
def test_neighbours_get_different_variants_of_four_whatever_the_seed(seed: str, place: str):
    dealt = Variants(seed, NEIGHBOURS)
    picked = {slug: dealt.pick(place, slug, 4) for slug in NEIGHBOURS}
    assert not [pair for pair in pairs() if picked[pair[0]] == picked[pair[1]]]
    assert set(picked.values()) == {0, 1, 2, 3}


@given(st.text(max_size=20))
def test_the_same_seed_gives_the_same_colours(seed: str):
    shuffled = dict(sorted(NEIGHBOURS.items(), reverse=True))
    assert colours(NEIGHBOURS, seed) == colours(shuffled, seed)


def test_another_release_deals_the_sentences_anew():
    one, other = Variants("2024-01-25|harassment", NEIGHBOURS), Variants("2024-04-25|harassment", NEIGHBOURS)
    assert [one.pick("intro", slug, 4) for slug in NEIGHBOURS] != [other.pick("intro", slug, 4) for slug in NEIGHBOURS]


def test_two_forces_alike_in_one_place_mostly_differ_in_the_next():
    dealt = Variants("sample|harassment", NEIGHBOURS)
    same = [
        (one, other)
        for one in NEIGHBOURS
        for other in NEIGHBOURS
        if one < other and all(dealt.pick(place, one, 4) == dealt.pick(place, other, 4) for place in FOUR_WAYS[:5])
    ]
    assert len(same) < 10


# The same again


def test_a_rerun_gives_the_same_bytes(sample: Release, sample_drafts: dict[str, Draft]):
    again = draft_batch(sample, "harassment", find_areas(())).drafts
    assert [encode(draft) for draft in again] == [encode(draft) for draft in sample_drafts.values()]


def test_a_force_by_itself_gets_the_draft_that_it_gets_among_all(sample: Release, sample_drafts: dict[str, Draft]):
    areas = find_areas(["wiltshire", "gwent"])
    for draft in draft_batch(sample, "harassment", areas).drafts:
        assert encode(draft) == encode(sample_drafts[draft.area.slug])


def test_another_process_with_another_hash_seed_gives_the_same_bytes(sample: Release, sample_drafts: dict[str, Draft]):
    program = (
        "import hashlib, sys; from pathlib import Path; from fetch.release import open_release; "
        "from generator.draft import encode; from generator.newsroom import draft_batch, find_areas; "
        "release = open_release(Path(sys.argv[1]), 'sample'); "
        "[print(hashlib.sha256(encode(one)).hexdigest()) for one in "
        "draft_batch(release, 'harassment', find_areas(['north-wales', 'city-of-london', 'kent'])).drafts]"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(sample.folder.parent.parent)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
    ).stdout.split()
    drafts = [sample_drafts[slug] for slug in ("north-wales", "city-of-london", "kent")]
    assert said == [hashlib.sha256(encode(draft)).hexdigest() for draft in drafts]
