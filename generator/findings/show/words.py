"""The words around findings. In: findings/words.toml. Out: `Words`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from fetch.errors import ReferenceDataError

NAME = "findings/words.toml"


def said(words: str, **values: object) -> str:
    """A sentence of the file with its values in place.

    Raises:
        ReferenceDataError: it asks for a value that there is none of.
    """
    try:
        return words.format(**values)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        known = ", ".join(f"{{{name}}}" for name in values)
        raise ReferenceDataError(f"{NAME}: {words!r} can't be filled in. It may hold {known}.") from error


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What things are called; each table is keyed by what the findings call it, and may lack what is new."""

    sample_warning: str
    none: str
    not_tested: str
    below: str
    quarters: tuple[str, str, str, str]
    months: tuple[str, ...]
    year_to: str
    date: str
    areas: dict[str, str]
    headings: dict[str, str]
    levels: dict[str, str]
    kinds: dict[str, str]
    lines: dict[str, dict[str, str]]
    outcomes: dict[str, str]
    measures: dict[str, str]
    details: dict[str, str]
    figures: dict[str, str]
    flags: dict[str, str]
    notes: dict[str, str]
    parts: dict[str, str]
    tests: dict[str, str]
    evidence: dict[str, str]
    why: dict[str, str]
    warnings: dict[str, str]


def load_words(folders: Sequence[Path]) -> Words:
    """The words of the first folder that has any.

    Raises:
        ReferenceDataError: none has, or the file has a mistake: the sentence names the field.
    """
    for folder in folders:
        path = folder / NAME
        if path.is_file():
            try:
                return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Words)
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
                raise ReferenceDataError(f"{path}: {error}. Mend the file.") from error
    raise ReferenceDataError(f"templates/{NAME} is missing. Install copydesk again.")
