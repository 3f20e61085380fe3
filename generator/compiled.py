"""Compiled templates, kept between runs: compiling them anew takes a tenth of the time that 43 drafts do.

Jinja keeps each by the checksum of its source, so a changed template is compiled again. What it becomes hangs on our
own code too (the tags, the environments, the check of plain words), so each state of that code has a folder of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from platformdirs import user_cache_path

HERE = Path(__file__).resolve().parent
# What decides how a template is compiled, and whether it is refused.
COMPILED_BY = (
    HERE / "tags.py",
    HERE / "sandbox.py",
    HERE / "pages.py",
    HERE / "plain.py",
    HERE / "language" / "lexicon.py",
    HERE.parent / "templates" / "language" / "lexicon.toml",
)


def state_of(files: Iterable[Path]) -> str:
    """A name for what these files hold: another as soon as one of them changes."""
    held = hashlib.sha256()
    for file in files:
        held.update(hashlib.sha256(file.read_bytes()).digest())
    return held.hexdigest()[:16]


@cache
def compiled_templates() -> FileSystemBytecodeCache | None:
    """The cache in the user's own cache folder, which nobody else may write to; None where there can be none."""
    shared = user_cache_path("copydesk", appauthor=False) / "templates"
    try:
        folder = shared / state_of(COMPILED_BY)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shared.chmod(0o700)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))
