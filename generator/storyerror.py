"""Errors for people who write templates: the file, the line, and what is wrong in a journalist's words."""

from __future__ import annotations

import re
import traceback

import jinja2

from fetch.errors import CopydeskError, nearest
from generator.language import KINDS, PREDICATES


class TemplateError(CopydeskError):
    """A story template has a mistake in it.

    `where` is the template and the line; raised without it while a page is set, the error gets it from `told`.
    """

    def __init__(self, words: str, where: str = "") -> None:
        super().__init__(f"{where}: {words}" if where else words)
        self.where = where


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

# What the engine says, and how a journalist is told. The groups of the pattern fill the words.
PLAIN_WORDS = (
    (r"Encountered unknown tag '(end\w+|else|elif|option)'.*innermost block that needs to be closed is '(\w+)'.*",
     "{{% {0} %}} comes before the end of {{% {1} %}}"),
    (r"Encountered unknown tag '(\w+)'.*", "there is no tag {{% {0} %}}"),
    (r"Unexpected end of template.*innermost block that needs to be closed is '(\w+)'.*",
     "the file ends before {{% end{0} %}}"),
    (r"Unexpected end of template.*", "the file ends in the middle of a tag"),
    (r"Expected an expression, got .*", "something is missing before the end of this tag"),
    (r"(?:expected token .*, got|unexpected) (.+)", "{0} is not expected here: a sign is missing or too many"),
    (r"the template '(.+)' \(imported .*\) does not export the requested name '(\w+)'", "{0} has no macro {1!r}"),
    (r"'(\w+)' is undefined", "nothing is called {0!r} here: check the spelling"),
    (r".* has no (?:attribute|element) '?(\w+)'?", "nothing is called {0!r} there: check the spelling"),
    (r"access to attribute '(\w+)' .*", "{0!r} is shut off: templates choose and place facts, and see no values"),
)  # fmt: skip
NO_SUCH = re.compile(r"No (filter|test) named '(\w+)'")


def told(error: BaseException, name: str) -> TemplateError:
    """The error as one sentence that names the template and the line where it happened."""
    if isinstance(error, TemplateError) and error.where:
        return error
    if isinstance(error, jinja2.TemplateSyntaxError):
        return TemplateError(_plainly(error), f"{error.name or name}, line {error.lineno}")
    return TemplateError(_plainly(error), _place(error, name))


def _place(error: BaseException, name: str) -> str:
    """The innermost template line that the error passed through: Jinja puts template names and lines in tracebacks."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith((".j2", ".toml")) or frame.filename == name:
            parts = frame.filename.replace("\\", "/").split("/")
            return f"{'/'.join(parts[-3:])}, line {frame.lineno}"
    return name


def _plainly(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "a macro or an include calls itself without end."
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no template {error.name!r} beside the stories."
    if isinstance(error, jinja2.TemplateError):
        return _of_the_engine((error.message or "").rstrip("."))
    if isinstance(error, CopydeskError):
        return str(error)
    return f"this can't be worked out ({error})."


def _of_the_engine(message: str) -> str:
    """One of the engine's messages in plain words; as it stands where it is none of those we know."""
    unknown = NO_SUCH.match(message)
    if unknown:
        kind, name = unknown[1], unknown[2]
        hint = nearest(name, KINDS if kind == "filter" else PREDICATES)
        return f"there is no {kind} {name!r}.{hint}"
    for pattern, words in PLAIN_WORDS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return words.format(*found.groups()) + "."
    return f"{message}."
