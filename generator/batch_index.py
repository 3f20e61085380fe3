"""The page that lists a batch. In: drafts with their files, and those declined. Out: the bytes of index.html."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.draft import Declined, Draft
from generator.pages import html_environment


@dataclass(frozen=True, slots=True)
class Row:
    """A draft as the index lists it: `page` is its review page, `files` its files by format (name, path).

    `gaps` are the slots that are left, `needed` those among them that must be filled.
    """

    draft: Draft
    page: str
    gaps: int
    needed: int
    files: tuple[tuple[str, str], ...]


def row_of(draft: Draft, files: Sequence[tuple[str, str]]) -> Row:
    """The row of a draft whose files these are."""
    left = [slot for slot in draft.slots if not slot.filled]
    return Row(
        draft=draft,
        page=dict(files).get("html", ""),
        gaps=len(left),
        needed=sum(slot.required for slot in left),
        files=tuple(sorted(files)),
    )


def index_page(rows: Iterable[Row], declined: Iterable[Declined], release: str, *, findings: str = "") -> bytes:
    """The index: forces in alphabetical order, the declined ones beneath. `findings` is the way to their page."""
    ordered = sorted(rows, key=lambda row: (row.draft.area.name, row.draft.story_title))
    refused = sorted(declined, key=lambda one: (one.name, one.story))
    page = (
        html_environment()
        .get_template("index.html.j2")
        .render(
            rows=ordered,
            declined=refused,
            findings=findings,
            release=release,
            stories=len({row.draft.story for row in ordered} | {one.story for one in refused}),
            warning=next((row.draft.warning for row in ordered if row.draft.warning), ""),
            attribution=next((row.draft.attribution for row in ordered), ""),
        )
    )
    return (page.rstrip("\n") + "\n").encode()
