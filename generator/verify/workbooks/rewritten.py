"""XML put into the usual way of writing it: known prefixes, UTF-8, no comments, no CDATA. In and out: bytes in chunks.

The slow road, for the rare workbook that the quick one (`pieces`) does not take. Knows nothing of cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from generator.verify.workbooks.archive import parse

_OTHER = "other:"


def rewritten(chunks: Iterator[bytes], prefixes: Mapping[str, str], where: str) -> Iterator[bytes]:
    """The same document, with these prefixes for these namespaces ("table:", or "" for none).

    Other namespaces' elements are kept under one prefix, so that nesting stays, and their attributes are left out.
    Raises VerifyError, led by `where`, for what is no XML.
    """
    written: list[str] = []

    def start(space: str, name: str, given: dict[str, str]) -> None:
        kept = {key: value for key, value in ((_attribute(one, prefixes), given[one]) for one in given) if key}
        listed = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        written.append(f"<{prefixes.get(space, _OTHER)}{name}{listed}>")

    def end(space: str, name: str) -> None:
        written.append(f"</{prefixes.get(space, _OTHER)}{name}>")

    def words(text: str) -> None:
        written.append(escape(text))

    for _ in parse(chunks, where, start=start, end=end, words=words):
        yield "".join(written).encode()
        written.clear()


def _attribute(name: str, prefixes: Mapping[str, str]) -> str:
    """An attribute's name under the known prefixes; "" for one of another namespace."""
    space, _, local = name.rpartition(" ")
    if not space:
        return local
    return f"{prefixes[space]}{local}" if space in prefixes else ""
