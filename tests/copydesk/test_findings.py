"""`copydesk findings` as a news editor, a spreadsheet and a program use it."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from copydesk.__main__ import main
from fetch.release import Release

Desk = Callable[..., tuple[int, str, str]]

WARNING = "ILLUSTRATIVE FIGURES, NOT FOR PUBLICATION."


@pytest.fixture
def desk(sample: Release, monkeypatch: pytest.MonkeyPatch, capsysbinary, tmp_path: Path) -> Desk:
    """The command line with the sample at hand: gives its exit code, and what it said on which channel."""
    data = sample.folder.parent.parent
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        given = ["copydesk", "--data-dir", str(data), *(["-q"] if "-q" in words else []), "findings", "--sample"]
        monkeypatch.setattr(sys, "argv", [*given, *(word for word in words if word != "-q")])
        code = 0
        try:
            main()
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        said = capsysbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return run


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV, its first column under the name that it has where nothing is illustrative."""
    headings, *body = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [dict(zip(["warning", *headings[1:]], row, strict=True)) for row in body]


# The table


def test_the_table_shows_the_best_lines_of_all_areas_what_to_check_and_what_was_tested(desk):
    code, said, complaint = desk()
    assert (code, complaint) == (0, "")
    assert said.startswith(WARNING)
    values = [float(value) for value in re.findall(r"^ *\d+ +(\d+\.\d) ", said, re.MULTILINE)]
    assert len(values) == 20
    assert values == sorted(values, reverse=True)
    assert "- Devon and Cornwall Police did not provide complete figures for October to December 2022" in said
    assert re.search(r"[\d,]+ comparisons of the year to September 2023 were tested together.* about 5 per cent", said)


def test_a_named_area_shows_its_own_list_in_its_order(desk):
    _, said, _ = desk("--area", "north-wales")
    told = re.findall(r"^(\d+) +(\d+\.\d) .*(north-wales/\S+)$", said, re.MULTILINE)
    listed = json.loads(desk("--area", "north-wales", "--format", "json")[1])["lines"]
    assert told == [(str(place), f"{one['value']:.1f}", one["id"]) for place, one in enumerate(listed, start=1)]
    assert len(told) > 1
    assert "Devon" not in said


def test_a_pipe_gets_one_line_for_each_finding_and_no_colour(desk):
    _, said, _ = desk("--area", "metropolitan-police", "--top", "5")
    assert len(re.findall(r"metropolitan-police/\S+$", said, re.MULTILINE)) >= 5
    assert "\x1b" not in said


def test_offence_kind_value_and_number_narrow_what_is_shown(desk):
    _, said, _ = desk(
        "--format", "csv", "--offence", "harassment", "--kind", "change", "--min-value", "30", "--top", "3"
    )
    found = rows(said)
    assert 0 < len(found) <= 3
    assert {(row["offence"], row["kind"]) for row in found} == {("harassment", "change")}
    assert all(float(row["news value"]) >= 30 for row in found)


def test_what_nothing_answers_to_is_said_to_be_nothing(desk):
    code, said, _ = desk("--min-value", "100")
    assert code == 0
    assert "no findings" in said


def test_quiet_leaves_the_table_and_the_warning_of_a_sample(desk):
    _, said, _ = desk("-q", "--area", "north-wales", "--top", "1")
    assert said.startswith(WARNING)
    assert "north-wales/" in said
    assert "comparisons" not in said


# What a name that nobody knows gets


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--area", "north-whales"], "'north-whales'. Did you mean north-wales"),
        (["--offence", "harasment"], "'harasment'. Did you mean harassment"),
        (["--kind", "recrd"], "'recrd'. Did you mean record"),
        (["--format", "htm"], "'htm'. Did you mean html?"),
        (["--explain", "north-wales/harasment/change"], "Did you mean north-wales/harassment/change"),
        (["--templates", "nowhere"], "There is no folder nowhere"),
        (["--populations", "people.csv"], "There is no file people.csv."),
        (["--families", "kin.toml"], "There is no file kin.toml."),
    ],
)
def test_an_unknown_name_is_told_in_one_sentence_with_the_nearest(desk, words, told):
    code, said, complaint = desk(*words)
    assert (code, said) == (1, "")
    assert told in complaint
    assert complaint.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [["--top", "0"], ["--min-value", "101"], ["--rejected", "--format", "html"], ["--explain", "x", "--format", "csv"]],
)
def test_wrong_usage_is_exit_code_2(desk, words):
    code, said, _ = desk(*words)
    assert (code, said) == (2, "")


# A line taken apart


