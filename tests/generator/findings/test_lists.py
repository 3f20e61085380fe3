"""The list of an area: each story told once, in an order that hangs on worth, and what is left out named with why."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from fetch.errors import ReferenceDataError
from fetch.release import Release
from generator.findings.finding import Findings
from generator.findings.kept import findings_for
from generator.findings.news_value import NewsValue, load_news_value
from generator.stories import TEMPLATES
from tests.generator.findings.panels import (
    ASSAULT,
    HARASSMENT,
    SHOPLIFTING,
    UNKNOWN,
    found,
    kinds_of,
    panel,
    quiet,
    settings,
)
from tests.generator.releases import a_release

STILL, LEVEL = [1_000] * 12, [1_000] * 11
ALL = {"8N": STILL, "8L": STILL, "8Q": STILL, "8R": STILL}


def violence(**kent: list[float]) -> Findings:
    """Kent's codes as given, all else still."""
    what = panel([ASSAULT, *HARASSMENT], elsewhere=ALL, kent={**ALL, **{f"8{code}": kent[code] for code in kent}})
    return found(what, noise=quiet(what))


def test_harassment_its_subgroup_and_its_group_tell_one_story_and_the_most_specific_tells_it():
    findings = violence(L=[*LEVEL, 2_000])
    changes = [one for one in findings.of("kent") if one.kind in {"change", "record"}]
    assert [one.offence for one in changes] == ["harassment"]
    assert changes[0].stands_for == ("stalking-and-harassment", "violence-against-the-person")
    nested = {one.finding.offence for one in findings.rejected if one.finding.area == "kent" and one.why == "nested"}
    assert nested == {"stalking-and-harassment", "violence-against-the-person"}


def test_parts_that_share_a_change_leave_the_whole_its_line():
    findings = violence(L=[*LEVEL, 1_400], Q=[*LEVEL, 1_400], R=[*LEVEL, 1_400])
    assert "stalking-and-harassment" in {one.offence for one in findings.of("kent")}


def test_several_lines_on_one_series_are_one_line_that_names_the_others():
    findings = violence(L=[*LEVEL, 2_000])
    (line,) = (one for one in findings.of("kent") if one.offence == "harassment")
    held = kinds_of(findings, "kent", "harassment")
    assert {f"kent/harassment/{kind}" for kind in held} - {line.id} == set(line.also)
    assert {one.by for one in findings.rejected if one.finding.id in line.also} == {line.id}


def test_what_is_rejected_says_why():
    large = [100_000] * 11
    what = panel(elsewhere=STILL, kent=[*LEVEL, 1_060], essex=[*large, 104_000], surrey=[*LEVEL, 1_500])
    findings = found(what, noise=quiet(what, 0.001))
    why = {one.finding.id: one.why for one in findings.rejected if one.finding.kind == "change"}
    assert why["essex/shoplifting/change"] == "small"
    wide = found(what, noise=quiet(what, 0.1))
    assert {one.finding.id: one.why for one in wide.rejected}["kent/shoplifting/change"] == "noise"


def test_a_list_is_diverse_in_offences():
    labels = [SHOPLIFTING, ASSAULT, *HARASSMENT]
    still = dict.fromkeys(("46", "8N", "8L", "8Q", "8R"), STILL)
    kent = {
        "46": [*LEVEL, 1_300],
        "8N": [*LEVEL, 1_390],
        "8L": [*LEVEL, 1_420],
        "8Q": [*LEVEL, 1_400],
        "8R": [*LEVEL, 1_410],
    }
    what = panel(labels, elsewhere=still, kent=kent)
    lines = found(what, noise=quiet(what)).of("kent")
    order = [one.offence for one in lines]
    by_worth = [one.offence for one in sorted(lines, key=lambda one: -one.value)]
    assert order.index("shoplifting") < by_worth.index("shoplifting")


