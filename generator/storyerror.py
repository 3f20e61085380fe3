"""Errors for people who write templates: the file, the line, and what is wrong in a journalist's words."""

from __future__ import annotations

import traceback

import jinja2

from fetch.errors import CopydeskError


class TemplateError(CopydeskError):
    """A story template has a mistake in it."""


# What a template can make Python raise. Anything else is our own mistake and must not pass for the template's.
RAISED_BY_TEMPLATES = (
    jinja2.TemplateError,
    CopydeskError,
    TypeError,
    ValueError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
)


def told(error: BaseException, name: str) -> TemplateError:
    """The error as one sentence that names the template and the line where it happened."""
    if isinstance(error, TemplateError):
        return error
    if isinstance(error, jinja2.TemplateSyntaxError):
        return TemplateError(f"{error.name or name}, line {error.lineno}: {error.message}.")
    if isinstance(error, jinja2.TemplateNotFound):
        return TemplateError(f"{name}: there is no template {error.name!r} beside the stories.")
    return TemplateError(f"{_place(error, name)}: {_plainly(error)}")


def _place(error: BaseException, name: str) -> str:
    """The innermost template line that the error passed through: Jinja puts template names and lines in tracebacks."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith((".j2", ".toml")) or frame.filename == name:
            parts = frame.filename.replace("\\", "/").split("/")
            return f"{'/'.join(parts[-3:])}, line {frame.lineno}"
    return name


def _plainly(error: BaseException) -> str:
    if isinstance(error, jinja2.UndefinedError):
        return f"{error.message}. Check the spelling, or the docs for what a story can use."
    if isinstance(error, jinja2.exceptions.SecurityError):
        return f"{error} Templates choose and place facts; they don't work with their values."
    if isinstance(error, CopydeskError):
        return str(error)
    return f"this can't be worked out ({error})."
