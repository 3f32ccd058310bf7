"""The files that belong to a bundle's notes.

What an office handed in with a statement that was relayed goes to every group: it is the city's own
paper on the matter. A scanned letter shows handwriting, a signature and mostly an address, whatever
is typed off it; it goes along only to groups that may learn how to reach authors, and only for
notes that are public.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy import select as choose
from sqlmodel import Session, col

from app.groups.contents import Attachment
from app.groups.rights import Rights
from app.groups.writers.names import plain_name
from app.models import (
    Comment,
    CommentState,
    Inquiry,
    InquiryFile,
    InquiryNote,
    NoteFile,
    Office,
)

BATCH = 500


def attachments_of(
    session: Session, note_ids: Sequence[int], rights: Rights
) -> Iterator[Attachment]:
    """The files of these notes, each read when its turn comes: one in memory at a time."""
    told: set[int] = set()
    for start in range(0, len(note_ids), BATCH):
        keys = list(note_ids[start : start + BATCH])
        yield from _of_offices(session, keys, told)
        if rights.contacts:
            yield from _scans(session, keys)


def _of_offices(session: Session, keys: list[int], told: set[int]) -> Iterator[Attachment]:
    """A file that belongs to many notes lies there once."""
    query: Any = (
        choose(
            col(InquiryFile.id),
            col(InquiryFile.name),
            col(Office.name).label("office"),
            col(InquiryFile.inquiry_id),
        )
        .join(Inquiry, col(Inquiry.id) == col(InquiryFile.inquiry_id))
        .join(Office, col(Office.id) == col(Inquiry.office_id))
        .where(
            col(Inquiry.relayed_at).is_not(None),
            col(InquiryFile.inquiry_id).in_(
                choose(col(InquiryNote.inquiry_id)).where(col(InquiryNote.comment_id).in_(keys))
            ),
        )
        .order_by(col(InquiryFile.id))
    )
    for row in session.execute(query).all():
        if row.id not in told:
            told.add(row.id)
            name = plain_name(f"Stellungnahme {row.office} {row.id} {row.name}")
            yield Attachment(name, _numbers(session, row.inquiry_id), _bytes(session, row))


def _numbers(session: Session, inquiry_id: int) -> tuple[int, ...]:
    query: Any = (
        choose(col(Comment.number))
        .join(InquiryNote, col(InquiryNote.comment_id) == col(Comment.id))
        .where(col(InquiryNote.inquiry_id) == inquiry_id)
        .order_by(col(Comment.number))
    )
    return tuple(session.execute(query).scalars())


def _bytes(session: Session, row: Row[tuple[int, str, str, int]]) -> bytes:
    query = choose(col(InquiryFile.content)).where(col(InquiryFile.id) == row.id)
    return bytes(session.execute(query).scalar_one())


def _scans(session: Session, keys: list[int]) -> Iterator[Attachment]:
    query: Any = (
        choose(col(NoteFile.id), col(NoteFile.name), col(Comment.number))
        .join(Comment, col(Comment.id) == col(NoteFile.comment_id))
        .where(col(NoteFile.comment_id).in_(keys), col(Comment.state) == CommentState.PUBLIC)
        .order_by(col(Comment.number), col(NoteFile.id))
    )
    for row in session.execute(query).all():
        content = choose(col(NoteFile.content)).where(col(NoteFile.id) == row.id)
        name = plain_name(f"Anmerkung {row.number} {row.id} {row.name}")
        yield Attachment(name, (row.number,), bytes(session.execute(content).scalar_one()))
