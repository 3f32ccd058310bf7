"""The office's own page, behind the link of a mail: no account, no training. Opening it changes
nothing, because programs that look into mails open it too; what is done is a form with a token."""

from typing import Annotated, Any

from fastapi import Depends, File, Path, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock, db
from app.db import Db
from app.errors import Conflict, Invalid
from app.identity import Visitor
from app.models import LONGEST, InquiryLetter, InquiryState, Process
from app.moderation import attachments
from app.moderation import inquiry_answering as answering
from app.moderation.inquired import files_of
from app.moderation.inquiry_desk import WORDS
from app.moderation.inquiry_forms import LONGEST_MESSAGE, ObjectForm, PassForm, StatementForm
from app.moderation.inquiry_links import by_token, is_open
from app.moderation.inquiry_reach import domains_of
from app.routing import Pages
from app.security import UNTOLD
from app.web import render

router = Pages(prefix="/inquiries/{token}")
MOST_BYTES = attachments.LARGEST + 1_000_000  # of the whole form
# Whoever knows the address speaks for the office: nothing keeps it, nothing hands it on.
PRIVATE = {
    "cache-control": "private, no-store",
    "referrer-policy": UNTOLD,
    "x-robots-tag": "noindex, nofollow",
}
# What was done just now, and in which state that is still true.
DONE = {
    **dict.fromkeys(("saved", "passed", "consent", "removed"), InquiryState.ASKED),
    **dict.fromkeys(("sent", "agreed", "objected"), InquiryState.ANSWERED),
}


@router.get("")
def show(request: Request, token: str, visitor: Visitor, session: Db, done: str = "") -> Response:
    """What is asked and what is written so far; or what has become of it."""
    letter = by_token(session, token)
    is_so = DONE.get(done) is letter.inquiry.state
    return _page(request, session, letter, token, done=done if is_so else "")


def _page(
    request: Request,
    session: Session,
    letter: InquiryLetter,
    token: str,
    *,
    status: int = 200,
    done: str = "",
    **forms: Any,
) -> Response:
    inquiry = letter.inquiry
    process = session.get_one(Process, inquiry.process_id)
    written = StatementForm(inquiry.draft, inquiry.answered_by, answering.mark_of(inquiry.draft))
    fresh: dict[str, Any] = {"form": written, "others": ""}
    fresh |= {"pass_form": PassForm(), "object_form": ObjectForm()}
    page = render(
        request,
        "moderation/inquiry_office.html",
        status=status,
        process=process,
        letter=letter,
        inquiry=inquiry,
        is_open=is_open(inquiry, process),
        domains=domains_of(inquiry),
        files=files_of(session, inquiry),
        to=f"/inquiries/{token}",
        account=" ",  # whoever answers for an office needs none
        longest=LONGEST,
        longest_message=LONGEST_MESSAGE,
        most_megabytes=attachments.LARGEST // 1_000_000,
        most_files=answering.MOST_FILES,
        done=done,
        **(fresh | forms),
        **WORDS,
    )
    page.headers.update(PRIVATE)
    return page


class Handed:
    """A file that came with the form, taken as it is kept; or why it is not."""

    def __init__(self) -> None:
        self.file: attachments.Attached | None = None
        self.errors: dict[str, str] = {}


def taken_before(
    request: Request, token: str, file: Annotated[UploadFile | None, File()] = None
) -> Handed:
    """Look at the file before the transaction that keeps it, so that others can write meanwhile;
    and ask first whether there is such a link, so that nobody else makes us look."""
    with db.looking(request.app.state.engine, request.state.city) as session:
        by_token(session, token)
        session.expunge_all()
    handed = Handed()
    try:
        if file is not None and file.filename:
            data = file.file.read(attachments.LARGEST + 1)
            handed.file = attachments.take(file.filename[-200:], data)
    except Invalid as refusal:
        handed.errors = refusal.fields
    return handed


def to_use(request: Request, token: str, session: Db) -> InquiryLetter:
    """The letter, its inquiry held, for who sends something behind the link."""
    letter = by_token(session, token, to_use=True)
    process = session.get_one(Process, letter.process_id)
    answering.enter(session, letter, process, clock.now())
    return letter


Letter = Annotated[InquiryLetter, Depends(to_use, scope="function")]


@router.post("", max_body_size=MOST_BYTES)
def write(
    request: Request,
    token: str,
    visitor: Visitor,
    handed: Annotated[Handed, Depends(taken_before, scope="function")],
    letter: Letter,
    form: Annotated[StatementForm, Depends()],
    session: Db,
) -> Response:
    """Save the text and the file; and, by the other button, send them."""
    inquiry, now = letter.inquiry, clock.now()
    about: dict[str, Any] = {"form": form}
    answering.need_asked(inquiry)
    form.errors |= handed.errors
    try:
        if form.is_valid():
            if handed.file is not None:
                answering.attach(session, inquiry, handed.file, now)
            answering.save(session, inquiry, form.text, form.by, form.seen, now)
    except Invalid as refusal:
        form.errors |= refusal.fields
    except Conflict as refusal:
        form.errors["text"] = refusal.reason
        about["others"], form.seen = inquiry.draft, answering.mark_of(inquiry.draft)
    if form.errors:
        return _page(request, session, letter, token, status=422, **about)
    if form.sends:
        process = session.get_one(Process, letter.process_id)
        answering.send(session, letter, process, now)
    return _back(token, "sent" if form.sends else "saved")


def _back(token: str, done: str) -> Response:
    return RedirectResponse(
        f"/inquiries/{token}?done={done}#getan", status_code=303, headers=PRIVATE
    )


@router.post("/pass")
def pass_on(
    request: Request,
    token: str,
    visitor: Visitor,
    letter: Letter,
    form: Annotated[PassForm, Depends()],
    session: Db,
) -> Response:
    """Give it to a colleague, by mail."""
    secret, process = request.app.state.secret, session.get_one(Process, letter.process_id)
    try:
        if not form.is_valid():
            raise Invalid("", form.errors)
        to = (form.email, form.name, form.message)
        domains = domains_of(letter.inquiry)
        made = answering.pass_on(
            session, letter, process, *to, secret, clock.now(), domains=domains
        )
    except Invalid as refusal:
        form.errors |= refusal.fields
        return _page(request, session, letter, token, status=422, pass_form=form)
    return _back(token, "consent" if made.awaits_consent else "passed")


@router.post("/files/{file_id}/remove")
def remove_file(
    token: str,
    file_id: Annotated[int, Path(ge=1, le=2**63 - 1)],
    visitor: Visitor,
    letter: Letter,
    session: Db,
) -> Response:
    """Take a file away before the statement is sent."""
    answering.remove_file(session, letter.inquiry, file_id)
    return _back(token, "removed")


@router.post("/verdict")
def judge(
    request: Request,
    token: str,
    visitor: Visitor,
    letter: Letter,
    form: Annotated[ObjectForm, Depends()],
    session: Db,
) -> Response:
    """What the office says to the edited text: yes, or what should be different."""
    process, now = session.get_one(Process, letter.process_id), clock.now()
    if not form.is_valid():
        return _page(request, session, letter, token, status=422, object_form=form)
    if form.agrees:
        answering.agree(session, letter.inquiry, process, now)
    else:
        answering.object_to(session, letter.inquiry, process, form.words, now)
    return _back(token, "agreed" if form.agrees else "objected")
