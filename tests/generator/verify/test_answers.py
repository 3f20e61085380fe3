"""The verifier's answers are what the workbooks say, cell by cell, and what is unknown stays unknown."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest

from fetch.areas import areas
from fetch.release import LocalFile, Release, build_release
from generator.verify import reference
from generator.verify.answers import NATION, REPORTING, Answer, Answers
from generator.verify.errors import VerifyError
from tests.generator.releases import EXPIRED, NO_ROW, NOT_PROVIDED, a_release
from tests.generator.verify.raw_cells import rows_of

REAL = Path(__file__).resolve().parents[3].parent / "shared" / "real"
RECORDED = (
    "sample-prc-pfa-mar2003-mar2007-tabs.ods",
    "sample-prc-pfa-mar2008-mar2012-tabs.ods",
    "sample-prc-pfa-mar2013-onwards-tables.ods",
)
OUTCOMES = ("sample-prc-outcomes-open-data-mar2023-tables.xlsx", "sample-prc-outcomes-open-data-mar2024-tables.xlsx")
BASIS = "Number of outcomes for offences that were recorded in the quarter"
MARCH, JUNE, SEPTEMBER = 0, 1, 2
CODES = {"harassment": "8L", "stalking": "8Q", "racially-aggravated-harassment": "8M", "malicious-communications": "8R"}
# A cell: force, code, outcome type ("" for recorded), quarter as 4 x year + 0..3. Homicide has four numbers in it.
Raw = Mapping[tuple[str, str, str, int], list[str]]


def year_to(month: int, year: int) -> int:
    return 4 * year + month


def name_in_tables(slug: str) -> str:
    return areas()[slug].name


@pytest.fixture(scope="module")
def answers(sample: Release) -> Answers:
    return Answers(sample)


@pytest.fixture(scope="module")
def raw(sample: Release) -> Raw:
    """The cells of the sample's workbooks as text, without Parquet and without a reader of ours."""
    cells: dict[tuple[str, str, str, int], list[str]] = defaultdict(list)
    for filename in (*RECORDED, *OUTCOMES):
        for row in rows_of(sample, filename):
            at = 4 * int(row["Financial Year"][:4]) + int(row["Financial Quarter"].removeprefix("Q"))
            force = row["Force Name"].replace("[Note 6]", "").strip()
            count = row[BASIS] if BASIS in row else row["Number of Offences"]
            cells[force, row["Offence Code"], row.get("Outcome Type", ""), at].append(count)
    return cells


def summed(raw: Raw, slug: str, code: str, end: int, kind: str = "") -> int:
    """The 12 months added up by hand; a text among the numbers is an error."""
    return sum(int(text) for at in range(end - 3, end + 1) for text in raw[name_in_tables(slug), code, kind, at])


def most_in_a_quarter(raw: Raw, slug: str, code: str, but: range) -> int:
    """The most that a force recorded of a code in a quarter, those with a fault apart."""
    wanted = (name_in_tables(slug), code, "")
    return max(int(texts[0]) for key, texts in raw.items() if key[:3] == wanted and key[3] not in but)


# What the workbooks say


@pytest.mark.parametrize("force", ["north-wales", "metropolitan-police", "kent", "city-of-london", "cumbria"])
@pytest.mark.parametrize("offence", CODES)
@pytest.mark.parametrize("end", [year_to(SEPTEMBER, 2023), year_to(SEPTEMBER, 2022), year_to(MARCH, 2016)])
def test_a_total_is_the_sum_of_the_cells_in_the_workbook(
    answers: Answers, raw: Raw, force: str, offence: str, end: int
):
    known = summed(raw, force, CODES[offence], end)
    assert answers.recorded(offence, force, end) == Answer(known, known)


@pytest.mark.parametrize("force", ["north-wales", "greater-manchester", "devon-and-cornwall"])
def test_the_first_comparable_year_is_the_one_to_march_2003(answers: Answers, raw: Raw, force: str):
    known = summed(raw, force, "8L", year_to(MARCH, 2003))
    assert answers.recorded("harassment", force, year_to(MARCH, 2003)) == Answer(known, known)
    assert answers.recorded("harassment", force, year_to(MARCH, 2003) - 1) is None


