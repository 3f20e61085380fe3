"""What the verifier understands of plain sentences, and what it says to those that are not so. The sample's figures."""

from __future__ import annotations

import pytest

from fetch.release import Release
from generator.draft import Draft, encode
from generator.verify.answers import Answers
from generator.verify.consistency import disagreements
from generator.verify.published import read_pasted
from generator.verify.report import Report
from generator.verify.verifier import Subject, Verifier
from tests.generator.verify.conftest import Ask

# North Wales, year to September 2023: 4,633 harassment cases, 5,397 the year before, 951 nine years before; 172 charged
# or summonsed, 3.71 per cent. Cleveland and Devon and Cornwall lack months.

TRUE = [
    # levels, in other words
    "North Wales Police logged more than 4,600 harassment cases in the year to September 2023.",
    "There were just over 4,600 harassment cases in North Wales.",
    "In the year to September 2014 the force recorded 951 harassment cases.",
    "Nine years ago North Wales Police recorded 951 harassment cases.",
    "North Wales Police recorded 1,875 stalking offences.",
    "Some 270,000 harassment cases were recorded across England and Wales.",
    "More than a quarter of a million harassment cases were recorded in England and Wales.",
    "There were 13 harassment cases a day on average in North Wales.",
    "North Wales Police recorded 6.7 harassment cases per 1,000 people.",
    # changes
    "Harassment reports in North Wales fell from 5,397 to 4,633 in a year.",
    "Harassment cases in North Wales fell by 14 per cent, from 5,397 to 4,633, in the year to September 2023.",
    "North Wales saw a drop of 764 harassment cases.",
    "Police in North Wales dealt with 764 fewer harassment cases than the year before.",
    "The force recorded 4,633 harassment cases, compared with 5,397 in the previous 12 months.",
    "Harassment cases fell by around one in seven.",
    "Harassment in North Wales is down 14% – while England and Wales saw a record number.",
    # multiples
    "The number of harassment cases has increased almost fivefold in nine years in North Wales.",
    "Harassment cases were almost five times as high as nine years ago.",
    "Harassment almost quintupled in nine years.",
    "Harassment cases rose almost fivefold in nine years, to 4,633.",
    # shares
    "A suspect was charged in 3.7 per cent of cases, below the 4.5 per cent average of forces with complete figures.",
    "About one in 27 harassment cases in North Wales led to a charge.",
    "Fewer than one in 25 harassment cases recorded in North Wales led to a charge or summons.",
    "Just under 4 per cent of harassment cases in North Wales ended with a charge.",
    "In almost half of stalking and harassment cases in North Wales the alleged victim did not support action.",
    "Of the 4,633 harassment cases recorded in North Wales, 172 led to a charge or summons.",
    "Of those, 172 resulted in a charge or summons – a rate of 3.7 per cent.",
    "In nearly half of the 10,400 stalking and harassment cases, the alleged victim did not support police action.",
    "No suspect was identified in 12 per cent of stalking and harassment cases.",
    # other ways to compare
    "Police in North Wales received fewer reports of harassment last year, new figures show.",
    "The number of cases is nearly five times what it was nine years ago.",
    "Harassment cases have fallen from almost 5,400 to just over 4,600.",
    "Across Wales, police forces recorded 16,978 harassment cases, down from 17,683 the year before.",
    # nothing about the figures
    "The figures cover the 43 police forces in England and Wales, and were published in January 2024.",
    "In an emergency call 999, or 101 at other times.",
    "Call Victim Support on 0808 1689 111, or 999 in an emergency.",
    "Inspector Jane Doe, 45, said the £2m scheme will run for three years.",
    "A 38-year-old man from Rhyl appeared in court on 12 March 2023 accused of harassment.",
    "Nobody should have to live in fear, and help is there for those who do.",
]

