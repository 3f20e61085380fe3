"""Whatever cells a release holds, the panel and the facts of a story say the same of them: one truth, read twice."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
from hypothesis import HealthCheck, Phase, example, given, reject, settings
from hypothesis import strategies as st

from fetch.errors import WorkbookError
from fetch.release import Release
from generator import reference
from generator.columns import OUTCOME_GROUPS, OUTCOME_QUARTERS, columns_for
from generator.facts import Fact
from generator.findings.find import find
from generator.findings.panel import Layer, Panel, load_panel
from generator.measures import FactBook
from generator.populations import residents
from generator.quarters import Year
from generator.reference import NATION
from tests.generator.findings.panels import settings as our_settings
from tests.generator.findings.test_any_cube import sound
from tests.generator.releases import EXPIRED, NO_ROW, NOT_PROVIDED, Count, a_release

AREAS = ("gwent", "dyfed-powys", "kent")
CODES = ("8L", "8M")
LONGEST = 12
# No noughts: a quarter in which no force has any of a code that is used in others is not counted by the panel.
CELL: st.SearchStrategy[Count] = st.one_of(
    st.integers(1, 2_000), st.integers(-30, -1), st.sampled_from([NOT_PROVIDED, EXPIRED, NO_ROW])
)
Cells = dict[tuple[str, str], Sequence[Count]]


@st.composite
def cells(draw: st.DrawFn) -> Cells:
    """Quarters of some forces and codes, each up to the latest; most are plain counts."""
    places = draw(st.lists(st.sampled_from([(a, c) for a in AREAS for c in CODES]), min_size=1, unique=True))
    quarters = st.lists(st.one_of(st.integers(20, 900), CELL), min_size=1, max_size=LONGEST)
    return {place: draw(quarters) for place in places}


def released(recorded: Cells, charged: Cells, ends: str = "2017-09") -> tuple[Release, Path]:
    """A release of these cells, and the folder to throw away. No gap is known in these years.

    One offence of one force is whole, since a quarter without any row is refused long before.
    """
    folder = Path(mkdtemp())
    builder = a_release(folder, ends).recorded("surrey", "8N", *[50] * LONGEST)
    if charged:
        builder.outcome("surrey", "8N", 1, *[5] * LONGEST)
    for (area, code), quarters in recorded.items():
        builder.recorded(area, code, *quarters)
    for (area, code), quarters in charged.items():
        builder.outcome(area, code, 1, *quarters)
    return builder.build(), folder


def same(fact: Fact, layer: Layer, at: tuple[int, int, int], parts: int) -> bool:
    """Whether a total is the fact's number, and unknown where the fact is missing.

    Outcomes of a whole (several `parts`) of which a code has none are unknown to the panel; the facts add up the rows.
    """
    value = float(layer.value[at])
    lacking = fact.basis == "recorded basis" and parts > 1 and np.isnan(value)
    return fact.value == value or (fact.value is None and np.isnan(value)) or lacking


def differences(panel: Panel, book: FactBook, groups: Sequence[str]) -> list[str]:
    """The facts, recorded and outcomes, that the panel tells otherwise; with their bounds where they have any."""
    found = []
    for offence, column, row in product(book.columns.recorded, range(len(panel.ends)), range(len(panel.areas))):
        area, year = panel.areas[row], Year(int(panel.ends[column]))
        at = (row, panel.offences.index(offence), column)
        parts = len(panel.offences.nodes[at[1]].codes)
        pairs = [(book.recorded(offence, area, year), panel.recorded)]
        if year.start > book.columns.year.end - OUTCOME_QUARTERS:
            pairs += [(book.outcome(offence, group, area, year), panel.outcomes[group]) for group in groups]
        found += [f"{one.id}: {one.value} {one.missing}" for one, layer in pairs if not same(one, layer, at, parts)]
        bound = book.at_least(offence, area, year)
        own = (float(panel.recorded.least[at]), float(panel.recorded.most[at]))
        if bound.bounded and own != (bound.value, bound.constants[0]):
            found.append(f"{bound.id}: {bound.value}, {bound.constants[0]} and not {own}")
    return found


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(cells(), st.one_of(st.just({}), cells()))
@example({("gwent", "8L"): [10, 10, 10, 10, EXPIRED], ("kent", "8L"): [10, 10, 10, 10, 10]}, {})
@example({("gwent", "8L"): [5, 5, 5, NO_ROW, 5], ("kent", "8L"): [7] * 5}, {})
@example({("gwent", "8L"): [5] * 8}, {("gwent", "8L"): [1, 1, NOT_PROVIDED, 1]})
def test_the_panel_says_what_the_facts_say(recorded: Cells, charged: Cells):
    try:
        release, folder = released(recorded, charged)
    except WorkbookError:  # a year below zero is refused whole, and nothing is told of it
        reject()
    try:
        panel = load_panel(release, residents(release))
        worded = [node.id for node in panel.offences.nodes if node.words]
        assert differences(panel, FactBook(columns_for(release, worded)), ["charged"] if charged else []) == []
        sound(find(panel, our_settings()))
    finally:
        shutil.rmtree(folder)


def test_the_panel_of_the_sample_says_what_the_facts_say(sample: Release):
    """Every force, region and the nation, every offence with words, every seventh period: all quarters come up."""
    panel = load_panel(sample, residents(sample))
    worded = [node.id for node in panel.offences.nodes if node.words]
    book = FactBook(columns_for(sample, worded))
    assert differences(_every(panel, 7), book, OUTCOME_GROUPS) == []
    assert len(worded) > 30
    assert panel.areas == (*reference.forces(), *reference.regions(), NATION)


def _every(panel: Panel, step: int) -> Panel:
    """The panel with some of its periods alone, the latest among them."""

    def thin(layer: Layer) -> Layer:
        return Layer(*(part[..., ::-step][..., ::-1] for part in (layer.value, layer.least, layer.most)))

    return replace(
        panel,
        ends=panel.ends[::-step][::-1],
        recorded=thin(panel.recorded),
        outcomes={name: thin(layer) for name, layer in panel.outcomes.items()},
    )
