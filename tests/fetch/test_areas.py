"""Names of forces, and the gaps we know of."""

from __future__ import annotations

from fetch.areas import areas, gaps, slug_of
from fetch.tables import TABLES


def test_there_are_43_territorial_forces_and_each_is_known_by_its_own_name():
    forces = [area for area in areas().values() if area.kind == "force"]
    assert len(forces) == 43
    assert all(slug_of(area.name) == area.slug for area in areas().values())


def test_each_gap_says_what_it_touches_and_who_says_so():
    for gap in gaps():
        assert set(gap.tables) <= set(TABLES)
        assert gap.tables
        assert gap.source
        assert gap.note.endswith(".")
