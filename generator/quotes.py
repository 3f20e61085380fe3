"""The quote bank. In: a newsroom's TOML file. Out: the quote for a slot of a story, and its words between marks.

A quote is printed exactly as it was given; the release's date is the only clock. Knows nothing of templates.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import category

from fetch.errors import CopydeskError, nearest
from generator.quotation import QuoteMarks, between_marks, own_quotes
from generator.reference import NATION, forces
from generator.stories import TEMPLATES, load_story, story_names
from generator.toml_lines import Table, tables

__all__ = ["Bank", "Quote", "QuoteBankError", "QuoteMarks", "printed", "quote_slots"]

PRONOUNS = ("she", "he", "they")
STATES = ("quote", "declined", "no reply")
CURLY = QuoteMarks()


class QuoteBankError(CopydeskError):
    """A quote bank has mistakes in it: each is a line that begins with the file and the line number."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What fills a quote slot: a speaker's words, or (by `state`) the fact that they declined or did not reply.

    `stories` and `areas` are where it may run, everywhere when empty. `paragraphs` are the words exactly as given, and
    empty unless `state` is "quote"; `appeal` is what they urge readers to do, as it follows "urged to". `date` is when
    it was said (or refused, or when the deadline passed), `until` the last release day on which it may run. `line` is
    where it stands in the bank's file.
    """

    slot: str
    date: datetime.date
    state: str = "quote"
    stories: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    speaker: str = ""
    pronoun: str = "they"
    role: str = ""
    organisation: str = ""
    first: str = ""
    later: str = ""
    until: datetime.date | None = None
    paragraphs: tuple[str, ...] = ()
    paraphrases: tuple[str, ...] = ()
    appeal: str = ""
    line: int = 0

    def fits(self, slot: str, story: str, area: str) -> bool:
        """Whether it may fill this slot of this version of the story, its age apart."""
        return (
            slot == self.slot and (not self.stories or story in self.stories) and (not self.areas or area in self.areas)
        )

    def expired(self, on: datetime.date) -> bool:
        """Whether a release of this day comes too late for it."""
        return self.until is not None and on > self.until


@dataclass(frozen=True, slots=True)
class Bank:
    """A newsroom's quotes, in the order of the file."""

    quotes: tuple[Quote, ...] = ()

    @classmethod
    def empty(cls) -> Bank:
        """A bank that fills no slot."""
        return cls()

    @classmethod
    def read(cls, path: Path, stories: Mapping[str, Collection[str]] | None = None) -> Bank:
        """The bank in a TOML file.

        `stories` are the known stories and the ids of their quote slots; a story with none named is not checked for
        slots. Without it, the stories that copydesk brings with it are the known ones; `quote_slots` finds others.

        Raises:
            QuoteBankError: the file can't be read, is not TOML, or has mistakes, all of which are shown together.
        """
        known = quote_slots() if stories is None else stories
        text = _text_of(path)
        rows, where = _rows_of(text, path)
        problems = [f"{path}:{line}: {what}" for line, what in _stray(text)]
        quotes = []
        for number, (row, table) in enumerate(zip(rows, where, strict=True), start=1):
            wrong = sorted(_problems(row, table, known))
            problems += [f"{path}:{line}: quote {number}: {what}" for line, what in wrong]
            if not wrong:
                quotes.append(_quote(row, table.line))
        if problems:
            raise QuoteBankError("\n".join(problems))
        return cls(tuple(quotes))

    def for_slot(self, slot: str, story: str, area: str, on: datetime.date) -> Quote | None:
        """The quote for a slot of an area's version of a story, for a release of the day `on`; None where none fits.

        One for this area goes before one for all, then one for this story before one for all, then the latest, then
        the first in the file. One that has expired is never used.
        """
        usable = (quote for quote in self.quotes if quote.fits(slot, story, area) and not quote.expired(on))
        return min(usable, key=_precedence, default=None)

    def expired(self, slot: str, story: str, area: str, on: datetime.date) -> tuple[Quote, ...]:
        """The quotes that would fit but are too old: what to tell an editor whose slot stays empty."""
        return tuple(quote for quote in self.quotes if quote.fits(slot, story, area) and quote.expired(on))


