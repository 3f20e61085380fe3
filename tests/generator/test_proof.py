"""The proof before a draft is written: whatever is changed on the way, a figure, a word, a fact or a cell, is found."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from fetch.release import Release
from generator.draft import Draft, Paragraph, Run, decode, encode, spoken_claims
from generator.facts import Fact, Selector
from generator.language import load_style
from generator.newsroom import draft_batch, find_areas
from generator.selfcheck import prove
from generator.storyerror import TemplateError
from tests.generator.newsrooms import a_story, paragraph
from tests.generator.releases import a_release

STYLE = load_style("news", [])


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Harassment fell in North Wales by a fifth, and is high for its population."""
    builder = a_release(tmp_path_factory.mktemp("release"), "2022-09")
    builder.years("north-wales", "8L", 9_000, *[5_000] * 12, 4_000).years_elsewhere("8L", 900, *[500] * 12, 510)
    for code, cases in (("8M", 60), ("8Q", 1_200), ("8R", 3_000)):
        builder.years_elsewhere(code, *[cases] * 12)
    for kind, cases in ((0, 60), (1, 30), (14, 40), (16, 90), (18, 50)):
        builder.outcome_years("north-wales", "8L", kind, 8 * cases, 8 * cases)
        builder.outcomes_elsewhere("8L", kind, cases, cases)
    return builder.build()


@pytest.fixture(scope="module")
def draft(release: Release) -> Draft:
    return draft_batch(release, "harassment", find_areas(["north-wales"])).drafts[0]


def refused(draft: Draft, release: Release) -> str:
    with pytest.raises(TemplateError) as caught:
        prove([draft], release, STYLE)
    return str(caught.value)


# Words


def reworded(draft: Draft, before: str, after: str) -> Draft:
    """The draft with words changed in its body, the claims left as they were."""
    body = tuple(
        msgspec.structs.replace(
            block,
            runs=tuple(
                Run(run.text.replace(before, after) if run.claims else run.text, run.claims) for run in block.runs
            ),
        )
        if isinstance(block, Paragraph)
        else block
        for block in draft.body
    )
    changed = msgspec.structs.replace(draft, body=body)
    assert changed != draft, before
    return changed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("4,000", "4,001"),
        ("5,000", "4,500"),
        ("down from", "up from"),
        ("11 every day", "12 every day"),
        ("6 per cent", "5 per cent"),
        ("September 2022", "September 2021"),
        ("harassment cases", "stalking cases"),
        ("the year before", "nine years earlier"),
        ("highest", "lowest"),
    ],
)
def test_a_changed_word_of_a_claim_is_refused_with_its_template_and_line(
    draft: Draft, release: Release, before: str, after: str
):
    said = refused(reworded(draft, before, after), release)
    assert ".j2, line " in said
    assert "the copy says" in said or "is not what the facts show" in said


def test_a_word_that_a_template_was_licensed_to_print_is_refused_when_it_is_turned_round(tmp_path: Path):
    folder = a_story(tmp_path, body=paragraph("It {% resting on local.cases %}fell{% endresting %} in a year."))
    release = a_release(tmp_path, "2022-09").years("north-wales", "8L", 5_000, 4_000).build()
    draft = draft_batch(release, "ours", find_areas(["north-wales"]), templates=folder).drafts[0]
    said = refused(reworded(draft, "fell", "rose"), release)
    assert said == "stories/ours/body.j2, line 2: 'rose' is not what the facts show."


def test_a_figure_that_lost_its_claim_is_refused(draft: Draft, release: Release):
    first, *rest = draft.body
    assert isinstance(first, Paragraph)
    bare = msgspec.structs.replace(first, runs=tuple(Run(run.text) for run in first.runs))
    said = refused(msgspec.structs.replace(draft, body=(bare, *rest)), release)
    assert said.startswith("stories/harassment/body.j2, block 'intro' for north-wales: no claim covers ")


def test_a_claim_that_rests_on_another_fact_is_refused(draft: Draft, release: Release):
    said = next(claim for claim in draft.claims if claim.kind in {"cases", "count"} and claim.facts == (NOW,))
    other = msgspec.structs.replace(said, facts=("recorded/harassment/north-wales/2021-09",))
    claims = tuple(other if claim is said else claim for claim in draft.claims)
    assert "the copy says" in refused(msgspec.structs.replace(draft, claims=claims), release)


def test_two_claims_that_swap_their_facts_are_refused(draft: Draft, release: Release):
    change = next(claim for claim in draft.claims if claim.kind == "change" and claim.id.startswith("local"))
    now, before, noise = change.facts
    swapped = msgspec.structs.replace(change, facts=(before, now, noise))
    claims = tuple(swapped if claim is change else claim for claim in draft.claims)
    said = refused(msgspec.structs.replace(draft, claims=claims), release)
    assert said.startswith(f"{change.template}, line {change.line}: the copy says")


