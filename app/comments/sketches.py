"""What makes two notes nearly the same, and how to find the near ones without reading them all.

A note is taken as the set of its words and pairs of neighbouring words. How alike two notes are is
the share of these that both have (their resemblance). A sketch keeps, for each of many ways to
order all pairs, which one comes first in this note: two notes agree in one such number as often as
they are alike (A. Z. Broder, "On the resemblance and containment of documents", Proceedings of
Compression and Complexity of Sequences 1997). Three of them together are a band; notes that share
a band are worth comparing (docs/decisions/0022-near-doubles.md).
"""

import hashlib
import itertools
import re
from collections.abc import Iterable
from functools import lru_cache
from struct import Struct

from app.text import BLACKED, normal

BANDS, ROWS = 14, 3
ALIKE = 0.5  # from here on two notes say nearly the same

_ORDERS = BANDS * ROWS
# One block of the hash gives a place in each of the 42 orders: the same on every machine, always.
_PLACES = Struct(f"<{_ORDERS}I")
_BAND = Struct(f"<{ROWS}I")
_WORD = re.compile(r"[^\W_]+")

# Half of the places lie side by side in one large number, each with as much room above it: so all
# of them are compared at once. A one in that room is what a subtraction borrows where it must.
_HALF = int.from_bytes((b"\xff" * 4 + b"\0" * 4) * (_ORDERS // 2), "little")
_LENT = int.from_bytes((b"\0" * 4 + b"\1\0\0\0") * (_ORDERS // 2), "little")


def shingles(*texts: str) -> frozenset[str]:
    """The words of these texts, and the pairs of words that stand beside each other; without
    capitals, accents of typing and signs, and without the mark of what is blacked out. Empty for
    texts without a word."""
    said = [normal(text.replace(BLACKED, " "), "NFKC").casefold() for text in texts]
    words = [word for text in said for word in _WORD.findall(text)]
    return frozenset((*words, *map(" ".join, itertools.pairwise(words))))


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two sets of shingles are, from 0 to 1: what both have of what either has."""
    both = len(one & other)
    either = len(one) + len(other) - both
    return both / either if either else 0.0


def bands(found: Iterable[str]) -> list[int]:
    """The sketch of a set of shingles: one number for each band, as the database keeps it (64 bits
    with a sign). Empty for none."""
    places = [_halves(one) if " " in one else _of_a_word(one) for one in found]
    if not places:
        return []
    even, odd = (_least(half) for half in zip(*places, strict=True))
    first = _PLACES.unpack((even | odd << 32).to_bytes(_PLACES.size, "little"))
    return [_band(first[at : at + ROWS]) for at in range(0, _ORDERS, ROWS)]


def _halves(shingle: str) -> tuple[int, int]:
    """Its places in the 1st, 3rd … and in the 2nd, 4th … order."""
    digest = hashlib.shake_128(shingle.encode()).digest(_PLACES.size)
    places = int.from_bytes(digest, "little")
    return places & _HALF, places >> 32 & _HALF


_of_a_word = lru_cache(4096)(_halves)  # single words come again and again, pairs hardly


def _least(many: Iterable[int]) -> int:
    """Of numbers that each hold 21 places the least of every place."""
    found, *others = many
    for other in others:
        lent = ((found | _LENT) - other) & _LENT  # is left where `found` is not the smaller one
        found ^= (found ^ other) & (lent - (lent >> 32))
    return found


def _band(rows: tuple[int, ...]) -> int:
    digest = hashlib.blake2b(_BAND.pack(*rows), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
