"""Bringing one file in, whole. In: an address. Out: a checked workbook on disk, or one clear error.

Conditional, resumed where it stopped, bounded in size, never trusted. Knows nothing of tables.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import requests

from fetch.container import check_container
from fetch.errors import DownloadError, WorkbookError
from fetch.govuk import Site
from fetch.parts import sha256_of, whole_file
from fetch.web import PassingError, Patience, StoppedError, Web

__all__ = ["Downloader", "Fetched", "Known", "Patience", "StoppedError", "finished"]

# The largest official file is about 50 MB (July 2026), the page as JSON well below 1 MB.
MOST_BYTES = 512 * 1024**2
MOST_BYTES_OF_A_PAGE = 16 * 1024**2
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_NO_MORE = re.compile(r"bytes \*/(\d+)")

Watch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Known:
    """A copy of a file that is here already, with what the server told of it, and when it came (ISO time).

    `same_address` is False for a copy from another address, which may be another file of the same name.
    """

    path: Path
    etag: str = ""
    last_modified: str = ""
    fetched: str = ""
    same_address: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file on disk, with what the server told of it. `new` is False where the copy that was here is still good."""

    path: Path
    etag: str
    last_modified: str
    fetched: str
    new: bool


class Downloader:
    """Brings files in from one site. May be used by several threads; `stop` ends them all at their next chunk."""

    def __init__(
        self,
        where: Site,
        patience: Patience | None = None,
        most_bytes: int = MOST_BYTES,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        self.web = Web(where, patience, pause)
        self._most_bytes = most_bytes

    def stop(self) -> None:
        """Let every download stop soon, leaving what can be resumed."""
        self.web.stop()

    def page(self, url: str) -> object:
        """A small JSON document. Raises DownloadError where it can't be had, or is no JSON."""
        body = self.web.small(url, f"The publication page ({url})", "application/json", MOST_BYTES_OF_A_PAGE)
        try:
            page: object = json.loads(body)
        except ValueError as error:
            raise DownloadError(f"{url} answered with something that is not JSON. Try again later.") from error
        return page

    def file(self, url: str, name: str, target: Path, known: Known | None, watch: Watch, *, least: int = 0) -> Fetched:
        """A file, checked to be a whole workbook, at `target`; or the copy that is here, where that is still good.

        `name` is what the user knows it by; `least` how long the page says that it is. `watch(bytes so far, bytes in
        all)` is called as it comes in. Raises DownloadError: nothing is then at `target`.
        """
        return self.web.patiently(lambda: self._once(url, name, target, known, watch, least=least), name)

    def _once(self, url: str, name: str, target: Path, known: Known | None, watch: Watch, *, least: int) -> Fetched:
        part = _Part(target, url)
        resuming = part.resuming()
        with self.web.get(url, name, resuming or _conditions(known)) as response:
            if response.status_code == requests.codes.not_modified and known is not None and not resuming:
                return Fetched(known.path, known.etag, known.last_modified, known.fetched or _now(), new=False)
            if not part.is_all(response):
                self._take(response, part, name, watch)
        _check(part, name, url, least, resumed=bool(resuming))
        part.path.replace(target)
        fetched = Fetched(target, part.etag, part.last_modified, _now(), new=True)
        _note_finished(fetched, url)
        part.forget()
        return fetched

    def _take(self, response: requests.Response, part: _Part, name: str, watch: Watch) -> None:
        """The body, appended to what is there or from the start, and no more of it than there should be."""
        offset, total = _extent(response, part)
        if max(offset, total) > self._most_bytes:
            part.drop()
            raise DownloadError(
                f"{name} has {total / 1e6:,.0f} MB, far more than any official file: not downloaded. Look at the page."
            )
        if not offset:
            part.begin(response)
        done = offset
        with part.path.open("ab") as file:
            for chunk in self.web.body(response):
                done += len(chunk)
                if done > self._most_bytes or (total and done > total):
                    break
                file.write(chunk)
                file.flush()  # what was counted is in the file, even if we are ended at once
                watch(done, total)
        if done > self._most_bytes or (total and done > total):
            part.drop()
            raise DownloadError(f"{name} is longer than the server said it would be: not kept. Try again later.")
        if total and done < total:
            raise PassingError(f"only {done:,} of {total:,} bytes came")


class _Part:
    """A download that is not whole yet: `<name>.part`, and beside it what tells whether it may be resumed."""

    def __init__(self, target: Path, url: str) -> None:
        self.path = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.part.json")
        self._url = url
        noted = _read_note(self._note, url)
        self.etag, self.last_modified = noted.get("etag", ""), noted.get("last_modified", "")

    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def resuming(self) -> dict[str, str]:
        """The headers that ask for the rest; none where there is nothing that can be proved to be the same file."""
        # A weak ETag says that two versions are as good as each other, not that they have the same bytes (RFC 9110).
        strong = "" if self.etag.startswith("W/") else self.etag
        validator = strong or self.last_modified
        if not validator or not self.size():
            return {}
        return {"Range": f"bytes={self.size()}-", "If-Range": validator}

    def is_all(self, response: requests.Response) -> bool:
        """Whether the server has no more than is here: we were interrupted just before the check.

        Raises PassingError for an answer that is neither that, nor the file, nor the rest of it.
        """
        if response.status_code in {requests.codes.ok, requests.codes.partial_content}:
            return False
        said = _NO_MORE.match(response.headers.get("Content-Range", ""))
        asked_too_far = response.status_code == requests.codes.requested_range_not_satisfiable
        if asked_too_far and said and int(said[1]) == self.size():
            return True
        self.drop()
        raise PassingError("the server has another version of the file now")

    def begin(self, response: requests.Response) -> None:
        """Start afresh, and keep what proves that a later answer is the rest of this file."""
        self.drop()
        if not _packed(response):
            self.etag = response.headers.get("ETag", "")
            self.last_modified = response.headers.get("Last-Modified", "")
        noted = {"url": self._url, "etag": self.etag, "last_modified": self.last_modified}
        self._note.write_text(json.dumps(noted), encoding="utf-8")

    def forget(self) -> None:
        self._note.unlink(missing_ok=True)

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.etag = self.last_modified = ""
        self.forget()


def finished(target: Path, url: str) -> Known | None:
    """The whole file that an earlier, unlucky fetch left at `target`; None where there is none, or it was changed."""
    noted = _read_note(_finished_note(target), url)
    if not noted or not target.is_file() or sha256_of(target) != noted.get("sha256"):
        return None
    return Known(target, noted.get("etag", ""), noted.get("last_modified", ""), noted.get("fetched", ""))


def _note_finished(fetched: Fetched, url: str) -> None:
    noted = {
        "url": url,
        "etag": fetched.etag,
        "last_modified": fetched.last_modified,
        "fetched": fetched.fetched,
        "sha256": sha256_of(fetched.path),
    }
    with whole_file(_finished_note(fetched.path)) as unfinished:
        unfinished.write_text(json.dumps(noted), encoding="utf-8")


def _finished_note(target: Path) -> Path:
    return target.with_name(f"{target.name}.json")


def _read_note(path: Path, url: str) -> dict[str, str]:
    """What was noted of a file; nothing where there is no note that makes sense, or it is of another address."""
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(noted, dict) or noted.get("url") != url:
        return {}
    return {str(name): str(value) for name, value in noted.items()}


def _check(part: _Part, name: str, url: str, least: int, *, resumed: bool) -> None:
    """What came is a whole workbook. Raises DownloadError, or PassingError where the whole file is worth a try."""
    size = part.size()
    try:
        kind = check_container(part.path, name)
    except WorkbookError as error:
        part.drop()
        if resumed:
            raise PassingError("the rest of the file does not fit what had come of it") from error
        raise DownloadError(f"{str(error).rstrip('.')} (from {url}). Releases that are here are untouched.") from error
    # A workbook carries checksums; of a CSV only the page knows how long it is.
    if kind == "csv" and size < least:
        part.drop()
        raise DownloadError(
            f"{name} is cut short: {size:,} bytes came, and the page says {least:,}. Try again later: releases that "
            "are here are untouched."
        )


def _conditions(known: Known | None) -> dict[str, str]:
    if known is None or not known.path.is_file():
        return {}
    # At another address only the content's own tag tells that it is the same file; a date would not.
    since = known.last_modified if known.same_address else ""
    wanted = {"If-None-Match": known.etag, "If-Modified-Since": since}
    return {name: value for name, value in wanted.items() if value}


def _extent(response: requests.Response, part: _Part) -> tuple[int, int]:
    """Where the body begins in the file, and how long the file is (0 where the server does not say)."""
    if response.status_code == requests.codes.partial_content:
        found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        same = response.headers.get("ETag", part.etag) == part.etag
        if found is None or int(found[1]) != part.size() or not same:
            part.drop()
            raise PassingError("the server sent another part of the file than was asked for")
        return part.size(), int(found[2]) if found[2].isdecimal() else 0
    length = response.headers.get("Content-Length", "")
    return 0, int(length) if length.isdecimal() and not _packed(response) else 0


def _packed(response: requests.Response) -> bool:
    """Whether the server packs the body on its way, against our wish: its places are then not the file's."""
    return response.headers.get("Content-Encoding", "identity") != "identity"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
