"""Which texts to verify, and what each is about. In: paths and flags. Out: texts with their release, story and area.

A draft in its place says it all by its path (release/area/story.txt); a text from elsewhere by its own words, or the
user says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fetch.errors import nearest
from generator.verify import reference
from generator.verify.errors import VerifyError
from generator.verify.published import Published, read_pasted, read_published
from generator.verify.verifier import Subject

# What is read where a folder is named; index pages hold no copy of their own.
_SUFFIXES = (".txt", ".md", ".html")
_NOT_DRAFTS = frozenset({"index.html", "README.md"})
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user said about the texts; "" where nothing was said."""

    story: str = ""
    area: str = ""
    release: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to verify. `draft` is the Draft's JSON beside it, None where there is none."""

    published: Published
    subject: Subject
    release: str
    draft: bytes | None


def find_texts(paths: Sequence[str], asked: Asked, pasted: bytes = b"") -> Iterator[Text]:
    """The texts of paths, folders searched for drafts; `pasted` is what standard input held, for the path "-".

    Raises:
        VerifyError: a path is no readable text, or it does not say what it is about.
    """
    for name in paths:
        if name == STANDARD_INPUT:
            yield _about(read_pasted(_words(pasted), "standard input"), None, asked)
            continue
        path = Path(name)
        if path.is_dir():
            found = sorted(one for one in path.rglob("*") if one.suffix in _SUFFIXES and one.name not in _NOT_DRAFTS)
            if not found:
                raise VerifyError(f"{name} holds no drafts: name a text, or a folder that copydesk draft wrote.")
            for one in found:
                yield _about(read_published(one), one, asked)
        else:
            yield _about(read_published(path), path, asked)


def _words(pasted: bytes) -> str:
    try:
        return pasted.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise VerifyError("Standard input is not UTF-8 text: save the words as plain text first.") from error


def _about(published: Published, path: Path | None, asked: Asked) -> Text:
    story = asked.story or _story_of(path) or _only_story()
    area = asked.area or _area_of(path) or _named(published.force)
    if story not in reference.stories():
        known = ", ".join(reference.stories())
        raise VerifyError(f"{published.source}: which story is it? Say --story, one of: {known}.")
    if asked.area and area not in reference.forces():
        hint = nearest(area, reference.forces())
        raise VerifyError(f"There is no police force {area!r}.{hint} A force is named like north-wales.")
    if area not in reference.forces():
        raise VerifyError(f"{published.source}: which force is it about? Say --area, such as --area north-wales.")
    release = asked.release or published.release or _release_of(path)
    beside = path.with_suffix(".json") if path is not None else None
    try:
        draft = beside.read_bytes() if beside is not None and beside.is_file() else None
    except OSError as error:
        raise VerifyError(f"{beside} can't be read: {error.strerror}.") from error
    return Text(published, Subject(story, area), release, draft)


def _story_of(path: Path | None) -> str:
    return path.stem if path is not None and path.stem in reference.stories() else ""


def _only_story() -> str:
    """The one story there is; "" where there are several and the user must say which."""
    known = tuple(reference.stories())
    return known[0] if len(known) == 1 else ""


def _area_of(path: Path | None) -> str:
    return path.parent.name if path is not None and path.parent.name in reference.forces() else ""


def _release_of(path: Path | None) -> str:
    return path.parent.parent.name if path is not None and _area_of(path) else ""


def _named(force: str) -> str:
    return next((slug for slug, row in reference.forces().items() if force and row.name == force), "")
