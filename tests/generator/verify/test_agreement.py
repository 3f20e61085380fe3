"""Two roads to one figure: what the writer says of a release, the verifier answers, wherever they both speak."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fetch.release import Release
from generator import reference
from generator.columns import columns_for
from generator.facts import Fact
from generator.measures import FactBook
from generator.quarters import Year
from generator.verify.answers import NATION, REPORTING, Answer, Answers
from tests.generator.releases import EXPIRED, NO_ROW, NOT_PROVIDED, Count, a_release

CLOSE = pytest.approx


@pytest.fixture(scope="module")
def book(sample: Release) -> FactBook:
    return FactBook(columns_for(sample, tuple(reference.offences())))


@pytest.fixture(scope="module")
def answers(sample: Release) -> Answers:
    return Answers(sample)


def every_area(book: FactBook) -> tuple[str, ...]:
    return (*book.columns.areas, NATION)


def told(fact: Fact) -> Answer | None:
    """What the writer says of a total: exact, or at least so many and at most its constant."""
    if fact.value is None:
        return None
    low = int(fact.value)
    return Answer(low, max(int(fact.constants[0]), low + 1) if fact.bounded else low)


def totals(book: FactBook, answers: Answers, years: int) -> Iterator[tuple[str, Answer | None, Answer | None]]:
    """Each total as the writer tells it and as the verifier answers, for every period that ends in these years."""
    for offence in book.columns.recorded:
        for area in every_area(book):
            for end in range(answers.latest - 4 * years, answers.latest + 2):
                fact = book.at_least(offence, area, Year(end))
                yield fact.id, told(fact), answers.recorded(offence, area, end)


def test_every_total_of_every_year_is_the_same_from_both(book: FactBook, answers: Answers):
    apart = [one for one in totals(book, answers, years=23) if one[1] != one[2]]
    assert not apart


def test_every_outcome_and_share_is_the_same_from_both(book: FactBook, answers: Answers):
    for offence, group in book.columns.outcomes:
        for area in every_area(book):
            for end in range(answers.latest - 8, answers.latest + 1):
                part, said = answers.outcome(group, offence, area, end), book.outcome(offence, group, area, Year(end))
                assert said.value == (part.low if part is not None and part.exact else None), said.id
                share, written = answers.share(group, offence, area, end), book.share(offence, group, area, Year(end))
                assert written.share.value == (None if share is None else CLOSE(float(share), abs=1e-9))


def test_every_change_lies_as_far_beyond_chance_for_both(book: FactBook, answers: Answers):
    for offence in book.columns.recorded:
        for area in every_area(book):
            for end in range(answers.latest - 40, answers.latest + 1):
                score = answers.change_score(offence, area, end, end - 4)
                noise = book.change(offence, area, Year(end)).noise
                assert noise.value == (None if score is None else CLOSE(score, abs=1e-9)), noise.id


def test_every_share_lies_as_far_beyond_chance_for_both(book: FactBook, answers: Answers):
    end = answers.latest
    for offence, group in book.columns.outcomes:
        for area in every_area(book):
            changed = book.share_change(offence, group, area, Year(end)).noise
            versus = book.share_versus(offence, group, area, Year(end)).noise
            for fact, other in ((changed, (area, end - 4)), (versus, (REPORTING, end))):
                score = answers.share_score(group, offence, (area, end), other)
                assert fact.value == (None if score is None else CLOSE(score, abs=1e-9)), fact.id


def test_every_force_has_the_same_place_for_both(book: FactBook, answers: Answers):
    for offence in book.columns.recorded:
        for area in book.columns.areas:
            for end in range(answers.latest - 4, answers.latest + 1):
                rank = book.rank(offence, area, Year(end))
                found = answers.rank(offence, area, end, top=rank is None or rank.end == "high")
                written = rank and (rank.place.value, bool(rank.place.constants[1]), rank.place.constants[0])
                assert written == found


# Two years of quarters of two codes in three forces, one of which lacks months; the other forces are complete, or have
# no such code at all.
COUNTS: st.SearchStrategy[Count] = st.one_of(st.integers(0, 400), st.sampled_from([NOT_PROVIDED, EXPIRED, NO_ROW]))
QUARTERS = st.lists(COUNTS, min_size=8, max_size=8)
FORCES = ("kent", "devon-and-cornwall", "surrey")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    cells=st.fixed_dictionaries({(force, code): QUARTERS for force in FORCES for code in ("8L", "8Q")}),
    others=st.sampled_from([100, EXPIRED, NO_ROW]),
)
def test_holes_expiries_and_missing_rows_leave_both_with_the_same_totals(
    cells: dict[tuple[str, str], list[Count]], others: Count
):
    with tempfile.TemporaryDirectory() as folder:
        builder = a_release(Path(folder)).elsewhere("8M", *[1] * 8)
        for (force, code), quarters in cells.items():
            builder.recorded(force, code, *quarters)
        builder.elsewhere("8L", *[100] * 8).elsewhere("8Q", *[others] * 8)
        release = builder.build()
        book, answers = FactBook(columns_for(release, tuple(reference.offences()))), Answers(release)
        apart = [one for one in totals(book, answers, years=2) if one[1] != one[2]]
        assert not apart
