"""Population estimates for tests, made up: every district of England and Wales, and one of Scotland."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fetch.districts import districts

HEADINGS = ("DATE_NAME", "GEOGRAPHY_CODE", "GEOGRAPHY_NAME", "GENDER", "C_AGE", "MEASURES", "OBS_VALUE")
TABLES = ("recorded", "outcomes", "geography", "populations")


def estimates(
    years: Sequence[int] = (2024, 2025), people: str = "1000", **other: Mapping[str, str] | str | None
) -> list[dict[str, str]]:
    """The rows that Nomis has, the same number of `people` in each district.

    `other` names districts by their codes: other columns for them, another number of people, or None for no row at all.
    """
    places = [(one.code, one.name) for one in districts().values()] + [("S12000033", "Aberdeen City")]
    rows = []
    for year in years:
        for code, name in places:
            changed = other.get(code, {})
            if changed is not None:
                cells = (f"{year}", code, name, "0", "200", "20100", changed if isinstance(changed, str) else people)
                rows.append(
                    {**dict(zip(HEADINGS, cells, strict=True)), **(changed if isinstance(changed, dict) else {})}
                )
    return rows


def as_csv(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows as somebody who downloads them in a browser has them."""
    lines = [HEADINGS, *([row[name] for name in HEADINGS] for row in rows)]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
