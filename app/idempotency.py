"""The same request sent twice makes one row (RULES.md, "Idempotency")."""

import hashlib
from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app import clock
from app.errors import Conflict
from app.i18n import _
from app.models import Person, RequestKey

KEPT = timedelta(hours=48)


class Once:
    """One key of one person on one route. `result` is what the first request made, or None
    when this is the first; then say with `keep` what it made."""

    def __init__(self, row: RequestKey | None, result: dict[str, Any] | None) -> None:
        self._row = row
        self.result = result

    def keep(self, **result: object) -> None:
        """Remember what this request made, for those that repeat it."""
        if self._row is not None:
            self._row.result = result


def once(session: Session, person: Person, route: str, key: str, *body: object) -> Once:
    """Claim `key`. Without a key every request counts as the first.

    Refused with `Conflict` when the key was used with another body. A request at the same
    instant waits for the first to be done: the row is locked until it commits.
    """
    if not key:
        return Once(None, None)
    key = key[:120]
    digest = hashlib.sha256("\x1f".join(map(str, body)).encode()).hexdigest()
    table: Any = RequestKey
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    fresh = session.execute(
        insert(table)
        .values(
            person_id=person.id,
            route=route,
            key=key,
            body_hash=digest,
            result={},
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["person_id", "route", "key"])
        .returning(table.id)
    ).scalar_one_or_none()
    row = session.exec(
        select(RequestKey).where(
            RequestKey.person_id == person.id, RequestKey.route == route, RequestKey.key == key
        )
    ).one()
    if row.body_hash != digest:
        raise Conflict(_("Unter diesem Schlüssel kam schon etwas anderes an."))
    return Once(row, None if fresh else row.result)


def forget_old(session: Session) -> None:
    """Drop keys older than 48 hours."""
    old = col(RequestKey.created_at) < clock.now() - KEPT
    session.execute(delete(RequestKey).where(old))
