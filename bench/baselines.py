"""What each work is measured against: the plainest way to do it, in a process of its own.

Run as `python -m bench.baselines NAME ARGUMENT...`; says nothing of what it found, and keeps nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

BASES = ("recorded_basis", "closed_basis")
PLACE = ["area", "offence_code", "offence_subgroup", "offence_group", "quarter"]


def one_sheet(workbook: str, sheet: str) -> None:
    """One sheet to a frame with pandas and the engine that it takes by default for such a file."""
    import pandas as pd

    frame = pd.read_excel(workbook, sheet_name=sheet)
    if frame.empty:
        raise ValueError(f"{workbook}, sheet {sheet}: no rows")


def notebook(workbook: str, parquet: str) -> None:
    """Every data sheet to one Parquet file: the cells that a data journalist would type first."""
    import pandas as pd

    sheets = pd.read_excel(workbook, sheet_name=None)
    frames = [sheet for sheet in sheets.values() if "Offence Code" in sheet.columns]
    frame = pd.concat(frames, ignore_index=True)
    frame["Offence Code"] = frame["Offence Code"].astype(str)
    frame["Force Name"] = frame["Force Name"].str.strip()
    month = frame["Financial Quarter"].astype(int) * 3 + 1  # quarter 1 begins in April, quarter 4 in next January
    year = frame["Financial Year"].str[:4].astype(int) + month // 13
    frame["Quarter"] = pd.to_datetime({"year": year, "month": (month - 1) % 12 + 1, "day": 1})
    frame.to_parquet(Path(parquet))


def series(data: str, part: str) -> None:
    """One series in `part` (0: none) of every area and offence, as a notebook goes through them.

    The forces, the regions and the nation; codes, subgroups and groups. For each series rolling years, the change on
    the year, the rate, the share of the nation, the highest and lowest year, and the share of each outcome on both
    bases: what findings rest on, without a test of any of it.
    """
    import pandas as pd

    from fetch.release import open_release
    from generator.reference import forces, populations

    release = open_release(Path(data))
    recorded, outcomes = (
        pd.concat([pd.read_parquet(path, columns=[*PLACE, *columns]) for path in release.parts(table)])
        for table, columns in (("recorded", ["count"]), ("outcomes", ["outcome_type", *BASES]))
    )
    region = {slug: force.region for slug, force in forces().items()}
    wider = (region, dict.fromkeys(region, "nation"))
    people: dict[str, float] = {slug: float(count) for slug, count in populations().residents.items()}
    rows = []
    for level in ("offence_code", "offence_subgroup", "offence_group"):
        keys = ["area", level, "quarter"]
        own = recorded[recorded["area"].isin(list(region))].astype({"area": str}).groupby(keys, observed=True)
        ended = outcomes[outcomes["area"].isin(list(region))].astype({"area": str})
        tables = [own[["count"]].sum()]
        tables += [ended.pivot_table(index=keys, columns="outcome_type", values=one, aggfunc="sum") for one in BASES]
        whole = [pd.concat([one, *(_wider(one, names) for names in wider)]) for one in tables]
        counts, *bases = (dict(iter(table.groupby(level=[0, 1]))) for table in whole)
        for area, offence in list(counts)[:: int(part)] if int(part) else ():
            years = counts[area, offence]["count"].droplevel([0, 1]).rolling(4).sum()
            nation = counts["nation", offence]["count"].droplevel([0, 1]).rolling(4).sum()
            figures = pd.DataFrame({"cases": years, "change": years.pct_change(4), "of the nation": years / nation})
            figures["rate"] = 1000 * years / people.get(str(area), float("nan"))
            for basis, held in zip(BASES, bases, strict=True):
                if (area, offence) in held:
                    for outcome, cases in held[area, offence].droplevel([0, 1]).rolling(4).sum().items():
                        figures[f"{basis} {outcome}"] = cases / years
            figures["high"], figures["low"] = years.cummax() == years, years.cummin() == years
            rows.append(figures.iloc[-1])
    pd.DataFrame(rows).to_csv(os.devnull)


def _wider(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The sums of the areas of the same name."""
    return table.rename(index=names, level=0).groupby(level=[0, 1, 2]).sum()


BASELINES = {one.__name__.replace("_", "-"): one for one in (one_sheet, notebook, series)}

if __name__ == "__main__":
    BASELINES[sys.argv[1]](*sys.argv[2:])
