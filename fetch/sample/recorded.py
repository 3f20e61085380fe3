"""Recorded crime of the sample. In: the recipe. Out: a count for each area, offence and quarter.

Every count is a size from sizes.toml, strayed by chance, with the traps that lower counts. Knows nothing of workbooks.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fetch.sample import recipe
from fetch.sample.calendar import FIRST_YEAR, QUARTERS, quarters_of, year_of
from fetch.sample.chance import Ints, bits, key_of, shared_out, strayed, uniform
from fetch.sample.recipe import Offence, Trap, YearlyPath

# Shares are known for 2017-18; each area then drifts by up to so many thousandths a year, back and forth in time.
_SHARES_YEAR = 2017
_DRIFT = 35
_TEN_THOUSAND = 10_000


def recorded() -> Ints:
    """Counts by area, offence (as in the recipe) and quarter; zero where a code is not in force.

    Corrections may be negative; a lowered count is in; the text that hides a count is not (see `hidden`).
    """
    counts = np.stack([_offence_counts(offence) for offence in recipe.offences()], axis=1)
    for trap in recipe.traps("low"):
        for cells in _places(trap):
            counts[cells] = counts[cells] * trap.left // 1000
    _meet_exact_totals(counts)
    for trap in recipe.traps("correction"):
        for cells in _places(trap):
            counts[cells] = trap.count
    return counts


def hidden(table: str) -> dict[tuple[int, int, int], str]:
    """The texts that stand where a count should, by place in `recorded`. The later rows of the recipe win."""
    return {
        place: trap.text
        for kind in ("expired", "missing")
        for trap in recipe.traps(kind)
        if table in trap.tables
        for place in _places(trap)
    }


def in_force(offence: Offence, year: int) -> bool:
    """Whether a table of the financial year has rows for the code; an expired one stays in, without counts."""
    return offence.first <= year


def _places(trap: Trap) -> Iterator[tuple[int, int, int]]:
    """The cells that a trap covers."""
    for area, slug in enumerate(recipe.areas()):
        for at, offence in enumerate(recipe.offences()):
            if trap.area in ("", slug) and (not trap.codes or offence.code in trap.codes):
                yield from ((area, at, quarter) for quarter in range(trap.first, trap.last + 1))


def _offence_counts(offence: Offence) -> Ints:
    """Counts by area and quarter, in thousandths until chance makes them whole."""
    areas = [key_of(slug) for slug in recipe.areas()]
    chance = bits(f"recorded {offence.code}", areas, range(QUARTERS))
    spread = recipe.sizes()["spread"]
    counts = strayed(_means(offence), spread.get(offence.code, spread["usual"]), chance)
    counted = np.array([offence.first <= year_of(quarter) <= offence.last for quarter in range(QUARTERS)])
    return np.where(counted, counts, 0)


def _means(offence: Offence) -> Ints:
    """What is expected in each area and quarter, in thousandths of an offence."""
    seasons = recipe.sizes()["seasons"]
    season = np.array(seasons.get(offence.code, seasons["usual"]), np.int64)[np.arange(QUARTERS) % 4]
    path = recipe.paths().get(offence.code)
    yearly = np.zeros((len(recipe.areas()), QUARTERS), np.int64)
    if offence.code in recipe.sizes()["national"]:
        yearly = np.repeat(_spread_nation(offence), 4, axis=1)[:, :QUARTERS]
    for area, totals in path.areas.items() if path else ():
        yearly[recipe.areas().index(area)] = _along(path, totals) if path else 0
    return yearly * season // 1000


def _along(path: YearlyPath, totals: tuple[int, ...]) -> Ints:
    """A yearly rate for each quarter, in thousandths: straight lines between the middles of the years of the path."""
    # In half-quarters: quarter q has its middle at 2q + 1, the year that ends with it at 2q - 2.
    middles = 2 * np.array(path.ends, np.int64) - 2
    heights = 1000 * np.array(totals, np.int64)
    at = np.clip(2 * np.arange(QUARTERS) + 1, middles[0], middles[-1])
    left = np.clip(np.searchsorted(middles, at, side="right") - 1, 0, len(middles) - 2)
    run = middles[left + 1] - middles[left]
    rate: Ints = heights[left] + (heights[left + 1] - heights[left]) * (at - middles[left]) // run
    return rate


def _spread_nation(offence: Offence) -> Ints:
    """The national figure spread over the areas, by area and financial year, in thousandths of an offence."""
    years = range(FIRST_YEAR, year_of(QUARTERS - 1) + 1)
    given = recipe.sizes()["national"][offence.code]
    before = 0 if len(given) == len(years) else offence.first - FIRST_YEAR
    nation = np.zeros(len(years), np.int64)
    nation[before : before + len(given)] = given
    return _shares(offence.code) * nation * _drift(offence.code) // _TEN_THOUSAND


def _shares(code: str) -> Ints:
    """Shares by area and financial year, in ten-thousandths."""
    table = recipe.sizes()["shares"]
    column = table["codes"].index(table["like"].get(code, code))
    years = year_of(QUARTERS - 1) - FIRST_YEAR + 1
    known = np.array([[table["areas"][slug][column]] for slug in recipe.areas()], np.int64)
    lean = recipe.leaning()
    if code not in lean.codes:
        return np.repeat(known, years, axis=1)
    ends = [recipe.paths()[lean.towards].areas[slug][-1] for slug in recipe.areas()]
    goal = np.array(ends, np.int64)[:, None] * _TEN_THOUSAND // sum(ends)
    tenths = np.zeros(years, np.int64)
    tenths[lean.first - FIRST_YEAR :] = lean.tenths
    leant: Ints = known + (goal - known) * tenths // 10
    return leant


def _drift(code: str) -> Ints:
    """How far each area has drifted from its share of 2017-18, by area and financial year, in thousandths."""
    years = range(FIRST_YEAR, year_of(QUARTERS - 1) + 1)
    chance = bits(f"drift {code}", [key_of(slug) for slug in recipe.areas()], years)
    steps = 1000 + uniform(chance, 2 * _DRIFT + 1) - _DRIFT
    drift = np.full(steps.shape, 1000, np.int64)
    middle = _SHARES_YEAR - FIRST_YEAR
    for at in range(middle + 1, len(years)):
        drift[:, at] = drift[:, at - 1] * steps[:, at] // 1000
    for at in range(middle - 1, -1, -1):
        drift[:, at] = drift[:, at + 1] * steps[:, at] // 1000
    return drift


def _meet_exact_totals(counts: Ints) -> None:
    """Share the totals of the exact years out over their four quarters, as the counts fell."""
    codes = [offence.code for offence in recipe.offences()]
    for code, path in recipe.paths().items():
        for slug, totals in path.areas.items():
            row = counts[recipe.areas().index(slug), codes.index(code)]
            for end in path.exact:
                row[end - 3 : end + 1] = shared_out(row[end - 3 : end + 1], totals[path.ends.index(end)], 500)


def body_counts() -> dict[tuple[str, int], int]:
    """Fraud counts by name of the body and quarter."""
    found: dict[tuple[str, int], int] = {}
    for body in recipe.bodies():
        for at, total in enumerate(body.counts):
            for quarter, count in zip(quarters_of(body.first + at), _quarters_of_body(body.name, total), strict=False):
                found[body.name, quarter] = count
    return found


def _quarters_of_body(name: str, total: int) -> list[int]:
    chance = bits(f"fraud {name}", [total], range(4))[0]
    return [int(count) for count in shared_out(250 + uniform(chance, 21) - 10, total)]
