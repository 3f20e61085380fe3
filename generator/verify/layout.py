"""The layout of published drafts, as layout.toml has it. In: words of a heading or paragraph. Out: what they are."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("layout.toml")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands beneath a heading; see layout.toml for the fields."""

    heading: re.Pattern[str]
    part: str
    paragraphs: int
    notes: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The words around the copy, ready to be looked for."""

    sections: tuple[Section, ...]
    ours: re.Pattern[str]
    anyone: re.Pattern[str]
    labels: tuple[str, ...]
    items: dict[str, tuple[str, ...]]
    count: re.Pattern[str]
    gap: re.Pattern[str]
    gap_labels: re.Pattern[str]
    ask: str
    page_ours: re.Pattern[str]
    page_standfirst: frozenset[str]
    page_working: str
    page_hidden: frozenset[str]
    page_parts: dict[str, str]
    title_opens: re.Pattern[str]
    sample: re.Pattern[str]
    release: re.Pattern[str]
    force: re.Pattern[str]
    slug: re.Pattern[str]
    longest_headline: int
    suspended: frozenset[str]

    def section(self, heading: str, *, in_notes: bool) -> Section | None:
        """The section that a heading opens, if it is one of the layout's; some are known within the notes alone."""
        bare = heading.strip().rstrip(":. ")
        for section in self.sections:
            if section.heading.fullmatch(bare) and (in_notes or not section.notes):
                return section
        return None


def _any(patterns: list[str], flags: int = 0) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), flags)


@cache
def layout() -> Layout:
    """The layout, read once."""
    told = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    frame, gap, page, facts = told["frame"], told["gap"], told["page"], told["told"]
    sections = (dict(row) for row in told["section"])
    return Layout(
        sections=tuple(Section(**{**row, "heading": _any(row["heading"], re.IGNORECASE)}) for row in sections),
        ours=_any(frame["ours"]),
        anyone=_any(frame["anyone"]),
        labels=tuple(frame["labels"]),
        items={part: tuple(told["items"][part]) for part in ("frame", "standfirst", "social")},
        count=re.compile(f"{told['items']['count']}$"),
        gap=re.compile(gap["opens"], re.IGNORECASE),
        gap_labels=re.compile(rf"(?:^|(?<=\s))({'|'.join([gap['ask'], *gap['others']])}):(?=\s|$)"),
        ask=gap["ask"],
        page_ours=_any(page["ours"]),
        page_standfirst=frozenset(page["standfirst"]),
        page_working=page["working"],
        page_hidden=frozenset(page["hidden"]),
        page_parts=page["parts"],
        title_opens=re.compile(facts["title_opens"]),
        sample=_any(facts["sample"], re.IGNORECASE),
        release=_any(facts["release"]),
        force=_any(facts["force"]),
        slug=_any(facts["slug"]),
        longest_headline=told["headline"]["longest"],
        suspended=frozenset(told["hyphen"]["suspended"]),
    )
