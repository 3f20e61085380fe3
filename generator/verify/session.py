"""Many texts verified in one go: each release opened once, its workbooks read a second time, its totals loaded once.

In: texts. Out: a report for each, and the problems of all in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from fetch.release import LATEST, Release, open_release
from generator.verify.answers import Answers
from generator.verify.consistency import disagreements
from generator.verify.report import Problem, Report
from generator.verify.texts import Text
from generator.verify.verifier import Read, Verifier
from generator.verify.workbooks import second_reading

Progress = Callable[[int, int], None]
Reading = Callable[[str, int, int], None]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Reports in the order of the texts; `release_problems`: where a release is not what its workbooks say; `across`:
    figures that jar with one another."""

    reports: tuple[Report, ...]
    release_problems: tuple[Problem, ...]
    across: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems: the release's, each text's, then those between texts."""
        return (*self.release_problems, *(one for report in self.reports for one in report.problems), *self.across)

    def encoded(self) -> bytes:
        """All of it as indented JSON."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"

    def summary(self) -> str:
        """One line for a person."""
        proved = sum(len(report.proved) for report in self.reports)
        texts = _many(len(self.reports), "text")
        quoted = sum(len(report.quoted) for report in self.reports)
        spoken = f" In quotes, the speakers' own and not judged: {_many(quoted, 'figure')}." if quoted else ""
        borne_out = f"{_many(proved, 'statement')} borne out by the release"
        if not self.problems:
            return f"{texts}: no problems, {borne_out}.{spoken}"
        return f"{texts}: {_many(len(self.problems), 'problem')}, {borne_out}.{spoken}"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A release that texts are held against: its verifier, and where it is not what its workbooks say."""

    verifier: Verifier
    problems: tuple[Problem, ...]


def open_releases(names: Iterable[str], data_dir: Path, reading: Reading | None = None) -> Mapping[str, Opened]:
    """Releases by the names that texts give them ("" is the latest), their workbooks read a second time.

    Raises:
        CopydeskError: a release is not there or damaged, or its raw workbooks are gone.
    """
    return {name: opened(open_release(data_dir, name or LATEST), reading) for name in sorted(names)}


def opened(release: Release, reading: Reading | None = None) -> Opened:
    """A release made ready, its workbooks read a second time.

    Raises:
        VerifyError: a raw workbook is gone or damaged, or the release can't be read.
    """
    source = f"release {release.name}"
    problems = tuple(
        Problem(kind="wrong", source=source, part="release", line=0, sentence="", words="", why=one.sentence)
        for one in second_reading(release, reading)
    )
    return Opened(verifier=Verifier(Answers(release)), problems=problems)


def verify_texts(texts: Sequence[Text], releases: Mapping[str, Opened], progress: Progress | None = None) -> Outcome:
    """Verify texts, each against its release."""
    reports: list[Report] = []
    reads: dict[str, dict[str, Sequence[Read]]] = {}
    for number, text in enumerate(texts, start=1):
        report, read = releases[text.release].verifier.verify(text.published, text.subject, text.draft)
        reports.append(report)
        reads.setdefault(text.release, {})[text.published.source] = read
        if progress:
            progress(number, len(texts))
    return Outcome(
        reports=tuple(reports),
        release_problems=tuple(one for release in releases.values() for one in release.problems),
        across=tuple(one for by_source in reads.values() for one in disagreements(by_source)),
    )
