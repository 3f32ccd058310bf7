"""What of the text of a group's fields changed because of which note: its members read it, its lead
confirms it."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.db import Db
from app.drafts.queries import published
from app.groups import trace_page
from app.groups.queries import fields_of
from app.groups.room_paths import GroupInPath
from app.groups.rules import may_enter, may_trace
from app.groups.trace_page import Scope, TraceForm, trace_form
from app.groups.unchanged import version_at_work
from app.identity import SignedIn
from app.models import DraftVersion, Person, Process, WorkingGroup
from app.routing import Pages
from app.rules import require

router = Pages(prefix="/groups/{group_id}/traces")
Sent = Annotated[TraceForm, Depends(trace_form)]


def _version(session: Session, process: Process) -> DraftVersion:
    """The next version, or the public one where none is at work. Raises `NotFound`."""
    return version_at_work(session, process) or published(session, process)


def scope_of(session: Session, group: WorkingGroup, person: Person) -> Scope:
    """The text of this group's fields, for one of its readers."""
    process = group.process
    return Scope(
        process,
        _version(session, process),
        fields_of(session, group),
        f"/groups/{group.id}/traces",
        bool(may_trace(person, process, group)),
        group=group,
    )


@router.get("")
def show_traces(
    request: Request,
    person: SignedIn,
    group: GroupInPath,
    session: Db,
    field: Annotated[str, Query(max_length=80)] = "",
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Each changed sentence of the group's fields, with the notes that caused it."""
    require(may_enter(person, group, group.process))
    scope = scope_of(session, group, person)
    return trace_page.show(request, session, scope, field, after)


@router.post("/confirm")
def confirm_trace(
    person: SignedIn, group: GroupInPath, session: Db, form: Sent
) -> RedirectResponse:
    """A proposed cause holds; without a trace, all that are proposed in the field."""
    require(may_trace(person, group.process, group))
    scope = scope_of(session, group, person)
    trace_page.confirm_sent(session, scope, form, person)
    return trace_page.back(scope, form)


@router.post("/drop")
def drop_trace(person: SignedIn, group: GroupInPath, session: Db, form: Sent) -> RedirectResponse:
    """The note did not cause it."""
    require(may_trace(person, group.process, group))
    scope = scope_of(session, group, person)
    trace_page.drop_one(session, scope, form, person)
    return trace_page.back(scope, form)


@router.post("/add")
def add_trace(
    request: Request, person: SignedIn, group: GroupInPath, session: Db, form: Sent
) -> Response:
    """Another note caused it too."""
    require(may_trace(person, group.process, group))
    scope = scope_of(session, group, person)
    return trace_page.add_and_answer(request, session, scope, form, person)
