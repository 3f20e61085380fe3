"""Writes one story for one area. In: a plan, templates, a style, quotes. Out: a `Draft`, or an error that names a line.

Renders the story's templates on a `Desk`, then settles the page: every phrase gets the id of its place and its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import Template

from generator import reference
from generator.choice import choice_of
from generator.desk import Desk
from generator.draft import (
    Box,
    Caveat,
    Claim,
    Draft,
    Headline,
    Note,
    Paragraph,
    Place,
    ReleaseRef,
    Run,
    Slot,
)
from generator.facts import Fact
from generator.language import Style
from generator.measures import FactBook
from generator.notices import Notices
from generator.page import Page, unmarked
from generator.plain import check_plain
from generator.plan import Plan
from generator.quotes import Bank, Quote, QuoteMarks, printed
from generator.reference import Break, Force
from generator.sandbox import StorySandbox, bounded_time
from generator.stories import SlotRecipe, Story
from generator.storyerror import RAISED_BY_TEMPLATES, TemplateError, told
from generator.variants import Variants

# The fields of a slot that tell its editor what to do.
BRIEFS = ("whom", "why", "ask")


@dataclass(frozen=True, slots=True)
class QuoteSeen:
    """What templates know of a slot's quote: whether it is there, and how to name its speaker. Never its words."""

    filled: bool
    state: str
    first: str
    later: str
    organisation: str
    appeal: str
    setup: str
    second_thought: str


@dataclass(frozen=True, slots=True)
class Commission:
    """All that is the same for every draft of a batch."""

    story: Story
    release: ReleaseRef
    sample: bool
    sandbox: StorySandbox
    style: Style
    bank: Bank
    notices: Notices
    variants: Variants
    briefs: Mapping[str, Mapping[str, Template]]


def write(order: Commission, area: Force, plan: Plan, book: FactBook) -> Draft:
    """The draft of the commissioned story for one area.

    Raises:
        TemplateError: a template has a mistake, or printed what no claim covers: names the file and the line.
    """
    page = Page()
    on = date.fromisoformat(order.release.published)
    quotes = {name: order.bank.for_slot(name, order.story.name, area.slug, on) for name in order.story.slots}
    desk = Desk(page, order.style, area.slug, order.variants, {})
    scene = _scene(order, area, plan, quotes, desk)
    desk.slots = {name: _slot(order, name, recipe, quotes[name], scene) for name, recipe in order.story.slots.items()}
    for part in ("headlines", "body", "notes"):
        _render(order, f"stories/{order.story.name}/{part}.j2", scene)
    return _settle(order, area, plan, book, desk)


def _scene(
    order: Commission, area: Force, plan: Plan, quotes: Mapping[str, Quote | None], desk: Desk
) -> dict[str, Any]:
    """The names that templates know."""
    named = order.style.force_name(area.slug, area.name)
    return {
        "desk": desk,
        "force": {
            "name": named,
            "place": area.place,
            "police": named if area.shared_place else order.notices.police.format(place=area.place),
            "slug": area.slug,
            "covers": area.covers,
        },
        "lead": plan.lead,
        "flags": plan.notes,
        "local": plan.local,
        "nation": plan.nation,
        "quotes": {name: _seen(quote) for name, quote in quotes.items()},
        "dash": order.style.dash,
        "helplines": [one for one in reference.helplines() if order.story.offence in one.offences],
        "offence": reference.offences()[order.story.offence],
    }


def _seen(quote: Quote | None) -> QuoteSeen:
    if quote is None:
        return QuoteSeen(False, "", "", "", "", "", "", "")
    # With two thoughts or more the first sets the quote up; the last comes back later in the story.
    first, last = (quote.paraphrases[0], quote.paraphrases[-1]) if quote.paraphrases else ("", "")
    setup = first if len(quote.paraphrases) > 1 else ""
    return QuoteSeen(
        filled=quote.state == "quote",
        state=quote.state,
        first=quote.first,
        later=quote.later,
        organisation=quote.organisation,
        appeal=quote.appeal,
        setup=setup,
        second_thought=last,
    )


def compile_briefs(sandbox: StorySandbox, story: Story) -> dict[str, dict[str, Template]]:
    """What each slot of the story tells its editor, as templates: by slot, `whom`, `why` and `ask`.

    Raises:
        TemplateError: one has a mistake: names the slot and the field.
    """
    sandbox.add_sources(
        {
            _brief_name(story, name, field): getattr(recipe, field)
            for name, recipe in story.slots.items()
            for field in BRIEFS
        }
    )
    return {
        name: {field: _brief_template(sandbox, _brief_name(story, name, field)) for field in BRIEFS}
        for name in story.slots
    }


def _brief_name(story: Story, slot: str, field: str) -> str:
    return f"stories/{story.name}/story.toml [slots.{slot}] {field}"


def _brief_template(sandbox: StorySandbox, name: str) -> Template:
    try:
        return sandbox.get_template(name)
    except RAISED_BY_TEMPLATES as error:
        raise told(error, name) from error


def _slot(order: Commission, name: str, recipe: SlotRecipe, quote: Quote | None, scene: Mapping[str, Any]) -> Slot:
    style = order.style
    marks = QuoteMarks(style.quote_open, style.quote_close, style.inner_open, style.inner_close)
    return Slot(
        id=name,
        kind=recipe.kind,
        required=recipe.required,
        printed=printed(quote, marks) if quote else (),
        attribution=quote.first if quote else "",
        **{field: _brief(order, name, field, scene) for field in order.briefs[name]},
    )


