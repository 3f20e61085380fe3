"""The findings of a release, worked out once and kept. In: a release, the newsroom's settings. Out: `Findings`.

Kept in `<data folder>/findings/`, under a name that says what they were made from: the release, the settings, the
reference data, this code. Another state of any of them, and they are worked out again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

from fetch.errors import ReferenceDataError
from fetch.release import Release
from generator.compiled import state_of
from generator.findings.finding import Findings
from generator.findings.news_value import load_news_value

HERE = Path(__file__).resolve().parent
FOLDER = "findings"

Progress = Callable[[int, int], None]


def findings_for(
    release: Release,
    folders: Sequence[Path],
    *,
    populations: Path | None = None,
    families: Path | None = None,
    progress: Progress | None = None,
) -> Findings:
    """The findings of a release. `folders` hold the settings (the newsroom's own first); `populations` and `families`
    are files of the newsroom's own.

    Raises:
        ReferenceDataError: a file has a mistake.
    """
    settings = load_news_value(folders)
    own = [path for path in (populations, families) if path is not None]
    for path in own:
        if not path.is_file():
            raise ReferenceDataError(f"There is no file {path}. Name one that is there.")
    kept = release.folder.parent.parent / FOLDER / f"{release.name}-{_name(release, settings, own)}.json"
    found = _read(kept)
    if found is None:
        found = _worked_out(release, folders, populations, families, progress)
        _keep(kept, found)
    return found


def _worked_out(
    release: Release,
    folders: Sequence[Path],
    populations: Path | None,
    families: Path | None,
    progress: Progress | None,
) -> Findings:
    # Only now: scipy and the panel take longer to import than kept findings take to read.
    from generator.findings.find import find  # noqa: PLC0415
    from generator.findings.panel import load_panel  # noqa: PLC0415
    from generator.populations import residents  # noqa: PLC0415
    from generator.reference import families as all_families  # noqa: PLC0415

    steps = 3
    told = progress or (lambda _done, _of: None)
    told(0, steps)
    panel = load_panel(release, residents(release, populations))
    told(1, steps)
    found = find(panel, load_news_value(folders), release=release.name, families=all_families(families))
    told(steps, steps)
    return found


def _name(release: Release, settings: msgspec.Struct, own: Iterable[Path]) -> str:
    """What the findings hang on, as a short name."""
    digest = hashlib.sha256(_code().encode())
    digest.update(msgspec.json.encode(settings, order="deterministic"))
    for file in release.manifest.files:
        digest.update(file.part_sha256.encode())
    for path in own:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


@cache
def _code() -> str:
    """The state of the code and of the reference data."""
    ours = HERE.parent
    files = [*ours.glob("*.py"), *HERE.rglob("*.py"), *(ours / "reference").iterdir(), *ours.parent.glob("fetch/*.py")]
    return state_of(sorted(path for path in files if path.suffix in {".py", ".toml"}))


def _read(path: Path) -> Findings | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Findings)
    except (OSError, msgspec.MsgspecError):
        return None


def _keep(path: Path, found: Findings) -> None:
    """Put it in place whole, and throw away what was kept of the release before; a full disk costs time alone."""
    beside = path.with_name(f".part-{os.getpid()}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(msgspec.json.encode(found, order="deterministic"))
        for old in path.parent.glob(f"{path.name.rsplit('-', 1)[0]}-*.json"):
            old.unlink(missing_ok=True)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
