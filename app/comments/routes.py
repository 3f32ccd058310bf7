"""Writing in the margin: the form, the note, its replies, support."""

import secrets
from functools import partial
from typing import Annotated

from fastapi import Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock, idempotency
from app.accounts.door import unkept
from app.accounts.queries import official_names
from app.comments import (
    arriving,
    aside,
    before,
    guests,
    overtaken,
    queries,
    replying,
    stopping,
    supporting,
)
from app.comments.approving import hours_lately
from app.comments.authors import last_note_of
from app.comments.before import Asked, Before
from app.comments.doubts import told_to_author
from app.comments.forms import CommentForm
from app.comments.guest_routes import show_sent
from app.comments.paths import CommentInPath, ProcessInPath, receipt_of
from app.comments.read_in import about_reading
from app.comments.rules import may_comment, may_comment_at, may_support
from app.comments.targets import Target
from app.comments.words import LONGEST_HINT, marked, numbers
from app.db import Db, in_one_go
from app.drafts.queries import sentences_of
from app.errors import NotFound, TooMany
from app.i18n import _
from app.identity import SignedIn, Visitor, card_of, visitor_of
from app.models import Comment, CommentState, Doer
from app.processes.queries import by_slug
from app.processes.who_writes import perspectives_of
from app.routing import Pages
from app.rules import No, Verdict, require
from app.web import asked_by_htmx, done, page_before, render

router = Pages(prefix="/p/{slug}/comments")
router.take_in(replying.router)


