"""The recipes of stories. In: `templates/stories/<story>/story.toml`. Out: `Story`. Knows nothing of a release."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from fetch.errors import ReferenceDataError, UnknownNameError, nearest
from generator import reference

# Beside the packages, wherever they are installed: the working folder never stands in for it.
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


class SlotRecipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gap for an editor: `kind` is quote, picture or local line. `whom`, `why` and `ask` are templates."""

    kind: str
    required: bool
    whom: str
    why: str
    ask: str


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A story's recipe, as it stands in its story.toml; `name` is its folder's.

    `offence` is what it is about, `group` the offence that this lies in, `related` those told beside it.
    """

    title: str
    offence: str
    group: str
    related: tuple[str, ...]
    slug: str
    slots: dict[str, SlotRecipe]
    name: str = ""

    @property
    def offences(self) -> tuple[str, ...]:
        """Every offence that the story needs, each once."""
        return tuple(dict.fromkeys((self.offence, self.group, *self.related)))


def story_names(folders: Sequence[Path]) -> tuple[str, ...]:
    """The stories in these template folders, in alphabetical order."""
    return tuple(sorted({found.parent.name for folder in folders for found in folder.glob("stories/*/story.toml")}))


def load_story(name: str, folders: Sequence[Path]) -> Story:
    """The story of this name; an earlier folder overrides a later one.

    Raises:
        UnknownNameError: no folder has it.
        ReferenceDataError: its story.toml has a mistake: the sentence names the field.
    """
    for folder in folders:
        path = folder / "stories" / name / "story.toml"
        if path.is_file():
            return _story(name, path)
    known = story_names(folders)
    raise UnknownNameError(
        f"There is no story {name!r}.{nearest(name, known)} Stories here: {', '.join(known) or 'none'}."
    )


def _story(name: str, path: Path) -> Story:
    where = f"stories/{name}/story.toml"
    try:
        story = msgspec.convert({**tomllib.loads(path.read_text(encoding="utf-8")), "name": name}, Story)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ReferenceDataError(f"{where}: {error}. Mend the file.") from error
    try:
        story.slug.format(area="", period="")
    except (LookupError, ValueError) as error:
        raise ReferenceDataError(
            f"{where}: slug = {story.slug!r} can hold {{area}} and {{period}} in braces, and no more. Mend it."
        ) from error
    for offence in story.offences:
        if offence not in reference.offences():
            hint = nearest(offence, reference.offences())
            raise ReferenceDataError(f"{where}: there are no words for the offence {offence!r}.{hint} Add them first.")
    return story
