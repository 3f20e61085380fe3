"""Many texts verified in one go: each release opened once, its workbooks read a second time, its totals loaded once.

In: texts. Out: a report for each, and the problems of all in order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
        texts = f"{len(self.reports):,} text{'' if len(self.reports) == 1 else 's'}"
        quoted = sum(len(report.quoted) for report in self.reports)
        spoken = f" {quoted:,} figures in quotes are the speakers' own, and were not judged." if quoted else ""
        if not self.problems:
            return f"{texts}: {proved:,} figures and comparisons, all borne out by the release.{spoken}"
        amiss = f"{len(self.problems):,} problem{'' if len(self.problems) == 1 else 's'}"
        return f"{texts}: {amiss}; {proved:,} figures and comparisons are borne out by the release.{spoken}"


def verify_texts(
    texts: Sequence[Text], data_dir: Path, *, reading: Reading | None = None, progress: Progress | None = None
) -> Outcome:
    """Verify texts against their releases.

    Raises:
        CopydeskError: a release is not there or damaged, or its raw workbooks are gone.
    """
    verifiers: dict[str, Verifier] = {}
    release_problems: list[Problem] = []
    reports: list[Report] = []
    reads: dict[str, dict[str, Sequence[Read]]] = {}
    for number, text in enumerate(texts, start=1):
        name = text.release or LATEST
        if name not in verifiers:
            release = open_release(data_dir, name)
            release_problems.extend(_differences(release, reading))
            verifiers[name] = Verifier(Answers(release))
        verifier = verifiers[name]
        report, read = verifier.verify(text.published, text.subject, text.draft)
        reports.append(report)
        reads.setdefault(name, {})[text.published.source] = read
        if progress:
            progress(number, len(texts))
    across = [one for by_source in reads.values() for one in disagreements(by_source)]
    return Outcome(reports=tuple(reports), release_problems=tuple(release_problems), across=tuple(across))


def _differences(release: Release, reading: Reading | None) -> list[Problem]:
    """Where the release is not what its workbooks say."""
    return [
        Problem(
            kind="wrong",
            source=f"release {release.name}",
            part="release",
            line=0,
            sentence="",
            words="",
            why=one.sentence,
        )
        for one in second_reading(release, reading)
    ]
