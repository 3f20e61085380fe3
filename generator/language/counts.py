"""Words for totals: how many, exactly or rounded, and of what. In: one fact in cases. Out: "4,633 harassment cases".

A total over cells of which some are unknown is a lower bound, and every phrase here then says "at least".
"""

from __future__ import annotations

from generator import reference
from generator.facts import Fact
from generator.language.errors import LanguageError, described
from generator.language.exact import exact, scale_of, unbounded, whole
from generator.language.numbers import decimal, number, rounded_number, rounds
from generator.language.periods import alike
from generator.language.registry import YES_NO, Asked, Option, phrase
from generator.language.style import Style

NOUN = Option(
    "", ("", "cases", "reports"), 'what is counted: cases "harassment cases", reports "reports of harassment"'
)


def noun(fact: Fact, kind: str, amount: int) -> str:
    """What a fact counts, for this many: "harassment case", "reports of stalking".

    Raises:
        LanguageError: the offence has no words in offences.toml.
    """
    offence = reference.offences().get(fact.offence)
    if offence is None:
        raise LanguageError(f"{described(fact)}: offences.toml has no words for {fact.offence!r}. Add a table there.")
    if kind == "reports":
        return offence.report if amount == 1 else offence.reports
    return offence.singular if amount == 1 else offence.plural


def plain(fact: Fact, style: Style, zero: str = "none") -> str:
    """A count as it stands in a sentence: "4,633", "three", "none", "at least 4,633"."""
    amount = whole(fact)
    if not fact.bounded:
        return number(amount, style) if amount else style.line("numbers", zero)
    if not amount:
        raise LanguageError(f"{described(fact)} is at least nothing, which says nothing: leave it out.")
    return style.line("numbers", "at_least").format(n=number(amount, style))


def counted(asked: Asked, kind: str) -> str:
    """A count with what it counts: "one harassment case", "no reports of stalking"."""
    fact = asked.facts[0]
    amount = whole(fact)
    if not amount and not fact.bounded:
        return asked.line("counts", "none", noun=noun(fact, kind, 0))
    return asked.line("counts", "many", n=plain(fact, asked.style), noun=noun(fact, kind, amount))


@phrase(
    "count",
    "a total by itself",
    facts="n",
    zero=Option("none", ("none", "no", "zero"), "what zero is called"),
)
def _count(asked: Asked) -> str:
    return plain(asked.facts[0], asked.style, asked["zero"])


@phrase("cases", "a total of cases, with the offence's words", facts="n")
def _cases(asked: Asked) -> str:
    return counted(asked, "cases")


@phrase("reports", "a total of reports, with the offence's words", facts="n")
def _reports(asked: Asked) -> str:
    return counted(asked, "reports")


@phrase("at_least", "a total of which only a lower bound is known", facts="n", noun=NOUN)
def _at_least(asked: Asked) -> str:
    return counted(asked, asked["noun"]) if asked["noun"] else plain(asked.facts[0], asked.style)


@phrase(
    "rounded",
    "a total of context: from 10,000 to three figures, from a million to one decimal place",
    facts="n",
    noun=NOUN,
    hedge=Option("no", YES_NO, 'yes says which way it was rounded: "almost 271,000", "more than 10,400"'),
)
def _rounded(asked: Asked) -> str:
    fact = asked.facts[0]
    amount = whole(fact)
    if amount < 10_000:
        return counted(asked, asked["noun"]) if asked["noun"] else plain(fact, asked.style)
    settled = fact.bounded and _rounds_alike(fact, asked.style)
    text = rounded_number(amount, asked.style, lower=fact.bounded and not settled)
    if fact.bounded and not settled:
        text = asked.line("numbers", "at_least", n=text)
    elif asked["hedge"] == "yes" and rounds(amount):
        text = asked.line("numbers", "almost" if rounds(amount) > 0 else "more_than", n=text)
    return asked.line("counts", "many", n=text, noun=noun(fact, asked["noun"], amount)) if asked["noun"] else text


def _rounds_alike(fact: Fact, style: Style) -> bool:
    """Whether no plausible value of the missing cells changes the rounded figure.

    The constant of a lower bound is the highest total that is plausible.
    """
    most = int(fact.constants[0]) if fact.constants else 0
    return most >= whole(fact) and rounded_number(most, style) == rounded_number(whole(fact), style)


@phrase("rate", "cases per 1,000 people", facts="rate")
def _rate(asked: Asked) -> str:
    fact = unbounded(asked.facts[0])
    if scale_of(fact) != 1000:
        raise LanguageError(f"{described(fact)} is no rate per 1,000 people but {fact.unit}.")
    return asked.line("counts", "per_people", n=decimal(exact(fact), asked.style))


@phrase("difference", "how many more or fewer than before", facts="now before noise?", noun=NOUN)
def _difference(asked: Asked) -> str:
    now, before = (unbounded(fact) for fact in asked.facts[:2])
    alike(now, before)
    change = whole(now) - whole(before)
    if not change:
        what = noun(now, asked["noun"], 0) if asked["noun"] else ""
        return asked.line("difference", "same_noun", noun=what) if what else asked.line("difference", "same")
    amount = abs(change)
    text = asked.line("difference", "up" if change > 0 else "down", n=number(amount, asked.style))
    if not asked["noun"]:
        return text
    return asked.line("difference", "with_noun", words=text, noun=noun(now, asked["noun"], amount))
