"""Words around the sentence of a finding: who recorded, what a place is called. In: folders. Out: plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fetch.errors import ReferenceDataError
from generator import reference
from generator.language.style import read_toml
from generator.reference import NATION

FILE = "findings/lines.toml"


@dataclass(frozen=True, slots=True)
class LineWords:
    """`recorders` are patterns for a region and for the nation, `places` the names of areas that are no force's or
    differ from their row, `activity` the offences whose figures follow what police look for."""

    recorders: Mapping[str, str]
    places: Mapping[str, str]
    activity: frozenset[str]

    def place(self, area: str) -> str:
        """An area as a sentence names it."""
        if area in reference.forces():
            return reference.forces()[area].place
        return self.places.get(area) or reference.regions()[area].name

    def recorder(self, area: str) -> str:
        """Who recorded, for a region or the nation."""
        usual = self.recorders["nation" if area == NATION else "region"]
        return self.recorders.get(area, usual).format(place=self.place(area))


def load_line_words(folders: Sequence[Path]) -> LineWords:
    """The words of the first folder that has them.

    Raises:
        ReferenceDataError: a file can't be read or lacks a table, and names it.
    """
    path = next(path for folder in folders if (path := folder / FILE).is_file())
    table: dict[str, Any] = read_toml(path)
    try:
        words = LineWords(
            dict(table["recorder"]),
            dict(table["places"]),
            frozenset(table["activity"]["offences"]),
        )
        for area in (NATION, *reference.regions()):
            words.recorder(area)
    except (KeyError, TypeError, IndexError) as error:
        raise ReferenceDataError(f"{path}: {error} is missing. State it as our own {FILE} does.") from error
    return words
