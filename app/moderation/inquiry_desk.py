"""Inquiries at the desk: asking an office, looking at what came, publishing it."""

import secrets
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.db import Db
from app.idempotency import once
from app.identity import SignedIn
from app.models import LONGEST, Inquiry, InquiryState, Person, Process
from app.moderation import inquired, inquiring
from app.moderation.attachments import safe_name
from app.moderation.inquiry_forms import (
    LONGEST_MESSAGE,
    LONGEST_QUESTION,
    AskForm,
    BackForm,
    ConsentForm,
    EditForm,
)
from app.moderation.inquiry_links import OPEN, by_id
from app.moderation.inquiry_rules import may_inquire
from app.moderation.inquiry_words import after_days, is_overdue, last_day, state_word
from app.moderation.paths import Done, Moderated
from app.processes.queries import offices_of
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/inquiries")
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
After = Annotated[int, Query(ge=0, le=2**63 - 1)]
# What was done just now, and in which state that is still true.
DONE = {
    **dict.fromkeys(("asked", "back", "consent", "refused"), InquiryState.ASKED),
    **dict.fromkeys(("saved", "show"), InquiryState.ANSWERED),
    "relay": InquiryState.RELAYED,
    "recall": InquiryState.RECALLED,
}
WORDS: dict[str, Any] = {
    "last_day": last_day,
    "is_overdue": is_overdue,
    "state_word": state_word,
    "after_days": after_days,
}


@router.get("")
def show_inquiries(
    request: Request,
    process: Moderated,
    person: SignedIn,
    session: Db,
    before: After = 0,
    done: Done = "",
) -> Response:
    """What offices are asked: come in, open, over."""
    return render(
        request,
        "moderation/inquiries.html",
        process=process,
        lists=inquired.lists(session, process, before),
        before=before,
        done=done,
        may=may_inquire(person, process),
        **WORDS,
    )


@router.get("/new")
def show_new(
    request: Request,
    process: Moderated,
    person: SignedIn,
    session: Db,
    notes: Annotated[str, Query(max_length=600)] = "",
    again: After = 0,
) -> Response:
    """The form for a question, about these notes; or like the inquiry `again`."""
    of = by_id(session, process, again) if again else None
    form = AskForm.proposed(process, clock.now(), notes, of)
    return _new(request, session, process, person, form)


def _new(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: AskForm,
    status: int = 200,
) -> Response:
    return render(
        request,
        "moderation/inquiry_new.html",
        status=status,
        process=process,
        form=form,
        offices=offices_of(session, process),
        notes=inquired.notes_named(session, process, form.numbers[: inquiring.MOST_NOTES]),
        key=form.idempotency_key or secrets.token_urlsafe(12),
        longest=LONGEST_QUESTION,
        may=may_inquire(person, process),
    )


@router.post("")
def ask(
    request: Request,
    process: Moderated,
    person: SignedIn,
    form: Annotated[AskForm, Depends()],
    session: Db,
) -> Response:
    """Ask the office, by mail. Sent twice it is asked once."""
    require(may_inquire(person, process))
    now, offices = clock.now(), offices_of(session, process)
    notes = inquired.notes_named(session, process, form.numbers[: inquiring.MOST_NOTES])
    valid = form.is_valid(process, offices, [note.number for note in notes], now)
    if not valid or form.chosen_office is None or form.due_at is None:
        return _new(request, session, process, person, form, status=422)
    body = (form.notes, form.office, form.email, form.question, form.due_on)
    attempt = once(session, person, f"inquiry:{process.id}", form.idempotency_key, *body)
    if attempt.result is None:
        asked = inquiring.Asked(
            form.chosen_office, form.email, form.question, form.due_at, form.name
        )
        secret = request.app.state.secret
        made = inquiring.ask(session, process, notes, person, asked, secret, now)
        attempt.keep(inquiry=made.id)
        return _see(process, made.id, "asked")
    return _see(process, int(attempt.result["inquiry"]), "asked")


