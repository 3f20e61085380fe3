"""Quotation marks. In: the paragraphs of a quote, and a style's marks. Out: the paragraphs as they are printed.

The words are never touched. The speaker's own marks are, and only where they are of the same kind as the ones that we
put around them ("..." inside “...” would seem to end the quote): those become the style's inner marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Marks that a reader takes for one kind, so that one must not stand inside the other. A straight single mark is never
# taken for a quotation mark: nearly always it is an apostrophe.
KINDS = ((("“", "”"), ('"', '"')), (("‘", "’"),))
OPENERS = frozenset("([{–—-/“‘")


@dataclass(frozen=True, slots=True)
class QuoteMarks:
    """A style's marks: `open` and `close` around a quote, `inner_open` and `inner_close` around a quote within it."""

    open: str = "“"
    close: str = "”"
    inner_open: str = "‘"
    inner_close: str = "’"

    @property
    def swapped(self) -> QuoteMarks:
        """The marks as they stand inside a quote within a quote."""
        return QuoteMarks(self.inner_open, self.inner_close, self.open, self.close)


def between_marks(paragraphs: Sequence[str], marks: QuoteMarks) -> tuple[str, ...]:
    """Each paragraph opened with a mark, the last one closed: how a quote of several paragraphs is printed."""
    nested = [nest(paragraph, marks) for paragraph in paragraphs]
    return tuple(
        marks.open + words + (marks.close if at == len(nested) else "") for at, words in enumerate(nested, start=1)
    )


def nest(words: str, marks: QuoteMarks) -> str:
    """The words with the speaker's own marks, where they are of the outer kind, turned into the inner ones."""
    for first, last in own_quotes(words, marks):
        inside = nest(words[first + 1 : last], marks.swapped)
        rest = nest(words[last + 1 :], marks)
        return words[:first] + marks.inner_open + inside + marks.inner_close + rest
    return words


def own_quotes(words: str, marks: QuoteMarks) -> Iterator[tuple[int, int]]:
    """Where the speaker's own quotes of the outer kind begin and end, in order.

    A mark opens at the start of a word and closes at the end of one; a mark without its fellow (inches, an
    apostrophe, a quote that runs on) is left alone.
    """
    kind = _kind_of(marks)
    at = 0
    while at < len(words):
        last = _match(words, at, kind)
        if last is None:
            at += 1
        else:
            yield at, last
            at = last + 1


def _kind_of(marks: QuoteMarks) -> tuple[tuple[str, str], ...]:
    for kind in KINDS:
        if any(marks.open in pair for pair in kind):
            return kind
    return ((marks.open, marks.close),)


def _match(words: str, first: int, kind: tuple[tuple[str, str], ...]) -> int | None:
    """Where the quote that opens at `first` closes; None where none opens there, or it never closes."""
    for opens, closes in kind:
        if words[first] != opens or not _at_word_start(words, first):
            continue
        depth = 0
        for at in range(first + 1, len(words)):
            if opens != closes and words[at] == opens and _at_word_start(words, at):
                depth += 1
            elif words[at] == closes and _at_word_end(words, at):
                if not depth:
                    return at
                depth -= 1
    return None


def _at_word_start(words: str, at: int) -> bool:
    before, after = words[at - 1 : at], words[at + 1 : at + 2]
    return bool(after.strip()) and (not before.strip() or before in OPENERS)


def _at_word_end(words: str, at: int) -> bool:
    # A ’ between two letters is an apostrophe.
    before, after = words[at - 1 : at], words[at + 1 : at + 2]
    return bool(before.strip()) and not after.isalnum()
