"""`copydesk stories`: the stories that can be written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def stories(
    templates: Annotated[Path | None, typer.Option(metavar="DIR", help="Your own templates, before ours.")] = None,
) -> None:
    """List the stories that can be written.

    Example:  copydesk stories
    """
    from generator.newsroom import template_folders
    from generator.stories import load_story, story_names

    folders = template_folders(templates)
    for name in story_names(folders):
        typer.echo(f"{name:<20}{load_story(name, folders).title}")
