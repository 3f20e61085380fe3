"""Small releases for tests: counts in sight, the rest by good defaults, read by the real reader.

A release is written as CSV with the official columns, so that a test's figures go the whole way from a cell to copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fetch.areas import areas
from fetch.release import LocalFile, Release, build_release
from generator.quarters import Year
from generator.reference import forces
from tests.fetch.books import OUTCOMES, RECORDED

NOT_PROVIDED = "N/A - data not provided"
EXPIRED = "N/A - Offence code expired"
# No row at all: the table does not have the code in that quarter.
NO_ROW = None
Count = int | str | None

DESCRIPTIONS = {
    "8L": "Harassment",
    "8M": "Racially or religiously aggravated harassment",
    "8Q": "Stalking",
    "8R": "Malicious communications",
}
OUTCOME_NAMES = {0: "Not yet assigned an outcome", 1: "Charged/Summonsed"}


@dataclass
class ReleaseBuilder:
    """Rows of a release. `ends` is the month in which its last quarter ends; counts are in order, the oldest first.
    `beside` are files of other tables."""

    folder: Path
    ends: str
    published: date = date(2024, 1, 25)
    closed_shift: int = 1_000
    beside: list[LocalFile] = field(default_factory=list)
    _recorded: dict[tuple[str, str], list[Count]] = field(default_factory=dict)
    _outcomes: dict[tuple[str, str, int], list[Count]] = field(default_factory=dict)

    def recorded(self, area: str, code: str, *quarters: Count) -> ReleaseBuilder:
        """Offences recorded by quarter, the last of them the release's last quarter."""
        self._recorded[area, code] = list(quarters)
        return self

    def years(self, area: str, code: str, *totals: int) -> ReleaseBuilder:
        """Offences recorded by 12 months that end with the release's last quarter."""
        return self.recorded(area, code, *(quarter for total in totals for quarter in quarters_of(total)))

    def outcome(self, area: str, code: str, kind: int, *quarters: Count) -> ReleaseBuilder:
        """Outcomes of one type by quarter of recording, the last of them the release's last quarter."""
        self._outcomes[area, code, kind] = list(quarters)
        return self

    def outcome_years(self, area: str, code: str, kind: int, *totals: int) -> ReleaseBuilder:
        """Outcomes of one type by 12 months of recording."""
        return self.outcome(area, code, kind, *(quarter for total in totals for quarter in quarters_of(total)))

    def elsewhere(self, code: str, *quarters: Count) -> ReleaseBuilder:
        """The same counts for each of the 43 forces that has none of the code yet."""
        for area in forces():
            self._recorded.setdefault((area, code), list(quarters))
        return self

    def years_elsewhere(self, code: str, *totals: int) -> ReleaseBuilder:
        """The same 12-month totals for each of the 43 forces that has none of the code yet."""
        return self.elsewhere(code, *(quarter for total in totals for quarter in quarters_of(total)))

    def outcomes_elsewhere(self, code: str, kind: int, *totals: int) -> ReleaseBuilder:
        """The same outcomes by 12 months for each of the 43 forces that has none of the type yet."""
        quarters = [quarter for total in totals for quarter in quarters_of(total)]
        for area in forces():
            self._outcomes.setdefault((area, code, kind), list(quarters))
        return self

    def closed_alike(self) -> ReleaseBuilder:
        """Give outcomes the same counts on both bases; by itself the closed basis has other numbers (see `_closed`)."""
        self.closed_shift = 0
        return self

    def build(self) -> Release:
        """The release, as the real reader makes it."""
        last = Year.of(self.ends).end
        recorded = [
            [*_period(last - back), *_what(area, code), count]
            for (area, code), counts in self._recorded.items()
            for back, count in enumerate(reversed(counts))
            if count is not NO_ROW
        ]
        outcomes = [
            [
                *_period(last - back),
                *_what(area, code),
                *[OUTCOME_NAMES.get(kind, f"Outcome {kind}")] * 2,
                kind,
                "",
                count,
                _closed(count, self.closed_shift),
            ]
            for (area, code, kind), counts in self._outcomes.items()
            for back, count in enumerate(reversed(counts))
            if count is not NO_ROW
        ]
        files = [self._write("recorded", RECORDED, recorded)]
        if outcomes:
            files.append(self._write("outcomes", OUTCOMES, outcomes))
        files += self.beside
        return build_release(self.folder / "data", files, self.published).release

    def _write(self, table: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> LocalFile:
        path = self.folder / f"{table}.csv"
        lines = [",".join(f'"{cell}"' for cell in row) for row in (headings, *rows)]
        path.write_text("\n".join(lines), encoding="utf-8")
        return LocalFile(path, title="", filename=path.name, table=table)


def a_release(folder: Path, ends: str = "2023-09") -> ReleaseBuilder:
    """A release whose last quarter ends with this month, without any rows yet."""
    return ReleaseBuilder(folder, ends)


def quarters_of(total: int) -> list[int]:
    """A year as four quarters, the odd ones in the last."""
    return [total // 4, total // 4, total // 4, total - 3 * (total // 4)]


def _closed(count: Count, shift: int) -> Count:
    """The other basis, always another number: whoever reads the wrong column gets a wrong figure."""
    return count + shift if isinstance(count, int) else count


def _period(quarter: int) -> tuple[str, int]:
    """The official financial year and quarter of a quarter counted as 4 x year + 0..3."""
    year = (quarter - 1) // 4
    return f"{year}/{(year + 1) % 100:02d}", (quarter - 1) % 4 + 1


def _what(area: str, code: str) -> tuple[str, ...]:
    """The official columns that name the force and the offence."""
    group = ("Violence against the person", "Stalking and harassment")
    return (areas()[area].name, DESCRIPTIONS.get(code, f"Offence {code}"), *group, code)