def test_a_reference_that_says_another_row_is_refused(draft: Draft, release: Release):
    numbers = [claim for claim in draft.claims if claim.options.get("field") == "number"]
    other = msgspec.structs.replace(numbers[0], options=numbers[1].options)
    claims = tuple(other if claim is numbers[0] else claim for claim in draft.claims)
    said = refused(msgspec.structs.replace(draft, claims=claims), release)
    assert said.startswith(f"{other.template}, line {other.line}: the copy says '0")


# Facts


def draft_fact(draft: Draft, name: str) -> Fact:
    return next(fact for fact in draft.facts if fact.id == name)


def with_fact(draft: Draft, name: str, **changes: Any) -> Draft:
    facts = tuple(dataclasses.replace(fact, **changes) if fact.id == name else fact for fact in draft.facts)
    assert facts != draft.facts
    return msgspec.structs.replace(draft, facts=facts)


NOW = "recorded/harassment/north-wales/2022-09"
CHARGED = "charged/harassment/north-wales/2022-09"
SHARE = f"share/{CHARGED}"
RATE = f"rate/{NOW}"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (SHARE, {"value": 7.0}),
        (SHARE, {"inputs": (CHARGED, "recorded/harassment/north-wales/2021-09")}),
        (SHARE, {"rule": "ratio"}),
        (f"noise/{NOW}", {"constants": (0.5,)}),
        (f"noise/{NOW}", {"value": -30.0}),
        (RATE, {"constants": (1_000_000.0,)}),
        (RATE, {"value": 6.0}),
        (f"rank/high/{RATE}", {"value": 2.0}),
        (f"rank/high/{RATE}", {"constants": (43.0, 0.0)}),
        (f"rank/high/{RATE}", {"constants": (42.0, 1.0)}),
    ],
)
def test_a_changed_fact_is_refused_by_its_name(draft: Draft, release: Release, name: str, changes: dict[str, Any]):
    assert refused(with_fact(draft, name, **changes), release).startswith(f"fact {name}: ")


@pytest.mark.parametrize(
    "changes",
    [
        {"total": 4_001},
        {"rows": 5},
        {"digest": f"{1:016x}"},
        {"areas": ("kent",)},
        {"offences": ("8Q",)},
        {"first": "2021-07-01"},
        {"last": "2022-04-01"},
        {"table": "outcomes"},
    ],
)
def test_changed_coordinates_of_cells_are_refused(draft: Draft, release: Release, changes: dict[str, Any]):
    cells = draft_fact(draft, NOW).cells
    assert cells is not None
    assert refused(with_fact(draft, NOW, cells=dataclasses.replace(cells, **changes)), release).startswith(
        f"fact {NOW}: "
    )


def test_a_changed_total_is_refused_whether_or_not_its_selector_lies_with_it(draft: Draft, release: Release):
    cells = draft_fact(draft, NOW).cells
    assert isinstance(cells, Selector)
    assert refused(with_fact(draft, NOW, value=4_001), release).startswith("fact ")
    both = dataclasses.replace(cells, total=4_001)
    assert refused(with_fact(draft, NOW, value=4_001, cells=both), release).startswith("fact ")


@pytest.mark.parametrize("name", [NOW, SHARE, f"noise/{NOW}"])
def test_a_fact_that_is_gone_is_missed(draft: Draft, release: Release, name: str):
    facts = tuple(fact for fact in draft.facts if fact.id != name)
    without = msgspec.structs.replace(draft, facts=facts)
    assert refused(without, release) == f"fact {name}: the draft rests on it and does not hold it."


def test_a_claim_that_is_gone_is_missed(draft: Draft, release: Release):
    without = msgspec.structs.replace(draft, claims=draft.claims[1:])
    gone = draft.claims[0].id
    assert refused(without, release) == f"claim {gone}: the draft rests on it and does not hold it."


@pytest.mark.parametrize(
    "changes",
    [{"kind": "guess"}, {"kind": "licence"}, {"kind": "reference"}, {"facts": ()}, {"options": {"form": "shout"}}],
)
def test_a_claim_that_makes_no_sense_is_refused_with_its_template_and_line(
    draft: Draft, release: Release, changes: dict[str, Any]
):
    change = next(claim for claim in draft.claims if claim.kind == "change" and claim.id.startswith("local"))
    claims = tuple(msgspec.structs.replace(one, **changes) if one is change else one for one in draft.claims)
    said = refused(msgspec.structs.replace(draft, claims=claims), release)
    assert said.startswith(f"stories/harassment/body.j2, line {change.line}: the copy says 'down from 5,000")


# Cells


def tampered(release: Release, folder: Path, table: str, change: Callable[[pa.Table], pa.Table]) -> Release:
    """A copy of the release in which the Parquet part of a table was altered behind its back."""
    copy = dataclasses.replace(release, folder=Path(shutil.copytree(release.folder, folder / "copy")))
    (part,) = copy.parts(table)
    rows = change(pq.read_table(part))
    part.unlink()
    pq.write_table(rows, part)
    return copy


