"""The floor under 43 drafts: the same figures by one SQL query, and a text of the same length rendered once for each.

No proof, no provenance, no choice of words, one format: nobody can write 43 stories from a release for less. Run as
`python -m bench.floor DATA OUT`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

# Every 12-month total of each offence and of the four together, by force and for the nation; and for the two latest
# years what became of the cases: charged, not supported by the alleged victim, no suspect, not yet assigned.
FIGURES = """
WITH quarters AS (
  SELECT coalesce(area, 'nation') AS area, coalesce(offence_code, 'all') AS offence, quarter, sum(count) AS cases
  FROM read_parquet({recorded})
  WHERE offence_code IN ('8L', '8M', '8Q', '8R') AND area <> 'british-transport-police'
  GROUP BY GROUPING SETS ((area, offence_code, quarter), (area, quarter), (offence_code, quarter), (quarter))
), ends AS (SELECT max(quarter) AS latest FROM quarters),
sorted_outcomes AS (
  SELECT area, offence_code, quarter > latest - INTERVAL 1 YEAR AS this_year, recorded_basis AS cases,
    CASE WHEN outcome_type = 1 THEN 'charged' WHEN outcome_type IN (14, 16) THEN 'unsupported'
      WHEN outcome_type = 18 THEN 'no suspect' WHEN outcome_type = 0 THEN 'unassigned' END AS ending
  FROM read_parquet({outcomes}), ends
  WHERE offence_code IN ('8L', '8M', '8Q', '8R') AND area <> 'british-transport-police'
    AND quarter > latest - INTERVAL 2 YEAR
)
SELECT area, offence, 'recorded' AS measure, date_diff('quarter', quarter, latest) AS ago,
  sum(cases) OVER (PARTITION BY area, offence ORDER BY quarter ROWS 3 PRECEDING) AS total
FROM quarters, ends
UNION ALL
SELECT coalesce(area, 'nation'), coalesce(offence_code, 'all'), ending, CASE WHEN this_year THEN 0 ELSE 4 END,
  sum(cases)
FROM sorted_outcomes WHERE ending IS NOT NULL
GROUP BY GROUPING SETS ((area, offence_code, ending, this_year), (area, ending, this_year),
  (offence_code, ending, this_year), (ending, this_year))
"""

STORY = """\
{%- macro told(place, offence, words) %}
Home Office figures show {{ place }} saw {{ of(place, offence, 'recorded', 0) | number }} {{ words }} in the latest \
year, against {{ of(place, offence, 'recorded', 4) | number }} the year before and \
{{ of(place, offence, 'recorded', 36) | number }} nine years earlier.

This was equivalent to an average of {{ (of(place, offence, 'recorded', 0) / 365) | number }} cases every day, or \
{{ (of(place, offence, 'recorded', 0) / (of(place, offence, 'recorded', 36) or 1)) | number }} times as many as then.

Of the cases, {{ of(place, offence, 'charged', 0) | number }} resulted in a charge or summons, or \
{{ share(place, offence, 'charged', 0) }} per cent, against {{ share(place, offence, 'charged', 4) }} per cent the \
year before. Alleged victims did not support action in {{ share(place, offence, 'unsupported', 0) }} per cent, no \
suspect was identified in {{ share(place, offence, 'no suspect', 0) }} per cent, and \
{{ share(place, offence, 'unassigned', 0) }} per cent had not yet been assigned an outcome.
{% endmacro -%}
Fewer or more reports of harassment were received in {{ area | title }} last year.
{{ told(area, '8L', 'harassment cases') }}{{ told(area, '8Q', 'stalking cases') }}
{{ told(area, '8M', 'cases of aggravated harassment') }}{{ told(area, '8R', 'malicious communications') }}
{{ told(area, 'all', 'cases of stalking and harassment') }}{{ told('nation', '8L', 'harassment cases') }}
"""


def write(data: str, out: str) -> None:
    """Write a text for each of the 43 forces."""
    import duckdb
    from jinja2 import Environment

    from fetch.release import open_release

    release = open_release(Path(data))
    parts = {table: [str(part) for part in release.parts(table)] for table in ("recorded", "outcomes")}
    rows = duckdb.execute(FIGURES.format(**parts)).fetchall()
    total = {tuple(row[:4]): row[4] for row in rows}

    def of(*where: Any) -> Any:
        return total.get(where, 0)

    def share(place: str, offence: str, ending: str, ago: int) -> str:
        return f"{100 * of(place, offence, ending, ago) / (of(place, offence, 'recorded', ago) or 1):.1f}"

    page = Environment(autoescape=False)
    page.filters["number"] = "{:,.0f}".format
    story = page.from_string(STORY, globals={"of": of, "share": share})
    for area in sorted({row[0] for row in rows} - {"nation"}):
        (Path(out) / f"{area}.txt").write_text(story.render(area=area), encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2])
