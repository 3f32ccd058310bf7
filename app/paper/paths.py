"""What an address of these pages names."""

from typing import Annotated

from fastapi import Depends, Path, Request
from sqlmodel import Session
from starlette.datastructures import UploadFile

from app.accounts.rules import may_see_desk
from app.comments import queries as comments
from app.db import Db
from app.identity import signed_in
from app.models import Comment, Person, Process
from app.processes.queries import by_slug
from app.rules import require
from app.text import clean_line

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
ImportNumber = Annotated[int, Path(ge=1, le=2**63 - 1)]


def process_for(session: Session, slug: str, person: Person | None) -> Process:
    """The process of this address, for its moderation, and for the revision to read."""
    process = by_slug(session, slug)
    require(may_see_desk(person, process))
    return process


def desk_process(request: Request, slug: str, session: Db) -> Process:
    """The same for a request."""
    return process_for(session, slug, signed_in(request, session))


AtDesk = Annotated[Process, Depends(desk_process, scope="function")]


def desk_note(number: Number, process: AtDesk, session: Db) -> Comment:
    """The note with this number, in whatever state it is."""
    return comments.by_number(session, process, number)


NoteAtDesk = Annotated[Comment, Depends(desk_note, scope="function")]


def sent(file: UploadFile | None) -> tuple[str, bytes] | None:
    """Name and bytes of a file field; None where it was left empty."""
    if file is None or not file.filename:
        return None
    name = clean_line(file.filename.replace("\\", "/").rpartition("/")[2])[-120:]
    return name or "datei", file.file.read()
