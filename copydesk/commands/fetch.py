"""`copydesk fetch`: brings an official release in, from GOV.UK or from workbooks on disk."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fetch.bring import Plan
    from fetch.download import Patience
    from fetch.release import Built

# How many seconds a silent server is waited for; every other wait grows or shrinks with it.
PATIENCE = "COPYDESK_PATIENCE"


def fetch(
    release: Annotated[str, typer.Option(help="The release that is expected: a date, or latest.")] = "latest",
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="Read workbooks that are on disk instead.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    tables: Annotated[str, typer.Option(help="Which tables, with commas between.", show_default="those needed")] = "",
) -> None:
    """Bring in the latest official release, checked cell by cell.

    Example:  copydesk fetch --dry-run
    """
    from fetch.bring import table_names

    wanted = table_names(tables)
    if folder is not None:
        _from_folder(folder, wanted, release, dry_run=dry_run)
    elif dry_run:
        _plan(wanted, release)
    else:
        _bring(wanted, release)


def _plan(tables: tuple[str, ...] | None, release: str) -> None:
    from copydesk import settings
    from fetch.bring import plan_fetch
    from fetch.download import Downloader
    from fetch.govuk import site

    where = site()
    _show(plan_fetch(settings.data_dir(), where, Downloader(where, _patience()), tables, release))


def _bring(tables: tuple[str, ...] | None, release: str) -> None:
    from copydesk import settings
    from copydesk.progress import fetching
    from fetch.bring import bring_in
    from fetch.govuk import site

    try:
        with fetching() as watch:
            brought = bring_in(
                settings.data_dir(),
                site(),
                tables=tables,
                release=release,
                patience=_patience(),
                planned=lambda plan: watch.total(plan.bytes) if watch.total else None,
                downloading=watch.downloading,
                reading=watch.reading,
            )
    except KeyboardInterrupt:
        typer.echo("copydesk: stopped. What has come is kept: the next copydesk fetch goes on from there.", err=True)
        raise typer.Exit(130) from None
    _say(f"{_files(brought.downloaded)} downloaded, {_are(brought.here)} here already.")
    _say_unknown(brought.left)
    for notice in brought.notices:
        _say(notice)
    _report(brought.built)


def _patience() -> Patience:
    """As patient as usual, or as `COPYDESK_PATIENCE` says."""
    from dataclasses import replace

    from fetch.download import Patience
    from fetch.errors import DownloadError

    usual, said = Patience(), os.environ.get(PATIENCE, "").strip()
    if not said:
        return usual
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise DownloadError(f"{PATIENCE} is {said!r}: give the seconds that a silent server is waited for, such as 60.")
    scale = seconds / usual.read
    return replace(
        usual,
        first=usual.first * scale,
        longest=usual.longest * scale,
        connect=usual.connect * scale,
        read=seconds,
    )


def _from_folder(folder: Path, tables: tuple[str, ...] | None, release: str, *, dry_run: bool) -> None:
    from datetime import date

    from copydesk import settings
    from copydesk.progress import files
    from fetch.errors import UnknownNameError
    from fetch.folder import published_on, survey_folder
    from fetch.release import build_release

    survey = survey_folder(folder, tables)
    for name, why in survey.left:
        _say(f"left aside: {name} ({why})")
    try:
        published = published_on(survey.files) if release == "latest" else date.fromisoformat(release)
    except ValueError as error:
        raise UnknownNameError(f"--release {release!r} is no date. Write it like 2026-07-23.") from error
    if dry_run:
        for one in survey.files:
            _say(f"{one.table:<12} {one.path.stat().st_size / 1e6:8,.1f} MB  {one.filename}")
        _say(f"Would be read as the release of {published}.")
        return
    with files("reading") as progress:
        _report(build_release(settings.data_dir(), survey.files, published, progress=progress))


def _show(plan: Plan) -> None:
    from fetch.bring import elsewhere, plan_rows

    for table, name, size, here in plan_rows(plan):
        much = f"{size / 1e6:,.1f} MB" if size else "size not told"
        _say(f"{table:<12}  {much:>13}  {name}{'  (here: will only be asked whether it has changed)' if here else ''}")
    for name, url in elsewhere(plan):
        _say(f"{name} is no file of the page: it comes from {url}")
    for title, why in plan.left:
        _say(f"left aside: {title} ({why})")
    for notice in plan.notices:
        _say(notice)
    count = len(plan.to_download)
    _say(f"Release of {plan.published}: {_files(count)}, {plan.bytes / 1e6:,.1f} MB to download; nothing was changed.")


def _say_unknown(left: Collection[tuple[str, str]]) -> None:
    """Titles on the page that nobody has seen before: a new table, or an old one under another name."""
    from fetch.tables import never_taken

    unknown = [title for title, _ in left if not never_taken(title)]
    if unknown:
        _say(f"Left on the page, since copydesk does not know what they are: {'; '.join(unknown)}.")


def _files(count: int) -> str:
    return f"{count or 'No'} file{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return f"{count} {'was' if count == 1 else 'were'}"


def _report(built: Built) -> None:
    name, tables = built.release.name, built.release.manifest.tables
    if not built.new:
        _say(f"Nothing has changed: the release {name} is here already.")
        return
    held = ", ".join(f"{table.rows:,} {'row' if table.rows == 1 else 'rows'} of {table.name}" for table in tables)
    _say(f"Release {name}: {held}.")
    _say("Next:  copydesk draft harassment")


def _say(words: str) -> None:
    from copydesk import settings

    if not settings.said().quiet:
        typer.echo(words)
