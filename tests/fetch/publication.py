"""A small publication for tests, and the two doors to it: `fetched` in this process, `copydesk` in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

from fetch.bring import Brought, bring_in
from fetch.download import Patience
from fetch.govuk import Site
from fetch.sample.archive import Archive
from fetch.sample.deflate import Packed
from tests.fetch import books
from tests.fetch.govuk_server import File, Govuk

QUICK = Patience(attempts=3, first=0.01, longest=0.05, connect=2, read=0.4)
CRIME = "prc-pfa-mar2013-onwards-tables-230726.ods"
OUTCOMES = "prc-outcomes-open-data-mar2026-tables-230726.xlsx"
GEOGRAPHY = "recrime-geo-pfa.csv"


def crime(count: int = 5) -> list[list[books.Cell]]:
    """The rows of a force table: one offence in one force for one year."""
    return [books.RECORDED, *(books.recorded(count, quarter=quarter, year="2025/26") for quarter in (1, 2, 3, 4))]


def workbook(folder: Path, name: str, sheet: str, rows: books.Rows) -> bytes:
    """A workbook with a cover and one sheet."""
    return books.write(folder / name, {"Cover_sheet": books.COVER, sheet: rows}).read_bytes()


def official_files(folder: Path) -> list[File]:
    """One small file for each table that a release needs, and some that must be left aside."""
    outcomes = [books.OUTCOMES, *(books.outcome(quarter=quarter, year="2025/26") for quarter in (1, 2, 3, 4))]
    geography = "CSP Name,ONS Code,Force Name,Region\r\nConwy,W06000003,North Wales,Wales\r\n"
    crime_title = "Police recorded crime open data Police Force Area tables, year ending March 2013 onwards"
    return [
        File(crime_title, CRIME, workbook(folder, CRIME, "2025_26", crime())),
        File("Outcomes open data, year ending March 2026", OUTCOMES, workbook(folder, OUTCOMES, "Outcomes", outcomes)),
        File("Recorded crime data geographical reference table", GEOGRAPHY, geography.encode()),
        File("Outcomes open data, alternate offences, year ending March 2026", "alternate.xlsx", b"never asked for"),
        File("Lunar crime statistics", "lunar.ods", b"never asked for"),
    ]


def zip_bomb() -> bytes:
    """A small ODS that truly unpacks to more than two gigabytes: one packed block of nothing, again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    bomb = Archive()
    bomb.store("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
    bomb.add("content.xml", Packed(block * 2200 + packer.flush(), crc32=0, size=2200 << 20))
    return bomb.closed()


def fetched(govuk: Govuk, data_dir: Path, **how: Any) -> Brought:
    """Bring the publication in, with little patience."""
    return bring_in(data_dir, Site(govuk.address), **{"patience": QUICK, **how})


def copydesk(govuk: Govuk, data_dir: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    return subprocess.run(
        command(data_dir, *words),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "COPYDESK_GOVUK_URL": govuk.address},
    )


def command(data_dir: Path, *words: str) -> list[str]:
    """The command line of a user."""
    return [sys.executable, "-m", "copydesk", "--data-dir", str(data_dir), *words]


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the lock."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "lock"}
