"""What became of the cases: a share that changed, a share far from the others'. Found, and nearly found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.findings.finding import Finding, Findings
from generator.findings.moment import Noise
from generator.findings.panel import CLOSED, Layer, Panel
from tests.generator.findings.panels import UNKNOWN, Years, found, kinds_of, panel, quiet, settings

# Cases of each force and year, and how many of them were closed in it.
CASES, ENDED = [2_000] * 3, [1_800] * 3
# As many are charged everywhere, every year: one in ten.
CHARGED = [200] * 3


def of_parts(elsewhere: Years, kent: Years) -> Layer:
    """Cases with an outcome by year, in Kent and in every other force."""
    return panel(elsewhere=elsewhere, kent=kent).recorded


def with_outcomes(group: str, recorded: Layer, closed: Layer, cases: Years = CASES, kent: Years = CASES) -> Panel:
    """A panel of shoplifting whose outcomes of one group are these, by when cases were recorded and closed."""
    what = panel(elsewhere=cases, kent=kent)
    return replace(what, outcomes={group: recorded}, closed={group: closed, CLOSED: of_parts(ENDED, ENDED)})


def told(what: Panel, kind: str = "share", rho: float = 0.0) -> Finding | None:
    """Kent's line of a kind, where it holds."""
    return kinds_of(findings_of(what, rho), "kent").get(kind)


def findings_of(what: Panel, rho: float = 0.0) -> Findings:
    calm = quiet(what)
    return found(what, noise=Noise(calm.spread, {group: rho + 0 * one for group, one in calm.shares.items()}))


def kents(recorded: Years, closed: Years, group: str = "charged") -> Panel:
    return with_outcomes(group, of_parts(CHARGED, recorded), of_parts(CHARGED, closed))


# A share that changed


def test_a_charge_share_that_rose_on_both_bases_is_found_with_its_figures():
    line = told(kents([200, 200, 320], [200, 200, 320]))
    assert line is not None
    assert (line.direction, line.now, line.then, line.unit, line.outcome) == ("up", 16.0, 10.0, "per cent", "charged")
    assert line.detail == {"points": 6.0}
    assert line.id == "kent/shoplifting/share-charged"


def test_a_charge_share_that_fell_on_both_bases_is_found():
    line = told(kents([200, 200, 120], [200, 200, 120]))
    assert line is not None
    assert line.direction == "down"


@pytest.mark.parametrize(
    ("recorded", "closed", "why"),
    [
        ([200, 200, 120], [200, 200, 200], "many cases are still open: a fall of the recorded basis alone"),
        ([200, 200, 120], [200, 200, 280], "the bases say opposite things"),
        ([200, 200, 320], [200, 200, 205], "by when they were closed it is chance"),
        ([200, 200, 210], [200, 200, 210], "chance on both"),
        ([200, UNKNOWN, 320], [200, 200, 320], "the year before is unknown"),
        ([200, 200, UNKNOWN], [200, 200, 320], "this year is unknown"),
        ([200, 200, 320], [200, 200, UNKNOWN], "what was closed is unknown"),
        ([4, 4, 13], [4, 4, 13], "so few that they are told as they are"),
    ],
)
def test_a_share_that_did_not_change_on_both_bases_is_no_line(recorded: Years, closed: Years, why: str):
    assert told(kents(recorded, closed)) is None, why


def test_a_share_that_strays_by_itself_needs_a_larger_change():
    what = kents([200, 200, 290], [200, 200, 290])
    assert told(what) is not None
    assert told(what, rho=0.02) is None


