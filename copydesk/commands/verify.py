"""`copydesk verify`: published words read again and held against the release, by a second pair of eyes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.verify.report import Problem
    from generator.verify.session import Outcome


def verify(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Texts, or folders of drafts; - reads standard input.")
    ],
    story: Annotated[str, typer.Option(help="Which story it is, where its place doesn't say.")] = "",
    area: Annotated[str, typer.Option(help="Which force it is about, such as north-wales.")] = "",
    release: Annotated[
        str, typer.Option(help="The release to hold it against; the text's own where it names one.")
    ] = "",
    sample: Annotated[bool, typer.Option("--sample", help="Hold it against the sample.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Reports for machines.")] = False,
) -> None:
    """Read published words again, and check every figure and comparison against the release.

    Example:  copydesk verify output/sample/north-wales/harassment.txt
    """
    from copydesk import settings
    from copydesk.progress import files, steps
    from generator.verify.session import verify_texts
    from generator.verify.texts import STANDARD_INPUT, Asked, find_texts

    asked = Asked(story, area, "sample" if sample else release)
    pasted = sys.stdin.buffer.read().decode("utf-8", errors="replace") if STANDARD_INPUT in paths else ""
    texts = tuple(find_texts(paths, asked, pasted))
    if any(text.release in ("", "sample") for text in texts):
        _have_sample(texts)
    with files("reading the workbooks again") as reading, steps("verifying") as progress:
        outcome = verify_texts(texts, settings.data_dir(), reading=reading, progress=progress)
    if as_json:
        sys.stdout.buffer.write(outcome.encoded())
    else:
        _tell(outcome)
    if outcome.problems:
        raise typer.Exit(1)


def _have_sample(texts: Sequence[object]) -> None:
    """The sample is made where a text rests on it and it is not there yet."""
    from copydesk import settings
    from copydesk.progress import files
    from fetch.sample import sample_release

    if any(getattr(text, "release", "") == "sample" for text in texts):
        with files("making the sample") as progress:
            sample_release(settings.data_dir(), progress=progress)


def _tell(outcome: Outcome) -> None:
    from copydesk import settings

    for problem in outcome.problems:
        typer.echo(_line(problem))
    if settings.said().quiet:
        return
    for report in outcome.reports:
        for one in report.quoted if settings.said().verbose else ():
            typer.echo(f"{report.source}: in a quote, the speaker's: {one}")
        for note in report.notes if settings.said().verbose else ():
            typer.echo(f"{report.source}: {note}")
        if report.form == "pasted":
            typer.echo(
                f"{report.source} is no draft of ours: its words are held against release {report.release}, and nothing else is known of it."
            )
    typer.echo(outcome.summary())


def _line(problem: Problem) -> str:
    where = f"{Path(problem.source)}:{problem.line}" if problem.line else problem.source
    sentence = f"\n    {problem.sentence}" if problem.sentence else ""
    return f"{where}: {problem.told}{sentence}"
