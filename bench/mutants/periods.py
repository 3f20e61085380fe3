"""Operators on time: the year and the month of a period, how long ago, since when, a day or a week."""

from __future__ import annotations

import calendar
import random
import re
from collections.abc import Iterator

from bench.mutants.amounts import amounts, spelt
from bench.mutants.desk import Desk, Move
from bench.mutants.edits import Edit, mutates, put, swaps
from bench.mutants.rules import honest_figures, same_words_elsewhere
from bench.mutants.sites import Site
from generator import reference

MONTHS = tuple(calendar.month_name)[1:]
_MONTH_YEAR = re.compile(rf"({'|'.join(MONTHS)}) (\d{{4}})")


def _years(number: int) -> str:
    return f"{spelt(number)} years" if number < 10 else f"{number} years"


@mutates("a period: its year", same_words_elsewhere)
def year(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """The 12 months of another year; in words of reference, another year."""
    for found in _MONTH_YEAR.finditer(site.words):
        back = rng.choice((-1, 1, 1, 2, 3, 9))
        move = Move(years=back) if back > 0 and site.kind == "period" else None
        yield put(site, *found.span(2), str(int(found[2]) - back), move=move, whole_sentence=True)
    if site.kind == "reference" and site.claim.options["field"] == "start":
        known = {str(one.start.year) for one in reference.breaks()}
        others = [str(int(site.words) + by) for by in (-2, -1, 1, 2)]
        yield put(site, 0, len(site.words), rng.choice([one for one in others if one not in known]))


@mutates("a period: its month")
def month(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """Another month: the end of another quarter, or of none."""
    for found in _MONTH_YEAR.finditer(site.words):
        yield put(site, *found.span(1), rng.choice([one for one in MONTHS if one != found[1]]))


@mutates("a period: its length")
def length(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """Two years, six months or a quarter in place of the year."""
    if site.kind == "period" and (found := re.search(r"(?:the year|the 12 months) to", site.words, re.IGNORECASE)):
        new = rng.choice(("the two years to", "the six months to", "the three months to", "the five years to"))
        yield put(site, *found.span(), new)


@mutates("how long ago", same_words_elsewhere)
def how_long_ago(site: Site, desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """Two years earlier for the year before, eight years earlier for nine."""
    if site.kind in {"change", "share_change", "fold"}:
        for found in re.finditer(r"the year before", site.words):
            back = rng.choice([years for years in (2, 3, 5, 9) if desk.can_tell(site.facts[1], years - 1)])
            new = f"{_years(back)} earlier"
            yield put(site, *found.span(), new, move=Move(years=back - 1), only_then=True)
        for one in amounts(site.words):
            if one.unit == "years" and site.words[one.end :].strip().startswith(("earlier", "ago")):
                back = rng.choice([new for new in (2, 5, 6, 7, 8, 10, 12) if new != one.value])
                move = Move(years=back - int(one.value))
                yield put(site, one.at, one.end, _years(back), move=move, only_then=True)
    elif site.kind in {"count", "cases"} and site.facts and site.beside:
        yield from _plain_year_before(site, rng)


def _plain_year_before(site: Site, rng: random.Random) -> Iterator[Edit]:
    """ "Against 951 the year before", where no phrase covers the words of time."""
    if not any(one.facts and one.facts[0].period > site.facts[0].period for one in site.beside):
        return
    found = re.compile(r"the year before").search(site.text, site.sentence[0], site.sentence[1])
    if found and not any(one.start < found.end() and found.start() < one.end for one in (site, *site.beside)):
        back = rng.choice((2, 3, 5))
        yield Edit(*found.span(), f"{_years(back)} before", move=Move(years=back - 1))


@mutates("so many years of a record", honest_figures)
def years_of_a_record(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """ "The highest in the past 10 years" becomes one of more years, or of fewer, which is weaker and true."""
    if site.kind != "record":
        return
    for one in amounts(site.words):
        if one.unit == "years":
            value = int(one.value)
            for new in rng.sample([value - 1, value + 1, value + 2, value + 5, 2 * value], 3):
                text = str(new) if "-year" in site.words or new >= 10 else spelt(new)
                yield put(site, one.at, one.until, text)


@mutates("since when", honest_figures)
def since_when(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """Comparable records that begin in another year; a record of more years than there are."""
    if site.kind not in {"record", "since"}:
        return
    for found in re.finditer(r"\b(\d{4})-(\d{2})\b", site.words):
        first = int(found[1]) + rng.choice((-10, -5, -1, 1, 2, 5, 10))
        yield put(site, *found.span(), f"{first}-{(first + 1) % 100:02d}")
    if began := re.search(r"since comparable records began in \d{4}-\d{2}", site.words):
        yield put(site, *began.span(), f"in the past {rng.choice((25, 30, 50))} years")


@mutates("a day, a week, a month", honest_figures)
def pace(site: Site, _desk: Desk, _rng: random.Random) -> Iterator[Edit]:
    """An average in another unit of time."""
    if site.kind != "per_day":
        return
    for old, news in swaps("paces").items():
        for found in re.finditer(rf"\b{old}$", site.words):
            for new in news:
                yield put(site, *found.span(), new)


@mutates("a digit of a date", weight=0.25)
def digit_of_a_date(site: Site, _desk: Desk, rng: random.Random) -> Iterator[Edit]:
    """The date of a source, in a note to editors."""
    if site.kind == "reference" and site.claim.options["field"] == "dated":
        at = rng.choice([at for at, letter in enumerate(site.words) if letter.isdigit() and at != 0])
        old = site.words[at]
        # Month and day stay such as there are: the first digit of neither goes above 0.
        others = [new for new in "0123456789" if new != old] if at < 4 else ["1"] if old == "0" else ["0"]
        yield put(site, at, at + 1, rng.choice(others))
