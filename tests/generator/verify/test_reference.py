"""What the verifier reads of the reference files: the same as the writer does, and a broken file is one clear error."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from fetch.areas import areas
from generator import reference as writers
from generator.verify import reference
from generator.verify.errors import VerifyError

ROLLING = Path(__file__).resolve().parents[3].parent / "shared" / "real" / "recorded_crime_rolling_years_2003-2018.csv"
# The name of a region in that table, where it is not the name in copy without "the".
CALLED = {"the East of England": "East", "Yorkshire and the Humber": "Yorkshire and The Humber"}


def test_both_sides_read_the_same_rows():
    for slug, force in writers.forces().items():
        assert (reference.forces()[slug].name, reference.forces()[slug].place) == (force.name, force.place)
    for name, offence in writers.offences().items():
        own = reference.offences()[name]
        assert (own.codes, own.subgroup, own.begins, own.plural) == (
            offence.codes,
            offence.subgroup,
            offence.begins,
            offence.plural,
        )
    assert reference.residents() == writers.populations().residents
    assert [one.start for one in reference.breaks()] == [one.start for one in writers.breaks()]
    assert [one.number for one in reference.helplines()] == [one.number for one in writers.helplines()]
    for group, types in reference.outcome_types().items():
        assert types == writers.outcome_types(group)


def test_every_force_lies_in_one_region():
    lying = [force for region in reference.regions().values() for force in region.forces]
    assert sorted(lying) == sorted(reference.forces())
    for slug, force in writers.forces().items():
        assert slug in reference.regions()[force.region].forces


def test_regions_hold_the_forces_that_the_office_for_national_statistics_puts_there():
    slugs = {area.name: slug for slug, area in areas().items()} | {"City of London": "city-of-london"}
    known: dict[str, set[str]] = defaultdict(set)
    with ROLLING.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            known[row["Region"]].add(row["PFA"])
    for region in reference.regions().values():
        plain = region.name.removeprefix("the ").removesuffix(" region")
        assert set(region.forces) == {slugs[name] for name in known[CALLED.get(region.name, plain)]}


def test_a_story_names_its_offence():
    assert reference.stories()["harassment"].offence == "harassment"
    assert all(story.offence in reference.offences() for story in reference.stories().values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[kent]\nname = "Kent Police"\nplace = "Kent"\n', r"regions.toml: .*`covers`"),
        ('[kent]\nname = 5\nplace = "Kent"\ncovers = ""\n', r"regions.toml: .*Expected `str`.*name"),
        ("[kent\n", r"regions.toml: .*line 1"),
        (None, r"regions.toml: .*No such file"),
    ],
)
def test_a_broken_file_is_one_error_that_says_where(tmp_path: Path, text: str | None, said: str):
    path = tmp_path / "regions.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(VerifyError, match=f"^{said}.*Mend the file, or install copydesk again.$"):
        reference.read_toml(path, dict[str, reference.Force])