def _see(process: Process, inquiry_id: int, done: str) -> Response:
    where = f"/desk/p/{process.slug}/inquiries/{inquiry_id}?done={done}#getan"
    return RedirectResponse(where, status_code=303)


@router.get("/{inquiry_id}")
def show_inquiry(
    request: Request,
    process: Moderated,
    inquiry_id: Id,
    person: SignedIn,
    session: Db,
    done: Done = "",
) -> Response:
    """One inquiry: what was asked, where it is, what came, what may be done."""
    inquiry = by_id(session, process, inquiry_id)
    return show_one(request, session, process, person, inquiry, done=done)


def show_one(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    inquiry: Inquiry,
    *,
    form: EditForm | None = None,
    back: BackForm | None = None,
    consent: ConsentForm | None = None,
    status: int = 200,
    done: str = "",
) -> Response:
    """The page of an inquiry, with the one of its forms that has something to mend."""
    return render(
        request,
        "moderation/inquiry.html",
        status=status,
        process=process,
        inquiry=inquiry,
        files=inquired.files_of(session, inquiry),
        form=form or EditForm(inquiry.edited or inquiry.answer),
        consent_form=consent or ConsentForm(),
        back_form=back or BackForm.proposed(process, clock.now()),
        going_back=back is not None,
        is_open=inquiry.state in OPEN,
        may=may_inquire(person, process),
        longest=LONGEST,
        longest_question=LONGEST_QUESTION,
        longest_message=LONGEST_MESSAGE,
        done=done if DONE.get(done) is inquiry.state else "",
        **WORDS,
    )


@router.post("/{inquiry_id}")
def edit(
    request: Request,
    process: Moderated,
    inquiry_id: Id,
    person: SignedIn,
    form: Annotated[EditForm, Depends()],
    session: Db,
) -> Response:
    """Keep the wording; and, by the button, show it to the office or publish it."""
    require(may_inquire(person, process))
    inquiry, now = by_id(session, process, inquiry_id, to_use=True), clock.now()
    if not form.is_valid():
        return show_one(request, session, process, person, inquiry, form=form, status=422)
    secret = request.app.state.secret
    inquiring.edit(session, inquiry, form.text, now)
    if form.then == "show":
        inquiring.show(session, inquiry, process, person, secret, now)
    elif form.then == "relay":
        inquiring.relay_answer(session, inquiry, process, person, secret, now)
    done = form.then if form.then in ("show", "relay") else "saved"
    return _see(process, inquiry_id, done)


@router.post("/{inquiry_id}/back")
def give_back(
    request: Request,
    process: Moderated,
    inquiry_id: Id,
    person: SignedIn,
    form: Annotated[BackForm, Depends()],
    session: Db,
) -> Response:
    """Ask the office once more about what it sent."""
    require(may_inquire(person, process))
    inquiry, now = by_id(session, process, inquiry_id, to_use=True), clock.now()
    if not form.is_valid(process, now) or form.due_at is None:
        return show_one(request, session, process, person, inquiry, back=form, status=422)
    secret = request.app.state.secret
    inquiring.give_back(session, inquiry, process, person, form.words, form.due_at, secret, now)
    return _see(process, inquiry_id, "back")


@router.post("/{inquiry_id}/recall")
def recall(
    request: Request, process: Moderated, inquiry_id: Id, person: SignedIn, session: Db
) -> Response:
    """Take the question back."""
    require(may_inquire(person, process))
    inquiry = by_id(session, process, inquiry_id, to_use=True)
    secret = request.app.state.secret
    inquiring.recall(session, inquiry, process, person, secret, clock.now())
    return _see(process, inquiry_id, "recall")


@router.get("/{inquiry_id}/files/{file_id}")
def download(
    process: Moderated, inquiry_id: Id, file_id: Id, person: SignedIn, session: Db
) -> Response:
    """A file of the office, to be kept, never to be shown here."""
    file = inquired.file_of(session, process, inquiry_id, file_id)
    headers = {
        "content-disposition": f'attachment; filename="{safe_name(file.name)}"',
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(file.content, media_type=file.media_type, headers=headers)
