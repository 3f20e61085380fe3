"""The Draft: one JSON document that holds the copy, what each phrase claims, and why it is true.

Immutable. What editors fill, change and decide is kept elsewhere, on the stable ids of blocks and claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from generator.facts import Fact

SCHEMA_VERSION = 1


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What a phrase states: `kind` names the rule of language, `facts` the ids it rests on, `options` how it was asked.

    Kinds `reference` (a name, date or number out of a reference file) and `licence` (words of comparison written by the
    template's author, and the facts that license them) state no figure of their own.
    """

    id: str
    kind: str
    facts: tuple[str, ...]
    options: dict[str, str] = {}
    template: str = ""
    line: int = 0


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of text. `claims` are the ids that cover it, outermost first; none for plain words."""

    text: str
    claims: tuple[str, ...] = ()


class Paragraph(msgspec.Struct, frozen=True, kw_only=True, tag="paragraph", tag_field="block"):
    """One paragraph of copy. `id` is stable: `intro`, `nation`...; `speaker` where the words are somebody's thought."""

    id: str
    runs: tuple[Run, ...]
    speaker: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class Slot(msgspec.Struct, frozen=True, kw_only=True, tag="slot", tag_field="block"):
    """A gap that an editor fills: `kind` is quote, picture or local line.

    `whom`, `why` and `ask` brief the editor. A filled quote holds its paragraphs as they will be printed, marks and all
    (`printed`), and its `attribution` as on first reference.
    """

    id: str
    kind: str
    whom: str
    why: str
    ask: str
    required: bool
    printed: tuple[str, ...] = ()
    attribution: str = ""

    @property
    def filled(self) -> bool:
        return bool(self.printed)


class Box(msgspec.Struct, frozen=True, kw_only=True, tag="box", tag_field="block"):
    """A support box: a title and its lines (helplines, each checked on the date the notes give)."""

    id: str
    title: tuple[Run, ...]
    lines: tuple[tuple[Run, ...], ...]


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """One headline option, under `limit` characters."""

    limit: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class Caveat(msgspec.Struct, frozen=True, kw_only=True):
    """What a careful reader must know: its words, where they come from, and which facts it touches."""

    id: str
    text: str
    source: str
    facts: tuple[str, ...] = ()


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A note to editors, not for print. `kind`: lead, unusual, caveat, check."""

    kind: str
    text: str


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A published workbook that the draft's figures come from."""

    title: str
    filename: str
    url: str
    sha256: str


class ReleaseRef(msgspec.Struct, frozen=True, kw_only=True):
    """The release a draft was written from. `published` is its only clock."""

    name: str
    published: str
    sources: tuple[Source, ...]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The area of a draft: its slug, the force's full name and the place it covers."""

    slug: str
    name: str
    place: str
    region: str


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Why the story leads as it does. `lead` names the kind of intro and `because` says it in words.

    `finding` is the id of the finding that it tells, `value` its news value and `parts` the points that add up to it;
    empty where the intro tells the number alone. `passed_over` are the ids of the other findings on the offence.
    """

    lead: str
    because: str
    finding: str = ""
    value: float = 0.0
    parts: dict[str, float] = {}
    passed_over: tuple[str, ...] = ()


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft story. `body` is in reading order; `facts` and `claims` hold all that the copy rests on."""

    schema_version: int = SCHEMA_VERSION
    id: str
    sample: bool
    warning: str
    status: str
    story: str
    story_title: str
    area: Place
    style: str
    seed: str
    release: ReleaseRef
    period: str
    slug: str
    headlines: tuple[Headline, ...]
    standfirst: Paragraph
    social: Paragraph
    lead: str
    body: tuple[Paragraph | Slot | Box, ...]
    claims: tuple[Claim, ...]
    facts: tuple[Fact, ...]
    caveats: tuple[Caveat, ...]
    notes: tuple[Note, ...]
    methodology: str
    attribution: str
    automation: str
    warnings: tuple[str, ...] = ()
    choice: Choice | None = None

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.body if isinstance(block, Paragraph))

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(block for block in self.body if isinstance(block, Slot))


def texts(draft: Draft) -> Iterator[tuple[Run, ...]]:
    """Every text of a draft that may hold claims: headlines, standfirst, social line, body, boxes. No slots."""
    for headline in draft.headlines:
        yield headline.runs
    for block in (draft.standfirst, draft.social, *draft.body):
        match block:
            case Paragraph():
                yield block.runs
            case Box():
                yield from (block.title, *block.lines)
            case Slot():
                continue


def spoken_claims(draft: Draft) -> Iterator[tuple[str, str]]:
    """Each claim that is printed, with the words it covers; words of a nested claim belong to its outer one too."""
    for runs in texts(draft):
        yield from spoken_in(runs)


def spoken_in(runs: Iterable[Run]) -> Iterator[tuple[str, str]]:
    """Each claim of one block, with the words it covers."""
    said: dict[str, str] = {}
    for run in runs:
        for name in run.claims:
            said[name] = said.get(name, "") + run.text
    yield from said.items()


class Declined(msgspec.Struct, frozen=True):
    """An area for which no draft was written: its slug, its force, the story, and why, in a sentence."""

    area: str
    name: str
    story: str
    why: str


def encode(draft: Draft) -> bytes:
    """The Draft as indented UTF-8 JSON; the same draft gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(draft), indent=1) + b"\n"


def decode(data: bytes) -> Draft:
    """The Draft out of its JSON.

    Raises:
        msgspec.ValidationError: naming the field that is wrong.
    """
    return msgspec.json.decode(data, type=Draft)


def schema() -> dict[str, object]:
    """The JSON Schema of a Draft (draft 2020-12)."""
    document = msgspec.json.schema(Draft)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "copydesk Draft", **document}
