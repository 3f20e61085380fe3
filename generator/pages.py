"""Pages around drafts: the environments that export templates are rendered in. In: a template's name. Out: bytes.

These templates are ours and trusted; what they print is not, so HTML is escaped, always.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.compiled import compiled_templates
from generator.draft import Draft
from generator.stories import TEMPLATES
from generator.working import Working, working


def _environment(*, autoescape: bool) -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "export"),
        undefined=StrictUndefined,
        autoescape=autoescape,  # noqa: S701 (on wherever the page is HTML)
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=compiled_templates(),
    )


def text_environment(**filters: Callable[..., str]) -> Environment:
    """For plain text and Markdown; each format brings the filters that its words need."""
    environment = _environment(autoescape=False)
    environment.filters.update(filters)
    return environment


@cache
def html_environment() -> Environment:
    """For HTML: everything is escaped. `hashed` gives the hash of an inline script or style for the page's policy."""
    environment = _environment(autoescape=True)
    environment.filters["hashed"] = content_hash
    # Our own files, with nothing of the draft's in them.
    environment.globals["inline"] = lambda name: Markup(environment.get_template(name).render())  # noqa: S704
    return environment


def content_hash(words: str) -> str:
    """An inline script's or style's hash, as a Content-Security-Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(words.encode()).digest()).decode()


def page_text(environment: Environment, name: str, draft: Draft) -> bytes:
    """A page of one draft, its lines ended alike."""
    text = environment.get_template(name).render(draft=draft, working=_working_of(draft))
    return (text.rstrip("\n") + "\n").encode()


# The formats of one draft are made one after another, and each shows the same working.
_latest: list[Working] = []


def _working_of(draft: Draft) -> Working:
    if not _latest or _latest[0].draft is not draft:
        _latest[:] = [working(draft)]
    return _latest[0]
