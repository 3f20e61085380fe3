"""Each kind of finding: the smallest case in which it is found, and the nearest in which it is not."""

from __future__ import annotations

import pytest

from generator.findings.classification import Label
from tests.generator.findings.panels import (
    ASSAULT,
    ENDS,
    HARASSMENT,
    UNKNOWN,
    found,
    kinds_of,
    panel,
    quiet,
    settings,
)

STILL = [1_000] * 12
LEVEL = [1_000] * 11


def kinds(now: list[float | None], elsewhere: list[float] = STILL) -> set[str]:
    what = panel(elsewhere=elsewhere, kent=now)
    return set(kinds_of(found(what, noise=quiet(what)), "kent"))


# A change on the year before


def test_a_rise_beyond_noise_is_found_with_its_two_figures():
    what = panel(elsewhere=STILL, kent=[*LEVEL, 1_200])
    (line,) = (one for one in found(what, noise=quiet(what)).of("kent") if one.kind in {"change", "record"})
    assert (line.direction, line.now, line.then, line.unit, line.back) == ("up", 1_200, 1_000, "cases", 1)
    assert line.period == ENDS


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (1_045, "too small to tell"),
        (1_000, "none"),
        (UNKNOWN, "unknown"),
    ],
)
def test_no_change_is_found_where_it_is(now: float | None, why: str):
    assert "change" not in kinds([*LEVEL, now]), why


def test_no_change_is_found_within_noise():
    what = panel(elsewhere=STILL, kent=[*LEVEL, 1_200])
    assert "change" not in kinds_of(found(what, noise=quiet(what, spread=0.1)), "kent")


def test_counts_under_twenty_are_told_as_they_are():
    what = panel(elsewhere=STILL, kent=[*[60] * 11, 19])
    assert "change" not in kinds_of(found(what, noise=quiet(what, 0.0)), "kent")
    what = panel(elsewhere=STILL, kent=[*[60] * 11, 22])
    assert "change" in kinds_of(found(what, noise=quiet(what, 0.0)), "kent")


def test_the_nation_and_the_regions_have_changes_of_their_own():
    what = panel(elsewhere=[*LEVEL, 1_200])
    findings = found(what, noise=quiet(what))
    assert kinds_of(findings, "wales")["change"].now == 4_800
    assert kinds_of(findings, "england-and-wales")["change"].now == 43 * 1_200


# Records


def test_a_record_needs_to_beat_the_best_of_its_years_beyond_noise():
    high = [900, 1_000, *[700] * 9, 1_400]
    what = panel(elsewhere=STILL, kent=high)
    line = kinds_of(found(what, noise=quiet(what)), "kent")["record"]
    assert (line.direction, line.detail) == ("high", {"years": 12})
    assert "record" not in kinds([900, 1_370, *[700] * 9, 1_400])
    assert "record" not in kinds([900, 1_500, *[700] * 9, 1_400])


def test_a_record_low_is_found_too():
    what = panel(elsewhere=STILL, kent=[*LEVEL, 800])
    assert kinds_of(found(what, noise=quiet(what)), "kent")["record"].direction == "low"


def test_a_record_goes_back_to_the_first_gap_and_needs_five_years():
    gap = [2_000, 2_000, UNKNOWN, *[1_000] * 8, 1_300]
    what = panel(elsewhere=STILL, kent=gap)
    assert kinds_of(found(what, noise=quiet(what)), "kent")["record"].detail == {"years": 9}
    assert "record" not in kinds([*[900] * 8, UNKNOWN, 1_000, 1_000, 1_300])


# The long run


def test_several_times_as_many_as_nine_years_earlier():
    assert "fold" in kinds([1_000, 1_000, 500, *[900] * 8, 1_000])
    assert "fold" not in kinds([1_000, 1_000, 540, *[900] * 8, 1_000])


def test_what_the_whole_nation_did_in_nine_years_is_no_line_of_one_force():
    nation = [1_000, 1_000, 500, *[900] * 8, 1_000]
    assert "fold" not in kinds([1_000, 1_000, 500, *[900] * 8, 1_000], elsewhere=nation)
    assert "fold" in kinds([1_000, 1_000, 250, *[900] * 8, 1_000], elsewhere=nation)


# Years in one direction, and the year that ends them


def test_years_in_a_row_in_one_direction():
    rising = [*[800] * 5, 900, 1_000, 1_100, 1_200, 1_300, 1_400, 1_500]
    what = panel(elsewhere=STILL, kent=rising)
    line = kinds_of(found(what, noise=quiet(what)), "kent")["streak"]
    assert (line.direction, line.detail, line.then) == ("up", {"years": 7}, 800)
    assert "streak" not in kinds([*[800] * 5, 900, 1_000, 1_100, 1_100, 1_300, 1_400, 1_500])


