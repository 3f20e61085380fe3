"""What a verification found: problems, what was proved, a speaker's figures. Plain values for people and machines."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with published words, in one line.

    `kind`: wrong (the release says otherwise), unproved (the release can't bear it out, or the words are not
    understood), inconsistent (two figures that should agree don't), claim (the draft's own claims don't fit the release
    or the words).
    `words` are the words in `sentence` that it is about; `why` says what is wrong; `right` what would be right, or "".
    """

    kind: str
    source: str
    part: str
    line: int
    sentence: str
    words: str
    why: str
    right: str = ""

    @property
    def told(self) -> str:
        """The problem in one line."""
        mend = f" Right would be: {self.right}." if self.right else ""
        joint = {"wrong": " but ", "inconsistent": " but "}.get(self.kind, ": ") if self.words else ""
        words = f"“{self.words}”" if self.words else ""
        return f"{self.kind}: {words}{joint}{self.why}.{mend}"


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """Words that the release bears out: what they state, and the claims of the draft that say the same."""

    part: str
    line: int
    words: str
    states: str
    claims: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one text. Listed for the editor and not judged: `quoted`, figures in a speaker's words, and
    `aside`, ages, days, times and sums of money, which these tables don't hold."""

    source: str
    form: str
    story: str
    area: str
    release: str
    sample: bool
    proved: tuple[Proved, ...]
    problems: tuple[Problem, ...]
    quoted: tuple[str, ...]
    aside: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def asides(self) -> tuple[str, ...]:
        """What an editor may want to know, and needn't: figures in quotes, and notes."""
        return (
            *(f"in a quote, the speaker's own: {one}" for one in self.quoted),
            *(f"not in these tables, to be checked by hand: {one}" for one in self.aside),
            *self.notes,
        )
