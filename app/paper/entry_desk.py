"""Typing a note on somebody's behalf, its receipt as a slip, and its scanned letters."""

import secrets
from typing import Annotated

import segno
from fastapi import Depends, File, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock, db
from app.comments import queries as comments
from app.comments.sources import BY_HAND, source_word
from app.db import Db
from app.drafts.readers.refusals import Unreadable
from app.errors import NotFound
from app.i18n import _
from app.idempotency import once
from app.identity import SignedIn, visitor_of
from app.models import LONGEST, Comment, Person, Process
from app.paper import queries, scans
from app.paper.entering import enter, receipt_link, send_receipt
from app.paper.forms import EntryForm
from app.paper.paths import AtDesk, Number, process_for, sent
from app.paper.rules import may_enter_notes, may_keep_files
from app.paper.scans import Scan
from app.routing import Pages
from app.rules import require
from app.security import UNTOLD
from app.web import render

router = Pages()
MOST_BYTES = scans.LARGEST + 1_000_000  # what is too large is said in a sentence
PRIVATE = {"cache-control": "private, no-store", "referrer-policy": UNTOLD}


@router.get("/notes/new")
def show_entry(
    request: Request,
    process: AtDesk,
    person: SignedIn,
    session: Db,
    like: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """The form; with `like` the head of the letter in which that note was stays filled in, and
    what became of that note stands above."""
    form = EntryForm()
    before = None
    if like:
        before = comments.by_number(session, process, like)
        source = queries.source_of(session, before)
        if source is None or source.source not in BY_HAND:
            raise NotFound(_("Diese Anmerkung kam nicht von Hand hierher."))
        form.remember(source, like, process.zone)
    return _page(request, process, person, form, before=before)


def _page(
    request: Request,
    process: Process,
    person: Person,
    form: EntryForm,
    before: Comment | None = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "paper/entry.html",
        status=status,
        process=process,
        form=form,
        before=before,
        sources=[(source, source_word(source)) for source in BY_HAND],
        verdict=may_enter_notes(person, process),
        longest=LONGEST,
        new_key=form.idempotency_key or secrets.token_urlsafe(12),
        most_megabytes=scans.LARGEST // 1_000_000,
    )


class Brought:
    """The scan that came with a form, drawn anew, or the sentence that says why it was not."""

    def __init__(self) -> None:
        self.scan: Scan | None = None
        self.error = ""


def drawn_before(
    request: Request, slug: str, scan: Annotated[UploadFile | None, File()] = None
) -> Brought:
    """Draw the scan before the transaction that keeps it, so that others can write meanwhile; and
    ask first who brings it, so that nobody else makes us draw."""
    brought = Brought()
    file = sent(scan)
    if file is None:
        return brought
    with db.looking(request.app.state.engine, request.state.city) as session:
        person = visitor_of(request, session)
        require(may_keep_files(person, process_for(session, slug, person)))
        session.expunge_all()
    try:
        brought.scan = scans.draw(*file)
    except Unreadable as refusal:
        brought.error = refusal.reason
    return brought


@router.post("/notes", max_body_size=MOST_BYTES)
def enter_note(
    request: Request,
    brought: Annotated[Brought, Depends(drawn_before, scope="function")],
    process: AtDesk,
    person: SignedIn,
    session: Db,
    form: Annotated[EntryForm, Depends()],
) -> Response:
    """Write the note down, and offer the next one of the same letter."""
    require(may_enter_notes(person, process))
    now = clock.now()
    if brought.error:
        form.errors["scan"] = brought.error
    if not form.is_valid(session, process, now):
        return _page(request, process, person, form, status=422)
    attempt = once(session, person, f"enter:{process.id}", form.idempotency_key, *form.said)
    if attempt.result is not None:
        return _see(process, int(attempt.result["number"]))
    head = form.head(now, process.zone)
    note = enter(session, form.target, head, form.words, person, now)
    _keep_scans(session, process, note, form, brought.scan, person)
    if form.wants_mail:
        link = receipt_link(session, request.app.state.secret, process, note)
        send_receipt(session, process, note, head, link)
    attempt.keep(number=note.number)
    return _see(process, note.number)


def _keep_scans(
    session: Session,
    process: Process,
    note: Comment,
    form: EntryForm,
    scan: Scan | None,
    person: Person,
) -> None:
    """The scan that came along; else, if that is wished, those of the note before."""
    now = clock.now()
    if scan is not None:
        scans.attach(session, process, note, scan, person, now)
    elif form.same_scan and form.like:
        before = comments.by_number(session, process, form.like)
        for found in queries.files_of(session, before):
            whole = queries.file_of(session, process, before, found.id)
            same = Scan(whole.name, whole.media_type, whole.content)
            scans.attach(session, process, note, same, person, now)


def _see(process: Process, number: int) -> Response:
    where = f"/desk/p/{process.slug}/notes/new?like={number}#getan"
    return RedirectResponse(where, status_code=303)


@router.get("/comments/{number}/slip")
def show_slip(
    request: Request, process: AtDesk, number: Number, person: SignedIn, session: Db
) -> Response:
    """The receipt as a sheet to hand over or to send: number, passage, private link. Only of notes
    that came through staff, and only for who may type them: the link acts as their author."""
    require(may_enter_notes(person, process))
    note = comments.by_number(session, process, number)
    source = queries.source_of(session, note)
    if source is None:
        raise NotFound(_("Diese Anmerkung kam nicht über die Stadt hierher."))
    link = receipt_link(session, request.app.state.secret, process, note)
    page = render(
        request,
        "paper/slip.html",
        process=process,
        note=note,
        source=source,
        link=link,
        code=str(segno.make(link, error="m", micro=False).svg_inline(omitsize=True, border=0)),
    )
    page.headers.update(PRIVATE)
    return page