def test_a_run_that_began_with_a_handful_is_no_line():
    assert "streak" not in kinds([10, 10, 10, 10, 10, 19, 100, 200, 400, 800, 1_000, 1_200])


def test_the_year_that_ends_a_run():
    turned = [*[800] * 6, 900, 1_000, 1_150, 1_300, 1_500, 1_100]
    what = panel(elsewhere=STILL, kent=turned)
    line = kinds_of(found(what, noise=quiet(what)), "kent")["turning"]
    assert (line.direction, line.detail) == ("down", {"years": 5})
    assert "turning" not in kinds([*[800] * 8, 900, 1_300, 1_500, 1_100])


# Against the others


def test_up_while_the_nation_falls():
    falling = [*LEVEL, 850]
    assert "bucking" in kinds([*LEVEL, 1_250], elsewhere=falling)
    assert "bucking" not in kinds([*LEVEL, 1_250])
    assert "bucking" not in kinds([*LEVEL, 850], elsewhere=falling)


def test_down_while_the_nation_stands_at_a_record_that_the_last_year_hardly_added_to():
    risen = [*[800] * 6, 1_000, 1_000, 1_000, 1_000, 1_000, 1_010]
    what = panel(elsewhere=risen, kent=[*LEVEL, 800])
    line = kinds_of(found(what, noise=quiet(what)), "kent")["bucking"]
    assert line.detail is not None
    assert (line.direction, line.detail["record"]) == ("down", 1)


def test_the_only_force_of_its_region_to_go_the_other_way():
    what = panel(elsewhere=[*LEVEL, 850], gwent=[*LEVEL, 1_250])
    findings = found(what, noise=quiet(what))
    assert kinds_of(findings, "gwent")["bucking"].detail["alone"] == 1  # type: ignore[index]
    two = panel(elsewhere=[*LEVEL, 850], gwent=[*LEVEL, 1_250], north_wales=[*LEVEL, 1_010])
    assert kinds_of(found(two, noise=quiet(two)), "gwent")["bucking"].detail["alone"] == 0  # type: ignore[index]


def test_against_the_most_similar_forces_where_somebody_says_which_they_are():
    family = {"kent": ("essex", "hampshire", "sussex")}
    falling = [*LEVEL, 850]
    what = panel(elsewhere=STILL, kent=[*LEVEL, 1_250], essex=falling, hampshire=falling, sussex=falling)
    assert "peers" in kinds_of(found(what, noise=quiet(what), families=family), "kent")
    assert "peers" not in kinds_of(found(what, noise=quiet(what)), "kent")


# Rates


def _by_population(per_1000: float, **others: float) -> dict[str, list[float]]:
    from generator import reference

    people = reference.populations().residents
    rates = {slug: others.get(slug.replace("-", "_"), per_1000 + at / 100) for at, slug in enumerate(people)}
    return {slug.replace("-", "_"): [rate * people[slug] / 1000] * 12 for slug, rate in rates.items()}


def test_a_rate_far_from_the_others_and_before_the_next():
    what = panel(**_by_population(8, cleveland=20))
    held = kinds_of(found(what, noise=quiet(what)), "cleveland")
    assert {"outlier", "extreme"} <= held.keys()
    assert held["extreme"].direction == "high"
    assert held["outlier"].now == pytest.approx(20, rel=0.01)
    assert held["outlier"].unit == "per 1,000 people"


def test_a_rate_is_never_told_of_the_city_of_london():
    what = panel(**_by_population(8, city_of_london=200))
    assert not {"outlier", "extreme"} & kinds_of(found(what, noise=quiet(what)), "city-of-london").keys()


def test_many_places_up_the_table_by_a_change_beyond_noise():
    steady = _by_population(8)
    steady["kent"] = [*steady["kent"][:-1], steady["kent"][-1] * 1.3]
    what = panel(**steady)
    line = kinds_of(found(what, noise=quiet(what)), "kent")["moved"]
    assert line.detail is not None
    assert float(line.detail["from_place"]) - float(line.detail["place"]) >= settings().least.places


# What an offence is made of


def test_one_part_up_and_another_down():
    still = {"8L": STILL, "8Q": STILL, "8R": STILL}
    what = panel(
        HARASSMENT, elsewhere=still, kent={"8L": [*LEVEL, 600], "8Q": [*LEVEL, 1_400], "8R": STILL}, ends="2019-09"
    )
    line = kinds_of(found(what, noise=quiet(what)), "kent", "stalking-and-harassment")["opposed"]
    assert line.detail is not None
    assert (line.detail["up"], line.detail["down"]) == ("stalking", "harassment")


