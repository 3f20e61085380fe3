"""House styles. In: TOML files, the newsroom's before ours. Out: a frozen `Style` with every word that phrases print.

A style changes how a figure is written, never which figure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from fetch.errors import ReferenceDataError, UnknownNameError, nearest
from generator.language.errors import LanguageError

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@dataclass(frozen=True, slots=True)
class Style:
    """One house style. `figures_from` is the first number in figures; `lines` are the words of the phrases.

    `sentences` is the most sentences a paragraph should hold; `dateline`, `ends`, `slug_line` and `word_count` say what
    an agency puts around its copy. `forces` holds names for first and later reference where the title has its own.
    """

    name: str
    title: str
    figures_from: int
    per_cent: str
    per_cent_headline: str
    million: str
    thousands: str
    dash: str
    quote_open: str
    quote_close: str
    inner_open: str
    inner_close: str
    sentences: int
    dateline: bool
    ends: str
    slug_line: bool
    word_count: bool
    forces: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, Any]

    def line(self, *path: str) -> str:
        """A pattern out of words.toml, by its table and name.

        Raises:
            LanguageError: where the file has no such words.
        """
        found: Any = self.lines
        for part in path:
            found = found.get(part) if isinstance(found, Mapping) else None
        if not isinstance(found, str):
            raise LanguageError(f"language/words.toml: {'.'.join(path)} is not there. Add it, or take it from ours.")
        return found

    def has_line(self, *path: str) -> bool:
        """Whether words.toml has words under this table and name."""
        found: Any = self.lines
        for part in path:
            found = found.get(part) if isinstance(found, Mapping) else None
        return isinstance(found, str)

    def rows(self, *path: str) -> tuple[Mapping[str, Any], ...]:
        """A list of rows out of words.toml; empty where there is none."""
        found: Any = self.lines
        for part in path:
            found = found.get(part, {})
        return tuple(found or ())

    def force_name(self, slug: str, name: str, *, later: bool = False) -> str:
        """What this title calls a force on first or later reference: its own name for it, else `name`."""
        return self.forces.get(slug, {}).get("later" if later else "first", name)


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as data; a mistake in it as one sentence (ReferenceDataError)."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ReferenceDataError(f"{path}: {error}. Mend the file.") from error


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with what `own` states put over it, table by table."""
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _style_file(name: str, roots: tuple[Path, ...]) -> Path:
    for root in roots:
        path = root / "styles" / f"{name}.toml"
        if path.is_file():
            return path
    known = style_names(roots)
    raise UnknownNameError(
        f"There is no house style {name!r}.{nearest(name, known)} Styles: {', '.join(known)}; "
        "a new one is a file in templates/styles."
    )


def _settings(name: str, roots: tuple[Path, ...], seen: tuple[str, ...] = ()) -> dict[str, Any]:
    path = _style_file(name, roots)
    own = read_toml(path)
    base = own.pop("based_on", None)
    if base is None:
        return own
    if base in (*seen, name):
        raise ReferenceDataError(f"{path}: based_on leads back to {base!r}. Base it on a style that stands alone.")
    return _merged(_settings(base, roots, (*seen, name)), own)


def style_names(folders: Sequence[Path]) -> tuple[str, ...]:
    """The names of all styles in these template folders and in ours, in alphabetical order."""
    roots = (*folders, TEMPLATES)
    return tuple(sorted({path.stem for root in roots for path in (root / "styles").glob("*.toml")}))


def load_style(name: str, folders: Sequence[Path] = ()) -> Style:
    """The style `name`, looked for in `folders` (template folders, the first wins), then in ours.

    Raises:
        UnknownNameError: no such style, with the nearest names.
        ReferenceDataError: a file cannot be read, or a setting is missing, unknown or of the wrong type.
    """
    return _load(name, tuple(folders))


@cache
def _load(name: str, folders: tuple[Path, ...]) -> Style:
    roots = (*folders, TEMPLATES)
    settings = _settings(name, roots)
    lines: dict[str, Any] = {}
    for root in reversed(roots):
        if (root / "language" / "words.toml").is_file():
            lines = _merged(lines, read_toml(root / "language" / "words.toml"))
    _check(name, settings)
    return Style(name=name, lines=lines, **settings)


def _check(name: str, settings: Mapping[str, Any]) -> None:
    """Every setting there, none unknown, each of its type."""
    kinds: dict[str, type] = {"int": int, "str": str, "bool": bool}
    wanted = {one.name: str(one.type) for one in fields(Style) if one.name not in {"name", "lines"}}
    for key in settings:
        if key not in wanted:
            raise ReferenceDataError(f"styles/{name}.toml: no setting is called {key!r}.{nearest(key, wanted)}")
    for key, kind in wanted.items():
        if key not in settings:
            raise ReferenceDataError(f"styles/{name}.toml: {key} is missing. State it, or base the style on another.")
        if type(settings[key]) is not kinds.get(kind, dict):
            raise ReferenceDataError(
                f"styles/{name}.toml: {key} = {settings[key]!r} is not of the right type ({kind})."
            )
