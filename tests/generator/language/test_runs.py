"""Years in a row, years without a case, a part of a change, and the one of its kind."""

from __future__ import annotations

from typing import Any

import pytest

from generator.language import LanguageError
from tests.generator.language.builders import BEFORE, cases, say, years


def test_years_in_a_row_are_counted_from_the_year_that_began_them():
    run = years(4633, 4502, 4380, 4111, 4200)
    assert say("run", *run) == "rose for the third year in a row"
    assert say("run", *run, form="clause") == "up for the third year in a row"
    assert say("run", *run, form="after") == "after three years of rises"


def test_a_run_of_falls_is_told_as_falls():
    assert say("run", *years(*range(100, 112))) == "fell for the 11th year in a row"
    assert say("run", *years(*range(100, 112)), form="after") == "after 11 years of falls"


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (years(4633, 4502, 4600), "has not gone one way for 2 years"),
        (years(4633, 4633, 4633), "has not gone one way"),
        (years(4633, None, 4200), "is missing"),
        ((cases(4633), cases(4502, BEFORE), cases(4200, "2020-09")), "a run needs every year"),
        ((cases(4633), cases(4502, BEFORE, area="gwent"), cases(4200, "2021-09")), "differ in area"),
        ((cases(4633, bounded=True), *years(4502, 4400, last=2022)), "only a lower bound"),
    ],
)
def test_what_is_no_run_is_not_told_as_one(facts, why):
    with pytest.raises(LanguageError, match=why):
        say("run", *facts)


def test_the_first_in_years_says_how_many_had_none():
    assert say("none_before", *years(3, 0, 0, 0, 0, 0, 0)) == "after none in the previous six years"
    with pytest.raises(LanguageError, match="years or more without a case"):
        say("none_before", *years(3, 0, 1, 0))
    with pytest.raises(LanguageError, match="nothing that it is the first of"):
        say("none_before", *years(0, 0, 0))


def _part_of(whole: tuple[int, int], part: tuple[int, int], **others: Any) -> str:
    wide = {"offence": "stalking-and-harassment"}
    told = (
        cases(whole[0], **wide),
        cases(whole[1], BEFORE, **wide),
        cases(part[0], **others),
        cases(part[1], BEFORE, **others),
    )
    return say("part_of_change", *told)


def test_a_part_of_a_change_has_words_by_its_size():
    assert _part_of((1_100, 1_000), (460, 400)) == "most of the rise"
    assert _part_of((900, 1_000), (310, 400)) == "almost all of the fall"


@pytest.mark.parametrize("part", [(430, 400), (500, 400), (520, 400), (380, 400)])
def test_a_part_that_made_up_less_than_most_or_more_than_all_has_none(part):
    with pytest.raises(LanguageError, match="no part of the change that there are words for"):
        _part_of((1_100, 1_000), part)


def test_a_part_is_of_the_same_force_as_the_whole():
    with pytest.raises(LanguageError, match="is not of the area"):
        _part_of((1_100, 1_000), (460, 400), area="gwent")


WELSH = {"dyfed-powys": (2910, 2604), "gwent": (3105, 2988), "south-wales": (6020, 5871)}


def _only(own: tuple[int, int], others: dict[str, tuple[int, int]]) -> str:
    pairs = {"north-wales": own, **others}
    return say(
        "only_force",
        *(cases(n, p, area=a) for a, two in pairs.items() for n, p in zip(two, ("2023-09", BEFORE), strict=True)),
    )


def test_the_only_force_of_its_region_is_so_only_beside_all_the_others():
    assert _only((4633, 5397), WELSH) == "the only force in Wales to record a fall"
    with pytest.raises(LanguageError, match="not the only one in Wales"):
        _only((5397, 4633), WELSH)
    with pytest.raises(LanguageError, match="every force of Wales"):
        _only((4633, 5397), {name: two for name, two in WELSH.items() if name != "gwent"})
