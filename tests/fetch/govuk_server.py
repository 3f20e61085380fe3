"""A local server that answers like GOV.UK, and that misbehaves when told to.

The Content API's JSON, a redirect to it, media addresses that change at each republication, ETags, Last-Modified,
conditional and range requests. It answers like Nomis too, page by page. Faults are queued for a file by its name, and
each is used up by one request.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fetch.govuk import CONTENT_API, PAGE

NOMIS = "/api/v01/dataset/NM_2002_1.data.csv?"
THE_QUESTION = {
    "geography": "TYPE424",
    "time": "first,latest",
    "gender": "0",
    "c_age": "200",
    "measures": "20100",
}
LAST_MODIFIED = "Thu, 23 Jul 2026 08:30:00 GMT"


@dataclass
class File:
    """A file that the page lists."""

    title: str
    name: str
    data: bytes

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.data).hexdigest()}"'


@dataclass
class Govuk:
    """What the server offers. `edition` is part of every media address: change it to republish.

    `document` may replace the page, and `pages` holds others by their path; `estimates` are the rows that Nomis has, by
    the names of its columns, and `most_rows` how many it gives at a time; `faults` holds, by file name (or "page", or
    "nomis"), what the next requests for it meet. `seen` lists each request: path, status, and the headers it came with.
    """

    files: list[File]
    published: str = "2026-07-23T09:30:00+01:00"
    edition: str = "a1"
    document: Any = None
    pages: dict[str, Any] = field(default_factory=dict)
    in_body: bool = False
    sizes: bool = True
    estimates: list[dict[str, str]] = field(default_factory=list)
    most_rows: int = 25_000
    faults: dict[str, list[Callable[[Handler], None]]] = field(default_factory=lambda: defaultdict(list))
    seen: list[tuple[str, int, dict[str, str]]] = field(default_factory=list)
    address: str = ""

    def page(self) -> Any:
        if self.document is not None:
            return self.document
        links = [(one, f"{self.address}/media/{self.edition}/{one.name}") for one in self.files]
        details: dict[str, Any] = {"body": "<p>No files here.</p>"}
        if self.in_body:
            details["body"] = "".join(f'<p><a class="link" href="{url}">{one.title}</a></p>' for one, url in links)
        else:
            details["attachments"] = [
                {
                    "title": one.title,
                    "url": url,
                    "filename": one.name,
                    "id": one.name,
                    "attachment_type": "file",
                    "content_type": "application/octet-stream",
                    **({"file_size": len(one.data)} if self.sizes else {}),
                }
                for one, url in links
            ]
        return {"title": "Open data tables", "public_updated_at": self.published, "details": details}

    def asked(self, name: str) -> list[int]:
        """The statuses of the requests for a file, or for what begins with a slash."""
        if name.startswith("/"):
            return [status for path, status, _ in self.seen if path.startswith(name)]
        return [status for path, status, _ in self.seen if path.endswith(name)]

    def downloads(self) -> list[str]:
        """The names of the files whose bytes were sent, in order."""
        return [path.rsplit("/", 1)[1] for path, status, _ in self.seen if "/media/" in path and status in (200, 206)]


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    govuk: Govuk

    def log_message(self, *_args: Any) -> None:
        """Say nothing on the screen."""

    def do_GET(self) -> None:
        path = self.path
        if not self.headers.get("User-Agent", "").startswith("copydesk/"):
            self.answer(403, b"Forbidden: no User-Agent")
        elif path == f"{CONTENT_API}{PAGE}":
            self.answer(301, b"", {"Location": f"{self.govuk.address}/moved"})
        elif path.removeprefix(CONTENT_API) in self.govuk.pages:
            self.answer(200, json.dumps(self.govuk.pages[path.removeprefix(CONTENT_API)]).encode())
        elif path == "/moved":
            if not self.fault("page"):
                self.answer(200, json.dumps(self.govuk.page()).encode(), {"Content-Type": "application/json"})
        elif path.startswith(NOMIS):
            if not self.fault("nomis"):
                self.nomis()
        else:
            self.media(path)

    def nomis(self) -> None:
        """Rows of the one table, if that is what is asked for; nothing at all for any other question, as Nomis does."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        columns = [name.upper() for name in asked.pop("select", "").split(",")]
        start = int(asked.pop("recordoffset", "0"))
        if asked != THE_QUESTION:
            self.answer(200, b"")
            return
        total = len(self.govuk.estimates)
        rows = [{**row, "RECORD_COUNT": f"{total}"} for row in self.govuk.estimates]
        lines = [columns, *([row[name] for name in columns] for row in rows[start : start + self.govuk.most_rows])]
        text = "".join(",".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
        self.answer(200, text.encode(), {"Content-Type": "text/csv"})

    def media(self, path: str) -> None:
        found = re.fullmatch(r"/media/([^/]+)/(.+)", path)
        one = next((one for one in self.govuk.files if found and one.name == found[2]), None)
        if one is None or found is None or found[1] != self.govuk.edition:
            self.answer(404, b"Not found")
        elif not self.fault(one.name):
            self.send_file(one)

    def fault(self, name: str) -> bool:
        queued = self.govuk.faults[name]
        if queued:
            queued.pop(0)(self)
            return True
        return False

    def send_file(self, one: File) -> None:
        headers = {"ETag": one.etag, "Last-Modified": LAST_MODIFIED, "Accept-Ranges": "bytes"}
        none_match = self.headers.get("If-None-Match")
        same = none_match == one.etag if none_match else self.headers.get("If-Modified-Since") == LAST_MODIFIED
        start = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if same:
            self.answer(304, b"", headers)
        elif start and self.headers.get("If-Range") in (one.etag, LAST_MODIFIED):
            at = int(start[1])
            if at >= len(one.data):
                self.answer(416, b"", {**headers, "Content-Range": f"bytes */{len(one.data)}"})
                return
            span = f"bytes {at}-{len(one.data) - 1}/{len(one.data)}"
            self.answer(206, one.data[at:], {**headers, "Content-Range": span})
        else:
            self.answer(200, one.data, headers)

    def answer(
        self, status: int, body: bytes, headers: dict[str, str] | None = None, length: int | None = None
    ) -> None:
        self.govuk.seen.append((self.path, status, dict(self.headers)))
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        if length is not None and length != len(body):
            self.close_connection = True


# Faults, each used up by one request.


def fails(status: int, **headers: str) -> Callable[[Handler], None]:
    """An error, with headers such as retry_after="1"."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda handler: handler.answer(status, b"out of order", named)


def a_page_instead(handler: Handler) -> None:
    """A web page with status 200, as some asset hosts answer a fault."""
    handler.answer(200, b"<!DOCTYPE html><html><body>Sorry, we are experiencing technical difficulties</body></html>")


def sends(data: bytes) -> Callable[[Handler], None]:
    """Other bytes than the file's, whole by their own account."""
    return lambda handler: handler.answer(200, data, {"ETag": '"other"'})


def cut_short(name: str, after: int) -> Callable[[Handler], None]:
    """The file's beginning, and then the connection is closed."""

    def fault(handler: Handler) -> None:
        one = next(one for one in handler.govuk.files if one.name == name)
        handler.answer(200, one.data[:after], {"ETag": one.etag}, length=len(one.data))

    return fault


def stalls(name: str, after: int, seconds: float) -> Callable[[Handler], None]:
    """The file's beginning, and then nothing for a while."""

    def fault(handler: Handler) -> None:
        one = next(one for one in handler.govuk.files if one.name == name)
        handler.answer(200, one.data[:after], {"ETag": one.etag}, length=len(one.data))
        handler.wfile.flush()
        time.sleep(seconds)

    return fault


def sends_too_much(name: str) -> Callable[[Handler], None]:
    """A length that is the file's in the headers of a body sent in chunks that go on and on."""

    def fault(handler: Handler) -> None:
        handler.govuk.seen.append((handler.path, 200, dict(handler.headers)))
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for _ in range(64):
            chunk = b"0" * 65536
            handler.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    return fault


@contextmanager
def serving(govuk: Govuk) -> Iterator[Govuk]:
    """The server at work on a free port of this machine."""

    class Bound(Handler):
        pass

    Bound.govuk = govuk

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_args: Any) -> None:
            """A client that hangs up is what these tests are about."""

    server = Quiet(("127.0.0.1", 0), Bound)
    server.daemon_threads = True
    govuk.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield govuk
    finally:
        server.shutdown()
        server.server_close()
