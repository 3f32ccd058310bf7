"""The room of a working group, where it lives in every fortnight; and when it meets, for a
calendar."""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlmodel import Session

from app import clock
from app.db import Db
from app.groups import meetings
from app.groups.bundle_page import bundles_shown
from app.groups.echoes import echoes_of
from app.groups.returning.queries import hand_backs_of
from app.groups.room import coming_events, work_of
from app.groups.room_paths import AskedFor, GroupInPath
from app.groups.room_words import kind_words, nothing_words, part_words, stand_words
from app.groups.rules import may_enter, may_propose, may_settle
from app.groups.steering import progress_of
from app.groups.topics.advising import show_topics_room
from app.groups.unchanged import unchanged_of
from app.identity import SignedIn
from app.models import GroupKind, Person, WorkingGroup
from app.news.feeds import site_of
from app.processes import phases
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages()
HAND_BACKS = 3  # the latest; all of them stand on their own page


@router.get("/groups/{group_id}")
def show_room(
    request: Request,
    member: SignedIn,
    group: GroupInPath,
    session: Db,
    asked: AskedFor,
    before: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """How far the group is, when it meets next, its bundles, its notes in the order of the text,
    and what authors say to its decisions. The steering group sees how far all groups are."""
    require(may_enter(member, group, group.process))
    if group.kind is GroupKind.STEERING:
        return _show_steering(request, session, group, member)
    if group.kind is GroupKind.TOPIC:
        return show_topics_room(request, session, group, member, before, done)
    shown = bundles_shown(session, group, member)
    return render(
        request,
        "groups/room.html",
        work=work_of(session, group, shown["room"], asked),
        echoes=echoes_of(session, group, before),
        hand_backs=hand_backs_of(session, group, HAND_BACKS),
        unchanged=unchanged_of(session, group.process, [one.id for one in shown["room"].fields]),
        may_propose=may_propose(member, group, group.process),
        may_settle=may_settle(member, group, group.process),
        stand_words=stand_words(),
        nothing_words=nothing_words(),
        kind_words=kind_words(),
        part_words=part_words(),
        **shown,
    )


def _show_steering(
    request: Request, session: Session, group: WorkingGroup, member: Person
) -> Response:
    now, process = clock.now(), group.process
    progress = progress_of(session, process, group, now)
    return render(
        request,
        "groups/steering.html",
        group=group,
        process=process,
        progress=progress,
        enters={one.group.id for one in progress.groups if may_enter(member, one.group, process)},
        part_words=part_words(),
        status_line=phases.status_line(process, now),
    )


@router.get("/groups/{group_id}/meetings.ics")
def calendar(member: SignedIn, group: GroupInPath, session: Db) -> Response:
    """When the group meets, from now on, as a file for a calendar program."""
    require(may_enter(member, group, group.process))
    events = coming_events(session, group, clock.now())
    content = meetings.calendar(site_of(session, group.process), group, events)
    name = f"{group.process.slug}-{group.slug}.ics"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/calendar", headers=headers)
