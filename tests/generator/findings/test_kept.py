"""Findings are worked out once for a release, and again as soon as anything that they hang on has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fetch.errors import ReferenceDataError
from fetch.release import Release
from generator.findings import find
from generator.findings.finding import Findings
from generator.findings.kept import findings_for
from generator.stories import TEMPLATES
from tests.generator.releases import a_release

SETTINGS = TEMPLATES / "findings" / "news_value.toml"


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Harassment doubled in Cumbria, and nowhere else."""
    return (
        a_release(tmp_path, "2022-09")
        .years("cumbria", "8L", *[1_000] * 8, 2_000)
        .years_elsewhere("8L", *[2_000] * 9)
        .build()
    )


def files(release: Release) -> list[Path]:
    return sorted((release.folder.parent.parent / "findings").iterdir())


def test_findings_are_the_same_from_the_shelf_as_worked_out(release: Release):
    first = findings_for(release, [TEMPLATES])
    assert [one.id for one in first.of("cumbria")] == ["cumbria/harassment/change"]
    again = findings_for(release, [TEMPLATES])
    assert again == first


def test_the_second_time_nothing_is_worked_out(release: Release, monkeypatch: pytest.MonkeyPatch):
    first = findings_for(release, [TEMPLATES])

    def never(*_: object, **__: object) -> Findings:
        raise AssertionError("worked out again")

    monkeypatch.setattr(find, "find", never)
    assert findings_for(release, [TEMPLATES]) == first


def test_a_newsrooms_settings_are_heeded_at_once(release: Release, tmp_path: Path):
    assert findings_for(release, [TEMPLATES]).of("cumbria")
    own = tmp_path / "own"
    (own / "findings").mkdir(parents=True)
    text = SETTINGS.read_text(encoding="utf-8").replace("change = 0.05 ", "change = 1.5 ", 1)
    (own / "findings" / "news_value.toml").write_text(text, encoding="utf-8")
    found = findings_for(release, [own, TEMPLATES])
    assert "cumbria/harassment/change" not in {one.id for one in found.lines}
    assert findings_for(release, [TEMPLATES]).of("cumbria")[0].kind == "change"


def test_a_newsrooms_populations_are_heeded_at_once(release: Release, tmp_path: Path):
    path = tmp_path / "people.csv"
    path.write_text("area,year,residents,source\ncumbria,2022,20000,Our own count\n", encoding="utf-8")
    kinds = {one.kind for one in findings_for(release, [TEMPLATES], populations=path).holding("cumbria", "harassment")}
    assert "extreme" in kinds
    assert "extreme" not in {one.kind for one in findings_for(release, [TEMPLATES]).holding("cumbria", "harassment")}


def test_a_shelf_that_was_damaged_or_cant_be_written_costs_time_alone(release: Release):
    first = findings_for(release, [TEMPLATES])
    (kept,) = files(release)
    kept.write_bytes(kept.read_bytes()[:100])
    assert findings_for(release, [TEMPLATES]) == first
    folder = kept.parent
    shutil.rmtree(folder)
    folder.write_text("a file where the folder should be", encoding="utf-8")
    assert findings_for(release, [TEMPLATES]) == first


def test_what_was_kept_of_an_earlier_state_is_thrown_away(release: Release, tmp_path: Path):
    findings_for(release, [TEMPLATES])
    path = tmp_path / "people.csv"
    path.write_text("area,year,residents,source\ncumbria,2022,500000,Our own count\n", encoding="utf-8")
    findings_for(release, [TEMPLATES], populations=path)
    assert len(files(release)) == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("error_rate = 2", "error_rate"),
        ("error_rate = 0.05\nerorr = 1", "erorr"),
        ("error_rate = 0.05\n[least", "findings/news_value.toml"),
    ],
)
def test_a_mistake_in_the_settings_is_told_by_file_and_field(release: Release, tmp_path: Path, wrong: str, told: str):
    (tmp_path / "findings").mkdir()
    text = SETTINGS.read_text(encoding="utf-8").replace("error_rate = 0.05", wrong, 1)
    (tmp_path / "findings" / "news_value.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=told) as caught:
        findings_for(release, [tmp_path, TEMPLATES])
    assert "news_value.toml" in str(caught.value)


def test_weights_that_do_not_add_up_to_a_hundred_are_refused(release: Release, tmp_path: Path):
    (tmp_path / "findings").mkdir()
    text = SETTINGS.read_text(encoding="utf-8").replace("size = 22 ", "size = 23 ", 1)
    (tmp_path / "findings" / "news_value.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=r"news_value.toml.*add up to 101 and must add up to 100"):
        findings_for(release, [tmp_path, TEMPLATES])
