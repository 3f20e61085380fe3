"""A mutant says one thing that is not so, in the words of an editor's slip; what is still true is set aside."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bench.mutants.choose import name_of, set_aside
from bench.mutants.desk import Desk, Move, desk_for
from bench.mutants.edits import Edit
from bench.mutants.operators import KINDS
from bench.mutants.rules import (
    allowed_only,
    alone_in_truth,
    honest_figures,
    same_after_rounding,
    same_words_elsewhere,
    true_size,
)
from bench.mutants.sites import Site
from fetch.release import Release
from generator import reference
from generator.draft import Claim, Draft
from generator.facts import Fact
from generator.language import load_style, words
from generator.quarters import Year
from tests.generator.language.builders import NINE_YEARS_EARLIER, cases, change, noise, place, share, years

BEFORE = "2022-09"
NEWS = load_style("news")


@pytest.fixture(scope="module")
def desk(sample: Release) -> Desk:
    return desk_for(sample, "harassment", NEWS)


def a_site(
    kind: str, *facts: Fact, before: str = "It was ", after: str = ".", part: str = "body", **options: str
) -> Site:
    """A phrase as the writer says it, in a sentence."""
    said = words(kind, facts, options, NEWS)
    text = f"{before}{said}{after}"
    claim = Claim(id="a.1", kind=kind, facts=tuple(one.id for one in facts), options=options)
    return Site(0, part, text, len(before), len(before) + len(said), claim, facts, (0, len(text)))


def edits(kind: str, site: Site, desk: Desk, tries: int = 12) -> dict[str, Edit]:
    """What an operator makes of a site with the chance of several seeds: each changed text with its edit."""
    made = (edit for seed in range(tries) for edit in KINDS[kind].operator(site, desk, random.Random(seed)))
    return {edit.applied(site.text): edit for edit in made}


def real(kind: str, site: Site, desk: Desk) -> set[str]:
    """The texts that count as mutants of this kind."""
    found = edits(kind, site, desk)
    return {text for text, edit in found.items() if not set_aside(KINDS[kind], site, edit, desk)}


def aside(kind: str, site: Site, desk: Desk) -> dict[str, str]:
    """The texts that are set aside, with the rule."""
    found = edits(kind, site, desk)
    return {text: rule for text, edit in found.items() if (rule := set_aside(KINDS[kind], site, edit, desk))}


# Figures


def test_a_digit_becomes_another_and_nothing_else_changes(desk: Desk):
    site = a_site("cases", cases(4633))
    found = real("a digit", site, desk)
    assert found
    for text in found:
        differ = [(one, other) for one, other in zip(site.text, text, strict=True) if one != other]
        assert len(differ) == 1
        assert differ[0][0].isdigit()
        assert differ[0][1].isdigit()


def test_the_first_digit_of_a_figure_never_becomes_nought(desk: Desk):
    for text in edits("a digit", a_site("cases", cases(1234)), desk, tries=80):
        assert "It was 0" not in text


def test_digits_that_are_the_same_are_not_swapped(desk: Desk):
    assert not edits("two digits swapped", a_site("cases", cases(5555)), desk)
    assert real("two digits swapped", a_site("cases", cases(4633)), desk) == {
        "It was 6,433 harassment cases.",
        "It was 4,363 harassment cases.",
    }


def test_a_decimal_point_moves_one_place(desk: Desk):
    assert real("a decimal shifted", a_site("per_cent", share(37, 1000)), desk) == {
        "It was 37 per cent.",
        "It was 0.37 per cent.",
    }


def test_a_number_in_words_becomes_one_near_it_in_the_way_of_the_style(desk: Desk):
    found = real("a number in words", a_site("count", cases(7)), desk)
    assert "It was six." in found
    assert "It was 12." in found
    assert "It was seven." not in found


def test_a_fraction_becomes_another_one_unless_both_lie_near(desk: Desk):
    site = a_site("change", *change(6700, 10_000), form="verb", figures="no", before="Reports ")
    assert site.text == "Reports fell by around a third."
    assert "Reports fell by around a quarter." in real("a fraction", site, desk)


def test_so_many_times_become_others(desk: Desk):
    doubled = a_site("change", *change(2001, 1000), form="verb", figures="no", before="Reports ")
    assert real("so many times", doubled, desk) == {"Reports trebled.", "Reports halved.", "Reports quadrupled."}
    long = a_site("fold", cases(6500), cases(1000, NINE_YEARS_EARLIER))
    assert "It was around eight times as many as nine years earlier." in real("so many times", long, desk)


def test_more_than_six_times_is_still_true_of_six_and_two_thirds(desk: Desk):
    site = a_site("fold", cases(6700), cases(1000, NINE_YEARS_EARLIER))
    assert site.words.startswith("more than six-and-a-half times")
    edit = Edit(site.start, site.start + len("more than six-and-a-half"), "more than six")
    assert set_aside(KINDS["so many times"], site, edit, desk) == name_of(honest_figures)


# Comparisons


def test_up_and_down_change_places_and_leave_hedges_alone(desk: Desk):
    site = a_site("change", *change(4633, 5397))
    assert real("up and down", site, desk) == {
        "It was up from 5,397 the year before.",
        "It was the same as the year before.",
    }
    doubled = a_site("change", *change(2100, 1000), form="verb", figures="no", before="Reports ")
    assert not real("more and fewer", doubled, desk)


def test_the_same_becomes_the_way_that_it_did_not_go(desk: Desk):
    rose = a_site("change", *change(1010, 1000, beyond=False))
    assert rose.words == "about the same as the year before"
    assert real("up and down", rose, desk) == {"It was down on the year before."}


def test_the_same_is_set_aside_where_the_figures_are_the_same(desk: Desk):
    site = a_site("share_change", share(37, 1000), share(370, 10_001, BEFORE), noise(0.1))
    assert aside("a hedge dropped", site, desk) == {"It was the same as the year before.": name_of(same_after_rounding)}


def test_lower_than_the_nation_becomes_higher(desk: Desk):
    there = replace(share(52, 1000), area="england-and-wales")
    site = a_site("versus", share(37, 1000), there, noise(-5.0))
    assert real("more and fewer", site, desk) == {"It was higher than the 5.2 per cent across England and Wales."}


def test_the_ends_of_a_ranking_change_places(desk: Desk):
    assert real("highest and lowest", a_site("rank", place(3)), desk) == {"It was third lowest of the 43 forces."}
    series = a_site("record", *years(*range(30, 20, -1)))
    assert real("highest and lowest", series, desk) == {"It was the lowest in the past 10 years."}


def test_a_size_is_put_in_only_where_it_is_false(desk: Desk):
    site = a_site("change", *change(920, 1000), before="Reports ", form="verb", figures="no")
    assert real("sharp and slight", site, desk) == {
        "Reports fell sharply by 8 per cent.",
        "Reports fell slightly by 8 per cent.",
    }
    sharp = a_site("change", *change(800, 1000), before="Reports ", form="verb", figures="no")
    assert aside("sharp and slight", sharp, desk) == {"Reports fell sharply by 20 per cent.": name_of(true_size)}


def test_a_share_in_percentage_points_is_no_share(desk: Desk):
    site = a_site("per_cent", share(37, 1000))
    assert real("per cent and percentage points", site, desk) == {"It was 3.7 percentage points."}


# Time


def test_a_weaker_record_is_true_and_a_stronger_one_is_not(desk: Desk):
    site = a_site("record", *years(*range(30, 20, -1)))
    assert site.words == "the highest in the past 10 years"
    assert "It was the highest in the past 11 years." in real("so many years of a record", site, desk)
    assert aside("so many years of a record", site, desk) == {
        "It was the highest in the past nine years.": name_of(honest_figures)
    }


def test_comparable_records_begin_when_they_begin(desk: Desk):
    run = years(*range(40, 19, -1))
    site = a_site("record", *run)
    assert site.words == "the highest since comparable records began in 2002-03"
    found = real("since when", site, desk)
    assert "It was the highest since comparable records began in 2012-13." in found
    assert any("in the past" in text for text in found)


def test_a_period_loses_its_year_its_month_or_its_length(desk: Desk, sample_drafts: dict[str, Draft]):
    site = a_site("period", cases(10), before="In ")
    assert site.text == "In the year to September 2023."
    assert "In the year to September 2022." in real("a period: its year", site, desk)
    assert all(text.startswith("In the year to ") for text in real("a period: its month", site, desk))
    assert "In the six months to September 2023." in real("a period: its length", site, desk)


def test_an_average_of_another_unit_of_time_is_false(desk: Desk):
    site = a_site("per_day", cases(4633))
    assert real("a day, a week, a month", site, desk) == {
        "It was an average of 13 every week.",
        "It was an average of 13 every month.",
    }


# What stands before a figure


def test_a_hedge_that_is_dropped_or_changed_says_too_much(desk: Desk):
    site = a_site("fold", cases(4870), cases(1000, NINE_YEARS_EARLIER))
    assert site.text == "It was almost five times as many as nine years earlier."
    assert real("a hedge dropped", site, desk) == {"It was five times as many as nine years earlier."}
    assert "It was more than five times as many as nine years earlier." in real("a hedge changed", site, desk)
    assert aside("a hedge changed", site, desk)["It was about five times as many as nine years earlier."]


def test_more_than_the_figure_itself_is_false_and_about_it_is_true(desk: Desk):
    site = a_site("cases", cases(4633))
    assert "It was more than 4,633 harassment cases." in real("a hedge put in", site, desk)
    assert set(aside("a hedge put in", site, desk)) == {
        "It was about 4,633 harassment cases.",
        "It was at least 4,633 harassment cases.",
    }


def test_just_may_stand_before_a_low_share_and_be_left_out_but_not_before_a_count(desk: Desk):
    low = a_site("per_cent", share(37, 1000))
    assert set(aside("just, only, as many as", low, desk).values()) == {name_of(allowed_only)}
    assert not real("just, only, as many as", low, desk)
    assert real("just, only, as many as", a_site("per_cent", share(600, 1000)), desk)
    told = a_site("per_cent", share(37, 1000), only="just")
    assert aside("just, only, as many as", told, desk) == {"It was 3.7 per cent.": name_of(allowed_only)}
    assert "It was as many as 4,633 harassment cases." in real(
        "just, only, as many as", a_site("cases", cases(4633)), desk
    )


# Elsewhere: the writer's own figures decide


def local(desk: Desk, slug: str, offence: str = "harassment") -> Fact:
    return desk.book.recorded(offence, slug, desk.year)


def test_the_year_before_and_another_force_lend_their_figures(desk: Desk):
    now = local(desk, "kent")
    before = desk.book.recorded("harassment", "kent", desk.year.back(1))
    site = a_site("cases", now)
    assert real("the year before's figure", site, desk) == {f"It was {before.value:,} harassment cases."}
    for text in real("another force's figure", site, desk):
        assert text.endswith(" harassment cases.")
        assert f"{now.value:,}" not in text


def test_another_offence_or_area_is_false_where_its_figure_is_another(desk: Desk):
    site = a_site("cases", local(desk, "kent"), before="In Kent, ", after=" were recorded.")
    named = real("an offence", site, desk)
    assert any("stalking cases" in text for text in named)
    assert all(text.startswith(f"In Kent, {local(desk, 'kent').value:,} ") for text in named)
    places = real("another area's name", site, desk)
    assert places
    assert all(text.endswith(site.words + " were recorded.") and not text.startswith("In Kent,") for text in places)


def test_another_area_is_set_aside_where_the_writer_would_print_the_same_words(desk: Desk):
    by_words: dict[str, list[str]] = {}
    for slug in desk.book.columns.areas:
        by_words.setdefault(desk.say("per_day", (local(desk, slug),), {}), []).append(slug)
    said, alike = next((said, slugs) for said, slugs in by_words.items() if said and len(slugs) > 1)
    other = next(slugs[0] for words_there, slugs in by_words.items() if words_there not in ("", said))
    site = a_site("per_day", local(desk, alike[0]), before="The force recorded ")
    edit = Edit(0, len("The force"), "Another", move=Move(area=alike[1]), whole_sentence=True)
    assert same_words_elsewhere(site, edit, desk)
    assert not same_words_elsewhere(site, replace(edit, move=Move(area=other)), desk)


def test_two_years_earlier_is_told_by_the_figures_of_two_years_earlier(desk: Desk):
    known = desk.book.change("harassment", "kent", desk.year).facts
    site = a_site("change", *known)
    for text, edit in edits("how long ago", site, desk).items():
        assert edit.only_then
        assert "earlier" in text
    assert real("how long ago", site, desk)


def test_the_only_one_is_true_of_nobody_else(desk: Desk):
    facts = desk.book.share_versus("harassment", "charged", "kent", desk.year).facts
    site = a_site("versus", facts[0], replace(facts[1], value=0.001), noise(9.0), form="verb", before="The share ")
    assert real("the only", site, desk)
    alone = a_site("versus", replace(facts[0], value=99.0), replace(facts[1], value=98.0), noise(9.0), form="verb")
    assert set(aside("the only", alone, desk).values()) == {name_of(alone_in_truth)}


def test_a_part_of_the_nation_is_told_by_its_own_forces(desk: Desk):
    changes = (desk.book.change("harassment", "england-and-wales", desk.year.back(back)).facts for back in range(15))
    facts = next(one for one in changes if all(fact.value is not None for fact in one))
    year = Year.of(facts[0].period)
    rose = facts[0].value > facts[1].value
    claim = Claim(id="a.1", kind="licence", facts=tuple(one.id for one in facts), options={"rests": "change:3"})
    word = "rose" if rose else "fell"
    text = f"The number {word} across England and Wales."
    site = Site(0, "body", text, 11, 15, claim, facts, (0, len(text)))
    for new, edit in edits("another area's name", site, desk).items():
        part = "Wales" if "across Wales" in new else "England"
        now, before = (
            sum(
                desk.book.recorded("harassment", slug, at).value
                for slug, force in reference.forces().items()
                if (force.region == "wales") is (part == "Wales")
            )
            for at in (year, year.back(1))
        )
        assert same_words_elsewhere(site, edit, desk) is ((now > before) is rose)


def test_another_year_is_set_aside_only_where_every_figure_of_the_sentence_is_the_same(desk: Desk):
    now, then = (desk.book.recorded("stalking", "kent", year) for year in (desk.year, desk.year.back(1)))
    figure = a_site("cases", now)
    period = replace(a_site("period", local(desk, "kent"), before="In "), beside=(figure,))
    edit = Edit(period.end - 4, period.end, "2022", move=Move(years=1), whole_sentence=True)
    assert not same_words_elsewhere(period, edit, desk)
    # As it would be printed had both years the same figure.
    alike = replace(a_site("cases", then), facts=figure.facts)
    assert same_words_elsewhere(replace(period, beside=(alike,)), edit, desk)
