"""The journal's chain: each entry is bound to all before it, so that none can be changed, taken
out or slipped in unseen (RULES.md, "The journal's chain").

Linking follows the deed, by the worker, within seconds: on PostgreSQL many write at once, and
none of them should wait for the others' hashes. What a link binds are ids and salted hashes, so a
person can be forgotten and the chain stays whole.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, insert
from sqlmodel import Session, col, select

from app import db
from app.models import JournalEntry, JournalLink

FIRST = "0" * 64  # what the first link is bound to
AT_ONCE = 500
# Of transactions that run at once the one with the lower number may end later.
STRAGGLERS = 1_000
_links: Any = JournalLink.__table__  # type: ignore[attr-defined]


def lengthen(engine: Engine, *, from_the_start: bool = False) -> int:
    """Link the entries that are not linked yet, a bounded number at a time; how many.

    Looks among the newest; with `from_the_start` among all.
    """
    with db.reading(engine) as session:  # mostly there is nothing: do not lock for that
        if not _loose(session, 1, from_the_start):
            return 0
    with db.writing(engine) as session:
        # Two workers take turns at the last link.
        last = session.exec(
            select(JournalLink).order_by(col(JournalLink.number).desc()).limit(1).with_for_update()
        ).first()
        number, before = (last.number, last.hash) if last else (0, FIRST)
        rows: list[dict[str, Any]] = []
        for entry in _loose(session, AT_ONCE, from_the_start):
            rows.append(_link(number + len(rows) + 1, before, entry))
            before = rows[-1]["hash"]
        if rows:
            session.execute(insert(_links), rows)
        return len(rows)


def _loose(session: Session, limit: int, from_the_start: bool) -> Sequence[JournalEntry]:
    query = (
        select(JournalEntry)
        .outerjoin(JournalLink, col(JournalLink.entry_id) == col(JournalEntry.id))
        .where(col(JournalLink.id).is_(None))
        .order_by(col(JournalEntry.id))
        .limit(limit)
    )
    if not from_the_start:
        newest = select(func.coalesce(func.max(JournalLink.entry_id), 0)).scalar_subquery()
        query = query.where(col(JournalEntry.id) > newest - STRAGGLERS)
    return session.exec(query).all()


def _link(number: int, before: str, entry: JournalEntry) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    content = _hash(salt, entry.details)
    return {
        "number": number,
        "entry_id": entry.id,
        "salt": salt,
        "content_hash": content,
        "hash": _bound(number, before, entry, content),
    }


def _bound(number: int, before: str, entry: JournalEntry, content: str) -> str:
    return _hash(
        number,
        before,
        entry.id,
        entry.deed,
        entry.subject_type,
        entry.subject_id,
        entry.actor_id,
        entry.process_id,
        entry.organisation_id,
        entry.at.isoformat(),
        content,
    )


def _hash(*values: object) -> str:
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def broken(session: Session) -> str:
    """Where the chain is broken first, in a sentence; "" where it holds. Reads it all, in parts."""
    before, number = FIRST, 0
    while True:
        found = session.exec(
            select(JournalLink, JournalEntry)
            .outerjoin(JournalEntry, col(JournalEntry.id) == col(JournalLink.entry_id))
            .where(JournalLink.number > number)
            .order_by(col(JournalLink.number))
            .limit(AT_ONCE)
        ).all()
        for link, entry in found:
            number += 1
            if problem := _problem(number, before, link, entry):
                return problem
            before = link.hash
        session.expunge_all()
        if len(found) < AT_ONCE:
            return ""


def _problem(number: int, before: str, link: JournalLink, entry: JournalEntry | None) -> str:
    if link.number != number:
        return f"Link {number} of the journal's chain is missing."
    if entry is None:
        return f"The entry of link {number} of the journal's chain is missing."
    erased = not link.salt and not entry.details
    if not erased and _hash(link.salt, entry.details) != link.content_hash:
        return f"The details of journal entry {entry.id} were changed."
    if _bound(number, before, entry, link.content_hash) != link.hash:
        return f"Journal entry {entry.id} or a link before it was changed (link {number})."
    return ""


def count_loose(session: Session, before: datetime) -> int:
    """How many entries from before this moment are in no chain."""
    query = (
        select(func.count())
        .select_from(JournalEntry)
        .outerjoin(JournalLink, col(JournalLink.entry_id) == col(JournalEntry.id))
        .where(col(JournalLink.id).is_(None), JournalEntry.at < before)
    )
    return session.exec(query).one()


def head(session: Session) -> tuple[int, str]:
    """Number and hash of the last link, to be written down elsewhere; (0, zeros) without any."""
    last = session.exec(
        select(JournalLink).order_by(col(JournalLink.number).desc()).limit(1)
    ).first()
    return (last.number, last.hash) if last else (0, FIRST)
