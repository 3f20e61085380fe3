"""A release looked at: its findings with the words for them. In: a release, a newsroom's own files. Out: `Survey`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from fetch.errors import ReferenceDataError, UnknownNameError, nearest
from fetch.release import Release
from generator.findings.finding import Finding, Findings
from generator.findings.kept import findings_for
from generator.findings.news_value import NewsValue, load_news_value
from generator.findings.show.telling import Teller, Told
from generator.findings.show.words import Words, load_words
from generator.newsroom import template_folders

if TYPE_CHECKING:
    from generator.findings.panel import Panel

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Survey:
    """The findings of a release. `populations` and `templates` are the newsroom's own, None for ours."""

    release: Release
    found: Findings
    words: Words
    settings: NewsValue
    templates: Path | None
    populations: Path | None

    @cached_property
    def teller(self) -> Teller:
        return Teller(self.found, self.words)

    @property
    def warning(self) -> str:
        """What must stand above everything made from the sample; empty for a real release."""
        return self.words.sample_warning if self.release.manifest.sample else ""

    def rows(self, findings: Iterable[Finding]) -> tuple[Told, ...]:
        """Findings as rows, without sentences."""
        return tuple(self.teller.told(one) for one in findings)

    def rows_in_copy(self, findings: Sequence[Finding]) -> tuple[Told, ...]:
        """Findings as rows, each with the sentence that it would become in a story, proved. Takes seconds.

        Raises:
            CopydeskError: a template has a mistake, or a sentence can't be proved.
        """
        from generator.findings.lines import lines_for  # noqa: PLC0415 (a table in the terminal has no sentences)

        told = lines_for(self.release, findings, templates=self.templates, populations=self.populations)
        return tuple(
            replace(
                row, sentence=line.text, beside=line.caveat, facts=tuple(dict.fromkeys(fact.id for fact in line.facts))
            )
            for row, line in zip(self.rows(findings), told, strict=True)
        )

    def panel(self) -> Panel:
        """Every total of the release, for charts. Takes seconds."""
        from generator.findings.panel import load_panel  # noqa: PLC0415 (charts alone need it)
        from generator.populations import residents  # noqa: PLC0415

        return load_panel(self.release, residents(self.release, self.populations))


def survey(
    release: Release,
    *,
    templates: Path | None = None,
    populations: Path | None = None,
    families: Path | None = None,
    progress: Progress | None = None,
) -> Survey:
    """Look at a release.

    Raises:
        CopydeskError: a file of the newsroom's is not there or has a mistake.
    """
    folders = template_folders(templates)
    for path in (populations, families):
        if path is not None and not path.is_file():
            raise ReferenceDataError(f"There is no file {path}.")
    return Survey(
        release=release,
        words=load_words(folders),
        settings=load_news_value(folders),
        found=findings_for(release, folders, populations=populations, families=families, progress=progress),
        templates=templates,
        populations=populations,
    )


def known_format(name: str, known: Sequence[str]) -> str:
    """The format of this name.

    Raises:
        UnknownNameError: there is none, with those there are.
    """
    if name not in known:
        raise UnknownNameError(f"There is no format {name!r}.{nearest(name, known)} Formats: {', '.join(known)}.")
    return name
