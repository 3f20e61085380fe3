"""What GOV.UK offers. In: the publication page, as the Content API tells it. Out: the files of a release, by table.

Addresses change at every republication, so they are read off the page each time. Downloads nothing but the page.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from itertools import pairwise
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

# The year ending March with which the titles of a whole table begin (July 2026). A page that begins later is taken, and
# the user is told: comparisons then reach less far back.
BEGINS = {"recorded": 2003, "outcomes": 2015}

_SPREADSHEETS = frozenset({".ods", ".xlsx", ".csv"})


@dataclass(frozen=True, slots=True)
class Site:
    """Where the page is: `base` is GOV.UK or a newsroom's mirror of it. Files come from there and nowhere else.

    Another publisher has a `name` and `hosts` of its own.
    """

    base: str = GOVUK
    name: str = "GOV.UK"
    hosts: frozenset[str] = HOSTS

    @property
    def address(self) -> str:
        """The page as JSON."""
        return self.address_of(PAGE)

    def address_of(self, path: str) -> str:
        """Another page as JSON, by its path on GOV.UK."""
        return f"{self.base.rstrip('/')}{CONTENT_API}{path}"

    def allows(self, url: str) -> bool:
        """Whether a file may come from this address: the site's hosts, encrypted, or any port of the mirror's host."""
        parts, mirror = urlsplit(url), urlsplit(self.base)
        if parts.hostname == mirror.hostname and mirror.hostname not in self.hosts:
            return parts.scheme in {mirror.scheme, "https"}
        return parts.scheme == "https" and parts.netloc in self.hosts


def site() -> Site:
    """GOV.UK, or the mirror that `COPYDESK_GOVUK_URL` names.

    Raises:
        DiscoveryError: the variable holds no web address.
    """
    return Site(base_of(MIRROR, GOVUK))


def base_of(mirror: str, otherwise: str) -> str:
    """The web address that an environment variable names, or the usual one where it is not set.

    Raises:
        DiscoveryError: the variable holds no web address.
    """
    base = os.environ.get(mirror, "").strip() or otherwise
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise DiscoveryError(
            f"{mirror} is {base!r}, which is no web address. Set it to one such as https://example.org."
        )
    return base


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the page lists. `bytes` is its size as the page gives it, 0 where it does not."""

    title: str
    url: str
    filename: str
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Publication:
    """What the page offers: the day it was published in London, the files by table, and the titles left aside.

    `notices` are sentences for the user: nothing is wrong, but it should be known.
    """

    published: date
    files: tuple[tuple[str, Attachment], ...]
    left: tuple[tuple[str, str], ...]
    notices: tuple[str, ...] = ()


def moved_to(document: object, where: Site) -> str | None:
    """The address, as JSON, that a page has moved to, as GOV.UK may say in the page itself; None where it has not.

    Raises DiscoveryError where it has left GOV.UK, or was withdrawn.
    """
    if not isinstance(document, Mapping):
        return None
    withdrawn = document.get("withdrawn_notice")
    if withdrawn or document.get("document_type") == "gone":
        day = str(withdrawn.get("withdrawn_at", ""))[:10] if isinstance(withdrawn, Mapping) else ""
        raise DiscoveryError(
            f"The page {where.base}{PAGE} was withdrawn{f' on {day}' if day else ''}: nothing was taken. Look at it in "
            "a browser."
        )
    redirects = document.get("redirects")
    if document.get("document_type") != "redirect" or not isinstance(redirects, list):
        return None
    targets = [str(one.get("destination") or "") for one in redirects if isinstance(one, Mapping)]
    target = next(filter(None, targets), "")
    if not target.startswith("/"):
        raise DiscoveryError(
            f"The page {where.base}{PAGE} has moved away from GOV.UK, to {target or 'nowhere'}: it was not followed. "
            "Look at it in a browser, download the files and use --from."
        )
    return where.address_of(target)


def read_page(document: object, where: Site, tables: Collection[str] | None = None) -> Publication:
    """The publication that a Content API document describes.

    `tables` are the tables wanted, those on by default where None; those that are never on the page do not count.
    Raises DiscoveryError, saying what was found, where the page has no date, no files, a file from a foreign host, or
    none for a table that is wanted.
    """
    if not isinstance(document, Mapping):
        raise DiscoveryError(f"{where.address} is no page of the Content API. Look at the page in a browser.")
    asked = [name for name, table in TABLES.items() if table.on] if tables is None else list(tables)
    wanted = [name for name in asked if TABLES[name].page]
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
    _check_years(files)
    _check_hosts(files, where)
    return Publication(_published(document, where), tuple(files), tuple(left), tuple(_shorter_than_usual(files)))


