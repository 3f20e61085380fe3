"""What the writer knows beyond one draft: facts of other years, forces and offences, and the words for them.

In: a release, a style. Out: facts moved elsewhere, and phrases. The verifier has no part in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from fetch.release import Release
from generator import reference
from generator.columns import OUTCOME_QUARTERS, columns_for
from generator.facts import Fact, derive
from generator.language import LanguageError, Style, words
from generator.measures import FactBook
from generator.quarters import Year, quarter_of
from generator.reference import NATION, REPORTING
from generator.stories import TEMPLATES, load_story

# Parts of the nation that stand in its place.
PARTS = frozenset({"england", "wales"})
OUTCOMES = ("charged", "unsupported", "no-suspect", "unassigned")


@dataclass(frozen=True, slots=True)
class Move:
    """Elsewhere: another area, offence or outcome group ("" keeps it), or so many years earlier."""

    area: str = ""
    offence: str = ""
    group: str = ""
    years: int = 0

    def of(self, fact: Fact) -> tuple[str, str, Year]:
        return self.offence or fact.offence, self.area or fact.area, Year.of(fact.period).back(self.years)


class Desk:
    """The writer's knowledge of one release and story, in one style."""

    def __init__(self, release: Release, story: str, book: FactBook, style: Style) -> None:
        recipe = load_story(story, (TEMPLATES,))
        self.release, self.style, self.book = release.name, style, book
        table = next((one for one in release.manifest.tables if one.name == "outcomes"), None)
        self._outcomes_from = quarter_of(date.fromisoformat(table.first)) if table and table.first else 0
        self.offences: tuple[str, ...] = tuple(recipe.offences)
        self.offence: str = recipe.offence

    def say(self, kind: str, facts: Sequence[Fact], options: Mapping[str, str]) -> str:
        """The writer's own words for these facts; "" where it has none."""
        try:
            return words(kind, tuple(facts), options, self.style)
        except LanguageError:
            return ""

    def moved(self, facts: Sequence[Fact], move: Move, *, all_of_them: bool = True) -> tuple[Fact, ...]:
        """The same facts elsewhere; () where one is not known there.

        `all_of_them` is no where only what the first is compared with moves: "the year before" to "two years before".
        The distance in standard errors is worked out again for the new pair.
        """
        found: list[Fact] = []
        for at, fact in enumerate(facts):
            if fact.unit == "standard errors":
                found.append(fact)
                continue
            way = Move() if at == 0 and not all_of_them else move
            # The nation stays the nation where another force is named, and a force a force where a part of it is.
            other = (fact.area in {NATION, REPORTING}) is not (way.area in PARTS)
            way = replace(way, area="") if other else way
            one = self._moved(fact, way)
            if one is None or one.value is None:
                return ()
            found.append(one)
        return tuple(self._with_noise(found))

    def _with_noise(self, facts: Sequence[Fact]) -> list[Fact]:
        """The facts, each distance among them that of the two before it."""
        settled = list(facts)
        for at, fact in enumerate(facts):
            if fact.unit == "standard errors":
                settled[at] = self.noise(settled[0], settled[1], fact)
        return settled

    def noise(self, now: Fact, before: Fact, like: Fact) -> Fact:
        """How far apart two facts are; `like` is a distance of the same sort, which has the constants."""
        inputs = [self.book.facts[name] for one in (now, before) for name in (one.inputs or (one.id,))]
        values = tuple(float(one.value) for one in inputs if one.value is not None)
        if len(values) < len(inputs):
            raise ValueError(f"{now.id} and {before.id} rest on a missing figure: ask only of known ones.")
        return replace(like, value=derive(like.rule, values, like.constants), inputs=tuple(one.id for one in inputs))

    def _moved(self, fact: Fact, move: Move) -> Fact | None:
        offence, area, year = move.of(fact)
        group = next((one for one in OUTCOMES if fact.measure in {one, f"{one}, share"}), "")
        if area == REPORTING:
            return self.book.reported_share(offence, move.group or group, year).share if group else None
        if area in PARTS:
            return self._part(offence, area, year) if fact.measure == "recorded" else None
        if fact.measure == "recorded":
            return self.book.at_least(offence, area, year)  # the exact total where there is one
        if fact.measure == "rate":
            return self.book.rate(offence, area, year)
        if fact.measure == "rank by rate":
            rank = self.book.rank(offence, area, year)
            return rank.place if rank is not None else None
        if not group:
            return None
        if fact.measure == group:
            return self.book.outcome(offence, move.group or group, area, year)
        return self.book.share(offence, move.group or group, area, year).share

    def _part(self, offence: str, area: str, year: Year) -> Fact | None:
        """The total of England, or of Wales, a lower bound where a force's is one; None where a force has none."""
        own = [
            self.book.at_least(offence, slug, year)
            for slug, force in reference.forces().items()
            if (force.region == "wales") is (area == "wales")
        ]
        known = [(one, one.value) for one in own if one.value is not None]
        if len(known) < len(own):
            return None
        total = replace(
            own[0],
            id=f"recorded/{offence}/{area}/{year.key}",
            area=area,
            value=int(sum(value for _, value in known)),
            cells=None,
            bounded=any(one.bounded for one in own),
            constants=(sum(one.constants[0] if one.bounded else float(value) for one, value in known),),
        )
        return self.book.facts.setdefault(total.id, total)

    def elsewhere(self, fact: Fact, area: str) -> Fact | None:
        """The same figure of another area; None where it is not known."""
        found = self._moved(fact, Move(area=area))
        return found if found is not None and found.value is not None else None

    def can_tell(self, fact: Fact, years: int) -> bool:
        """Whether what is not known here so many years before the fact is not in the release either.

        The writer reads outcomes of a few quarters only (`OUTCOME_QUARTERS`); the tables may go back further.
        """
        if fact.unit != "per cent":
            return True
        then = Year.of(fact.period).back(years)
        return then.start > self.year.end - OUTCOME_QUARTERS or then.start < self._outcomes_from

    @property
    def year(self) -> Year:
        """The latest 12 months of the release."""
        return self.book.columns.year

    def known_places(self) -> Mapping[str, tuple[str, ...]]:
        """By slug, what each force and its area are called in copy, the longest first."""
        return places(self.style)

    def incomplete(self) -> tuple[str, ...]:
        """The forces of whose figures for the year part is missing."""
        return self.book.incomplete(self.offence, self.year)


@cache
def _places(style_forces: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[str, ...]]:
    own = dict(style_forces)
    return {
        slug: tuple(dict.fromkeys(sorted((own.get(slug, force.name), force.name, force.place), key=len, reverse=True)))
        for slug, force in reference.forces().items()
    }


def places(style: Style) -> Mapping[str, tuple[str, ...]]:
    """By slug, the names that a style prints for a force, and for its area."""
    return _places(tuple((slug, names.get("first", "")) for slug, names in style.forces.items()))


def desk_for(release: Release, story: str, style: Style) -> Desk:
    """The desk of a story. Costs a reading of the tables: keep its book for other styles (`Desk.book`)."""
    recipe = load_story(story, (TEMPLATES,))
    return Desk(release, story, FactBook(columns_for(release, recipe.offences)), style)
