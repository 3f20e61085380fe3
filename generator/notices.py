"""The standing words around every draft: warning, attribution, automation, methodology. In: notices.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from fetch.errors import ReferenceDataError


class LedOn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words that say why a story leads as it does. `leads` name what each kind of intro tells, `lines` what each
    kind of finding says, `parts` the parts of news value; what they do not name is called by its own name."""

    because: str
    over: str
    number: str
    states: dict[str, str]
    leads: dict[str, str]
    lines: dict[str, str]
    parts: dict[str, str]


class Notices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`sample_warning` opens everything made from the sample; `attribution` is the licence's own line.

    `police` names the police of a place where no other force shares it; `led_on` says why a story leads as it does.
    """

    sample_warning: str
    attribution: str
    automation: str
    methodology: str
    declined_missing: str
    police: str
    led_on: LedOn


def load_notices(folders: Sequence[Path]) -> Notices:
    """The notices of the first folder that has any.

    Raises:
        ReferenceDataError: none has, or the file has a mistake.
    """
    for folder in folders:
        path = folder / "notices.toml"
        if path.is_file():
            try:
                return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Notices)
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
                raise ReferenceDataError(f"{path.name}: {error}. Mend the file.") from error
    raise ReferenceDataError("templates/notices.toml is missing. Install copydesk again.")
