"""The link by which somebody without an account begins to follow is good once: an old mail must not
begin anew what was ended since. What is kept of it is a hash, for as long as it would hold."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from app import clock
from app.models import Challenge, Errand
from app.news.tokens import TO_CONFIRM
from app.security import hash_token


def is_used(session: Session, token: str) -> bool:
    """Whether the button behind this link has been pressed already."""
    query = select(Challenge.id).where(Challenge.token_hash == _hashed(token))
    return session.exec(query).first() is not None


def use(session: Session, token: str) -> bool:
    """Use the link up; whether it was for the first time. Of two requests at one instant one."""
    table: Any = Challenge.__table__  # type: ignore[attr-defined]
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    now = clock.now()
    row: dict[str, Any] = {
        "person_id": None,
        "errand": Errand.FOLLOW,
        "token_hash": _hashed(token),
        "data": {},
        "created_at": now,
        "expires_at": now + TO_CONFIRM,
        "used_at": now,
    }
    write = insert(table).values(**row).on_conflict_do_nothing(index_elements=["token_hash"])
    return session.execute(write.returning(table.c.id)).first() is not None


def _hashed(token: str) -> str:
    return hash_token(f"follow\n{token}")
