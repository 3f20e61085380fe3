"""Figures of findings as tables print them. In: numbers and units. Out: words. What is missing stays empty."""

from __future__ import annotations

from generator.findings.show.words import Words, said

# Below this a count is told as it is, with no percentage (COPY, section 2).
SMALL = 20
# From so many times as many on, a change is told as a multiple.
MULTIPLE = 2.25
# The smallest p or q that is printed as a number.
LEAST_Q = 0.001
CASES, PER_CENT = "cases", "per cent"


def figure(value: float | None, unit: str, words: Words) -> str:
    """A figure in its unit; empty where there is none."""
    if value is None:
        return ""
    return said(words.figures.get(unit, "{value}"), value=number(value, unit))


def number(value: float, unit: str) -> str:
    """A figure alone: cases are whole; shares and rates have one decimal, and two below 1."""
    if unit == CASES:
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) < 1 else f"{value:,.1f}"


def change(now: float | None, then: float | None, unit: str, words: Words) -> str:
    """The change between two figures: per cent, percentage points for shares, a multiple from 2.25 times on.

    Empty where a figure is missing, and where a count is too small for a percentage.
    """
    if now is None or then is None or then <= 0 or (unit == CASES and min(now, then) < SMALL):
        return ""
    if unit == PER_CENT:
        return said(words.figures["points"], change=_signed(now - then, 1))
    if now / then >= MULTIPLE:
        return said(words.figures["times"], change=times(now, then))
    relative = 100 * (now / then - 1)
    return said(words.figures["per_cent"], change=_signed(relative, 0 if abs(relative) >= 1 else 1))


def times(now: float | None, then: float | None) -> str:
    """How many times as many; empty where a figure is missing."""
    return f"{now / then:.1f}".removesuffix(".0") if now is not None and then else ""


def chance(q: float | None, words: Words) -> str:
    """A p or q as a table prints it."""
    if q is None:
        return words.not_tested
    return said(words.below, least=f"{LEAST_Q:g}") if q < LEAST_Q else f"{q:.3f}"


def _signed(value: float, places: int) -> str:
    """With its sign, a true minus; nothing before nought."""
    text = f"{abs(value):,.{places}f}"
    return text if not float(text.replace(",", "")) else f"{'+' if value > 0 else '−'}{text}"
