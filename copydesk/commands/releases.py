"""`copydesk releases`: the releases on this machine, and what each holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from fetch.release import Release, TableEntry

_HEADINGS = ("release", "table", "files", "rows", "from", "to", "areas", "codes")
_FIGURES = {"files", "rows", "areas", "codes"}
_QUARTERS = ("Jan-Mar", "Apr-Jun", "Jul-Sep", "Oct-Dec")
_SAMPLE = "The sample's figures are illustrative: they are for trying copydesk out, never for publication."


def releases() -> None:
    """List the releases on this machine, and what each holds.

    Example:  copydesk releases
    """
    from copydesk import settings
    from fetch.release import list_releases

    there = list_releases(settings.data_dir())
    if not there:
        typer.echo(
            f"No releases in {settings.data_dir()} yet. Bring one in:  copydesk fetch\n"
            "Or try copydesk out without one:  copydesk draft harassment --sample"
        )
        return
    for line in _aligned([_HEADINGS, *(row for release in there for row in _rows(release))]):
        typer.echo(line)
    if any(release.manifest.sample for release in there):
        typer.echo(f"\n{_SAMPLE}")


def _rows(release: Release) -> Iterator[tuple[str, ...]]:
    """A row for each table; the release is named in the first."""
    for number, table in enumerate(release.manifest.tables):
        files = sum(file.table == table.name for file in release.manifest.files)
        yield (release.name if number == 0 else "", *_cells(table, files))


def _cells(table: TableEntry, files: int) -> tuple[str, ...]:
    return (
        table.name,
        f"{files}",
        f"{table.rows:,}",
        _quarter(table.first),
        _quarter(table.last),
        f"{len(table.areas)}" if table.areas else "",
        f"{len(table.codes)}" if table.codes else "",
    )


def _quarter(first_day: str) -> str:
    """A quarter by its first day, for people: "Apr-Jun 2002"; nothing for a table without quarters."""
    if not first_day:
        return ""
    year, month, _ = first_day.split("-")
    return f"{_QUARTERS[(int(month) - 1) // 3]} {year}"


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows as lines: words to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if heading in _FIGURES else cell.ljust(width)
            for cell, width, heading in zip(row, widths, _HEADINGS, strict=True)
        ]
        yield "  ".join(cells).rstrip()
