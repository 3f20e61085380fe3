"""What each work is measured against: the plainest way to do it, in a process of its own.

Run as `python -m bench.baselines NAME ARGUMENT...`; says nothing of what it found, and keeps nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

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
    """One series in `part` (0: none), by force and offence at each level, as a notebook goes through them: rolling
    years of recorded cases and of each outcome, the change on the year, rate and shares, the highest and lowest year.
    """
    import pandas as pd

    from fetch.release import open_release
    from generator.reference import forces, populations

    release = open_release(Path(data))
    recorded, outcomes = (
        pd.concat([pd.read_parquet(path, columns=columns) for path in release.parts(table)])
        for table, columns in (
            ("recorded", [*PLACE, "count"]),
            ("outcomes", [*PLACE, "outcome_type", "recorded_basis"]),
        )
    )
    recorded, outcomes = (frame[frame["area"].isin(list(forces()))] for frame in (recorded, outcomes))
    rows = []
    for level in ("offence_code", "offence_subgroup", "offence_group"):
        keys = ["area", level]
        ended = outcomes.pivot_table(
            index=[*keys, "quarter"], columns="outcome_type", values="recorded_basis", aggfunc="sum", observed=True
        )
        by_series = {str(place): one for place, one in ended.groupby(level=[0, 1], observed=True)}
        every = list(recorded.groupby(keys, observed=True))
        for place, one in every[:: int(part)] if int(part) else ():
            years = one.groupby("quarter", observed=True)["count"].sum().sort_index().rolling(4).sum()
            figures = pd.DataFrame({"cases": years, "change": years.pct_change(4)})
            figures["rate"] = 1000 * years / populations().residents.get(str(place[0]), float("nan"))
            if str(place) in by_series:
                for outcome, cases in by_series[str(place)].droplevel([0, 1]).rolling(4).sum().items():
                    figures[f"share {outcome}"] = cases / years
            figures["high"], figures["low"] = years.cummax() == years, years.cummin() == years
            rows.append(figures.iloc[-1])
    pd.DataFrame(rows).to_csv(os.devnull)


BASELINES = {one.__name__.replace("_", "-"): one for one in (one_sheet, notebook, series)}

if __name__ == "__main__":
    BASELINES[sys.argv[1]](*sys.argv[2:])
