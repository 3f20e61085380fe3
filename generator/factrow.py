"""A fact in words and figures, as the pages around a draft show it. In: facts. Out: rows of plain text.

How measures, areas and units are called is data: templates/export/words.toml.
"""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from fetch.errors import ReferenceDataError
from generator import reference
from generator.facts import Fact, Selector
from generator.quarters import Year, last_day, quarter_of
from generator.stories import TEMPLATES


@dataclass(frozen=True, slots=True)
class CellsRow:
    """The cells of a total, described: `first` and `last` are months, `quarters` how many quarters they span."""

    table: str
    areas: str
    codes: str
    outcomes: str
    basis: str
    first: str
    last: str
    quarters: int
    rows: str
    digest: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as a page shows it. `value` is for reading (two decimal places), `exact` for checking.

    `what` says what is measured, `of` whose and when. `how` is empty where the value is no more than one cell's.
    `inputs` are the facts that it was worked out from. `anchor` is its name within a page.
    """

    id: str
    anchor: str
    what: str
    area: str
    period: str
    value: str
    exact: str
    unit: str
    how: str
    basis: str
    cells: CellsRow | None
    missing: str
    bounded: bool
    inputs: tuple[FactRow, ...]
    fact: Fact

    @property
    def of(self) -> str:
        return f"{self.area}, {self.period}"


@cache
def page_words() -> Mapping[str, Mapping[str, str]]:
    """The words of templates/export/words.toml, table by table.

    Raises:
        ReferenceDataError: the file is missing or has a mistake.
    """
    path = TEMPLATES / "export" / "words.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ReferenceDataError(f"export/{path.name}: {error}. Mend the file, or install copydesk again.") from error


def words_for(table: str, key: str, default: str = "") -> str:
    """What a thing is called on pages; `default` where the file has no words for it."""
    return page_words()[table].get(key, default)


def described(facts: Iterable[Fact]) -> dict[str, FactRow]:
    """Facts as rows, by id, in the order given; each holds the rows of its inputs."""
    known = {fact.id: (number, fact) for number, fact in enumerate(facts, start=1)}
    rows: dict[str, FactRow] = {}
    for name in known:
        _row(name, known, rows)
    return {name: rows[name] for name in known}


def _row(name: str, known: Mapping[str, tuple[int, Fact]], rows: dict[str, FactRow]) -> FactRow:
    if name not in rows:
        number, fact = known[name]
        inputs = tuple(_row(one, known, rows) for one in fact.inputs)
        rows[name] = FactRow(
            id=fact.id,
            anchor=f"fact-{number}",
            what=_what(fact),
            area=area_name(fact.area),
            period=period_name(fact.period),
            value=value_text(fact.value, places=2),
            exact=value_text(fact.value, places=6),
            unit=words_for("units", fact.unit, fact.unit),
            how=fact.how,
            basis=fact.basis,
            cells=_cells(fact.cells) if fact.cells else None,
            missing=fact.missing,
            bounded=fact.bounded,
            inputs=inputs,
            fact=fact,
        )
    return rows[name]


def _what(fact: Fact) -> str:
    offence = reference.offences().get(fact.offence)
    named = offence.subject if offence else fact.offence
    return words_for("measures", fact.measure, f"{fact.measure}, {{offence}}").replace("{offence}", named)


# The nation's cells stand in every draft of a batch.
@lru_cache(maxsize=8192)
def _cells(cells: Selector) -> CellsRow:
    first, last = (quarter_of(date.fromisoformat(day)) for day in (cells.first, cells.last))
    several = words_for("areas", "several").format(count=len(cells.areas))
    return CellsRow(
        table=cells.table,
        areas=area_name(cells.areas[0]) if len(cells.areas) == 1 else several,
        codes=", ".join(cells.offences),
        outcomes=", ".join(map(str, cells.outcomes)),
        basis=cells.basis,
        first=_month(date.fromisoformat(cells.first)),
        last=_month(last_day(last)),
        quarters=last - first + 1,
        rows=f"{cells.rows:,}",
        digest=cells.digest,
    )


def value_text(value: float | None, places: int) -> str:
    """A value as a page prints it: whole numbers exactly, others to so many places; empty where it is missing.

    A value too small for the places keeps two significant figures, so that nothing looks like nought that is not.
    """
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    if value and abs(value) < 10**-places:
        return f"{value:.2g}"
    text = f"{value:,.{places}f}"
    return text if places <= 2 else text.rstrip("0").rstrip(".")


def area_name(slug: str) -> str:
    """The name of an area: a force's, or the nation's."""
    force = reference.forces().get(slug)
    return force.name if force is not None else words_for("areas", slug, slug)


@lru_cache(maxsize=256)
def period_name(key: str) -> str:
    """A period as it is called: the year to September 2023 for `2023-09`."""
    return words_for("periods", "year_to").format(month=_month(Year.of(key).last_day))


def _month(day: date) -> str:
    return f"{calendar.month_name[day.month]} {day.year}"
