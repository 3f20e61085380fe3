"""From the page to a release. In: a site, a data folder. Out: what would be done, or the release that was made.

Everything is downloaded and read before anything is changed: after a fault the last good release is as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fetch import nomis
from fetch.download import Downloader, Fetched, Known, Patience, finished
from fetch.errors import DiscoveryError, DownloadError, ReleaseError, UnknownNameError, nearest
from fetch.govuk import Attachment, Publication, Site, moved_to, read_page
from fetch.manifest import FileEntry, read_manifest
from fetch.parts import sha256_of
from fetch.release import RAW, RELEASES, Built, LocalFile, build_release, lock_data
from fetch.several import Sources, Wanted, Watch, download_all, place
from fetch.tables import POPULATIONS, TABLES

DOWNLOADS = "downloads"
LATEST = "latest"
_MOST_MOVES = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What a fetch would do: the publication's date, its files, and the titles that are left aside with why.

    `notices` are sentences for the user: nothing is wrong, but it should be known.
    """

    published: date
    files: tuple[Wanted, ...]
    left: tuple[tuple[str, str], ...]
    notices: tuple[str, ...] = ()

    @property
    def to_download(self) -> tuple[Wanted, ...]:
        return tuple(one for one in self.files if one.known is None)

    @property
    def bytes(self) -> int:
        """How much is to be downloaded, as far as the page says."""
        return sum(one.attachment.bytes for one in self.to_download)


@dataclass(frozen=True, slots=True)
class Brought:
    """What a fetch did: the release (and whether it is new), how many files came and how many were here already."""

    built: Built
    downloaded: int
    here: int
    left: tuple[tuple[str, str], ...]
    notices: tuple[str, ...] = ()


def table_names(named: str) -> tuple[str, ...] | None:
    """The tables of a list such as "recorded,outcomes"; None for an empty one: those that are on by default.

    Raises:
        UnknownNameError: there is no such table, with the nearest.
    """
    names = tuple(dict.fromkeys(name.strip() for name in named.split(",") if name.strip()))
    for name in names:
        if name not in TABLES:
            raise UnknownNameError(f"There is no table {name!r}.{nearest(name, TABLES)} Tables: {', '.join(TABLES)}.")
    return names or None


def plan_fetch(
    data_dir: Path,
    where: Site,
    downloader: Downloader,
    tables: Collection[str] | None = None,
    release: str = LATEST,
    *,
    estimates: Site | None = None,
) -> Plan:
    """What the page offers, beside what is here; and the population estimates where they are wanted.

    `estimates` is where those come from, Nomis where None. They are asked for each time: Nomis does not say whether
    they have changed.

    Raises:
        DiscoveryError: the page is not as it should be, or offers another release than was asked for.
        DownloadError: the page can't be had.
    """
    publication = read_page(_page(where, downloader), where, tables)
    _check_date(publication, release)
    entries = list(_kept(data_dir))
    files = tuple(Wanted(table, one, _known(data_dir, one, entries)) for table, one in publication.files)
    if _wants_estimates(tables):
        files += (Wanted(POPULATIONS.name, nomis.attachment(estimates or nomis.site()), None),)
    return Plan(publication.published, files, publication.left, publication.notices)


def _wants_estimates(tables: Collection[str] | None) -> bool:
    return POPULATIONS.name in (tables or ())


def _page(where: Site, downloader: Downloader) -> object:
    """The publication page, wherever it has moved to on GOV.UK."""
    address: str | None = where.address
    for _ in range(_MOST_MOVES + 1):
        page = downloader.page(address or where.address)
        address = moved_to(page, where)
        if address is None:
            return page
    raise DiscoveryError(
        f"The publication page moves from one address to the next, last to {address}: it was not followed further. "
        "Look at it in a browser, download the files and use --from."
    )


def _kept(data_dir: Path) -> Iterator[FileEntry]:
    """The workbooks of every release that is here, the newest first. One that is damaged keeps nobody from the next."""
    folder = data_dir / RELEASES
    for one in sorted(folder.iterdir() if folder.is_dir() else (), reverse=True):
        try:
            manifest = read_manifest(one)
        except ReleaseError:
            continue
        if not manifest.sample:
            yield from manifest.files


def _check_date(publication: Publication, release: str) -> None:
    if release not in (LATEST, publication.published.isoformat()):
        raise DiscoveryError(
            f"GOV.UK offers the release of {publication.published}, not {release!r}: it keeps only the latest. Older "
            "files are in the National Archives' web archive: put them in a folder and use --from."
        )


