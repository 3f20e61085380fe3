"""`copydesk schema`: the JSON Schema of a Draft, for machines that read drafts."""

from __future__ import annotations

import typer


def schema() -> None:
    """Print the JSON Schema of a Draft.

    Example:  copydesk schema
    """
    import json

    from generator.draft import schema as draft_schema

    typer.echo(json.dumps(draft_schema(), indent=2))