def test_a_newsroom_that_cares_more_for_an_offence_sees_it_first():
    labels = [SHOPLIFTING, ASSAULT]
    both = {"46": [*LEVEL, 1_400], "8N": [*LEVEL, 1_400]}
    what = panel(labels, elsewhere={"46": STILL, "8N": STILL}, kent=both)

    def first(interest: dict[str, float]) -> str:
        ours = msgspec.structs.replace(settings(), interest=interest)
        return found(what, noise=quiet(what), of=ours).of("kent")[0].offence

    assert first({"default": 0.1, "shoplifting": 1.0}) == "shoplifting"
    assert first({"default": 0.1, "Violence with injury": 1.0}) == "assault-with-injury"


@pytest.mark.parametrize("part", ["size", "evidence", "interest", "people", "surprise"])
def test_more_of_a_part_is_worth_more(part: str):
    weak = {
        "size": ([*LEVEL, 1_200], STILL),
        "evidence": ([*LEVEL, 1_200], STILL),
        "people": ([*[100] * 11, 190], STILL),
        "surprise": ([*LEVEL, 1_300], [*LEVEL, 1_280]),
        "interest": ([*LEVEL, 1_300], STILL),
    }[part]
    strong = ([*[5_000] * 11, 10_000], [5_000] * 12)
    points = []
    for kent, elsewhere in (weak, strong):
        ours = settings()
        if part == "interest":
            worth = 1.0 if kent is strong[0] else 0.1
            ours = msgspec.structs.replace(ours, interest={"default": worth})
        what = panel(elsewhere=elsewhere, kent=kent)
        line = kinds_of(found(what, noise=quiet(what), of=ours), "kent")["change"]
        points.append({one.name: one.points for one in line.parts}.get(part, 0.0))
    assert points[0] < points[1] <= getattr(settings().weights, part)


def test_what_was_as_true_a_quarter_ago_is_worth_less(tmp_path: Path):
    quarters = [*[250] * 40, 400, 400, 400, 400]
    builder = a_release(tmp_path, "2022-09").recorded("kent", "8L", *quarters, 420)
    findings = findings_for(builder.elsewhere("8L", *[250] * 45).build(), [TEMPLATES])
    line = kinds_of(findings, "kent", "harassment")["change"]
    assert not line.fresh
    assert {one.name: one.points for one in line.parts}["freshness"] == pytest.approx(2.5)


def test_the_order_of_rows_in_the_tables_changes_nothing(tmp_path: Path):
    def release(folder: Path, *areas: str) -> Release:
        folder.mkdir()
        builder = a_release(folder, "2022-09")
        for area in areas:
            builder.years(area, "8L", *[1_000] * 9, 1_000 + 100 * len(area))
        return builder.years_elsewhere("8L", *[1_000] * 10).build()

    one = findings_for(release(tmp_path / "a", "kent", "surrey", "gwent"), [TEMPLATES])
    other = findings_for(release(tmp_path / "b", "gwent", "kent", "surrey"), [TEMPLATES])
    assert msgspec.json.encode(one) == msgspec.json.encode(other)


# Faults


def test_what_has_all_but_vanished_in_one_force_is_a_question_and_no_finding():
    what = panel(elsewhere=STILL, kent=[*LEVEL, 60])
    findings = found(what, noise=quiet(what))
    assert not findings.holding("kent", "shoplifting")
    assert [(one.area, one.kind, one.offences) for one in findings.warnings] == [("kent", "gone", ("shoplifting",))]


def test_what_vanished_everywhere_is_no_fault_of_one_force():
    what = panel(elsewhere=[*LEVEL, 60])
    findings = found(what, noise=quiet(what))
    assert not findings.warnings
    assert "change" in kinds_of(findings, "kent")


CODES = ("8L", "8M", "8N", "8Q", "8R", "46", "45")


def faulty(folder: Path, kent: list[int], elsewhere: list[int]) -> Findings:
    """Seven offences by quarter, the same in each; no gap is known in these years."""
    builder = a_release(folder, "2018-09")
    for code in CODES:
        builder.recorded("kent", code, *kent).elsewhere(code, *elsewhere)
    return findings_for(builder.build(), [TEMPLATES])


