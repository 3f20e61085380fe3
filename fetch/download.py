"""Bringing one file in, whole. In: an address. Out: a checked workbook on disk, or one clear error.

Conditional, resumed where it stopped, retried with patience, bounded in size, never trusted. Knows nothing of tables.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import requests
import tenacity
import urllib3

from fetch.container import check_container
from fetch.errors import DownloadError, WorkbookError
from fetch.govuk import Site

_CHUNK = 1 << 18
# The largest official file is about 50 MB (July 2026), the page as JSON well below 1 MB.
MOST_BYTES = 512 * 1024**2
MOST_BYTES_OF_A_PAGE = 16 * 1024**2
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")

Watch = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how often to try. A server's Retry-After is kept to, up to `longest`."""

    attempts: int = 6
    first: float = 1.0
    longest: float = 60.0
    connect: float = 10.0
    read: float = 30.0


@dataclass(frozen=True, slots=True)
class Known:
    """A copy of a file that is here already, with what the server told of it."""

    path: Path
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file on disk, with what the server told of it. `new` is False where the copy that was here is still good."""

    path: Path
    etag: str
    last_modified: str
    fetched: str
    new: bool


class StoppedError(Exception):
    """The user has had enough: what has come so far is kept, to be resumed."""


class _PassingError(Exception):
    """A fault that may be gone at the next try. `wait` is what the server asked for, in seconds."""

    def __init__(self, what: str, wait: float = 0.0) -> None:
        super().__init__(what)
        self.wait = wait


def session() -> requests.Session:
    """A session that says honestly who is asking: GOV.UK's asset hosts refuse requests without a User-Agent."""
    one = requests.Session()
    one.headers["User-Agent"] = f"copydesk/{version('copydesk')} (drafts local news from official statistics)"
    # A packed answer would hide how long the file is, and where to go on.
    one.headers["Accept-Encoding"] = "identity"
    return one


