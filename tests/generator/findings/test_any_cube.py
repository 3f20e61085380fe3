"""Whatever the figures: a right finding, a warning or nothing. Never a crash, a NaN in a table or an infinity."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import reference
from generator.findings.classification import Label, classify
from generator.findings.find import find
from generator.findings.finding import Findings
from generator.findings.kept import findings_for
from generator.findings.panel import load_panel
from generator.populations import residents
from generator.stories import TEMPLATES
from tests.generator.findings.panels import ENDS, HARASSMENT, SHOPLIFTING, UNKNOWN, found, of_codes, panel
from tests.generator.findings.panels import settings as our_settings
from tests.generator.releases import NOT_PROVIDED, a_release

UNWORDED = Label("999Z", "Impersonating a swan", "Crimes against birds", "Crimes against birds")


def numbers_in(value: object) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from numbers_in(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from numbers_in(one)


def sound(findings: Findings) -> Findings:
    """Findings whose numbers are all numbers, whose parts add up, and whose ids are their own."""
    told = asdict(findings)
    assert all(math.isfinite(one) for one in numbers_in(told))
    every = (*findings.lines, *(one.finding for one in findings.rejected))
    assert len({one.id for one in every}) == len(every)
    for one in every:
        assert 0 <= one.value <= 100
        assert one.value == pytest.approx(np.clip(sum(part.points for part in one.parts), 0, 100), abs=0.051)
        assert all(0 <= each <= 1 for each in (one.evidence.p, one.evidence.q) if each is not None)
    for one in findings.lines:
        assert one.evidence.q is None or one.evidence.q <= findings.error_rate
        assert one.now is not None
    return findings


@st.composite
def cubes(draw: st.DrawFn) -> tuple[int, int, np.ndarray]:
    """Totals by force, code and year: wild, with holes, noughts, spikes and one-year series."""
    codes, years = draw(st.integers(1, 4)), draw(st.integers(1, 14))
    seed, scale = draw(st.integers(0, 2**32 - 1)), draw(st.sampled_from([0, 3, 50, 2_000, 1_000_000]))
    holes, spikes = draw(st.sampled_from([0.0, 0.05, 0.5, 1.0])), draw(st.sampled_from([0.0, 0.1]))
    chance = np.random.default_rng(seed)
    totals = chance.poisson(scale * chance.uniform(0, 2, (43, codes, 1)), (43, codes, years)).astype(float)
    totals[chance.random(totals.shape) < spikes] *= 50
    totals[chance.random(totals.shape) < holes] = np.nan
    return codes, years, totals


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cubes())
def test_any_cube_of_totals(cube: tuple[int, int, np.ndarray]):
    codes, _, totals = cube
    tree = classify((SHOPLIFTING, *HARASSMENT)[:codes])
    order = [tree.codes.index(code) for code in sorted(tree.codes)]
    sound(found(of_codes(tuple(reference.forces()), tree, totals[:, order], ENDS)))


@pytest.mark.parametrize(
    "years",
    [
        [0] * 12,
        [500] * 12,
        [500],
        [UNKNOWN] * 12,
        [UNKNOWN, *[500] * 10, UNKNOWN],
        [0] * 11 + [1_000_000],
        [1_000_000] + [0] * 11,
    ],
)
def test_series_that_are_nought_alike_short_or_absent(years: list[float | None]):
    sound(found(panel(elsewhere=[500] * 12, kent=years)))
    sound(found(panel(elsewhere=years)))


def test_a_force_that_was_absent_for_years_is_compared_from_where_it_is_known():
    what = panel(elsewhere=[1_000] * 12, kent=[*[UNKNOWN] * 6, *[1_000] * 5, 2_000])
    line = next(one for one in sound(found(what)).holding("kent", "shoplifting") if one.kind == "record")
    assert line.detail == {"years": 6}


def test_missing_populations_leave_no_rate_and_everything_else():
    what = panel(elsewhere=[1_000] * 12, kent=[*[1_000] * 11, 2_000])
    what.residents[:] = np.nan
    kinds = {one.kind for one in sound(found(what)).holding("kent", "shoplifting")}
    assert "change" in kinds
    assert not kinds & {"outlier", "extreme", "moved"}


def test_an_offence_without_words_is_found_by_its_official_name_and_worth_less():
    elsewhere = {"46": [1_000] * 12, "999Z": [1_000] * 12}
    kent = {"46": [*[1_000] * 11, 2_000], "999Z": [*[1_000] * 11, 2_000]}
    findings = sound(found(panel([SHOPLIFTING, UNWORDED], elsewhere=elsewhere, kent=kent)))
    line = next(one for one in findings.holding("kent", "code-999z") if one.kind == "change")
    assert line.official == "Impersonating a swan"
    assert {part.name: part.points for part in line.parts}["no words"] == -our_settings().deductions.code_without_words


def test_negative_quarters_stand_and_a_negative_year_is_unknown(tmp_path: Path):
    release = (
        a_release(tmp_path, "2022-09")
        .recorded("kent", "8L", *[100] * 19, -20)
        .recorded("surrey", "8L", *[100] * 16, 1, 1, 1, -50)
        .elsewhere("8L", *[100] * 20)
        .build()
    )
    what = load_panel(release, residents(release))
    node = what.offences.index("harassment")
    kent, surrey = (what.areas.index(area) for area in ("kent", "surrey"))
    assert what.recorded.value[kent, node, -1] == 280
    assert np.isnan(what.recorded.value[surrey, node, -1])
    sound(find(what, our_settings()))


def test_one_force_one_quarter_or_one_year_is_no_release_to_find_anything_in(tmp_path: Path):
    quarter = a_release(tmp_path / "a", "2022-09")
    year = a_release(tmp_path / "b", "2022-09")
    for builder in (quarter, year):
        builder.folder.mkdir()
    assert sound(findings_for(quarter.recorded("kent", "8L", 500).build(), [TEMPLATES])).lines == ()
    assert sound(findings_for(year.years("kent", "8L", 500).build(), [TEMPLATES])).lines == ()


def test_outcomes_that_were_not_provided_leave_the_counts_their_lines_and_the_force_a_question(tmp_path: Path):
    builder = a_release(tmp_path, "2022-09").years("kent", "8L", *[1_000] * 11, 2_000)
    builder.years_elsewhere("8L", *[1_000] * 12).outcome("kent", "8L", 1, 50, 50, 50, 50, 50, NOT_PROVIDED, 50, 50)
    builder.outcomes_elsewhere("8L", 1, 200, 200)
    findings = sound(findings_for(builder.build(), [TEMPLATES]))
    assert "change" in {one.kind for one in findings.holding("kent", "harassment")}
    assert ("kent", "missing", "outcomes") in {(one.area, one.kind, one.table) for one in findings.warnings}
