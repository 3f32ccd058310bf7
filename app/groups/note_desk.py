"""One note in its group's room: its members propose what to decide, the lead decides."""

import secrets
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.comments.decision_words import decision_meaning
from app.comments.holding import hold_all
from app.comments.joined import decidable
from app.db import Db
from app.drafts.wording import word_diff
from app.groups import deciding
from app.groups.asked import Asked, Stand
from app.groups.decided import LONGEST, NOTHING, Said
from app.groups.note_form import NEXT, PREVIEW, TAKE, DecisionForm
from app.groups.note_page import NotePage, note_of, page_of
from app.groups.proposing import dismiss
from app.groups.room_paths import GroupInPath
from app.groups.rules import is_lead, may_enter, may_propose, may_settle
from app.groups.similar import in_group, open_alike, open_by_number
from app.i18n import NAMES
from app.idempotency import once
from app.identity import SignedIn
from app.models import Comment, Decision, Person, WorkingGroup
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/groups/{group_id}/notes/{number}")
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Typed = Annotated[DecisionForm, Depends()]
_STANDS = {Stand.OPEN, Stand.PROPOSED}


@router.get("")
def show(
    request: Request,
    member: SignedIn,
    group: GroupInPath,
    number: Number,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
    stand: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The note in its surroundings, with what is proposed and decided."""
    require(may_enter(member, group, group.process))
    note = note_of(session, group, number)
    return _show(request, session, group, member, note, done=done, stand=stand)


def _show(
    request: Request,
    session: Session,
    group: WorkingGroup,
    member: Person,
    note: Comment,
    *,
    form: DecisionForm | None = None,
    overtaken: deciding.Overtaken | None = None,
    done: str = "",
    stand: str = "",
    status: int = 200,
) -> Response:
    asked = Asked(stand=Stand(stand)) if stand in _STANDS else Asked()
    page = page_of(session, group, note, asked)
    typed = form or DecisionForm.of(_said(page))
    return render(
        request,
        "groups/note.html",
        status=status,
        group=group,
        process=group.process,
        about=page,
        note=note,
        form=typed,
        began=form is None,
        overtaken=overtaken,
        preview=word_diff(note.quote, typed.said.new_wording) if typed.said.new_wording else "",
        meanings={decision: decision_meaning(decision) for decision in Decision},
        **_rights(group, member),
        takes_decision=decidable(note),
        why_not=deciding.why_not(note),
        seen=overtaken.changes if overtaken and not overtaken.is_decision else _drafted(page),
        seen_decision=note.disposition.changes if note.disposition else 0,
        key=secrets.token_urlsafe(12),
        longest=LONGEST,
        done=done,
        stand=asked.stand.value if asked.stand else "",
        names_of_languages=NAMES,
    )


def _rights(group: WorkingGroup, member: Person) -> dict[str, Any]:
    settles = may_settle(member, group, group.process)
    return {
        "may_propose": may_propose(member, group, group.process),
        "may_settle": settles,
        "in_place": bool(settles) and not is_lead(member, group),
    }


def _said(page: NotePage) -> Said:
    """What the form begins with: the proposal, else what is decided, else nothing."""
    begun = page.draft or page.note.disposition
    return Said.of(begun) if begun is not None else NOTHING


def _only_looks(form: DecisionForm, note: Comment) -> bool:
    """Whether the form is only to be shown again: as a preview, or with the note's own words."""
    if form.do == TAKE and note.proposed_wording:
        form.take_wording(note.proposed_wording)
    return form.do in (PREVIEW, TAKE)


def _drafted(page: NotePage) -> int:
    return page.draft.changes if page.draft else 0


@router.post("/proposal")
def propose(
    request: Request,
    member: SignedIn,
    group: GroupInPath,
    number: Number,
    form: Typed,
    session: Db,
) -> Response:
    """Write down what the group could decide. Who has not seen what somebody else has written
    meanwhile sees it first, with their own words kept."""
    require(may_propose(member, group, group.process))
    note = note_of(session, group, number)
    if _only_looks(form, note):
        return _show(request, session, group, member, note, form=form)
    if not form.is_half():
        return _show(request, session, group, member, note, form=form, status=422)
    route = f"proposal:{note.id}"
    attempt = once(session, member, route, form.idempotency_key, *form.body)
    if attempt.result is None:
        try:
            draft = deciding.propose(
                session, note, group, member, form.said, clock.now(), seen=form.seen
            )
        except deciding.Overtaken as other:
            return _overtaken(request, session, group, member, note, form, other)
        attempt.keep(changes=draft.changes if draft else 0)
    return _onward(session, group, note, form, "proposed")


def _overtaken(
    request: Request,
    session: Session,
    group: WorkingGroup,
    member: Person,
    note: Comment,
    form: DecisionForm,
    other: deciding.Overtaken,
) -> Response:
    session.expire(note, ["disposition"])
    fresh = note_of(session, group, note.number)
    return _show(request, session, group, member, fresh, form=form, overtaken=other, status=409)


@router.post("/decision")
def settle(
    request: Request,
    member: SignedIn,
    group: GroupInPath,
    number: Number,
    form: Typed,
    session: Db,
) -> Response:
    """Decide on this note, on those that say nearly the same if that is wanted, and on those that
    are named. Sent twice it is decided once."""
    require(may_settle(member, group, group.process))
    note = note_of(session, group, number)
    if _only_looks(form, note):
        return _show(request, session, group, member, note, form=form)
    named = open_by_number(session, group, form.numbers)
    known = {note.number, *(one.number for one in named)}
    if not (form.is_whole() and form.need_known(known)):
        return _show(request, session, group, member, note, form=form, status=422)
    attempt = once(session, member, f"decision:{note.id}", form.idempotency_key, *form.body)
    if attempt.result is None:
        try:
            attempt.keep(notes=_settle(session, note, named, group, member, form))
        except deciding.Overtaken as other:
            return _overtaken(request, session, group, member, note, form, other)
    return _onward(session, group, note, form, "settled")


def _settle(
    session: Session,
    note: Comment,
    named: list[Comment],
    group: WorkingGroup,
    member: Person,
    form: DecisionForm,
) -> int:
    """On how many notes it was decided: of those that go with this one, on which nobody has decided
    meanwhile. All are held together, in their order."""
    alike = open_alike(session, note, group) if form.for_all else []
    note_group = note.note_group if form.for_all and in_group(note.note_group) else None
    hold_all(session, [note, *alike, *named])
    deciding.need_seen(session, note, decision=form.seen_decision, proposal=form.seen)
    deciding.need_decidable(note)
    notes = [note, *(one for one in (*alike, *named) if not one.is_decided)]
    now, said = clock.now(), form.said
    settled = deciding.settle(session, notes, group, member, said, now, note_group=note_group)
    dismiss(session, note, member)
    return len(settled)


@router.post("/take-back")
def take_back(
    member: SignedIn, group: GroupInPath, number: Number, form: Typed, session: Db
) -> Response:
    """The decision does not hold any more; the note is open again."""
    require(may_settle(member, group, group.process))
    note = note_of(session, group, number)
    attempt = once(session, member, f"take-back:{note.id}", form.idempotency_key)
    if attempt.result is None:
        deciding.need_seen(session, note, decision=form.seen_decision)
        deciding.take_back(session, note, group, member, clock.now())
        attempt.keep(open=note.number)
    return _onward(session, group, note, form, "open")


def _onward(
    session: Session, group: WorkingGroup, note: Comment, form: DecisionForm, done: str
) -> Response:
    """Back to the note, on to the next open one, or on along the projector."""
    where = f"/groups/{group.id}/notes/{note.number}?done={done}#getan"
    if form.onward:
        where = f"/groups/{group.id}/projector{form.onward}"
    elif form.do == NEXT:
        following = page_of(session, group, note, Asked(stand=Stand.OPEN)).next
        if following:
            where = f"/groups/{group.id}/notes/{following}?stand=open&done={note.number}#getan"
        else:
            where = f"/groups/{group.id}?stand=open"
    return RedirectResponse(where, status_code=303)