def test_many_offences_that_fall_at_once_in_one_force_are_a_question_and_no_finding(tmp_path: Path):
    findings = faulty(tmp_path, [*[250] * 23, 100], [250] * 24)
    assert ("kent", "many fallen") in {(one.area, one.kind) for one in findings.warnings}
    assert not findings.of("kent")


def test_a_quarter_with_hardly_anything_in_it_is_a_question(tmp_path: Path):
    findings = faulty(tmp_path, [*[250] * 22, 20, 250], [250] * 24)
    assert ("kent", "near zero") in {(one.area, one.kind) for one in findings.warnings}
    assert not findings.of("kent")


def test_a_fall_of_all_forces_together_is_no_fault_of_one(tmp_path: Path):
    findings = faulty(tmp_path, [*[250] * 23, 100], [*[250] * 23, 100])
    assert not findings.warnings


def test_what_is_not_provided_is_asked_for_and_makes_no_fall(tmp_path: Path):
    what = panel(elsewhere=STILL, kent=[*LEVEL, UNKNOWN])
    assert not found(what, noise=quiet(what)).of("kent")


# The sample


@pytest.fixture(scope="module")
def found_in(sample: Release) -> Findings:
    return findings_for(sample, [TEMPLATES])


@pytest.mark.parametrize(
    ("area", "kind", "direction"),
    [
        ("north-wales", "change", "down"),
        ("cumbria", "change", "up"),
        ("cumbria", "record", "high"),
        ("durham", "bucking", "down"),
        ("norfolk", "change", "up"),
        ("dyfed-powys", "streak", "up"),
    ],
)
def test_the_stories_planted_in_the_sample_are_found(found_in: Findings, area: str, kind: str, direction: str):
    assert kinds_of(found_in, area, "harassment")[kind].direction == direction


def test_the_traps_of_the_sample_are_not(found_in: Findings):
    every = {one.id for one in (*found_in.lines, *(one.finding for one in found_in.rejected))}
    assert not [one for one in found_in.lines if one.area == "devon-and-cornwall"]
    assert not [one for one in every if one.startswith("cleveland/harassment/")]
    assert not kinds_of(found_in, "suffolk", "harassment").keys() & {"change", "turning", "bucking"}
    # Codes that expired, and one that began in 2017, are no fall to nought and no rise from it.
    assert not [one for one in every if "/burglary-in-a-dwelling/" in one or "/code-28a/" in one]
    assert not [one for one in found_in.lines if one.kind in {"fold", "first"} and "burglary" in one.offence]
    asked = {(one.area, one.kind, one.table) for one in found_in.warnings}
    assert asked == {("cleveland", "missing", "recorded"), ("devon-and-cornwall", "missing", "recorded")}


def test_no_list_of_the_sample_tells_one_offence_twice(found_in: Findings):
    for area in {one.area for one in found_in.lines}:
        told = [(one.offence, one.outcome) for one in found_in.of(area)]
        assert len(told) == len(set(told)), area


def test_settings_have_a_word_for_every_kind(found_in: Findings):
    ours: NewsValue = settings()
    assert {one.kind for one in found_in.lines} <= ours.kinds.keys()


# What an editor struck out


def test_a_change_that_new_counting_rules_may_explain_is_not_told():
    down = {code: [*LEVEL, 800] for code in ("8N", "8L", "8Q", "8R")}
    what = panel(
        [ASSAULT, *HARASSMENT],
        ends="2023-09",
        elsewhere={**ALL, "8R": [*LEVEL, 820]},
        kent={**ALL, "8R": down["8R"]},
        essex={**ALL, "8L": down["8L"]},
    )
    findings = found(what, noise=quiet(what))
    why = {one.finding.id: one.why for one in findings.rejected}
    assert why["kent/malicious-communications/change"] == "counting"
    assert "change" in kinds_of(findings, "essex", "harassment"), "others, counted alike, did not fall"


