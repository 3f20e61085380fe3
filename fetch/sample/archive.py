"""A zip file, byte by byte. In: names and packed parts. Out: the same file on every machine, with one fixed date."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

from fetch.sample.deflate import Packed

# The release day of the sample, 25 January 2024 at 09:30, as zip files write dates.
_DATE = (2024 - 1980) << 9 | 1 << 5 | 25
_TIME = 9 << 11 | 30 << 5
_VERSION = 20
_DEFLATED, _STORED = 8, 0
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")


@dataclass(slots=True)
class Archive:
    """A zip file under construction, in memory."""

    _out: bytearray = field(default_factory=bytearray)
    _index: bytearray = field(default_factory=bytearray)
    _parts: int = 0

    def add(self, name: str, packed: Packed) -> None:
        """Add a part that is packed already."""
        self._add(name, packed.data, packed.crc32, packed.size, _DEFLATED)

    def store(self, name: str, data: bytes) -> None:
        """Add a part as it is, as ODS wants its `mimetype`."""
        self._add(name, data, zlib.crc32(data), len(data), _STORED)

    def _add(self, name: str, data: bytes, crc: int, size: int, method: int) -> None:
        encoded, start = name.encode("ascii"), len(self._out)
        sizes = (crc, len(data), size, len(encoded))
        self._out += _LOCAL.pack(0x04034B50, _VERSION, 0, method, _TIME, _DATE, *sizes, 0) + encoded + data
        self._index += _CENTRAL.pack(
            0x02014B50, _VERSION, _VERSION, 0, method, _TIME, _DATE, *sizes, 0, 0, 0, 0, 0, start
        )
        self._index += encoded
        self._parts += 1

    def closed(self) -> bytes:
        """The whole file."""
        end = _END.pack(0x06054B50, 0, 0, self._parts, self._parts, len(self._index), len(self._out), 0)
        return bytes(self._out + self._index) + end
