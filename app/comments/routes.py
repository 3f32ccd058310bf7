"""Writing in the margin: the form, the note, its replies, support."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock, idempotency
from app.comments import counting, domain, queries, supporting
from app.comments.forms import CommentForm, ReplyForm
from app.comments.letters import tell_author
from app.comments.rules import may_comment, may_comment_at, may_reply, may_support
from app.comments.targets import Target
from app.db import Db
from app.drafts.queries import sentences_of
from app.identity import SignedIn, Visitor, card_of, visitor_of
from app.models import Comment, CommentKind, Person, Process
from app.processes.queries import by_slug
from app.rules import Verdict, require
from app.security import slow_writes
from app.web import asked_by_htmx, done, render

router = APIRouter(prefix="/p/{slug}/comments")
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def process_in_path(slug: str, session: Db) -> Process:
    """The public process of this address."""
    return by_slug(session, slug)


ProcessInPath = Annotated[Process, Depends(process_in_path, scope="function")]


@router.get("/new")
def ask_for_comment(
    request: Request,
    process: ProcessInPath,
    visitor: Visitor,
    session: Db,
    at: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """The form for a note at a place: under its block with htmx, else on a page."""
    place = Target.find(session, process, at)
    form = CommentForm(target=at, proposed_wording=place.quote)
    if place.sentence is not None:
        form.sentence = str(place.sentence.number)
    verdict = may_comment_at(visitor, process, place.block, clock.now())
    return _form(request, session, place, form, verdict)


def _form(
    request: Request,
    session: Session,
    place: Target,
    form: CommentForm,
    verdict: Verdict,
    status: int = 200,
) -> Response:
    return render(
        request,
        "comments/new.html",
        fragment="comments/_form.html",
        status=status,
        process=place.process,
        field=place.field,
        place=place,
        sentences=sentences_of(session, place.block.id) if place.block else [],
        form=form,
        verdict=verdict,
        new_key=secrets.token_urlsafe(12),
        back=f"/p/{place.process.slug}/comments/new?at={place.address.fragment}",
        asked_by_htmx=asked_by_htmx(request),
    )


@router.post("")
def post_comment(
    request: Request, slug: str, form: Annotated[CommentForm, Depends()], session: Db
) -> Response:
    """Publish a note. Sent twice with the same key, it is one note.

    Place and visitor are looked up here, not by dependencies: each of those would wait for a
    thread of its own while it holds the writer's turn.
    """
    card = card_of(request, session)
    # Whoever has a role comes with it: a city's auditor writes nothing there.
    visitor = visitor_of(request, session) if card is not None and card.grants else card
    place = Target.at(session, slug, form.address)
    process = place.process
    require(may_comment(visitor, process, clock.now()))
    assert visitor is not None  # noqa: S101 - said by the rule, for the type checker
    if form.is_overtaken(place):
        raise counting.overtaken()
    require(may_comment_at(visitor, process, place.block, clock.now()))
    if not form.is_valid(place):
        by_slug(session, slug)  # the page of the form names the city
        return _form(request, session, place, form, True, status=422)
    said = (form.address, form.kind, form.text, form.proposed_wording)
    route = f"comments:{process.id}"
    once = idempotency.once(session, visitor, route, form.idempotency_key, *said)
    if once.result:
        note = queries.by_number(session, process, int(once.result["number"]))
        return _posted(request, process, place, note)
    slow_writes(session, visitor.id, request.app.state.settings)
    note = domain.post_comment(
        session,
        place,
        visitor,
        kind=CommentKind(form.kind),
        text=form.text,
        wording=form.proposed_wording,
        now=clock.now(),
    )
    once.keep(number=note.number)
    return _posted(request, process, place, note)


def _posted(request: Request, process: Process, place: Target, note: Comment) -> Response:
    where = f"/p/{process.slug}/fields/{place.field.slug}"
    return done(
        request,
        fragment="comments/_posted.html",
        see=f"{where}?note={note.number}#{f'a{note.number}' if note.block_id else 'anmerkungen'}",
        process=process,
        note=note,
        block=place.block,
        text_url=where,
        open_now=True,
    )


def comment_in_path(process: ProcessInPath, number: Number, session: Db) -> Comment:
    """The listed comment of this address."""
    return queries.by_number(session, process, number)


CommentInPath = Annotated[Comment, Depends(comment_in_path, scope="function")]


@router.get("/{number}/reply")
def ask_for_reply(
    request: Request, process: ProcessInPath, note: CommentInPath, visitor: Visitor
) -> Response:
    """The form for an answer."""
    verdict = may_reply(visitor, note, process, clock.now())
    return _reply_form(request, process, note, ReplyForm(), verdict)


def _reply_form(
    request: Request,
    process: Process,
    note: Comment,
    form: ReplyForm,
    verdict: Verdict,
    status: int = 200,
) -> Response:
    return render(
        request,
        "comments/reply.html",
        fragment="comments/_reply_form.html",
        status=status,
        form=form,
        verdict=verdict,
        new_key=secrets.token_urlsafe(12),
        back=f"/p/{process.slug}/comments/{note.number}/reply",
        asked_by_htmx=asked_by_htmx(request),
        **_about(process, note),
    )


def _about(process: Process, note: Comment) -> dict[str, Any]:
    return {
        "process": process,
        "field": note.field,
        "note": note,
        "text_url": f"/p/{process.slug}/fields/{note.field.slug}",
        "open_now": process.is_open_at(clock.now()),
    }


@router.post("/{number}/replies")
def post_reply(
    request: Request,
    process: ProcessInPath,
    note: CommentInPath,
    visitor: Visitor,
    form: Annotated[ReplyForm, Depends()],
    session: Db,
) -> Response:
    """Publish an answer to a note, as a resident."""
    require(may_reply(visitor, note, process, clock.now()))
    assert visitor is not None  # noqa: S101 - said by the rule, for the type checker
    if not form.is_valid():
        return _reply_form(request, process, note, form, True, status=422)
    answer_position = _reply_once(request, session, process, note, visitor, form)
    replies, _rest = queries.replies_of(session, note, answer_position - 1)
    return done(
        request,
        fragment="comments/_replied.html",
        see=f"/p/{process.slug}/comments/{note.number}#r{note.number}-{answer_position}",
        replies=replies[:1],
        **_about(process, note),
    )


def _reply_once(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    author: Person,
    form: ReplyForm,
) -> int:
    once = idempotency.once(session, author, f"replies:{note.id}", form.idempotency_key, form.text)
    if once.result:
        return int(once.result["position"])
    slow_writes(session, author.id, request.app.state.settings)
    answer = domain.reply(session, note, author, text=form.text, now=clock.now())
    tell_author(session, process, note, answer)
    session.flush()
    once.keep(position=answer.position)
    return answer.position


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
            **_about(process, note),
        )
    where = f"/p/{process.slug}/fields/{note.field.slug}?note={note.number}#a{note.number}"
    if note.block_id is None:
        where = f"/p/{process.slug}/comments/{note.number}"
    return RedirectResponse(where, status_code=303)
