"""The reference data that findings stand on: words for every official offence, changes in counting, force families."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pytest

from fetch.errors import ReferenceDataError
from fetch.release import LocalFile, Release, build_release
from fetch.sample import recipe
from generator import reference
from generator.cube import codes_of
from generator.reference import Offence
from generator.verify.answers import Answers
from generator.verify.classification import made_of
from generator.verify.names import names
from tests.fetch.books import RECORDED

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "real" / "recorded_crime_force_2017-18.csv"
FIVE = {
    "harassment",
    "stalking",
    "racially-aggravated-harassment",
    "malicious-communications",
    "stalking-and-harassment",
}
# What the tables of April 2026 call their subgroups, where those of 2018 had none of the name.
NEWER = (
    "Death or serious injury - unlawful driving",
    "Residential burglary",
    "Non-residential burglary",
    "Vehicle offences",
    "Miscellaneous crimes against society",
)
Tree = Mapping[str, Mapping[str, set[str]]]


@pytest.fixture(scope="module")
def official() -> Tree:
    """The official tables of 2017-18 and the sample: codes by subgroup by group, in small letters."""
    tree: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with REAL.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            tree[row["Offence Group"].casefold()][row["Offence Subgroup"].casefold()].add(row["Offence Code"])
    for one in recipe.offences():
        tree[one.group.casefold()][one.subgroup.casefold()].add(one.code)
    return tree


def worded(level: str) -> Mapping[str, Offence]:
    """The rows of a level, by what they are made of."""
    if level == "code":
        return {row.codes[0]: row for row in reference.offences().values() if len(row.codes) == 1}
    return {name.casefold(): row for row in reference.offences().values() if (name := getattr(row, level))}


# Words

_HEAD = re.compile(
    r" (?:of|on|in|to|from|by|against|with|without|not|other than|recorded|meant|endangering|inside|involving)\b"
)


def head(words: str) -> str:
    """The noun that stands for all: "thefts" of "thefts from vehicles"."""
    return _HEAD.split(words, maxsplit=1)[0].split()[-1]


@pytest.mark.parametrize("row", reference.offences().values(), ids=lambda row: row.id)
def test_the_words_for_an_offence_are_whole_and_agree_in_number(row: Offence):
    one, many = head(row.singular), head(row.plural)
    assert many in (f"{one}s", f"{one.removesuffix('y')}ies"), (one, many)
    assert row.subject
    assert row.reports.startswith("reports of ")
    assert row.report.startswith("report of ")
    for words in (row.singular, row.plural, row.subject, row.reports, row.report, row.covers):
        assert words == words.strip()
        assert "  " not in words
    assert re.fullmatch(r"[A-Z][^!?]*\.", row.covers)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row.id)


def test_every_official_group_and_subgroup_has_words_of_its_own_or_those_of_the_one_thing_in_it(official: Tree):
    groups, subgroups, codes = worded("group"), worded("subgroup"), worded("code")
    for group, parts in official.items():
        for subgroup, held in parts.items():
            assert subgroup in subgroups or (len(held) == 1 and held <= set(codes)), subgroup
        assert group in groups or len(parts) == 1, group
    assert {name.casefold() for name in NEWER} <= set(subgroups)


def test_an_offence_is_made_of_codes_that_the_official_tables_have(official: Tree):
    known = {code for parts in official.values() for held in parts.values() for code in held}
    assert {code for row in reference.offences().values() for code in row.codes} <= known


def test_no_two_offences_are_made_of_the_same_codes_at_one_level():
    rows = reference.offences().values()
    made = [(row.codes, row.subgroup.casefold(), row.group.casefold()) for row in rows]
    assert all(sum(map(bool, parts)) == 1 for parts in made)
    assert len(set(made)) == len(made)


def test_no_words_name_two_offences():
    named: dict[str, set[str]] = defaultdict(set)
    for offence, words in names().offences.items():
        for one in words:
            named[re.sub(r"[\s-]+", " ", one).casefold()].add(offence)
    assert not {words: who for words, who in named.items() if len(who) > 1}


def test_small_counts_of_sexual_and_child_offences_are_sensitive(official: Tree):
    sexual = {code for held in official["sexual offences"].values() for code in held}
    for row in reference.offences().values():
        told = f"{row.singular} {row.covers} {row.subgroup} {row.group}".casefold()
        child = re.search(r"\b(?:child|children|girls?|boys?|incest)\b", told) and row.id not in BROADER
        if child or sexual & set(row.codes) or "sexual offences" in row.group.casefold():
            assert row.sensitive, row.id


# Whole subgroups that hold child offences among many others.
BROADER = {"violence-without-injury"}


# What an offence is made of

DRUGS = (
    ("2016/17", 4, "Drug Offences", "Possession of drugs", "92D"),
    ("2017/18", 1, "Drug offences", "Possession of Drugs", "92E"),
    ("2017/18", 1, "Drug offences", "Trafficking of drugs", "92A"),
    ("2017/18", 1, "Robbery", "Robbery of personal property", "34B"),
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Four codes, whose group and subgroup the official tables write now in one way, now in another."""
    folder = tmp_path_factory.mktemp("drugs")
    path = folder / "recorded.csv"
    rows = [(year, quarter, "Kent", code, *names, code, 10) for year, quarter, *names, code in DRUGS]
    path.write_text("\n".join(",".join(map(str, row)) for row in (RECORDED, *rows)), encoding="utf-8")
    file = LocalFile(path, title="", filename=path.name, table="recorded")
    return build_release(folder / "data", [file], date(2018, 1, 25)).release


