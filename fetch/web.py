"""Polite requests to one site. In: an address. Out: an open answer, or an error that says if another try may help.

Says who is asking, goes to no host but GOV.UK's (or the mirror's), waits as long as it is asked to and no longer than
is sensible. Knows nothing of pages or files.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib.metadata import version
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import tenacity
import urllib3.exceptions

from fetch.errors import DownloadError
from fetch.govuk import Site

_CHUNK = 1 << 18
_MOST_REDIRECTS = 5
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_FROM_DISK = "copydesk fetch --from DIR reads files that were downloaded in a browser."

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how often to try. A server's Retry-After is kept to, up to `longest`.

    `read` is how long a server may say nothing, and `slowest` the bytes a second below which it counts as stalled.
    """

    attempts: int = 6
    first: float = 1.0
    longest: float = 60.0
    connect: float = 10.0
    read: float = 30.0
    slowest: float = 200.0


class StoppedError(Exception):
    """The user has had enough: what has come so far is kept, to be resumed."""


class PassingError(Exception):
    """A fault that may be gone at the next try. `wait` is what the server asked for, in seconds."""

    def __init__(self, what: str, wait: float = 0.0) -> None:
        super().__init__(what)
        self.wait = wait


class Web:
    """One site, asked patiently. May be used by several threads; `stop` ends them all at their next chunk."""

    def __init__(
        self, where: Site, patience: Patience | None = None, pause: Callable[[float], object] | None = None
    ) -> None:
        """`pause` waits between two tries, for so many seconds; by default, until `stop` at the longest."""
        self._where = where
        self._patience = patience or Patience()
        self._own = threading.local()
        self._stopping = threading.Event()
        self._pause = pause or self._stopping.wait

    def stop(self) -> None:
        """Let everything that is under way stop soon, leaving what can be resumed."""
        self._stopping.set()

    def check_going(self) -> None:
        """Raise StoppedError where everything is to stop."""
        if self._stopping.is_set():
            raise StoppedError

    def patiently(self, once: Callable[[], T], name: str) -> T:
        """Try, and try again after a PassingError. Raises DownloadError, naming `name`, where it does not pass."""
        patience = self._patience
        spread = tenacity.wait_random_exponential(multiplier=patience.first, max=patience.longest)

        def wait(state: tenacity.RetryCallState) -> float:
            failed = state.outcome.exception() if state.outcome else None
            asked = failed.wait if isinstance(failed, PassingError) else 0.0
            return min(asked, patience.longest) if asked else spread(state)

        tries = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(PassingError),
            stop=tenacity.stop_after_attempt(patience.attempts),
            wait=wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return tries(once)
        except PassingError as error:
            raise DownloadError(
                f"{name} could not be downloaded: {error} ({patience.attempts} tries). Try again later: what has come "
                f"so far is kept, and releases that are here are untouched. {_FROM_DISK}"
            ) from error

    @contextmanager
    def get(self, url: str, name: str, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        """An answer whose body has not been read yet: 200, or what the headers ask for (206, 304, 416).

        Raises PassingError or DownloadError. Redirects are followed by hand, so that no foreign host is ever asked.
        """
        first = url
        for _ in range(_MOST_REDIRECTS + 1):
            if not self._where.allows(url):
                raise DownloadError(
                    f"{first} leads to {url}, which is no address of {self._where.name}'s: not followed."
                )
            response = self._ask(url, headers)
            target = self._session().get_redirect_target(response)
            if target is None:
                break
            response.close()
            url = urljoin(url, target)
        else:
            raise DownloadError(f"{first} is redirected in a circle. Look at it in a browser.")
        with response:
            _check_status(response, name)
            yield response

    def small(self, url: str, name: str, accept: str, most_bytes: int) -> bytes:
        """A document that is small enough to be held in memory, tried for patiently and never cut short.

        Raises DownloadError, naming `name`, where it can't be had, or goes on beyond `most_bytes`.
        """

        def once() -> bytes:
            body = bytearray()
            with self.get(url, name, {"Accept": accept}) as response:
                for chunk in self.body(response):
                    body += chunk
                    if len(body) > most_bytes:
                        raise DownloadError(f"{url} goes on without end: it is no page that we know.")
                told = response.headers.get("Content-Length", "")
            if told.isdecimal() and len(body) < int(told):
                raise PassingError(f"only {len(body):,} of {told} bytes of the page came")
            return bytes(body)

        return self.patiently(once, name)

    def body(self, response: requests.Response) -> Iterator[bytes]:
        """The body as it comes in. Raises PassingError where it stalls or breaks off, StoppedError where all stop.

        What has come is given at once, so that a stall or a cut loses nothing that can be resumed from.
        """
        began, done, came = time.monotonic(), 0, 0
        while True:
            try:
                chunk = response.raw.read1(_CHUNK, decode_content=True)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                raise PassingError(f"the server stopped sending after {done / 1e6:,.1f} MB") from error
            self.check_going()
            if not chunk:
                return
            yield chunk
            done, came = done + len(chunk), came + len(chunk)
            if (took := time.monotonic() - began) > self._patience.read:
                if came < self._patience.slowest * took:
                    raise PassingError(f"the server sent only {came:,} bytes in {took:.0f} seconds")
                began, came = time.monotonic(), 0

    def _session(self) -> requests.Session:
        """A session for this thread that says honestly who is asking.

        GOV.UK's asset hosts refuse requests without a User-Agent.
        """
        if not hasattr(self._own, "session"):
            one = requests.Session()
            one.headers["User-Agent"] = f"copydesk/{version('copydesk')} (drafts local news from official statistics)"
            # A packed answer would hide how long the file is, and where to go on.
            one.headers["Accept-Encoding"] = "identity"
            self._own.session = one
        session: requests.Session = self._own.session
        return session

    def _ask(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        self.check_going()
        patience, host = self._patience, urlsplit(url).hostname
        try:
            return self._session().get(
                url,
                headers=dict(headers),
                stream=True,
                allow_redirects=False,
                timeout=(patience.connect, patience.read),
            )
        except requests.exceptions.SSLError as error:
            raise DownloadError(
                f"{host} could not prove who it is. Behind a proxy, name your own certificates in REQUESTS_CA_BUNDLE; "
                f"or else {_FROM_DISK}"
            ) from error
        except requests.exceptions.ProxyError as error:
            raise PassingError(f"your proxy did not let us through to {host}{_cause(error)}") from error
        except requests.Timeout as error:
            raise PassingError(f"{host} did not answer in time") from error
        except requests.ConnectionError as error:
            raise PassingError(f"{host} could not be reached{_cause(error)}") from error
        except requests.RequestException as error:
            raise DownloadError(
                f"{url} can't be asked for ({type(error).__name__}). Look at it in a browser."
            ) from error

    def _sleep(self, seconds: float) -> None:
        self._pause(seconds)
        self.check_going()


def _check_status(response: requests.Response, name: str) -> None:
    status = response.status_code
    if status in _PASSING:
        raise PassingError(f"the server answered {_named(status)}", _asked_to_wait(response))
    if status in {
        requests.codes.ok,
        requests.codes.partial_content,
        requests.codes.not_modified,
        requests.codes.requested_range_not_satisfiable,
    }:
        return
    advice = (
        "The page may be changing at this moment: run copydesk fetch again, or look at it in a browser."
        if status in _GONE
        else f"Is a proxy in the way? {_FROM_DISK}"
    )
    raise DownloadError(f"{name} could not be downloaded: {response.url} answered {_named(status)}. {advice}")


def _named(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)


def _asked_to_wait(response: requests.Response) -> float:
    """Retry-After in seconds, which may be given as a number or as a date; 0 where it says nothing sensible."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _cause(error: BaseException) -> str:
    """What the operating system says is the matter, in brackets; nothing where it does not say."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.strerror:
            return f" ({seen.strerror})"
        seen = seen.__cause__ or seen.__context__
    return ""
