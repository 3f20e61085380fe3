"""Published words as a reader sees them. In: a file of text, Markdown or HTML, or pasted words. Out: passages.

Knows the layout of a draft (layout.toml) and nothing of how one is written; what an editor has changed, wrapped again,
added or taken away is read for what it says.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from generator.verify import markdown, page, plaintext
from generator.verify.errors import VerifyError
from generator.verify.layout import layout
from generator.verify.outline import Outline
from generator.verify.passage import Passage, Published

__all__ = ["FORMS", "Passage", "Published", "read_bytes", "read_pasted", "read_published"]

FORMS = {".txt": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html"}
# A draft has 40 to 300 KB; nothing of this size is a story.
TOO_LARGE = 5_000_000

_FORCES = Path(__file__).parent.parent / "reference" / "forces.toml"
_HTML = re.compile(
    r"<(?:!doctype|html|body|main|article|section|h[1-6]|p|div|ul|ol|li|blockquote)\b[^<>]*>", re.IGNORECASE
)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|> ?\*\*[^*\s]|\*\*[^*\s].*[^*\s]\*\*\s*$)|\]\(https?://", re.MULTILINE)


def read_published(path: Path) -> Published:
    """The passages of a file, read by its suffix.

    Raises:
        VerifyError: the file is missing, a folder, of a kind we don't read, too large, empty, or not UTF-8 text.
    """
    form = FORMS.get(path.suffix.casefold())
    if path.is_dir():
        raise VerifyError(f"{path} is a folder. Name the drafts in it: {path / '*.md'}")
    if form is None:
        raise VerifyError(
            f"{path}: only {', '.join(FORMS)} can be read. Save the words as one of these, or paste them: "
            "copydesk verify -"
        )
    return _read(_decoded(_bytes(path), str(path)), str(path), form)


def read_bytes(content: bytes, source: str, suffix: str) -> Published:
    """The passages of a file's content, before it is a file. `suffix` is that of its name, such as ".md".

    Raises:
        VerifyError: it is not UTF-8 text. KeyError for a suffix that is not in FORMS.
    """
    return _read(_decoded(content, source), source, FORMS[suffix])


def read_pasted(text: str, source: str) -> Published:
    """The passages of words that somebody pasted, in whatever format they turn out to be.

    Raises:
        VerifyError: there are no words, too many, or they hold bytes of something else.
    """
    if len(text) >= TOO_LARGE:
        raise VerifyError(_too_large(source))
    return _read(text, source, "html" if _HTML.search(text) else "md" if _MARKDOWN.search(text) else "txt")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size >= TOO_LARGE:
            raise VerifyError(_too_large(str(path)))
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise VerifyError(f"{path} cannot be read ({reason}). Check the path and who may read it.") from error


def _too_large(source: str) -> str:
    return f"{source} holds 5 MB or more, which is no story. Give one draft a file."


def _decoded(content: bytes, source: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise VerifyError(f"{source}, line {line}: this is not UTF-8 text. Save it as UTF-8 and try again.") from error


def _read(text: str, source: str, form: str) -> Published:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise VerifyError(
            f"{source}, line {line}: a NUL byte, so this is no text. Export the words as text and try again."
        )
    outline = Outline()
    if form == "html":
        passages = outline.arrange(page.blocks(text, source))
    elif form == "md":
        passages = outline.arrange(markdown.blocks(text, source))
    else:
        passages = outline.arrange(plaintext.ours(text))
        if not outline.framed:
            passages = Outline().arrange(plaintext.pasted(text))
    if not passages:
        raise VerifyError(f"{source} holds no words. Export the draft again, or check that this is the right file.")
    return _described(source, form if outline.framed else "pasted", passages)


# ---- what the words say of themselves ----


def _described(source: str, form: str, passages: tuple[Passage, ...]) -> Published:
    frame = [passage.text for passage in passages if passage.part == "frame"]
    sample = any(layout().sample.search(passage.text) for passage in passages)
    return Published(source, form, passages, sample, _told(layout().release, frame), _force(frame))


def _told(pattern: re.Pattern[str], frame: Iterable[str]) -> str:
    """What the first paragraph of the frame that matches says."""
    for text in frame:
        if found := pattern.search(text):
            return next(group for group in found.groups() if group)
    return ""


@cache
def _forces() -> dict[str, str]:
    """Full names of the forces by slug."""
    return {slug: row["name"] for slug, row in tomllib.loads(_FORCES.read_text(encoding="utf-8")).items()}


def _force(frame: list[str]) -> str:
    """The force that a draft is for: as its head names it, by its slug, or the one that the working names most.

    A style may have a name of its own for a force; where the slug tells which it is, it goes by its usual one.
    """
    named = _told(layout().force, frame)
    if named in _forces().values():
        return named
    slug = f"-{_told(layout().slug, frame).casefold()}-"
    if within := [known for known in _forces() if f"-{known}-" in slug]:
        return _forces()[max(within, key=len)]
    if named:
        return named
    counted = Counter({name: sum(name in text for text in frame) for name in _forces().values()})
    (first, most), (_, second) = counted.most_common(2)
    return first if most > second else ""
