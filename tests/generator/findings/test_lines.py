"""The sentence of a finding: the finding's own figures, proved, varied, and true to a reader who has only the words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from fetch.release import Release
from generator import reference
from generator.facts import Fact
from generator.findings.find import find
from generator.findings.finding import Evidence, Finding
from generator.findings.kept import findings_for
from generator.findings.lines import Line, lines_for
from generator.findings.news_value import load_news_value
from generator.findings.panel import load_panel
from generator.language import senses
from generator.populations import residents
from generator.stories import TEMPLATES
from generator.storyerror import TemplateError
from generator.verify.answers import Answers
from generator.verify.published import read_pasted
from generator.verify.verifier import Subject, Verifier
from tests.generator.releases import a_release

Told = list[tuple[Finding, Line]]


@pytest.fixture(scope="module")
def findings(sample: Release) -> tuple[Finding, ...]:
    """Every line of the sample that is news, those that another line tells included."""
    found = find(load_panel(sample, residents(sample)), load_news_value((TEMPLATES,)), release=sample.name)
    return (*found.lines, *(one.finding for one in found.rejected if one.why in {"same", "nested"}))


@pytest.fixture(scope="module")
def told(sample: Release, findings: tuple[Finding, ...]) -> Told:
    """The lines of the sample that have a sentence, with their findings."""
    return [pair for pair in zip(findings, lines_for(sample, findings), strict=True) if pair[1].text]


def a_finding(kind: str, area: str, offence: str, **parts: Any) -> Finding:
    """A finding of the year to September 2023; what a test says of it stands."""
    usual: dict[str, Any] = {
        "id": f"{area}/{offence}/{kind}",
        "official": "",
        "level": "code",
        "group": "",
        "family": "",
        "outcome": "",
        "measure": "recorded",
        "period": "2023-09",
        "direction": "up",
        "now": None,
        "then": None,
        "unit": "cases",
        "back": 1,
        "size": 0.0,
        "evidence": Evidence("", None, None),
        "value": 0.0,
        "parts": (),
        "fresh": True,
    }
    return Finding(kind=kind, area=area, offence=offence, **{**usual, **parts})


# Figures


def _figure(line: Line, finding: Finding, back: int) -> Fact | None:
    """The fact of the finding's own measure so many years back."""
    year, month = finding.period.split("-")
    period = f"{int(year) - back}-{month}"
    where = [
        one for one in line.facts if (one.area, one.offence, one.period) == (finding.area, finding.offence, period)
    ]
    return next((one for one in where if one.unit == finding.unit and one.measure == finding.measure), None)


def test_every_line_rests_on_the_figures_of_its_finding(told):
    checked = Counter()
    for finding, line in told:
        for figure, back in ((finding.now, 0), (finding.then, finding.back if finding.kind != "record" else 1)):
            fact = _figure(line, finding, back)
            if figure is not None and finding.kind not in {"opposed", "turning"}:
                assert fact is not None, finding.id
                assert fact.value == pytest.approx(figure, rel=1e-5), finding.id
                checked[finding.kind] += 1
    assert {"change", "record", "fold", "streak", "bucking", "outlier", "extreme", "share"} <= set(checked)


def test_nearly_every_finding_with_words_has_a_sentence(findings, told):
    worded = [one for one in findings if one.offence in reference.offences()]
    assert len(told) >= 0.95 * len(worded)


def test_a_sentence_is_one_and_no_longer_than_a_reader_takes_in(told):
    for _, line in told:
        assert line.text.endswith("."), line.text
        assert ". " not in line.text, line.text
        assert 10 <= len(line.text.split()) <= 45, line.text


def test_every_claim_is_kept_with_what_it_rests_on(told):
    for _, line in told:
        held = {fact.id for fact in line.facts}
        assert line.claims
        assert all(name in held for claim in line.claims for name in claim.facts)
        assert all(name in held for fact in line.facts for name in fact.inputs)


def test_a_finding_whose_figures_are_not_the_releases_has_no_sentence(sample, told):
    finding = next(one for one, _ in told if one.kind == "change")
    other = a_finding("change", finding.area, finding.offence, now=(finding.now or 0) + 1, then=finding.then)
    assert lines_for(sample, [other])[0] == Line(other.id, "", (), (), "")


def test_what_has_no_words_has_no_sentence(sample):
    made = [
        a_finding("change", "kent", "code 99z", now=30.0, then=20.0),
        a_finding("peers", "kent", "harassment", now=10_026.0, then=12_378.0),
        a_finding(
            "share", "kent", "harassment", outcome="out-of-court", measure="out-of-court, share", unit="per cent"
        ),
    ]
    assert [line.text for line in lines_for(sample, made)] == ["", "", ""]