def printed(quote: Quote, marks: QuoteMarks = CURLY) -> tuple[str, ...]:
    """The quote's paragraphs with their marks, as they are printed; empty where the speaker gave no words."""
    return between_marks(quote.paragraphs, marks)


def quote_slots(folders: Sequence[Path] = (TEMPLATES,)) -> Mapping[str, Collection[str]]:
    """The stories in these template folders, and the ids of the slots that a quote may fill.

    Raises:
        ReferenceDataError: a story.toml has a mistake.
    """
    stories = (load_story(name, folders) for name in story_names(folders))
    return {
        story.name: tuple(name for name, recipe in story.slots.items() if recipe.kind == "quote") for story in stories
    }


def _precedence(quote: Quote) -> tuple[bool, bool, int, int]:
    return not quote.areas, not quote.stories, -quote.date.toordinal(), quote.line


# Reading the file.


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise QuoteBankError(f"{path}: {why}: name a quote bank that can be read, or leave out --quotes.") from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise QuoteBankError(
            f"{path}:{line}: a character here is not UTF-8: save the file as UTF-8 and try again."
        ) from error


def _rows_of(text: str, path: Path) -> tuple[list[dict[str, Any]], list[Table]]:
    """The quotes as the file gives them, and where each stands."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise QuoteBankError(_syntax(str(error), text, path)) from error
    top, *rest = tables(text)
    where = [table for table in rest if table.name == "quote"]
    rows = document.get("quote", [])
    if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) and len(rows) == len(where):
        return rows, where
    raise QuoteBankError(
        f"{path}:{top.keys.get('quote') or (where[0].line if where else 1)}: write each quote as a table of its own, "
        "below a line [[quote]]."
    )


def _syntax(message: str, text: str, path: Path) -> str:
    what, _, place = message.partition(" (at ")
    found = re.match(r"line (\d+), column (\d+)", place)
    line = int(found[1]) if found else text.rstrip().count("\n") + 1
    what = what[:1].lower() + what[1:]
    return (
        f'{path}:{line}: this is not TOML ({what}): each field is a line of its own, such as speaker = "Ada Example".'
    )


def _stray(text: str) -> list[tuple[int, str]]:
    """Keys and tables that are in no quote."""
    first, *rest = tables(text)
    loose = [(line, key) for key, line in first.keys.items()]
    loose += [(table.line, table.name) for table in rest if table.name.partition(".")[0] != "quote"]
    return [(line, f"{name!r} stands in no quote: begin each with a line [[quote]].") for line, name in sorted(loose)]


def _quote(row: Mapping[str, Any], line: int) -> Quote:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items() if key != "text"
    }
    return Quote(**fields, paragraphs=_paragraphs(row.get("text", "")), line=line)


def _paragraphs(text: str) -> tuple[str, ...]:
    """Cut at blank lines. A line break within a paragraph is the file's layout, and is read as a blank."""
    parts = re.split(r"\n[ \t]*\n\s*", text.strip())
    return tuple(re.sub(r"[ \t]*\n[ \t]*", " ", part) for part in parts if part)


# What each field must hold: a test, and how to say it.


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and all(map(_printable, value))


def _printable(character: str) -> bool:
    return character in "\n\t" or category(character) not in {"Cc", "Co", "Cs"}


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_words, value))


def _is_day(value: object) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


WORDS = (_is_words, 'words between quotation marks, such as "head of policy"')
LIST = (_is_list, 'a list of words, such as ["north-wales", "gwent"]')
DAY = (_is_day, "a day without quotation marks, such as 2024-01-20")

