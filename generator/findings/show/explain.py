"""One finding taken apart, and what stands under a table. In: findings, words, settings. Out: text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.findings.finding import DataWarning, Finding
from generator.findings.news_value import NewsValue
from generator.findings.show.pages import findings_text
from generator.findings.show.telling import Teller, Told, years_between
from generator.quarters import Year


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of news value: points of how many; `of` is empty for what a line loses."""

    name: str
    points: float
    of: str


def portions(one: Finding, teller: Teller, settings: NewsValue) -> tuple[Portion, ...]:
    """Every part of news value that has a weight, those without points too, then what the line loses."""
    points = {part.name: part.points for part in one.parts}
    weights = {name: getattr(settings.weights, name) for name in settings.weights.__struct_fields__}
    names = teller.words.parts
    gained = [Portion(names.get(name, name), points.get(name, 0.0), f"{most:g}") for name, most in weights.items()]
    lost = [Portion(names.get(name, name), lost, "") for name, lost in points.items() if name not in weights]
    return (*gained, *lost)


def explain(row: Told, teller: Teller, settings: NewsValue, *, width: int = 80) -> str:
    """The sum of a line's news value, its figures, evidence and caveats, in lines of at most so many columns."""
    one = row.finding
    now = Year.of(one.period)
    page = (
        findings_text()
        .get_template("explain.txt.j2")
        .render(
            row=row,
            finding=one,
            found=teller.found,
            allowance=settings.kind(one.kind).allowance,
            measure=teller.measure(one),
            period=teller.period(one.period),
            earlier=teller.period(now.back(years_between(one)).key),
            details=teller.details(one),
            evidence=teller.evidence(one),
            parts=portions(one, teller, settings),
            caveats=teller.caveats(one),
            stands_for=teller.stands_for(one),
            others=tuple(zip(teller.others(one), one.also, strict=True)),
            why=row.why,
            none=teller.words.none,
            width=max(width, 40),
        )
    )
    return page.rstrip("\n") + "\n"


def foot(
    teller: Teller, warnings: Sequence[DataWarning], rows: Sequence[Told], *, page: str = "", rejected: bool = False
) -> str:
    """What to check with the force, what was tested, and where to look next."""
    text = (
        findings_text()
        .get_template("foot.txt.j2")
        .render(
            warnings=[teller.warning(one) for one in warnings],
            found=teller.found,
            period=teller.period(teller.found.period),
            rate=f"{100 * teller.found.error_rate:g}",
            shown=len(rows),
            page=page,
            first=rows[0].finding.id if rows else "",
            rejected=rejected,
        )
    )
    return text.rstrip("\n") + "\n"
