"""What is given out once and brought back once, in time: rows, because the answer may come to
another process. Of what was given out only a hash is kept."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import clock
from app.errors import Gone
from app.i18n import _
from app.models import Challenge, Errand
from app.security import hash_token

VALID = timedelta(minutes=5)


def give_out(
    session: Session,
    errand: Errand,
    token: str,
    *,
    person_id: int | None = None,
    valid: timedelta = VALID,
    **data: object,
) -> None:
    """Keep that `token` was given out for this errand (to this person, where one is known), with
    what must be remembered about it."""
    now = clock.now()
    session.add(
        Challenge(
            person_id=person_id,
            errand=errand,
            token_hash=hash_token(token),
            data=data,
            created_at=now,
            expires_at=now + valid,
        )
    )


def look_at(
    session: Session, errand: Errand, token: str, person_id: int | None = None
) -> Challenge:
    """What was given out as `token`, without using it up.

    Raises `Gone` when it is unknown, used, expired, or was given to somebody else or for something
    else. It does not say which.
    """
    found = session.exec(
        select(Challenge).where(
            Challenge.token_hash == hash_token(token),
            Challenge.errand == errand,
            Challenge.person_id == person_id,
            col(Challenge.used_at).is_(None),
            Challenge.expires_at > clock.now(),
        )
    ).one_or_none()
    if found is None:
        raise _gone()
    return found


def use_up(
    session: Session, errand: Errand, token: str, person_id: int | None = None
) -> dict[str, object]:
    """Use up what was given out as `token`, and tell what was remembered about it. Of twenty who
    bring it at one instant, one gets it. Raises `Gone` as `look_at` does."""
    found = look_at(session, errand, token, person_id)
    used = session.execute(
        update(Challenge)
        .where(col(Challenge.id) == found.id, col(Challenge.used_at).is_(None))
        .values(used_at=clock.now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise _gone()
    return found.data


def _gone() -> Gone:
    return Gone(_("Das hat zu lange gedauert oder wurde schon benutzt. Bitte beginnen Sie neu."))