@router.get("/new")
def ask_for_comment(
    request: Request,
    process: ProcessInPath,
    visitor: Visitor,
    session: Db,
    at: Annotated[str, Query(max_length=60)] = "",
    words: Annotated[str, Query(max_length=20)] = "",
    quote: Annotated[str, Query(max_length=LONGEST_HINT)] = "",
    version: Annotated[str, Query(max_length=12)] = "",
    kept: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """The form for a note at a place: under its block with htmx, else on a page. `words` are those
    of the sentence that were marked ("3-7"), `quote` what they say, `version` the one they were
    read in. What was set aside while somebody signed in is `kept`."""
    place = Target.find(session, process, at)
    form = CommentForm(target=at, version=version, kept=kept)
    if place.sentence is not None:
        form.sentence, form.words = str(place.sentence.number), numbers(words)
    if kept:
        form = aside.take_up(session, place, form)
        request.state.typed = [form.text, form.proposed_wording]
    if form.is_overtaken(place):
        raise overtaken.refusal(session, process, form.version, at)
    place = form.narrow(place, quote)
    if not form.proposed_wording:
        form.proposed_wording = place.quote
    verdict = may_comment_at(visitor, process, place.block, clock.now())
    if visitor is not None and verdict:
        form.remember(last_note_of(session, process, visitor))
    page = _form(request, session, place, form, verdict)
    return unkept(page) if kept else page  # what was typed came by the address alone


def _form(
    request: Request,
    session: Session,
    place: Target,
    form: CommentForm,
    verdict: Verdict,
    status: int = 200,
    shown: Before | None = None,
) -> Response:
    again = status != 200 or shown is not None
    sentences = sentences_of(session, place.block.id) if place.block else []
    # In the address, as on the pages where the text is read; in the form "text" is the note's own.
    reading = about_reading(session, place, sentences, request.query_params.get("text", ""))
    return render(
        request,
        "comments/new.html",
        fragment="comments/_form.html",
        status=status,
        process=place.process,
        field=place.field,
        place=place,
        sentences=sentences,
        words=marked(place.sentence.text, place.words) if place.words and place.sentence else "",
        perspectives=perspectives_of(session, place.process) if verdict else (),
        form=form,
        verdict=verdict,
        before=shown,
        lately=hours_lately(session, place.process) if verdict else None,
        new_key=secrets.token_urlsafe(12),
        **arriving.about_form(request, place.process, verdict, again=again),
        back=f"/p/{place.process.slug}/comments/new?{place.query}{reading['also']}",
        **reading,
        asked_by_htmx=asked_by_htmx(request),
    )


@router.post("")
async def post_comment(request: Request, slug: str) -> Response:
    """Publish a note. Sent twice with the same key, it is one note. What its writer may want to
    know first is said once before (before.py).

    Form, place and visitor are looked up here and not by dependencies: each of those would wait
    for a thread of its own while it holds the writer's turn.
    """
    typed = await request.form()
    form, asked = CommentForm.of(typed), Asked.of(typed)
    return await in_one_go(request, partial(_post, request, slug, form, asked))


def _post(
    request: Request, slug: str, form: CommentForm, asked: Asked, session: Session
) -> Response:
    card = card_of(request, session)
    # Whoever has a role comes with it: a city's auditor writes nothing there.
    visitor = visitor_of(request, session) if card is not None and card.grants else card
    place = _place(session, slug, form)
    process = place.process
    verdict = may_comment(visitor, process, clock.now())
    if visitor is None and (form.signed if verdict else verdict.sign_in):
        return _ask_to_sign_in(request, session, place, form, verdict)
    require(verdict)
    if form.is_overtaken(place):
        raise overtaken.refusal(session, process, form.version, form.address)
    require(may_comment_at(visitor, process, place.block, clock.now()))
    place = form.narrow(place)
    page = _not_yet(request, session, place, form, visitor, asked)
    if page is not None:
        return page
    if visitor is None:
        return _post_unsigned(request, session, place, form)
    route = f"comments:{process.id}"
    once = idempotency.once(session, visitor, route, form.idempotency_key, *form.said)
    if once.result:
        number = int(once.result["number"])
        note = queries.by_number(session, process, number, own_of=visitor.id)
        return _posted(request, session, place, note)
    note = arriving.take_comment(request, session, place, visitor, form)
    if form.kept:
        aside.drop(session, form.kept)
    once.keep(number=note.number)
    return _posted(request, session, place, note)


def _not_yet(
    request: Request,
    session: Session,
    place: Target,
    form: CommentForm,
    author: Doer | None,
    asked: Asked,
) -> Response | None:
    """The form once more, where something is to be mended, or to be shown before it is sent."""
    is_valid = form.is_valid(place)  # all that is wrong is said at once, in the page's order
    if author is None and not asked.previews:
        is_valid &= _is_signed_well(session, place, form)
    is_valid &= form.check_self(session, place.process)
    shown = before.look(session, place, form, author, asked) if is_valid else None
    if is_valid and shown is None:
        return None
    by_slug(session, place.process.slug)  # the page of the form names the city
    return _form(request, session, place, form, True, status=200 if shown else 422, shown=shown)


def _is_signed_well(session: Session, place: Target, form: CommentForm) -> bool:
    """Whether somebody who is not signed in said who writes, as the process asks for it."""
    is_guest = form.is_guests(place.process)
    (form.check_guest if is_guest else form.check_unsigned)(official_names(session))
    return not {"name", "email"} & form.errors.keys()


def _ask_to_sign_in(
    request: Request, session: Session, place: Target, form: CommentForm, verdict: Verdict
) -> Response:
    """Nobody is signed in (any more): what was typed is set aside until somebody is."""
    ended = _("Sie sind nicht mehr angemeldet.")
    because = verdict.because if isinstance(verdict, No) and not form.signed else ended
    return aside.note(request, session, place, form, because)


def _place(session: Session, slug: str, form: CommentForm) -> Target:
    """Where the note belongs; what a new version has left out is said to be overtaken."""
    try:
        return Target.at(session, slug, form.address)
    except NotFound:
        conflict = overtaken.missing(session, slug, form.version, form.address)
        if conflict is not None:
            raise conflict from None
        raise


def _post_unsigned(
    request: Request, session: Session, place: Target, form: CommentForm
) -> Response:
    """A note of somebody who is not signed in, where the process takes such notes: it waits for
    its author to confirm it by mail, or where no address is given for the moderation."""
    process, status = place.process, 422
    if form.is_guests(process):
        try:
            with session.begin_nested():  # the form can be sent again, with another address
                number = arriving.take_guest(request, session, place, form)
            return show_sent(request, session, process, guests.note(session, process, number))
        except TooMany as refusal:
            form.errors["email"], status = refusal.reason, refusal.status
    if form.errors:
        by_slug(session, process.slug)
        return _form(request, session, place, form, True, status=status)
    number = arriving.take_unsigned(request, session, place, form)
    note = queries.by_number(session, process, number, told=True)
    return _posted(request, session, place, note)


def _posted(request: Request, session: Session, place: Target, note: Comment) -> Response:
    process = place.process
    waits = note.state is CommentState.WAITING
    receipt = receipt_of(request, process, note)
    answer = done(
        request,
        fragment="comments/_waits.html" if waits else "comments/_posted.html",
        see=f"{receipt}?new=1",
        process=process,
        note=note,
        block=place.block,
        text_url=f"/p/{process.slug}/fields/{place.field.slug}",
        open_now=True,
        receipt_path=receipt,
        reasons=told_to_author(stopping.reasons_of(session, note)) if waits else [],
    )
    answer.headers["cache-control"] = "private, no-store"
    return answer


@router.post("/{number}/support")
def post_support(
    request: Request,
    process: ProcessInPath,
    note: CommentInPath,
    person: SignedIn,
    session: Db,
    support: Annotated[str, Form()] = "1",
) -> Response:
    """Support a note, or take the support back (`support=0`). Once, however often it is sent."""
    require(may_support(person, note, process, clock.now()))
    if support == "0":
        supporting.take_back_support(session, note, person)
    else:
        supporting.support(session, note, person, clock.now())
    session.refresh(note, ["supports"])
    if asked_by_htmx(request):
        return render(
            request,
            "comments/_supports.html",
            kept=False,
            supported=support != "0",
            **replying.about(process, note),
        )
    where = f"/p/{process.slug}/fields/{note.field.slug}?note={note.number}#a{note.number}"
    page = f"/p/{process.slug}/comments/{note.number}"
    if note.block_id is None or page_before(request).partition("?")[0] == page:
        where = page
    return RedirectResponse(where, status_code=303)
