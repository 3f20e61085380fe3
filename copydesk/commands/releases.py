"""`copydesk releases`: the releases on this machine, and what each holds."""

from __future__ import annotations

import typer


def releases() -> None:
    """List the releases on this machine, and what each holds.

    Example:  copydesk releases
    """
    from copydesk import settings
    from fetch.release import list_releases

    there = list_releases(settings.data_dir())
    if not there:
        typer.echo(f"No releases in {settings.data_dir()} yet. Bring one in:  copydesk fetch")
    for release in there:
        manifest = release.manifest
        files = len(manifest.files)
        what = "illustrative figures, not for publication" if manifest.sample else f"published {manifest.published}"
        typer.echo(f"{release.name:<14} {what}, {files} file{'' if files == 1 else 's'}")
        for table in manifest.tables:
            span = f", {table.first} to {table.last}" if table.first else ""
            areas = f", {len(table.areas)} areas, {len(table.codes)} codes" if table.codes else ""
            typer.echo(f"    {table.name:<12} {table.rows:>10,} rows{span}{areas}")