def _known(data_dir: Path, one: Attachment, entries: Collection[FileEntry]) -> Known | None:
    """The copy of a file that is here: from an earlier fetch that did not get to its end, else in a release.

    There by its address, else (a new address, perhaps the same file) by its name. A copy that was changed is none.
    """
    left = finished(data_dir / DOWNLOADS / place(one), one.url)
    if left is not None:
        return left
    for same in (lambda entry: entry.url == one.url, lambda entry: entry.filename == one.filename):
        for entry in filter(same, entries):
            path = data_dir / RAW / entry.sha256
            if (entry.etag or entry.last_modified) and path.is_file() and sha256_of(path) == entry.sha256:
                return Known(path, entry.etag, entry.last_modified, entry.fetched, same_address=entry.url == one.url)
    return None


def bring_in(
    data_dir: Path,
    where: Site,
    *,
    tables: Collection[str] | None = None,
    release: str = LATEST,
    patience: Patience | None = None,
    estimates: Site | None = None,
    planned: Callable[[Plan], object] | None = None,
    downloading: Watch | None = None,
    reading: Watch | None = None,
) -> Brought:
    """Bring the publication in: ask for every file, download what has changed, make a release of all.

    `planned` is told the plan before anything comes; `downloading` is called from several threads. `estimates` is where
    population estimates come from, if they are wanted: Nomis where None.

    Raises:
        CopydeskError: one sentence on what went wrong. Releases that were here are untouched.
        KeyboardInterrupt: the user stopped it. What had come of each file is kept, to be resumed.
    """
    downloader = Downloader(where, patience)
    estimates = estimates or (nomis.site() if _wants_estimates(tables) else nomis.USUAL)
    with _disk_faults_said(data_dir), lock_data(data_dir):
        plan = plan_fetch(data_dir, where, downloader, tables, release, estimates=estimates)
        folder = data_dir / DOWNLOADS
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(plan, folder)
        if planned:
            planned(plan)
        sources = Sources(downloader, nomis.Estimates(estimates, patience), folder, downloading or _silent)
        fetched = download_all(plan.files, sources)
        files = [_local_file(one, got) for one, got in zip(plan.files, fetched, strict=True)]
        built = build_release(data_dir, files, plan.published, progress=reading)
        _mend_raw(data_dir, fetched)
        # The release keeps the workbooks. What else is here is of addresses that nobody will ask for again.
        shutil.rmtree(folder)
    downloaded = sum(got.new for got in fetched)
    return Brought(built, downloaded, len(fetched) - downloaded, plan.left, plan.notices)


def _mend_raw(data_dir: Path, fetched: Collection[Fetched]) -> None:
    """A workbook that came again because the kept one was changed or lost takes its place."""
    for got in fetched:
        if got.path.parent.name == DOWNLOADS:
            digest = sha256_of(got.path)
            kept = data_dir / RAW / digest
            if not kept.is_file() or sha256_of(kept) != digest:
                kept.parent.mkdir(parents=True, exist_ok=True)
                got.path.replace(kept)


@contextmanager
def _disk_faults_said(data_dir: Path) -> Iterator[None]:
    """A fault of the disk as one sentence for the user."""
    try:
        yield
    except OSError as error:
        raise DownloadError(
            f"The download could not be written to {error.filename or data_dir}: {error.strerror or error}. Make room, "
            "or name another folder with --data-dir. Releases that are here are untouched."
        ) from error


def _silent(_name: str, _done: int, _total: int) -> None:
    """The progress that nobody watches."""


def _check_room(plan: Plan, folder: Path) -> None:
    needed, free = plan.bytes, shutil.disk_usage(folder).free
    # The workbook itself is kept beside what is made of it, and a release is a small part of it.
    if 2 * needed > free:
        raise DownloadError(
            f"The files to download have {needed / 1e6:,.0f} MB, which takes twice the room, and {folder} has room for "
            f"{free / 1e6:,.0f} MB. Make room, or name another folder with --data-dir."
        )


def _local_file(wanted: Wanted, got: Fetched) -> LocalFile:
    one = wanted.attachment
    return LocalFile(
        path=got.path,
        title=one.title,
        filename=one.filename,
        url=one.url,
        etag=got.etag,
        last_modified=got.last_modified,
        fetched=got.fetched,
        table=wanted.table,
    )


def plan_rows(plan: Plan) -> Iterator[tuple[str, str, int, str]]:
    """The plan for a screen: table, file, bytes (0 where the page does not say), and whether it is here."""
    for one in plan.files:
        yield one.table, one.attachment.filename, one.attachment.bytes, "here" if one.known else ""


def elsewhere(plan: Plan) -> Iterator[tuple[str, str]]:
    """The files that are not on the publication page, each with its address."""
    for one in plan.files:
        if not TABLES[one.table].page:
            yield one.attachment.filename, one.attachment.url
