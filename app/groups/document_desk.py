"""The changes of the text in a document that a group handed back: which of them are taken, and
which notes caused them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts.rules import may_moderate
from app.db import Db
from app.groups.document_page import Typed, changes_of, choose, read_notes, typed_in
from app.groups.hand_back_paths import Held, RoomOfGroup, Shown
from app.groups.returning.keeping import taken_already
from app.groups.rules import may_settle
from app.identity import SignedIn
from app.models import HandBack, HandBackState, Person, WorkingGroup
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/groups/{group_id}/hand-backs/{hand_back_id}/changes")
After = Annotated[int, Query(ge=0, le=2**31 - 1)]


@router.get("")
def show_changes(
    request: Request,
    doing: Shown,
    group: RoomOfGroup,
    person: SignedIn,
    session: Db,
    after: After = 0,
) -> Response:
    """All changes of the document, some at a time."""
    return _page(request, session, doing, group, person, after)


def _page(
    request: Request,
    session: Session,
    doing: HandBack,
    group: WorkingGroup,
    person: Person,
    after: int,
    typed: Typed | None = None,
) -> Response:
    return render(
        request,
        "groups/changes.html",
        status=422 if typed else 200,
        group=group,
        process=group.process,
        doing=doing,
        changes_in_text=changes_of(session, doing, after, typed),
        may_settle=bool(may_settle(person, group, group.process)),
        sees_version=bool(may_moderate(person, group.process)),
        after=after,
    )


async def typed_of(request: Request, form_token: Annotated[str, Form()] = "") -> Typed:
    """What was chosen and typed."""
    form = await request.form()
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    return typed_in(fields, [str(one) for one in form.getlist("take")])


@router.post("")
def keep_choice(
    request: Request,
    doing: Held,
    group: RoomOfGroup,
    person: SignedIn,
    session: Db,
    typed: Annotated[Typed, Depends(typed_of)],
    after: After = 0,
) -> Response:
    """Keep which changes are taken, and the notes of each. A number that is none is refused beside
    its field, with everything typed kept. Refused with `Conflict` once the file is taken in."""
    require(may_settle(person, group, group.process))
    if doing.state is not HandBackState.CHECKED:
        raise taken_already()
    read_notes(session, doing, typed)
    if typed.errors:
        return _page(request, session, doing, group, person, after, typed)
    choose(session, doing, typed)
    here = f"/groups/{group.id}/hand-backs/{doing.id}"
    return RedirectResponse(f"{here}/changes?after={after}" if after else f"{here}#text", 303)