def test_what_england_and_wales_shows_as_well_is_worth_less():
    own = panel(elsewhere=STILL, kent=[*LEVEL, 1_300])
    shared = panel(elsewhere=[*LEVEL, 1_290], kent=[*LEVEL, 1_300])
    alone, together = (kinds_of(found(one, noise=quiet(one)), "kent")["change"] for one in (own, shared))
    lost = {part.name: part.points for part in together.parts}
    assert lost["with the nation"] == -settings().deductions.with_nation
    assert "with the nation" not in {part.name for part in alone.parts}
    assert together.value < alone.value


def test_a_region_that_is_nearly_one_force_is_told_once():
    what = panel(elsewhere=STILL, metropolitan_police=[*[50_000] * 11, 70_000], city_of_london=[*[100] * 12])
    findings = found(what, noise=quiet(what))
    assert "change" in kinds_of(findings, "metropolitan-police")
    assert not findings.of("london")
    assert "one force" in {one.why for one in findings.rejected if one.finding.area == "london"}


def test_a_fault_reaches_the_whole_the_region_and_the_nation_that_hold_it():
    gone = {**ALL, "8L": [*LEVEL, 50]}
    what = panel([ASSAULT, *HARASSMENT], elsewhere=ALL, gwent=gone)
    findings = found(what, noise=quiet(what))
    touched = ("harassment", "stalking-and-harassment", "violence-against-the-person")
    assert not [one for offence in touched for one in findings.holding("gwent", offence)]
    assert not findings.holding("wales", "harassment")
    assert [(one.area, one.kind) for one in findings.warnings] == [("gwent", "gone")]


def test_outcomes_that_have_all_but_stopped_in_one_force_are_a_question(tmp_path: Path):
    builder = a_release(tmp_path, "2018-09").years_elsewhere("8L", *[4_000] * 6).closed_alike()
    builder.outcome("kent", "8L", 1, *[100] * 20, 5, 0, 0, 0).outcome("kent", "8L", 18, *[900] * 20, 50, 0, 0, 0)
    builder.outcomes_elsewhere("8L", 1, *[400] * 6).outcomes_elsewhere("8L", 18, *[3_600] * 6)
    findings = findings_for(builder.build(), [TEMPLATES])
    assert ("kent", "near zero", "outcomes") in {(one.area, one.kind, one.table) for one in findings.warnings}
    assert not [one for one in findings.lines if one.area == "kent" and one.outcome]


def test_the_lowest_rate_is_not_told_while_a_force_with_a_handful_of_cases_may_lie_lower():
    from generator import reference

    people = reference.populations().residents
    usual = {slug.replace("-", "_"): [8 * count / 1000] * 12 for slug, count in people.items()}
    low = {**usual, "cumbria": [people["cumbria"] / 1000] * 12}
    handful = {**low, "durham": [10] * 12}
    alone, hidden = panel(**low), panel(**handful)
    assert "extreme" in kinds_of(found(alone, noise=quiet(alone)), "cumbria")
    assert "extreme" not in kinds_of(found(hidden, noise=quiet(hidden)), "cumbria")


def test_a_place_that_was_the_same_a_quarter_ago_is_not_new(found_in: Findings):
    every = {one.id: one for one in (*found_in.lines, *(one.finding for one in found_in.rejected))}
    kent = every["kent/assault-without-injury/extreme-high"]
    assert not kent.fresh
    assert "standing" in {part.name for part in kent.parts}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("chang", "chnage        = { worth = 1, full_size = 1 }\nchang", "there is no kind 'chnage'"),
        ("error_rate = 0.05", "error_rate = 0.00000001", "full_evidence must lie below"),
        ("record_years = 5 ", "record_years = 3 ", "record_years"),
    ],
)
def test_settings_that_do_not_hold_together_are_refused(tmp_path: Path, old: str, new: str, told: str):
    text = (TEMPLATES / "findings" / "news_value.toml").read_text(encoding="utf-8")
    start = text.index("[kinds]") if old == "chang" else 0
    (tmp_path / "findings").mkdir()
    changed = text[:start] + text[start:].replace(old, new, 1)
    (tmp_path / "findings" / "news_value.toml").write_text(changed, encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=told):
        load_news_value([tmp_path])
