"""Packing that gives the same bytes on every machine. In: a text in pieces. Out: a deflate stream (RFC 1951).

zlib's bytes differ between its builds (zlib-ng, Apple's), and a workbook's checksum is part of every figure's
provenance. A table repeats itself piece by piece, so knowing the pieces makes looking for repetition needless: a piece
that was written less than 32 KB ago becomes a reference to it, any other is spelled out. Knows nothing of workbooks.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

_WINDOW = 32768
_LONGEST = 258
_SHORTEST = 3
_FLUSH_BITS = 1 << 15
# One last block, with the fixed codes of RFC 1951, section 3.2.6; the end-of-block code is seven zero bits.
_BLOCK_START = (0b011, 3)
_BLOCK_END_BITS = 7

# RFC 1951, section 3.2.5: where the lengths and distances of each symbol begin, and how many extra bits follow it.
_LENGTHS = (
    *((3 + at, 0) for at in range(8)),
    *((11 + 2 * at, 1) for at in range(4)),
    *((19 + 4 * at, 2) for at in range(4)),
    *((35 + 8 * at, 3) for at in range(4)),
    *((67 + 16 * at, 4) for at in range(4)),
    *((131 + 32 * at, 5) for at in range(4)),
    (258, 0),
)
_DISTANCES = (
    *((1 + at, 0) for at in range(4)),
    *((1 + (2 + half) * (1 << extra), extra) for extra in range(1, 14) for half in range(2)),
)

Bits = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Packed:
    """A deflate stream with the checksum and the length of what it unpacks to."""

    data: bytes
    crc32: int
    size: int


def _reversed(code: int, width: int) -> int:
    # Huffman codes go into the stream from their highest bit, everything else from its lowest.
    return int(f"{code:0{width}b}"[::-1], 2)


def _symbol(number: int) -> Bits:
    """The fixed code of a literal or length symbol."""
    if number < 144:
        return _reversed(0b00110000 + number, 8), 8
    if number < 256:
        return _reversed(0b110010000 + number - 144, 9), 9
    if number < 280:
        return _reversed(number - 256, 7), 7
    return _reversed(0b11000000 + number - 280, 8), 8


_LITERALS = tuple(_symbol(number) for number in range(256))


def _joined(parts: Iterable[Bits]) -> Bits:
    value = width = 0
    for bits, more in parts:
        value |= bits << width
        width += more
    return value, width


def _spelled_out(piece: bytes) -> Bits:
    return _joined(_LITERALS[byte] for byte in piece)


@cache
def _copied(length: int) -> Bits:
    """The bits for one copy of `length` bytes (3 to 258), without its distance."""
    at = max(at for at, (base, _) in enumerate(_LENGTHS) if base <= length)
    base, extra = _LENGTHS[at]
    return _joined([_symbol(257 + at), (length - base, extra)])


def _back(distance: int) -> Bits:
    at = max(at for at, (base, _) in enumerate(_DISTANCES) if base <= distance)
    base, extra = _DISTANCES[at]
    return _joined([(_reversed(at, 5), 5), (distance - base, extra)])


def _reference(length: int, distance: int) -> Bits:
    """The bits that copy `length` bytes from `distance` bytes ago, in as many copies as it takes."""
    parts: list[Bits] = []
    back = _back(distance)
    while length:
        take = min(length, _LONGEST)
        if 0 < length - take < _SHORTEST:
            take -= _SHORTEST
        parts += [_copied(take), back]
        length -= take
    return _joined(parts)


def deflate(batches: Iterable[Sequence[bytes]]) -> Packed:
    """Pack the pieces of all batches one after the other. Pieces repeat; how they are cut decides how small it gets."""
    written_at: dict[bytes, int] = {}
    spelled: dict[bytes, Bits] = {}
    references: dict[tuple[int, int], Bits] = {}
    out = bytearray()
    held, width = _BLOCK_START
    position = crc = 0
    for batch in batches:
        crc = zlib.crc32(b"".join(batch), crc)
        for piece in batch:
            length = len(piece)
            distance = position - written_at.get(piece, -_WINDOW - 1)
            if distance <= _WINDOW and length >= _SHORTEST:
                bits = references.get((length, distance))
                if bits is None:
                    bits = references[length, distance] = _reference(length, distance)
            else:
                bits = spelled.get(piece)
                if bits is None:
                    bits = spelled[piece] = _spelled_out(piece)
            written_at[piece] = position
            position += length
            held |= bits[0] << width
            width += bits[1]
        if width > _FLUSH_BITS:
            whole = width // 8
            out += (held & ((1 << 8 * whole) - 1)).to_bytes(whole, "little")
            held >>= 8 * whole
            width -= 8 * whole
    out += held.to_bytes((width + _BLOCK_END_BITS + 7) // 8, "little")
    return Packed(bytes(out), crc, position)
