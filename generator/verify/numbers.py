"""The verifier's own number reader. In: English newspaper prose. Out: every quantity in it, with its hedge and meaning.

No digit is ever left outside a quantity. What a number counts ("cases") is outside, save where it parts a number from
its pace ("13 cases reported every day") or its whole ("one case in eight"); so is "an average of". Knows no data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from generator.verify.errors import VerifyError
from generator.verify.figures import read_figure
from generator.verify.letters import read_word
from generator.verify.numerals import CHARACTERS, WORDS
from generator.verify.patterns import FRACTIONS, HEDGE_AFTER, MONTHS, MULTIPLES, fold
from generator.verify.quantity import Quantity
from generator.verify.tails import Finding

__all__ = ["Quantity", "quantities"]

_HEDGES: Mapping[str, str] = {words: hedge for hedge, row in WORDS["hedges"].items() for words in row}
_HEDGES_AFTER = tuple(WORDS["hedges_after"])
_HEDGE_ENDS = frozenset(words.rsplit(" ", 1)[-1] for words in _HEDGES)
_LONGEST_HEDGE = max(len(words) for words in _HEDGES) + 2
_MOST_WORDS = max(words.count(" ") for words in _HEDGES) + 1
_UNHEDGED = frozenset(WORDS["hedges_not"]["kinds"])
_NOT_BEFORE_SPANS = frozenset(WORDS["hedges_not"]["not_before_spans"])
_COMPARISONS = frozenset(WORDS["hedges_not"]["comparisons"])


def _leads() -> frozenset[str]:
    """The words that a quantity may begin with."""
    numerals = WORDS["numerals"]
    small = [word for row in ("units", "teens", "tens") for word in numerals[row]]
    return frozenset(
        [
            *small,
            *(f"{word}fold" for word in small),
            *numerals["none"],
            *FRACTIONS,
            *MULTIPLES,
            *WORDS["ordinals"],
            *(words.split()[0] for words in WORDS["vague"]),
            *WORDS["spans_words"]["bare"],
            *WORDS["pace"]["often"],
            *WORDS["ages"]["before"],
            *(month for month in MONTHS),
            "between",
            "a",
            "an",
            "half",
        ]
    )


_LEADS = _leads()
_INSIDE_WORD = re.compile(r"\w'?$")
_TOKEN = re.compile(rf"[a-z]+|\d|[£$€]|{CHARACTERS}|[⁰¹²³⁴-⁹₀-₉]")


def _may_lead(token: re.Match[str]) -> bool:
    return token[0] in _LEADS or not token[0][0].isalpha()


def _names() -> Mapping[str, re.Pattern[str]]:
    """The phrases that are no quantities, by the word in each at which one could begin."""
    by_lead: dict[str, list[str]] = {}
    for phrase in sorted(WORDS["names"]["phrases"], key=len, reverse=True):
        lead = next((token for token in _TOKEN.finditer(phrase) if _may_lead(token)), None)
        if lead is None:
            raise VerifyError(f"numbers.toml, names: no quantity could begin in {phrase!r}. Take it out.")
        before = re.escape(phrase[: lead.start()]).replace(r"\ ", "[ -]")
        after = re.escape(phrase[lead.start() :]).replace(r"\ ", "[ -]")
        behind = rf"(?<=(?<![a-z]){before})" if before else ""
        by_lead.setdefault(lead[0], []).append(f"{behind}{after}(?![a-z\\d])")
    return {lead: re.compile("|".join(phrases)) for lead, phrases in by_lead.items()}


_NAMES = _names()


# Sentences recur: a caveat stands in dozens of drafts.
@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a text, left to right, none overlapping another."""
    folded = fold(text)
    found: list[Quantity] = []
    floor = 0
    for token in _TOKEN.finditer(folded):
        word = token[0]
        if (word not in _LEADS and word[0].isalpha()) or token.start() < floor:
            continue
        one = _read(folded, text, token, floor)
        if one is not None:
            found.append(_hedged(folded, text, one, floor))
            floor = found[-1].end
    return tuple(found)


def _read(folded: str, text: str, lead: re.Match[str], floor: int) -> Finding | None:
    names = _NAMES.get(lead[0])
    name = names.match(folded, lead.start()) if names is not None else None
    if name is not None:
        return Finding("name", name.start(), name.end())
    if lead[0][0].isalpha():
        return read_word(folded, lead.start())
    return read_figure(folded, text, lead.start(), floor)


def _hedged(folded: str, text: str, found: Finding, floor: int) -> Quantity:
    start, end, hedge = found.start, found.end, ""
    if found.kind not in _UNHEDGED:
        hedge, start = _hedge_before(folded, found, floor)
        if not hedge:
            hedge, end = _hedge_after(folded, found)
    return Quantity(
        start, end, text[start:end], found.kind, found.value, found.step, hedge, found.word, found.unit, found.top
    )


def _hedge_before(folded: str, found: Finding, floor: int) -> tuple[str, int]:
    """The hedge whose words stand right before a quantity, and where they begin; the longest wins."""
    start = found.start
    if start == floor or folded[start - 1] not in " -":
        return "", start
    words = folded[max(floor, start - _LONGEST_HEDGE) : start - 1].split(" ")
    if words[-1].lstrip("(\"'“[-") not in _HEDGE_ENDS:
        return "", start
    for number in range(min(_MOST_WORDS, len(words)), 0, -1):
        phrase = " ".join(words[-number:]).lstrip("(\"'“[-")
        hedge = _HEDGES.get(phrase)
        if hedge is not None:
            begins = start - 1 - len(phrase)
            if _is_no_hedge(folded, phrase, begins, found, floor):
                return "", start
            return hedge, begins
    return "", start


def _is_no_hedge(folded: str, phrase: str, begins: int, found: Finding, floor: int) -> bool:
    """Whether the words speak of place in time, compare with what stands before, or are the end of a longer word."""
    if begins > floor and _INSIDE_WORD.search(folded, max(floor, begins - 2), begins):
        return True
    if found.kind == "span" and phrase in _NOT_BEFORE_SPANS:
        return True
    return phrase in _COMPARISONS and floor > 0 and not folded[floor:begins].strip()


def _hedge_after(folded: str, found: Finding) -> tuple[str, int]:
    match = HEDGE_AFTER.match(folded, found.end)
    if match is None or match.lastindex is None:
        return "", found.end
    return _HEDGES_AFTER[match.lastindex - 1], match.end()
