"""No figure and no comparison without a claim. In: a draft, or a template's source. Out: an error that names the place.

The source is checked when a story is loaded, with file and line; the draft again when it is written, so that words
which came by another way (a string in an expression, a name) are seen too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    found = [f"line {line}: {hit.word!r}" for line, hit in _loose_words(environment, source)]
    if found:
        raise TemplateError(
            f"{name}, {'; '.join(found)}: a figure or comparison that no claim covers. Print it with a filter, or put "
            "it inside {% resting on ... %}."
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
        where = f"stories/{draft.story}, block {block!r} for {draft.area.slug}"
        opened = SENTENCE_OPENS_WITH_FIGURE.search("".join(run.text for run in runs))
        if opened and not spoken and not block.startswith(("headline", "social", "support")):
            raise TemplateError(f"{where}: a sentence opens with the figure {opened[1]!r}. Put other words before it.")
        for run in runs:
            loose = () if run.claims or spoken else uncovered(run.text)
            if loose:
                said = run.text.strip()
                raise TemplateError(f"{where}: no claim covers {loose[0].word!r}, a figure or comparison, in {said!r}.")


def _pieces(draft: Draft) -> Iterator[tuple[str, tuple[Run, ...], bool]]:
    for headline in draft.headlines:
        yield f"headline-{headline.limit}", headline.runs, False
    for paragraph in (draft.standfirst, draft.social, *draft.paragraphs):
        yield paragraph.id, paragraph.runs, bool(paragraph.speaker)
    for block in draft.body:
        if isinstance(block, Box):
            for line in (block.title, *block.lines):
                yield block.id, line, False
