"""The page on method must say what the program does: its worked examples are worked again here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import measures, noise

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "methodology.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^\| ([\d,]+) \| ([\d,]+) \| ([\d.]+) \| (-?[\d.]+) \| (\w+) noise \|$", re.MULTILINE)


@pytest.mark.parametrize("row", EXAMPLE.findall(PAGE), ids=lambda row: f"{row[0]} after {row[1]}")
def test_the_worked_examples_of_the_noise_test_come_out_as_printed(row):
    now, before, spread, apart, verdict = row
    score = noise.change_score(int(now.replace(",", "")), int(before.replace(",", "")), float(spread))
    assert f"{score:.1f}" == apart
    assert verdict == ("beyond" if abs(score) > noise.BEYOND_NOISE else "within")


def test_the_page_has_examples_of_both_verdicts():
    assert {row[-1] for row in EXAMPLE.findall(PAGE)} == {"beyond", "within"}


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (r"Beyond ([\d.]+) standard errors", round(noise.BEYOND_NOISE, 2)),
        (r"we assume ([\d.]+)\.", noise.ASSUMED_SPREAD),
        (r"Years with fewer than (\d+) cases", noise.LEAST_COUNT),
    ],
)
def test_the_thresholds_on_the_page_are_those_of_the_program(sentence, value):
    (printed,) = re.findall(sentence, PAGE)
    assert float(printed) == value


def test_the_numbers_of_years_on_the_page_are_those_of_the_program():
    assert "fewer than six usable years" in PAGE.replace("\n   ", " ")
    assert noise.LEAST_RESIDUALS == 6
    assert "fewer than five comparable years" in PAGE
    assert measures.LEAST_YEARS_FOR_A_RECORD == 5