def at(rows: pa.Table, quarter: str) -> pa.Array:
    """Where the cells of North Wales in a quarter stand."""
    return pc.and_(
        pc.and_(pc.equal(rows["area"], "north-wales"), pc.equal(rows["offence_code"], "8L")),
        pc.equal(pc.cast(rows["quarter"], pa.string()), quarter),
    )


def replaced(column: str, value: object) -> Callable[[pa.Table], pa.Table]:
    def change(rows: pa.Table) -> pa.Table:
        plain = rows[column]
        if pa.types.is_dictionary(plain.type):
            plain = pc.cast(plain, plain.type.value_type)
        altered = pc.if_else(at(rows, "2022-04-01"), pa.scalar(value, plain.type), plain)
        return rows.set_column(rows.column_names.index(column), column, altered)

    return change


@pytest.mark.parametrize(
    ("column", "value"),
    [("count", 1_001), ("row", 9), ("status", "gap"), ("sheet", "2021_22"), ("column", "G"), ("file", "another")],
)
def test_a_cell_that_says_something_else_than_before_is_found(
    draft: Draft, release: Release, tmp_path: Path, column: str, value: object
):
    release = tampered(release, tmp_path, "recorded", replaced(column, value))
    assert refused(draft, release).startswith("fact ")


def test_a_count_moved_from_one_quarter_to_the_next_is_found_though_the_year_is_the_same(
    draft: Draft, release: Release, tmp_path: Path
):
    def moved(rows: pa.Table) -> pa.Table:
        step = pc.subtract(pc.cast(at(rows, "2022-04-01"), pa.int64()), pc.cast(at(rows, "2022-01-01"), pa.int64()))
        return rows.set_column(rows.column_names.index("count"), "count", pc.add(rows["count"], step))

    assert refused(draft, tampered(release, tmp_path, "recorded", moved)).startswith("fact ")


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: pa.concat_tables([rows, rows.filter(at(rows, "2022-04-01"))]),
        lambda rows: rows.filter(pc.invert(at(rows, "2022-04-01"))),
    ],
    ids=["twice", "gone"],
)
def test_a_row_that_is_there_twice_or_gone_is_found(
    draft: Draft, release: Release, tmp_path: Path, change: Callable[[pa.Table], pa.Table]
):
    assert refused(draft, tampered(release, tmp_path, "recorded", change)).startswith("fact ")


def test_an_outcome_that_says_something_else_is_found(draft: Draft, release: Release, tmp_path: Path):
    def change(rows: pa.Table) -> pa.Table:
        charged = pc.and_(at(rows, "2022-04-01"), pc.equal(rows["outcome_type"], 1))
        altered = pc.if_else(charged, pa.scalar(3, rows["recorded_basis"].type), rows["recorded_basis"])
        return rows.set_column(rows.column_names.index("recorded_basis"), "recorded_basis", altered)

    assert "charged" in refused(draft, tampered(release, tmp_path, "outcomes", change))


def test_a_release_without_the_outcomes_that_a_draft_speaks_of_is_refused(draft: Draft, release: Release):
    files = tuple(file for file in release.manifest.files if file.table != "outcomes")
    without = dataclasses.replace(release, manifest=msgspec.structs.replace(release.manifest, files=files))
    assert "the release says 0 in 0 cells" in refused(draft, without)


# Whole drafts


def test_every_draft_of_the_sample_proves_after_a_journey_through_json(
    sample: Release, sample_drafts: dict[str, Draft]
):
    assert len(sample_drafts) == 43
    read_again = [decode(encode(draft)) for draft in sample_drafts.values()]
    assert read_again == list(sample_drafts.values())
    prove(read_again, sample, STYLE)


def test_a_draft_is_proved_in_the_style_that_it_was_written_in(release: Release):
    tabloid = draft_batch(release, "harassment", find_areas(["north-wales"]), style_name="tabloid").drafts[0]
    assert re.search(r"the copy says '.*\d%', and its facts say '.*\d per cent'", refused(tabloid, release))


def test_every_figure_in_the_body_of_the_sample_drafts_is_covered_by_a_claim(sample_drafts: dict[str, Draft]):
    for draft in sample_drafts.values():
        for block in draft.paragraphs:
            assert not [run.text for run in block.runs if not run.claims and any(c.isdigit() for c in run.text)]


def test_every_claim_is_printed_and_rests_on_facts_that_the_draft_holds(sample_drafts: dict[str, Draft]):
    for draft in sample_drafts.values():
        facts = {fact.id: fact for fact in draft.facts}
        assert {name for name, _ in spoken_claims(draft)} == {claim.id for claim in draft.claims}
        assert len({claim.id for claim in draft.claims}) == len(draft.claims)
        for claim in draft.claims:
            assert set(claim.facts) <= set(facts)
        for fact in facts.values():
            assert set(fact.inputs) <= set(facts)
            assert (fact.cells is None) == bool(fact.inputs) or fact.value is None
