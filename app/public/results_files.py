"""The results of a process as a file for the council: written in the background when somebody asks,
kept, and sent to everybody who comes as long as it says the same."""

from datetime import timedelta
from itertools import chain
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.responses import StreamingResponse

from app import clock
from app.db import Db
from app.errors import NotFound
from app.groups import exporting
from app.groups.export_rules import is_good, is_outdated
from app.i18n import _
from app.identity import Visitor
from app.models import BundleState, Export, Process
from app.processes.queries import by_slug
from app.routing import Pages
from app.web import render

router = Pages(prefix="/p/{slug}")
SECONDS_TO_LOOK_AGAIN = 3
# While people write, something changes every minute: a file of a quarter of an hour ago is new.
NEW_ENOUGH = timedelta(minutes=15)
# But no file goes on saying what has been taken from the public since, or is decided otherwise.
DECIDED_ANEW = ("disposition.changed", "disposition.taken_back")


@router.get("/results.pdf")
def show_pdf(request: Request, slug: str, visitor: Visitor, session: Db) -> Response:
    """The results as an accessible PDF (PDF/UA-1), or how far it is."""
    return _show(request, session, slug, "results.pdf")


@router.post("/results.pdf")
def ask_for_pdf(slug: str, visitor: Visitor, session: Db) -> RedirectResponse:
    """Have the PDF written, if there is none that says the same."""
    return _ask(session, slug, "results.pdf")


@router.get("/results.xlsx")
def show_workbook(request: Request, slug: str, visitor: Visitor, session: Db) -> Response:
    """The results as a workbook, or how far it is."""
    return _show(request, session, slug, "results.xlsx")


@router.post("/results.xlsx")
def ask_for_workbook(slug: str, visitor: Visitor, session: Db) -> RedirectResponse:
    """Have the workbook written, if there is none that says the same."""
    return _ask(session, slug, "results.xlsx")


def _process(session: Session, slug: str, form: str) -> Process:
    process = by_slug(session, slug)
    if form not in exporting.FORMS:
        raise NotFound(_("Diese Datei gibt es nicht."))
    return process


def _is_new(session: Session, process: Process, export: Export) -> bool:
    """Whether it says what the page says, or did a moment ago."""
    if not is_good(session, export):
        return False
    if export.stamp == exporting.stamp_of(session, process):
        return True
    is_recent = clock.now() - export.asked_at < NEW_ENOUGH
    return is_recent and not is_outdated(session, export, *DECIDED_ANEW)


def _show(request: Request, session: Session, slug: str, form: str) -> Response:
    process = _process(session, slug, form)
    export = exporting.newest(session, process, form)
    is_new = export is not None and _is_new(session, process, export)
    if export is not None and is_new and export.state is BundleState.READY:
        return _sent(request, export)
    waits = export is not None and is_new
    page = render(
        request,
        "public/results_file.html",
        process=process,
        export=export,
        waits=waits,
        ending=form.rpartition(".")[2].upper(),
        form=form,
    )
    if waits:
        page.headers["refresh"] = str(SECONDS_TO_LOOK_AGAIN)
    return page


def _sent(request: Request, export: Export) -> Response:
    pieces = exporting.pieces_of(request.app.state.engine, export.id)
    first = next(pieces, b"")
    media, name = exporting.media_of(export), export.filename
    if media == exporting.MEDIA["pdf"] and first.startswith(b"PK"):  # several, in an archive
        media, name = "application/zip", name.removesuffix(".pdf") + ".zip"
    headers: dict[str, Any] = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-length": str(export.size),
        "etag": f'"{export.sha256}"',
    }
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers={"etag": headers["etag"]})
    return StreamingResponse(chain([first], pieces), media_type=media, headers=headers)


def _ask(session: Session, slug: str, form: str) -> RedirectResponse:
    process = _process(session, slug, form)
    export = exporting.newest(session, process, form)
    if export is None or not _is_new(session, process, export):
        exporting.ask(session, process, form, None, clock.now())
    return RedirectResponse(f"/p/{slug}/{form}", status_code=303)
