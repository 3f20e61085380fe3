"""Findings in the terminal. In: told rows. Out: text as wide as there is room, that needs no colour to be understood.

A wide terminal gets a table, a narrow one a short block for each line, anything else (a pipe, a file) a table that
never wraps.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.findings.show.telling import Told
from generator.findings.show.words import Words

# Columns that a table needs to be read without strain, of one area and of several; below it each line is a block.
TABLE_FROM = 110
TABLE_OF_AREAS_FROM = 140
# A name of a force may take a second line.
AREA = 24
# Wide enough that nothing wraps.
ENDLESS = 10_000


@dataclass(frozen=True, slots=True)
class Screen:
    """Where it is shown. `width` in columns is None where nobody watches: a pipe or a file."""

    width: int | None = None
    colour: bool = False


def table_of(rows: Sequence[Told], words: Words, screen: Screen) -> str:
    """The rows as lines of text, each ended by a newline. Areas are named where there are several."""
    areas = len({row.finding.area for row in rows}) > 1
    if screen.width is not None and screen.width < (TABLE_OF_AREAS_FROM if areas else TABLE_FROM):
        return "\n".join(_block(row, screen, areas=areas) for row in rows)
    return _table(rows, words, screen, areas=areas)


def wrapped(words: str, screen: Screen) -> str:
    """Plain text broken at words where it is watched; items of a list are indented."""
    if screen.width is None:
        return words
    lines = (
        textwrap.fill(
            line, screen.width, subsequent_indent="  " if line.startswith("- ") else "", break_long_words=False
        )
        for line in words.splitlines()
    )
    return "\n".join(lines)


def _table(rows: Sequence[Told], words: Words, screen: Screen, *, areas: bool) -> str:
    watched = screen.width is not None
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    why = any(row.why for row in rows)
    columns = ["rank", "value", *(["area"] if areas else []), "line", "now", "then", "change", "q", "flags"]
    columns += ["why"] if why else []
    columns += [] if watched else ["id"]
    for name in columns:
        right = name in {"rank", "value", "now", "then", "change", "q"}
        table.add_column(
            words.headings[name],
            justify="right" if right else "left",
            no_wrap=right or not watched,
            max_width=AREA if watched and name == "area" else None,
            overflow="fold",
        )
    for at, row in enumerate(rows, start=1):
        # Lines of several areas are one list; else each has its place in its area's.
        place = at if areas and row.rank else row.rank
        table.add_row(*(_cell(row, name, place, watched=watched) for name in columns))
    return _printed(table, screen)


def _cell(row: Told, name: str, place: int, *, watched: bool) -> Text:
    if name == "line" and watched:
        # The name by which --explain knows it, under the words.
        return Text.assemble((row.line, "bold"), "\n", (row.finding.id, "dim"))
    cells = {
        "rank": str(place or ""),
        "value": row.value,
        "area": row.area,
        "line": row.line,
        "now": row.now,
        "then": row.then,
        "change": row.change,
        "q": row.q,
        "flags": ", ".join(row.flags),
        "why": row.why,
        "id": row.finding.id,
    }
    return Text(cells[name])


def _block(row: Told, screen: Screen, *, areas: bool) -> str:
    """A line for a narrow screen: what it says, its figures, its id."""
    place = f"{row.rank}. " if row.rank else ""
    told = f"{row.area}. {row.line}" if areas else row.line
    figures = [f"{row.then} → {row.now}" if row.then else row.now, row.change, f"q {row.q}", *row.flags]
    text = Text.assemble(
        (f"{place}{told}", "bold"),
        f"  [{row.value}]\n",
        ", ".join(filter(None, figures)),
        "\n",
        *([row.why, "\n"] if row.why else []),
        (row.finding.id, "dim"),
        "\n",
    )
    return _printed(text, screen)


def _printed(what: Table | Text, screen: Screen) -> str:
    """As the terminal would show it, blanks at the ends of lines left out."""
    console = Console(
        file=io.StringIO(),
        width=screen.width or ENDLESS,
        force_terminal=screen.colour,
        color_system="auto" if screen.colour else None,
        highlight=False,
    )
    with console.capture() as captured:
        console.print(what, end="" if isinstance(what, Text) else "\n")
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())
