"""Templates that were compiled before, and when they are not used again."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

from generator.compiled import COMPILED_BY, state_of

TELL = "from generator.compiled import compiled_templates as c; k = c(); print(k.directory if k else None)"


def told_folder(cache: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", TELL],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
    )
    return done.stdout.strip()


def test_an_upgrade_that_changes_how_templates_are_compiled_uses_none_of_the_old_ones(tmp_path):
    code = tmp_path / "tags.py"
    code.write_text("one")
    before = state_of([code])
    code.write_text("two")
    assert state_of([code]) != before


def test_the_folder_belongs_to_this_state_of_the_code_and_to_the_user_alone(tmp_path):
    folder = Path(told_folder(tmp_path))
    assert folder.name == state_of(COMPILED_BY)
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


def test_where_nothing_can_be_kept_templates_are_compiled_anew(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    assert told_folder(in_the_way) == "None"
