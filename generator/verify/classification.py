"""Which codes each offence is made of. In: a release's recorded crime and the reference rows. Out: codes by offence.

A row names codes, or an official subgroup or offence group, of which every code counts that it ever held.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import duckdb

from fetch.release import Release
from generator.verify import reference

_PLACES = """
select distinct lower(offence_group), lower(offence_subgroup), offence_code from read_parquet($parts) order by all
"""


class Made(NamedTuple):
    """The codes of an offence, and the subgroups and groups of the release that hold them, in small letters."""

    codes: tuple[str, ...]
    subgroups: frozenset[str]
    groups: frozenset[str]

    def is_within(self, name: str) -> bool:
        """Whether all of it lies in what an official name, of a group, a subgroup or a code, stands for."""
        folded = name.casefold()
        return {folded} in (self.subgroups, self.groups) or self.codes == (name,)


def made_of(database: duckdb.DuckDBPyConnection, release: Release) -> Mapping[str, Made]:
    """What each offence is made of. Tables differ in the case of a group's name.

    Raises duckdb.Error where the release's parts can't be read.
    """
    parts = [str(path) for path in release.parts("recorded")]
    places = database.execute(_PLACES, {"parts": parts}).fetchall() if parts else []
    return {name: _made(row, places) for name, row in reference.offences().items()}


def _made(row: reference.Offence, places: list[tuple[str, str, str]]) -> Made:
    held = [place for place in places if _holds(row, *place)]
    groups, subgroups = (frozenset(place[at] for place in held) for at in (0, 1))
    return Made(row.codes or tuple(sorted({code for *_, code in held})), subgroups, groups)


def _holds(row: reference.Offence, group: str, subgroup: str, code: str) -> bool:
    if row.codes:
        return code in row.codes
    return subgroup == row.subgroup.casefold() if row.subgroup else group == row.group.casefold()
