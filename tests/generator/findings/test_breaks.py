"""Changes in how offences are counted, from the real list: which years a line may reach, and with which caveat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from generator.findings.breaks import Broken, breaks_of
from generator.findings.classification import Label, Node, classify
from generator.findings.finding import Finding
from generator.quarters import Year
from tests.generator.findings.panels import HARASSMENT, found, kinds_of, panel, quiet

HOMES = Label("28E", "Burglary - residential", "Residential burglary", "Theft offences")
UNHEARD_OF = Label("28Z", "Burglary of a lighthouse", "Residential burglary", "Theft offences")
BICYCLES = Label("44", "Bicycle theft", "Bicycle theft", "Theft offences")
# Alone in its subgroup a code goes by the words of that.
BURGLARY = "residential-burglary"
# Ten years of which the latest two are far above the others.
RISEN = [*[1_000] * 8, 1_500, 1_900]
STILL = [1_000] * 10


def node_of(*labels: Label, level: str = "code") -> Node:
    """The first offence of these at a level."""
    return next(one for one in classify(labels).nodes if one.level == level)


def names(node: Node, *, kind: str) -> set[str]:
    return {one.id for one in breaks_of(node) if one.kind == kind and not one.everything}


def kent(labels: Sequence[Label], ends: str, years: list[int], offence: str) -> dict[str, Finding]:
    """What is found of an offence in Kent, while all else is still."""
    what = panel(
        labels,
        ends=ends,
        elsewhere={one.code: [1_000] * len(years) for one in labels},
        kent={one.code: years for one in labels},
    )
    return kinds_of(found(what, noise=quiet(what)), "kent", offence)


def test_a_hard_break_touches_an_offence_that_lies_in_what_it_names():
    assert "residential-burglary-2017" in names(node_of(UNHEARD_OF), kind="hard")
    assert "residential-burglary-2017" not in names(node_of(BICYCLES), kind="hard")


def test_the_group_above_is_not_touched_by_what_only_moves_cases_inside_it():
    group = node_of(HOMES, BICYCLES, level="group")
    assert group.official == "Theft offences"
    assert not names(group, kind="hard")


def test_letter_case_of_official_names_makes_no_difference():
    shouted = [replace(one, subgroup="RESIDENTIAL BURGLARY", group="THEFT OFFENCES") for one in (UNHEARD_OF, HOMES)]
    codes = {one.codes: names(one, kind="hard") for one in classify(shouted).nodes}
    assert "residential-burglary-2017" in codes[(UNHEARD_OF.code,)]


@pytest.mark.parametrize(
    ("ends", "back"),
    [("2018-03", 1), ("2019-03", 2), ("2023-03", 6), ("2017-06", 1), ("2017-03", 40)],
)
def test_years_compare_back_to_the_day_on_which_counting_changed(ends: str, back: int):
    """Burglary of homes has been counted anew since 1 April 2017; `back` is the first year that does not compare."""
    broken = Broken(Year.of(ends), (tuple(one for one in breaks_of(node_of(UNHEARD_OF)) if one.start.year == 2017),))
    assert broken.comparable(40)[0].tolist() == [at < back for at in range(40)]


def test_no_record_no_fold_and_no_change_reaches_across_a_hard_break():
    """In the year to March 2018 nothing compares; two years later only two years do, too few for a record."""
    assert kent([UNHEARD_OF], "2018-03", RISEN, BURGLARY) == {}
    assert "change" in kent([BICYCLES], "2018-03", RISEN, "bicycle-theft")
    later = kent([UNHEARD_OF], "2019-03", RISEN, BURGLARY)
    assert later.keys() & {"record", "fold", "streak", "turning"} == set()
    assert (later["change"].now, later["change"].then) == (1_900, 1_500)


def test_a_record_counts_the_years_since_the_hard_break_alone():
    """The years before it may be as high as they like."""
    years = [9_000, 9_000, *[1_000] * 5, 1_500]
    line = kent([UNHEARD_OF], "2023-03", years, BURGLARY)["record"]
    assert line.detail == {"years": 6}


@pytest.mark.parametrize(
    ("ends", "caveats"),
    [
        ("2018-03", ()),
        ("2018-06", ("course-of-conduct-2018",)),
        ("2019-03", ("course-of-conduct-2018",)),
        ("2019-12", ("course-of-conduct-2018",)),
        ("2020-03", ()),
    ],
)
def test_a_change_carries_the_caveat_of_a_rule_that_began_in_one_of_its_two_years(ends: str, caveats: tuple[str, ...]):
    """From April 2018 a course of conduct is counted beside other crimes."""
    line = kent(HARASSMENT[:1], ends, RISEN, "harassment")["change"]
    assert line.caveats == caveats


def test_the_long_run_carries_the_caveats_of_all_that_lies_between():
    line = kent(HARASSMENT[:1], "2019-12", [300, *STILL[1:-1], 1_400], "harassment")["fold"]
    assert set(line.caveats) == {"recording-inspections-2014", "course-of-conduct-2018"}


def test_a_line_with_a_caveat_is_worth_less_than_the_same_line_without():
    clean, touched = (kent(HARASSMENT[:1], ends, RISEN, "harassment")["change"] for ends in ("2018-03", "2019-03"))
    assert {one.name for one in touched.parts} - {one.name for one in clean.parts} == {"soft break"}
    assert touched.value < clean.value


def test_a_rule_that_tells_stalking_from_harassment_is_no_caveat_of_both_together():
    """What changed in April 2020 moved cases from the one to the other."""
    moved = {"former-partners-2020-harassment", "former-partners-2020-stalking"}
    codes = {one.id: names(one, kind="soft") for one in classify(HARASSMENT).nodes}
    assert moved & codes["harassment"] == {"former-partners-2020-harassment"}
    assert moved & codes["stalking"] == {"former-partners-2020-stalking"}
    assert not moved & codes["stalking-and-harassment"]
