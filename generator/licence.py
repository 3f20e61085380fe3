"""What licenses a word of comparison that a template's author wrote. In: handles, and text. Out: the first false word.

A handle answers for the senses that its facts bear out: a change for up, down and same, a record for high and low. The
claim keeps which facts belong to which handle, so that the proof can ask again from the draft alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.comparisons import Change, Rank, Record, Share, ShareChange, Span
from generator.facts import Fact
from generator.language import PREDICATES, senses, uncovered
from generator.storyerror import TemplateError


@dataclass(frozen=True, slots=True)
class Rest:
    """What a licence rests on: `kind` of handle, and its facts."""

    kind: str
    facts: tuple[Fact, ...]


KINDS_OF_HANDLE: Mapping[type, str] = {
    Change: "change",
    ShareChange: "change",
    Span: "span",
    Record: "record",
    Share: "share",
    Rank: "rank",
}

# For each kind of handle, the senses that it may license, each with the test that its facts must pass.
SENSES: Mapping[str, Mapping[str, Callable[..., bool]]] = {
    "change": {
        "up": PREDICATES["rise"],
        "down": PREDICATES["fall"],
        "same": PREDICATES["same"],
        "sharp": PREDICATES["sharp"],
        "compared": PREDICATES["exact"],
    },
    "span": {"up": PREDICATES["rise"], "down": PREDICATES["fall"], "compared": PREDICATES["exact"]},
    "record": {"high": PREDICATES["record_high"], "low": PREDICATES["record_low"]},
    "share": {"only": PREDICATES["below_half"], "high": PREDICATES["most"], "low": PREDICATES["below_half"]},
    "rank": {},
}


def rest(handle: object) -> Rest:
    """The handle as something that a licence can rest on.

    Raises:
        TemplateError: it is no comparison.
    """
    kind = KINDS_OF_HANDLE.get(type(handle))
    if kind is None:
        raise TemplateError("{% resting on %} takes comparisons such as local.cases or nation.record.")
    return Rest(kind, handle.facts)  # type: ignore[attr-defined]  # every type of the table has facts


def unlicensed(text: str, rests: Sequence[Rest]) -> str:
    """The first word of the text that no handle bears out; empty where all are. Figures are never licensed."""
    for hit in (*(one for one in uncovered(text) if one.sense in {"figure", "number", "fold"}), *senses(text)):
        if not any(_bears_out(one, hit.sense) for one in rests):
            return hit.word
    return ""


def _bears_out(one: Rest, sense: str) -> bool:
    test = SENSES[one.kind].get(sense)
    return test is not None and test(*one.facts)


def options_of(rests: Sequence[Rest]) -> dict[str, str]:
    """How the claim's facts fall into handles, to be kept with the claim."""
    return {"rests": ",".join(f"{one.kind}:{len(one.facts)}" for one in rests)}


def rests_of(facts: Sequence[Fact], options: Mapping[str, str]) -> tuple[Rest, ...]:
    """The handles again, from a claim's facts and options. ValueError where they do not fit together."""
    found: list[Rest] = []
    at = 0
    for part in options["rests"].split(","):
        kind, _, count = part.partition(":")
        found.append(Rest(kind, tuple(facts[at : at + int(count)])))
        at += int(count)
    if at != len(facts):
        raise ValueError("the licence names other facts than it rests on")
    return tuple(found)
