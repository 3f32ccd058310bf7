"""Reporting a note, and objecting to its removal: for everybody, without an account."""

import hmac
import secrets
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.accounts.attempts import Knock, count_mail
from app.comments.doubts import HASTE, TRAP
from app.comments.paths import CommentInPath, ProcessInPath
from app.comments.receipts import is_token
from app.comments.why_stopped import told_of_reading
from app.config import Settings
from app.db import Db
from app.errors import NotFound, TooMany
from app.i18n import _
from app.identity import Visitor
from app.models import Comment, Person, Process, Removal
from app.moderation import noticed, notices, objecting, removals
from app.moderation.notice_forms import LONGEST_NOTICE, NoticeForm, ObjectionForm
from app.moderation.rules import may_report
from app.processes.house_rules import rules_of
from app.routing import Pages
from app.rules import require
from app.security import UNTOLD, hash_token, network_of, seconds_since, slow_down
from app.web import render

router = Pages(prefix="/p/{slug}")
FROM_NETWORK, HOUR = 20, timedelta(hours=1)  # notices in an hour
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("/comments/{number}/report")
def ask_for_notice(
    request: Request,
    process: ProcessInPath,
    note: CommentInPath,
    visitor: Visitor,
    session: Db,
    answer: Annotated[str, Query(max_length=12)] = "",
    done: Annotated[str, Query(max_length=3)] = "",
) -> Response:
    """The form of a notice, or the word that it has arrived."""
    if done:
        return _show(request, session, process, note, NoticeForm(), is_done=True)
    require(may_report(note))
    form = NoticeForm(answer=answer)
    if visitor is not None:
        form.name, form.email = visitor.name, visitor.email
    return _show(request, session, process, note, form)


def _show(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    form: NoticeForm,
    *,
    is_done: bool = False,
    status: int = 200,
) -> Response:
    again = {"token": request.state.form_token} if status != 200 else {}
    return render(
        request,
        "moderation/report.html",
        status=status,
        process=process,
        field=note.field,
        note=note,
        form=form,
        is_done=is_done,
        answers=noticed.answers_to_report(session, note),
        rules=rules_of(session, process),
        longest=LONGEST_NOTICE,
        key=form.idempotency_key or secrets.token_urlsafe(12),
        **again,  # it is still the form that was made then
    )


@router.post("/comments/{number}/report")
def give_notice(
    request: Request,
    process: ProcessInPath,
    note: CommentInPath,
    visitor: Visitor,
    form: Annotated[NoticeForm, Depends()],
    session: Db,
) -> Response:
    """Report a note or an answer. Sent twice it is one notice."""
    require(may_report(note))
    answers, rules = noticed.answers_to_report(session, note), rules_of(session, process)
    if not form.is_valid(rules, answers):
        return _show(request, session, process, note, form, status=422)
    knock = Knock(request.app.state.secret, network_of(request), form.email.lower())
    slow_down(session, knock.key("notice", account=False), FROM_NETWORK, HOUR)
    signs = _signs(request, form)
    said = form.said(rules, note.number)
    confirms = not signs and bool(said.email) and _may_mail(session, knock)
    about = form.about(answers)
    notices.receive(session, note, about, said, signs, clock.now(), confirms=confirms)
    page = f"/p/{process.slug}/comments/{note.number}/report?done=yes"
    return RedirectResponse(page, status_code=303)


def _signs(request: Request, form: NoticeForm) -> list[str]:
    """What looks like a program: such a notice is read as well, but makes no mail to an address
    that may be a stranger's."""
    settings: Settings = request.app.state.settings
    in_haste = seconds_since(request.state.form_token) < settings.seconds_to_write
    return ([TRAP] if form.more else []) + ([HASTE] if in_haste else [])


def _may_mail(session: Session, knock: Knock) -> bool:
    """Whether this address has not had too many mails; the notice counts all the same."""
    try:
        count_mail(session, knock)
    except TooMany:
        return False
    return True


@router.get("/removals/{number}/objection")
def ask_for_objection(
    request: Request,
    process: ProcessInPath,
    number: Number,
    visitor: Visitor,
    session: Db,
    key: Annotated[str, Query(max_length=80)] = "",
    done: Annotated[str, Query(max_length=3)] = "",
) -> Response:
    """The statement of reasons to its author, and the form for the one objection."""
    removal = noticed.removal_of(session, process, number)
    _only_author(request, process, removal, visitor, key)
    return _show_objection(request, process, removal, ObjectionForm(key=key), is_done=bool(done))


def _only_author(
    request: Request, process: Process, removal: Removal, visitor: Person | None, key: str
) -> None:
    """Raises `NotFound` for everybody but the author: signed in, with the key of the mail's link,
    or with that of the note's receipt."""
    written = removal.reply or removal.comment
    is_own = visitor is not None and written.author_id == visitor.id
    has_key = bool(key) and hmac.compare_digest(hash_token(key), removal.key_hash or "")
    secret = request.app.state.secret
    has_receipt = removal.reply is None and is_token(secret, removal.comment, key)
    if not (is_own or has_key or has_receipt):
        raise NotFound(_("Das gibt es nicht."))


def _show_objection(
    request: Request,
    process: Process,
    removal: Removal,
    form: ObjectionForm,
    *,
    is_done: bool = False,
    status: int = 200,
) -> Response:
    page = render(
        request,
        "moderation/objection.html",
        status=status,
        process=process,
        removal=removal,
        note=removal.comment,
        field=removal.comment.field,
        form=form,
        is_done=is_done,
        last_day=removals.last_day(removal),
        is_over=removals.is_over(removal, clock.now(), process.zone),
        why_read_first=told_of_reading(removal.cause),
        longest=LONGEST_NOTICE,
    )
    page.headers["cache-control"] = "private, no-store"
    page.headers["referrer-policy"] = UNTOLD  # the key may stand in the address
    return page


@router.post("/removals/{number}/objection")
def object_to_removal(
    request: Request,
    process: ProcessInPath,
    number: Number,
    visitor: Visitor,
    form: Annotated[ObjectionForm, Depends()],
    session: Db,
) -> Response:
    """Object, once. Sent twice it is one objection."""
    removal = objecting.hold_removal(session, process, number)
    _only_author(request, process, removal, visitor, form.key)
    if not form.is_valid() and removal.objected_at is None:
        return _show_objection(request, process, removal, form, status=422)
    objecting.object_to(session, removal, visitor, form.text, clock.now())
    key = f"&key={form.key}" if form.key.replace("-", "").replace("_", "").isalnum() else ""
    page = f"/p/{process.slug}/removals/{number}/objection?done=yes{key}"
    return RedirectResponse(page, status_code=303)
