"""Every batch ends with the second pair of eyes: its files are read again as published words, before they are written.

In: the files of a batch by their paths. Out: what was found, or an error that names what is wrong. The verifier judges
by the words and the release; nothing of how they were written reaches it but the drafts' own JSON, looked at last.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from fetch.errors import CopydeskError
from fetch.release import Release
from generator.draft import Draft, encode
from generator.export import exporters
from generator.verify.answers import Answers
from generator.verify.consistency import disagreements
from generator.verify.published import FORMS, read_bytes
from generator.verify.report import Problem
from generator.verify.verifier import Read, Subject, Verifier
from generator.verify.workbooks import second_reading

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
        differences = second_reading(self._release, self._progress)
        if differences:
            told = " ".join(one.sentence for one in differences[:SHOWN])
            raise ProofError(f"Nothing was written: the release is not what its workbooks say. {told}")
        verifier = Verifier(Answers(self._release))
        proved, tied = 0, set[str]()
        problems: list[Problem] = []
        reads: dict[str, Sequence[Read]] = {}
        texts = self._texts(files)
        for name, content in texts.items():
            path = PurePosixPath(name)
            draft = self._drafts[str(path.with_suffix(""))]
            subject = Subject(draft.story, draft.area.slug, self._offences[draft.story])
            published = read_bytes(content, name, path.suffix)
            # A draft's claims are the same in each of its formats.
            claims = None if draft.id in tied else encode(draft)
            tied.add(draft.id)
            report, read = verifier.verify(published, subject, claims)
            proved += len(report.proved)
            problems.extend(report.problems)
            reads[name] = read
        problems.extend(disagreements(reads))
        amiss = [one for one in problems if not (self._lenient and one.kind == "unproved")]
        if amiss:
            raise ProofError(_told(amiss))
        self.found = Proofread(len(texts), proved, time.perf_counter() - began, tuple(problems))

    def _texts(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files that hold the words of a draft; a draft in no format that can be read is laid out as plain text."""
        texts = {
            name: content
            for name, content in files.items()
            if PurePosixPath(name).suffix in FORMS and str(PurePosixPath(name).with_suffix("")) in self._drafts
        }
        laid_out = {str(PurePosixPath(name).with_suffix("")) for name in texts}
        plain = exporters()["txt"]
        return texts | {
            f"{name}.txt": plain.render(draft) for name, draft in self._drafts.items() if name not in laid_out
        }


def _told(problems: Sequence[Problem]) -> str:
    lines = [f"{one.source}: {one.told}" for one in problems[:SHOWN]]
    more = f" And {len(problems) - SHOWN} more." if len(problems) > SHOWN else ""
    return "Nothing was written: the drafts' words are not what the release says. " + " ".join(lines) + more
