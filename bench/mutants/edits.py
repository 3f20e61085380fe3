"""What an operator gives: one thing changed in one passage, and what is needed to say whether it is still true.

Operators are pure: a site, the writer's desk and a source of chance in, edits out. `@mutates` puts each on the list.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bench.mutants.desk import Desk, Move
from bench.mutants.sites import Site

Operator = Callable[[Site, Desk, random.Random], Iterator["Edit"]]
Rule = Callable[[Site, "Edit", Desk], bool]


@dataclass(frozen=True, slots=True)
class Edit:
    """`new` in place of text[start:end] of the site's passage.

    `move` says what the words now speak of: another force, year, offence or outcome, and `only_then` that it is only
    what the figure is compared with. `whole_sentence`: the phrases beside the site are moved along.
    """

    start: int
    end: int
    new: str
    move: Move | None = None
    only_then: bool = False
    whole_sentence: bool = False

    def applied(self, text: str) -> str:
        """The passage with the change made."""
        return text[: self.start] + self.new + text[self.end :]

    def marked(self, text: str) -> str:
        """The passage with the change shown: [old -> new]."""
        old = text[self.start : self.end]
        return f"{text[: self.start]}[{old} -> {self.new}]{text[self.end :]}"

    def words_of(self, site: Site) -> str:
        """The words of a site after the change; its own where the change lies elsewhere in the passage."""
        if not (site.start <= self.start and self.end <= site.end):
            return site.words
        at = self.start - site.start
        return site.words[:at] + self.new + site.words[at + self.end - self.start :]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mutant: its name, its operator, and the rules by which one of its edits is set aside as still true.

    `weight` is how many are judged of a draft beside other kinds: more of what few drafts print, fewer of what is the
    same in all of them.
    """

    name: str
    operator: Operator
    rules: tuple[Rule, ...]
    weight: float = 1


KINDS: dict[str, Kind] = {}


def mutates(name: str, *rules: Rule, weight: float = 1) -> Callable[[Operator], Operator]:
    """Register an operator as the kind `name`."""

    def register(operator: Operator) -> Operator:
        KINDS[name] = Kind(name, operator, rules, weight)
        return operator

    return register


@cache
def swaps(table: str) -> Mapping[str, Any]:
    """A table of words.toml."""
    found: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))[table]
    return found


def like(new: str, old: str) -> str:
    """The new words with a capital where the old ones had one."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def put(site: Site, start: int, end: int, new: str, **about: Any) -> Edit:
    """An edit within the site: `start` and `end` count from the site's first letter."""
    old = site.words[start:end]
    return Edit(site.start + start, site.start + end, like(new, old), **about)
