"""The same request sent twice makes one row (RULES.md, "Idempotency")."""

import hashlib
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app import clock
from app.errors import Conflict
from app.i18n import _
from app.models import Doer, RequestKey
from app.text import clean_line

KEPT = timedelta(hours=48)


_keys: Any = RequestKey.__table__  # type: ignore[attr-defined]
_KEEP = update(_keys).where(_keys.c.id == bindparam("row")).values(result=bindparam("made"))


@cache
def _claim(dialect: str) -> Any:
    """Claims a key; touching the row that is there already returns it, and waits for whoever is
    writing it."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    claim = insert(_keys)
    claim = claim.on_conflict_do_update(
        index_elements=["person_id", "route", "key"], set_={"key": claim.excluded.key}
    )
    return claim.returning(_keys.c.id, _keys.c.body_hash, _keys.c.result)


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
            row = {"row": self._row_id, "made": result}
            self._session.connection().execute(_KEEP, row)


def once(session: Session, person: Doer, route: str, key: str, *body: object) -> Once:
    """Claim `key`. Without a key every request counts as the first.

    Refused with `Conflict` when the key was used with another body. A request at the same
    instant waits for the first to be done: the row is locked until it commits.
    """
    key = clean_line(key)[:120]  # a form may bring anything; PostgreSQL keeps no NUL
    if not key:
        return Once(session, None, None)
    digest = hashlib.sha256("\x1f".join(map(str, body)).encode()).hexdigest()
    claim = _claim(session.get_bind().dialect.name)
    values = {
        "person_id": person.id,
        "route": route,
        "key": key,
        "body_hash": digest,
        "result": {},
        "created_at": clock.now(),
    }
    row = session.connection().execute(claim, values).one()
    if row.body_hash != digest:
        raise Conflict(_("Unter diesem Schlüssel kam schon etwas anderes an."))
    return Once(session, row.id, row.result or None)


def forget_old(session: Session) -> None:
    """Drop keys older than 48 hours."""
    old = col(RequestKey.created_at) < clock.now() - KEPT
    session.execute(delete(RequestKey).where(old))
