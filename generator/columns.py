"""All that one story needs of a release, in columns for all areas at once. In: a release. Out: `Columns`.

Totals of recorded crime and of outcomes, and how much each varies by itself. Knows nothing of single facts or words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fetch.release import Release
from generator import cube, noise, reference
from generator.populations import Residents, census, residents
from generator.quarters import Year
from generator.series import Totals, twelve_month_totals

OUTCOME_GROUPS = ("charged", "unsupported", "no-suspect", "unassigned")
# Outcomes are read for the year of the story, the year before, and a little more to see how much shares vary.
OUTCOME_QUARTERS = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Totals by offence id, and by offence id and outcome group, for every area and the nation.

    `year` is the latest 12 months in the release. `spread` is each offence's own relative spread from year to year
    (`national_spread` the nation's), `inflation` by how much a share varies beyond the binomial. `residents` are the
    populations for rates.
    """

    areas: tuple[str, ...]
    year: Year
    recorded: Mapping[str, Totals]
    outcomes: Mapping[tuple[str, str], Totals]
    spread: Mapping[str, float]
    national_spread: Mapping[str, float]
    inflation: Mapping[tuple[str, str], float]
    residents: Residents = field(default_factory=census)


def _years_apart(totals: Totals, end: int) -> NDArray[np.float64]:
    """Totals of years that end in the same quarter and do not overlap; nan where one is not wholly known."""
    columns = [at for at in range((end - totals.first_end) % 4, len(totals.live), 4) if totals.live[at]]
    return np.where(totals.holes[:, columns] > 0, np.nan, totals.total[:, columns].astype(float))


def _quarters_known(totals: Totals, first: int, last: int) -> NDArray[np.float64]:
    span = slice(first - totals.first_quarter, last - totals.first_quarter + 1)
    return np.where(totals.quarter_holes[:, span] > 0, np.nan, totals.quarters[:, span].astype(float))


def _inflation(part: Totals, whole: Totals) -> float:
    first = max(part.first_quarter, whole.first_quarter)
    last = min(part.first_quarter + part.quarters.shape[1], whole.first_quarter + whole.quarters.shape[1]) - 1
    if last - first < 2:
        return 1.0
    areas = slice(0, len(part.areas) - 1)
    return noise.inflation_of(_quarters_known(part, first, last)[areas], _quarters_known(whole, first, last)[areas])


def _every(codes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({code for picked in codes.values() for code in picked}))


def _outcomes(
    release: Release, areas: tuple[str, ...], codes: Mapping[str, tuple[str, ...]], end: int
) -> dict[tuple[str, str], Totals]:
    """Totals of outcomes by offence and group, of the last quarters up to `end`; none where the release has none."""
    if not codes or not release.parts("outcomes"):
        return {}
    cells = cube.load_outcomes(release, areas, _every(codes), since=end - OUTCOME_QUARTERS + 1)
    return {
        (name, group): twelve_month_totals(cells, name, picked, reference.outcome_types(group))
        for name, picked in codes.items()
        for group in OUTCOME_GROUPS
        if cells.count.shape[2] >= 4
    }


def columns_for(
    release: Release,
    offence_ids: Sequence[str],
    *,
    outcomes_of: Sequence[str] | None = None,
    people: Residents | None = None,
) -> Columns:
    """Columns for these offences. Areas are the 43 territorial forces, in alphabetical order of their slugs.

    `outcomes_of` are those whose outcomes are wanted, which are many more cells; all where none are named. `people` are
    the populations for rates, the release's own where none are given.
    """
    areas = tuple(reference.forces())
    codes = cube.codes_of(release, [reference.offences()[name] for name in offence_ids])
    end = cube.latest_quarter(release)
    recorded_cells = cube.load_recorded(release, areas, _every(codes))
    recorded = {name: twelve_month_totals(recorded_cells, name, picked) for name, picked in codes.items()}
    wanted = codes if outcomes_of is None else {name: codes[name] for name in outcomes_of}
    outcomes = _outcomes(release, areas, wanted, end)
    by_year = {name: _years_apart(totals, end) for name, totals in recorded.items()}
    return Columns(
        areas=areas,
        year=Year(end),
        recorded=recorded,
        outcomes=outcomes,
        spread={name: noise.spread_of(years[:-1]) for name, years in by_year.items()},
        national_spread={name: noise.spread_of(years[-1:]) for name, years in by_year.items()},
        inflation={key: _inflation(part, recorded[key[0]]) for key, part in outcomes.items()},
        residents=residents(release) if people is None else people,
    )
