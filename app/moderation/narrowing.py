"""What the inbox's filter asks of a note, as conditions for the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, false, or_, text
from sqlalchemy import select as select_columns
from sqlmodel import col

from app.models import (
    Comment,
    CommentState,
    Inquiry,
    InquiryNote,
    InquiryState,
    NoteGroup,
    NoteTranslation,
    Process,
)
from app.moderation.wanted import ASKED, Wanted

# In the very words of the index `ix_comment_foreign`: SQLite uses it only then.
FOREIGN = text("comment.language <> 'de' AND comment.state = 'public'")


@dataclass(frozen=True)
class Narrowing:
    """The filter with what its words mean in this process: `field_ids` of the field or the group
    that is asked for (None: of all), `office_id`, and `led` the fields that this office leads."""

    process: Process
    wanted: Wanted
    field_ids: Collection[int] | None = None
    office_id: int | None = None
    led: Collection[int] = ()

    def of_notes(self) -> list[ColumnElement[bool]]:
        """What a note must be to be shown."""
        wanted = self.wanted
        conditions: list[ColumnElement[bool]] = [
            column == value
            for column, value in (
                (col(Comment.kind), wanted.kind),
                (col(Comment.language), wanted.language),
            )
            if value
        ]
        if self.field_ids is not None:
            conditions.append(col(Comment.field_id).in_(self.field_ids))
        if wanted.person:
            conditions.append(self._by_person())
        if wanted.office:
            conditions.append(self._at_office())
        return conditions + self._in_state()

    def _in_state(self) -> list[ColumnElement[bool]]:
        state = self.wanted.state
        if not state:
            return []
        return [asked_about() if state == ASKED else col(Comment.state) == CommentState(state)]

    def _by_person(self) -> ColumnElement[bool]:
        said = self.wanted.person.removeprefix("#")
        if said.isascii() and said.isdigit():
            author = select_columns(col(Comment.author_id)).where(
                col(Comment.process_id) == self.process.id,
                col(Comment.number) == min(int(said), 2**31 - 1),
            )
            return col(Comment.author_id) == author.correlate(None).scalar_subquery()
        return col(Comment.author_name).icontains(said, autoescape=True)

    def _at_office(self) -> ColumnElement[bool]:
        if self.office_id is None:
            return false()
        return or_(col(Comment.field_id).in_(self.led), asked_about(self.office_id))

    def of_inquiries(self) -> list[ColumnElement[bool]]:
        """What an inquiry must be: of the office, and about a note that is asked for."""
        conditions: list[ColumnElement[bool]] = []
        if self.wanted.office:
            conditions.append(col(Inquiry.office_id) == (self.office_id or 0))
        alone = Narrowing(self.process, replace(self.wanted, office=""), self.field_ids)
        if about := alone.of_notes():
            note = select_columns(col(InquiryNote.id)).join(
                Comment, col(Comment.id) == col(InquiryNote.comment_id)
            )
            conditions.append(
                note.where(col(InquiryNote.inquiry_id) == col(Inquiry.id), *about)
                .correlate(Inquiry)
                .exists()
            )
        return conditions

    def of_groups(self) -> list[ColumnElement[bool]]:
        """What a group of similar notes must hold: a note that is asked for."""
        about = self.of_notes()
        if not about:
            return []
        note = select_columns(col(Comment.id)).where(
            col(Comment.note_group_id) == col(NoteGroup.id), *about
        )
        return [note.correlate(NoteGroup).exists()]


def asked_about(office_id: int | None = None) -> ColumnElement[bool]:
    """That an office (any, or this one) has been asked about the note, and nothing has been made
    public of what it says."""
    query: Any = (
        select_columns(col(InquiryNote.id))
        .join(Inquiry, col(Inquiry.id) == col(InquiryNote.inquiry_id))
        .where(
            col(InquiryNote.comment_id) == col(Comment.id),
            col(Inquiry.state).in_((InquiryState.ASKED, InquiryState.ANSWERED)),
        )
    )
    if office_id is not None:
        query = query.where(col(Inquiry.office_id) == office_id)
    return query.correlate(Comment).exists()  # type: ignore[no-any-return]


def translated() -> ColumnElement[bool]:
    """That a translation into German stands beside the note."""
    query = select_columns(col(NoteTranslation.id)).where(
        col(NoteTranslation.comment_id) == col(Comment.id),
        col(NoteTranslation.reply_id).is_(None),
        col(NoteTranslation.language) == "de",
    )
    return query.correlate(Comment).exists()
