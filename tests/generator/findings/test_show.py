"""How findings are put before people: figures, charts, tables for narrow screens, the bar of news value."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetch.release import Release
from generator.findings.finding import DataWarning, Evidence, Finding, Findings, Part, Rejected
from generator.findings.news_value import load_news_value
from generator.findings.panel import Panel, load_panel
from generator.findings.show.chart import HEIGHT, WIDTH, drawing, nice_top
from generator.findings.show.explain import Portion, explain, portions
from generator.findings.show.figures import chance, change, figure
from generator.findings.show.page import bar_of
from generator.findings.show.series import Mark, Series, series_of
from generator.findings.show.survey import survey
from generator.findings.show.table_csv import findings_csv
from generator.findings.show.telling import Teller
from generator.findings.show.terminal import Screen, table_of
from generator.findings.show.tree import findings_files
from generator.findings.show.words import load_words
from generator.populations import residents
from generator.quarters import Year
from generator.stories import TEMPLATES

WORDS = load_words((TEMPLATES,))
CHANGE = Finding(
    id="north-wales/harassment/change",
    area="north-wales",
    offence="harassment",
    official="Harassment",
    level="code",
    group="Violence against the person",
    kind="change",
    family="counts",
    outcome="",
    measure="recorded",
    period="2023-09",
    direction="down",
    now=4633.0,
    then=5397.0,
    unit="cases",
    back=1,
    size=0.1527,
    evidence=Evidence("year on year", 0.00431, 0.0424),
    value=51.5,
    parts=(Part("size", 12.0), Part("interest", 13.5), Part("freshness", 10.0), Part("soft break", -8.0)),
    fresh=True,
    caveats=("principal-crime-2023",),
)


def found(*lines: Finding, rejected: tuple[Rejected, ...] = ()) -> Findings:
    """Findings of a release with these lines."""
    return Findings("sample", "2023-09", 0.05, 1000, 0.005, lines, rejected, ())


def teller(*lines: Finding, rejected: tuple[Rejected, ...] = ()) -> Teller:
    return Teller(found(*lines, rejected=rejected), WORDS)


# Figures


@pytest.mark.parametrize(
    ("now", "then", "unit", "printed"),
    [
        (4633, 5397, "cases", "−14%"),
        (1104, 1100, "cases", "+0.4%"),
        (900, 300, "cases", "3 times"),
        (7, 3, "cases", ""),
        (25, 3, "cases", ""),
        (25, None, "cases", ""),
        (25, 0, "cases", ""),
        (3.7, 7.1, "per cent", "−3.4 pts"),
        (0.0, 0.0, "per cent", ""),
    ],
)
def test_a_change_is_told_as_the_style_guide_counts_it(now, then, unit, printed):
    assert change(now, then, unit, WORDS) == printed


def test_a_missing_figure_is_empty_and_none_is_nought():
    assert figure(None, "cases", WORDS) == ""
    assert figure(0.0, "cases", WORDS) == "0"


def test_a_q_too_small_to_print_is_not_printed_as_nought():
    assert chance(2.5e-40, WORDS) == "< 0.001"
    assert chance(0.0424, WORDS) == "0.042"
    assert chance(None, WORDS) == "not tested"


# Words


def test_a_line_with_every_kind_of_note_says_each():
    noted = replace(CHANGE, caveats=("principal-crime-2023", "provisional", "months missing"))
    row = teller(noted).told(noted)
    assert row.flags == ("new", "break", "provisional", "at least")
    assert row.now == "at least 4,633"
    caveats = teller(noted).caveats(noted)
    assert caveats[0].startswith("From May 2023 forces record one principal crime")
    assert caveats[1].startswith("Provisional: ")


def test_every_kind_of_finding_has_words_and_so_has_every_direction():
    from generator.findings.kinds import kinds

    assert set(kinds()) <= set(WORDS.kinds)
    assert set(kinds()) <= set(WORDS.lines)


def test_every_way_of_testing_and_every_part_of_news_value_has_words():
    from generator.findings.kinds import kinds

    assert {one.test for one in kinds().values()} <= set(WORDS.tests)
    assert set(load_news_value((TEMPLATES,)).weights.__struct_fields__) <= set(WORDS.parts)


def test_what_has_no_words_yet_is_shown_by_its_own_name():
    strange = replace(CHANGE, kind="tide", offence="code-99", official="Piracy", area="atlantis", caveats=("leap",))
    row = teller(strange).told(strange)
    assert row.line == "Piracy: tide, down"
    assert (row.area, row.kind) == ("atlantis", "tide")
    assert teller(strange).caveats(strange) == ("leap",)


def test_a_long_list_of_offences_in_a_warning_is_cut_short_and_counted():
    offences = ("8L", "8M", "8Q", "8R", "3B", "4.4", "code-one", "code-two")
    told = teller().warning(DataWarning("x", "cleveland", "missing", "recorded", ("2023-01-01",), offences))
    assert told.startswith("Cleveland Police did not provide complete figures for January to March 2023 (harassment, ")
    assert told.endswith(" and 2 more).")


# The terminal


@given(width=st.integers(30, 240))
def test_no_line_is_wider_than_the_screen(width):
    other = replace(CHANGE, id="kent/harassment/change", area="kent")
    told = teller(CHANGE, other)
    text = table_of([told.told(CHANGE), told.told(other)], WORDS, Screen(width))
    assert max(map(len, text.splitlines())) <= width
    assert "4,633" in text


def test_a_narrow_screen_gets_a_block_for_each_line_with_all_that_the_table_has():
    text = table_of([teller(CHANGE).told(CHANGE)], WORDS, Screen(70))
    assert text.splitlines() == [
        "1. Harassment: down on the year before  [51.5]",
        "5,397 → 4,633, −14%, q 0.042, new, break",
        "north-wales/harassment/change",
    ]


# CSV


def test_no_name_in_a_release_acts_as_a_formula():
    odd = replace(CHANGE, offence="code-99", official='=HYPERLINK("http://x")', group="+1")
    told = teller(odd)
    text = findings_csv([told.told(odd)], told).decode("utf-8-sig")
    cells = next(iter(list(csv.reader(io.StringIO(text, newline="")))[1:]))
    assert '\'=HYPERLINK("http://x")' in cells
    assert "'+1" in cells
    assert not [cell for cell in cells if re.match(r"[=+@]|-\D", cell)]


# News value


def test_the_bar_shows_what_a_line_gains_and_over_its_end_what_it_loses():
    bar = bar_of([Portion("size", 20.0, "22"), Portion("people", 0.0, "10"), Portion("break", -8.0, "")])
    assert [(one.x, one.width, one.lost) for one in bar] == [(0.0, 20.0, False), (12.0, 8.0, True)]


def test_the_parts_hold_every_weight_and_add_up_to_what_the_finding_holds():
    parts = portions(CHANGE, teller(CHANGE), load_news_value((TEMPLATES,)))
    assert sum(float(part.of) for part in parts if part.of) == 100
    assert sum(part.points for part in parts) == pytest.approx(sum(part.points for part in CHANGE.parts))
    assert [part.name for part in parts if not part.of] == ["counted differently since"]


# Charts


def a_series(*values: float | None, hard: float | None = None, nation: tuple[float | None, ...] = ()) -> Series:
    """A series that ends in September 2023."""
    years = tuple(Year.of("2023-09").back(back) for back in reversed(range(len(values))))
    marks = () if hard is None else (Mark(hard, None, True, date(2017, 4, 1), "Counted anew."),)
    return Series(years, values, nation, marks, "cases", None)


def test_a_missing_year_is_a_gap_in_the_line_and_never_nought():
    drawn = drawing(a_series(100, 120, None, 90, 80))
    assert len(drawn.line) == 2
    assert len(drawn.gaps) == 1
    assert [dot.at for dot in drawn.dots] == [0, 1, 3, 4]


def test_nothing_joins_what_a_hard_break_parts():
    assert len(drawing(a_series(100, 120, 300, 310)).line) == 1
    parted = drawing(a_series(100, 120, 300, 310, hard=1.5))
    assert len(parted.line) == 2
    assert len(parted.strokes) == 1


def test_a_present_year_with_months_missing_has_no_lead_point():
    assert drawing(a_series(100, 120, None)).lead is None


VALUES = st.lists(st.none() | st.floats(0, 1e7, allow_nan=False), min_size=1, max_size=25)


@given(values=VALUES, nation=st.booleans())
def test_whatever_the_series_every_place_is_inside_the_box(values, nation):
    drawn = drawing(a_series(*values, nation=tuple(reversed(values)) if nation else ()))
    for dot in (*drawn.dots, *drawn.labelled, *filter(None, (drawn.lead, drawn.then, drawn.nation_end))):
        assert 0 <= dot.x <= WIDTH
        assert 0 <= dot.y <= HEIGHT
    assert len(drawn.dots) + len(drawn.gaps) == len(values)
    assert not re.search("nan|inf", " ".join(drawn.line))


@given(value=st.floats(1e-6, 1e9))
def test_an_axis_ends_at_a_round_number_that_holds_the_highest_value(value):
    assert value <= nice_top(value) <= 2 * value * (1 + 1e-9)


@pytest.fixture(scope="module")
def panel(sample: Release) -> Panel:
    return load_panel(sample, residents(sample))


def test_the_series_of_a_line_ends_in_its_figures(panel):
    series = series_of(panel, CHANGE)
    assert (series.values[-1], series.values[-2]) == (4633.0, 5397.0)
    assert series.then == len(series.values) - 2
    assert series.years[-1].key == "2023-09"
    assert [mark.day.year for mark in series.marks if not mark.hard and mark.until is None] == [2014, 2018, 2020, 2023]
    assert [mark.day.year for mark in series.marks if mark.until is not None] == [2020]


def test_a_record_is_set_beside_the_year_before_however_far_back_it_reaches(panel):
    record = replace(CHANGE, kind="record", direction="high", back=20, detail={"years": 21.0})
    series = series_of(panel, record)
    assert series.values[series.then] == 5397.0
    said = explain(teller(record).told(record), teller(record), load_news_value((TEMPLATES,)))
    assert "year to September 2022: 5,397" in said


def test_the_series_of_a_force_that_lost_years_has_gaps(panel):
    gaps = series_of(panel, replace(CHANGE, area="greater-manchester"))
    known = dict(zip((year.last_day.year for year in gaps.years), gaps.values, strict=True))
    assert known[2020] is None
    assert known[2023] == pytest.approx(known[2023])


def test_a_share_and_a_rate_stand_beside_those_of_england_and_wales(panel):
    share = series_of(panel, replace(CHANGE, outcome="charged", unit="per cent", measure="charged, share"))
    assert share.values[-1] == pytest.approx(100 * 172 / 4633)
    assert len(share.nation) == len(share.values)
    rate = series_of(panel, replace(CHANGE, unit="per 1,000 people", measure="rate"))
    assert len(rate.nation) == len(rate.values)
    assert series_of(panel, CHANGE).nation == ()


# A real release


def test_a_page_of_a_real_release_says_nothing_of_a_sample_and_one_without_outcomes_has_a_page(fallen, tmp_path):
    look = survey(fallen)
    files = findings_files(look, tmp_path)
    words = files["findings.html"].decode()
    assert look.warning == ""
    assert "ILLUSTRATIVE" not in words
    assert "What is news in the year to September 2022" in words
    assert files["findings.csv"].decode("utf-8-sig").startswith("warning,release,rank,")
