"""The second step of signing in: who must take it, and by what they can."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from app.models import CodeGenerator, Grant, Passkey


@dataclass(frozen=True)
class Means:
    """What is known of somebody's second step: whether they have a role, an authenticator app that
    was seen to work, a passkey."""

    is_staff: bool
    has_app: bool
    has_passkey: bool

    def must_step(self, *, required: bool) -> bool:
        """Whether a password or a link is not enough: for whoever set up an app, and, where it is
        `required`, for everybody with a role. A passkey alone is asked of nobody without a role:
        it is kept to sign in with less, not more."""
        return self.has_app or (required and self.is_staff)

    @property
    def can_step(self) -> bool:
        """Whether there is something to take the second step with."""
        return self.has_app or self.has_passkey


def means_of(session: Session, person_id: int) -> Means:
    """What this person has, in one question."""
    of_person = (
        select(col(Grant.id)).where(col(Grant.person_id) == person_id),
        select(col(CodeGenerator.id)).where(
            col(CodeGenerator.person_id) == person_id,
            col(CodeGenerator.confirmed_at).is_not(None),
        ),
        select(col(Passkey.id)).where(
            col(Passkey.person_id) == person_id, col(Passkey.removed_at).is_(None)
        ),
    )
    found = session.execute(select(*(query.exists() for query in of_person))).one()
    return Means(*map(bool, found))