def test_a_group_of_offences_is_the_sum_of_the_codes_that_there_were(answers: Answers, raw: Raw):
    for end, codes in ((year_to(MARCH, 2004), ("8L", "8M")), (year_to(SEPTEMBER, 2023), ("8L", "8M", "8Q", "8R"))):
        known = sum(summed(raw, "north-wales", code, end) for code in codes)
        assert answers.recorded("stalking-and-harassment", "north-wales", end) == Answer(known, known)


def test_england_and_wales_and_wales_are_the_sums_of_their_forces_alone(answers: Answers, raw: Raw):
    end = year_to(SEPTEMBER, 2022)
    everyone = sum(summed(raw, slug, "8L", end) for slug, area in areas().items() if area.kind == "force")
    welsh = sum(summed(raw, slug, "8L", end) for slug in ("dyfed-powys", "gwent", "north-wales", "south-wales"))
    assert answers.recorded("harassment", NATION, end) == Answer(everyone, everyone)
    assert answers.recorded("harassment", "wales", end) == Answer(welsh, welsh)


def test_outcomes_are_those_of_offences_recorded_in_the_period(answers: Answers, raw: Raw):
    end = year_to(SEPTEMBER, 2023)
    for force in ("north-wales", "essex", "west-midlands"):
        charged = summed(raw, force, "8L", end, kind="1")
        unsupported = summed(raw, force, "8L", end, kind="14") + summed(raw, force, "8L", end, kind="16")
        assert answers.outcome("charged", "harassment", force, end) == Answer(charged, charged)
        assert answers.outcome("unsupported", "harassment", force, end) == Answer(unsupported, unsupported)
        assert answers.share("charged", "harassment", force, end) == Fraction(
            100 * charged, summed(raw, force, "8L", end)
        )


def test_a_homicide_cell_is_the_sum_of_its_four_rows(sample: Release, raw: Raw, monkeypatch: pytest.MonkeyPatch):
    homicide = replace_codes("harassment", "1/4.1/4.10/4.2")
    monkeypatch.setattr(reference, "offences", lambda: {"homicide": homicide})
    answers, end = Answers(sample), year_to(SEPTEMBER, 2023)
    for force in ("north-wales", "metropolitan-police"):
        assert len(raw[name_in_tables(force), "1/4.1/4.10/4.2", "", end]) == 4
        known = summed(raw, force, "1/4.1/4.10/4.2", end)
        assert answers.recorded("homicide", force, end) == Answer(known, known)


def test_an_expired_code_adds_a_true_zero_to_its_group_and_has_no_total_of_its_own(
    sample: Release, raw: Raw, monkeypatch: pytest.MonkeyPatch
):
    offences = {"old": replace_codes("harassment", "30A"), "both": replace_codes("harassment", "30A", "30C")}
    monkeypatch.setattr(reference, "offences", lambda: offences)
    answers, end = Answers(sample), year_to(SEPTEMBER, 2023)
    assert not raw["Kent", "30A", "", end][0].isdigit()
    known = summed(raw, "kent", "30C", end)
    assert answers.recorded("both", "kent", end) == Answer(known, known)
    assert answers.recorded("old", "kent", end) is None
    before = summed(raw, "kent", "30A", year_to(MARCH, 2017))
    assert answers.recorded("old", "kent", year_to(MARCH, 2017)) == Answer(before, before)


def replace_codes(offence: str, *codes: str) -> reference.Offence:
    return msgspec.structs.replace(reference.offences()[offence], codes=codes)


# Unknown is never zero


