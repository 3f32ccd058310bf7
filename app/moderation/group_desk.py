"""Similar notes at the desk: the groups by their size, one of them with what differs, and what
moderators do with it."""

import secrets
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.comments import grouped, queries
from app.comments.grouped import first_of, is_new, notes_of, public_notes
from app.db import Db
from app.drafts.wording import word_diff
from app.errors import NotFound
from app.i18n import _
from app.idempotency import once
from app.identity import SignedIn
from app.models import LONGEST, Comment, NoteGroup, Person, Process
from app.moderation import gathering, group_answering
from app.moderation.forms import AnswerForm
from app.moderation.group_forms import NumbersForm
from app.moderation.paths import Done, Moderated
from app.moderation.rules import may_release
from app.processes.queries import offices_of
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/desk/p/{slug}/similar")
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
After = Annotated[int, Query(ge=0, le=2**31 - 1)]


@router.get("")
def show_groups(
    request: Request,
    process: Moderated,
    person: SignedIn,
    session: Db,
    after: Annotated[str, Query(max_length=40)] = "",
    show: Annotated[str, Query(max_length=8)] = "",
    done: Done = "",
) -> Response:
    """The groups of similar notes, the largest first; with `show=all` also the answered ones."""
    return _groups(request, session, process, person, NumbersForm(), (after, show, done))


def _groups(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: NumbersForm,
    asked: tuple[str, str, str] = ("", "", ""),
    status: int = 200,
) -> Response:
    after, show, done = asked
    with_answered = show == "all"
    found, more = grouped.groups(session, process, after=after, with_answered=with_answered)
    return render(
        request,
        "moderation/similar.html",
        status=status,
        process=process,
        found=found,
        more=more,
        after=after,
        with_answered=with_answered,
        form=form,
        done=done,
        may=may_release(person, process),
    )


@router.post("")
def make(
    request: Request,
    process: Moderated,
    person: SignedIn,
    form: Annotated[NumbersForm, Depends()],
    session: Db,
) -> Response:
    """Put notes together by hand."""
    require(may_release(person, process))
    notes = public_notes(session, process, form.numbers[: gathering.MOST])
    if not form.is_valid([note.number for note in notes], least=2):
        return _groups(request, session, process, person, form, status=422)
    group = gathering.make(session, process, notes, person, clock.now())
    return _to(process, group, "made")


def _to(process: Process, group: NoteGroup, done: str) -> Response:
    where = f"/desk/p/{process.slug}/similar/{group.id}?done={done}#getan"
    return RedirectResponse(where, status_code=303)


@router.get("/{similar}")
def show_group(
    request: Request,
    process: Moderated,
    similar: Id,
    person: SignedIn,
    session: Db,
    after: After = 0,
    done: Done = "",
) -> Response:
    """One group: its first note, the others with what differs from it, the form for one answer."""
    group = gathering.by_id(session, process, similar)
    return _show(request, session, process, person, group, after=after, done=done)


def _show(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    group: NoteGroup,
    *,
    after: int = 0,
    done: str = "",
    form: AnswerForm | None = None,
    numbers: NumbersForm | None = None,
    status: int = 200,
) -> Response:
    first = first_of(session, group)
    notes, more = notes_of(session, group, after)
    job = group_answering.under_way(session, group)
    return render(
        request,
        "moderation/similar_group.html",
        status=status,
        process=process,
        group=group,
        first=first,
        rows=_rows(first, notes),
        after=after,
        more=more,
        done=done,
        is_new=is_new(group),
        job=dict(job.arguments) if job else None,
        open_notes=group_answering.open_in(session, group)[0],
        offices=offices_of(session, process),
        form=form or AnswerForm(),
        numbers=numbers or NumbersForm(),
        key=(form.idempotency_key if form else "") or secrets.token_urlsafe(12),
        longest=LONGEST,
        may=may_release(person, process),
    )


def _rows(first: Comment | None, notes: Sequence[Comment]) -> list[tuple[Comment, str]]:
    """The notes beside the first, each with its words marked against those of the first."""
    if first is None:
        return []
    others = [note for note in notes if note.id != first.id]
    return [(note, word_diff(first.text, note.text)) for note in others]


@router.post("/{similar}/answer")
def answer(
    request: Request,
    process: Moderated,
    similar: Id,
    person: SignedIn,
    form: Annotated[AnswerForm, Depends()],
    session: Db,
) -> Response:
    """Answer the whole group once. Sent twice it is answered once."""
    require(may_release(person, process))
    group = gathering.by_id(session, process, similar)
    first = first_of(session, group)
    if first is None:
        raise NotFound(_("In dieser Gruppe ist keine öffentliche Anmerkung mehr."))
    now = clock.now()
    if not form.is_valid(first, process, offices_of(session, process), now):
        return _show(request, session, process, person, group, form=form, status=422)
    body = (form.voice, form.office, form.asked_on, form.text)
    attempt = once(session, person, f"similar:{group.id}", form.idempotency_key, *body)
    if attempt.result is None:
        about: dict[str, Any] = {"office": form.chosen_office, "asked_at": form.asked_at}
        count = group_answering.answer_group(session, group, person, form.text, now, **about)
        attempt.keep(notes=count)
    return _to(process, group, "answered")


@router.post("/{similar}/out/{number}")
def take_out(
    request: Request,
    process: Moderated,
    similar: Id,
    number: Annotated[int, Path(ge=1, le=2**31 - 1)],
    person: SignedIn,
    session: Db,
) -> Response:
    """This note does not belong to the group."""
    require(may_release(person, process))
    group = gathering.by_id(session, process, similar)
    note = queries.by_number(session, process, number)
    gathering.take_out(session, group, note, person, clock.now())
    return _to(process, group, "out")


@router.post("/{similar}/in")
def put_in(
    request: Request,
    process: Moderated,
    similar: Id,
    person: SignedIn,
    form: Annotated[NumbersForm, Depends()],
    session: Db,
) -> Response:
    """These notes belong to the group too."""
    require(may_release(person, process))
    group = gathering.by_id(session, process, similar)
    notes = public_notes(session, process, form.numbers[: gathering.MOST])
    if not form.is_valid([note.number for note in notes]):
        return _show(request, session, process, person, group, numbers=form, status=422)
    gathering.put_in(session, group, notes, person, clock.now())
    return _to(process, group, "in")


@router.post("/{similar}/split")
def split(process: Moderated, similar: Id, person: SignedIn, session: Db) -> Response:
    """These notes do not say the same."""
    require(may_release(person, process))
    group = gathering.by_id(session, process, similar)
    gathering.split(session, group, person, clock.now())
    where = f"/desk/p/{process.slug}/similar?done=split#getan"
    return RedirectResponse(where, status_code=303)


@router.post("/{similar}/looked")
def look_at(process: Moderated, similar: Id, person: SignedIn, session: Db) -> Response:
    """Look at it and leave it."""
    require(may_release(person, process))
    group = gathering.by_id(session, process, similar)
    gathering.look_at(session, group, person, clock.now())
    where = f"/desk/p/{process.slug}/similar?done=looked#getan"
    return RedirectResponse(where, status_code=303)
