"""No figure and no comparison without a claim. In: a draft, or a template's source. Out: an error that names the place.

The source is checked when a story is loaded, with file and line; the draft again when it is written, so that words
which came by another way (a string in an expression, a name) are seen too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import shorten

from jinja2 import Environment

from generator.draft import Box, Draft, Run
from generator.language import Hit, uncovered
from generator.storyerror import TemplateError

SENTENCE_OPENS_WITH_FIGURE = re.compile(r"(?:^|[.!?][”\"’']?\s+)[“\"]?(\d[\w,.%]*)")


def check_source(environment: Environment, name: str, source: str) -> None:
    """Refuse plain words in a template that make a claim, outside {% resting on %}.

    Raises:
        TemplateError: names every such word with its line.
    """
    found = list(_loose_words(environment, source))
    if found:
        first = found[0][0]
        words = ", ".join(repr(hit.word) + (f" (line {line})" if line != first else "") for line, hit in found)
        raise TemplateError(
            f"no claim covers {words}, a figure or comparison. Print it with a filter, or put it inside "
            "{% resting on ... %}.",
            f"{name}, line {first}",
        )


def _loose_words(environment: Environment, source: str) -> Iterator[tuple[int, Hit]]:
    covered, tag_opens = 0, False
    for line, kind, text in environment.lex(source):
        if kind == "block_begin":
            tag_opens = True
        elif tag_opens and kind == "name":
            covered += {"resting": 1, "endresting": -1}.get(text, 0)
            tag_opens = False
        elif kind == "data" and not covered:
            for hit in uncovered(text):
                yield line + text[: hit.start].count("\n"), hit


def check_plain(draft: Draft) -> None:
    """Refuse a draft with plain words that make a claim, or a sentence that opens with a figure.

    Raises:
        TemplateError: names the story, the block and the words.
    """
    for block, runs, spoken in _pieces(draft):
        opens = not spoken and not block.startswith(("headline", "social", "support"))
        check_runs(runs, _where(draft, block, runs), spoken=spoken, opens=opens)


def check_runs(runs: tuple[Run, ...], where: str, *, spoken: bool = False, opens: bool = True) -> None:
    """Refuse a text with plain words that make a claim, unless they are `spoken`.

    If it `opens` sentences, one that opens with a figure is refused too.

    Raises:
        TemplateError: names the place and the words.
    """
    opened = SENTENCE_OPENS_WITH_FIGURE.search("".join(run.text for run in runs)) if opens else None
    if opened:
        figure = opened[1].rstrip(".,")
        raise TemplateError(f"a sentence opens with the figure {figure!r}. Put other words before it.", where)
    for run in runs:
        loose = () if run.claims or spoken else uncovered(run.text)
        if loose:
            said = shorten(run.text, 80, placeholder=" ...")
            raise TemplateError(f"no claim covers {loose[0].word!r}, a figure or comparison, in {said!r}.", where)


def _where(draft: Draft, block: str, runs: tuple[Run, ...]) -> str:
    """The template of a block, and its line as far as the block's first claim tells it."""
    claims = {claim.id: claim for claim in draft.claims}
    first = next((claims[name] for run in runs for name in run.claims if name in claims), None)
    file = "headlines" if block.startswith(("headline", "standfirst", "social")) else "body"
    place = f"{first.template}, line {first.line}" if first else f"stories/{draft.story}/{file}.j2"
    return f"{place}, block {block!r} for {draft.area.slug}"


def _pieces(draft: Draft) -> Iterator[tuple[str, tuple[Run, ...], bool]]:
    for headline in draft.headlines:
        yield f"headline-{headline.limit}", headline.runs, False
    for paragraph in (draft.standfirst, draft.social, *draft.paragraphs):
        yield paragraph.id, paragraph.runs, bool(paragraph.speaker)
    for block in draft.body:
        if isinstance(block, Box):
            for line in (block.title, *block.lines):
                yield block.id, line, False