# Words


def test_the_second_pair_of_eyes_reads_every_line_as_true(sample, told):
    verifier = Verifier(Answers(sample))
    by_area: dict[str, list[str]] = {}
    for finding, line in told:
        by_area.setdefault(finding.area, []).append(f"{line.text} {line.caveat}".strip())
    assert set(reference.forces()) - set(by_area) <= {"devon-and-cornwall"}
    read = 0
    for area, words in by_area.items():
        pasted = read_pasted("\n\n".join(words) + "\n", area)
        report = verifier.check(pasted, Subject("harassment", area, "harassment"))
        assert [(one.kind, one.sentence, one.words, one.why) for one in report.problems] == []
        read += len(report.proved)
    assert read >= 2 * len(told)


def test_a_second_run_gives_the_same_words(sample, findings, told):
    again = lines_for(sample, [finding for finding, _ in told])
    assert list(again) == [line for _, line in told]


def test_a_line_reads_the_same_whatever_stands_beside_it(sample, told):
    finding, line = told[3]
    assert lines_for(sample, [finding]) == (line,)


def test_neighbours_do_not_print_the_same_sentence(told):
    shapes: dict[tuple[str, str], str] = {}
    for finding, line in told:
        if finding.kind == "change" and finding.area in reference.forces():
            force = reference.forces()[finding.area]
            shape = (
                line.text.replace(force.name, "F")
                .replace(force.name.removeprefix("the "), "F")
                .replace(force.place, "P")
            )
            shapes[finding.area, finding.offence] = "".join(letter for letter in shape if not letter.isdigit())
    alike = [
        (area, other, offence)
        for (area, offence), shape in shapes.items()
        for other in reference.forces()[area].neighbours
        if shapes.get((other, offence)) == shape
    ]
    assert alike == []


def test_the_lines_of_a_force_are_not_all_built_alike(told):
    for area in ("north-wales", "greater-manchester", "kent", "metropolitan-police"):
        openings = {line.text.split()[0] for finding, line in told if finding.area == area}
        assert len(openings) > 1, area


def test_no_small_count_has_a_percentage_and_no_sober_offence_an_adverb(told):
    for finding, line in told:
        if finding.unit == "cases" and min(finding.now or 0, finding.then or 99) < 20:
            assert "per cent" not in line.text
        if reference.offences()[finding.offence].sensitive:
            assert not [hit for hit in senses(line.text) if hit.sense in {"sharp", "only"}], line.text


# What must stand beside it


def test_a_change_in_counting_stands_beside_the_line_that_it_touches(told):
    for finding, line in told:
        touching = [one for one in reference.breaks() if one.id in finding.caveats and not one.everything]
        if not touching:
            continue
        if finding.back == 1:
            assert touching[-1].copy in line.caveat, finding.id
        elif finding.back > 1:
            assert str(touching[-1].start.year) in line.caveat, finding.id


def test_a_rate_says_what_rates_also_reflect(told):
    ranked = [line for finding, line in told if finding.kind in {"outlier", "extreme"}]
    assert ranked
    assert all("how readily people report" in line.caveat for line in ranked)


def test_cases_that_are_still_open_are_told_of(told):
    opened = [line for finding, line in told if "provisional" in finding.caveats]
    assert opened
    assert all("had no outcome yet" in line.caveat for line in opened)


def test_a_record_of_the_nation_with_months_missing_is_at_least_so_much(tmp_path):
    release = (
        a_release(tmp_path)
        .recorded("gwent", "8L", *[500] * 24, "N/A - data not provided", 500, 500, 500)
        .years_elsewhere("8L", *[1_000] * 6, 5_000)
        .build()
    )
    nation = a_finding(
        "record", "england-and-wales", "harassment", direction="high", now=42 * 5_000.0 + 1_500, back=6,
        caveats=("months missing",),
    )  # fmt: skip
    line = lines_for(release, [nation])[0]
    assert "at least 211,500 harassment cases" in line.text
    assert "the highest" in line.text
    # The release of the test is read with the known gaps of real forces.
    assert line.caveat == "Part of the figures for Devon and Cornwall and for Gwent is missing."


# Kinds that the sample has no line of


