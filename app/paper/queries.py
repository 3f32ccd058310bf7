"""What the pages of notes from paper and of imports show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.i18n import _
from app.loading import one, only
from app.models import (
    Comment,
    ImportRow,
    NoteFile,
    NoteImport,
    NoteSource,
    Process,
)

PAGE = 50
_ABOUT = (
    "process_id by_id file_name digest state problem settings rows_count new_count same_count "
    "faulty_count rows_done at taken_at"
)
_OF_FILE = "process_id comment_id name media_type size digest at"


def imports_of(session: Session, process: Process) -> Sequence[NoteImport]:
    """The latest imports, without the files themselves."""
    query = (
        select(NoteImport)
        .where(NoteImport.process_id == process.id)
        .order_by(col(NoteImport.id).desc())
        .limit(PAGE)
        .options(only(NoteImport, _ABOUT), one(NoteImport.by))
    )
    return session.exec(query).all()


def import_of(
    session: Session, process: Process, number: int, *, whole: bool = False, held: bool = False
) -> NoteImport:
    """One import of this process; `whole` with its file, `held` before it is changed. Raises
    `NotFound`."""
    query = select(NoteImport).where(NoteImport.id == number, NoteImport.process_id == process.id)
    query = query if whole or held else query.options(only(NoteImport, _ABOUT))
    if held:
        query = query.with_for_update(of=NoteImport)
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Diese Datei gibt es nicht."))
    return found


def rows_of(
    session: Session, doing: NoteImport, fate: str, after: int
) -> tuple[Sequence[ImportRow], bool]:
    """Some rows of an import, of one fate if one is named, below row `after`; and whether there
    are more."""
    query = select(ImportRow).where(ImportRow.import_id == doing.id, ImportRow.position > after)
    if fate:
        query = query.where(ImportRow.fate == fate)
    found = session.exec(query.order_by(col(ImportRow.position)).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def fates_of(session: Session, doing: NoteImport) -> dict[str, int]:
    """How many rows of an import have which fate; one question over the index of these."""
    query: Any = (
        select(ImportRow.fate, func.count())
        .where(ImportRow.import_id == doing.id)
        .group_by(col(ImportRow.fate))
    )
    return dict(session.exec(query).all())


def source_of(session: Session, comment: Comment) -> NoteSource | None:
    """How a note came that nobody typed here; None for all others."""
    query = select(NoteSource).where(NoteSource.comment_id == comment.id)
    return session.exec(query.options(one(NoteSource.entered_by))).one_or_none()


def files_of(session: Session, comment: Comment) -> Sequence[NoteFile]:
    """The scanned letters of a note, without their content."""
    query = (
        select(NoteFile)
        .where(NoteFile.comment_id == comment.id)
        .order_by(col(NoteFile.id))
        .options(only(NoteFile, _OF_FILE))
    )
    return session.exec(query).all()


def file_of(session: Session, process: Process, comment: Comment, number: int) -> NoteFile:
    """One scanned letter of this note, with its content. Raises `NotFound`."""
    query = select(NoteFile).where(
        NoteFile.id == number,
        NoteFile.comment_id == comment.id,
        NoteFile.process_id == process.id,
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Diese Datei gibt es nicht."))
    return found


def beside_note(session: Session, process: Process, comment: Comment) -> NoteSource | None:
    """For the inbox: how this note came; nothing is asked for notes that were typed here."""
    return source_of(session, comment) if comment.source in CAME_OTHERWISE else None


CAME_OTHERWISE = frozenset({"letter", "meeting", "telephone", "mail", "import"})
