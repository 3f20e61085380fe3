"""The kinds of finding, one module each. In: a `Moment`. Out: `Candidates`.

A kind is added by one module in this folder: decorate a function with `@kind(name, family, test=...)`. It lists itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from generator.findings.candidates import Candidates
from generator.findings.moment import Moment

Find = Callable[[Moment], Iterable[Candidates]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its name, the family it belongs to (a list wants lines of several), and what finds it.

    `test` names how it is tested, as the methodology and findings/words.toml do, empty where it claims nothing beyond
    its figures; `ends` is True where it tells a high or a low and not a way up or down.
    """

    name: str
    family: str
    test: str
    ends: bool
    find: Find


_KINDS: dict[str, Kind] = {}


def kind(name: str, family: str, *, test: str, ends: bool = False) -> Callable[[Find], Find]:
    """Register a function as the kind `name`."""

    def register(find: Find) -> Find:
        _KINDS[name] = Kind(name, family, test, ends, find)
        return find

    return register


@cache
def kinds() -> dict[str, Kind]:
    """Every kind, by name, in alphabetical order."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return dict(sorted(_KINDS.items()))
