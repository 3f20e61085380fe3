"""Writes one story for many areas. In: a release, a story, areas. Out: proved drafts, and those declined with why.

The batch is the unit: figures of all areas are worked out at once, and proved at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fetch.errors import UnknownNameError, nearest
from fetch.release import Release
from generator import reference
from generator.columns import columns_for
from generator.draft import Declined, Draft, ReleaseRef, Source
from generator.findings.finding import Findings
from generator.findings.kept import findings_for
from generator.language import load_style, words
from generator.measures import FactBook
from generator.notices import load_notices
from generator.plan import plan_for
from generator.quotes import Bank, quote_slots
from generator.reference import Force
from generator.sandbox import story_sandbox
from generator.selfcheck import prove
from generator.stories import TEMPLATES, load_story, story_names
from generator.variants import Variants
from generator.writer import Commission, compile_briefs, write


@dataclass(frozen=True, slots=True)
class Batch:
    """The drafts of one story, in the order of their areas, and the areas that were declined."""

    drafts: tuple[Draft, ...]
    declined: tuple[Declined, ...]


def find_stories(names: Sequence[str], *, templates: Path | None = None, every: bool = False) -> tuple[str, ...]:
    """The stories to write: those named, or all there are.

    Raises:
        UnknownNameError: none is named, or one does not exist, with the nearest.
    """
    folders = template_folders(templates)
    known = story_names(folders)
    if every:
        return known
    if not names:
        raise UnknownNameError(f"Name a story, or ask for --all. Stories here: {', '.join(known)}.")
    return tuple(load_story(name, folders).name for name in dict.fromkeys(names))


def template_folders(own: Path | None) -> tuple[Path, ...]:
    """Where templates are looked for: a newsroom's own folder, then ours.

    Raises:
        UnknownNameError: the newsroom's folder is not there.
    """
    if own is not None and not own.is_dir():
        raise UnknownNameError(f"There is no folder {own} with templates.")
    return (own, TEMPLATES) if own else (TEMPLATES,)


def read_quotes(path: Path | None, templates: Path | None) -> Bank:
    """The quote bank, checked against the stories there are; an empty one where no file is named.

    Raises:
        QuoteBankError: the file has mistakes.
    """
    return Bank.read(path, quote_slots(template_folders(templates))) if path else Bank.empty()


def find_areas(slugs: Sequence[str]) -> tuple[Force, ...]:
    """The forces of these slugs; all 43 where none is named.

    Raises:
        UnknownNameError: a slug is no force's, with the nearest.
    """
    known = reference.forces()
    for slug in slugs:
        if slug not in known:
            raise UnknownNameError(
                f"There is no police force {slug!r}.{nearest(slug, known)} A force is named like north-wales."
            )
    return tuple(known[slug] for slug in dict.fromkeys(slugs)) if slugs else tuple(known.values())


def offences_of(stories: Sequence[str], templates: Path | None) -> dict[str, str]:
    """The offence that each story is about, by the story's name."""
    folders = template_folders(templates)
    return {name: load_story(name, folders).offence for name in stories}


def draft_batch(
    release: Release,
    story_name: str,
    areas: Sequence[Force],
    *,
    style_name: str = "news",
    bank: Bank | None = None,
    templates: Path | None = None,
    findings: Findings | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Batch:
    """Write and prove the story for these areas. `templates` is a newsroom's own folder, looked in before ours;
    `findings` are those of the release, worked out here where they are not given.

    Raises:
        CopydeskError: a name is unknown, a template has a mistake, or a draft can't be proved.
    """
    folders = template_folders(templates)
    story = load_story(story_name, folders)
    style = load_style(style_name, folders)
    found = findings_for(release, folders) if findings is None else findings
    columns = columns_for(release, story.offences)
    book = FactBook(columns)
    sandbox = story_sandbox(folders)
    order = Commission(
        story=story,
        release=release_ref(release),
        sample=release.manifest.sample,
        sandbox=sandbox,
        briefs=compile_briefs(sandbox, story),
        style=style,
        bank=bank or Bank.empty(),
        notices=load_notices(folders),
        variants=Variants(
            f"{release.name}|{story.name}", {slug: force.neighbours for slug, force in reference.forces().items()}
        ),
    )
    drafts: list[Draft] = []
    declined: list[Declined] = []
    for number, area in enumerate(areas, start=1):
        plan = plan_for(story, area.slug, book, columns.year, found.holding(area.slug, story.offence))
        now = plan.local.at_least
        if now.value is None:
            period = words("period", (now,), {}, style)
            why = order.notices.declined_missing.format(force=area.name, place=area.place, period=period)
            declined.append(Declined(area.slug, area.name, story.name, why))
        else:
            drafts.append(write(order, area, plan, book))
        if progress:
            progress(number, len(areas))
    prove(drafts, release, style)
    return Batch(tuple(drafts), tuple(declined))


def release_ref(release: Release) -> ReleaseRef:
    """What a draft keeps of its release: name, date, and the workbooks that its figures come from."""
    sources = tuple(
        Source(title=one.title, filename=one.filename, url=one.url, sha256=one.sha256) for one in release.manifest.files
    )
    return ReleaseRef(name=release.name, published=release.manifest.published, sources=sources)
