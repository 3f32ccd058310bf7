"""What the list of a group's bundles shows, in its room and as the fragment that replaces it."""

import secrets
from typing import Any

from sqlmodel import Session

from app import clock
from app.groups import queries
from app.groups.rules import may_draw_bundle
from app.models import BundleState, Person, WorkingGroup
from app.processes import phases


def bundles_shown(session: Session, group: WorkingGroup, member: Person) -> dict[str, Any]:
    """For `groups/_bundles.html`, as `member` sees it."""
    room = queries.room_of(session, group, clock.now())
    preparing = any(bundle.state is BundleState.PREPARING for bundle in room.bundles)
    return {
        "group": group,
        "process": group.process,
        "room": room,
        "preparing": preparing,
        "may_draw": bool(may_draw_bundle(member, group, group.process)),
        "new_key": secrets.token_urlsafe(12),
        "status_line": phases.status_line(group.process, clock.now()),
    }
