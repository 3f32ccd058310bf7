"""What makes us doubt that a person wrote this to the city. No doubt refuses a note: it waits for
the moderation, which sees the reasons (docs/decisions/0015-waits-instead-of-refused.md)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from app import clock
from app.comments import barriers
from app.i18n import _
from app.models import Comment, CommentState, Doer, Person, Process

TRAP, HASTE, LINKS, COPIED = "trap", "haste", "links", "copied"
NETWORK, WORD = "network", "word"  # with the number of the barrier: "word:12"
UNSIGNED, UNPROVED = "unsigned", "unproved"
# The process wants it read first (approving.py); of which word, nothing is kept.
APPROVAL_ALL, APPROVAL = "approval_all", "approval"
APPROVAL_GUEST, APPROVAL_LINKS = f"{APPROVAL}:guest", f"{APPROVAL}:links"
APPROVAL_WORD = f"{APPROVAL}:word"
BLOCKED = "blocked"  # a guest's address has an account that the office has blocked

NEW_FOR, NEW_NOTES = timedelta(days=1), 3  # new: younger than that, or with fewer public notes
MOST_LINKS = 1
_LINK = re.compile(r"://|(?<!/)\bwww\.", re.IGNORECASE)


@dataclass(frozen=True)
class Arrival:
    """How a note came: from which address, how many seconds after its form was made, and whether
    the field was filled that people leave empty. A program's has no form."""

    address: str = ""
    seconds: float = float("inf")
    trapped: bool = False


def doubts(
    session: Session,
    process: Process,
    author: Doer,
    arrival: Arrival,
    texts: Sequence[str],
    *,
    trusted: bool,
    least_seconds: float,
) -> list[str]:
    """The reasons to look at this first; none for whoever holds a role here (`trusted`).

    Where nothing speaks against it, the database is asked nothing: whether somebody is new
    matters only for a note with links, or one that came in haste.
    """
    if trusted:
        return []
    found = [TRAP] if arrival.trapped else []
    found += _barred(session, process, arrival, texts)
    in_haste = arrival.seconds < least_seconds
    has_links = links(texts) > MOST_LINKS
    if in_haste or has_links:
        is_young, is_new = _newness(session, author)
        found += [HASTE] if in_haste and is_young else []
        found += [LINKS] if has_links and is_new else []
    return found


def doubts_about_guest(
    session: Session,
    process: Process,
    arrival: Arrival,
    texts: Sequence[str],
    *,
    least_seconds: float,
) -> list[str]:
    """The reasons to look first at a note whose address nobody knows anything of: a guest is always
    new. Often there is none, and the note is public as soon as it is confirmed."""
    found = [TRAP] if arrival.trapped else []
    found += [HASTE] if arrival.seconds < least_seconds else []
    found += [LINKS] if links(texts) > MOST_LINKS else []
    return found + _barred(session, process, arrival, texts)


def links(texts: Sequence[str]) -> int:
    """How many links stand in these texts."""
    return sum(len(_LINK.findall(words)) for words in texts)


def doubts_about_nobody(
    session: Session, process: Process, arrival: Arrival, texts: Sequence[str], *, proved: bool
) -> list[str]:
    """The reasons beside a note without an address: there is always one."""
    found = [UNSIGNED] if proved else [UNSIGNED, UNPROVED]
    found += [TRAP] if arrival.trapped else []
    return found + _barred(session, process, arrival, texts)


def _barred(
    session: Session, process: Process, arrival: Arrival, texts: Sequence[str]
) -> list[str]:
    sieve = barriers.sieve_of(session, process.organisation_id)
    found = []
    if (barrier_id := sieve.stops_network(arrival.address)) is not None:
        found.append(f"{NETWORK}:{barrier_id}")
    if (barrier_id := sieve.stops_words(texts)) is not None:
        found.append(f"{WORD}:{barrier_id}")
    return found


_NOTES = (
    select(Comment.id)
    .where(Comment.author_id == bindparam("author"), Comment.state == CommentState.PUBLIC)
    .limit(NEW_NOTES)
    .subquery()
)
_WRITTEN: Any = select(
    Person.created_at, select(func.count()).select_from(_NOTES).scalar_subquery()
).where(col(Person.id) == bindparam("author"))


def _newness(session: Session, author: Doer) -> tuple[bool, bool]:
    """Whether this account is in its first day; and whether it is that, or has written fewer than
    three public notes."""
    created_at, notes = session.connection().execute(_WRITTEN, {"author": author.id}).one()
    is_young = created_at > clock.now() - NEW_FOR
    return is_young, is_young or notes < NEW_NOTES


def barrier_of(reason: str) -> int | None:
    """The number of the barrier in a reason, or None."""
    kind, _colon, number = reason.partition(":")
    return int(number) if kind in (NETWORK, WORD) and number.isdigit() else None


def told_to_author(reasons: Sequence[str]) -> list[str]:
    """The reasons in words for the author: never which word, which network."""
    words = {
        TRAP: _("Ein verstecktes Feld war ausgefüllt. Das tun sonst nur Programme."),
        HASTE: _("Das Formular kam schneller zurück, als jemand schreiben kann."),
        LINKS: _("Der Text enthält mehrere Links. Bei neuen Konten sehen wir sie uns vorher an."),
        COPIED: _("Der gleiche Text kam in der letzten Stunde schon mehrmals an."),
        NETWORK: _("Aus Ihrem Netz kam zuletzt viel Unerwünschtes."),
        WORD: _("Der Text enthält ein Wort, bei dem die Moderation vorher nachliest."),
        UNSIGNED: _("Was ohne Anmeldung kommt, liest zuerst die Moderation."),
        APPROVAL_ALL: _("Dieses Verfahren liest alle Anmerkungen vorher."),
        APPROVAL: _("Dieses Verfahren liest manche Anmerkungen vorher."),
    }
    kinds = [reason.partition(":")[0] for reason in reasons]
    return [words[kind] for kind in kinds if kind in words]
