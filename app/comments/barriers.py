"""What a city stops at the door: networks and words. Notes from there, or with those, wait.

The list is kept in memory for a few seconds, so that a note that nothing speaks against asks the
database nothing; a change is seen at once where it was made, and elsewhere within those seconds.
"""

import ipaddress
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, update
from sqlmodel import Session, col, select

from app.accounts.names import fold
from app.models import Barrier, BarrierKind

SECONDS = 5.0
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_SIGNS = re.compile(r"(?<!\w)[!|]+|[!|]+(?!\w)")  # inside a word they stand for letters

_kept: WeakKeyDictionary[Pool, dict[int, tuple[float, "Sieve"]]] = WeakKeyDictionary()


def at_a_glance(words: str) -> str:
    """What words look like, as names are compared (`fold`), without the signs around them."""
    return fold(_SIGNS.sub(" ", words))


@dataclass(frozen=True)
class Sieve:
    """A city's barriers, ready to be asked: networks by version and length of their prefix, words
    by how they look (`at_a_glance`). Each leads to the barrier's id."""

    networks: Mapping[tuple[int, int], Mapping[int, int]] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None

    @classmethod
    def of(cls, barriers: Iterable[tuple[int, BarrierKind, str]]) -> "Sieve":
        """From (id, kind, value)."""
        networks: dict[tuple[int, int], dict[int, int]] = {}
        words: dict[str, int] = {}
        for barrier_id, kind, value in barriers:
            if kind is BarrierKind.WORD:
                words[at_a_glance(value)] = barrier_id
                continue
            network = ipaddress.ip_network(value)
            same_length = networks.setdefault((network.version, network.prefixlen), {})
            same_length[int(network.network_address)] = barrier_id
        longest_first = sorted(map(re.escape, words), key=len, reverse=True)
        choices = "|".join(longest_first)
        pattern = re.compile(rf"(?<!\S)(?:{choices})(?!\S)") if words else None
        return cls(networks, words, pattern)

    def stops_network(self, address: str) -> int | None:
        """The barrier in whose network this address lies, or None."""
        if not self.networks:
            return None
        known = _address(address)
        if known is None:
            return None
        for (version, length), found in self.networks.items():
            if version == known.version:
                rest = known.max_prefixlen - length
                barrier_id = found.get(int(known) >> rest << rest)
                if barrier_id is not None:
                    return barrier_id
        return None

    def stops_words(self, texts: Sequence[str]) -> int | None:
        """The barrier whose word stands in one of these texts, or None."""
        if self.pattern is None:
            return None
        for words in texts:
            if words and (found := self.pattern.search(at_a_glance(words))):
                return self.words[found.group()]
        return None


def _address(address: str) -> Address | None:
    """An address as a network has it; an IPv4 address inside an IPv6 one is that IPv4 address."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return getattr(known, "ipv4_mapped", None) or known


def sieve_of(session: Session, organisation_id: int) -> Sieve:
    """The barriers of a city, at most a few seconds old."""
    kept = _of(session)
    found = kept.get(organisation_id)
    now = time.monotonic()
    if found is not None and now - found[0] < SECONDS:
        return found[1]
    rows = session.exec(
        select(Barrier.id, Barrier.kind, Barrier.value).where(
            Barrier.organisation_id == organisation_id
        )
    )
    sieve = Sieve.of((number, BarrierKind(kind), value) for number, kind, value in rows)
    kept[organisation_id] = now, sieve
    return sieve


def forget(session: Session, organisation_id: int) -> None:
    """A city's barriers have changed: they are read anew."""
    _of(session).pop(organisation_id, None)


def _of(session: Session) -> dict[int, tuple[float, Sieve]]:
    """What is kept about this session's database."""
    pool = session.connection().engine.pool
    return _kept.setdefault(pool, {})


def count_stopped(session: Session, barrier_id: int) -> None:
    """One more note was stopped by this barrier."""
    session.connection().execute(
        update(Barrier)
        .where(col(Barrier.id) == barrier_id)
        .values(stopped_count=Barrier.stopped_count + 1)
    )
