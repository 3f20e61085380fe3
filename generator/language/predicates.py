"""What templates may ask of facts before they print a phrase. In: the facts of the phrase. Out: True or False.

Each answers as the phrases decide: a missing fact, or a lower bound where a comparison would need more, is False.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from generator.facts import Fact
from generator.language.change import count_moves, score_of, share_moves, size_between
from generator.language.errors import LanguageError
from generator.language.exact import exact, scale_of
from generator.language.fold import ratio
from generator.language.pace import pace_of
from generator.language.records import LEAST_YEARS, run_of
from generator.language.shares import exact_share, plain_share
from generator.language.size import SMALL, Size
from generator.language.style import load_style
from generator.noise import BEYOND_NOISE


def is_known(*facts: Fact) -> bool:
    """None of the facts is missing."""
    return all(fact.value is not None for fact in facts)


def is_exact(*facts: Fact) -> bool:
    """None of the facts is missing or only a lower bound."""
    return all(fact.value is not None and not fact.bounded for fact in facts)


def _size(facts: tuple[Fact, ...]) -> Size | None:
    """The size of a change between counts; None where there is none to speak of."""
    if len(facts) != 3 or not is_exact(*facts) or scale_of(facts[0]) != 1:
        return None
    return size_between(facts[0], facts[1], facts[2])


def _moves(facts: tuple[Fact, ...], *, noise: bool) -> str:
    """up, down or same; empty where a fact is missing."""
    if len(facts) < 2 or not is_exact(*facts):
        return ""
    moves = share_moves if scale_of(facts[0]) != 1 else count_moves
    return moves(facts[0], facts[1], facts[2] if noise and len(facts) > 2 else None)


def is_rise(*facts: Fact) -> bool:
    """(now, before[, noise]): now is higher, by plain arithmetic."""
    return _moves(facts, noise=False) == "up"


def is_fall(*facts: Fact) -> bool:
    """(now, before[, noise]): now is lower, by plain arithmetic."""
    return _moves(facts, noise=False) == "down"


def is_same(*facts: Fact) -> bool:
    """(now, before[, noise]): neither, in the words of the phrases: equal, or called about the same."""
    return _moves(facts, noise=True) == "same"


def is_equal(*facts: Fact) -> bool:
    """(now, before[, noise]): exactly equal."""
    return len(facts) > 1 and is_exact(*facts[:2]) and exact(facts[0]) == exact(facts[1])


def is_beyond_noise(*facts: Fact) -> bool:
    """(now, before, noise): the change is more than chance would bring."""
    return len(facts) == 3 and is_exact(*facts) and abs(score_of(*facts)) > BEYOND_NOISE


def is_flat(*facts: Fact) -> bool:
    """(now, before, noise): within noise and under 2 per cent: about the same. For shares: about the same."""
    if facts and scale_of(facts[0]) != 1:
        return is_same(*facts)
    size = _size(facts)
    return size is not None and size.row in {"flat", "same"}


def is_sharp(*facts: Fact) -> bool:
    """(now, before, noise): beyond noise, 15 per cent or more, and 20 or more on both sides."""
    size = _size(facts)
    rows = {"same", "small", "flat", "noisy", "slight", "plain"}
    return size is not None and size.row not in rows


def is_small(*facts: Fact) -> bool:
    """(now, before[, noise]): fewer than 20 on either side: figures stand alone."""
    return is_exact(*facts[:2]) and any(exact(fact) < SMALL for fact in facts[:2])


def _doubling(facts: tuple[Fact, ...], rows: set[str]) -> bool:
    size = _size(facts)
    return size is not None and size.row in rows


def is_doubled(*facts: Fact) -> bool:
    """(now, before, noise): doubled or more."""
    return _doubling(facts, {"doubled", "more_than_doubled", "times"})


def is_nearly_doubled(*facts: Fact) -> bool:
    """(now, before, noise): nearly doubled."""
    return _doubling(facts, {"nearly_doubled"})


def is_halved(*facts: Fact) -> bool:
    """(now, before, noise): halved. Shares as well as counts."""
    if facts and scale_of(facts[0]) != 1:
        return _moves(facts, noise=True) == "down" and 0.49 <= exact(facts[0]) / exact(facts[1]) < 0.51
    return _doubling(facts, {"halved"})


def is_foldable(*facts: Fact) -> bool:
    """(now, then): the long view has words for it."""
    return _says(lambda: ratio(facts[0], facts[1]), facts[:2])


def is_multiplied(*facts: Fact) -> bool:
    """(now, then): nearly twice as many, or more."""
    return is_foldable(*facts) and ratio(facts[0], facts[1]) >= Fraction("1.9")


def is_paced(*facts: Fact) -> bool:
    """(total): there are enough for an average per day, week or month."""
    return _says(lambda: pace_of(facts[0]), facts[:1])


def is_daily(*facts: Fact) -> bool:
    """(total): there is one a day, or more."""
    return is_paced(*facts) and pace_of(facts[0])[0] == "day"


def _says(ask: Callable[[], object], facts: tuple[Fact, ...]) -> bool:
    if not is_known(*facts):
        return False
    try:
        ask()
    except LanguageError:
        return False
    return True


def has_one_in(*facts: Fact) -> bool:
    """(share): plain words lie close to it."""
    rows = load_style("news").rows("one_in", "table", "rows")
    return is_exact(*facts) and facts[0].unit == "per cent" and bool(plain_share(exact_share(facts[0]), rows)[0])


def is_below_half(*facts: Fact) -> bool:
    """(share): below half, so that just and only may stand before it."""
    return is_exact(*facts) and exact_share(facts[0]) < 50


def is_most(*facts: Fact) -> bool:
    """(share): more than half."""
    return is_exact(*facts) and exact_share(facts[0]) > 50


def is_bounded(*facts: Fact) -> bool:
    """(fact): only a lower bound is known."""
    return any(fact.value is not None and fact.bounded for fact in facts)


def _record(facts: tuple[Fact, ...], end: str, *, since: bool = False) -> bool:
    if not facts or facts[0].value is None or (end == "low" and facts[0].bounded):
        return False
    run = run_of(facts, end)
    return run.years >= LEAST_YEARS and (run.since or not since)


def is_record_high(*facts: Fact) -> bool:
    """(now, *earlier): the highest of five or more unbroken years."""
    return _record(facts, "high")


def is_record_low(*facts: Fact) -> bool:
    """(now, *earlier): the lowest of five or more unbroken years."""
    return _record(facts, "low")


def is_record(*facts: Fact) -> bool:
    """(now, *earlier): the highest since comparable records began."""
    return _record(facts, "high", since=True)


PREDICATES: Mapping[str, Callable[..., bool]] = {
    "known": is_known,
    "exact": is_exact,
    "bounded": is_bounded,
    "rise": is_rise,
    "fall": is_fall,
    "same": is_same,
    "equal": is_equal,
    "beyond_noise": is_beyond_noise,
    "flat": is_flat,
    "sharp": is_sharp,
    "small": is_small,
    "doubled": is_doubled,
    "nearly_doubled": is_nearly_doubled,
    "halved": is_halved,
    "foldable": is_foldable,
    "multiplied": is_multiplied,
    "paced": is_paced,
    "daily": is_daily,
    "plain_fraction": has_one_in,
    "below_half": is_below_half,
    "most": is_most,
    "record_high": is_record_high,
    "record_low": is_record_low,
    "record": is_record,
}