FIELDS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "slot": WORDS,
    "stories": LIST,
    "areas": LIST,
    "state": (lambda value: value in STATES, 'one of "quote", "declined" and "no reply"'),
    "speaker": WORDS,
    "pronoun": (lambda value: value in PRONOUNS, 'one of "she", "he" and "they"'),
    "role": WORDS,
    "organisation": WORDS,
    "first": WORDS,
    "later": WORDS,
    "date": DAY,
    "until": DAY,
    "text": (_is_words, "the words of the quote, without control characters"),
    "paraphrases": LIST,
    "appeal": (_is_words, 'what the speaker urges readers to do, as it follows "urged to"'),
}
NEEDED = {
    "quote": ("slot", "speaker", "first", "later", "date", "text"),
    "declined": ("slot", "date"),
    "no reply": ("slot", "date"),
}


def _problems(row: Mapping[str, Any], table: Table, stories: Mapping[str, Collection[str]]) -> set[tuple[int, str]]:
    """Every mistake of a quote: its line, and a sentence."""
    state = row.get("state", "quote")
    right = {key for key, value in row.items() if key in FIELDS and FIELDS[key][0](value)}
    sound = {key: row[key] for key in right}
    wrong = {key: f"{key} must be {FIELDS[key][1]}." for key in row.keys() & FIELDS.keys() - right}
    wrong |= {key: f"{key!r} is no field of a quote.{_did_you_mean(key, FIELDS)}" for key in row.keys() - FIELDS.keys()}
    missing = [key for key in NEEDED.get(str(state), ()) if key not in row]
    found = {(table.line_of(key), what) for key, what in wrong.items()}
    found |= {(table.line, f"{key} is missing: {key} = ... must be {FIELDS[key][1]}.") for key in missing}
    found |= {(table.line_of(key), what) for key, what in _unknown_places(sound, stories)}
    return found | {(table.line_of(key), what) for key, what in _clashes(sound)}


def _unknown_places(row: Mapping[str, Any], stories: Mapping[str, Collection[str]]) -> list[tuple[str, str]]:
    areas = {*forces(), NATION}
    found = [
        ("areas", f"{area!r} is no area that we know.{_did_you_mean(area, areas)}")
        for area in row.get("areas", ())
        if area not in areas
    ]
    found += [
        ("stories", f"{story!r} is no story that we know.{_did_you_mean(story, stories)}")
        for story in row.get("stories", ())
        if story not in stories
    ]
    meant = [story for story in row.get("stories", stories) if story in stories]
    slots = {slot for story in meant for slot in stories[story]}
    if "slot" in row and slots and all(stories[story] for story in meant) and row["slot"] not in slots:
        found.append(("slot", f"{row['slot']!r} is no quote slot of the story.{_did_you_mean(row['slot'], slots)}"))
    return found


def _clashes(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Fields that are each in order, and wrong together or in print."""
    found = []
    if row.get("state", "quote") != "quote":
        found += [
            (key, f"somebody who gave {row['state']!r} has no {key}.")
            for key in ("text", "paraphrases", "appeal")
            if key in row
        ]
    if "date" in row and "until" in row and row["until"] < row["date"]:
        found.append(("until", f"until ({row['until']}) is before date ({row['date']})."))
    for key, thoughts in (("paraphrases", row.get("paraphrases", ())), ("appeal", (row.get("appeal", ""),))):
        if any(thought.rstrip().endswith(".") for thought in thoughts):
            found.append((key, f"leave the full stop out of {key}: the sentence around it has its own."))
    if any(map(_brings_marks, _paragraphs(row.get("text", "")))):
        found.append(("text", "leave the quotation marks around the text out: they are printed in the house style."))
    return found


def _brings_marks(paragraph: str) -> bool:
    """Whether a paragraph stands between marks as a whole, or opens one that never closes."""
    own = list(own_quotes(paragraph, CURLY))
    return (0, len(paragraph) - 1) in own or (paragraph[0] in '“"' and not any(first == 0 for first, _ in own))


def _did_you_mean(name: str, known: Collection[str]) -> str:
    few = f" Known: {', '.join(sorted(known))}." if len(known) <= 8 else ""
    return nearest(name, known) or few
