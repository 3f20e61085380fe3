"""Laws that every finding keeps, told or rejected, whatever the figures: it says of its series what its series says."""

from __future__ import annotations

import warnings
from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator import reference
from generator.findings.classification import Classification, classify
from generator.findings.evidence import Floats
from generator.findings.finding import Finding
from generator.findings.panel import CLOSED, OUTCOMES, Layer, Panel
from generator.quarters import Year
from tests.generator.findings.panels import ASSAULT, HARASSMENT, SHOPLIFTING, found, of_codes
from tests.generator.findings.test_any_cube import UNWORDED, sound

FORCES = tuple(reference.forces())
LABELS = (SHOPLIFTING, *HARASSMENT, ASSAULT, UNWORDED)
# Up and down, or high and low: whether the first figure of a line is the larger one.
LARGER = {"up": True, "down": False}
COMPARED = {"change", "fold", "streak", "turning", "bucking", "peers", "driver"}


def any_panel(seed: int) -> Panel:
    """A panel of wild figures, most with outcomes: holes, spikes, noughts, one year or many, not all with people."""
    chance = np.random.default_rng(seed)
    tree = classify(LABELS[: chance.integers(1, len(LABELS) + 1)])
    years, scale = int(chance.choice([1, 2, 3, 6, 12])), float(chance.choice([0, 2, 50, 2_000, 1e5]))
    ends = str(chance.choice(["2003-03", "2019-09", "2021-06", "2023-12"]))
    holes = float(chance.choice([0.0, 0.05, 0.5]))

    def part(share: float) -> Layer:
        return of_codes(FORCES, tree, wild(chance, tree, years, share * scale, holes), ends).recorded

    what = of_codes(FORCES, tree, wild(chance, tree, years, scale, holes), ends)
    nobody = chance.random(what.residents.shape) < chance.choice([0.0, 0.3, 1.0])
    groups = [group for group in OUTCOMES if chance.random() < 0.7]
    return replace(
        what,
        residents=np.where(nobody, np.nan, what.residents),
        outcomes={group: part(chance.choice([0.0, 0.05, 0.5, 1.0])) for group in groups},
        closed={group: part(0.3) for group in (*groups, CLOSED)} if chance.random() < 0.7 else {},
    )


def wild(chance: np.random.Generator, tree: Classification, years: int, scale: float, holes: float) -> Floats:
    """Totals by force, code and year."""
    shape = (len(FORCES), len(tree.codes), years)
    totals = chance.poisson(scale * chance.uniform(0, 2, (*shape[:2], 1)), shape).astype(float)
    totals[chance.random(shape) < 0.05] *= 50
    totals[chance.random(shape) < 0.05] = 0
    totals[chance.random(shape) < holes] = np.nan
    return totals


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.integers(0, 10**9))
def test_what_a_line_says_is_what_its_series_says(seed: int):
    what = any_panel(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # none reaches the user's terminal
        findings = sound(found(what))
    for one in (*findings.lines, *(one.finding for one in findings.rejected)):
        check_figures(one, what)
        if one.kind in COMPARED:
            check_direction(one)
        if one.kind == "record":
            check_record(one, what)
        if one.kind in {"outlier", "extreme", "share_outlier"}:
            check_place(one, what)


@np.errstate(divide="ignore", invalid="ignore")
def over(part: Floats, whole: Floats) -> Floats:
    return np.asarray(part / whole)


def series(one: Finding, what: Panel, layer: Layer | None = None) -> Floats:
    """The years of a finding's own series, the present one first."""
    row, node = what.areas.index(one.area), what.offences.index(one.offence)
    return (layer or what.recorded).value[row, node, ::-4]


def check_figures(one: Finding, what: Panel) -> None:
    """The figures of a line stand in the panel, in the years that it names."""
    assert Year.of(one.period) == what.latest
    own, row = series(one, what), what.areas.index(one.area)
    if one.outcome:
        own = over(100 * series(one, what, what.outcomes[one.outcome]), own)
    elif one.unit == "per 1,000 people":
        own = over(1_000 * own, what.residents[row, ::-4])
    assert one.now == pytest.approx(own[0], abs=1e-6)
    back = one.back if one.kind not in {"record", "first", "turning"} else 1
    assert one.then is None or one.then == pytest.approx(own[back], abs=1e-6)


def check_direction(one: Finding) -> None:
    """Up is up. The size of a comparison is the logarithm of how many times as many."""
    assert one.now is not None
    assert one.then is not None
    assert (one.now > one.then) == LARGER[one.direction]
    if one.kind in {"change", "fold", "streak", "driver"}:
        assert one.size == pytest.approx(abs(log(one.now / one.then)), abs=1e-3)


def check_record(one: Finding, what: Panel) -> None:
    """It lies beyond every one of the years that it speaks of."""
    assert one.detail is not None
    years = series(one, what)[1 : int(float(one.detail["years"]))]
    assert one.now is not None
    assert len(years) + 1 >= 5
    assert (one.now > years.max()) if one.direction == "high" else (one.now < years.min())


def check_place(one: Finding, what: Panel) -> None:
    """No force but as many as its place says has a higher figure; one that is the lowest has none below."""
    assert one.detail is not None
    node = what.offences.index(one.offence)
    cases = what.recorded.value[: what.forces, node, -1]
    part = what.outcomes[one.outcome].value[: what.forces, node, -1] if one.outcome else cases
    of = over(part, cases if one.outcome else what.residents[: what.forces, -1])
    own = of[what.areas.index(one.area)]
    if one.kind == "extreme":
        ranked = of[(cases >= 20) & np.isfinite(of)]
        assert own == (ranked.max() if one.direction == "high" else ranked.min())
    else:
        higher = int((of[cases >= 20] > own).sum())
        assert float(one.detail["place"]) <= higher + 1
        assert float(one.detail["ranked"]) <= np.isfinite(of).sum()