def _welsh(folder: Path, ends: str = "2023-09") -> Release:
    """Harassment fell in North Wales and rose in the rest of Wales, and in England."""
    release = a_release(folder, ends).years("north-wales", "8L", *[1_000] * 8, 600)
    return release.years_elsewhere("8L", *[1_000] * 8, 1_300).build()


def test_the_only_force_in_its_region_is_told_as_that(tmp_path):
    release = _welsh(tmp_path)
    alone = a_finding(
        "bucking", "north-wales", "harassment", direction="down", now=600.0, then=1_000.0, detail={"alone": 1.0}
    )
    line = lines_for(release, [alone])[0]
    told = (
        "North Wales Police was the only force in Wales to record a fall in harassment in the year to September 2023, "
        "with 600 cases against 1,000 the year before."
    )
    assert line.text == told
    assert {fact.area for fact in line.facts} == set(reference.regions()["wales"].forces)
    assert _problems(release, line, "north-wales") == []


def test_against_the_nation_is_told_where_the_nation_moved_beyond_chance(tmp_path):
    release = _welsh(tmp_path, "2022-09")
    against = a_finding(
        "bucking", "north-wales", "harassment", period="2022-09", direction="down", now=600.0, then=1_000.0, detail={}
    )
    line = lines_for(release, [against])[0]
    assert "fell by around two fifths" in line.text
    assert "rose across England and Wales" in line.text
    assert _problems(release, line, "north-wales") == []


def test_the_first_in_years_is_told_by_its_own_count(tmp_path):
    release = a_release(tmp_path).years("gwent", "8L", 5, *[0] * 7, 3).years_elsewhere("8L", *[1_000] * 9).build()
    line = lines_for(release, [a_finding("first", "gwent", "harassment", now=3.0, then=0.0, back=7)])[0]
    assert line.text.startswith("Gwent Police recorded three harassment cases in the year to September 2023, after ")
    assert line.text.endswith("none in the previous seven years.")
    assert _problems(release, line, "gwent") == []


def test_parts_that_go_opposite_ways_are_told_together(tmp_path):
    release = (
        a_release(tmp_path).years_elsewhere("8L", *[1_000] * 8, 1_300).years_elsewhere("8R", *[1_000] * 8, 700).build()
    )
    parts = {"up": "harassment", "down": "malicious-communications"}
    line = lines_for(release, [a_finding("opposed", "kent", "stalking-and-harassment", detail=parts)])[0]
    assert "rose by 30 per cent" in line.text or "rose by around a third" in line.text
    assert "malicious communications fell by" in line.text
    assert _problems(release, line, "kent") == []


def _problems(release: Release, line: Line, area: str) -> list[tuple[str, str, str]]:
    words = f"{line.text} {line.caveat}".strip()
    report = Verifier(Answers(release)).check(read_pasted(f"{words}\n", area), Subject("harassment", area))
    return [(one.kind, one.words, one.why) for one in report.problems]


# A newsroom's own words


def _own(folder: Path, sentence: str) -> Path:
    (folder / "findings" / "lines").mkdir(parents=True)
    (folder / "findings" / "lines" / "change.j2").write_text(sentence, encoding="utf-8")
    return folder


def test_a_newsroom_may_word_a_kind_itself(sample, told, tmp_path):
    finding = next(one for one, _ in told if one.kind == "change")
    own = _own(tmp_path, "{{ area.recorder }} counted {{ change.now | cases }}, {{ change | change }}.")
    assert " counted " in lines_for(sample, [finding], templates=own)[0].text


def test_a_comparison_that_no_claim_covers_is_refused_with_its_place(sample, told, tmp_path):
    finding = next(one for one, _ in told if one.kind == "change")
    own = _own(tmp_path, "{{ change.now | cases }}\n\nwere recorded, far more than ever.")
    with pytest.raises(TemplateError, match=r"findings/lines/change.j2, line 3: no claim covers"):
        lines_for(sample, [finding], templates=own)


def test_a_rate_by_a_newsrooms_own_populations_is_told_by_them(sample: Release, tmp_path: Path):
    own = tmp_path / "people.csv"
    rows = [
        f"{slug},2023,{round(count * 1.1)},Our own count" for slug, count in reference.populations().residents.items()
    ]
    own.write_text("\n".join(["area,year,residents,source", *rows]) + "\n", encoding="utf-8")
    found = findings_for(sample, [TEMPLATES], populations=own)
    rates = [one for one in found.lines if one.kind in {"extreme", "outlier"}]
    told = lines_for(sample, rates, populations=own)
    assert rates
    assert all(line.text for line in told)
    assert any("Our own count" in fact.how for line in told for fact in line.facts)
