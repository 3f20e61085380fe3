"""The one hierarchy of errors. Each carries one sentence for the person who must act: what, where, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CopydeskError(Exception):
    """Something a user can act on. Shown as one sentence at the edge, exit code 1; never as a traceback."""


class DiscoveryError(CopydeskError):
    """The publication page could not be read, or no longer says what we expect of it."""


class DownloadError(CopydeskError):
    """A file could not be brought in whole."""


class WorkbookError(CopydeskError):
    """A workbook does not read cleanly: names the file, the sheet and the row."""


class ReleaseError(CopydeskError):
    """A release is unknown, damaged, or in use by another program."""


class ReferenceDataError(CopydeskError):
    """One of our own reference files (or a newsroom's) has a mistake in it."""


class UnknownNameError(CopydeskError):
    """A force, story, release or style that we do not know, with the nearest names."""


def nearest(name: str, known: Iterable[str], most: int = 3) -> str:
    """The known names closest to `name`, ready to end a sentence: " Did you mean x or y?"; empty when none is near."""
    close = difflib.get_close_matches(name.casefold(), sorted(known), n=most, cutoff=0.5)
    return f" Did you mean {' or '.join(close)}?" if close else ""
