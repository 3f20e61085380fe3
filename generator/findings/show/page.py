"""The page of a release: each area's lines, with charts. In: told rows, a panel. Out: the bytes of findings.html."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator import reference
from generator.findings.finding import DataWarning, Finding
from generator.findings.news_value import NewsValue
from generator.findings.panel import Panel
from generator.findings.show import chart
from generator.findings.show.chart import Drawing, drawing
from generator.findings.show.explain import Portion, portions
from generator.findings.show.figures import figure
from generator.findings.show.pages import findings_html, inline
from generator.findings.show.series import Series, series_of
from generator.findings.show.telling import Teller, Told, years_between
from generator.quarters import Year
from generator.reference import NATION

# So many lines of an area are open to see; the others are one click away.
SHOWN = 5
# ... and so many are on the page at most: the others are in the table beside it.
MOST = 20


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the bar of news value, in points from the left; `lost` where the line loses it again."""

    x: float
    width: float
    name: str
    points: float
    lost: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A line as the page shows it. `draft` is the way to the draft of its story, empty where there is none."""

    row: Told
    series: Series
    drawing: Drawing
    measure: str
    earlier: str
    evidence: tuple[str, ...]
    caveats: tuple[str, ...]
    stands_for: tuple[str, ...]
    others: tuple[str, ...]
    parts: tuple[Portion, ...]
    bar: tuple[Segment, ...]
    draft: str


@dataclass(frozen=True, slots=True)
class Place:
    """An area with its lines; `sort` is nation, force or region, `left` how many lines are not on the page."""

    slug: str
    name: str
    sort: str
    cards: tuple[Card, ...]
    warnings: tuple[str, ...]
    left: int = 0


def findings_page(
    rows: Sequence[Told],
    warnings: Sequence[DataWarning],
    teller: Teller,
    settings: NewsValue,
    panel: Panel,
    *,
    warning: str = "",
    attribution: str = "",
    drafts: Mapping[tuple[str, str], str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """The page. `drafts` are the ways to drafts, from the page's own folder, by area and offence."""
    shown = [row for row in rows if row.rank <= MOST]
    cards: dict[str, list[Card]] = {}
    for number, row in enumerate(shown, start=1):
        way = (drafts or {}).get((row.finding.area, row.finding.offence), "")
        cards.setdefault(row.finding.area, []).append(_card(row, teller, settings, panel, way))
        if progress:
            progress(number, len(shown))
    left = Counter(row.finding.area for row in rows if row.rank > MOST)
    places = _places(cards, left, warnings, teller)
    page = (
        findings_html()
        .get_template("page.html.j2")
        .render(
            places=places,
            offences=sorted({(row.offence, row.finding.offence) for row in rows}),
            kinds=sorted({(row.kind, row.finding.kind) for row in rows}),
            found=teller.found,
            period=teller.period(teller.found.period),
            lines=len(rows),
            rate=f"{100 * teller.found.error_rate:g}",
            warning=warning,
            attribution=attribution,
            shown=SHOWN,
            box=chart,
            inline=inline,
            printed=lambda value, unit: figure(value, unit, teller.words),
            month=teller.month,
        )
    )
    return (page.rstrip("\n") + "\n").encode()


def _card(row: Told, teller: Teller, settings: NewsValue, panel: Panel, draft: str) -> Card:
    one: Finding = row.finding
    series = series_of(panel, one)
    parts = portions(one, teller, settings)
    return Card(
        row=row,
        series=series,
        drawing=drawing(series),
        measure=teller.measure(one),
        earlier=teller.period(Year.of(one.period).back(years_between(one)).key),
        evidence=teller.evidence(one),
        caveats=teller.caveats(one),
        stands_for=teller.stands_for(one),
        others=teller.others(one),
        parts=parts,
        bar=bar_of(parts),
        draft=draft,
    )


def bar_of(parts: Iterable[Portion]) -> tuple[Segment, ...]:
    """News value as stretches of a bar: what the line gains from the left, and over its end what it loses."""
    segments: list[Segment] = []
    end = 0.0
    for part in parts:
        if part.points > 0:
            segments.append(Segment(round(end, 1), part.points, part.name, part.points, lost=False))
            end += part.points
        elif part.points < 0:
            width = min(-part.points, end)
            end -= width
            segments.append(Segment(round(end, 1), round(width, 1), part.name, part.points, lost=True))
    return tuple(segments)


def _places(
    cards: Mapping[str, Sequence[Card]], left: Mapping[str, int], warnings: Sequence[DataWarning], teller: Teller
) -> tuple[Place, ...]:
    """The nation, the forces, the regions, each in alphabetical order, those with lines or warnings."""
    to_check: dict[str, list[str]] = {}
    for one in warnings:
        to_check.setdefault(one.area, []).append(teller.warning(one))
    sorts = (
        {NATION: "nation"} | dict.fromkeys(reference.forces(), "force") | dict.fromkeys(reference.regions(), "region")
    )
    return tuple(
        Place(
            slug, teller.area(slug), sort, tuple(cards.get(slug, ())), tuple(to_check.get(slug, ())), left.get(slug, 0)
        )
        for slug, sort in sorts.items()
        if slug in cards or slug in to_check
    )
