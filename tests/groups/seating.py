"""A steering group, and somebody who sits in it."""

from sqlmodel import Session

from app.accounts.giving import grant
from app.models import GroupKind, Person, Role, WorkingGroup
from app.processes.domain import create_group
from tests.cast import Cast


def steering_group(session: Session, cast: Cast, member: Person | None = None) -> WorkingGroup:
    """The steering group of the cast's process; `member` sits in it."""
    made = create_group(
        session,
        cast.process,
        slug="steuerung",
        name="Steuerungsgruppe",
        kind=GroupKind.STEERING,
    )
    if member is not None:
        grant(session, member, Role.MEMBER, cast.organisation, cast.process, made)
    session.commit()
    return made
