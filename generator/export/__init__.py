"""The formats that a draft leaves in, one module each. In: a `Draft`. Out: the bytes of a file.

A format is added by one module in this folder: decorate a function with `@exporter(name, title)`. It lists itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from fetch.errors import UnknownNameError, nearest
from generator.draft import Draft

Render = Callable[[Draft], bytes]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: its name, the ending of its files, what it is, and how it is made."""

    name: str
    ending: str
    title: str
    render: Render


_EXPORTERS: dict[str, Exporter] = {}


def exporter(name: str, title: str, ending: str = "") -> Callable[[Render], Render]:
    """Register a function as the format `name`; its files end in `.name` unless `ending` says otherwise."""

    def register(render: Render) -> Render:
        _EXPORTERS[name] = Exporter(name, ending or name, title, render)
        return render

    return register


@cache
def exporters() -> dict[str, Exporter]:
    """Every format, by name, in alphabetical order."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return dict(sorted(_EXPORTERS.items()))


def exporters_named(names: Sequence[str]) -> tuple[Exporter, ...]:
    """The formats of these names, each once.

    Raises:
        UnknownNameError: there is no such format (with the nearest), or none was named.
    """
    known = exporters()
    for name in names:
        if name not in known:
            raise UnknownNameError(f"There is no format {name!r}.{nearest(name, known)} Formats: {', '.join(known)}.")
    if not names:
        raise UnknownNameError(f"Name at least one format: {', '.join(known)}.")
    return tuple(known[name] for name in dict.fromkeys(names))
