"""What a person who writes templates is told when a phrase cannot be printed."""

from __future__ import annotations

from fetch.errors import CopydeskError
from generator.facts import Fact


class LanguageError(CopydeskError):
    """A phrase that its facts cannot bear, or that was asked for wrongly: what, which fact, what to do."""


def described(fact: Fact) -> str:
    """A fact as its author would point at it: measure, offence, area and period."""
    return f"{fact.measure} ({fact.offence}, {fact.area}, {fact.period})"
