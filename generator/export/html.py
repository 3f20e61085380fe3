"""HTML: one page to review the draft on. Every figure shows its working when hovered, focused or tapped."""

from __future__ import annotations

from generator.draft import Draft
from generator.export import exporter
from generator.pages import html_environment, page_text


@exporter("html", "A page to review the draft on")
def as_html(draft: Draft) -> bytes:
    """The draft as a page that needs no server and no network."""
    return page_text(html_environment(), "draft.html.j2", draft)