class Downloader:
    """Brings files in from one site. May be used by several threads; `stop` ends them all at their next chunk."""

    def __init__(self, where: Site, patience: Patience | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._where = where
        self._patience = patience or Patience()
        self._most_bytes = most_bytes
        self._session = session()
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Let every download stop soon, leaving what can be resumed."""
        self._stopping.set()

    def page(self, url: str) -> object:
        """A small JSON document. Raises DownloadError where it can't be had, or is no JSON."""

        def once() -> object:
            with self._get(url, {}) as response:
                _check_status(response, url)
                body = response.raw.read(MOST_BYTES_OF_A_PAGE)
            try:
                return json.loads(body)
            except ValueError as error:
                raise DownloadError(f"{url} answered with something that is not JSON. Try again later.") from error

        return self._patiently(once, url)

    def file(self, url: str, name: str, target: Path, known: Known | None, watch: Watch) -> Fetched:
        """A file, checked to be a whole workbook, at `target`; or the copy that is here, where that is still good.

        `name` is what the user knows it by. `watch(bytes so far, bytes in all)` is called as it comes in. Raises
        DownloadError: nothing is then at `target`.
        """
        return self._patiently(lambda: self._file_once(url, name, target, known, watch), name)

    def _patiently(self, once: Callable[[], T], name: str) -> T:
        patience = self._patience
        spread = tenacity.wait_random_exponential(multiplier=patience.first, max=patience.longest)

        def wait(state: tenacity.RetryCallState) -> float:
            failed = state.outcome.exception() if state.outcome else None
            asked = failed.wait if isinstance(failed, _PassingError) else 0.0
            return min(asked, patience.longest) if asked else spread(state)

        tries = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_PassingError),
            stop=tenacity.stop_after_attempt(patience.attempts),
            wait=wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return tries(once)
        except _PassingError as error:
            raise DownloadError(
                f"{name} could not be downloaded: {error} ({patience.attempts} tries). Try again later: what has come "
                "so far is kept, and releases that are here are untouched."
            ) from error

    def _sleep(self, seconds: float) -> None:
        if self._stopping.wait(seconds):
            raise StoppedError

    def _get(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        patience = self._patience
        try:
            response = self._session.get(
                url, headers=dict(headers), stream=True, timeout=(patience.connect, patience.read)
            )
        except requests.TooManyRedirects as error:
            raise DownloadError(f"{url} is redirected in a circle. Look at it in a browser.") from error
        except (requests.ConnectionError, requests.Timeout) as error:
            raise _PassingError("the server did not answer") from error
        except requests.RequestException as error:
            raise DownloadError(
                f"{url} can't be asked for ({type(error).__name__}). Look at it in a browser."
            ) from error
        for step in (*response.history[1:], response):
            if not self._where.allows(step.url):
                response.close()
                raise DownloadError(f"{url} leads to {step.url}, which is no address of GOV.UK's: not followed.")
        return response

    def _file_once(self, url: str, name: str, target: Path, known: Known | None, watch: Watch) -> Fetched:
        part = _Part(target, url)
        headers = part.resuming() or _conditions(known)
        with self._get(url, headers) as response:
            if response.status_code == requests.codes.not_modified and known is not None:
                return Fetched(known.path, known.etag, known.last_modified, _now(), new=False)
            if response.status_code == requests.codes.requested_range_not_satisfiable:
                part.drop()
                raise _PassingError("the server has another version of the file now")
            _check_status(response, name)
            etag = response.headers.get("ETag", "")
            last_modified = response.headers.get("Last-Modified", "")
            self._take(response, part, name, watch)
        try:
            check_container(part.path, name)
        except WorkbookError as error:
            part.drop()
            raise DownloadError(
                f"{str(error).rstrip('.')} (from {url}). Releases that are here are untouched."
            ) from error
        part.path.replace(target)
        part.forget()
        return Fetched(target, etag, last_modified, _now(), new=True)

    def _take(self, response: requests.Response, part: _Part, name: str, watch: Watch) -> None:
        """The body, appended to what is there or from the start, and no more of it than there should be."""
        offset, total = _extent(response, part.size())
        if max(offset, total) > self._most_bytes:
            part.drop()
            raise DownloadError(
                f"{name} has {total / 1e6:,.0f} MB, far more than any official file: not downloaded. Look at the page."
            )
        part.note(response)
        done = offset
        try:
            with part.path.open("ab" if offset else "wb") as file:
                # What has come is taken at once: a stall or a cut loses nothing that can be resumed from.
                while chunk := response.raw.read1(_CHUNK):
                    if self._stopping.is_set():
                        raise StoppedError
                    done += len(chunk)
                    if done > self._most_bytes or (total and done > total):
                        break
                    file.write(chunk)
                    watch(done, total)
        except (requests.RequestException, urllib3.exceptions.HTTPError, TimeoutError) as error:
            raise _PassingError(f"the server stopped sending after {done / 1e6:,.1f} MB") from error
        if done > self._most_bytes or (total and done > total):
            part.drop()
            raise DownloadError(f"{name} is longer than the server said it would be: not kept. Try again later.")
        if total and done < total:
            raise _PassingError(f"only {done:,} of {total:,} bytes came")


class _Part:
    """A download that is not whole yet: `<name>.part`, and beside it what tells whether it may be resumed."""

    def __init__(self, target: Path, url: str) -> None:
        self.path = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.part.json")
        self._url = url

    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def resuming(self) -> dict[str, str]:
        """The headers that ask for the rest; none where there is nothing that can be proved to be the same file."""
        try:
            noted = json.loads(self._note.read_text(encoding="utf-8"))
            validator = str(noted["validator"]) if noted["url"] == self._url else ""
        except (OSError, ValueError, KeyError, TypeError):
            validator = ""
        if not validator or not self.size():
            return {}
        return {"Range": f"bytes={self.size()}-", "If-Range": validator}

    def note(self, response: requests.Response) -> None:
        """Keep what proves that a later answer is the rest of this file: a strong ETag, or its date (RFC 9110)."""
        etag = response.headers.get("ETag", "")
        validator = etag if etag and not etag.startswith("W/") else response.headers.get("Last-Modified", "")
        self._note.write_text(json.dumps({"url": self._url, "validator": validator}), encoding="utf-8")

    def forget(self) -> None:
        self._note.unlink(missing_ok=True)

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.forget()


def _conditions(known: Known | None) -> dict[str, str]:
    if known is None or not known.path.is_file():
        return {}
    wanted = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in wanted.items() if value}


def _check_status(response: requests.Response, name: str) -> None:
    status = response.status_code
    if status in _PASSING:
        raise _PassingError(f"the server answered {status}", _asked_to_wait(response))
    if status not in {requests.codes.ok, requests.codes.partial_content}:
        raise DownloadError(
            f"{name} could not be downloaded: {response.url} answered {status}. The page may have changed: "
            "run copydesk fetch again, or look at it in a browser."
        )


def _asked_to_wait(response: requests.Response) -> float:
    """Retry-After in seconds, which may be given as a number or as a date; 0 where it says nothing sensible."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _extent(response: requests.Response, size: int) -> tuple[int, int]:
    """Where the body begins in the file, and how long the file is (0 where the server does not say)."""
    if response.status_code == requests.codes.partial_content:
        found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if found is None or int(found[1]) != size:
            raise _PassingError("the server sent another part of the file than was asked for")
        return size, int(found[2]) if found[2].isdigit() else 0
    length = response.headers.get("Content-Length", "")
    return 0, int(length) if length.isdigit() else 0


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
