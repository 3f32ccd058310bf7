"""One ZIP around several bundles, made while it is sent: no bundle stands in memory, nothing is
packed again, and the browser knows how long it takes.

The standard library's zipfile cannot do that: into a stream it writes an entry's size and check sum
after its bytes, and programs refuse such an entry when it is stored and not deflated. Here both are
known before, so they stand where they belong (APPNOTE.TXT 6.3.10, 4.3.7, 4.3.12 and 4.3.16).
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

MOST = 2**32 - 1  # beyond it another form of ZIP begins
_VERSION, _UTF8, _STORED, _UNIX = 20, 0x0800, 0, 3
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True)
class Entry:
    """A file: its name, when it was made (local time), size, CRC-32, and its bytes when asked."""

    name: str
    at: datetime
    size: int
    crc32: int
    pieces: Callable[[], Iterable[bytes]]


def length_of(entries: Sequence[Entry]) -> int:
    """How long the whole file will be."""
    names = sum(len(entry.name.encode()) for entry in entries)
    heads = len(entries) * (_LOCAL.size + _CENTRAL.size) + 2 * names
    return heads + sum(entry.size for entry in entries) + _END.size


def stream(entries: Sequence[Entry]) -> Iterator[bytes]:
    """The file, piece by piece. What `length_of` says must not be more than `MOST`. Raises
    RuntimeError where an entry's bytes are not what was said of them: the download breaks off
    instead of ending well."""
    offset, central = 0, bytearray()
    for entry in entries:
        head = _local(entry)
        central += _listed(entry, offset)
        offset += len(head) + entry.size
        yield head
        yield from _checked(entry)
    yield bytes(central)
    yield _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(central), offset, 0)


def _checked(entry: Entry) -> Iterator[bytes]:
    size, check = 0, 0
    for piece in entry.pieces():
        size, check = size + len(piece), zlib.crc32(piece, check)
        yield piece
    if (size, check) != (entry.size, entry.crc32):
        raise RuntimeError(f"{entry.name} is not what was said of it")


def _local(entry: Entry) -> bytes:
    name = entry.name.encode()
    return _LOCAL.pack(b"PK\3\4", _VERSION, *_both_say(entry), len(name), 0) + name


def _listed(entry: Entry, offset: int) -> bytes:
    name = entry.name.encode()
    made = (_UNIX << 8) | _VERSION
    tail = (len(name), 0, 0, 0, 0, 0o100644 << 16, offset)
    return _CENTRAL.pack(b"PK\1\2", made, _VERSION, *_both_say(entry), *tail) + name


def _both_say(entry: Entry) -> tuple[int, ...]:
    """Flags, method, time, date, check sum, both sizes."""
    at = entry.at
    hours = at.hour << 11 | at.minute << 5 | at.second // 2
    days = (at.year - 1980) << 9 | at.month << 5 | at.day
    return (_UTF8, _STORED, hours, days, entry.crc32, entry.size, entry.size)