def test_a_group_is_made_of_all_the_codes_it_ever_held_in_whatever_letters(release: Release):
    rows = [reference.offences()[name] for name in ("drug-offences", "drug-possession", "cannabis-possession", "fraud")]
    assert codes_of(release, rows) == {
        "drug-offences": ("92A", "92D", "92E"),
        "drug-possession": ("92D", "92E"),
        "cannabis-possession": ("92E",),
        "fraud": (),
    }


def test_writer_and_verifier_make_every_offence_of_the_same_codes(release: Release, sample: Release):
    for one in (release, sample):
        with duckdb.connect() as database:
            made = {name: made.codes for name, made in made_of(database, one).items()}
        assert made == codes_of(one, tuple(reference.offences().values()))


def test_the_verifier_answers_for_an_offence_far_from_the_story(sample: Release):
    answers = Answers(sample)
    end = answers.latest
    codes = ("28A", "28E", "30A", "30C", "45", "48", "39", "44", "46", "49")
    with duckdb.connect() as database:
        row = database.execute(
            "SELECT sum(count) FROM read_parquet($parts) WHERE area = 'kent' AND list_contains($codes, offence_code) "
            "AND quarter > (SELECT max(quarter) FROM read_parquet($parts)) - INTERVAL 1 YEAR",
            {"parts": [str(path) for path in sample.parts("recorded")], "codes": list(codes)},
        ).fetchone()
    found = answers.recorded("theft-offences", "kent", end)
    assert found is not None
    assert found.exact
    assert row is not None
    assert found.low == row[0]


# Changes in counting


def test_a_change_names_only_what_the_tables_hold_and_says_who_says_so(official: Tree):
    known = set(official) | {part for parts in official.values() for part in parts}
    known |= {code.casefold() for parts in official.values() for held in parts.values() for code in held}
    known |= {name.casefold() for name in NEWER}
    for one in reference.breaks():
        assert set(one.offences) <= set(reference.offences()), one.id
        assert {name.casefold() for name in one.covers} <= known, one.id
        assert one.everything or one.offences, one.id
        assert (one.kind in ("hard", "soft"), one.effect in ("up", "down", "unknown")) == (True, True), one.id
        assert len(one.source) > len("Home Office"), one.id
        assert one.until is None or (one.start < one.until and one.kind == "soft"), one.id
        for words in (one.copy, one.note):
            assert re.fullmatch(r"[A-Z].*\.", words), one.id


def test_an_offence_in_a_group_that_a_change_covers_is_named_by_it_too(official: Tree):
    """The writer and the verifier go by `offences`, findings by `covers` as well: they must agree."""
    above: dict[str, set[str]] = defaultdict(set)
    for group, parts in official.items():
        for subgroup, held in parts.items():
            above[subgroup] |= {group}
            for code in held:
                above[code.casefold()] |= {subgroup, group}
    for one in reference.breaks():
        covered = {name.casefold() for name in one.covers}
        for row in reference.offences().values():
            own = {*(code.casefold() for code in row.codes), row.subgroup.casefold(), row.group.casefold()} - {""}
            lies_in = own | {name for part in own for name in above[part]}
            if covered & lies_in and (one.id, row.id) not in LEFT_ALONE:
                assert row.id in one.offences, (one.id, row.id)


