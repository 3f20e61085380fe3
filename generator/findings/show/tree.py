"""What a release's output folder holds of findings: a table and a page. In: a survey. Out: files by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.findings.show.page import findings_page
from generator.findings.show.survey import Survey
from generator.findings.show.table_csv import findings_csv
from generator.newsroom import offences_of, template_folders
from generator.notices import load_notices
from generator.output import FINDINGS, FINDINGS_TABLE
from generator.stories import story_names


def findings_files(look: Survey, folder: Path, progress: Callable[[int, int], None] | None = None) -> dict[str, bytes]:
    """The table and the page of a whole release; `folder` is where they will stand, and where drafts may be already."""
    rows = look.rows_in_copy(look.found.lines)
    page = findings_page(
        rows,
        look.found.warnings,
        look.teller,
        look.settings,
        look.panel(),
        warning=look.warning,
        attribution=load_notices(template_folders(look.templates)).attribution,
        drafts=drafts_in(folder, look),
        progress=progress,
    )
    return {FINDINGS_TABLE: findings_csv(rows, look.teller, warning=look.warning), FINDINGS: page}


def drafts_in(folder: Path, look: Survey) -> Mapping[tuple[str, str], str]:
    """The pages of drafts in a folder, as ways from there, by area and offence."""
    stories = story_names(template_folders(look.templates))
    offences = offences_of(stories, look.templates)
    return {
        (path.parent.name, offences[path.stem]): f"{path.parent.name}/{path.name}"
        for path in sorted(folder.glob("*/*.html"))
        if path.stem in offences
    }