FALSE = [
    ("Victim Support: free, confidential help. Call 999.", "999", "0808 1689 111"),
    ("Call Victim Support free on 0808 1689 222.", "0808 1689 222", "0808 1689 111"),
    ("The charge rate doubled.", "doubled", "3.71"),
    ("Harassment cases in North Wales were 674 fewer than the year before.", "674 fewer", "764"),
    ("North Wales Police recorded nearly 5,000 harassment cases.", "nearly 5,000", "4,633"),
    ("North Wales Police recorded 4,633 harassment cases, up from 5,397 the year before.", "up from 5,397", "fewer"),
    ("There were 4,633 stalking cases in North Wales.", "4,633", "1,875"),
    ("Police in Gwent recorded 4,633 harassment cases.", "4,633", "2,611"),
    ("North Wales Police recorded 4,633 harassment cases in the year to September 2022.", "4,633", "5,397"),
    ("Harassment cases fell by 14 percentage points in North Wales.", "fell by 14 percentage points", "per cent"),
    ("Harassment cases in North Wales fell by 41 per cent.", "fell by 41 per cent", "14"),
    ("Harassment cases in North Wales halved.", "halved", "down 14 per cent"),
    ("Harassment cases in North Wales fell slightly.", "fell slightly", "not slight"),
    ("Harassment cases in North Wales plunged.", "plunged", "not sharp"),
    ("Reports of harassment rose in Gwent.", "rose", "fewer"),
    ("A third of harassment cases in North Wales led to a charge.", "A third", "3.7"),
    ("Harassment cases were five times as high as nine years ago.", "five times", "4.87"),
    ("Harassment cases in North Wales are at their lowest since 2019.", "lowest since 2019", "4,100"),
    ("North Wales has the third highest harassment rate of the 43 forces.", "third highest", "40"),
    ("The figure for North Wales was the highest in Wales.", "highest", "never ranked by counts"),
    ("North Wales was the only force in Wales where harassment reports fell.", "the only force", ""),
    ("Harassment is at a record high in North Wales.", "record high", "5,397"),
    ("Across England and Wales 271,000 cases of harassment were recorded.", "271,000", "Cleveland"),
]

UNPROVED = [
    ("There were 9,999 recorded.", "9,999"),
    ("Arrests fell by 14 per cent in North Wales.", "fell by 14 per cent"),
    ("Burglary cases fell by 14 per cent in North Wales.", "fell by 14 per cent"),
    ("Harassment cases fell by 14 per cent in Wrexham.", "fell by 14 per cent"),
    ("Harassment cases against women fell by 14 per cent in North Wales.", "fell by 14 per cent"),
    ("Harassment did not fall by 14 per cent in North Wales.", "fall by 14 per cent"),
    ("Some 3.7 per cent of harassment cases did not lead to a charge.", "Some 3.7 per cent"),
    ("Harassment dwarfs stalking in North Wales.", "dwarfs"),
    ("It was the steepest fall of any force.", "steepest"),
    ("Harassment fell in every Welsh force.", "every Welsh force"),
    ("The number of cases has risen for three years in a row.", "in a row"),
    ("Most harassment cases led to a charge.", "Most"),
    ("More people than ever reported harassment in North Wales.", "More"),
    ("The force has hired 30 more officers.", "30"),
    ("Police in Cleveland recorded 1,440 harassment cases.", "1,440"),
    ("Harassment has become an epidemic in North Wales.", "epidemic"),
    ("North Wales Police recorded 4,633 harassment cases in the year to August 2023.", "4,633"),
    ("Only 4,633 harassment cases were recorded in North Wales.", "4,633"),
    ("In all, 4.5 per cent of harassment cases across England and Wales led to a charge.", "4.5 per cent"),
]


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_sentence_passes_however_an_editor_puts_it(ask: Ask, sentence):
    assert [one.told for one in ask(sentence).problems] == []


@pytest.mark.parametrize(("sentence", "words", "why"), FALSE)
def test_a_false_sentence_is_stopped_with_the_words_and_the_reason(ask: Ask, sentence, words, why):
    wrong = [one for one in ask(sentence).problems if one.kind == "wrong"]
    assert any(words in one.words and why in f"{one.why} {one.right}" for one in wrong), [one.told for one in wrong]


@pytest.mark.parametrize(("sentence", "words"), UNPROVED)
def test_what_the_release_can_neither_bear_out_nor_refute_is_unproved(ask: Ask, sentence, words):
    assert words in " ".join(one.words for one in ask(sentence).problems if one.kind == "unproved")


def test_a_lower_bound_passes_as_a_lower_bound(verifier: Verifier):
    words = "Cleveland Police recorded at least 1,440 harassment cases, and the full number is not known."
    report = verifier.check(read_pasted(words, "pasted"), Subject("harassment", "cleveland"))
    assert report.problems == ()


def test_words_that_point_back_are_read_with_what_was_told_last(ask: Ask):
    assert ask("Gwent Police recorded 2,611 harassment cases. That was down from 2,637 the year before.").problems == ()
    astray = ask("Gwent Police recorded 2,611 harassment cases. That was down from 5,397 the year before.").problems
    assert "2,637" in " ".join(f"{one.why} {one.right}" for one in astray)


