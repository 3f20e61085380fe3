"""The measurement must be honest: it mutates what is printed, counts no mutant twice, and changes one thing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bench import mutation
from bench.mutants import data
from bench.mutants.choose import NO_CHANGE, Mutant, choose, every_rule
from bench.mutants.desk import Desk, desk_for
from bench.mutants.judge import Judged, changed, counted, verdict_of
from bench.mutants.sites import sentence_at, sites_of
from fetch.release import Release, open_release
from generator.draft import Draft, spoken_claims
from generator.export import exporters
from generator.language import load_style
from generator.verify.published import Published, read_published
from generator.verify.report import Problem


@pytest.fixture(scope="module")
def desk(sample: Release) -> Desk:
    return desk_for(sample, "harassment", load_style("news"))


# Drafts as they are published


@pytest.fixture(scope="module")
def printed(sample_drafts: dict[str, Draft], tmp_path_factory: pytest.TempPathFactory) -> tuple[Draft, Published]:
    draft = sample_drafts["north-wales"]
    path = tmp_path_factory.mktemp("printed") / "draft.txt"
    path.write_bytes(exporters()["txt"].render(draft))
    return draft, read_published(path)


def test_every_phrase_of_a_draft_is_found_in_its_text(printed: tuple[Draft, Published]):
    draft, published = printed
    sites = sites_of(draft, published.passages)
    assert {name for name, _ in spoken_claims(draft)} <= {site.claim.id for site in sites}
    assert {"headline", "standfirst", "social", "body", "box", "note"} <= {site.part for site in sites}
    for site in sites:
        assert published.passages[site.passage].text == site.text
        assert site.sentence[0] <= site.start < site.sentence[1]


def test_a_sentence_ends_where_the_next_begins():
    text = "One case (3.7 per cent). The rest were not."
    assert [sentence_at(text, at) for at in (0, 30)] == [(0, 24), (25, len(text))]


def test_every_mutant_of_a_draft_changes_one_stretch_of_one_passage(printed: tuple[Draft, Published], desk: Desk):
    draft, published = printed
    chosen = choose(sites_of(draft, published.passages), desk, "seed")
    assert len(chosen.mutants) > 60
    for mutant in chosen.mutants:
        true = published.passages[mutant.passage].text
        assert mutant.text.casefold() != true.casefold()
        assert mutant.shown.replace(" -> ", "").count("[") >= 1


def test_the_same_seed_gives_the_same_mutants_and_none_twice(printed: tuple[Draft, Published], desk: Desk):
    sites = sites_of(printed[0], printed[1].passages)

    def made(seed: str) -> list[Mutant]:
        return choose(sites, desk, seed).mutants

    assert made("one") == made("one")
    assert made("one") != made("two")
    texts = [(one.passage, one.text) for one in made("one")]
    assert len(set(texts)) == len(texts)


def test_mutants_of_one_style_are_not_made_again_of_another(printed: tuple[Draft, Published], desk: Desk):
    sites = sites_of(printed[0], printed[1].passages)
    seen: set[tuple[str, str]] = set()
    first = choose(sites, desk, "seed", seen=seen)
    again = choose(sites, desk, "seed", seen=seen)
    assert not {one.text for one in first.mutants} & {one.text for one in again.mutants}


def test_every_rule_says_in_a_sentence_why_it_sets_aside():
    assert all(len(rule.split()) > 4 for rule in every_rule())
    assert NO_CHANGE in every_rule()


def test_helplines_get_wrong_numbers_in_the_box_and_in_the_notes(printed: tuple[Draft, Published], desk: Desk):
    sites = sites_of(printed[0], printed[1].passages)
    chosen = choose(sites, desk, "seed", kinds=["a helpline's number: a digit"], each=99)
    assert {one.part for one in chosen.mutants} == {"box", "note"}


# Data


def test_a_changed_release_is_whole_and_differs_in_one_thing(sample: Release, tmp_path: Path):
    changes = data.changes_of(sample, data.KINDS, 6, "seed")
    assert {one.kind for one in changes} == set(data.KINDS)
    (sample.folder.parent.parent / "checked").mkdir(exist_ok=True)
    copy = data.copied(sample, tmp_path / "data")
    for change_made in changes[:3]:
        wrong = data.with_change(sample, copy, change_made)
        differ = [
            one.part
            for one, other in zip(sample.manifest.files, wrong.manifest.files, strict=True)
            if one.part_sha256 != other.part_sha256
        ]
        assert differ == [sample.manifest.files[change_made.part].part]
        one, other = (pq.read_table(release.folder / differ[0]) for release in (sample, wrong))
        assert (
            other.num_rows - one.num_rows
            == {data.CELL: 0, data.LOST: -len(change_made.rows), data.TWICE: 1}[change_made.kind]
        )
        if change_made.kind == data.CELL:
            counts = [
                table["count" if "count" in table.column_names else "recorded_basis"].to_pylist()
                for table in (one, other)
            ]
            assert [abs(new - old) for old, new in zip(*counts, strict=True) if old != new] == [1]
        data.restore(sample, copy, change_made)
    # One that was damaged would be refused: the true one is back.
    assert open_release(copy, sample.name).manifest == sample.manifest


# Verdicts


def a_problem(kind: str, words: str = "4,634") -> Problem:
    return Problem(kind=kind, source="x", part="body", line=1, sentence="", words=words, why="it is not so")


def test_what_the_verifier_said_of_the_true_words_catches_no_mutant():
    before = counted([a_problem("wrong")])
    assert verdict_of(counted([a_problem("wrong")]) - before) == ""
    assert verdict_of(counted([a_problem("wrong"), a_problem("unproved", "a third")]) - before) == "unproved"
    assert verdict_of(counted([a_problem("unproved"), a_problem("wrong")])) == "wrong"


def test_a_mutant_changes_its_own_passage_alone(printed: tuple[Draft, Published]):
    _, published = printed
    mutant = Mutant("a digit", 3, published.passages[3].part, "other words", "")
    words = changed(published, mutant)
    assert words.passages[3].text == "other words"
    assert [one for at, one in enumerate(words.passages) if at != 3] == [
        one for at, one in enumerate(published.passages) if at != 3
    ]


def test_a_change_that_is_made_twice_counts_once_and_as_the_one_that_got_away():
    mutant = Mutant("a digit", 1, "body", "46", "4[5 -> 6]")
    judged = [Judged(mutant, "one", "wrong"), Judged(mutant, "two", ""), Judged(mutant, "three", "wrong")]
    assert [(one.where, one.verdict) for one in mutation.distinct(judged)] == [("two", "")]


def test_kinds_of_words_and_of_data_are_told_apart():
    rows = mutation.rows_of(
        ["a digit"], [Judged(Mutant("a digit", 1, "body", "", ""), "", "wrong")], Counter({("a digit", "x"): 2})
    )
    assert rows["a digit"].cells("a digit")[1:5] == ("3", "2", "1", "1")
