"""`copydesk findings`: what is news for each force in a release, and what is only noise."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fetch.release import Release
    from generator.findings.show.asked import Asked
    from generator.findings.show.survey import Survey
    from generator.findings.show.terminal import Screen

# How many lines are shown in the terminal where no area is named.
BEST = 20
# As wide as a line taken apart is at most: longer lines are hard to read.
WIDTH = 92
FORMATS = ("table", "csv", "json", "html")


def findings(  # noqa: PLR0917 (each is an option of the command line, given by name)
    area: Annotated[
        list[str] | None, typer.Option(help="Only this force or region, such as north-wales. Repeatable.")
    ] = None,
    offence: Annotated[
        list[str] | None, typer.Option(help="Only this offence, such as harassment. Repeatable.")
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only this kind, such as record. Repeatable.")] = None,
    min_value: Annotated[float, typer.Option(min=0, max=100, help="Only lines of at least this news value.")] = 0.0,
    top: Annotated[
        int | None,
        typer.Option(
            min=1, help="So many lines at most; of each list, with --area.", show_default=f"{BEST} in a table"
        ),
    ] = None,
    form: Annotated[str, typer.Option("--format", help="table, csv, json or html (a page with charts).")] = "table",
    rejected: Annotated[bool, typer.Option("--rejected", help="What is not told, and why.")] = False,
    explain: Annotated[str, typer.Option(metavar="ID", help="Take one line apart: how its value adds up.")] = "",
    sample: Annotated[bool, typer.Option("--sample", help="Use the sample: illustrative figures, no network.")] = False,
    release: Annotated[str, typer.Option(help="The release to look at: a date, or latest.")] = "latest",
    templates: Annotated[Path | None, typer.Option(metavar="DIR", help="Your own templates, before ours.")] = None,
    populations: Annotated[Path | None, typer.Option(metavar="FILE", help="Your own populations (CSV).")] = None,
    families: Annotated[Path | None, typer.Option(metavar="FILE", help="Your own force families (TOML).")] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write findings.csv and the page there.", show_default="output with --format html"
        ),
    ] = None,
) -> None:
    """Show what is news for each force in a release, the most worth first, and check what to ask the force.

    Example:  copydesk findings --sample --area north-wales
    """
    from copydesk.progress import steps
    from generator.findings.show.asked import asked_for, known_areas
    from generator.findings.show.survey import known_format, survey

    shape = known_format(form, FORMATS)
    if (explain and shape != "table") or (rejected and shape == "html"):
        raise typer.BadParameter(f"{'--explain' if explain else '--rejected'} and --format {shape} don't go together.")
    known_areas(area or ())
    source = _release(release, sample=sample)
    with steps("finding what is news") as progress:
        look = survey(source, templates=templates, populations=populations, families=families, progress=progress)
    asked = asked_for(
        look.found,
        look.words,
        areas=area or (),
        offences=offence or (),
        kind_names=kind or (),
        least=min_value,
        top=top or (None if area or shape != "table" else BEST),
    )
    if explain:
        _explain(look, explain)
        return
    page = _write(look, out or Path("output")) if out is not None or shape == "html" else None
    if shape in {"csv", "json"}:
        sys.stdout.buffer.write(_document(look, asked, shape, rejected=rejected))
    elif shape == "table":
        _print_table(look, asked, page, rejected=rejected)
    else:
        _print_page(look, page)


def _release(name: str, *, sample: bool) -> Release:
    from copydesk import settings
    from copydesk.progress import files

    if sample:
        from fetch.sample import sample_release

        with files("making the sample") as progress:
            return sample_release(settings.data_dir(), progress=progress)
    from fetch.release import open_release

    return open_release(settings.data_dir(), name)


def _screen() -> Screen:
    """The terminal; one without a width where nobody watches."""
    import shutil

    from generator.findings.show.terminal import Screen

    watched = sys.stdout.isatty()
    return Screen(shutil.get_terminal_size().columns, colour=True) if watched else Screen()


def _explain(look: Survey, identity: str) -> None:
    from generator.findings.show.asked import find_named
    from generator.findings.show.explain import explain

    (row,) = look.rows_in_copy([find_named(look.found, identity)])
    _warn(look)
    typer.echo(explain(row, look.teller, look.settings, width=min(_screen().width or WIDTH, WIDTH)), nl=False)


def _document(look: Survey, asked: Asked, shape: str, *, rejected: bool) -> bytes:
    """The findings for machines."""
    from copydesk.progress import steps
    from generator.findings.show.document import findings_json
    from generator.findings.show.table_csv import findings_csv

    with steps("writing the sentences"):
        rows = look.rows_in_copy(asked.lines(look.found))
    left = asked.rejected(look.found) if rejected else ()
    if shape == "json":
        told = left if rejected else None
        return findings_json(rows, look.teller, asked.warnings(look.found), warning=look.warning, rejected=told)
    every = (*rows, *look.rows(one.finding for one in left))
    return findings_csv(every, look.teller, warning=look.warning, rejected=left)


def _print_table(look: Survey, asked: Asked, page: Path | None, *, rejected: bool) -> None:
    from generator.findings.show.explain import foot
    from generator.findings.show.terminal import table_of

    if rejected:
        rows = look.rows(one.finding for one in asked.rejected(look.found))
    else:
        rows = look.rows(asked.lines(look.found))
    _warn(look)
    typer.echo(table_of(rows, look.words, _screen()) if rows else f"{look.words.none}\n", nl=False)
    _say(foot(look.teller, asked.warnings(look.found), rows, page=str(page or ""), rejected=rejected))


def _write(look: Survey, out: Path) -> Path:
    """Write the table and the page of the whole release; where the page is."""
    from copydesk.progress import steps
    from generator.findings.show.tree import findings_files
    from generator.output import FINDINGS, write_files

    folder = out / look.release.name
    with steps("drawing the page") as progress:
        files = findings_files(look, folder, progress)
    _, beside = write_files(files, out, look.release.name)
    for ours, theirs in beside:
        _say(f"{ours} was changed since it was written: left alone. The new version is {theirs.name}, beside it.")
    return dict(beside).get(folder / FINDINGS, folder / FINDINGS)


def _print_page(look: Survey, page: Path | None) -> None:
    _warn(look)
    _say(f"{len(look.found.lines):,} lines with their charts: {page}")


def _warn(look: Survey) -> None:
    """What stands above everything made from the sample, told to quiet users too."""
    from generator.findings.show.terminal import wrapped

    if look.warning:
        typer.echo(f"{wrapped(look.warning, _screen())}\n")


def _say(words: str) -> None:
    from copydesk import settings
    from generator.findings.show.terminal import wrapped

    if not settings.said().quiet:
        typer.echo(wrapped(words.rstrip("\n"), _screen()))
