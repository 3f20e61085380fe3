"""Words for a number against the year before. In: now, before and their distance in noise. Out: "down from 5,397 ...".

The size of a change picks the words (`size`), the form picks the part of speech; both tables are in words.toml.
"""

from __future__ import annotations

from generator import reference
from generator.facts import Fact
from generator.language.counts import plain
from generator.language.errors import LanguageError, described
from generator.language.exact import exact, half_up, known, scale_of, unbounded, whole
from generator.language.lexicon import senses
from generator.language.multiples import fold, times
from generator.language.numbers import figures
from generator.language.periods import alike, beside, when
from generator.language.registry import YES_NO, Asked, Option, phrase
from generator.language.size import Size, moved, size_of
from generator.language.style import Style
from generator.noise import BEYOND_NOISE

FIGURES = Option("yes", YES_NO, "no where both figures were printed just before")


def score_of(now: Fact, before: Fact, noise: Fact) -> float:
    """The distance between two facts in standard errors.

    Raises:
        LanguageError: it is missing, or points the other way: it belongs to another pair.
    """
    score = float(known(noise))
    apart = exact(now) - exact(before)
    if score * apart < 0:
        raise LanguageError(f"{described(noise)} points the other way than {described(now)}: it is of another pair.")
    return score


def size_between(now: Fact, before: Fact, noise: Fact) -> Size:
    """The size of the change between two counts that may be compared.

    Raises:
        LanguageError: one is missing, a lower bound or no count, or they are not alike.
    """
    counts = whole(unbounded(now)), whole(unbounded(before))
    alike(now, before)
    return size_of(*counts, score_of(now, before, noise))


def change_per_cent(now: int, before: int, style: Style, sign: str) -> str:
    """A change in whole per cent. A fall that leaves some is never 100 per cent."""
    per_cent = moved(now, before)
    near = half_up(per_cent)
    if now and now < before and near == 100:
        return style.line("numbers", "more_than").format(n=f"99{sign}")
    return figures(near, style) + sign


def _row(size: Size, now: Fact, sharp: str) -> str:
    """The row of words.toml. "Sharp" never stands beside an offence that wants sober words."""
    offence = reference.offences().get(now.offence)
    sober = sharp == "no" or (offence is not None and offence.sensitive)
    return "plain" if size.row == "sharp" and sober else size.row


@phrase(
    "change",
    "a total against the year before, in the words that its size and its noise can bear",
    facts="now before noise",
    form=Option(
        "clause",
        ("clause", "verb", "noun", "adj", "headline"),
        'clause "down from 5,397 the year before", verb "fell by 14 per cent", noun "a fall of 14 per cent", '
        'adj "a 14 per cent fall", headline "down 14%"',
    ),
    figures=FIGURES,
    sharp=Option("yes", YES_NO, 'no leaves out "sharp" where 15 to 30 per cent would allow it'),
)
def _change(asked: Asked) -> str:
    now, before, noise = asked.facts
    size = size_between(now, before, noise)
    row, form = _row(size, now, asked["sharp"]), asked["form"]
    if asked["figures"] == "no" and asked.style.has_line("change", row, f"{form}_bare"):
        form = f"{form}_bare"
    style = asked.style
    sign = style.per_cent_headline if asked["form"] == "headline" else style.per_cent
    turned = "down" if size.direction == "down" else "up"
    return asked.line(
        "change",
        row,
        form,
        now=plain(now, style),
        before=plain(before, style),
        when=when(alike(now, before), style),
        up=style.line("change", turned, "up"),
        rose=style.line("change", turned, "rose"),
        rise=style.line("change", turned, "rise"),
        per_cent=change_per_cent(whole(now), whole(before), style, sign) if whole(before) else "",
        fraction=style.line("change", "fractions", size.fraction) if size.fraction else "",
        times=times(size.multiple, style) if size.multiple else "",
        fold=fold(size.multiple, style) if size.multiple else "",
    )


def share_moves(now: Fact, before: Fact, noise: Fact | None) -> str:
    """ "up", "down" or "same" for two shares or rates.

    Same where they are equal after rounding to one place (or would differ by 0.0 points), or within noise.
    """
    one, other = exact(unbounded(now)), exact(unbounded(before))
    if half_up(one, 1) == half_up(other, 1) or half_up(abs(one - other), 1) == 0:
        return "same"
    if noise is not None and abs(score_of(now, before, noise)) <= BEYOND_NOISE:
        return "same"
    return "up" if one > other else "down"


def count_moves(now: Fact, before: Fact, noise: Fact | None) -> str:
    """ "up", "down" or "same" for two counts: plain arithmetic; with noise, same where "about the same" is said."""
    one, other = whole(unbounded(now)), whole(unbounded(before))
    if noise is not None:
        return size_of(one, other, score_of(now, before, noise)).direction
    return "same" if one == other else "up" if one > other else "down"


@phrase(
    "direction",
    "your own word for up, down or the same: the one that the figures show",
    facts="now before noise?",
    up=Option("", (), "what is printed for a rise, such as rose"),
    down=Option("", (), "what is printed for a fall, such as fell"),
    same=Option("", (), "what is printed where there is neither"),
    noise=Option("no", YES_NO, "yes counts as the same what is called about the same"),
)
def _direction(asked: Asked) -> str:
    now, before, *rest = asked.facts
    if now.area != before.area:
        beside(now, before)
    else:
        alike(now, before)
    for sense in ("up", "down", "same"):
        _check_sense(sense, asked[sense])
    if asked["noise"] == "yes" and not rest:
        raise LanguageError(f"direction: noise=yes needs the noise of {described(now)} as a third fact.")
    noise = rest[0] if asked["noise"] == "yes" else None
    moves = share_moves if scale_of(now) != 1 else count_moves
    sense = moves(now, before, noise)
    if not asked[sense]:
        raise LanguageError(f"direction: {described(now)} needs a word for {sense!r}, and the template has none.")
    return asked[sense]


def _check_sense(sense: str, text: str) -> None:
    found = {hit.sense for hit in senses(text)}
    if text and found != {sense}:
        said = ", ".join(sorted(found)) or "no comparison that the lexicon knows"
        raise LanguageError(
            f"direction: {sense}={text!r} does not say {sense} (it says {said}). Use a word that says "
            f"{sense} and no more."
        )
