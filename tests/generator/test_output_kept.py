"""What the output tree keeps: earlier drafts in the index, whole files after a crash, one sentence for each refusal."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import msgspec
import pytest

from generator.draft import Declined, Draft, Place, decode
from generator.export import exporters_named
from generator.output import INDEX, OutputError, Written, write_batch
from tests.generator.drafts import a_draft

FORMATS = exporters_named(["json", "txt", "html"])


def draft_for(slug: str, **changes: object) -> Draft:
    """The built draft as another force's."""
    name = f"{slug.title()} Police"
    place = Place(slug=slug, name=name, place=slug.title(), region="")
    return msgspec.structs.replace(a_draft(**changes), id=f"sample/{slug}/harassment", area=place)


def write(out: Path, *drafts: Draft, declined: tuple[Declined, ...] = ()) -> Written:
    return write_batch(drafts, declined, out, FORMATS, "sample")


def index(out: Path) -> str:
    return (out / "sample" / INDEX).read_text(encoding="utf-8")


def visible(out: Path) -> set[str]:
    return {path.name for path in (out / "sample").rglob("*") if path.is_file()}


def test_drafting_one_force_again_keeps_the_others_in_the_index_and_in_the_facts(tmp_path):
    write(tmp_path, draft_for("kent"), draft_for("durham"))
    write(tmp_path, draft_for("kent", lead="Another line."))
    assert "Durham Police" in index(tmp_path)
    assert 'href="durham/harassment.html"' in index(tmp_path)
    assert "Another line." in index(tmp_path)
    assert "sample/durham/harassment" in (tmp_path / "sample" / "facts.csv").read_text(encoding="utf-8-sig")


def test_the_index_is_the_same_whether_forces_are_drafted_together_or_one_by_one(tmp_path):
    write(tmp_path / "together", draft_for("durham"), draft_for("kent"))
    for slug in ("kent", "durham"):
        write(tmp_path / "apart", draft_for(slug))
    for name in (INDEX, "facts.csv"):
        together, apart = ((tmp_path / place / "sample" / name).read_bytes() for place in ("together", "apart"))
        assert together == apart


def test_a_draft_whose_file_has_gone_or_was_changed_is_no_longer_listed(tmp_path):
    write(tmp_path, draft_for("kent"), draft_for("durham"), draft_for("essex"))
    (tmp_path / "sample" / "durham" / "harassment.json").unlink()
    (tmp_path / "sample" / "essex" / "harassment.json").write_text("{}")
    write(tmp_path, draft_for("kent"))
    assert "Durham Police" not in index(tmp_path)
    assert "Essex Police" not in index(tmp_path)


def test_a_force_that_is_declined_now_is_listed_as_such_and_not_by_its_old_draft(tmp_path):
    write(tmp_path, draft_for("kent"))
    write(tmp_path, declined=(Declined("kent", "Kent Police", "harassment", "Figures were withdrawn."),))
    assert "Figures were withdrawn." in index(tmp_path)
    assert 'href="kent/harassment.html"' not in index(tmp_path)


def test_a_crash_between_two_files_leaves_each_whole_and_the_next_run_puts_it_right(tmp_path, monkeypatch):
    write(tmp_path, draft_for("kent"), draft_for("durham"))
    new = [draft_for(slug, lead="New.", automation="New label.") for slug in ("kent", "durham")]
    moved: list[Path] = []
    replace = Path.replace

    def fail_at_the_third(self: Path, target: Path) -> Path:
        if self.parent.name in {"kent", "durham"}:
            moved.append(self)
            if len(moved) == 3:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_third)
    with pytest.raises(OutputError, match=r"input/output error.*Mend it and draft again"):
        write(tmp_path, *new)
    monkeypatch.undo()
    for slug in ("kent", "durham"):
        assert decode((tmp_path / "sample" / slug / "harassment.json").read_bytes()).area.slug == slug
    assert not [name for name in visible(tmp_path) if ".new" in name or name.endswith(".part")]
    assert write(tmp_path, *new).beside == ()
    assert "New label." in (tmp_path / "sample" / "durham" / "harassment.txt").read_text(encoding="utf-8")


def test_what_a_killed_program_left_half_made_is_swept_away(tmp_path):
    write(tmp_path, draft_for("kent"))
    left = tmp_path / "sample" / ".copydesk-killed"
    (left / "kent").mkdir(parents=True)
    (left / "kent" / "harassment.txt").write_text("half")
    write(tmp_path, draft_for("kent"))
    assert not left.exists()


def test_a_lost_ledger_overwrites_nothing_and_trusts_again_what_is_as_it_should_be(tmp_path):
    write(tmp_path, draft_for("kent"), draft_for("durham"))
    mine = tmp_path / "sample" / "kent" / "harassment.txt"
    mine.write_text("Mine.")
    (tmp_path / "sample" / ".copydesk.json").write_text("{broken")
    assert [beside.name for _, beside in write(tmp_path, draft_for("kent"), draft_for("durham")).beside] == [
        "harassment.new.txt"
    ]
    assert mine.read_text() == "Mine."
    again = write(tmp_path, draft_for("durham", automation="New label."))
    assert again.beside == ()


def test_a_folder_in_the_place_of_a_draft_is_named_and_nothing_is_changed(tmp_path):
    (tmp_path / "sample" / "kent" / "harassment.txt").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"harassment\.txt is a folder.*Nothing was changed"):
        write(tmp_path, draft_for("durham"), draft_for("kent"))
    assert not {name for name in visible(tmp_path) if name.startswith("harassment")}


def test_a_file_in_the_place_of_a_force_is_named_and_nothing_is_changed(tmp_path):
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "kent").write_text("in the way")
    with pytest.raises(OutputError, match=r"kent is a file.*Move it away"):
        write(tmp_path, draft_for("durham"), draft_for("kent"))
    assert not {name for name in visible(tmp_path) if name.startswith("harassment")}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "the folder is read-only"),
        (errno.EACCES, "the folder can't be written to"),
        (errno.ENOSPC, "the disk is full"),
    ],
)
def test_a_refusal_of_the_system_is_one_sentence(tmp_path, monkeypatch, number, words):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError, match=rf"could not be written to .*: {words}\. What was there is untouched\.$"):
        write(tmp_path, draft_for("kent"))


def test_hostile_names_stay_words_in_the_index(tmp_path):
    evil = "<img src=x onerror=alert(1)>"
    draft = msgspec.structs.replace(draft_for("kent"), lead=evil, warnings=(evil,))
    write(tmp_path, draft, declined=(Declined("durham", evil, "harassment", evil),))
    assert "<img" not in index(tmp_path)
    assert index(tmp_path).count("&lt;img") == 4
