"""How many times as many, in words. In: a `Multiple` and a style. Out: "almost five times", "almost fivefold"."""

from __future__ import annotations

from generator.language.numbers import in_words, number
from generator.language.size import Multiple
from generator.language.style import Style


def times(multiple: Multiple, style: Style) -> str:
    """ "almost five times", "more than twice", "around three-and-a-half times"."""
    count = number(multiple.number, style)
    if multiple.half:
        count = style.line("numbers", "half_more").format(n=count)
    if multiple.number == 2 and not multiple.half:
        bare = style.line("times", "two")
    else:
        bare = style.line("times", "many").format(n=count)
    return style.line("times", multiple.hedge).format(times=bare)


def fold(multiple: Multiple, style: Style) -> str:
    """ "almost fivefold", "more than 11-fold".

    There is no word for four-and-a-half fold: "more than fourfold" is as true from 4.45 on.
    """
    if multiple.number < 10:
        bare = style.line("times", "fold_word").format(n=in_words(multiple.number))
    else:
        bare = style.line("times", "fold_figure").format(n=number(multiple.number, style))
    return style.line("times", "more" if multiple.half else multiple.hedge).format(times=bare)
