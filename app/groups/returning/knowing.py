"""What is known here of the notes that a file names: where they stand, what is decided on them and
proposed, and what was when the bundle was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.groups.decided import NOTHING, Said
from app.models import (
    ActionField,
    Bundle,
    Comment,
    CommentState,
    Disposition,
    DispositionDraft,
    EarlierDisposition,
    WorkingGroup,
)

AT_ONCE = 500
_SAID = tuple(part.name for part in fields(Said))
_NO_REMARK = "\0"  # nobody knows what the remark was
Drawn = tuple[datetime, datetime]  # when a bundle was drawn, and when it was packed


@dataclass(slots=True)
class Note:
    """A note, with what is decided (`now`, `changes` times) and proposed on it. `earlier` are the
    decisions that held before: from when, until when, what."""

    id: int
    number: int
    group_id: int | None
    state: CommentState
    parts: int
    first_id: int | None
    text: str
    now: Said = NOTHING
    changes: int = 0
    decided_at: datetime | None = None
    proposed: Said | None = None
    proposed_changes: int = 0
    proposed_at: datetime | None = None
    earlier: list[tuple[datetime, datetime, Said]] = field(default_factory=list)

    def base(self, stand: int | None, drawn: Drawn | None) -> Said | None:
        """What was decided when the bundle was drawn, None where nobody knows. `stand` is what the
        file says of that (the disposition's `changes`, 0 for open), None where it says nothing."""
        if not self.changes and not self.earlier:
            return NOTHING
        if stand == 0:
            return NOTHING
        if drawn is None:
            return self.now if stand == self.changes else None
        if stand is None:
            return self._held_at(drawn[0]) or NOTHING
        if self.decided_at is None or self.decided_at > drawn[1]:
            return self._held_at(drawn[1]) or self._held_at(drawn[0])
        # Since then nothing but the group's own remark can have changed.
        return self.now if stand == self.changes else replace(self.now, remark=_NO_REMARK)

    def _held_at(self, moment: datetime) -> Said | None:
        if self.decided_at is not None and self.decided_at <= moment:
            return self.now
        held = [said for since, until, said in self.earlier if since <= moment < until]
        return held[-1] if held else None


def notes_of(
    session: Session, group: WorkingGroup, numbers: Iterable[int], bundle: Bundle | None
) -> dict[int, Note]:
    """The notes of the group's process with these numbers."""
    wanted = sorted(set(numbers))
    found: dict[int, Note] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = _some(session, group, wanted[start : start + AT_ONCE])
        if bundle is not None:
            _with_earlier(session, some)
        found.update((note.number, note) for note in some)
    return found


def _some(session: Session, group: WorkingGroup, numbers: Sequence[int]) -> list[Note]:
    settled: list[Any] = [
        col(getattr(Disposition, name)).label(f"settled_{name}") for name in _SAID
    ]
    proposed: list[Any] = [
        col(getattr(DispositionDraft, name)).label(f"proposed_{name}") for name in _SAID
    ]
    columns: list[Any] = [
        *(getattr(Comment, name) for name in ("id", "number", "state", "parts_count", "text")),
        col(Comment.duplicate_of_id).label("first_id"),
        ActionField.group_id,
        *settled,
        col(Disposition.changes).label("changes"),
        col(Disposition.decided_at).label("decided_at"),
        *proposed,
        col(DispositionDraft.changes).label("proposed_changes"),
        col(DispositionDraft.changed_at).label("proposed_at"),
    ]
    query = (
        choose(*columns)
        .select_from(Comment)
        .join(ActionField, col(ActionField.id) == col(Comment.field_id))
        .outerjoin(Disposition, col(Disposition.comment_id) == col(Comment.id))
        .outerjoin(DispositionDraft, col(DispositionDraft.comment_id) == col(Comment.id))
        .where(col(Comment.process_id) == group.process_id, col(Comment.number).in_(numbers))
    )
    return [_note(row) for row in session.execute(query)]


def _note(row: Any) -> Note:
    note = Note(
        row.id, row.number, row.group_id, row.state, row.parts_count, row.first_id, row.text
    )
    if row.changes is not None:
        note.now = Said(**{name: getattr(row, f"settled_{name}") for name in _SAID})
        note.changes, note.decided_at = row.changes, row.decided_at
    if row.proposed_changes is not None:
        note.proposed = Said(**{name: getattr(row, f"proposed_{name}") for name in _SAID})
        note.proposed_changes, note.proposed_at = row.proposed_changes, row.proposed_at
    return note


def _with_earlier(session: Session, notes: Sequence[Note]) -> None:
    by_id = {note.id: note for note in notes}
    query = (
        select(EarlierDisposition)
        .where(col(EarlierDisposition.comment_id).in_(by_id))
        .order_by(col(EarlierDisposition.comment_id), col(EarlierDisposition.position))
    )
    for one in session.exec(query):
        by_id[one.comment_id].earlier.append((one.decided_at, one.until, Said.of(one)))


def parts_of(session: Session, notes: Sequence[Note]) -> dict[int, list[int]]:
    """The numbers of the parts of these split notes, by the whole note's id."""
    found: dict[int, list[int]] = {}
    for start in range(0, len(notes), AT_ONCE):
        ids = [note.id for note in notes[start : start + AT_ONCE]]
        query = (
            select(Comment.part_of_id, Comment.number)
            .where(col(Comment.part_of_id).in_(ids))
            .order_by(col(Comment.number))
        )
        for whole, number in session.exec(query):
            found.setdefault(whole or 0, []).append(number)
    return found
