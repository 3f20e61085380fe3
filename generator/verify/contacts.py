"""Words that rest on a reference file and not on the tables: helplines, changes in counting, standing sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from generator.verify import reference
from generator.verify.sentences import sentences
from generator.verify.statements import Contact, Counting
from generator.verify.verdict import TRUE, Verdict


@cache
def known_sentences() -> frozenset[str]:
    """Sentences that a reference file holds as they are printed: what changed in counting, what a force covers."""
    rows = [text for one in reference.breaks() for text in (one.copy, one.note)]
    rows += [force.covers for force in reference.forces().values()]
    return frozenset(sentence for text in rows for sentence in sentences(text))


# An address of a site, as copy prints it.
_SITE = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:uk|org|com|net|info|wales|london)\b(?:/\S*)?", re.IGNORECASE)


def judge_sites(passage: str) -> tuple[tuple[re.Match[str], Verdict], ...]:
    """The addresses in a line that names a helpline, with a verdict on each; () where it names none."""
    line = _helpline(passage)
    if line is None:
        return ()
    wrong = Verdict(False, f"the site of {line.name} is {line.site or 'not known'}", line.site)
    return tuple((found, TRUE if found[0].lower() == line.site else wrong) for found in _SITE.finditer(passage))


def _helpline(words: str) -> reference.Helpline | None:
    """The helpline that a line begins with or names."""
    lines = reference.helplines()
    begins = [one for one in lines if words.startswith(f"{one.name}:")]
    named = begins or [one for one in lines if one.name in words]
    return max(named, key=lambda one: len(one.name), default=None)


def _digits(words: str) -> str:
    return "".join(filter(str.isdigit, words))


def judge_contact(statement: Contact) -> Verdict:
    """The number (or the date of the source) of the helpline that the line names; 999 and its like name themselves."""
    line, short = _helpline(statement.named), reference.short_numbers()
    beside = line is None or _digits(line.number) in _digits(statement.named)
    if statement.said.text in short and beside and (line is None or line.number not in short):
        return TRUE
    if line is None:
        return Verdict(None, "no helpline of the reference file is named in this line")
    if statement.said.kind in ("year", "date"):
        told = line.dated if statement.said.kind == "year" else date.fromordinal(int(statement.said.value)).isoformat()
        right = line.dated == told and (statement.said.kind == "date" or line.dated == f"{int(statement.said.value)}")
        return TRUE if right else Verdict(False, f"the source of {line.name} is dated {line.dated}", line.dated)
    if _digits(statement.said.text) == _digits(line.number):
        return TRUE
    return Verdict(False, f"the number of {line.name} is {line.number}", line.number)


def judge_counting(statement: Counting, touching: Sequence[reference.Break]) -> Verdict:
    """Whether counting of the offence changed in that month or year; `touching` are all the changes that touch it."""
    said = statement.said
    if said.kind == "month":
        year, month = divmod(int(said.value), 12)
        true = any((one.start.year, one.start.month) == (year, month + 1) for one in touching)
    else:
        true = any(one.start.year == int(said.value) for one in touching)
    if true:
        return TRUE
    known = ", ".join(f"{one.start:%B %Y}" for one in touching) or "none"
    return Verdict(False, f"no change in counting {statement.offence} is known from then (known: {known})")
