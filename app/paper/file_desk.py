"""How a note came, for staff, and its scanned letters: shown, added, deleted."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.comments.sources import source_word
from app.db import Db
from app.errors import Conflict
from app.identity import SignedIn
from app.models import Comment, Person, Process
from app.paper import queries, scans
from app.paper.entry_desk import MOST_BYTES, Brought, drawn_before
from app.paper.paths import AtDesk, NoteAtDesk
from app.paper.rules import may_enter_notes, may_keep_files
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/comments/{number}/files")
FileNumber = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("")
def show_files(
    request: Request,
    process: AtDesk,
    note: NoteAtDesk,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """How the note came, and what was scanned."""
    return _page(request, session, process, note, person, done=done)


def _page(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    person: Person,
    *,
    error: str = "",
    done: str = "",
) -> Response:
    page = render(
        request,
        "paper/files.html",
        status=422 if error else 200,
        process=process,
        note=note,
        source=queries.source_of(session, note),
        source_word=source_word,
        files=queries.files_of(session, note),
        error=error,
        done=done,
        may_keep=may_keep_files(person, process),
        may_hand_out=bool(may_enter_notes(person, process)),
        most_megabytes=scans.LARGEST // 1_000_000,
    )
    page.headers["cache-control"] = "private, no-store"
    return page


@router.post("", max_body_size=MOST_BYTES)
def add_file(
    request: Request,
    brought: Annotated[Brought, Depends(drawn_before, scope="function")],
    process: AtDesk,
    note: NoteAtDesk,
    person: SignedIn,
    session: Db,
) -> Response:
    """Put a scanned letter beside the note. What cannot be read is refused beside the field."""
    require(may_keep_files(person, process))
    error = brought.error
    if brought.scan is not None:
        try:
            scans.attach(session, process, note, brought.scan, person, clock.now())
        except Conflict as refusal:
            error = refusal.reason
    elif not error:
        error = scans.nothing_chosen()
    if error:
        return _page(request, session, process, note, person, error=error)
    return _see(process, note, "added")


@router.get("/{file_id}")
def fetch_file(process: AtDesk, note: NoteAtDesk, file_id: FileNumber, session: Db) -> Response:
    """A scanned letter, to be saved: never shown by the browser as a page of ours."""
    found = queries.file_of(session, process, note, file_id)
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": f'attachment; filename="{scans.file_name(note, found)}"',
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
    }
    return Response(found.content, media_type=found.media_type, headers=headers)


@router.post("/{file_id}/remove")
def remove_file(
    process: AtDesk, note: NoteAtDesk, file_id: FileNumber, person: SignedIn, session: Db
) -> Response:
    """Delete a scanned letter for good."""
    require(may_keep_files(person, process))
    scans.remove(session, process, note, queries.file_of(session, process, note, file_id), person)
    return _see(process, note, "removed")


def _see(process: Process, note: Comment, done: str) -> Response:
    where = f"/desk/p/{process.slug}/comments/{note.number}/files?done={done}#getan"
    return RedirectResponse(where, status_code=303)
