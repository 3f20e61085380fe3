"""Parts of a zipped workbook. In: a file. Out: a part's bytes, in chunks, or parsed where it is small.

Knows nothing of sheets.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

from generator.verify.errors import VerifyError
from generator.verify.workbooks.pieces import CHUNK

_BETWEEN = "\x1f"  # expat puts it between a namespace and a name


def chunks_of(path: Path, part: str, where: str) -> Iterator[bytes]:
    """A part's bytes. Raises VerifyError, led by `where`, where the file or the part is damaged or not there."""
    try:
        with zipfile.ZipFile(path) as packed, packed.open(part) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
        raise VerifyError(f"{where} is damaged ({part}: {error}): delete the release and fetch it again.") from error


def parse(
    chunks: Iterator[bytes],
    where: str,
    *,
    start: Callable[[str, str, dict[str, str]], None],
    end: Callable[[str, str], None] = lambda _space, _name: None,
    words: Callable[[str], None] = lambda _words: None,
) -> Iterator[None]:
    """Parse XML, with a step after each chunk. Names come as namespace and name; so do those of attributes, joined by a
    blank where they have a namespace. Raises VerifyError, led by `where`, for what is no XML.
    """
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: start(
        *_parts(name), {key.replace(_BETWEEN, " "): value for key, value in given.items()}
    )
    parser.EndElementHandler = lambda name: end(*_parts(name))
    parser.CharacterDataHandler = words
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise VerifyError(f"{where} is damaged ({error}): delete the release and fetch it again.") from error
    yield


def _parts(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(_BETWEEN)
    return space, local
