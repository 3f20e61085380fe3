"""What holds for every draft, whatever the figures: it proves or is declined, and it reads like copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fetch.release import Release
from generator.draft import Box, Draft, spoken_claims
from generator.language import senses
from generator.newsroom import draft_batch, find_areas
from generator.reference import forces
from tests.generator.releases import NOT_PROVIDED, a_release

AREAS = ("north-wales", "city-of-london", "greater-manchester", "devon-and-cornwall")
CODES = ("8L", "8M", "8Q", "8R")


# The laws

# No figures are dates, spans of years ("the past 10 years") and "11 times", which says how much and not how many.
DATES = re.compile(r"\b(?:19|20)\d\d(?:-\d\d)?\b|\b\d+(?: years|(?:-and-a-half)? times)\b")
FIGURE = re.compile(r"\d[\d,.]*(?: million)?")
OPENS_WITH_FIGURE = re.compile(r"(?:^|[.!?][”\"’']? )[“\"]?\d")
ONE_OF_MANY = re.compile(
    r"\b(?:1|one|a|an) (?:\w+ )?(?:cases|reports|charges|times|years)\b"
    r"|\b(?:no|none|[2-9]|\d{2,}|two|three|four|five|six|seven|eight|nine) (?:\w+ )?(?:case|report)\b(?! of)"
)
CLUMSY = re.compile(
    r"\b(\w+) \1\b|\s[,.;:]|,,|\.\.|  |\( | \)"  # a word twice, stray blanks and stops
    r"|\ban [^aeiouAEIOU81h]|\ba [aeio]\w"
    r"|\bNone\b|\bundefined\b|[{}\ue000-\ue0ff]"
)
SENTENCE_END = re.compile(r"[.?!:]$")


def texts(draft: Draft) -> Iterator[tuple[str, str]]:
    """All that would be printed, by the id of its block; quotes apart."""
    for headline in draft.headlines:
        yield f"headline-{headline.limit}", headline.text
    for block in (draft.standfirst, draft.social, *draft.paragraphs):
        yield block.id, block.text


def broken_laws(draft: Draft) -> list[str]:
    """Each law that the draft breaks, with the words that break it."""
    return [*_of_words(draft), *_of_figures(draft), *_of_truth(draft)]


def _of_words(draft: Draft) -> Iterator[str]:
    for block, text in texts(draft):
        for law, pattern in (("number and noun", ONE_OF_MANY), ("clumsy", CLUMSY)):
            if found := pattern.search(text):
                yield f"{law}: {found[0]!r} in {block}: {text}"
        if not block.startswith("headline"):
            if found := OPENS_WITH_FIGURE.search(text):
                yield f"opens with a figure: {block}: {text}"
            if not SENTENCE_END.search(text):
                yield f"no full stop: {block}: {text}"
        if not text[:1].isupper() and not text[:1].isdigit():
            yield f"no capital: {block}: {text}"
    for headline in draft.headlines:
        if len(headline.text) >= headline.limit:
            yield f"too long: {headline.text}"


def _of_figures(draft: Draft) -> Iterator[str]:
    for block in draft.paragraphs:
        figures = FIGURE.findall(DATES.sub("", block.text))
        if len(figures) > 2:
            yield f"{len(figures)} figures in {block.id}: {block.text}"
    intro = draft.paragraphs[0].text
    if len(FIGURE.findall(DATES.sub("", intro))) > 1:
        yield f"more than one figure in the intro: {intro}"


def _of_truth(draft: Draft) -> Iterator[str]:
    """Words of direction agree with the figures they rest on, and with each other over the whole draft."""
    facts = {fact.id: fact for fact in draft.facts}
    claims = {claim.id: claim for claim in draft.claims}
    said: dict[tuple[str, str], dict[str, str]] = {}
    for name, text in spoken_claims(draft):
        claim = claims[name]
        if claim.kind not in {"change", "share_change", "direction", "licence", "versus"} or len(claim.facts) != 3:
            continue
        now, before = (facts[one] for one in claim.facts[:2])
        assert now.value is not None
        assert before.value is not None
        words = re.sub(r"more than (?=[a-z]+|\d)", "", text)
        for sense in {hit.sense for hit in senses(words)} & {"up", "down", "same"}:
            said.setdefault((now.id, before.id), {})[sense] = text
            right = {"up": now.value > before.value, "down": now.value < before.value, "same": True}[sense]
            if not right:
                yield f"{text!r} of {now.value} after {before.value}"
    for words_said in said.values():
        if len(words_said) > 1:
            yield f"contradiction: {words_said}"


# Over the sample


def test_no_draft_of_the_sample_breaks_a_law(sample_drafts: dict[str, Draft]):
    broken = {slug: laws for slug, draft in sample_drafts.items() if (laws := broken_laws(draft))}
    assert not broken, "\n".join(f"{slug}: {law}" for slug, laws in broken.items() for law in laws)


def test_a_lower_bound_is_always_told_as_one(sample_drafts: dict[str, Draft]):
    for draft in sample_drafts.values():
        bounded = {fact.id for fact in draft.facts if fact.bounded}
        claims = {claim.id: claim for claim in draft.claims}
        for name, text in spoken_claims(draft):
            if claims[name].kind in {"count", "cases", "reports"} and set(claims[name].facts) & bounded:
                assert "at least" in text.lower(), (draft.area.slug, text)


def test_the_support_box_gives_each_helpline_with_its_number(sample_drafts: dict[str, Draft]):
    for draft in sample_drafts.values():
        (box,) = [block for block in draft.body if isinstance(block, Box)]
        lines = ["".join(run.text for run in line) for line in box.lines]
        assert len(lines) >= 2
        assert all(re.search(r"Call [\d ]+(?: or go to [\w.]+)?\.$", line) for line in lines)


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ((*[5_000] * 8, 4_000), r"the lowest in the past nine years"),
        ((*[5_000] * 8, 6_500), r"the highest in the past nine years"),
        ((9_000, *[5_000] * 8, 10_200), r"more than doubled|more than double"),
        ((9_000, *[5_000] * 8, 6_000), r"rose by 20 per cent|a sharp rise of 20 per cent|more"),
        ((9_000, 3_000, *[5_000] * 8, 3_300), r"fell by around a third|a fall of around a third|fewer"),
        ((9_000, *[5_000] * 8, 12), r"12 harassment cases"),
        ((9_000, *[5_000] * 8, 1), r"one harassment case\b"),
        ((9_000, *[5_000] * 8, 0), r"no harassment cases"),
    ],
)
def test_the_intro_of_every_variant_says_what_leads(tmp_path: Path, years: tuple[int, ...], said: str):
    # Forces side by side, so that each of the four ways to say it has its turn.
    areas = ("north-wales", "cheshire", "staffordshire", "west-mercia", "dyfed-powys", "gwent", "derbyshire")
    builder = a_release(tmp_path, "2022-09")
    for area in areas:
        builder.years(area, "8L", *years)
    batch = draft_batch(builder.build(), "harassment", find_areas(areas))
    for draft in batch.drafts:
        assert re.search(said, draft.lead), draft.lead
    ways = {draft.lead.replace(draft.area.name, "@").replace(draft.area.place, "@") for draft in batch.drafts}
    assert len(ways) == 4


def test_headlines_of_a_doubling_are_english(tmp_path: Path):
    areas = ("north-wales", "cheshire", "staffordshire", "west-mercia", "dyfed-powys", "gwent")
    builder = a_release(tmp_path, "2022-09")
    for area in areas:
        builder.years(area, "8L", 9_000, *[5_000] * 8, 10_050)
    for draft in draft_batch(builder.build(), "harassment", find_areas(areas)).drafts:
        for headline in draft.headlines[:2]:
            assert not re.search(r"[Hh]arassment (?:in [\w -]+ )?double\b", headline.text), headline.text


@pytest.mark.parametrize("turn", range(4))
def test_every_size_of_change_finds_headlines_that_fit_whatever_the_name_of_the_force(tmp_path: Path, turn: int):
    ratios = (0.01, 0.3, 0.48, 0.5, 0.67, 0.86, 0.97, 1, 1.03, 1.1, 1.25, 1.34, 1.75, 1.95, 2, 2.1, 2.49, 3.5, 7.9, 45)
    builder = a_release(tmp_path, "2022-09")
    for at, area in enumerate(forces()):
        ratio = ratios[(at + 5 * turn) % len(ratios)]
        builder.years(area, "8L", 900_000 if at % 3 else 7_000, *[6_000] * 8, int(6_000 * ratio))
        builder.outcome_years(area, "8L", 1, 500, 30 if at % 2 else 290)
    batch = draft_batch(builder.build(), "harassment", find_areas(()))
    assert len(batch.drafts) == 43
    broken = [f"{draft.area.slug}: {law}" for draft in batch.drafts for law in broken_laws(draft)]
    assert not broken, "\n".join(broken)


def test_a_rank_says_how_many_forces_it_counts_and_what_such_rates_reflect(tmp_path: Path):
    builder = a_release(tmp_path, "2022-09").years("north-wales", "8L", 6_000, 6_870)
    builder.recorded("kent", "8L", *[100] * 5, NOT_PROVIDED, 100, 100).years_elsewhere("8L", 400, 400)
    (draft,) = draft_batch(builder.build(), "harassment", find_areas(["north-wales"])).drafts
    (rank,) = [block.text for block in draft.paragraphs if "highest of" in block.text]
    assert "the highest of the 41 forces that can be compared" in rank  # neither the City of London nor Kent
    assert "how readily people report" in rank


def test_a_record_that_rests_on_a_year_with_a_gap_is_told_to_the_editor(sample_drafts: dict[str, Draft]):
    draft = sample_drafts["greater-manchester"]
    assert any("highest since comparable records began" in block.text for block in draft.paragraphs)
    (note,) = [note.text for note in draft.notes if "Greater Manchester Police for an earlier year" in note.text]
    assert note.startswith("Part of the figures of Greater Manchester Police for an earlier year is missing.")


def test_a_handful_of_cases_is_no_record(tmp_path: Path):
    release = a_release(tmp_path, "2022-09").years("north-wales", "8L", 5, 6, 7, 8, 5, 12).build()
    (draft,) = draft_batch(release, "harassment", find_areas(["north-wales"])).drafts
    assert not [block.text for block in draft.paragraphs if "highest" in block.text]


# Over releases that nobody thought of

LEVELS = st.sampled_from([0, 1, 3, 19, 20, 40, 250, 1_000, 9_000])
DRIFT = st.sampled_from([0, 1, 2, 50, 90, 97, 100, 103, 112, 125, 140, 190, 200, 260, 1_000])


@st.composite
def series(draw: st.DrawFn, quarters: int) -> list[int | str]:
    """Quarters around a level that moves from year to year, some with a hole here and there."""
    level = draw(LEVELS)
    years = [level * draw(DRIFT) // 100 for _ in range(quarters // 4 + 1)]
    counts: list[int | str] = [years[at // 4] for at in range(quarters)]
    if draw(st.booleans()):
        for hole in draw(st.sets(st.integers(0, quarters - 1), max_size=2)):
            counts[hole] = NOT_PROVIDED
    return counts


@dataclass(frozen=True)
class Figures:
    """What a release of this test holds. `forces` are series by area and code.

    `others` is what each other force recorded in every quarter, None where the release has no rows of it.
    """

    ends: str
    forces: dict[str, dict[str, list[int | str]]]
    others: int | None
    outcomes: bool

    def release(self, folder: Path) -> Release:
        """The release on disk."""
        builder = a_release(folder, self.ends)
        for area, codes in self.forces.items():
            for code, counts in codes.items():
                builder.recorded(area, code, *counts)
                if self.others is not None:
                    builder.elsewhere(code, *[self.others] * len(counts))
                if self.outcomes:
                    for kind, share in ((0, 8), (1, 4), (14, 10), (16, 36), (18, 12)):
                        parts = [one * share // 100 if isinstance(one, int) else one for one in counts[-8:]]
                        builder.outcome(area, code, kind, *parts)
        return builder.build()


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    """Figures of a few forces over months or years, with or without the rest of the nation."""
    quarters = draw(st.sampled_from([3, 4, 8, 25, 44]))
    return Figures(
        ends=draw(st.sampled_from(["2016-03", "2019-03", "2020-09", "2022-09", "2023-09", "2024-03"])),
        forces={area: {code: draw(series(quarters)) for code in CODES} for area in AREAS},
        others=draw(st.none() | st.sampled_from([30, 1_000])),
        outcomes=draw(st.booleans()),
    )


# Without shrinking, which takes minutes here: the words of the broken law tell enough.
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(figures())
def test_every_draft_proves_and_keeps_the_laws_or_is_declined_in_a_sentence(given: Figures):
    with TemporaryDirectory() as folder:
        batch = draft_batch(given.release(Path(folder)), "harassment", find_areas(AREAS))
    assert len(batch.drafts) + len(batch.declined) == len(AREAS)
    for one in batch.declined:
        assert re.fullmatch(r"[A-Z].+ did not provide .+\.", one.why)
    broken = [f"{draft.area.slug}: {law}" for draft in batch.drafts for law in broken_laws(draft)]
    assert not broken, "\n".join(broken)


def test_a_force_that_provided_nothing_is_declined_and_the_others_get_their_drafts(tmp_path: Path):
    release = (
        a_release(tmp_path, "2022-09")
        .recorded("kent", "8L", 100, 100, 100, 100, *[NOT_PROVIDED] * 4)
        .years_elsewhere("8L", 400, 400)
        .build()
    )
    batch = draft_batch(release, "harassment", find_areas(["kent", "surrey"]))
    assert [draft.area.slug for draft in batch.drafts] == ["surrey"]
    (kent,) = batch.declined
    assert kent.area == "kent"
    assert kent.why == (
        "Kent Police did not provide complete figures for the year to September 2022, so there is no total to tell a "
        "story about. Ask its press office when they will come."
    )
