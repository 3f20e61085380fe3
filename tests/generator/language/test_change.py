"""Every row of the house style guide's table of changes (section 2), and what holds for all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator import reference
from generator.language import PREDICATES, LanguageError, load_style, senses, words
from generator.language.size import size_of
from generator.noise import BEYOND_NOISE
from generator.reference import Break
from tests.generator.language.builders import BEFORE, STYLES, cases, change, noise, say

FORMS = ("clause", "verb", "noun", "adj", "headline")

# now, before, beyond noise?, then the words by form
TABLE = [
    (5397, 5397, False, "the same number as the year before", "remained unchanged", "no change", "unchanged"),
    (0, 0, False, "the same number as the year before", "remained unchanged", "no change", "unchanged"),
    (7, 3, True, "up from three the year before", "rose from three to seven", "a rise from three to seven", None),
    (0, 4, True, "down from four the year before", "fell from four to none", "a fall from four to none", None),
    (9, 0, True, "up from none the year before", "rose from none to nine", "a rise from none to nine", None),
    (19, 300, True, "down from 300 the year before", "fell from 300 to 19", "a fall from 300 to 19", None),
    (1000, 1019, False, "about the same as the year before", "stayed about the same", "little change", None),
    (1020, 1000, False, "up from 1,000 the year before", "rose from 1,000 to 1,020", None, None),
    (4633, 5397, False, "down from 5,397 the year before", "fell from 5,397 to 4,633", None, None),
    (1019, 1000, True, "up slightly from 1,000 the year before", "rose slightly", "a slight rise", "slightly up"),
    (9501, 10000, True, "down slightly from 10,000 the year before", "fell slightly", "a slight fall", "slightly down"),
    (1050, 1000, True, "up from 1,000 the year before", "rose by 5 per cent", "a rise of 5 per cent", "up 5%"),
    (4633, 5397, True, "down from 5,397 the year before", "fell by 14 per cent", "a fall of 14 per cent", "down 14%"),
    (1149, 1000, True, None, "rose by 15 per cent", "a rise of 15 per cent", "up 15%"),
    (1150, 1000, True, None, "rose by 15 per cent", "a sharp rise of 15 per cent", "up 15%"),
    (1220, 1000, True, None, "rose by 22 per cent", "a sharp rise of 22 per cent", "up 22%"),
    (1299, 1000, True, None, "rose by 30 per cent", "a sharp rise of 30 per cent", "up 30%"),
    (1300, 1000, True, None, "rose by 30 per cent", "a rise of 30 per cent", "up 30%"),
    (1330, 1000, True, None, "rose by around a third", "a rise of around a third", "up by around a third"),
    (1400, 1000, True, None, "rose by around two fifths", None, None),
    (1500, 1000, True, None, "rose by around half", None, None),
    (1600, 1000, True, None, "rose by 60 per cent", None, None),
    (1670, 1000, True, None, "rose by around two thirds", None, None),
    (1750, 1000, True, None, "rose by around three quarters", None, None),
    (1899, 1000, True, None, "rose by 90 per cent", None, None),
    (1900, 1000, True, "nearly double the 1,000 the year before", "nearly doubled", "a near doubling", None),
    (1989, 1000, True, None, "nearly doubled", None, None),
    (1990, 1000, True, "double the 1,000 the year before", "doubled", "a doubling", "double"),
    (2009, 1000, True, None, "doubled", None, None),
    (2010, 1000, True, "more than double the 1,000 the year before", "more than doubled", None, "more than double"),
    (2249, 1000, True, None, "more than doubled", "a more than twofold rise", None),
    (2250, 1000, True, "more than twice the 1,000 the year before", None, "a more than twofold rise", None),
    (2500, 1000, True, "around two-and-a-half times the 1,000 the year before", None, None, None),
    (2600, 1000, True, "more than two-and-a-half times the 1,000 the year before", None, None, None),
    (2750, 1000, True, "almost three times the 1,000 the year before", None, "an almost threefold rise", None),
    (2980, 1000, True, "three times the 1,000 the year before", None, "a threefold rise", "up threefold"),
    (3020, 1000, True, "more than three times the 1,000 the year before", None, None, "up more than threefold"),
    (11300, 1000, True, "more than 11 times the 1,000 the year before", None, "a more than 11-fold rise", None),
    (690, 1000, True, None, "fell by around a third", "a fall of around a third", None),
    (600, 1000, True, None, "fell by around two fifths", None, None),
    (520, 1000, True, None, "fell by around half", None, None),
    (509, 1000, True, "about half the 1,000 the year before", "halved", None, "halved"),
    (490, 1000, True, "about half the 1,000 the year before", "halved", None, "halved"),
    (489, 1000, True, None, "fell by around half", None, None),
    (475, 1000, True, None, "fell by more than half", "a fall of more than half", "down by more than half"),
    (400, 1000, True, None, "fell by more than half", None, None),
    (333, 1000, True, None, "fell by around two thirds", None, None),
    (250, 1000, True, None, "fell by around three quarters", None, None),
    (150, 1000, True, None, "fell by 85 per cent", None, "down 85%"),
    (30, 1000, True, "down from 1,000 the year before", "fell by 97 per cent", None, None),
    (30, 100000, True, None, "fell by more than 99 per cent", None, None),
]


@pytest.mark.parametrize(("now", "before", "beyond", "clause", "verb", "noun", "headline"), TABLE)
def test_each_size_of_change_has_its_own_words(now, before, beyond, clause, verb, noun, headline):
    facts = change(now, before, beyond=beyond)
    for form, expected in (("clause", clause), ("verb", verb), ("noun", noun), ("headline", headline)):
        if expected is not None:
            assert say("change", *facts, form=form) == expected


def test_the_seed_article_says_down_from_5397_the_year_before():
    assert say("change", *change(4633, 5397, beyond=False)) == "down from 5,397 the year before"


def test_figures_that_were_just_printed_are_not_said_again():
    assert say("change", *change(4633, 5397), figures="no") == "down 14 per cent on the year before"
    assert say("change", *change(4633, 5397, beyond=False), figures="no") == "down on the year before"
    assert say("change", *change(2100, 1000), figures="no") == "more than double the number the year before"


def test_an_adjective_takes_the_article_of_its_figure():
    assert say("change", *change(1110, 1000), form="adj") == "an 11 per cent rise"
    assert say("change", *change(1180, 1000), form="adj") == "an 18 per cent rise"
    assert say("change", *change(820, 1000), form="adj") == "an 18 per cent fall"
    assert say("change", *change(1100, 1000), form="adj", style="tabloid") == "a 10% rise"


def test_a_longer_span_is_named():
    facts = (cases(1200), cases(1000, "2014-09"), noise(9))
    assert say("change", *facts) == "up from 1,000 nine years earlier"


def test_sharp_can_be_left_out():
    assert say("change", *change(1220, 1000), form="noun", sharp="no") == "a rise of 22 per cent"


def test_a_missing_year_is_never_compared():
    with pytest.raises(LanguageError, match=r"is missing \(1 cell was not provided\): guard it with .* is known"):
        say("change", cases(None, missing="1 cell was not provided"), cases(5, BEFORE), noise(0))


def test_a_lower_bound_is_never_compared():
    with pytest.raises(LanguageError, match="only a lower bound"):
        say("change", cases(4633, bounded=True), cases(5397, BEFORE), noise(-9))


@pytest.mark.parametrize("other", [{"area": "cumbria"}, {"offence": "stalking"}, {"basis": "closed"}, {"measure": "x"}])
def test_only_like_is_compared_with_like(other):
    with pytest.raises(LanguageError, match="compare like with like"):
        say("change", cases(30), cases(40, BEFORE, **other), noise(-1))


@pytest.mark.parametrize("period", ["2023-09", "2024-09", "2022-12", "2022-10", "latest"])
def test_a_year_is_compared_with_the_same_months_of_an_earlier_one(period):
    with pytest.raises(LanguageError):
        say("change", cases(30), cases(40, period), noise(-1))


@pytest.mark.parametrize(("start", "crossed"), [("2022-10-01", True), ("2021-10-01", False), ("2023-10-01", False)])
def test_nothing_is_compared_across_a_hard_break(monkeypatch, start, crossed):
    one = Break("new-rules", date.fromisoformat(start), ("harassment",), "hard", "unknown", "", "", "")
    monkeypatch.setattr(reference, "breaks", lambda: (one,))
    if not crossed:
        assert say("change", *change(4633, 5397)) == "down from 5,397 the year before"
        return
    for kind, facts in (("change", change(4633, 5397)), ("fold", change(4633, 5397)[:2])):
        with pytest.raises(LanguageError, match=r"the count changed on 2022-10-01 \(new-rules\)"):
            say(kind, *facts)


def test_offences_that_want_sober_words_are_never_sharp_and_have_no_daily_average(monkeypatch):
    sober = replace(reference.offences()["harassment"], sensitive=True)
    monkeypatch.setattr(reference, "offences", lambda: {"harassment": sober})
    assert say("change", *change(1220, 1000), form="noun") == "a rise of 22 per cent"
    assert not PREDICATES["paced"](cases(4633))
    with pytest.raises(LanguageError, match="no average per day is printed of such offences"):
        say("per_day", cases(4633))


def test_noise_of_another_pair_is_refused():
    with pytest.raises(LanguageError, match="of another pair"):
        say("change", cases(30), cases(40, BEFORE), noise(3))


counts = st.one_of(st.integers(0, 60), st.integers(0, 20_000), st.integers(0, 3_000_000))
scores = st.one_of(st.floats(0, 12), st.sampled_from([0.0, BEYOND_NOISE]))


@st.composite
def changes(draw):
    now, before, score = draw(counts), draw(counts), draw(scores)
    if draw(st.booleans()):
        before = draw(st.integers(max(0, now - now // 8 - 3), now + now // 8 + 3))
    if draw(st.booleans()):
        now = before * draw(st.integers(1, 60)) // draw(st.integers(1, 20))
    return cases(now), cases(before, BEFORE), noise(score if now > before else -score if now < before else 0)


def directions(text):
    """Which way words about a change point. "More than half" and its like say how far, so they are set aside."""
    return {hit.sense for hit in senses(re.sub(r"more than (?=[a-z]+|\d)", "", text))} & {"up", "down"}


@given(changes())
def test_the_words_never_contradict_the_arithmetic(facts):
    now, before = facts[0].value, facts[1].value
    for form in FORMS:
        found = directions(say("change", *facts, form=form))
        assert found <= ({"up"} if now > before else {"down"} if now < before else set())


@given(changes())
def test_all_forms_speak_of_the_same_direction(facts):
    plain = {form: directions(say("change", *facts, form=form)) for form in ("verb", "noun", "adj")}
    assert plain["verb"] == plain["noun"] == plain["adj"]
    for form in ("clause", "headline"):
        assert directions(say("change", *facts, form=form)) <= plain["verb"]


@given(st.integers(100, 200_000), st.integers(1, 1899))
def test_a_per_cent_that_is_printed_is_the_exact_change_rounded_half_up(before, thousandths):
    now = max(20, before * thousandths // 1000)
    text = say("change", *change(now, before), form="verb")
    printed = re.search(r"by (more than )?(\d+) per cent", text)
    exact = abs(Fraction(now, before) - 1) * 100
    if printed is None:
        assert not re.search(r"\d", text) or "from" in text
    elif printed[1]:
        assert 99 < exact < 100
    else:
        assert Fraction(-1, 2) <= exact - int(printed[2]) < Fraction(1, 2)
        assert ("rose" in text) == (now > before)


@given(changes())
def test_adverbs_and_sharp_stand_only_beyond_noise(facts):
    within = abs(facts[2].value) <= BEYOND_NOISE
    for form in FORMS:
        text = say("change", *facts, form=form)
        if within:
            assert not {hit.sense for hit in senses(text)} & {"slight", "sharp", "fold"}
            assert "per cent" not in text
            assert "%" not in text
        if "sharp" in text:
            moved = abs(Fraction(facts[0].value, facts[1].value) - 1)
            assert Fraction(15, 100) <= moved < Fraction(30, 100)


@given(changes())
def test_small_numbers_stand_alone(facts):
    assume(min(facts[0].value, facts[1].value) < 20)
    for form in FORMS:
        text = say("change", *facts, form=form)
        assert not re.search(r"per cent|%|doubl|fold|times|halv|slight|sharp|about", text), text


@given(changes())
def test_every_change_has_words_in_every_form_and_style(facts):
    for style in STYLES:
        for form in FORMS:
            for figures in ("yes", "no"):
                text = words("change", facts, {"form": form, "figures": figures}, load_style(style))
                assert text.strip() == text
                assert text
                assert not re.search(r"[{}]|a/an", text)


@given(st.integers(20, 10**6), st.integers(20, 10**6))
def test_one_row_fits_each_change_and_only_one(now, before):
    beyond = size_of(now, before, 9.0)
    within = size_of(now, before, 0.0)
    ratio = Fraction(now, before)
    bands = {
        "same": ratio == 1,
        "slight": 0 < abs(ratio - 1) < Fraction(5, 100),
        "plain": Fraction(5, 100) <= abs(ratio - 1) < Fraction(15, 100),
        "sharp": Fraction(15, 100) <= abs(ratio - 1) < Fraction(30, 100),
        "wide": ratio <= Fraction(7, 10) or Fraction(13, 10) <= ratio < Fraction(19, 10),
        "nearly_doubled": Fraction(190, 100) <= ratio < Fraction(199, 100),
        "doubled": Fraction(199, 100) <= ratio < Fraction(201, 100),
        "more_than_doubled": Fraction(201, 100) <= ratio < Fraction(225, 100),
        "times": ratio >= Fraction(225, 100),
    }
    assert sum(bands.values()) == 1
    wide = {"fraction", "large", "halved", "more_than_half"}
    assert bands["wide" if beyond.row in wide else beyond.row]
    assert within.row == ("same" if ratio == 1 else "flat" if abs(ratio - 1) < Fraction(2, 100) else "noisy")


@given(st.integers(225, 20_000))
def test_how_many_times_is_true_to_the_ratio(hundredths):
    multiple = size_of(hundredths, 100, 9.0).multiple
    ratio, said = Fraction(hundredths, 100), multiple.number + (Fraction(1, 2) if multiple.half else 0)
    match multiple.hedge:
        case "almost":
            assert said - Fraction(25, 100) <= ratio < said
        case "exactly" | "around":
            assert abs(ratio - said) <= Fraction(5, 100)
        case "more":
            # From ten times on, halves are lost on a reader: "more than 16 times" up to 16.75.
            assert said < ratio < said + (Fraction(45, 100) if said < 10 else Fraction(75, 100))
        case other:
            raise AssertionError(other)


@pytest.mark.parametrize(
    ("now", "before", "expected"), [(30, 20, "rose"), (20, 30, "fell"), (20, 20, "stayed the same")]
)
def test_a_direction_is_the_word_that_the_figures_show(now, before, expected):
    said = say("direction", cases(now), cases(before, BEFORE), up="rose", down="fell", same="stayed the same")
    assert said == expected


def test_a_direction_can_count_noise_as_the_same():
    facts = change(1019, 1000, beyond=False)
    options = {"up": "more", "down": "fewer", "same": "about the same"}
    assert say("direction", *facts, **options) == "more"
    assert say("direction", *facts, noise="yes", **options) == "about the same"


@pytest.mark.parametrize("wrong", ["fell", "rose or fell", "soared", "arrived", "the highest", "doubled"])
def test_a_direction_refuses_a_word_that_does_not_say_it(wrong):
    with pytest.raises(LanguageError, match="does not say up"):
        say("direction", cases(30), cases(20, BEFORE), up=wrong, down="fell", same="the same")


def test_a_direction_without_a_word_for_what_happened_says_so():
    with pytest.raises(LanguageError, match="needs a word for 'same'"):
        say("direction", cases(20), cases(20, BEFORE), up="rose", down="fell")
