"""The release held against the workbooks it was made of: a second reading, by a road that shares no code with `fetch`.

From a file to cells (`ods_rows`, `xlsx_rows`, `csv_rows`), from cells to totals (`counting`), and beside the totals of
the release's Parquet (`part_totals`, `difference`). `reading` leads, and keeps what was found.
"""

from generator.verify.workbooks.difference import Difference
from generator.verify.workbooks.reading import second_reading

__all__ = ["Difference", "second_reading"]
