"""JSON: the Draft itself. `copydesk schema` prints its schema."""

from __future__ import annotations

from generator.draft import Draft, encode
from generator.export import exporter


@exporter("json", "The draft as one JSON document")
def as_json(draft: Draft) -> bytes:
    """The Draft as indented JSON."""
    return encode(draft)
