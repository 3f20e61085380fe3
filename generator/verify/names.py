"""What areas and offences are called in copy. In: reference rows. Out: for each, all the words that name it.

The words come from the reference files and the house styles; which other words count is in grammar.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.verify import reference
from generator.verify.wording import grammar

_STYLES = Path(__file__).parents[2] / "templates" / "styles"


@dataclass(frozen=True, slots=True)
class Names:
    """The words for each area and offence, by slug."""

    areas: Mapping[str, tuple[str, ...]]
    offences: Mapping[str, tuple[str, ...]]


@cache
def names() -> Names:
    """Every name that the reference files and the house styles give."""
    areas = {slug: tuple(_force_words(slug, row)) for slug, row in reference.forces().items()}
    areas |= {slug: (row.name,) for slug, row in reference.regions().items()}
    offences = {slug: tuple(_offence_words(row)) for slug, row in reference.offences().items()}
    return Names(areas, offences)


def _force_words(slug: str, row: reference.Force) -> Iterator[str]:
    yield row.name
    yield row.place
    yield from _styled().get(slug, ())
    for word in grammar()["nouns"]["force"]:
        if row.name.endswith(f" {word}"):
            yield row.name.removesuffix(f" {word}")


@cache
def _styled() -> Mapping[str, tuple[str, ...]]:
    """What the house styles call a force, on first and later reference."""
    called: dict[str, list[str]] = {}
    for path in sorted(_STYLES.glob("*.toml")):
        for slug, row in tomllib.loads(path.read_text(encoding="utf-8")).get("forces", {}).items():
            called.setdefault(slug, []).extend(row.values())
    return {slug: tuple(word.removeprefix("the ") for word in words) for slug, words in called.items()}


def _offence_words(row: reference.Offence) -> Iterator[str]:
    """An offence alone, and with the nouns that count it: harassment, harassment cases, cases of harassment."""
    yield from (row.subject, row.singular, row.plural, row.reports, row.report)
    for noun in grammar()["nouns"]["cases"]:
        yield f"{row.subject} {noun}"
        yield f"{noun} of {row.subject}"
