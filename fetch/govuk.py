"""What GOV.UK offers. In: the publication page, as the Content API tells it. Out: the files of a release, by table.

Addresses change at every republication, so they are read off the page each time. Downloads nothing but the page.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from fetch.errors import DiscoveryError
from fetch.tables import TABLES, classify, never_taken

GOVUK = "https://www.gov.uk"
PAGE = "/government/statistical-data-sets/police-recorded-crime-and-outcomes-open-data-tables"
CONTENT_API = "/api/content"
HOSTS = frozenset({"www.gov.uk", "assets.publishing.service.gov.uk"})
LONDON = ZoneInfo("Europe/London")
MIRROR = "COPYDESK_GOVUK_URL"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the page is: `base` is GOV.UK or a newsroom's mirror of it. Files come from `hosts` and no others."""

    base: str = GOVUK

    @property
    def hosts(self) -> frozenset[str]:
        return HOSTS | {urlsplit(self.base).netloc}

    @property
    def address(self) -> str:
        """The page as JSON."""
        return f"{self.base.rstrip('/')}{CONTENT_API}{PAGE}"

    def allows(self, url: str) -> bool:
        """Whether a file may come from this address: the right host, and encrypted unless it is the mirror's."""
        parts = urlsplit(url)
        mirrored = parts.netloc == urlsplit(self.base).netloc and parts.scheme == urlsplit(self.base).scheme
        return mirrored or (parts.scheme == "https" and parts.netloc in self.hosts)


def site() -> Site:
    """GOV.UK, or the mirror that `COPYDESK_GOVUK_URL` names.

    Raises:
        DiscoveryError: the variable holds no web address.
    """
    base = os.environ.get(MIRROR, "").strip() or GOVUK
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise DiscoveryError(
            f"{MIRROR} is {base!r}, which is no web address. Set it to one such as https://example.org."
        )
    return Site(base)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the page lists. `bytes` is its size as the page gives it, 0 where it does not."""

    title: str
    url: str
    filename: str
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Publication:
    """What the page offers: the day it was published in London, the files by table, and the titles left aside."""

    published: date
    files: tuple[tuple[str, Attachment], ...]
    left: tuple[tuple[str, str], ...]


def read_page(document: object, where: Site, tables: Collection[str] | None = None) -> Publication:
    """The publication that a Content API document describes.

    `tables` are the tables wanted, those on by default where None. Raises DiscoveryError, saying what was found, where
    the page has no date, no files, a file from a foreign host, or none for a table that is wanted.
    """
    if not isinstance(document, Mapping):
        raise DiscoveryError(f"{where.address} is no page of the Content API. Look at the page in a browser.")
    wanted = [name for name, table in TABLES.items() if table.on] if tables is None else list(tables)
    attachments = _attachments(document, where)
    files: list[tuple[str, Attachment]] = []
    left: list[tuple[str, str]] = []
    for one in attachments:
        table = classify(one.title)
        if table is None:
            word = never_taken(one.title)
            left.append((one.title, f"{word} offences would be counted twice" if word else "no table that we know"))
        elif table.name in wanted:
            files.append((table.name, one))
    _check_all_there(wanted, files, attachments)
    _check_hosts(files, where)
    return Publication(_published(document, where), tuple(files), tuple(left))


def _published(document: Mapping[str, Any], where: Site) -> date:
    stamp = document.get("public_updated_at")
    try:
        return datetime.fromisoformat(str(stamp)).astimezone(LONDON).date()
    except ValueError as error:
        raise DiscoveryError(
            f"{where.address} does not say when it was published (public_updated_at is {stamp!r}). Try again later, or "
            "download the files and use --from."
        ) from error


def _attachments(document: Mapping[str, Any], where: Site) -> tuple[Attachment, ...]:
    """The files that the page lists; where the list is missing, those that its text links to."""
    details = document.get("details")
    details = details if isinstance(details, Mapping) else {}
    listed = details.get("attachments")
    if isinstance(listed, list) and listed:
        found = tuple(_attachment(one, where) for one in listed if isinstance(one, Mapping) and one.get("url"))
    else:
        found = _links(str(details.get("body") or ""), where)
    if not found:
        title = document.get("title") or "without a title"
        raise DiscoveryError(
            f"The page {where.base}{PAGE} ({title}) lists no files at all. The Home Office may have moved "
            "them: look at it in a browser, download the files and use --from."
        )
    return found


def _attachment(listed: Mapping[str, Any], where: Site) -> Attachment:
    url = urljoin(where.base, str(listed["url"]))
    size = listed.get("file_size")
    return Attachment(
        title=" ".join(str(listed.get("title") or "").split()),
        url=url,
        filename=str(listed.get("filename") or "") or _filename(url),
        bytes=size if isinstance(size, int) and size > 0 else 0,
    )


def _filename(url: str) -> str:
    return unquote(PurePosixPath(urlsplit(url).path).name)


class _Links(HTMLParser):
    """The links of a text, with their words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._href = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href, self._words = dict(attrs).get("href") or "", []

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href:
            self.found.append((" ".join("".join(self._words).split()), self._href))
            self._href = ""


def _links(body: str, where: Site) -> tuple[Attachment, ...]:
    links = _Links()
    links.feed(body)
    files = {
        urljoin(where.base, href): title
        for title, href in links.found
        if PurePosixPath(urlsplit(href).path).suffix.lower() in {".ods", ".xlsx", ".csv"}
    }
    return tuple(Attachment(title, url, _filename(url)) for url, title in files.items())


def _check_all_there(
    wanted: Collection[str], files: Collection[tuple[str, Attachment]], attachments: Collection[Attachment]
) -> None:
    there = {name for name, _ in files}
    missing = [TABLES[name].label for name in wanted if name not in there]
    if missing:
        seen = "; ".join(one.title or one.filename for one in list(attachments)[:5])
        raise DiscoveryError(
            f"The page has no file for {' or '.join(missing)}. It lists {len(attachments)} files, such as: {seen}. Try "
            "again later, or choose tables that are there with --tables."
        )


def _check_hosts(files: Collection[tuple[str, Attachment]], where: Site) -> None:
    for _, one in files:
        if not where.allows(one.url):
            raise DiscoveryError(
                f"The page links {one.title!r} to {urlsplit(one.url).netloc or one.url}, which is no host of GOV.UK's. "
                "It was not downloaded: look at the page in a browser."
            )
