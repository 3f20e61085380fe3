"""The sentence that a finding would become in a story, proved. In: a release, findings. Out: a `Line` for each.

Templates of templates/findings/lines are rendered as those of stories are: every figure and comparison carries a claim,
and every claim is said again from its facts. Words are theirs alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from fetch.release import Release
from generator import reference
from generator.columns import columns_for
from generator.desk import Desk
from generator.draft import Claim, Run, spoken_in
from generator.facts import Fact
from generator.findings.finding import Finding
from generator.findings.line_words import LineWords, load_line_words
from generator.findings.resting import KINDS, Handles, handles, offences_of
from generator.language import Style, load_style
from generator.measures import FactBook
from generator.newsroom import template_folders
from generator.page import Page, cut, squeezed
from generator.plain import check_runs
from generator.populations import residents
from generator.quarters import Year
from generator.reference import NATION, Break
from generator.sandbox import StorySandbox, bounded_time, story_sandbox
from generator.selfcheck import Spoken, prove_spoken
from generator.storyerror import RAISED_BY_TEMPLATES, told
from generator.variants import Variants
from generator.writer import Settler

_DAY = timedelta(days=1)
# Kinds whose lines are about a rate by population.
RANKED = frozenset({"outlier", "extreme", "moved"})


@dataclass(frozen=True, slots=True)
class Line:
    """The sentence of a finding, and what it rests on.

    `finding` is the finding's id. `text` is one plain sentence as the body of a story would say it, empty where there
    is none to be told. `facts` are all that its claims rest on, those that they were worked out from included.
    `caveat` is what must stand beside it: missing months, a change in counting, cases that are still open.
    """

    finding: str
    text: str
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    caveat: str


def lines_for(
    release: Release,
    findings: Sequence[Finding],
    *,
    style_name: str = "news",
    templates: Path | None = None,
    populations: Path | None = None,
) -> tuple[Line, ...]:
    """The line of each finding, in order. `templates` is a newsroom's own folder, looked in before ours, and
    `populations` the file of its own that the findings rest on.

    Raises:
        CopydeskError: the style is unknown, a template has a mistake, or a line can't be proved.
    """
    folders = template_folders(templates)
    style = load_style(style_name, folders)
    told_of = tuple(one for one in findings if one.kind in KINDS)
    if not told_of:
        return tuple(_untold(one) for one in findings)
    with_outcomes = offences_of(tuple(one for one in told_of if one.outcome or "provisional" in one.caveats))
    people = residents(release, populations)
    book = FactBook(columns_for(release, offences_of(told_of), outcomes_of=with_outcomes, people=people))
    writer = _Writer(release.name, book, style, load_line_words(folders), story_sandbox(folders))
    written = [writer.line(one) for one in findings]
    prove_spoken([spoken for _, spoken in written if spoken is not None], release, style)
    return tuple(line for line, _ in written)


def _untold(finding: Finding) -> Line:
    return Line(finding.id, "", (), (), "")


class _Turned(Variants):
    """Variants of a line: neighbours differ, and so do the lines of one force, by a turn of the offence's own."""

    def __init__(self, dealt: Variants, offence: str) -> None:
        self._of = dealt
        self._turn = hashlib.sha256(offence.encode()).digest()[0]

    def pick(self, place: str, area: str, possible: int) -> int:
        """Which of `possible` variants the area gets at this place."""
        return (self._of.pick(place, area, 256) + self._turn) % possible


class _Writer:
    """Writes lines of one release, all from one book of facts."""

    def __init__(self, release: str, book: FactBook, style: Style, words: LineWords, sandbox: StorySandbox) -> None:
        self._book, self._style, self._words, self._sandbox = book, style, words, sandbox
        alone: dict[str, frozenset[str]] = {name: frozenset() for name in (*reference.regions(), NATION)}
        beside = {slug: force.neighbours for slug, force in reference.forces().items()}
        self._variants = Variants(f"{release}|findings", {**beside, **alone})

    def line(self, finding: Finding) -> tuple[Line, Spoken | None]:
        """The line, and what is to be proved of it; None where nothing is told."""
        facts = handles(finding, self._book)
        if facts is None:
            return _untold(finding), None
        page = Page()
        desk = Desk(page, self._style, finding.area, _Turned(self._variants, finding.offence), {})
        scene = {**self._scene(finding, desk), **facts}
        text = self._rendered(f"findings/lines/{finding.kind}.j2", scene)
        caveat = self._rendered("findings/lines/caveat.j2", {**scene, **self._caveats(finding, facts)})
        settler = Settler(page.claims)
        blocks = settler.runs("line", text), settler.runs("caveat", caveat)
        claims = tuple(settler.claims)
        closure = self._book.closure(dict.fromkeys(name for claim in claims for name in claim.facts))
        said = tuple(one for block in blocks for one in spoken_in(block))
        sentence, beside = ("".join(run.text for run in block) for block in blocks)
        return Line(finding.id, sentence, closure, claims, beside), Spoken(said, claims, closure)

    def _rendered(self, name: str, scene: Mapping[str, Any]) -> tuple[Run, ...]:
        """The words of a template as runs; its plain words may claim nothing."""
        try:
            with bounded_time():
                runs = cut(squeezed(self._sandbox.get_template(name).render(scene)))
        except RAISED_BY_TEMPLATES as error:
            raise told(error, name) from error
        check_runs(runs, name)
        return runs

    def _scene(self, finding: Finding, desk: Desk) -> dict[str, Any]:
        """The names that every template of a line knows."""
        force = reference.forces().get(finding.area)
        place = self._words.place(finding.area)
        recorder = (
            self._words.recorder(finding.area) if force is None else self._style.force_name(force.slug, force.name)
        )
        whole = self._book.recorded(finding.offence, finding.area, Year.of(finding.period))
        return {
            "desk": desk,
            "turn": finding.kind,
            "area": {"recorder": recorder, "place": place},
            "offence": reference.offences()[finding.offence],
            "year": desk.say("period", (whole,), {}),
        }

    def _caveats(self, finding: Finding, facts: Handles) -> dict[str, Any]:
        """What the template of caveats knows."""
        year = Year.of(finding.period)
        changes = self._changes(finding, year)
        missing = "months missing" in finding.caveats or facts.get("nation_record") is not None
        within = reference.regions()[finding.area].forces if finding.area in reference.regions() else (finding.area,)
        open_share = self._book.share(finding.offence, "unassigned", finding.area, year)
        return {
            "missing": [
                reference.forces()[slug]
                for slug in (self._book.incomplete(finding.offence, year) if missing else ())
                if finding.area == NATION or slug in within or facts.get("nation_record") is not None
            ],
            "counting": changes[-1] if changes and finding.back == 1 else None,
            "changes": changes if finding.back > 1 else [],
            "unassigned": open_share if "provisional" in finding.caveats and open_share.share.value else None,
            "ranked": finding.kind in RANKED,
            "activity": finding.offence in self._words.activity,
        }

    def _changes(self, finding: Finding, year: Year) -> list[Break]:
        """The changes in counting to be told, oldest first, one a year.

        What touched all crime (the pandemic) is told where the figure compared with is of that very time.
        """
        then = year.back(finding.back)
        kept = {
            one.start.year: one
            for one in reference.breaks()
            if one.id in finding.caveats and (not one.everything or then.first_day < one.start <= then.last_day + _DAY)
        }
        return list(kept.values())
