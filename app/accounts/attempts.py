"""Slowing down whoever tries many passwords or has many mails sent, and locking nobody out.

Counts stand in the database under keyed hashes: neither addresses nor networks can be read there.
"""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import clock
from app.models import Attempt
from app.security import count_attempt, slow_down

QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
CODE = "code"  # the kind of guess that is a code of the second step

# In a quarter of an hour. Beyond CROWD attempts on one account, from wherever, each network has
# only FEW: many machines get nowhere, and the owner at home still gets in.
SOME, FEW, CROWD, FROM_NETWORK = 10, 3, 50, 150
# Codes tried in an hour on one account, from wherever: six figures are few, networks are many, and
# whoever gets as far has the password already. A passkey still opens, and the owner is told. Of a
# session that waits for its second step only so many are looked at; then it ends.
CODES, CODES_HALFWAY = 20, 5
# In an hour: mails to one address from one network, so that a stranger does not use up the owner's;
# mails to one address in all; and requests from one network (a library has one).
MAILS, MAILS_IN_ALL, MAILS_FROM_NETWORK = 5, 15, 120


def _network(address: str) -> str:
    """An IPv6 household has a whole /64 of addresses: they count as one. IPv4 written as IPv6 is
    IPv4, or all of it would be one household."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


@dataclass(frozen=True)
class Knock:
    """Somebody at the door: from which network, for which account (address or number)."""

    secret: str
    network: str
    account: str
    kind: str = "sign-in"  # what is tried: a password, or the "code" of the second step

    def key(self, kind: str, *, account: bool = True, network: bool = True) -> str:
        """What to count under."""
        whom = self.account if account else ""
        where = _network(self.network) if network else ""
        told = f"{kind}\n{whom}\n{where}".encode()
        return f"{kind}:{hmac.new(self.secret.encode(), told, hashlib.sha256).hexdigest()[:32]}"

    @property
    def sign_in_keys(self) -> tuple[str, str, str]:
        """The three things a guess is counted under: both, the account, the network."""
        return (
            self.key(self.kind),
            self.key(f"{self.kind}-account", network=False),
            self.key(f"{self.kind}-network", account=False),
        )


def count_password(session: Session, knock: Knock) -> int:
    """Count a password (or code) tried; how many there were for this account, from wherever.
    Raises `TooMany`; keep the count then by returning an answer."""
    both, account, network = knock.sign_in_keys
    tried = count_attempt(session, account, QUARTER)
    if knock.kind == CODE:
        slow_down(session, knock.key("code-hour", network=False), CODES, HOUR)
    slow_down(session, both, FEW if tried > CROWD else SOME, QUARTER)
    slow_down(session, network, FROM_NETWORK, QUARTER)
    return tried


def forgive(session: Session, knock: Knock) -> None:
    """The guess was right: what led to it counts no longer, for this account from here. Codes of
    the hour stay counted: each could have been the last that somebody needed."""
    both, account, network = knock.sign_in_keys
    recent = col(Attempt.window_start) > clock.now() - QUARTER
    session.execute(update(Attempt).where(col(Attempt.key) == both, recent).values(count=0))
    session.execute(
        update(Attempt)
        .where(col(Attempt.key).in_([account, network]), recent, col(Attempt.count) > 0)
        .values(count=Attempt.count - 1)
    )


def is_slowed(session: Session, knock: Knock) -> bool:
    """Whether the next password will not be looked at, so that nobody needs to compare it."""
    both, account, network = knock.sign_in_keys
    query = select(Attempt.key, Attempt.count).where(
        col(Attempt.key).in_([both, account, network]),
        col(Attempt.window_start) > clock.now() - QUARTER,
    )
    counts = dict(session.exec(query).all())
    limit = FEW if counts.get(account, 0) >= CROWD else SOME
    return counts.get(both, 0) >= limit or counts.get(network, 0) >= FROM_NETWORK


def _mail_limits(knock: Knock) -> dict[str, int]:
    return {
        knock.key("mail-network", account=False): MAILS_FROM_NETWORK,
        knock.key("mail"): MAILS,
        knock.key("mail-account", network=False): MAILS_IN_ALL,
    }


def count_mail(session: Session, knock: Knock) -> None:
    """Count a mail asked for, whether or not the address has an account. Raises `TooMany`."""
    for key, limit in _mail_limits(knock).items():
        slow_down(session, key, limit, HOUR)


def is_mail_slowed(session: Session, knock: Knock) -> bool:
    """Whether the next mail will not be sent, so that nothing need be made for it."""
    limits = _mail_limits(knock)
    query = select(Attempt.key, Attempt.count).where(
        col(Attempt.key).in_(limits), col(Attempt.window_start) > clock.now() - HOUR
    )
    return any(count >= limits[key] for key, count in session.exec(query).all())


def count_halfway(session: Session, secret: str, sign_in_id: int | None) -> int:
    """Count a code tried in a session that waits for the second step; how many there were."""
    knock = Knock(secret, "", str(sign_in_id))
    return count_attempt(session, knock.key("code-halfway", network=False), HOUR)
