"""The writer's desk for one story of one area: what the tags and filters of its templates work on.

In: handles on facts, from templates. Out: phrases on the `Page`, each with its claim. One desk a draft.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import FrameType
from typing import Any

from jinja2 import Template, pass_context
from jinja2.runtime import Context, Undefined

from generator import licence
from generator.draft import Claim, Slot
from generator.facts import Fact
from generator.language import KINDS, PREDICATES, Style, words
from generator.page import Page, capitalised
from generator.references import reference_words, row_of
from generator.storyerror import TemplateError
from generator.tags import desk_of
from generator.variants import Variants


@dataclass(slots=True)
class Desk:
    """The page being set, the style it is set in, the area it is about, and what decides among variants.

    `slots` are the gaps of the story, described and perhaps filled, by name.
    """

    page: Page
    style: Style
    area: str
    variants: Variants
    slots: Mapping[str, Slot]
    placed: set[str] = field(default_factory=set)

    def pick(self, place: str, possible: int) -> int:
        """The number of the variant for this force at this place of the story."""
        return self.variants.pick(place, self.area, possible)

    def say(
        self, kind: str, facts: tuple[Fact, ...], options: Mapping[str, str], template: str = "", line: int = 0
    ) -> str:
        """A phrase, marked with its claim."""
        text = words(kind, facts, options, self.style)
        claim = Claim(
            id="", kind=kind, facts=tuple(one.id for one in facts), options=dict(options), template=template, line=line
        )
        return self.page.claim(claim, text)

    def licence(self, rests: Sequence[object], text: str, template: str, line: int) -> str:
        """Words of comparison that a template's author wrote, marked with the handles that license them.

        Raises:
            TemplateError: a word says what the facts do not.
        """
        rested = [licence.rest(handle) for handle in rests]
        wrong = licence.unlicensed(text, rested)
        if wrong:
            raise TemplateError(f"{wrong!r} is not what the facts of this tag show.")
        claim = Claim(
            id="",
            kind="licence",
            facts=tuple(one.id for rest in rested for one in rest.facts),
            options=licence.options_of(rested),
            template=template,
            line=line,
        )
        return self.page.claim(claim, text)

    def refer(self, entry: object, field_name: str, template: str, line: int) -> str:
        """Words out of a reference file, marked with the row and the field they come from.

        Raises:
            TemplateError: the file has no such field.
        """
        table, row = row_of(entry)
        options = {"table": table, "row": row, "field": field_name}
        claim = Claim(id="", kind="reference", facts=(), options=options, template=template, line=line)
        try:
            return self.page.claim(claim, reference_words(table, row, field_name))
        except AttributeError as error:
            raise TemplateError(f"{table}.toml has no field {field_name!r}.") from error

    def place_slot(self, name: str) -> None:
        """Set a gap for an editor at this point of the body."""
        if name not in self.slots:
            raise TemplateError(f"slot {name!r} is not described in story.toml. Add [slots.{name}] there.")
        if name in self.placed:
            raise TemplateError(f"slot {name!r} is placed twice. A gap has one place.")
        self.placed.add(name)
        self.page.body.append(self.slots[name])


def facts_of(handle: object) -> tuple[Fact, ...]:
    """The facts of a handle, of a fact, or of several together.

    Raises:
        TemplateError: it is none of them.
    """
    if isinstance(handle, Undefined):
        raise TemplateError(str(handle) or f"{handle._undefined_name!r} is not known here.")
    if isinstance(handle, Fact):
        return (handle,)
    if isinstance(handle, list | tuple):
        return tuple(fact for one in handle for fact in facts_of(one))
    facts = getattr(handle, "facts", None)
    if not isinstance(facts, tuple):
        raise TemplateError("this filter takes a fact or a comparison, such as local.cases.now or local.cases.")
    return facts


@cache
def _lines_of(template: Template) -> tuple[tuple[int, int], ...]:
    """(line of the compiled code, line of the template), the last first: Jinja works them out anew at each call."""
    return tuple((compiled, line) for line, compiled in reversed(template.debug_info))


def _line_of(template: str, context: Context) -> int:
    """The line of the template that is being rendered: the innermost frame of its compiled code."""
    if not template:
        return 0
    compiled = context.environment.get_template(template)
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename != compiled.filename:
        frame = frame.f_back
    if frame is None:
        return 0
    at = frame.f_lineno
    return next((line for code_line, line in _lines_of(compiled) if code_line <= at), 1)


def _phrase_filter(kind: str) -> Callable[..., str]:
    @pass_context
    def phrase(context: Context, handle: object, *others: object, **options: object) -> str:
        facts = facts_of([handle, *others])
        name = context.name or ""
        said = {key: str(value) for key, value in sorted(options.items())}
        return desk_of(context).say(kind, facts, said, name, _line_of(name, context))

    phrase.__doc__ = KINDS[kind].help
    return phrase


@pass_context
def _field(context: Context, entry: object, name: str) -> str:
    template = context.name or ""
    return desk_of(context).refer(entry, name, template, _line_of(template, context))


def _handle_test(test: Callable[..., bool]) -> Callable[..., bool]:
    return lambda handle, *others: test(*facts_of([handle, *others]))


def story_tests() -> dict[str, Callable[..., bool]]:
    """The tests of story templates, such as `is known`: what may be asked of a handle before it is printed."""
    return {name: _handle_test(test) for name, test in PREDICATES.items()}


def story_filters() -> dict[str, Callable[..., Any]]:
    """The filters of story templates: one for each kind of phrase, `field` for reference rows, `capitalised`."""
    return {**{kind: _phrase_filter(kind) for kind in KINDS}, "field": _field, "capitalised": capitalised}
