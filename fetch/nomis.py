"""Mid-year population estimates from Nomis. In: a site. Out: its answer as one CSV file on disk, whole, or one error.

Nomis, the Office for National Statistics' service for local figures, gives at most 25,000 rows at a time and says of
each how many there are in all. It is asked for more until all have come. Knows nothing of districts or forces.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from fetch.container import looks_like_a_page
from fetch.download import MOST_BYTES_OF_A_PAGE, Fetched, Patience, Watch
from fetch.errors import DiscoveryError, DownloadError
from fetch.govuk import Attachment, Site, base_of
from fetch.parts import whole_file
from fetch.tables import POPULATIONS, place_columns
from fetch.web import Web

NOMIS = "https://www.nomisweb.co.uk"
HOSTS = frozenset({"www.nomisweb.co.uk"})
MIRROR = "COPYDESK_NOMIS_URL"
DATASET = "/api/v01/dataset/NM_2002_1.data.csv"
TITLE = "Population estimates - local authority based by single year of age"
FILENAME = "nm_2002_1.csv"

# The whole series of each district, once: the local authorities of April 2023 (TYPE424), both sexes, all ages, people.
# A type of another year gives 0 for districts that it does not have, so it is never changed without districts.toml.
# `time`, unlike `date`, takes all years between two. Source: nomisweb.co.uk/api/v01/help. Checked 2026-11-24.
QUESTION = {
    "geography": "TYPE424",
    "time": "first,latest",
    "gender": "0",
    "c_age": "200",
    "measures": "20100",
    "select": "date_name,geography_code,geography_name,gender,c_age,measures,obs_value,record_count",
}
# About 16,000 in 2026: 361 districts of the United Kingdom, in some 45 years.
MOST_ROWS = 200_000
_LABEL = f"{POPULATIONS.label[0].upper()}{POPULATIONS.label[1:]}"
_WITHOUT = "Try again later, or leave populations out of --tables: releases that are here are untouched."


USUAL = Site(NOMIS, "Nomis", HOSTS)


def site() -> Site:
    """Nomis, or the mirror that `COPYDESK_NOMIS_URL` names.

    Raises:
        DiscoveryError: the variable holds no web address.
    """
    return Site(base_of(MIRROR, NOMIS), "Nomis", HOSTS)


def attachment(where: Site) -> Attachment:
    """The answer as a file among those of a publication. How long it is, nobody says beforehand."""
    return Attachment(TITLE, _address(where, 0), FILENAME)


def _address(where: Site, offset: int) -> str:
    more = {"recordoffset": str(offset)} if offset else {}
    return f"{where.base.rstrip('/')}{DATASET}?{urlencode({**QUESTION, **more}, safe=',')}"


@dataclass(frozen=True, slots=True)
class _Page:
    """A part of the answer as it came: its headings, how many rows it has, and how many it says there are in all."""

    body: bytes
    headings: tuple[str, ...]
    rows: int
    told: int


class Estimates:
    """Brings the estimates in. May be stopped by another thread."""

    def __init__(
        self, where: Site, patience: Patience | None = None, pause: Callable[[float], object] | None = None
    ) -> None:
        self._where = where
        self._web = Web(where, patience, pause)

    def stop(self) -> None:
        """Let it stop soon."""
        self._web.stop()

    def file(self, target: Path, watch: Watch) -> Fetched:
        """The whole answer at `target`; where it came in several pages, they are joined under one row of headings.

        `watch(bytes so far, 0)` is called after each page. Raises DownloadError or DiscoveryError: nothing is then at
        `target`.
        """
        pages: list[bytes] = []
        for page in self._pages():
            pages.append(page.body)
            watch(sum(map(len, pages)), 0)
        with whole_file(target) as unfinished:
            unfinished.write_bytes(_joined(pages))
        return Fetched(target, "", "", datetime.now(UTC).isoformat(timespec="seconds"), new=True)

    def _pages(self) -> Iterator[_Page]:
        first = page = self._page(0)
        done = 0
        while True:
            if page.headings != first.headings or (page.rows and page.told != first.told):
                raise DownloadError(f"{_LABEL} changed while they were being downloaded. {_WITHOUT}")
            done += page.rows
            if not done:
                raise DownloadError(f"{_LABEL}: Nomis has no rows for {_address(self._where, 0)}. {_WITHOUT}")
            if done > first.told or not page.rows:
                raise DownloadError(
                    f"{_LABEL} came with {done:,} rows instead of the {first.told:,} that there are. {_WITHOUT}"
                )
            yield page
            if done == first.told:
                return
            page = self._page(done)

    def _page(self, offset: int) -> _Page:
        url = _address(self._where, offset)
        body = self._web.small(url, f"{_LABEL} ({url})", "text/csv", MOST_BYTES_OF_A_PAGE)
        return _read(body, url)


def _read(body: bytes, url: str) -> _Page:
    """What a page says of itself.

    Raises DownloadError where it is no table, DiscoveryError where it is one with other columns.
    """
    if not body.strip():
        raise DownloadError(f"{_LABEL}: {url} answered with nothing at all. {_WITHOUT}")
    if looks_like_a_page(body[:4096]):
        raise DownloadError(f"{_LABEL}: {url} answered with a web page instead of figures. {_WITHOUT}")
    try:
        headings, *rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DownloadError(f"{_LABEL}: {url} answered with something that is no CSV ({error}). {_WITHOUT}") from error
    places = place_columns(POPULATIONS, headings)
    lacking = [one.spellings[0] for one in POPULATIONS.columns if one.field not in places]
    if lacking:
        raise DiscoveryError(
            f"{_LABEL}: Nomis no longer answers with the column {lacking[0]!r} (its columns: "
            f"{', '.join(headings)[:200]}). A new spelling is added in fetch/tables.py."
        )
    rows = [row for row in rows if row]
    return _Page(body, tuple(headings), len(rows), _told(rows, places["records"], len(headings), url))


def _told(rows: list[list[str]], at: int, width: int, url: str) -> int:
    """How many rows each row of a page says there are in all; 0 where the page has none."""
    told = {row[at] if len(row) == width else "" for row in rows}
    if not told:
        return 0
    (one, *others) = told
    if others or not one.isdecimal() or len(one) > 9:
        raise DownloadError(f"{_LABEL}: {url} answered with rows that are cut short. {_WITHOUT}")
    if int(one) > MOST_ROWS:
        raise DownloadError(
            f"{_LABEL}: Nomis has {int(one):,} rows, far more than there are districts and years: not downloaded."
        )
    return int(one)


def _joined(pages: list[bytes]) -> bytes:
    """Pages as one: a single one as it came, several without the headings of the later."""
    if len(pages) == 1:
        return pages[0]
    parts = [pages[0], *(page.partition(b"\n")[2] for page in pages[1:])]
    return b"".join(part if part.endswith(b"\n") else part + b"\n" for part in parts)
