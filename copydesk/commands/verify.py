"""`copydesk verify`: published words read again and held against the release, by a second pair of eyes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from generator.verify.report import Problem
    from generator.verify.session import Outcome


def verify(  # noqa: PLR0917 (each is an option of the command line, given by name)
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Texts, or folders of drafts; - reads standard input.")
    ],
    story: Annotated[str, typer.Option(help="Which story it is, where its place doesn't say.")] = "",
    area: Annotated[str, typer.Option(help="Which force it is about, such as north-wales.")] = "",
    release: Annotated[
        str, typer.Option(help="The release to hold it against.", show_default="the text's own, else latest")
    ] = "",
    sample: Annotated[bool, typer.Option("--sample", help="Hold it against the sample.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print reports for machines.")] = False,
) -> None:
    """Read published words again, and hold every figure and comparison against the release.

    Exit code 1 where there is a problem.

    Example:  copydesk verify output/sample/north-wales/harassment.txt
    """
    from copydesk import settings
    from copydesk.progress import files, steps
    from fetch.release import SAMPLE
    from generator.verify.session import open_releases, verify_texts
    from generator.verify.texts import STANDARD_INPUT, Asked, find_texts

    asked = Asked(story, area, SAMPLE if sample else release)
    pasted = sys.stdin.buffer.read() if STANDARD_INPUT in paths else b""
    texts = tuple(find_texts(paths, asked, pasted))
    if any(text.release == SAMPLE for text in texts):
        from fetch.sample import sample_release

        with files("making the sample") as progress:
            sample_release(settings.data_dir(), progress=progress)
    with files("reading the workbooks again") as reading:
        releases = open_releases({text.release for text in texts}, settings.data_dir(), reading)
    with steps("verifying") as stepping:
        outcome = verify_texts(texts, releases, stepping)
    if as_json:
        sys.stdout.buffer.write(outcome.encoded())
    else:
        _tell(outcome)
    if outcome.problems:
        raise typer.Exit(1)


def _tell(outcome: Outcome) -> None:
    from copydesk import settings

    for problem in outcome.problems:
        typer.echo(_line(problem))
    if settings.said().quiet:
        return
    for report in outcome.reports:
        for told in report.asides if settings.said().verbose else ():
            typer.echo(f"{report.source}: {told}")
        if report.form == "pasted":
            typer.echo(
                f"{report.source} is no draft of copydesk's: its words were held against release {report.release}. "
                "What it should have said, and who wrote it, is not known."
            )
    typer.echo(outcome.summary())


def _line(problem: Problem) -> str:
    where = f"{problem.source}:{problem.line}" if problem.line else problem.source
    sentence = f"\n    {problem.sentence}" if problem.sentence else ""
    return f"{where}: {problem.told}{sentence}"
