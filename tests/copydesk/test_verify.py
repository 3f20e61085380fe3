"""`copydesk verify` as an editor, a newsroom's CI and a CMS hook use it; and `draft`, whose batches end with it."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from copydesk.__main__ import main
from fetch.release import Release
from tests.generator.newsrooms import BODY, a_story

Desk = Callable[..., tuple[int, str, str]]


@pytest.fixture
def desk(sample: Release, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Desk:
    """The command line with the sample at hand: gives its exit code, and what it said on which channel."""
    data = sample.folder.parent.parent
    monkeypatch.chdir(tmp_path)

    def run(*words: str, typed: str = "", data_dir: Path = data) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["copydesk", "--data-dir", str(data_dir), *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        code = 0
        try:
            main()
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def north_wales(desk: Desk, tmp_path: Path) -> Path:
    """The folder with the draft of North Wales in every format."""
    assert desk("draft", "harassment", "--sample", "--area", "north-wales", "--out", "out")[0] == 0
    return tmp_path / "out" / "sample" / "north-wales"


def edit(path: Path, old: str, new: str) -> Path:
    """Change words of a text as an editor would."""
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new), encoding="utf-8")
    return path


# A text that is as it was drafted, and as it was edited


@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_a_draft_passes_as_it_was_written(desk, north_wales, ending):
    code, said, complaint = desk("verify", str(north_wales / f"harassment.{ending}"))
    assert (code, complaint) == (0, "")
    assert said.startswith("1 text: no problems, ")


@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_a_figure_that_an_editor_mistyped_is_told_with_its_line_and_the_right_one(desk, north_wales, ending):
    path = north_wales / f"harassment.{ending}"
    edit(path, "Not every case is closed", "It was 4,663 harassment cases. Not every case is closed")
    code, said, _ = desk("verify", str(path))
    assert code == 1
    line = next(one for one in said.splitlines() if "wrong:" in one)
    assert line.startswith(f"{path}:")
    assert "4,663" in line
    assert "Right would be: " in line


def test_the_editors_rewording_passes_while_the_facts_hold(desk, north_wales):
    path = north_wales / "harassment.md"
    edit(
        path, "North Wales Police recorded 4,633 harassment cases", "The force logged more than 4,600 harassment cases"
    )
    assert desk("verify", str(path))[0] == 0


def test_the_editors_rewording_is_stopped_when_they_do_not(desk, north_wales):
    path = north_wales / "harassment.md"
    edit(path, "North Wales Police recorded 4,633 harassment cases", "The force logged nearly 5,000 harassment cases")
    code, said, _ = desk("verify", str(path))
    assert code == 1
    assert "“nearly 5,000” but" in said


def test_a_direction_that_is_the_wrong_way_round_is_told_by_the_two_figures(desk, north_wales):
    path = edit(north_wales / "harassment.md", "down from 5,397", "up from 5,397")
    code, said, _ = desk("verify", str(path))
    assert code == 1
    assert "“up from 5,397” but 4,633 is fewer than 5,397" in said


def test_a_whole_folder_of_drafts_is_read(desk, north_wales):
    code, said, _ = desk("verify", str(north_wales.parent))
    assert code == 0
    assert said.startswith("3 texts: no problems")


def test_figures_in_a_quote_are_listed_for_the_editor_and_not_judged(desk, north_wales):
    path = edit(
        north_wales / "harassment.txt", "Not every case", "“We had 9,999 last year,” said nobody.\n\nNot every case"
    )
    code, said, _ = desk("--verbose", "verify", str(path))
    assert code == 0
    assert "in a quote, the speaker's own: 9,999" in said
    assert "In quotes, the speakers' own and not judged: 1 figure." in said


# What a machine reads


def test_reports_for_machines_name_the_problem_field_by_field(desk, north_wales):
    path = edit(north_wales / "harassment.txt", "down from 5,397", "down from 5,379")
    code, said, _ = desk("verify", "--json", str(path))
    assert code == 1
    (problem,) = json.loads(said)["reports"][0]["problems"]
    assert problem["kind"] == "wrong"
    assert problem["words"] == "5,379"
    assert problem["right"] == "5,397"
    assert "down from 5,379 the year before" in problem["sentence"]


def test_a_hook_can_pass_the_words_on_standard_input(desk):
    words = "North Wales Police recorded 4,633 harassment cases in the year to September 2023."
    code, said, _ = desk("verify", "-", "--story", "harassment", "--area", "north-wales", "--sample", typed=words)
    assert code == 0
    assert "is no draft of copydesk's" in said


def test_words_from_elsewhere_need_to_say_whom_they_are_about(desk):
    code, _, complaint = desk("verify", "-", "--sample", typed="Police recorded 4,633 harassment cases.")
    assert code == 1
    assert complaint == "copydesk: standard input: which force is it about? Say --area, such as --area north-wales.\n"


def test_a_path_that_is_not_there_is_one_sentence(desk):
    code, _, complaint = desk("verify", "nowhere/harassment.txt")
    assert code == 1
    assert len(complaint.splitlines()) == 1
    assert "nowhere/harassment.txt" in complaint


def test_a_folder_without_drafts_is_one_sentence(desk, tmp_path):
    (tmp_path / "empty").mkdir()
    code, _, complaint = desk("verify", "empty")
    assert code == 1
    assert complaint.startswith("copydesk: empty holds no drafts")


def test_a_drafts_json_that_is_broken_is_named(desk, north_wales):
    (north_wales / "harassment.json").write_text('{"claims": [', encoding="utf-8")
    code, _, complaint = desk("verify", str(north_wales / "harassment.txt"))
    assert code == 1
    assert complaint.startswith(f"copydesk: {north_wales / 'harassment.txt'}: the draft's JSON beside it can't be read")
    assert len(complaint.splitlines()) == 1


# A claim must not talk the verifier round, nor a release that is not what its workbooks say


def test_a_draft_whose_own_claims_agree_with_a_wrong_figure_is_stopped_all_the_same(desk, north_wales):
    edit(north_wales / "harassment.txt", "4,633 harassment cases", "4,632 harassment cases")
    edit(north_wales / "harassment.json", '"value": 4633,', '"value": 4632,')
    code, said, _ = desk("verify", str(north_wales / "harassment.txt"))
    assert code == 1
    assert "wrong: “4,632” but" in said
    assert (
        "claim: the draft's fact recorded/harassment/north-wales/2023-09 is 4,632, and the release says 4,633" in said
    )


def test_a_release_that_lost_a_case_on_its_way_from_the_workbook_is_found_out(desk, sample, tmp_path, monkeypatch):
    data = tmp_path / "data"
    shutil.copytree(sample.folder.parent.parent, data)
    spoil(data, "north-wales", "8L")
    code, _, complaint = desk("draft", "harassment", "--sample", "--area", "north-wales", data_dir=data)
    assert code == 1
    assert complaint.startswith("copydesk: Nothing was written: the release is not what its workbooks say.")
    assert "offence 8L" in complaint
    assert not (tmp_path / "output" / "sample" / "north-wales").exists()


def spoil(data: Path, area: str, code: str) -> None:
    """Take one case from a cell of the newest part, as an error of reading would; the manifest knows no better."""
    import hashlib

    folder = data / "releases" / "sample"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    entry = [one for one in manifest["files"] if one["table"] == "recorded"][-1]
    part = folder / entry["part"]
    table = pq.read_table(part)
    counts = table.column("count").to_pylist()
    areas, codes = table.column("area").to_pylist(), table.column("offence_code").to_pylist()
    at = max(number for number, one in enumerate(zip(areas, codes, strict=True)) if one == (area, code))
    counts[at] -= 1
    import pyarrow as pa

    changed = table.set_column(table.schema.get_field_index("count"), "count", pa.array(counts, pa.int64()))
    part.unlink()
    pq.write_table(changed, part)
    entry["part_sha256"] = hashlib.sha256(part.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


# Every batch ends with it


def test_a_batch_of_drafts_says_what_was_read_again(desk):
    code, said, _ = desk("draft", "harassment", "--sample", "--area", "kent", "--out", "out")
    assert code == 0
    assert "Read again by the verifier: " in said
    assert "in 3 texts, all borne out by the release" in said


def test_a_batch_in_no_format_that_can_be_read_is_read_all_the_same(desk):
    code, said, _ = desk("draft", "harassment", "--sample", "--area", "kent", "--formats", "json", "--out", "out")
    assert code == 0
    assert "statements in 1 text, all borne out" in said
    assert "Read again by the verifier: " in said


def test_words_of_a_newsrooms_own_template_that_no_rule_understands_are_told_and_left_to_the_editor(desk, tmp_path):
    body = (
        BODY
        + '{% paragraph "own" %}{% resting on local.cases %}The trend bucked that{% endresting %}.{% endparagraph %}'
    )
    templates = a_story(tmp_path, body=body)
    code, said, _ = desk("draft", "ours", "--sample", "--area", "kent", "--templates", str(templates), "--out", "out")
    assert code == 0
    assert "unproved: " in said
    assert "Check it by hand." in said


def test_a_newsrooms_own_template_that_states_what_is_not_so_is_not_written(desk, tmp_path):
    body = (
        BODY
        + '{% paragraph "own" %}Reports {% resting on local.cases %}rose{% endresting %} sharply.{% endparagraph %}'
    )
    templates = a_story(tmp_path, body=body)
    code, _, complaint = desk(
        "draft", "ours", "--sample", "--area", "north-wales", "--templates", str(templates), "--out", "out"
    )
    assert code == 1
    assert not (tmp_path / "out" / "sample" / "north-wales").exists()
    assert len(complaint.splitlines()) == 1
