"""`copydesk draft`: a draft story for each police force, proved before it is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fetch.release import Release
    from generator.output import Written
    from generator.proofread import Proofreader

# The force whose draft is shown first where it is among those written: the one that the docs speak of.
SHOWN_FIRST = "north-wales"


def draft(  # noqa: PLR0917 (each is an option of the command line, given by name)
    stories: Annotated[list[str] | None, typer.Argument(metavar="STORY...", help="Which stories to write.")] = None,
    every_story: Annotated[bool, typer.Option("--all", help="Write every story there is.")] = False,
    area: Annotated[list[str] | None, typer.Option(help="Only this force, such as north-wales. Repeatable.")] = None,
    style: Annotated[str, typer.Option(help="The house style.")] = "news",
    formats: Annotated[str, typer.Option(help="What to write, with commas between.")] = "json,md,txt,html",
    sample: Annotated[bool, typer.Option("--sample", help="Use the sample: illustrative figures, no network.")] = False,
    release: Annotated[str, typer.Option(help="The release to write from: a date, or latest.")] = "latest",
    quotes: Annotated[Path | None, typer.Option(metavar="FILE", help="A quote bank (TOML).")] = None,
    templates: Annotated[Path | None, typer.Option(metavar="DIR", help="Your own templates, before ours.")] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the drafts go.")] = Path("output"),
) -> None:
    """Write a draft story for each police force, and prove every figure in it.

    Example:  copydesk draft harassment --sample --area north-wales
    """
    from copydesk.progress import files, steps
    from generator.export import exporters_named
    from generator.findings.kept import findings_for
    from generator.newsroom import draft_batch, find_areas, find_stories, offences_of, read_quotes, template_folders
    from generator.output import write_batch
    from generator.proofread import Proofreader

    names = find_stories(stories or (), templates=templates, every=every_story)
    wanted = exporters_named([name.strip() for name in formats.split(",") if name.strip()])
    areas = find_areas(area or ())
    bank = read_quotes(quotes, templates)
    source = _release(release, sample=sample)
    with steps("finding what is news") as progress:
        found = findings_for(source, template_folders(templates), progress=progress)
    batches = []
    for name in names:
        with steps(f"writing {name}") as progress:
            batches.append(
                draft_batch(
                    source,
                    name,
                    areas,
                    style_name=style,
                    bank=bank,
                    templates=templates,
                    findings=found,
                    progress=progress,
                )
            )
    drafts = [one for batch in batches for one in batch.drafts]
    declined = [one for batch in batches for one in batch.declined]
    offences = offences_of(names, templates)
    with files("reading the workbooks again") as progress:
        reader = Proofreader(source, drafts, offences, lenient=templates is not None, progress=progress)
        written = write_batch(drafts, declined, out, wanted, source.name, check=reader.check)
    _report(written, reader)


def _release(name: str, *, sample: bool) -> Release:
    from copydesk import settings
    from copydesk.progress import files

    if sample:
        from fetch.sample import sample_release

        with files("making the sample") as progress:
            return sample_release(settings.data_dir(), progress=progress)
    from fetch.release import open_release

    return open_release(settings.data_dir(), name)


def _report(written: Written, reader: Proofreader) -> None:
    from copydesk import settings

    if settings.said().quiet:
        return
    for draft in written.drafts[:1]:
        if draft.warning:
            typer.echo(draft.warning)
    for one in written.declined:
        typer.echo(f"No draft for {one.name}: {one.why}")
    for ours, theirs in written.beside:
        typer.echo(f"{ours} was changed since it was written: left alone. The new version is {theirs.name}, beside it.")
    count = len(written.drafts)
    typer.echo(f"{count} draft{'' if count == 1 else 's'} in {written.folder}, every figure proved.")
    if reader.found is not None and reader.found.texts:
        found = reader.found
        typer.echo(
            f"Read again by the verifier: {found.proved:,} statements in {found.texts:,} text"
            f"{'' if found.texts == 1 else 's'}, all borne out by the "
            f"release ({found.seconds:.1f} s)."
        )
        for problem in found.unproved:
            typer.echo(f"{problem.source}: {problem.told} Check it by hand.")
    if written.changed == 0:
        typer.echo("Nothing has changed since they were last written.")
    typer.echo(f"Start here: {written.index}")
    for shown in sorted(written.drafts, key=lambda one: one.area.slug != SHOWN_FIRST)[:1]:
        typer.echo(f"\n{shown.area.name}: {shown.lead}")