def test_explain_adds_up_to_the_value_of_the_line(desk):
    _, listed, _ = desk("--format", "json", "--area", "north-wales")
    line = next(one for one in json.loads(listed)["lines"] if one["unit"] == "cases" and one["evidence"]["p"])
    _, said, _ = desk("--explain", line["id"])
    assert said.startswith(WARNING)
    told = said.split("News value", 1)[1].split("\n\n", 1)[0].splitlines()
    points = [float(re.search(r" (-?\d+\.\d)(?: of \d+)?$", row).group(1)) for row in told[1:]]
    assert told[0] == f" {line['value']} of 100"
    assert sum(points) == pytest.approx(line["value"], abs=0.05)
    assert line["sentence"] in " ".join(said.split())
    assert f"year to September 2023: {line['now']:,.0f}" in said
    assert "By chance alone something like it would " in said


def test_explain_tells_of_a_rejected_line_why_it_is_not_told(desk):
    _, listed, _ = desk("--format", "json", "--rejected", "--area", "north-wales")
    noise = next(one for one in json.loads(listed)["rejected"] if one["why"] == "noise")
    _, said, _ = desk("--explain", noise["id"])
    assert said.rstrip().endswith("Not told: could be chance.")


def test_rejected_lines_say_why_and_which_line_tells_them(desk):
    _, said, _ = desk("--rejected", "--area", "cumbria")
    assert "could be chance" in said
    assert re.search(r"told by cumbria/\S+", said)
    assert "the way such cases are counted changed" in said


# For spreadsheets and programs


def test_the_csv_holds_every_line_with_its_parts_and_no_cell_acts_as_a_formula(desk):
    _, said, complaint = desk("--format", "csv")
    found = rows(said)
    assert complaint == ""
    assert len(found) > 100
    assert sum(row["sentence"].endswith(".") for row in found) > len(found) / 2
    for row in found:
        assert row["warning"].startswith(WARNING)
        assert (row["sentence"] == "") == (row["facts"] == "")
        parts = [float(points) for name, points in row.items() if name.startswith("points: ") and points]
        assert sum(parts) == pytest.approx(float(row["news value"]), abs=0.05)
        for name, cell in row.items():
            number = re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)
            assert number or not re.match(r"\s*[=+\-@−]", cell), (name, cell)


def test_the_json_is_one_document_that_says_what_it_is(desk):
    _, said, _ = desk("--format", "json", "--area", "north-wales")
    document = json.loads(said)
    assert (document["schema"], document["sample"], document["release"]) == (1, True, "sample")
    assert document["warning"].startswith(WARNING)
    assert {one["area"] for one in document["lines"]} == {"north-wales"}
    assert [one["rank"] for one in document["lines"]] == list(range(1, len(document["lines"]) + 1))
    assert "rejected" not in document


def test_the_same_release_gives_the_same_bytes(desk):
    assert desk("--format", "json") == desk("--format", "json")


# Files


def test_nothing_is_written_unless_asked(desk, tmp_path):
    desk()
    desk("--format", "csv")
    assert list(tmp_path.iterdir()) == []


def test_html_writes_the_page_and_the_table_and_says_where(desk, tmp_path):
    _, said, _ = desk("--format", "html")
    page = Path("output") / "sample" / "findings.html"
    assert str(page) in said
    words = (tmp_path / page).read_text(encoding="utf-8")
    assert WARNING in words
    assert 'http-equiv="Content-Security-Policy" content="default-src \'none\';' in words
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", words)
    table = rows((tmp_path / "output" / "sample" / "findings.csv").read_text(encoding="utf-8"))
    assert len(table) == words.count('<li class="card"')


def test_out_writes_the_whole_release_and_leaves_an_edited_file_alone(desk, tmp_path):
    desk("--area", "north-wales", "--out", "ours", "--format", "json")
    folder = tmp_path / "ours" / "sample"
    assert len(rows((folder / "findings.csv").read_text(encoding="utf-8"))) > 100
    (folder / "findings.csv").write_text("my notes", encoding="utf-8")
    _, said, _ = desk("--area", "north-wales", "--out", "ours")
    assert "findings.csv was changed since it was written: left alone. The new version is findings.new.csv" in said
    assert (folder / "findings.csv").read_text(encoding="utf-8") == "my notes"


def test_a_newsroom_calls_things_by_its_own_names(desk, tmp_path):
    words = (Path(__file__).resolve().parents[2] / "templates" / "findings" / "words.toml").read_text(encoding="utf-8")
    (tmp_path / "ours" / "findings").mkdir(parents=True)
    own = tmp_path / "ours" / "findings" / "words.toml"
    own.write_text(words.replace("{offence}: up on the year before", "{offence} climbs"), encoding="utf-8")
    _, said, _ = desk("--kind", "change", "--templates", "ours")
    assert " climbs " in said
    own.write_text(words.replace("{offence}: up on the year before", "{offence} by {much}"), encoding="utf-8")
    code, _, complaint = desk("--kind", "change", "--templates", "ours")
    assert code == 1
    assert "findings/words.toml: '{offence} by {much}' can't be filled in. It may hold {offence}, " in complaint
