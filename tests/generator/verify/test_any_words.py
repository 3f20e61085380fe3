"""Whatever words come, the verifier answers: no crash, no figure passed over in silence."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.verify.numbers import quantities
from generator.verify.published import read_pasted
from generator.verify.verifier import Subject, Verifier

WORDS = (
    """
harassment cases, stalking, North Wales, Gwent Police, England and Wales, the force, fell, rose, up, down,
from, to, by, than, more, fewer, higher, lower, the same as, about the same as, the year before, nine years
earlier, in, the year to September 2023, in the past 10 years, highest, lowest, record high, third, of the 43
forces, 5397, 4633, 14 per cent, a third, not, cases, five times as many as, doubled, halved, 13 every day,
one in six, just, only, the only force in Wales, led to a charge, of, the, charging rate, no suspect
identified, since 2019, since comparable records began in 2002-03, while, compared with, were, that, 0.8
percentage points, almost, more than, recorded, 0808 1689 111, slightly, sharply, between 3 and 5
""".replace("\n", " ")
    .strip()
    .split(", ")
)
PROSE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=24).map(lambda some: " ".join(some).capitalize() + ".")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=PROSE)
def test_every_figure_of_any_prose_is_proved_listed_or_a_problem(verifier: Verifier, words: str):
    report = verifier.check(read_pasted(f"A line of ours.\n\n{words}", "pasted"), Subject("harassment", "north-wales"))
    spoken_for = " | ".join(
        [*(one.words for one in report.proved), *(one.words for one in report.problems), *report.aside]
    )
    for one in quantities(words):
        if one.kind in ("number", "per cent", "points", "pace", "fraction", "one in"):
            assert one.text in spoken_for or one.text.split()[-1] in spoken_for, words


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_any_text_at_all_gets_a_report(verifier: Verifier, words: str):
    report = verifier.check(read_pasted(f"A line of ours.\n\n{words}", "pasted"), Subject("harassment", "north-wales"))
    assert report.source == "pasted"


def test_a_pasted_table_is_told_apart_from_a_sentence(verifier: Verifier):
    words = " ".join(f"{number} cases," for number in range(200))
    report = verifier.check(
        read_pasted(f"A line of ours.\n\nThere were {words}.", "pasted"), Subject("harassment", "kent")
    )
    assert any("is it a table?" in one.why for one in report.problems)
