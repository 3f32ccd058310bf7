"""The same request sent twice makes one row (RULES.md, "Idempotency")."""

import hashlib
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app import clock
from app.errors import Conflict
from app.i18n import _
from app.models import Person, RequestKey

KEPT = timedelta(hours=48)


class Once:
    """One key of one person on one route. `result` is what the first request made, or None
    when this is the first; then say with `keep` what it made."""

    def __init__(self, session: Session, row_id: int | None, result: dict[str, Any] | None) -> None:
        self._session = session
        self._row_id = row_id
        self.result = result

    def keep(self, **result: object) -> None:
        """Remember what this request made, for those that repeat it."""
        if self._row_id is not None:
            kept = update(RequestKey).where(col(RequestKey.id) == self._row_id)
            self._session.execute(
                kept.values(result=result).execution_options(synchronize_session=False)
            )


def once(session: Session, person: Person, route: str, key: str, *body: object) -> Once:
    """Claim `key`. Without a key every request counts as the first.

    Refused with `Conflict` when the key was used with another body. A request at the same
    instant waits for the first to be done: the row is locked until it commits.
    """
    if not key:
        return Once(session, None, None)
    key = key[:120]
    digest = hashlib.sha256("\x1f".join(map(str, body)).encode()).hexdigest()
    table: Any = RequestKey
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    claim = insert(table).values(
        person_id=person.id,
        route=route,
        key=key,
        body_hash=digest,
        result={},
        created_at=clock.now(),
    )
    # Touching the row that is there already returns it, and waits for whoever is writing it.
    claim = claim.on_conflict_do_update(
        index_elements=["person_id", "route", "key"], set_={"key": claim.excluded.key}
    )
    row = session.execute(claim.returning(table.id, table.body_hash, table.result)).one()
    if row.body_hash != digest:
        raise Conflict(_("Unter diesem Schlüssel kam schon etwas anderes an."))
    return Once(session, row.id, row.result or None)


def forget_old(session: Session) -> None:
    """Drop keys older than 48 hours."""
    old = col(RequestKey.created_at) < clock.now() - KEPT
    session.execute(delete(RequestKey).where(old))
