"""The table of commands, and the options that every command shares."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copydesk import settings
from copydesk.commands.draft import draft
from copydesk.commands.fetch import fetch
from copydesk.commands.findings import findings
from copydesk.commands.releases import releases
from copydesk.commands.schema import schema
from copydesk.commands.stories import stories
from copydesk.commands.verify import verify

app = typer.Typer(
    name="copydesk",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="From the Home Office's crime tables to draft local news stories whose every figure can be proved.",
    epilog="Start here:  copydesk draft harassment --sample",
)
app.command("fetch")(fetch)
app.command("releases")(releases)
app.command("draft")(draft)
app.command("findings")(findings)
app.command("verify")(verify)
app.command("stories")(stories)
app.command("schema")(schema)


def show_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"copydesk {version('copydesk')}")
        raise typer.Exit


@app.callback()
def shared_options(
    data_dir: Annotated[
        Path | None,
        typer.Option(envvar="COPYDESK_DATA", help="Where releases are kept.", show_default="your data folder"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what is done, step by step.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    settings.remember(data_dir=data_dir, quiet=quiet, verbose=verbose)