# In a subgroup that the change covers, and yet untouched by it: everybody records an attempted murder.
LEFT_ALONE = {
    ("recording-inspections-2014-violence", "attempted-murder"),
    ("public-order-2023", "violent-disorder"),
    ("public-order-2023", "other-public-order-offences"),
    ("public-order-2023", "racially-aggravated-public-fear-alarm-or-distress"),
}


def test_burglary_is_not_compared_across_2017_but_all_theft_is():
    hard = {one.id: one for one in reference.breaks() if one.kind == "hard"}
    assert {"residential-burglary", "domestic-burglary", "non-residential-burglary"} <= {
        *hard["residential-burglary-2017"].offences
    }
    assert not any("theft-offences" in one.offences for one in hard.values())


def test_the_pandemic_touches_everything_softly():
    kinds = {one.kind for one in reference.breaks() if one.everything and one.id.startswith("pandemic")}
    assert kinds == {"soft"}


def test_the_changes_told_in_stories_about_harassment_are_those_that_touch_it():
    told = {one.id for one in reference.breaks() if FIVE & set(one.offences)}
    assert told == {
        "separate-figures-2014",
        "recording-inspections-2014",
        "course-of-conduct-2018",
        "former-partners-2020-harassment",
        "former-partners-2020-stalking",
        "principal-crime-2023",
    }


def test_a_new_outcome_is_not_compared_with_the_years_before_it():
    breaks = reference.outcome_breaks()
    assert [one.start.year for one in breaks if one.kind == "hard" and 22 in one.types] == [2019, 2021]
    assert all(0 <= kind <= 22 for one in breaks for kind in one.types)
    assert not any(1 in one.types for one in breaks)


# Force families

ROW = '{}\nsource = "Home Office, 2021"\nchecked = 2026-11-24\n'


def family_file(folder: Path, text: str) -> Path:
    path = folder / "our-families.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_force_whose_list_nobody_has_published_has_no_family():
    for slug, others in reference.families().items():
        assert slug in reference.forces()
        assert set(others) <= set(reference.forces()) - {slug}
    assert "city-of-london" not in reference.families()


def test_a_newsroom_may_bring_its_own_families_which_need_not_be_mutual(tmp_path: Path):
    text = ROW.format('[kent]\nforces = ["essex", "sussex"]') + ROW.format('[essex]\nforces = ["hampshire"]')
    found = reference.families(family_file(tmp_path, text))
    assert found == {"kent": ("essex", "sussex"), "essex": ("hampshire",)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ROW.format('[knet]\nforces = ["essex"]'), r"our-families.toml: knet is no force we know. Did you mean kent"),
        (ROW.format('[kent]\nforces = ["esex"]'), r"our-families.toml: kent names 'esex'.*Did you mean essex"),
        (ROW.format('[kent]\nforces = ["kent", "essex"]'), r"kent names a force twice, or itself"),
        (ROW.format('[kent]\nforces = ["essex", "essex"]'), r"kent names a force twice"),
        (ROW.format("[kent]\nforces = []"), r"kent has no similar forces"),
        (ROW.format('[kent]\nforces = "essex"'), r"kent needs its similar forces as a list"),
        (ROW.format("[kent]\nforces = [1]"), r"kent needs its similar forces as a list"),
        (ROW.format('[kent]\nforces = ["essex"]\nnote = ""'), r"kent must be a table of forces, source and checked"),
        ('[kent]\nforces = ["essex"]\nsource = "x"\n', r"kent must be a table of forces, source and checked"),
        ('[kent]\nforces = ["essex"]\nsource = " "\nchecked = 2026-11-24\n', r"kent has no source"),
        ('[kent]\nforces = ["essex"]\nsource = "x"\nchecked = "soon"\n', r"kent has no day in `checked`"),
        ('kent = ["essex"]\n', r"kent must be a table"),
        ("[kent\n", r"our-families.toml: .*line 1"),
    ],
)
def test_a_mistake_in_a_file_of_families_is_told_with_its_file_and_force(tmp_path: Path, text: str, said: str):
    with pytest.raises(ReferenceDataError, match=said):
        reference.families(family_file(tmp_path, text))


def test_a_file_of_families_that_is_not_there_is_told_by_name(tmp_path: Path):
    with pytest.raises(ReferenceDataError, match=r"nowhere.toml"):
        reference.families(tmp_path / "nowhere.toml")
