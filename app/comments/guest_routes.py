"""Pages of guests: their note is sent, its mail asked for again, and confirmed behind the link of
that mail. Opening the link changes nothing: programs that look into mails open it too."""

from typing import Annotated

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.accounts.emails import normal, why_no_address
from app.comments import disowning, guests, pace, stopping
from app.comments.doubts import told_to_author
from app.comments.pace import Sender
from app.comments.paths import ProcessInPath, ReceiptInPath, receipt_of
from app.comments.rules import may_comment
from app.db import Db
from app.errors import Conflict, Gone, TooMany
from app.i18n import _
from app.identity import Visitor
from app.models import Comment, CommentState, GuestNote, Process
from app.routing import Pages
from app.security import UNTOLD, network_of
from app.web import done, render

router = Pages(prefix="/p/{slug}")
# Whoever knows these addresses acts as the author: nothing keeps them, nothing hands them on.
PRIVATE = {
    "cache-control": "private, no-store",
    "referrer-policy": UNTOLD,
    "x-robots-tag": "noindex, nofollow",
}


class MailForm:
    """The address to which the link shall go."""

    def __init__(self, email: Annotated[str, Form()] = "") -> None:
        self.email = email.strip()[:500]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self) -> bool:
        """Whether it is one address."""
        if problem := why_no_address(self.email):
            self.errors["email"] = problem
        return not self.errors


def show_sent(request: Request, session: Session, process: Process, note: Comment) -> Response:
    """After a guest's note was sent: with htmx what to do now, in the place of the form, else its
    receipt, which says the same."""
    path = receipt_of(request, process, note)
    answer = done(
        request,
        fragment="comments/_unconfirmed.html",
        see=f"{path}?new=1",
        process=process,
        note=note,
        guest=guests.of_note(session, note),
        receipt_path=path,
    )
    answer.headers["cache-control"] = "private, no-store"
    return answer


@router.post("/receipts/{number}/{token}/mail")
def send_again(
    request: Request,
    process: ProcessInPath,
    note: ReceiptInPath,
    visitor: Visitor,
    form: Annotated[MailForm, Depends()],
    session: Db,
) -> Response:
    """The mail once more, or to another address where the first was mistyped."""
    path = receipt_of(request, process, note)
    guest = guests.of_note(session, note, to_use=True)
    if guest is None or not guests.is_open(guest, note, clock.now()):
        raise Conflict(_("Diese Anmerkung wartet nicht mehr auf eine Bestätigung."))
    status = 422
    if form.is_valid():
        secret = request.app.state.secret
        sender, email = Sender(None, network_of(request), secret), normal(form.email)
        try:
            pace.count_guest_mail(session, sender, email)
            guests.ask_again(session, guest, note, process, email, secret)
            return RedirectResponse(f"{path}?new=1", status_code=303, headers=PRIVATE)
        except TooMany as refusal:
            form.errors["email"], status = refusal.reason, refusal.status
    page = render(
        request,
        "comments/mail_again.html",
        status=status,
        process=process,
        guest=guest,
        note=note,
        receipt_path=path,
        mail_form=form,
    )
    page.headers.update(PRIVATE)
    return page


@router.get("/confirm/{token}")
def show_confirmation(
    request: Request, process: ProcessInPath, token: str, visitor: Visitor, session: Db
) -> Response:
    """The note with a button; or what has become of it since."""
    try:
        guest = guests.by_token(session, process, token)
    except Gone as refusal:
        return _gone(request, process, refusal)
    return _show(request, session, process, guest)


@router.post("/confirm/{token}")
def confirm(
    request: Request,
    process: ProcessInPath,
    token: str,
    visitor: Visitor,
    session: Db,
    no: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """The note is its sender's (or `no`, it is not, also once it was confirmed). Pressed twice, it
    is said once more."""
    try:
        guest = guests.by_token(session, process, token, to_use=True)
    except Gone as refusal:
        return _gone(request, process, refusal)
    now = clock.now()
    if no:
        guests.disown(session, guest, now)
        disowning.disown_confirmed(session, guest, now)
        return _show(request, session, process, guest, disowned=True)
    try:
        with session.begin_nested():
            fresh = guests.confirm(session, guest, request.app.state.secret, now)
    except Conflict as refusal:
        return _show(request, session, process, guest, status=refusal.status)
    return _show(request, session, process, guest, fresh=fresh)


def _gone(request: Request, process: Process, refusal: Gone) -> Response:
    page = render(
        request,
        "comments/confirm_gone.html",
        status=refusal.status,
        process=process,
        days=guests.DAYS,
    )
    page.headers.update(PRIVATE)
    return page


def _show(
    request: Request,
    session: Session,
    process: Process,
    guest: GuestNote,
    *,
    fresh: bool = False,
    disowned: bool = False,
    status: int = 200,
) -> Response:
    note, now = guest.comment, clock.now()
    waits = note.state is CommentState.WAITING
    page = render(
        request,
        "comments/confirm.html",
        status=status,
        process=process,
        field=note.field,
        note=note,
        guest=guest,
        is_open=guests.is_open(guest, note, now),
        pending=guests.has_pending_account(session, guest),
        may_still_write=bool(may_comment(None, process, now)),
        closed=not process.is_open_at(now),
        fresh=fresh,
        disowned=disowned,
        reasons=told_to_author(stopping.reasons_of(session, note)) if waits else [],
        receipt_path=receipt_of(request, process, note),
        text_url=f"/p/{process.slug}/fields/{note.field.slug}",
    )
    page.headers.update(PRIVATE)
    return page
