"""The output tree: what is written, what is left alone, and what a full disk leaves behind."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from generator.draft import Declined
from generator.export import exporters_named
from generator.output import LOCK, OutputError, write_batch

FORMATS = exporters_named(["json", "md", "txt", "html"])
KENT = Declined("kent", "Kent Police", "harassment", "Kent Police did not provide its figures.")


@pytest.fixture
def drafts(sample_drafts):
    return [sample_drafts["north-wales"], sample_drafts["city-of-london"]]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_tree_is_by_release_force_and_story(drafts, tmp_path):
    written = write_batch(drafts, [KENT], tmp_path, FORMATS, "sample")
    names = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*") if not path.name.startswith(".")}
    assert names == {
        "sample/index.html",
        "sample/facts.csv",
        *(
            f"sample/{area}/harassment.{ending}"
            for area in ("north-wales", "city-of-london")
            for ending in ("json", "md", "txt", "html")
        ),
    }
    assert written.index.is_file()


def test_the_index_lists_drafts_and_those_that_were_declined_with_why(drafts, tmp_path):
    page = write_batch(drafts, [KENT], tmp_path, FORMATS, "sample").index.read_text()
    assert 'href="north-wales/harassment.html"' in page
    assert drafts[0].lead in page
    assert "Kent Police did not provide its figures." in page
    assert page.index("ILLUSTRATIVE FIGURES") < page.index("<h1>")


def test_writing_again_changes_nothing_and_says_so(drafts, tmp_path):
    write_batch(drafts, [], tmp_path, FORMATS, "sample")
    before = everything(tmp_path)
    again = write_batch(drafts, [], tmp_path, FORMATS, "sample")
    assert (again.changed, again.beside) == (0, ())
    assert everything(tmp_path) == before


def test_what_an_editor_has_changed_is_left_alone_and_the_new_version_put_beside_it(drafts, tmp_path):
    write_batch(drafts, [], tmp_path, FORMATS, "sample")
    edited = tmp_path / "sample" / "north-wales" / "harassment.md"
    edited.write_text("My own words.")
    again = write_batch(drafts, [], tmp_path, FORMATS, "sample")
    assert edited.read_text() == "My own words."
    ((left, beside),) = again.beside
    assert (left, beside.name) == (edited, "harassment.new.md")
    assert "harassment cases" in beside.read_text()


def test_an_edited_new_version_is_left_alone_too(drafts, tmp_path):
    folder = tmp_path / "sample" / "north-wales"
    for name in ("harassment.md", "harassment.new.md"):
        write_batch(drafts, [], tmp_path, FORMATS, "sample")
        (folder / name).write_text("Mine.")
    ((_, beside),) = write_batch(drafts, [], tmp_path, FORMATS, "sample").beside
    assert beside.name == "harassment.new2.md"
    assert (folder / "harassment.new.md").read_text() == "Mine."


def test_what_we_wrote_and_nobody_touched_is_brought_up_to_date(sample_drafts, drafts, tmp_path):
    write_batch(drafts, [], tmp_path, FORMATS, "sample")
    (tmp_path / "sample" / "facts.csv").read_bytes()
    again = write_batch([*drafts, sample_drafts["kent"]], [], tmp_path, FORMATS, "sample")
    assert again.beside == ()
    assert "Kent Police" in again.index.read_text()


def test_a_file_that_was_there_before_us_is_never_overwritten(drafts, tmp_path):
    stranger = tmp_path / "sample" / "north-wales" / "harassment.txt"
    stranger.parent.mkdir(parents=True)
    stranger.write_text("Somebody's story.")
    write_batch(drafts, [], tmp_path, FORMATS, "sample")
    assert stranger.read_text() == "Somebody's story."


def test_a_file_where_a_folder_should_be_is_one_sentence(drafts, tmp_path):
    (tmp_path / "sample").write_text("in the way")
    with pytest.raises(OutputError, match="a file stands where a folder should be"):
        write_batch(drafts, [], tmp_path, FORMATS, "sample")


def test_a_second_program_is_told_to_wait(drafts, tmp_path):
    (tmp_path / "sample").mkdir()
    with filelock.FileLock(tmp_path / "sample" / LOCK), pytest.raises(OutputError, match="Another program is writing"):
        write_batch(drafts, [], tmp_path, FORMATS, "sample")


def test_a_disk_that_fills_up_leaves_the_tree_as_it_was(drafts, tmp_path, sample_drafts):
    write_batch(drafts[:1], [], tmp_path, FORMATS, "sample")
    before = everything(tmp_path)
    stored = tmp_path.parent / f"{tmp_path.name}-drafts"
    stored.mkdir()
    for at, draft in enumerate([sample_drafts["kent"], sample_drafts["durham"]]):
        (stored / f"{at}.json").write_bytes(FORMATS[0].render(draft))
    script = """
import resource, signal, sys
from pathlib import Path
from generator.draft import decode
from generator.export import exporters_named
from generator.output import OutputError, write_batch
drafts = [decode(path.read_bytes()) for path in sorted(Path(sys.argv[1]).glob("*.json"))]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    write_batch(drafts, [], Path(sys.argv[2]), exporters_named(["json", "md", "txt", "html"]), "sample")
except OutputError as error:
    print(error)
"""
    run = subprocess.run(
        [sys.executable, "-c", script, str(stored), str(tmp_path)], capture_output=True, text=True, check=True
    )
    shutil.rmtree(stored)
    assert "What was there is untouched." in run.stdout
    assert run.stderr == ""
    assert everything(tmp_path) == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 20_000


def test_the_same_drafts_give_the_same_bytes_anywhere(drafts, tmp_path):
    for place in ("here", "there"):
        write_batch(drafts, [KENT], tmp_path / place, FORMATS, "sample")
    here, there = (everything(tmp_path / place) for place in ("here", "there"))
    assert here == there
