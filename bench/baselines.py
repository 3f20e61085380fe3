"""What each work is measured against: the plainest way to do it, in a process of its own.

Run as `python -m bench.baselines NAME ARGUMENT...`; says nothing of what it found, and keeps nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path


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


BASELINES = {one.__name__.replace("_", "-"): one for one in (one_sheet, notebook)}

if __name__ == "__main__":
    BASELINES[sys.argv[1]](*sys.argv[2:])
