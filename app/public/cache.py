"""Finished pages kept in memory until something that they show has changed.

A page is kept under a key that carries the revision read from the database in the same request,
so a process never shows an old page and needs to tell no other. What differs between readers
(account, form token, own support) stands as a mark in the page and is put in at the last moment.
"""

import gzip
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

MARK = re.compile("\x01([a-z]+)([0-9]*)\x02")
MOST_BYTES = 64 * 1024 * 1024
# What a support button's marks say: of a note not supported, and of one supported.
SUPPORT_MARKS = {"pressed": (b"false", b"true"), "set": (b"1", b"0")}
Made = TypeVar("Made")


def mark(name: str, number: int | str = "") -> str:
    """A place in a page that is filled for each reader."""
    return f"\x01{name}{number}\x02"


class Kept:
    """One finished page: its pieces, and packed when it has no marks. What it says about the
    calendar ("noch 5 Tage") is right until `good_until`.

    Marks are of two kinds: with a name alone they take a value of the reader's own; with the
    number of a note they say whether the reader supports it, and stand at "not" already.
    """

    def __init__(self, html: str, good_until: datetime | None = None) -> None:
        self.good_until = good_until
        pieces = MARK.split(html)
        self._pieces = [b""] * (len(pieces) // 3 * 2 + 1)
        self._pieces[0::2] = [piece.encode() for piece in pieces[0::3]]
        self._own: dict[str, list[int]] = {}
        self._by_note: dict[int, list[tuple[int, bytes]]] = {}
        for at, (name, number) in enumerate(zip(pieces[1::3], pieces[2::3], strict=True)):
            self._place(2 * at + 1, name, number)
        self.has_marks = len(self._pieces) > 1
        self.content = b"" if self.has_marks else self._pieces[0]
        self.packed = b"" if self.has_marks else gzip.compress(self.content, 6, mtime=0)
        self.size = sum(map(len, self._pieces)) + len(self.packed)
        self.notes = sorted(self._by_note)

    def _place(self, at: int, name: str, number: str) -> None:
        if number:
            still, supported = SUPPORT_MARKS[name]
            self._pieces[at] = still
            self._by_note.setdefault(int(number), []).append((at, supported))
        else:
            self._own.setdefault(name, []).append(at)

    def asks(self, name: str) -> bool:
        """Whether it has a mark of this name."""
        return name in self._own

    def filled(self, own: Mapping[str, str], supported: Iterable[int]) -> bytes:
        """The page for one reader: `own` values by the name of their mark, and which of `notes`
        the reader supports."""
        out = self._pieces.copy()
        for name, places in self._own.items():
            value = own[name].encode()
            for at in places:
                out[at] = value
        for note in supported:
            for at, value in self._by_note[note]:
                out[at] = value
        return b"".join(out)


class Shelf:
    """The pages used last, up to so many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pages: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, now: datetime) -> Kept | None:
        """The page under this key, if it is still there and right."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or (page.good_until is not None and now >= page.good_until):
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, html: str, good_until: datetime | None = None) -> Kept:
        """Keep a page; those not used for longest make room."""
        page = Kept(html, good_until)
        with self._lock:
            old = self._pages.pop(key, None)
            self.bytes += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self.bytes > self.most_bytes and len(self._pages) > 1:
                _key, gone = self._pages.popitem(last=False)
                self.bytes -= gone.size
        return page


class Recent:
    """What was made last, by key; for what never changes. The oldest makes room."""

    def __init__(self, most: int = 24) -> None:
        self.most = most
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """What is kept under this key, or None."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)

    def get_or_make(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What is kept under this key, else what `make` makes (outside of the lock: two readers
        at one time may make it twice)."""
        found: Made | None = self.get(key)
        if found is not None:
            return found
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self.most:
                self._made.popitem(last=False)
        return made
