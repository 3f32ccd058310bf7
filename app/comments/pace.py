"""How often somebody writes, and how often the same: by account and by network.

One statement counts all of it, where one that counted the account alone stood before; shared by
all processes, because it stands in the database (`Attempt`), under keyed hashes.
"""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session

from app import clock
from app.accounts.attempts import Knock
from app.errors import TooMany
from app.i18n import _
from app.models.base import Moment
from app.security import count_attempt

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# A school or a library has one network: it may write as much as so many people together.
PEOPLE_IN_A_NETWORK = 30
# The same words beyond so many times in an hour wait: by one account, from one network.
SAME, SAME_IN_A_NETWORK = 2, 4
# Without an address: notes from one network in an hour, and of them without the work.
UNSIGNED, UNPROVED = 30, 3
# By guests, who confirm by mail: notes from one network in an hour (a workshop in a library), and
# mails to one address: from one network in an hour, and in all in a day.
GUESTS, GUEST_MAILS, GUEST_MAILS_A_DAY = 60, 10, 20


@dataclass(frozen=True)
class Sender:
    """Whoever writes: the account's number (None without one), the network's address as
    `network_of` has it, and the key under which both are hashed."""

    person_id: int | None
    network: str
    secret: str

    def key(self, kind: str, *, by_network: bool = False) -> str:
        """What to count under: the account, or the network (an IPv6 /64 is one)."""
        whom = "" if by_network else str(self.person_id)
        return Knock(self.secret, self.network, whom).key(
            kind, account=not by_network, network=by_network
        )

    @property
    def has_network(self) -> bool:
        """Whether the address says anything: this machine's own does not (where PROXY_HOPS is
        not set, everybody comes from there)."""
        return is_foreign(self.network)


@cache
def is_foreign(address: str) -> bool:
    """Whether this is the address of another machine."""
    try:
        return not ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Count:
    """One thing to count: under `key`, in windows of this length, at most so often. Beyond that
    the note is refused, or (`refuses` false) only looked at first."""

    key: str
    window: timedelta
    most: int
    refuses: bool = True


def count_writing(session: Session, sender: Sender, words: str, per_minute: int) -> bool:
    """Count one more note or answer of `sender` with these words; whether the same words came
    too often within the hour.

    Raises `TooMany` beyond `per_minute` by this account, or thirty times that from its network
    (0: no limit).
    """
    digest = hashlib.sha256(" ".join(words.casefold().split()).encode()).hexdigest()[:16]
    counts = [Count(sender.key(f"same-{digest}"), HOUR, SAME, refuses=False)]
    if per_minute:
        counts.append(Count(f"write:{sender.person_id}", MINUTE, per_minute))
    if sender.has_network:
        same = sender.key(f"same-{digest}", by_network=True)
        counts.append(Count(same, HOUR, SAME_IN_A_NETWORK, refuses=False))
        if per_minute:
            everybody = sender.key("write-network", by_network=True)
            counts.append(Count(everybody, MINUTE, per_minute * PEOPLE_IN_A_NETWORK))
    return _is_beyond(session, counts)


def count_unsigned(session: Session, sender: Sender, words: str, *, proved: bool) -> bool:
    """The same for a note without an address: thirty an hour from one network, three of them
    without the work."""
    digest = hashlib.sha256(" ".join(words.casefold().split()).encode()).hexdigest()[:16]
    same = sender.key(f"same-{digest}", by_network=True)
    counts = [
        Count(same, HOUR, SAME_IN_A_NETWORK, refuses=False),
        Count(sender.key("unsigned", by_network=True), HOUR, UNSIGNED),
    ]
    if not proved:
        counts.append(Count(sender.key("unproved", by_network=True), HOUR, UNPROVED))
    return _is_beyond(session, counts)


def count_guest(session: Session, sender: Sender, words: str) -> bool:
    """The same for a guest's note: sixty an hour from one network."""
    digest = hashlib.sha256(" ".join(words.casefold().split()).encode()).hexdigest()[:16]
    same = sender.key(f"same-{digest}", by_network=True)
    counts = [
        Count(same, HOUR, SAME_IN_A_NETWORK, refuses=False),
        Count(sender.key("guests", by_network=True), HOUR, GUESTS),
    ]
    return _is_beyond(session, counts)


def count_guest_mail(session: Session, sender: Sender, email: str) -> None:
    """Count a mail that asks this address to confirm a note, whether or not it has an account.
    Raises `TooMany`, with a sentence for the field of the address."""
    knock = Knock(sender.secret, sender.network, email)
    limits = (
        (knock.key("guest-mail"), GUEST_MAILS, HOUR),
        (knock.key("guest-mail-day", network=False), GUEST_MAILS_A_DAY, DAY),
    )
    for key, most, window in limits:
        if count_attempt(session, key, window) > most:
            refusal = TooMany(
                _(
                    "An diese Adresse gingen schon viele Mails. Bestätigen Sie zuerst die früheren"
                    " Anmerkungen, oder legen Sie ein Konto an."
                )
            )
            refusal.seconds = int(window.total_seconds())
            raise refusal


def _is_beyond(session: Session, counts: Sequence[Count]) -> bool:
    """Count them all; whether one that does not refuse is beyond its most."""
    seconds = clock.now().timestamp()
    # In the order of their keys, so that two requests never hold what the other waits for.
    ordered = sorted(counts, key=lambda count: count.key)
    row: dict[str, object] = {}
    for at, count in enumerate(ordered):
        length = int(count.window.total_seconds())
        row[f"key_{at}"] = count.key[:120]
        row[f"start_{at}"] = datetime.fromtimestamp(int(seconds) // length * length, UTC)
    statement = _statement(len(ordered))
    reached: dict[str, int] = dict(map(tuple, session.connection().execute(statement, row)))
    beyond = [count for count in ordered if reached[count.key[:120]] > count.most]
    for count in beyond:
        if count.refuses:
            raise _too_many(count)
    return bool(beyond)


@cache
def _statement(rows: int) -> Any:
    """Counts so many things at once, and says how often each has come."""
    values = ", ".join(f"(:key_{at}, :start_{at}, 1)" for at in range(rows))
    return text(
        f"INSERT INTO attempt (key, window_start, count) VALUES {values} "  # noqa: S608 - ours
        "ON CONFLICT (key, window_start) DO UPDATE SET count = attempt.count + 1 "
        "RETURNING key, count"
    ).bindparams(*(bindparam(f"start_{at}", type_=Moment) for at in range(rows)))


def _too_many(count: Count) -> TooMany:
    if count.window > MINUTE:
        refusal = TooMany(
            _(
                "Von hier kamen in dieser Stunde schon viele Anmerkungen ohne Anmeldung. "
                "Melden Sie sich an, oder versuchen Sie es in einer Stunde wieder."
            )
        )
    else:
        refusal = TooMany(_("Das waren zu viele Versuche. Bitte warten Sie eine Minute."))
    refusal.seconds = int(count.window.total_seconds())
    return refusal
