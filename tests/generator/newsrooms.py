"""A newsroom's own templates for tests: a whole story in a few lines, of which a test changes one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.draft import Draft

# Writes the draft of a newsroom's own story; the parts that differ from a plain one are named (see `a_story`).
Write = Callable[..., Draft]

STORY = """\
title = "Harassment, our way"
offence = "harassment"
group = "stalking-and-harassment"
related = []
slug = "ours-{area}-{period}"

[slots.force_reply]
kind = "quote"
required = true
whom = "{{ force.name }} press office"
why = "The force must have its say."
ask = "What is the force doing?"
"""
BODY = """\
{% paragraph "intro" %}
{{ force.name }} dealt with {{ local.cases.now | cases }} in {{ local.cases.now | period }}.
{% endparagraph %}
{% slot "force_reply" %}
"""
HEADLINES = """\
{% headline 65 %}{{ local.cases.now | cases }} in {{ force.place }}{% endheadline %}
{% standfirst %}What the figures say.{% endstandfirst %}
{% social %}Harassment in {{ force.place }}.{% endsocial %}
"""


def a_story(
    folder: Path,
    name: str = "ours",
    *,
    body: str = BODY,
    headlines: str = HEADLINES,
    notes: str = "",
    recipe: str = STORY,
    **macros: str,
) -> Path:
    """Write a templates folder with one story; `macros` by name, such as places="...". Returns the folder."""
    story = folder / "templates" / "stories" / name
    story.mkdir(parents=True)
    (story / "story.toml").write_text(recipe, encoding="utf-8")
    for part, source in (("body", body), ("headlines", headlines), ("notes", notes)):
        (story / f"{part}.j2").write_text(source, encoding="utf-8")
    for macro, source in macros.items():
        path = folder / "templates" / "macros" / f"{macro}.j2"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return folder / "templates"


def paragraph(words: str) -> str:
    """A body with one paragraph, whose words begin on line 2."""
    return f'{{% paragraph "intro" %}}\n{words}\n{{% endparagraph %}}\n'
