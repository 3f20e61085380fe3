"""The templates of findings: text and HTML, rendered as the pages around drafts are. In: a template's name."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from generator.pages import html_environment, text_environment
from generator.stories import TEMPLATES


@cache
def findings_text() -> Environment:
    """For what is printed in the terminal."""
    return text_environment().overlay(loader=FileSystemLoader(TEMPLATES / "findings"))


@cache
def findings_html() -> Environment:
    """For the page: everything is escaped; it shares its colours and its policy with the pages of drafts."""
    return html_environment().overlay(loader=FileSystemLoader([TEMPLATES / "findings", TEMPLATES / "export"]))


def inline(name: str) -> Markup:
    """A style or script of ours, to stand in the page. It holds nothing of the findings."""
    return Markup(findings_html().get_template(name).render())  # noqa: S704 (our own file)
