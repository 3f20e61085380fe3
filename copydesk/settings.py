"""What the shared options said, for the commands to read: the data folder and how much to say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that every command shares. `data_dir` is None where the user named none."""

    data_dir: Path | None = None
    quiet: bool = False
    verbose: bool = False


_said = Settings()


def remember(*, data_dir: Path | None, quiet: bool, verbose: bool) -> None:
    """Keep what the user said before the command's name."""
    global _said  # noqa: PLW0603 (set once, by the command line's one callback)
    _said = Settings(data_dir=data_dir, quiet=quiet, verbose=verbose)


def said() -> Settings:
    """What the user said."""
    return _said


def data_dir() -> Path:
    """Where releases are kept: `--data-dir`, else `COPYDESK_DATA`, else the platform's data folder."""
    if _said.data_dir is not None:
        return _said.data_dir
    from platformdirs import user_data_path

    return user_data_path("copydesk", appauthor=False)
