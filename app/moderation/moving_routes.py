"""The desk's pages that move a note, split it, or link it to the same note sent before. Each shows
first what would be done."""

from typing import Annotated, Any

from fastapi import Depends, Form, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.comments import queries as comments
from app.comments.joined import family_of
from app.comments.pointers import moves_of
from app.comments.similar import Near, alike
from app.comments.targets import Target
from app.db import Db
from app.identity import SignedIn
from app.models import Comment, CommentState, Person, Process
from app.moderation import linking, splitting
from app.moderation.moving import move, move_back, old_place
from app.moderation.moving_forms import LONGEST_REASON, LinkForm, MoveForm, SplitForm
from app.moderation.paths import Moderated
from app.moderation.rules import joined_to_others, may_arrange
from app.moderation.spots import Spot
from app.routing import Pages
from app.rules import Verdict, require
from app.web import render

router = Pages(prefix="/comments/{number}")
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Seen = Annotated[str, Form(max_length=60)]


def _page(
    request: Request,
    template: str,
    process: Process,
    note: Comment,
    person: Person,
    form: Any,
    **more: Any,
) -> Response:
    return render(
        request,
        f"moderation/{template}.html",
        status=422 if form.errors else 200,
        process=process,
        field=note.field,
        note=note,
        text_url=f"/p/{process.slug}/fields/{note.field.slug}",
        form=form,
        may=may_arrange(person, note, process),
        back=_inbox(process, note),
        **more,
    )


def _inbox(process: Process, note: Comment, did: str = "") -> str:
    return f"/desk/p/{process.slug}?note={note.number}{did and f'&did={did}'}#note"


def _done(process: Process, note: Comment, did: str = "") -> Response:
    return RedirectResponse(_inbox(process, note, did), status_code=303)


@router.get("/move")
def ask_to_move(
    request: Request, process: Moderated, number: Number, person: SignedIn, session: Db
) -> Response:
    """Where the note stands, how it was moved until now, and a form for another place."""
    note = comments.by_number(session, process, number)
    return _move_page(request, session, process, note, person, MoveForm())


def _move_page(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    person: Person,
    form: MoveForm,
) -> Response:
    moves = moves_of(session, note)
    goes_back = bool(moves) and old_place(session, process, moves[-1]) is not None
    return _page(
        request,
        "move",
        process,
        note,
        person,
        form,
        moves=moves,
        goes_back=goes_back,
        seal=form.seen or Spot.of(note).seal,
        longest=LONGEST_REASON,
    )


@router.post("/move")
def move_note(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    form: Annotated[MoveForm, Depends()],
    session: Db,
) -> Response:
    """Show where the note would stand, or move it there."""
    note = comments.by_number(session, process, number)
    require(may_arrange(person, note, process))
    if form.is_valid(session, process) and form.target is not None and form.is_sure:
        now, seen = clock.now(), form.seen
        move(session, note, form.target, person, form.reason, now, seen=seen)
        return _done(process, note, "moved")
    return _move_page(request, session, process, note, person, form)


@router.post("/move-back")
def move_note_back(
    process: Moderated, number: Number, person: SignedIn, session: Db, seen: Seen = ""
) -> Response:
    """Take the last move back."""
    note = comments.by_number(session, process, number)
    require(may_arrange(person, note, process))
    move_back(session, note, person, clock.now(), seen=seen)
    return _done(process, note)


@router.get("/split")
def ask_to_split(
    request: Request, process: Moderated, number: Number, person: SignedIn, session: Db
) -> Response:
    """The note's sentences, to choose where a part begins; or its parts, once it is split."""
    note = comments.by_number(session, process, number)
    return _split_page(request, session, process, note, person, SplitForm([], []))


def _split_page(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    person: Person,
    form: SplitForm,
) -> Response:
    return _page(
        request,
        "split",
        process,
        note,
        person,
        form,
        pieces=splitting.pieces(note.text),
        parts=splitting.parts_of(session, note) if note.parts_count else [],
        why_not=_why_not_split(note),
        stays=bool(note.parts_count) and splitting.is_built_on(session, note),
    )


def _why_not_split(note: Comment) -> Verdict:
    """Why a note cannot be split: it is one of several already."""
    joined = joined_to_others(note)
    return True if joined is None else joined


@router.post("/split")
def split_note(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    form: Annotated[SplitForm, Depends()],
    session: Db,
) -> Response:
    """Show the parts with their places, or make them."""
    note = comments.by_number(session, process, number)
    require(may_arrange(person, note, process))
    if form.cut(note) and form.find(session, process, note) and form.is_sure:
        splitting.split(session, note, form.parts(note), person, clock.now())
        return _done(process, note)
    return _split_page(request, session, process, note, person, form)


@router.post("/put-together")
def put_note_together(
    process: Moderated, number: Number, person: SignedIn, session: Db
) -> Response:
    """Undo a split."""
    note = comments.by_number(session, process, number)
    require(may_arrange(person, note, process))
    splitting.put_together(session, note, person, clock.now())
    return _done(process, note)


@router.get("/duplicate")
def ask_to_link(
    request: Request, process: Moderated, number: Number, person: SignedIn, session: Db
) -> Response:
    """Notes that say nearly the same, and a form for the number of the first one."""
    note = comments.by_number(session, process, number)
    return _link_page(request, session, process, note, person, LinkForm())


def _link_page(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    person: Person,
    form: LinkForm,
    first: Comment | None = None,
) -> Response:
    near: tuple[Near, ...] = ()
    if note.state is CommentState.PUBLIC and first is None:
        place = Target.find(session, process, note.fragment)
        found = alike(session, place, note.text, note.proposed_wording, None)
        near = tuple(one for one in (found.notes if found else ()) if one.id != note.id)
    family = family_of(session, note)
    return _page(
        request, "link", process, note, person, form, first=first, near=near, family=family
    )


@router.post("/duplicate")
def link_note(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    form: Annotated[LinkForm, Depends()],
    session: Db,
) -> Response:
    """Show both notes, or link this one to the other."""
    note = comments.by_number(session, process, number)
    require(may_arrange(person, note, process))
    first = form.find(session, process, note)
    if first is not None and form.is_sure:
        linking.link(session, note, first, person, clock.now())
        return _done(process, note)
    return _link_page(request, session, process, note, person, form, first)


@router.post("/unlink")
def unlink_note(process: Moderated, number: Number, person: SignedIn, session: Db) -> Response:
    """Undo a link."""
    note = comments.by_number(session, process, number)
    require(may_arrange(person, note, process))
    linking.unlink(session, note, person, clock.now())
    return _done(process, note)