@pytest.mark.parametrize(("before", "now", "why"), [(10_000, 12_000, "points"), (400_000, 430_000, "itself")])
def test_a_change_that_is_certain_and_small_is_rejected_as_small(before: int, now: int, why: str):
    """Of two million cases: less than a percentage point, or less than a tenth of itself. Essex has a line."""
    many = [2_000_000] * 3
    what = panel(elsewhere=many, essex=CASES)
    parts = panel(elsewhere=[before] * 3, kent=[before, before, now], essex=[200, 200, 320]).recorded
    what = replace(what, outcomes={"charged": parts}, closed={"charged": parts, CLOSED: what.recorded})
    findings = findings_of(what)
    assert {one.finding.id: one.why for one in findings.rejected}["kent/shoplifting/share-charged"] == "small", why
    assert "share" in kinds_of(findings, "essex")


@pytest.mark.parametrize("group", ["unsupported", "no-suspect"])
def test_of_victims_who_withdraw_and_cases_without_a_suspect_only_a_rise_is_told(group: str):
    rise, fall = [200, 200, 320], [200, 200, 120]
    assert told(kents(rise, rise, group)) is not None
    assert told(kents(fall, fall, group)) is None


def test_a_share_of_a_year_with_many_open_cases_is_provisional_and_worth_less():
    what = kents([200, 200, 320], [200, 200, 320])
    cases_open = of_parts([0, 0, 300], [0, 0, 300])
    line, open_line = told(what), told(replace(what, outcomes={**what.outcomes, "unassigned": cases_open}))
    assert line is not None
    assert open_line is not None
    assert (line.caveats, open_line.caveats) == ((), ("provisional",))
    assert {one.name: one.points for one in open_line.parts}["provisional"] == -settings().deductions.provisional
    assert open_line.value == pytest.approx(line.value - settings().deductions.provisional, abs=0.11)


def test_a_share_of_an_unknown_number_of_cases_is_no_line():
    parts = of_parts(CHARGED, [200, 200, 320])
    assert told(with_outcomes("charged", parts, parts, kent=[2_000, 2_000, UNKNOWN])) is None
    assert told(with_outcomes("charged", parts, parts, kent=[2_000, UNKNOWN, 2_000])) is None


def test_outcomes_without_a_year_before_have_no_change_and_their_place():
    parts = of_parts([200], [900])
    held = kinds_of(findings_of(with_outcomes("charged", parts, parts, cases=[2_000], kent=[2_000])), "kent")
    assert held.keys() == {"share_outlier"}
    assert (held["share_outlier"].now, held["share_outlier"].then) == (45.0, None)


# A share far from the others'


@pytest.mark.parametrize(("part", "direction"), [(900, "high"), (40, "low")])
def test_a_charge_share_far_from_the_others_is_found_at_either_end(part: int, direction: str):
    line = told(kents([part] * 3, [part] * 3), "share_outlier")
    assert line is not None
    assert (line.direction, line.now, line.then) == (direction, part / 20, None)
    assert line.detail == {"place": 1.0 if direction == "high" else 43.0, "ranked": 43.0}


def test_a_share_that_lies_where_all_the_others_do_is_none():
    assert told(kents([210] * 3, [210] * 3), "share_outlier") is None


@pytest.mark.parametrize("part", [3, 1_997])
def test_a_share_of_almost_none_or_almost_all_is_no_outlier(part: int):
    """Fewer than five cases on one side could point to a victim, and say nothing of a force."""
    assert told(kents([part] * 3, [part] * 3), "share_outlier") is None


def test_a_backlog_is_told_and_that_there_is_none_is_not():
    assert told(kents([900] * 3, [900] * 3, "unassigned"), "share_outlier") is not None
    assert told(kents([20] * 3, [20] * 3, "unassigned"), "share_outlier") is None


def test_a_force_that_could_not_supply_outcomes_is_asked_and_the_others_are_told():
    what = kents([200, 200, UNKNOWN], [200, 200, UNKNOWN])
    findings = findings_of(replace(what, outcomes={"charged": of_parts([200, 200, 320], [200, 200, UNKNOWN])}))
    assert [(one.area, one.kind, one.table) for one in findings.warnings] == [("kent", "missing", "outcomes")]
    assert not [one for one in findings.of("kent") if one.outcome]
