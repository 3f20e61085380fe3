"""Every batch ends with the second pair of eyes: its files are read again as published words, before they are written.

In: the files of a batch by their paths. Out: what was found, or an error that names what is wrong. The verifier judges
by the words and the release; nothing of how they were written reaches it but the drafts' own JSON, looked at last.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from fetch.errors import CopydeskError
from fetch.release import Release
from generator.draft import Draft, encode
from generator.export import exporters
from generator.verify.published import FORMS, read_bytes
from generator.verify.report import Problem
from generator.verify.session import opened, verify_texts
from generator.verify.texts import Text
from generator.verify.verifier import Subject

# So many problems are told at once; the first ones mostly explain the others.
SHOWN = 10


class ProofError(CopydeskError):
    """The second pair of eyes found something. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Proofread:
    """What was read: texts, the statements that the release bears out, and the seconds it took. `unproved`: what the
    words of a newsroom's own templates say that no rule can tie to the figures."""

    texts: int
    proved: int
    seconds: float
    unproved: tuple[Problem, ...]


class Proofreader:
    """Reads the batches of one release. `lenient` lets pass what it can't understand, and keeps it in `unproved`."""

    def __init__(
        self,
        release: Release,
        drafts: Sequence[Draft],
        offences: Mapping[str, str],
        *,
        lenient: bool = False,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self._release = release
        self._progress = progress
        self._drafts = {f"{draft.area.slug}/{draft.story}": draft for draft in drafts}
        self._offences = offences
        self._lenient = lenient
        self.found: Proofread | None = None

    def check(self, files: Mapping[str, bytes]) -> None:
        """Read every text of the batch.

        Raises:
            ProofError: the release is not what its workbooks say, or the words are not what the release says.
        """
        began = time.perf_counter()
        release = opened(self._release, self._progress)
        if release.problems:
            told = " ".join(one.why for one in release.problems[:SHOWN])
            raise ProofError(f"Nothing was written: the release is not what its workbooks say. {told}")
        texts = tuple(self._texts(files))
        outcome = verify_texts(texts, {self._release.name: release})
        amiss = [one for one in outcome.problems if not (self._lenient and one.kind == "unproved")]
        if amiss:
            raise ProofError(_told(amiss))
        proved = sum(len(report.proved) for report in outcome.reports)
        self.found = Proofread(len(texts), proved, time.perf_counter() - began, outcome.problems)

    def _texts(self, files: Mapping[str, bytes]) -> Iterator[Text]:
        """The files that hold the words of a draft; a draft in no format that can be read is laid out as plain text."""
        unread = dict(self._drafts)
        for name, content in files.items():
            path = PurePosixPath(name)
            draft = self._drafts.get(str(path.with_suffix("")))
            if path.suffix in FORMS and draft is not None:
                # A draft's claims are the same in each of its formats: they are looked at once.
                first = unread.pop(str(path.with_suffix("")), None) is not None
                yield self._text(draft, name, content, claims=first)
        plain = exporters()["txt"]
        for name, draft in unread.items():
            yield self._text(draft, f"{name}.txt", plain.render(draft), claims=True)

    def _text(self, draft: Draft, name: str, content: bytes, *, claims: bool) -> Text:
        subject = Subject(draft.story, draft.area.slug, self._offences[draft.story])
        published = read_bytes(content, name, PurePosixPath(name).suffix)
        return Text(published, subject, self._release.name, encode(draft) if claims else None)


def _told(problems: Sequence[Problem]) -> str:
    lines = [f"{one.source}: {one.told}" for one in problems[:SHOWN]]
    more = f" And {len(problems) - SHOWN} more." if len(problems) > SHOWN else ""
    return "Nothing was written: the drafts' words are not what the release says. " + " ".join(lines) + more
