"""The page of one note: its passage, its life, its thread, and what its author may still do."""

from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts.rules import may_moderate
from app.comments import queries as comments
from app.comments.doubts import told_to_author
from app.comments.joined import whole_of
from app.comments.paths import Number
from app.comments.stopping import reasons_of
from app.comments.translating import translations_of
from app.db import Db
from app.errors import NotFound
from app.i18n import NAMES
from app.identity import Visitor
from app.models import Comment, CommentState, Person, Process
from app.moderation.noticed import removals_on
from app.news.queries import about_following, place_of_note
from app.processes.queries import by_slug
from app.public import pages
from app.public.own import about_own
from app.public.receipts import about_life
from app.routing import Pages
from app.web import render

router = Pages()


@router.get("/p/{slug}/comments/{number}")
def show_note(
    request: Request,
    slug: str,
    number: Number,
    visitor: Visitor,
    session: Db,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    did: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    """One note with its passage, its life and its thread, fifty answers at a time. One that waits
    is there for who wrote it alone, signed in; everybody else who wrote one has its receipt."""
    process = by_slug(session, slug)
    note = _note(session, process, number, visitor)
    if isinstance(note, RedirectResponse):
        return note
    replies, rest = comments.replies_of(session, note, after)
    moderates = bool(visitor and may_moderate(visitor, process))
    waits = note.state is CommentState.WAITING
    hidden = CommentState.HIDDEN in {note.state, *(answer.state for answer in replies)}
    answers = None if rest or after else replies
    return render(
        request,
        "public/note.html",
        process=process,
        field=note.field,
        note=note,
        replies=replies,
        rest=rest,
        reasons=told_to_author(reasons_of(session, note)) if waits else [],
        text_url=f"/p/{process.slug}/fields/{note.field.slug}",
        removed=removals_on(session, note) if hidden else {},
        moderates=moderates,
        did=did,
        **_in_other_languages(session, note),
        **_about_visitor(session, process, note, visitor),
        **about_own(session, process, note, visitor, moderates=moderates),
        **about_following(session, visitor, place_of_note(note)),
        **about_life(session, process, note, visitor, moderates=moderates, answers=answers),
        **pages.about_window(process, visitor),
    )


def _note(
    session: Session, process: Process, number: int, visitor: Person | None
) -> Comment | RedirectResponse:
    """The note of this number. That of a part leads to its note once the split was undone. Raises
    `NotFound`."""
    own_of = visitor.id if visitor else None
    try:
        return comments.by_number(session, process, number, own_of=own_of, answers=False)
    except NotFound:
        whole = whole_of(session, process, number)
        if whole is None:
            raise
    return RedirectResponse(f"/p/{process.slug}/comments/{whole}", status_code=303)


def _in_other_languages(session: Session, note: Comment) -> dict[str, Any]:
    """What the office has put beside the note and its answers for those who cannot read them."""
    return {"translations": translations_of(session, note), "names_of_languages": NAMES}


def _about_visitor(
    session: Session, process: Process, note: Comment, visitor: Person | None
) -> dict[str, Any]:
    """Whether they agree with it, and what of their answers waits; asked only where it can be."""
    supported = waiting = None
    if visitor is not None and note.author_id != visitor.id:
        supported = comments.supported_by(session, visitor.id, [note.id])
    if visitor is not None and process.waiting_count:
        waiting = comments.waiting_replies(session, note, visitor.id)
    return {"supported": bool(supported), "own_waiting": waiting or []}