def test_greater_manchesters_lost_half_year_is_a_lower_bound_filled_with_its_worst_quarters(answers: Answers, raw: Raw):
    end, lost = year_to(MARCH, 2020), range(year_to(SEPTEMBER, 2019), year_to(MARCH, 2020) + 1)
    low = summed(raw, "greater-manchester", "8L", end)
    complete = int(raw["Greater Manchester", "8L", "", lost[0] - 1][0])
    high = complete + 3 * most_in_a_quarter(raw, "greater-manchester", "8L", lost)
    assert answers.recorded("harassment", "greater-manchester", end) == Answer(low, high)
    assert low < high
    assert answers.change_score("harassment", "greater-manchester", end, end - 4) is None
    assert answers.rate("harassment", "greater-manchester", end) is None


def test_a_cell_not_provided_leaves_the_other_quarters_as_a_lower_bound(answers: Answers, raw: Raw):
    end, lost = year_to(SEPTEMBER, 2023), year_to(MARCH, 2023)
    assert raw["Cleveland", "8L", "", lost] == [NOT_PROVIDED]
    low = sum(int(raw["Cleveland", "8L", "", at][0]) for at in range(end - 3, end + 1) if at != lost)
    high = low + most_in_a_quarter(raw, "cleveland", "8L", range(lost, lost + 1))
    assert answers.recorded("harassment", "cleveland", end) == Answer(low, high)
    assert answers.share("charged", "harassment", "cleveland", end) is None


def test_a_total_of_several_forces_is_no_better_known_than_the_least_of_them(answers: Answers, raw: Raw):
    end = year_to(SEPTEMBER, 2023)
    nation = answers.recorded("harassment", NATION, end)
    south_west = answers.recorded("harassment", "south-west", end)
    assert nation is not None
    assert south_west is not None
    assert (nation.exact, south_west.exact) == (False, False)
    assert answers.incomplete("harassment", end) == ("cleveland", "devon-and-cornwall")
    known = sum(
        summed(raw, force, "8L", end)
        for force in ("avon-and-somerset", "devon-and-cornwall", "dorset", "gloucestershire", "wiltshire")
    )
    assert south_west.low == known


def test_a_charging_rate_of_the_nation_is_that_of_the_forces_with_both_figures(answers: Answers, raw: Raw):
    end = year_to(SEPTEMBER, 2023)
    complete = [one for one in answers.areas if one not in ("cleveland", "devon-and-cornwall")]
    assert list(answers.reporting("charged", "harassment", end)) == complete
    charged, whole = (sum(summed(raw, one, "8L", end, kind) for one in complete) for kind in ("1", ""))
    assert answers.share("charged", "harassment", REPORTING, end) == Fraction(100 * charged, whole)
    assert answers.share("charged", "harassment", NATION, end) is None


def test_an_offence_has_no_total_before_it_was_counted_on_its_own(answers: Answers):
    begins = year_to(MARCH, 2015)
    assert answers.recorded("stalking", "north-wales", begins) is not None
    assert answers.recorded("stalking", "north-wales", begins - 1) is None
    assert answers.recorded("harassment", "north-wales", answers.latest + 1) is None


def test_a_force_that_the_table_leaves_out_is_unknown_and_so_is_the_nation(tmp_path: Path):
    builder = a_release(tmp_path, "2022-09").years_elsewhere("8L", 400, 400)
    builder.recorded("kent", "8L", *[NO_ROW] * 8)
    answers = Answers(builder.build())
    end = answers.latest
    assert answers.recorded("harassment", "kent", end) is None
    assert answers.recorded("harassment", NATION, end) == Answer(42 * 400, 42 * 400 + 1)
    ranked = answers.rank("harassment", "surrey", end, top=True)
    assert ranked is not None
    assert ranked[2] == 41


def test_a_code_that_only_another_body_has_says_nothing_about_forces(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .years_elsewhere("8L", 400)
        .elsewhere("8Q", *[EXPIRED] * 4)
        .recorded("british-transport-police", "8Q", 7, 7, 7, 7)
        .build()
    )
    answers = Answers(release)
    assert answers.recorded("stalking-and-harassment", "kent", answers.latest) == Answer(400, 400)
    assert answers.recorded("stalking", "kent", answers.latest) is None


