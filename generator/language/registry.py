"""Every kind of phrase, found by its name. A kind is added by one decorated function; it lists itself.

In: a kind, facts, options, a style. Out: words. Checks how it was asked before the phrase is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fetch.errors import nearest
from generator.facts import Fact
from generator.language.errors import LanguageError
from generator.language.numbers import opened, with_articles
from generator.language.style import Style


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a phrase: what it may say (anything where `choices` is empty), what it says by itself, its help."""

    default: str
    choices: tuple[str, ...]
    help: str


# Every phrase can open a sentence.
BEGIN = Option("no", ("yes", "no"), "yes where a sentence begins with it: a capital, and no figure first")
YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a phrase is made from. `options` are complete: each as asked, or its default."""

    facts: tuple[Fact, ...]
    options: Mapping[str, str]
    style: Style

    def __getitem__(self, option: str) -> str:
        return self.options[option]

    def line(self, *path: str, **filled: str) -> str:
        """A pattern out of words.toml with its gaps filled."""
        try:
            return self.style.line(*path).format(**filled)
        except (KeyError, IndexError, ValueError) as error:
            raise LanguageError(
                f"language/words.toml: {'.'.join(path)} has a gap that can't be filled ({error}). "
                f"It may use: {', '.join('{' + name + '}' for name in filled) or 'none'}."
            ) from error


@dataclass(frozen=True, slots=True)
class Phrase:
    """A kind of phrase: its name, what it prints, the facts it takes in order, and its options.

    A fact whose name ends in "?" may be left out; one that ends in "..." stands for one or more.
    """

    name: str
    help: str
    facts: tuple[str, ...]
    options: Mapping[str, Option]
    say: Callable[[Asked], str] = field(repr=False)

    @property
    def fewest(self) -> int:
        return sum(not name.endswith("?") for name in self.facts)

    @property
    def most(self) -> int | None:
        """None where there is no limit."""
        return None if self.facts[-1].endswith("...") else len(self.facts)


KINDS: dict[str, Phrase] = {}


def phrase(
    name: str, help_: str, *, facts: str, **options: Option
) -> Callable[[Callable[[Asked], str]], Callable[[Asked], str]]:
    """Register a function as the phrase `name`. `facts` names what it takes: "now before noise"."""

    def register(say: Callable[[Asked], str]) -> Callable[[Asked], str]:
        KINDS[name] = Phrase(name, help_, tuple(facts.split()), {**options, "begin": BEGIN}, say)
        return say

    return register


def _checked(kind: Phrase, options: Mapping[str, str]) -> dict[str, str]:
    for name, value in options.items():
        option = kind.options.get(name)
        if option is None:
            raise LanguageError(
                f"{kind.name} has no option {name!r}.{nearest(name, kind.options)} Options: {', '.join(kind.options)}."
            )
        if option.choices and value not in option.choices:
            raise LanguageError(f"{kind.name}: {name} can be {' or '.join(option.choices)}, not {value!r}.")
    return {name: options.get(name, option.default) for name, option in kind.options.items()}


def words(kind: str, facts: tuple[Fact, ...], options: Mapping[str, str], style: Style) -> str:
    """The words of a phrase. Pure: the same facts, options and style give the same words.

    Raises:
        LanguageError: no such kind or option, too few or too many facts, a fact that is missing, or figures that this
            phrase cannot truly say.
    """
    found = KINDS.get(kind)
    if found is None:
        raise LanguageError(f"No phrase is called {kind!r}.{nearest(kind, KINDS)} docs/language.md lists them.")
    complete = _checked(found, options)
    if len(facts) < found.fewest or (found.most is not None and len(facts) > found.most):
        raise LanguageError(f"{kind} takes {', '.join(found.facts)}; it was given {len(facts)} facts.")
    text = with_articles(found.say(Asked(facts, complete, style)))
    return opened(text, style) if complete["begin"] == "yes" else text
