"""The sandbox that story templates run in. In: template folders. Out: an environment that prints no bare number.

Templates see facts without their values: they can choose and place them, never compute with them or print around them.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, FileSystemLoader, StrictUndefined, Undefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.compiled import compiled_templates
from generator.desk import Desk, story_filters, story_tests
from generator.facts import Fact
from generator.storyerror import TemplateError
from generator.tags import StoryTags

# A draft renders in a few milliseconds; a template that takes this long is caught in a loop.
SECONDS_FOR_A_PAGE = 10.0


class StorySandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with arithmetic and the insides of facts shut off."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})
    intercepted_unops = frozenset({"+", "-"})

    def add_sources(self, sources: Mapping[str, str]) -> None:
        """Let templates be found that stand in no file of their own, by name."""
        assert isinstance(self.loader, ChoiceLoader)  # noqa: S101 (`story_sandbox` made it)
        self.loader.loaders = [*self.loader.loaders, DictLoader(sources)]

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002 (Jinja's signature)
        """Refuse arithmetic: a figure worked out in a template could not be proved."""
        raise SecurityError(f"there is no arithmetic in templates (here: {operator})")

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:  # noqa: ARG002 (Jinja's signature)
        """Refuse signs before values, for the same reason."""
        raise SecurityError(f"there is no arithmetic in templates (here: {operator})")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Nothing inside a fact or the writer's desk, and nothing private."""
        return not isinstance(obj, Fact | Desk) and super().is_safe_attribute(obj, attr, value)


def no_bare_number(value: object) -> object:
    """What `{{ }}` may print: words, or a phrase that a filter made."""
    if isinstance(value, Undefined) and not isinstance(value, StrictUndefined):
        raise TemplateError("an {{ ... if ... }} without an else prints nothing here: write the else.")
    if isinstance(value, str | Undefined):
        return value
    what = "nothing" if value is None else "a bare number" if isinstance(value, int | float) else "a fact or a handle"
    raise TemplateError(
        f"this would print {what}: put a filter behind it, such as {{{{ cases.now | count }}}}, so that it is proved."
    )


def story_sandbox(folders: Sequence[Path]) -> StorySandbox:
    """The environment over template folders; an earlier folder overrides a later one."""
    loader: BaseLoader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    sandbox = StorySandbox(
        loader=loader,
        extensions=[StoryTags],
        undefined=StrictUndefined,
        finalize=no_bare_number,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # stories are plain text; each export escapes for its own format
        auto_reload=False,
        bytecode_cache=compiled_templates(),
    )
    sandbox.globals.clear()
    sandbox.filters = {
        **{name: _words_only(sandbox.filters[name]) for name in ("upper", "lower")},
        **{name: sandbox.filters[name] for name in ("first", "last", "list")},
        "join": _join,
    }
    sandbox.filters.update(story_filters())
    sandbox.tests.update(story_tests())
    return sandbox


def _words_only(change: Callable[[str], str]) -> Callable[[object], str]:
    """A filter that changes words, for words alone: it must not turn a number into some."""
    return lambda value: change(str(no_bare_number(value)))


def _join(parts: Iterable[object], between: str = "") -> str:
    """Words in a row."""
    return between.join(str(no_bare_number(part)) for part in parts)


@contextmanager
def bounded_time(seconds: float = SECONDS_FOR_A_PAGE) -> Iterator[None]:
    """Stop a template that never ends. Where the platform has no timer (or off the main thread) it does nothing.

    Raises:
        TemplateError: when the time is up.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TemplateError(f"the template ran for more than {seconds:g} seconds. Look for a loop that never ends.")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
