"""Bundles that two groups of the demo have drawn already, so that there is something new since. The
worker packs them once it runs: the first start does not wait for that."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.groups.domain import draw_bundle
from app.models import Grant, Person, Process, Role, WorkingGroup
from app.processes.queries import group_by_id

GROUPS = 2  # the first ones


def draw_some(session: Session, process: Process, at: datetime) -> None:
    """What members of the process's first groups took home at `at`."""
    query = (
        select(WorkingGroup.id)
        .where(WorkingGroup.process_id == process.id)
        .order_by(col(WorkingGroup.position))
        .limit(GROUPS)
    )
    for number in session.exec(query).all():
        member = (
            select(Person)
            .join(Grant, col(Grant.person_id) == col(Person.id))
            .where(Grant.group_id == number, col(Grant.role).in_((Role.LEAD, Role.MEMBER)))
            .order_by(col(Grant.id))
            .limit(1)
        )
        group = group_by_id(session, number)
        draw_bundle(session, group, session.exec(member).first(), at)