def test_the_part_that_drives_a_change():
    still = {"8L": STILL, "8Q": STILL, "8R": STILL}
    what = panel(HARASSMENT, elsewhere=still, kent={"8L": STILL, "8Q": [*LEVEL, 1_900], "8R": [*LEVEL, 1_050]})
    line = kinds_of(found(what, noise=quiet(what)), "kent", "stalking-and-harassment")["driver"]
    assert line.detail is not None
    assert (line.detail["part"], line.detail["portion"]) == ("stalking", pytest.approx(900 / 950, abs=1e-3))


# The first in years


HOMICIDE = Label("1/4.1/4.10/4.2", "Homicide", "Homicide", "Violence against the person")
RAPE = Label("19C", "Rape of a female aged 16 and over", "Rape offences", "Sexual offences")


@pytest.mark.parametrize(("label", "offence"), [(HOMICIDE, "homicide")])
def test_the_first_homicide_in_years_claims_nothing_but_its_figures(label: Label, offence: str):
    what = panel([label], elsewhere=[10] * 12, dyfed_powys=[*[3] * 4, *[0] * 7, 1])
    line = kinds_of(found(what, noise=quiet(what)), "dyfed-powys", offence)["first"]
    assert (line.evidence.p, line.evidence.q, line.detail) == (None, None, {"years": 7})
    none = panel([label], elsewhere=[10] * 12, dyfed_powys=[*[3] * 8, *[0] * 3, 1])
    assert "first" not in kinds_of(found(none, noise=quiet(none)), "dyfed-powys", offence)


def test_a_small_count_that_could_point_to_a_victim_is_no_line():
    what = panel([RAPE], elsewhere=[100] * 12, dyfed_powys=[*[0] * 11, 1])
    assert not found(what, noise=quiet(what)).of("dyfed-powys")


# Changes in counting


def test_nothing_is_compared_across_a_hard_break(monkeypatch: pytest.MonkeyPatch):
    from datetime import date

    from generator import reference
    from generator.reference import Break

    def rule(kind: str) -> Break:
        return Break("rule", date(2019, 1, 1), ("shoplifting",), kind, "up", "copy", "note", "source")

    monkeypatch.setattr(reference, "breaks", lambda: (rule("hard"),))
    assert not kinds([500, *[1_000] * 10, 1_900]) & {"change", "record", "fold", "streak", "turning", "bucking"}
    monkeypatch.setattr(reference, "breaks", lambda: (rule("soft"),))
    what = panel(elsewhere=STILL, kent=[*LEVEL, 1_900])
    line = kinds_of(found(what, noise=quiet(what)), "kent")["change"]
    assert line.caveats == ("rule",)
    assert {part.name: part.points for part in line.parts}["soft break"] == -settings().deductions.soft_break


def test_the_pandemic_touches_only_comparisons_with_a_year_that_holds_some_of_it():
    rising = [*[1_000] * 11, 1_300]
    before = panel(elsewhere=STILL, kent=rising, ends="2020-03")
    after = panel(elsewhere=STILL, kent=rising, ends="2022-03")
    long_after = panel(elsewhere=STILL, kent=rising, ends="2023-03")
    caveats = {
        what.latest.key: kinds_of(found(what, noise=quiet(what)), "kent")["change"].caveats
        for what in (before, after, long_after)
    }
    assert caveats == {"2020-03": (), "2022-03": ("pandemic-2020",), "2023-03": ()}


def test_an_offence_that_is_one_code_alone_is_one_offence_and_not_three():
    what = panel([ASSAULT, *HARASSMENT], elsewhere=dict.fromkeys(("8N", "8L", "8Q", "8R"), STILL))
    nodes = {node.id: node.level for node in what.offences.nodes}
    assert nodes == {
        "assault-with-injury": "code",
        "harassment": "code",
        "stalking": "code",
        "malicious-communications": "code",
        "stalking-and-harassment": "subgroup",
        "violence-against-the-person": "group",
    }


def test_parts_that_go_opposite_ways_carry_the_rule_that_moved_cases_from_one_to_the_other():
    still = {"8L": STILL, "8Q": STILL, "8R": STILL}
    kent = {"8L": [*LEVEL, 600], "8Q": [*LEVEL, 1_400], "8R": STILL}
    what = panel(HARASSMENT, elsewhere=still, kent=kent, ends="2021-03")
    line = kinds_of(found(what, noise=quiet(what)), "kent", "stalking-and-harassment")["opposed"]
    assert {"former-partners-2020-harassment", "former-partners-2020-stalking"} <= set(line.caveats)