def test_a_figure_of_the_wrong_force_is_stopped_even_if_it_is_true_of_another(ask: Ask):
    (problem,) = ask("Across North Wales 2,611 harassment cases were recorded.").problems
    assert problem.right == "4,633"


# A speaker's words


def test_a_speakers_figures_are_listed_and_not_judged(ask: Ask):
    report = ask("“We have dealt with 9,999 cases and it is the worst in 50 years,” the officer said.")
    assert report.problems == ()
    assert report.quoted == ("9,999", "50 years")


def test_a_false_figure_beside_a_quote_is_judged_all_the_same(ask: Ask):
    report = ask("“We listen,” said the officer, whose force recorded 9,999 harassment cases.")
    assert [one.words for one in report.problems] == ["9,999"]


# The draft's own claims


def claims_of(verifier: Verifier, draft: Draft, words: str, document: bytes | None = None) -> Report:
    subject = Subject("harassment", draft.area.slug)
    return verifier.check(read_pasted(words, "pasted"), subject, document or encode(draft))


def test_each_true_statement_is_tied_to_the_claim_that_says_it(verifier: Verifier, sample_drafts: dict[str, Draft]):
    draft = sample_drafts["north-wales"]
    words = "North Wales Police recorded 4,633 harassment cases in the year, down from 5,397 the year before."
    tied = {one.words: one.claims for one in claims_of(verifier, draft, words).proved}
    assert tied["4,633"]
    assert tied["down from 5,397"]


def test_what_an_editor_added_is_noted_as_none_of_the_drafts_claims(
    verifier: Verifier, sample_drafts: dict[str, Draft]
):
    report = claims_of(verifier, sample_drafts["north-wales"], "Gwent Police recorded 2,611 harassment cases.")
    assert report.problems == ()
    assert "1 true figure is not among" in report.notes[0]


def test_a_fact_of_the_draft_that_is_not_the_releases_is_a_problem_of_its_own(
    verifier: Verifier, sample_drafts: dict[str, Draft]
):
    draft = sample_drafts["north-wales"]
    document = encode(draft).replace(b'"value": 4633,', b'"value": 4632,')
    assert document != encode(draft)
    report = claims_of(verifier, draft, "North Wales Police recorded 4,633 harassment cases.", document)
    (problem,) = report.problems
    assert problem.kind == "claim"
    assert problem.why.endswith("is 4,632, and the release says 4,633")


# Texts that should agree


def test_a_figure_that_several_versions_share_is_printed_in_one_way(verifier: Verifier):
    words = {
        "gwent": "Across Wales 16,978 harassment cases were recorded.",
        "south-wales": "Wales had 17,000 harassment cases.",
    }
    texts = {area: verifier.read(read_pasted(told, area), Subject("harassment", area)) for area, told in words.items()}
    assert all(read.verdict.true for reads in texts.values() for read in reads)
    (problem,) = disagreements(texts)
    assert problem.kind == "inconsistent"
    assert problem.why == "the same figure is printed as 16,978 in gwent"


def test_two_forces_cannot_both_be_third(verifier: Verifier):
    words = "The rate of harassment by population in {} was the third highest of the 40 forces that can be compared."
    texts = {
        area: verifier.read(read_pasted(words.format(place), area), Subject("harassment", area))
        for area, place in {"kent": "Kent", "essex": "Essex"}.items()
    }
    (problem,) = disagreements(texts)
    assert (problem.source, problem.kind) == ("essex", "inconsistent")


# Nothing untrue in any draft


def test_no_draft_of_the_sample_raises_an_alarm(verifier: Verifier, sample: Release, sample_drafts: dict[str, Draft]):
    from generator.export import exporters
    from generator.verify.published import read_bytes

    plain = exporters()["txt"]
    for slug, draft in sample_drafts.items():
        report = verifier.check(
            read_bytes(plain.render(draft), slug, ".txt"), Subject("harassment", slug), encode(draft)
        )
        assert [one.told for one in report.problems] == [], slug


def test_the_answers_are_those_of_the_release(sample: Release):
    answers = Answers(sample)
    found = answers.recorded("harassment", "north-wales", answers.latest)
    assert found is not None
    assert (found.low, found.high) == (4633, 4633)
