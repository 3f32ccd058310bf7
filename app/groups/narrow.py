"""What a filter of the room means for the database: as conditions on notes, and as the index that
knows them where they are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, union_all
from sqlalchemy import select as choose
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.comments.joined import still_open
from app.groups.asked import Asked, Stand
from app.groups.looking import holds
from app.models import (
    ActionField,
    Bundle,
    Comment,
    CommentState,
    Disposition,
    DispositionDraft,
    Pointer,
    Process,
    WorkingGroup,
)

FEW = 500  # so many notes at most are sorted together
GONE = (CommentState.HIDDEN, CommentState.WITHDRAWN)
_SEEN = (CommentState.PUBLIC, *GONE)


@dataclass(frozen=True)
class Narrow:
    """What is asked for, with what it means here: the group's fields, its last bundle, and whether
    only few notes can be meant. What is hidden or withdrawn is found by its number, or where it is
    asked for alone; in files (`with_gone`) it stands in its place."""

    process: Process
    group: WorkingGroup
    fields: Sequence[ActionField]
    asked: Asked
    last: Bundle | None = None
    are_few: bool = False
    with_gone: bool = False

    @property
    def field_ids(self) -> list[int]:
        """Of the fields that are asked for."""
        slug = self.asked.field
        return [field.id for field in self.fields if slug in ("", field.slug)]

    def of_notes(self) -> list[ColumnElement[bool]]:
        """What a note must be to be shown."""
        asked = self.asked
        wanted: list[ColumnElement[bool]] = [
            col(Comment.process_id) == self.process.id,
            col(Comment.is_listed).is_(True),
        ]
        if asked.kind is not None:
            wanted.append(col(Comment.kind) == asked.kind)
        if asked.number is not None:
            wanted.append(col(Comment.number) == asked.number)
        elif asked.stand is Stand.GONE:
            wanted.append(col(Comment.state).in_(GONE))
        elif asked.words or not self.with_gone:
            # Of what is hidden nobody learns by looking for its words either.
            wanted.append(col(Comment.state) == CommentState.PUBLIC)
        if asked.words and asked.number is None:
            wanted.append(
                or_(
                    holds(col(Comment.text), asked.words),
                    holds(col(Comment.proposed_wording), asked.words),
                )
            )
        if asked.decision is not None:
            wanted.append(_decided_so(self.process, asked))
        return wanted + self._in_state()

    def _in_state(self) -> list[ColumnElement[bool]]:
        stand = self.asked.stand
        if stand is Stand.OPEN:
            return [still_open()]
        if stand is Stand.DECIDED:
            return [col(Comment.is_decided).is_(True), col(Comment.state) == CommentState.PUBLIC]
        if stand is Stand.PROPOSED:
            return [still_open(), col(Comment.id).in_(self._proposed())]
        if stand is Stand.NEW and self.last is not None:
            return [or_(_came_after(self.last), col(Comment.id).in_(self._moved_here()))]
        return []

    def _proposed(self) -> Select[Any]:
        about = aliased(Comment)  # a note that was moved here is this group's, with its proposal
        return (
            choose(col(DispositionDraft.comment_id))
            .join(about, col(about.id) == col(DispositionDraft.comment_id))
            .where(
                col(DispositionDraft.process_id) == self.process.id,
                col(about.field_id).in_(self.field_ids),
            )
        )

    def _moved_here(self) -> Select[Any]:
        assert self.last is not None  # noqa: S101 - asked for, for the type checker
        return choose(col(Pointer.comment_id)).where(
            col(Pointer.process_id) == self.process.id,
            col(Pointer.at) > self.last.drawn_at,
            col(Pointer.field_id).not_in([field.id for field in self.fields]),
        )

    def few(self) -> Select[Any] | None:
        """The ids of all that can be meant, where these are few and an index knows them."""
        stand = self.asked.stand
        here = (
            col(Comment.process_id) == self.process.id,
            col(Comment.field_id).in_(self.field_ids),
        )
        if not self.are_few:
            return None
        if stand is Stand.OPEN:
            return choose(col(Comment.id)).where(*here, still_open())
        if stand is Stand.PROPOSED:
            return self._proposed()
        if stand is Stand.NEW and self.last is not None:
            # In the order of the index that begins so (ix_comment_unanswered_in_field).
            new = choose(col(Comment.id)).where(
                *here,
                col(Comment.is_answered).in_((False, True)),
                col(Comment.state).in_(_SEEN),
                _came_after(self.last),
            )
            return choose(union_all(new, self._moved_here()).subquery().c.id)
        return None


def _came_after(bundle: Bundle) -> ColumnElement[bool]:
    return col(Comment.created_at) > bundle.drawn_at


def _decided_so(process: Process, asked: Asked) -> ColumnElement[bool]:
    settled = choose(col(Disposition.id)).where(
        col(Disposition.comment_id) == func.coalesce(col(Comment.duplicate_of_id), col(Comment.id)),
        col(Disposition.process_id) == process.id,
        col(Disposition.decision) == asked.decision,
    )
    return settled.correlate(Comment).exists()
