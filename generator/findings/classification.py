"""The offences of a release at three levels. In: the release's own labels. Out: nodes, and which codes each adds up.

A code lies in one subgroup and one group: those that the newest rows give it, so that a total means the same in every
year. Knows the vocabulary only to say which node has words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from generator.reference import Offence, offences

CODE, SUBGROUP, GROUP = "code", "subgroup", "group"


@dataclass(frozen=True, slots=True)
class Node:
    """An offence at one level. `id` is the vocabulary's where it has words, else made from the official name.

    `official` is the newest official name, `codes` all that it ever held, `group` the official group that it lies in.
    """

    id: str
    level: str
    official: str
    codes: tuple[str, ...]
    group: str
    subgroup: str = ""

    @property
    def words(self) -> Offence | None:
        """The vocabulary's row, None where nobody has written it yet."""
        return offences().get(self.id)


@dataclass(frozen=True, slots=True)
class Classification:
    """Every node, the most specific first; `parent` is the index of the node above (-1 for a group).

    `members` (nodes by codes) says which codes a node adds up.
    """

    codes: tuple[str, ...]
    nodes: tuple[Node, ...]
    parent: NDArray[np.int64]
    members: NDArray[np.bool_]

    def index(self, offence: str) -> int:
        """The place of a node. KeyError where the release does not hold the offence."""
        for at, node in enumerate(self.nodes):
            if node.id == offence:
                return at
        raise KeyError(offence)

    def above(self, at: int) -> tuple[int, ...]:
        """The nodes that hold this one, the nearest first."""
        chain = []
        while self.parent[at] >= 0:
            at = int(self.parent[at])
            chain.append(at)
        return tuple(chain)


@dataclass(frozen=True, slots=True)
class Label:
    """What the newest rows of a code call it."""

    code: str
    description: str
    subgroup: str
    group: str


def classify(labels: Sequence[Label]) -> Classification:
    """The tree of these codes. A level that adds nothing (one code alone in its subgroup) is left out.

    So homicide, whose subgroup holds one code, is one offence and not two. Letter case of names does not matter.
    """
    codes = tuple(sorted({one.code for one in labels}))
    # Every code, subgroup and group by the codes that it holds: levels that hold the same are one offence.
    levels: dict[tuple[str, ...], list[tuple[str, Label]]] = {}
    for level, named in ((CODE, _code_of), (SUBGROUP, _subgroup_of), (GROUP, _group_of)):
        held: dict[str, list[Label]] = {}
        for one in sorted(labels, key=lambda one: one.code):
            held.setdefault(named(one), []).append(one)
        for members in held.values():
            levels.setdefault(tuple(one.code for one in members), []).append((level, members[-1]))
    nodes = _distinct([_node(held, same) for held, same in levels.items()])
    places = {code: at for at, code in enumerate(codes)}
    made_of = np.zeros((len(nodes), len(codes)), np.bool_)
    for at, node in enumerate(nodes):
        made_of[at, [places[code] for code in node.codes]] = True
    return Classification(codes, nodes, _parents(nodes), made_of)


def _code_of(label: Label) -> str:
    return label.code


def _subgroup_of(label: Label) -> str:
    return f"{label.group}|{label.subgroup}".casefold()


def _group_of(label: Label) -> str:
    return label.group.casefold()


def _node(codes: tuple[str, ...], same: Sequence[tuple[str, Label]]) -> Node:
    """The node of these codes: the most specific of the levels that hold just them, with the words of any."""
    level, label = same[0]
    official = {CODE: label.description, SUBGROUP: label.subgroup, GROUP: label.group}
    words = next((name for one, told in same if (name := _worded(one, told, codes))), "")
    return Node(
        id=words or _slug(f"{level} {label.code if level == CODE else official[level]}"),
        level=level,
        official=official[level],
        codes=codes,
        group=label.group,
        subgroup="" if level == GROUP else label.subgroup,
    )


def _worded(level: str, label: Label, codes: tuple[str, ...]) -> str:
    """The vocabulary's id for this level; empty where it has none."""
    for name, row in offences().items():
        if row.codes:
            if tuple(sorted(row.codes)) == codes:
                return name
        elif level == SUBGROUP and row.subgroup:
            if row.subgroup.casefold() == label.subgroup.casefold():
                return name
        elif level == GROUP and row.group and row.group.casefold() == label.group.casefold():
            return name
    return ""


def _parents(nodes: Sequence[Node]) -> NDArray[np.int64]:
    """For each node the smallest that holds it and more; -1 for none."""
    held = [frozenset(node.codes) for node in nodes]
    parents = []
    for own in held:
        above = [at for at, other in enumerate(held) if own < other]
        parents.append(min(above, key=lambda at: len(held[at]), default=-1))
    return np.array(parents, np.int64)


def _slug(words: str) -> str:
    kept = "".join(letter if letter.isalnum() else "-" for letter in words.casefold())
    return "-".join(part for part in kept.split("-") if part)


def _distinct(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The nodes under ids of their own: of two that would share one, the later gets a number."""
    seen: dict[str, int] = {}
    told = []
    for node in nodes:
        seen[node.id] = seen.get(node.id, 0) + 1
        told.append(node if seen[node.id] == 1 else replace(node, id=f"{node.id}-{seen[node.id]}"))
    return tuple(told)
