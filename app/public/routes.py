"""Home, process, draft, field, note: what a resident reads."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app import clock
from app.comments import queries as comments
from app.comments.arriving import is_key
from app.comments.doubts import told_to_author
from app.comments.queries import Filter
from app.comments.stopping import reasons_of
from app.db import Db, looking
from app.drafts.queries import published, version_before
from app.errors import NotFound
from app.i18n import _
from app.identity import Visitor, card_of, visitor_of
from app.models import CommentState, Person, Status
from app.processes import phases
from app.processes import queries as processes
from app.public import pages
from app.public.changes import router as changes
from app.public.embedding import router as embedding
from app.public.kept import filled_for, kept_page, same_for_all
from app.public.papers import router as papers
from app.public.pictures import router as pictures
from app.public.queries import block_in_version, field_place, glimpse
from app.security import cookie_name
from app.web import render

router = APIRouter()
router.include_router(papers)
router.include_router(pictures)
router.include_router(changes)
router.include_router(embedding)

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/")
def home(request: Request, visitor: Visitor, session: Db) -> Response:
    """All processes: open ones, those being revised, decided ones."""
    found = processes.public_processes(session)
    now = clock.now()
    groups = {
        "open": sorted(
            (p for p in found if p.is_open_at(now)), key=lambda process: process.closes_at
        ),
        "coming": [p for p in found if p.status is Status.OPEN and now < p.opens_at],
        "working": [
            p
            for p in found
            if p.status in (Status.CLOSED, Status.REVISING)
            or (p.status is Status.OPEN and now >= p.closes_at)
        ],
        "decided": [p for p in found if p.status in (Status.DECIDED, Status.ARCHIVED)],
    }
    return render(request, "public/home.html", groups=groups, phases=phases)


@router.get("/p/{slug}")
def show_process(request: Request, slug: str, visitor: Visitor, session: Db) -> Response:
    """The page a resident lands on."""
    process = processes.landing(session, slug)
    return render(
        request,
        "public/process.html",
        process=process,
        stations=phases.stops(process, process.stations),
        before=version_before(session, process, process.current_version),
        **pages.about_window(process),
    )


@router.get("/p/{slug}/draft")
def show_draft(request: Request, slug: str, visitor: Visitor, session: Db) -> Response:
    """The whole text of the current version."""
    return _draft(request, slug, None, visitor, session)


@router.get("/p/{slug}/draft/v{number}")
def show_version(
    request: Request, slug: str, number: Number, visitor: Visitor, session: Db
) -> Response:
    """The whole text of one version."""
    return _draft(request, slug, number, visitor, session)


def _draft(
    request: Request, slug: str, number: int | None, visitor: Person | None, session: Session
) -> Response:
    process = processes.by_slug(session, slug)
    version = published(session, process, number)
    key = ("draft", version.id, process.revision, process.status, process.closes_at)
    return kept_page(
        request,
        "public/draft.html",
        key,
        visitor,
        session,
        lambda: pages.draft_page(session, process, version),
    )


@router.get("/p/{slug}/fields/{field}")
async def show_field(
    request: Request,
    slug: str,
    field: str,
    order: str = "",
    kind: str = "",
    answered: str = "",
    after: Annotated[str, Query(max_length=60)] = "",
    note: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    """The text of one field with notes in its margin, and all its notes as a list.

    This is the page that is read most: it goes through one thread once, and asks one small
    question when nothing has changed.
    """
    wanted = pages.wanted_comments(order, kind, answered, after)
    async with request.app.state.turns.take(writes=False):
        return await run_in_threadpool(_field, request, slug, field, wanted, note)


def _field(request: Request, slug: str, field: str, wanted: Filter, note: int | None) -> Response:
    engine = request.app.state.engine
    city = request.state.city
    key = ("field", glimpse(engine, city, slug, field), wanted, note)
    if cookie_name(request.app.state.settings) not in request.cookies:
        page = request.app.state.shelf.get((False, city.look, *key), clock.now())
        if page is not None:
            return same_for_all(request, page)
    with looking(engine, city) as session:
        page = request.app.state.shelf.get((True, city.look, *key), clock.now())
        card = card_of(request, session) if page is not None else None
        if page is not None and card is not None:
            return filled_for(request, page, card, session)
        visitor = visitor_of(request, session)

        def context() -> dict[str, Any]:
            place = field_place(session, slug, field)
            chosen = comments.by_number(session, place.process, note) if note else None
            if chosen is not None and chosen.field_id != place.field.id:
                raise NotFound(_("Diese Anmerkung steht in einem anderen Handlungsfeld."))
            return pages.field_page(session, place, wanted, chosen)

        return kept_page(request, "public/field.html", key, visitor, session, context)


@router.get("/p/{slug}/comments/{number}")
def show_note(
    request: Request,
    slug: str,
    number: Number,
    visitor: Visitor,
    session: Db,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    key: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """One note with its passage and its whole thread, fifty answers at a time. One that waits for
    the moderation is there for who wrote it alone: signed in, or by the key in the address."""
    process = processes.by_slug(session, slug)
    told = is_key(request, process, number, key)
    own_of = visitor.id if visitor else None
    note = comments.by_number(session, process, number, own_of=own_of, told=told)
    replies, rest = comments.replies_of(session, note, after)
    supported = bool(visitor and comments.supported_by(session, visitor.id, [note.id]))
    waits = note.state is CommentState.WAITING
    page = render(
        request,
        "public/note.html",
        process=process,
        field=note.field,
        note=note,
        replies=replies,
        rest=rest,
        supported=supported,
        reasons=told_to_author(reasons_of(session, note)) if waits else [],
        own_waiting=comments.waiting_replies(session, note, visitor.id) if visitor else [],
        text_url=f"/p/{process.slug}/fields/{note.field.slug}",
        **pages.about_window(process),
    )
    if key:
        page.headers["cache-control"] = "private, no-store"
    return page


@router.get("/p/{slug}/blocks/{fragment}")
def show_block(
    request: Request,
    slug: str,
    fragment: str,
    visitor: Visitor,
    session: Db,
    after: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """One passage with all notes on it, best supported first."""
    process = processes.by_slug(session, slug)
    version = published(session, process)
    block = block_in_version(session, version, fragment)
    wanted = pages.wanted_comments("supported", "", "", after)
    page = comments.on_block(session, block.id, process.id, wanted)
    field = next(f for f in processes.fields_of(session, process) if f.id == block.field_id)
    return render(
        request,
        "public/block.html",
        process=process,
        field=field,
        block=block,
        listed=page.comments,
        next_key=page.next_key,
        after=wanted.after,
        text_url=f"/p/{process.slug}/fields/{field.slug}",
        **pages.about_window(process),
    )
