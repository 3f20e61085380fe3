"""Where things stand in a TOML file. In: its text. Out: the line of each table and key, for errors that name it.

The standard reader keeps no line numbers. This one knows only how TOML is laid out, not what it means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# Strings and comments, the long ones first: what is inside them is no table and no key.
_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'|#[^\n]*", re.DOTALL
)
_HEADER = re.compile(r"\s*\[{1,2}\s*([A-Za-z0-9_.-]+)\s*\]{1,2}")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*[=.]")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's name, the line of its header (0 for the top of the file) and the lines of its keys."""

    name: str
    line: int
    keys: dict[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """The line of a key; that of the header where the key is not there."""
        return self.keys.get(key, max(self.line, 1))


def tables(text: str) -> tuple[Table, ...]:
    """The tables of a TOML file, in order; the first one is the top of the file, and has no name."""
    found = [Table("", 0)]
    for number, line in enumerate(_TEXT.sub(_blank, text).splitlines(), start=1):
        if header := _HEADER.match(line):
            _add(found, header[1], number)
        elif key := _KEY.match(line):
            found[-1].keys.setdefault(key[1], number)
    return tuple(found)


def _add(found: list[Table], name: str, number: int) -> None:
    # `[quote.more]` is a key of the quote before it.
    parent, _, child = name.partition(".")
    owner = next((table for table in reversed(found) if table.name == parent), None)
    if child and owner:
        owner.keys.setdefault(child, number)
    found.append(Table(name, number))


def _blank(match: re.Match[str]) -> str:
    """A stand-in of as many lines; a string stays a value, so that its line still reads `key = "`."""
    return re.sub(r"[^\n]", " ", match[0])
