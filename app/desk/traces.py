"""What of a version changed because of which note, before it is published and after: for all fields
together."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.db import Db
from app.desk.drafts import ProcessInPath, VersionInPath
from app.groups import trace_page
from app.groups.rules import may_trace
from app.groups.trace_finding import propose_traces
from app.groups.trace_page import Scope, TraceForm, trace_form
from app.identity import SignedIn
from app.models import DraftVersion, Person, Process
from app.processes.queries import fields_of
from app.routing import Pages
from app.rules import require

router = Pages(prefix="/p/{slug}/draft/v{n}/traces")
Sent = Annotated[TraceForm, Depends(trace_form)]


def _scope(session: Session, process: Process, version: DraftVersion, person: Person) -> Scope:
    return Scope(
        process,
        version,
        fields_of(session, process),
        f"/desk/p/{process.slug}/draft/v{version.number}/traces",
        bool(may_trace(person, process, None)),
        outside=True,
    )


@router.get("")
def show_traces(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
    field: Annotated[str, Query(max_length=80)] = "",
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Each changed sentence with the notes that caused it, field by field."""
    scope = _scope(session, process, version, person)
    return trace_page.show(request, session, scope, field, after)


@router.post("/search")
def search_traces(
    process: ProcessInPath, version: VersionInPath, person: SignedIn, session: Db, form: Sent
) -> RedirectResponse:
    """Look again for what adopted notes changed: some may be decided since."""
    require(may_trace(person, process, None))
    propose_traces(session, version)
    return trace_page.back(_scope(session, process, version, person), form)


@router.post("/confirm")
def confirm_trace(
    process: ProcessInPath, version: VersionInPath, person: SignedIn, session: Db, form: Sent
) -> RedirectResponse:
    """A proposed cause holds; without a trace, all that are proposed in the field."""
    require(may_trace(person, process, None))
    scope = _scope(session, process, version, person)
    trace_page.confirm_sent(session, scope, form, person)
    return trace_page.back(scope, form)


@router.post("/drop")
def drop_trace(
    process: ProcessInPath, version: VersionInPath, person: SignedIn, session: Db, form: Sent
) -> RedirectResponse:
    """The note did not cause it."""
    require(may_trace(person, process, None))
    scope = _scope(session, process, version, person)
    trace_page.drop_one(session, scope, form, person)
    return trace_page.back(scope, form)


@router.post("/add")
def add_trace(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
    form: Sent,
) -> Response:
    """Another note caused it too."""
    require(may_trace(person, process, None))
    scope = _scope(session, process, version, person)
    return trace_page.add_and_answer(request, session, scope, form, person)
