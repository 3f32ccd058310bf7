"""Two published versions side by side: as a page by parts, as a Word document, as a PDF."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlmodel import Session, col, select
from starlette.concurrency import run_in_threadpool

from app.db import Db, looking
from app.drafts.synopsis.about import About
from app.drafts.synopsis.pdf import write_pdf
from app.drafts.synopsis.rows import Synopsis
from app.errors import NotFound
from app.i18n import DEFAULT, _, use
from app.identity import Visitor
from app.models import DraftVersion, Process
from app.processes import queries as processes
from app.public import synopsis
from app.public.kept import kept_page
from app.public.queries import revision_of_notes
from app.routing import Pages

router = Pages()

Version = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
From = Annotated[int | None, Query(alias="from", ge=1, le=2**31 - 1)]
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/p/{slug}/changes")
def show_changes(
    request: Request,
    slug: str,
    visitor: Visitor,
    session: Db,
    from_: From = None,
    to: Version = None,
    part: Annotated[str, Query(max_length=10)] = "",
    only: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Two versions word by word, one part at a time (`part=all`: everything, to be printed);
    with `only=changes` without what stayed."""
    process = processes.by_slug(session, slug)
    versions = _published(session, process)
    old, new = _pair(versions, from_, to)
    wanted = synopsis.Wanted.of(part, only)
    between = _between(versions, old, new)

    def context() -> dict[str, Any]:
        rows = synopsis.kept(request.app.state.synopses, session, old, new)
        shown = synopsis.page(session, rows, old, between, wanted)
        return {"process": process, "old": old, "new": new, "versions": versions, **shown}

    # What may change of it: the process's title, and who stands beside the rows.
    key = ("changes", old.id, new.id, len(versions), wanted, process.revision, process.status)
    spoken = revision_of_notes(session, process)
    return kept_page(request, "public/changes.html", (*key, spoken), visitor, session, context)


@router.get("/p/{slug}/changes.docx")
async def download_docx(
    request: Request, slug: str, from_: From = None, to: Version = None
) -> Response:
    """The same as a Word document with tracked changes."""
    from app.drafts.synopsis.docx import write_docx  # when somebody wants Word

    return await _file(request, slug, (from_, to), DOCX, write_docx)


@router.get("/p/{slug}/changes.pdf")
async def download_pdf(
    request: Request, slug: str, from_: From = None, to: Version = None
) -> Response:
    """The same as an accessible PDF (PDF/UA-1)."""
    return await _file(request, slug, (from_, to), PDF, write_pdf)


async def _file(
    request: Request,
    slug: str,
    wanted: tuple[int | None, int | None],
    media_type: str,
    write: Callable[[Synopsis, About, Mapping[int, str]], bytes],
) -> Response:
    """A finished file, or a new one: two public versions never change, and a file goes on as long
    as the same notes are named in it. Like the draft it is German, whatever the reader's pages
    speak.

    Who waits for a file has given the database back and waits without a thread, so that a long
    one stands in no reader's way; one at a time is made.
    """
    state = request.app.state
    use(DEFAULT)
    async with state.turns.take(writes=False):
        rows, about, because, process = await run_in_threadpool(_rows, request, slug, wanted)
    key = (media_type, process.id, about, tuple(because.items()))
    content = state.synopses.get(key)
    if content is None:
        async with state.setting:
            make = partial(state.synopses.get_or_make, key, partial(write, rows, about, because))
            content = await run_in_threadpool(make)
    ending = "pdf" if media_type == PDF else "docx"
    name = f"{process.slug}-fassung-{about.old}-{about.new}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _rows(
    request: Request, slug: str, wanted: tuple[int | None, int | None]
) -> tuple[Synopsis, About, dict[int, str], Process]:
    with looking(request.app.state.engine, request.state.city) as session:
        process = processes.by_slug(session, slug)
        versions = _published(session, process)
        old, new = _pair(versions, *wanted)
        rows = synopsis.kept(request.app.state.synopses, session, old, new)
        because = synopsis.because(session, rows, _between(versions, old, new))
        return rows, About.of(process, old, new), because, process


def _between(
    versions: list[DraftVersion], old: DraftVersion, new: DraftVersion
) -> list[DraftVersion]:
    """Those that came after `old`, up to `new`."""
    return [one for one in versions if old.number < one.number <= new.number]


def _published(session: Session, process: Process) -> list[DraftVersion]:
    """The versions that are public, the newest first."""
    query = (
        select(DraftVersion)
        .where(
            DraftVersion.process_id == process.id,
            DraftVersion.number <= process.current_version,
            col(DraftVersion.published_at).is_not(None),
        )
        .order_by(col(DraftVersion.number).desc())
    )
    return list(session.exec(query))


def _pair(
    versions: list[DraftVersion], wanted_old: int | None, wanted_new: int | None
) -> tuple[DraftVersion, DraftVersion]:
    """The two versions that are asked for, else the last two. Raises `NotFound`."""
    by_number = {version.number: version for version in versions}
    new = by_number.get(wanted_new) if wanted_new else next(iter(versions), None)
    if new is None or (wanted_old and wanted_old not in by_number):
        raise NotFound(_("Diese Fassung gibt es nicht, oder sie ist noch nicht veröffentlicht."))
    earlier = [version for version in versions if version.number < new.number]
    old = by_number[wanted_old] if wanted_old else next(iter(earlier), None)
    if old is None or old.number >= new.number:
        raise NotFound(_("Vor dieser Fassung gibt es keine, mit der sie sich vergleichen lässt."))
    return old, new
