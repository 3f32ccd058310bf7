"""Home, process, draft, field, note: what a resident reads."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.comments import queries as comments
from app.comments.pointers import left_block
from app.db import Db
from app.drafts.queries import published, sentences_of, version_before
from app.drafts.translating.queries import block_in_languages
from app.errors import NotFound
from app.groups.echoes import echoes_in
from app.i18n import _
from app.identity import Visitor
from app.models import Person, Sentence, Status
from app.news.queries import Place, about_following
from app.processes import phases
from app.processes import queries as processes
from app.public import pages
from app.public.changes import router as changes
from app.public.embedding import router as embedding
from app.public.health import router as health
from app.public.kept import kept_page
from app.public.notes import router as notes
from app.public.offices import router as offices
from app.public.own_notes import router as own_notes
from app.public.papers import router as papers
from app.public.pictures import router as pictures
from app.public.printed import router as printed
from app.public.printed import where_now
from app.public.queries import block_in_version
from app.public.receipts import router as receipts
from app.public.removed import router as removed
from app.public.results import router as results
from app.public.results_files import router as results_files
from app.public.wellknown import router as wellknown
from app.routing import Pages
from app.web import render

router = Pages()
router.take_in(papers)
router.take_in(health)
router.take_in(pictures)
router.take_in(changes)
router.take_in(embedding)
router.take_in(wellknown)
router.take_in(removed)
router.take_in(results)
router.take_in(results_files)
router.take_in(offices)
router.take_in(receipts)
router.take_in(own_notes)
router.take_in(notes)
router.take_in(printed)

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/")
def home(request: Request, visitor: Visitor, session: Db) -> Response:
    """All processes: open ones, those being revised, decided ones."""
    found = processes.public_processes(session)
    now = clock.now()
    groups = {
        "open": sorted(
            (p for p in found if p.is_open_at(now) and not phases.is_bare(p)),
            key=lambda process: process.closes_at,
        ),
        "coming": [
            p for p in found if phases.is_bare(p) or (p.status is Status.OPEN and now < p.opens_at)
        ],
        "working": [
            p
            for p in found
            if p.status in (Status.CLOSED, Status.REVISING)
            or (p.status is Status.OPEN and now >= p.closes_at and not phases.is_bare(p))
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
        stations=phases.stops(process, process.stations, clock.now()),
        before=version_before(session, process, process.current_version),
        echoes=echoes_in(session, process) if process.status is not Status.OPEN else None,
        **about_following(session, visitor, Place(process)),
        **pages.about_window(process, visitor),
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


def _chosen(sentences: Sequence[Sentence], number: int | None) -> Sentence | None:
    """The sentence of this number, None where none is asked for. Raises `NotFound`."""
    chosen = next((one for one in sentences if one.number == number), None)
    if number is not None and chosen is None:
        raise NotFound(_("Diesen Satz gibt es in der aktuellen Fassung nicht."))
    return chosen


@router.get("/p/{slug}/blocks/{fragment}")
def show_block(
    request: Request,
    slug: str,
    fragment: str,
    visitor: Visitor,
    session: Db,
    after: Annotated[str, Query(max_length=60)] = "",
    sentence: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    v: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    text: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    """One passage (in the language `text`, where that exists) with all notes on it or on a sentence
    of it, best supported first; with the number `v` of an earlier version, what stood there."""
    process = processes.by_slug(session, slug)
    if v is not None and v != process.current_version:
        return RedirectResponse(where_now(session, process, v, fragment), status_code=303)
    block = block_in_version(session, published(session, process), fragment)
    sentences = sentences_of(session, block.id)
    chosen = _chosen(sentences, sentence)
    wanted = pages.wanted_comments("supported", "", "", after)
    page = comments.on_block(session, block.id, process.id, wanted, sentence)
    field = next(f for f in processes.fields_of(session, process) if f.id == block.field_id)
    return render(
        request,
        "public/block.html",
        process=process,
        field=field,
        block=block,
        sentences=sentences,
        chosen=chosen,
        listed=page.comments,
        next_key=page.next_key,
        moved=left_block(session, block),
        after=wanted.after,
        text_url=f"/p/{process.slug}/fields/{field.slug}",
        **pages.passage_in(block_in_languages(session, block, sentences), text),
        **pages.about_window(process, visitor),
    )