def _published(document: Mapping[str, Any], where: Site) -> date:
    stamp = document.get("public_updated_at")
    try:
        moment = datetime.fromisoformat(str(stamp))
    except ValueError:
        moment = None
    # Without a zone nobody knows which day it was in London.
    if moment is None or moment.tzinfo is None:
        raise DiscoveryError(
            f"{where.address} does not say when it was published (public_updated_at is {stamp!r}). Try again later, or "
            "download the files and use --from."
        )
    return moment.astimezone(LONDON).date()


def _attachments(document: Mapping[str, Any], where: Site) -> tuple[Attachment, ...]:
    """The spreadsheets that the page lists; where the list is missing, those that its text links to."""
    details = document.get("details")
    details = details if isinstance(details, Mapping) else {}
    listed = details.get("attachments")
    if isinstance(listed, list) and listed:
        files = (_attachment(one, where) for one in listed if isinstance(one, Mapping) and one.get("url"))
        found = tuple(one for one in files if _is_spreadsheet(one.filename))
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
        title=_one_line(str(listed.get("title") or "")),
        url=url,
        filename=_one_line(str(listed.get("filename") or "")) or _filename(url),
        bytes=size if isinstance(size, int) and size > 0 else 0,
    )


def _filename(url: str) -> str:
    return _one_line(unquote(PurePosixPath(urlsplit(url).path).name))


def _is_spreadsheet(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in _SPREADSHEETS


def _one_line(words: str) -> str:
    """Words from outside, made fit to be shown on a terminal: single blanks, no control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


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
            self.found.append((_one_line("".join(self._words)), self._href))
            self._href = ""


def _links(body: str, where: Site) -> tuple[Attachment, ...]:
    links = _Links()
    links.feed(body)
    files: dict[str, str] = {}
    for title, href in links.found:
        if _is_spreadsheet(urlsplit(href).path):
            url = urljoin(where.base, href)
            # A file may be linked twice, by a picture of it and by its title.
            files[url] = max(files.get(url, ""), title, key=len)
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


def years_covered(title: str) -> tuple[int, int | None] | None:
    """First and last year ending March that a title speaks of; the last is None for "onwards". None where it has none.

    >>> years_covered("Outcomes open data, year ending March 2026")
    (2026, 2026)
    """
    years = [int(year) for year in re.findall(r"\bmarch (\d{4})\b", title.casefold())]
    if not years:
        return None
    return min(years), None if "onward" in title.casefold() else max(years)


def _spans(files: Collection[tuple[str, Attachment]]) -> dict[str, list[tuple[int, int | None]]]:
    """The years that the files of each table speak of, in their order; a table whose titles tell none is left out."""
    spans: dict[str, list[tuple[int, int | None]]] = {}
    for table, one in files:
        span = years_covered(one.title)
        if span:
            spans.setdefault(table, []).append(span)
    return {table: sorted(of, key=lambda span: span[0]) for table, of in spans.items()}


def _check_years(files: Collection[tuple[str, Attachment]]) -> None:
    """No year is missing between two files of a table: told before half a gigabyte has come."""
    for table, spans in _spans(files).items():
        for (_, before), (after, _) in pairwise(spans):
            if before is not None and after > before + 1:
                years = f"{before + 1}" if after == before + 2 else f"{before + 1} to {after - 1}"
                raise DiscoveryError(
                    f"The page has no file for {TABLES[table].label} of the year ending March {years}, though it has "
                    "those before and after. It may be changing at this moment: try again in a few minutes."
                )


def _shorter_than_usual(files: Collection[tuple[str, Attachment]]) -> Iterator[str]:
    for table, spans in _spans(files).items():
        usual = BEGINS.get(table)
        if usual is not None and spans[0][0] > usual:
            yield (
                f"The page has no {TABLES[table].label} from before the year ending March {spans[0][0]} (it used to "
                f"begin with {usual}): comparisons will not reach further back."
            )


def _check_hosts(files: Collection[tuple[str, Attachment]], where: Site) -> None:
    for _, one in files:
        if not where.allows(one.url):
            raise DiscoveryError(
                f"The page links {one.title!r} to {urlsplit(one.url).netloc or one.url}, which is no host of GOV.UK's. "
                "It was not downloaded: look at the page in a browser."
            )