def test_a_correction_may_lower_a_total_and_a_total_below_zero_is_none(tmp_path: Path):
    release = (
        a_release(tmp_path)
        .years_elsewhere("8L", 400)
        .recorded("kent", "8L", 5, -2, 0, 0)
        .recorded("surrey", "8L", 0, 0, 0, 0)
        .build()
    )
    answers = Answers(release)
    assert answers.recorded("harassment", "kent", answers.latest) == Answer(3, 3)
    assert answers.recorded("harassment", "surrey", answers.latest) == Answer(0, 0)


def test_too_few_forces_with_complete_figures_stand_for_nobody(tmp_path: Path):
    builder = a_release(tmp_path).years_elsewhere("8L", 400)
    for area in list(reference.forces())[:9]:
        builder.outcome(area, "8L", 1, 1, 1, NOT_PROVIDED, 1)
    answers = Answers(builder.outcomes_elsewhere("8L", 1, 40).build())
    assert answers.reporting("charged", "harassment", answers.latest) == ()
    assert answers.share("charged", "harassment", REPORTING, answers.latest) is None
    assert answers.share("charged", "harassment", "wiltshire", answers.latest) == 10


def test_a_release_whose_tables_cannot_be_read_is_one_plain_error(sample: Release):
    broken = Release("sample", sample.folder / "away", sample.manifest)
    with pytest.raises(VerifyError, match=r"The release sample can't be read: .*Fetch it again"):
        Answers(broken)


# Rates and places


def test_a_rate_is_per_thousand_residents_and_the_city_of_london_has_none(answers: Answers, raw: Raw):
    end = year_to(SEPTEMBER, 2022)
    known = summed(raw, "north-wales", "8L", end)
    assert answers.rate("harassment", "north-wales", end) == Fraction(1000 * known, 687_000)
    assert answers.rate("harassment", "city-of-london", end) is None
    assert answers.rank("harassment", "city-of-london", end, top=True) is None


def test_places_are_counted_by_rate_from_either_end_among_the_forces_with_a_rate(answers: Answers, raw: Raw):
    end = year_to(SEPTEMBER, 2022)
    residents = reference.residents()
    rates = {one: Fraction(summed(raw, one, "8L", end), residents[one]) for one in answers.areas}
    del rates["city-of-london"]
    order = sorted(rates, key=lambda one: rates[one], reverse=True)
    for place, force in enumerate(order, start=1):
        assert answers.rank("harassment", force, end, top=True) == (place, False, 42)
        assert answers.rank("harassment", force, end, top=False) == (43 - place, False, 42)
    welsh = [one for one in order if one in reference.regions()["wales"].forces]
    assert answers.rank("harassment", welsh[1], end, top=True, within="wales") == (2, False, 4)


def test_forces_with_one_rate_share_the_place_above(tmp_path: Path):
    surrey, kent = reference.residents()["surrey"], reference.residents()["kent"]
    release = (
        a_release(tmp_path, "2022-09")
        .years_elsewhere("8L", 1)
        .years("surrey", "8L", surrey // 100)
        .years("kent", "8L", kent // 100)
        .build()
    )
    answers = Answers(release)
    assert answers.rank("harassment", "kent", answers.latest, top=True) == (1, True, 42)
    assert answers.rank("harassment", "surrey", answers.latest, top=True) == (1, True, 42)


# Real figures


def test_the_real_year_2017_18_is_what_the_home_office_published(tmp_path: Path):
    path = REAL / "recorded_crime_force_2017-18.csv"
    file = LocalFile(path, title="", filename=path.name, table="recorded")
    answers = Answers(build_release(tmp_path, [file], date(2018, 7, 19)).release)
    assert answers.latest == year_to(MARCH, 2018)
    known: dict[tuple[str, str], int] = defaultdict(int)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            known[row["Force Name"], row["Offence Code"]] += int(row["Number of Offences"])
    for force in answers.areas:
        name = name_in_tables(force)
        for offence, code in CODES.items():
            assert answers.recorded(offence, force, answers.latest) == Answer(known[name, code], known[name, code])
    # Said by the reader's own notes to these figures.
    assert answers.recorded("stalking-and-harassment", "north-wales", answers.latest) == Answer(3_730, 3_730)