def _brief(order: Commission, slot: str, field: str, scene: Mapping[str, Any]) -> str:
    """A line for the editor: what it licenses is proved as in copy, its own words are free; told without marks."""
    try:
        with bounded_time():
            text = order.briefs[slot][field].render(scene)
    except RAISED_BY_TEMPLATES as error:
        raise told(error, _brief_name(order.story, slot, field)) from error
    return " ".join(unmarked(text).split())


def _render(order: Commission, name: str, scene: Mapping[str, Any]) -> None:
    try:
        with bounded_time():
            order.sandbox.get_template(name).render(scene)
    except RAISED_BY_TEMPLATES as error:
        raise told(error, name) from error


class Settler:
    """Gives every claim the id of its block and its number there, and keeps those that are printed."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._made = claims
        self.claims: list[Claim] = []

    def runs(self, block: str, runs: Iterable[Run]) -> tuple[Run, ...]:
        """The runs, their claims by id."""
        ids: dict[str, str] = {}
        settled = []
        for run in runs:
            for number in run.claims:
                if number not in ids:
                    ids[number] = f"{block}.{len(ids) + 1}"
                    made = self._made[int(number)]
                    self.claims.append(
                        Claim(
                            id=ids[number],
                            kind=made.kind,
                            facts=made.facts,
                            options=made.options,
                            template=made.template,
                            line=made.line,
                        )
                    )
            settled.append(Run(run.text, tuple(ids[number] for number in run.claims)))
        return tuple(settled)

    def paragraph(self, block: Paragraph) -> Paragraph:
        """The paragraph with its claims named."""
        return Paragraph(id=block.id, runs=self.runs(block.id, block.runs), speaker=block.speaker)

    def block(self, block: Paragraph | Slot | Box) -> Paragraph | Slot | Box:
        """Any block with its claims named."""
        if isinstance(block, Paragraph):
            return self.paragraph(block)
        if isinstance(block, Box):
            lines = tuple(self.runs(f"{block.id}-{at}", line) for at, line in enumerate(block.lines, start=1))
            return Box(id=block.id, title=self.runs(block.id, block.title), lines=lines)
        return block


def _settle(order: Commission, area: Force, plan: Plan, book: FactBook, desk: Desk) -> Draft:
    page, story = desk.page, order.story
    if page.standfirst is None or page.social is None or not page.headlines:
        raise TemplateError(
            "headlines, a standfirst and a social line are needed.", f"stories/{story.name}/headlines.j2"
        )
    settler = Settler(page.claims)
    body = tuple(settler.block(block) for block in page.body)
    _no_twins(story, body)
    headlines = tuple(
        Headline(limit=one.limit, runs=settler.runs(f"headline-{one.limit}", one.runs)) for one in page.headlines
    )
    standfirst, social = settler.paragraph(page.standfirst), settler.paragraph(page.social)
    notes = tuple(Note(kind=kind, text=unmarked(words)) for kind, words in page.notes)
    facts = book.closure(dict.fromkeys(name for claim in settler.claims for name in claim.facts))
    period = plan.local.at_least.period
    intro = next((block for block in body if isinstance(block, Paragraph)), standfirst)
    draft = Draft(
        id=f"{order.release.name}/{area.slug}/{story.name}",
        sample=order.sample,
        warning=order.notices.sample_warning if order.sample else "",
        status="draft",
        story=story.name,
        story_title=story.title,
        area=Place(
            slug=area.slug, name=order.style.force_name(area.slug, area.name), place=area.place, region=area.region
        ),
        style=order.style.name,
        seed=f"{order.release.name}:{area.slug}",
        release=order.release,
        period=period,
        slug=story.slug.format(area=area.slug, period=period),
        headlines=headlines,
        standfirst=standfirst,
        social=social,
        lead=intro.text,
        body=body,
        claims=tuple(settler.claims),
        facts=facts,
        caveats=_caveats(facts),
        notes=notes,
        methodology=order.notices.methodology,
        attribution=order.notices.attribution,
        automation=order.notices.automation,
        warnings=tuple(note.text for note in notes if note.kind in {"lead", "unusual"}),
        choice=choice_of(plan, area, reference.offences()[story.offence], order.notices.led_on),
    )
    check_plain(draft)
    return draft


def _no_twins(story: Story, body: Iterable[Paragraph | Slot | Box]) -> None:
    seen: set[str] = set()
    for block in body:
        if block.id in seen:
            raise TemplateError(f"two blocks are called {block.id!r}. Rename one.", f"stories/{story.name}/body.j2")
        seen.add(block.id)


def _caveats(facts: Sequence[Fact]) -> tuple[Caveat, ...]:
    """Each change in counting that lies between two printed figures of one offence, with the figures before it."""
    touched: dict[str, tuple[Break, list[str]]] = {}
    for one in reference.breaks():
        sides = [fact for fact in facts if fact.offence in one.offences and fact.unit == "cases"]
        before = [fact.id for fact in sides if fact.period < f"{one.start:%Y-%m}"]
        after = [fact.id for fact in sides if fact.period >= f"{one.start:%Y-%m}"]
        if before and after:
            touched[one.id] = (one, before)
    return tuple(
        Caveat(id=name, text=one.note, source=one.source, facts=tuple(before))
        for name, (one, before) in touched.items()
    )
