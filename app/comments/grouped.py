"""What pages read of groups of similar notes: the largest first, and of one its notes by number.
Both page by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.i18n import _
from app.loading import one
from app.models import ActionField, Comment, CommentState, NoteGroup, Process

PAGE = 20
EXCERPT = 300
SMALLEST = 2


@dataclass(frozen=True)
class Key:
    """Where a list of groups goes on: behind the group of this size and number."""

    size: int
    id: int

    @classmethod
    def of(cls, written: str) -> "Key | None":
        """The key in "312.7", as `str` gives it; None for what is none."""
        left, _dot, right = written.partition(".")
        is_key = written.isascii() and left.isdigit() and right.isdigit()
        return cls(int(left), int(right)) if is_key and len(left) < 10 and len(right) < 19 else None

    def __str__(self) -> str:
        return f"{self.size}.{self.id}"


@dataclass(frozen=True)
class Listed:
    """A group in a list, and how its oldest note begins."""

    group: NoteGroup
    begins: str
    language: str

    @property
    def has_news(self) -> bool:
        """Whether notes came (or went) since somebody looked at it."""
        return is_new(self.group)


def is_new(group: NoteGroup) -> bool:
    """Whether nobody has looked at this group since it changed."""
    seen: datetime | None = group.looked_at
    return not group.is_answered and (seen is None or group.changed_at > seen)


def groups(
    session: Session, process: Process, *, after: str = "", with_answered: bool = True
) -> tuple[Sequence[Listed], str]:
    """A page of the process's groups, the largest first, and the key that continues ("" at the
    end). One question."""
    first = (col(Comment.process_id) == process.id) & (
        col(Comment.number) == col(NoteGroup.first_number)
    )
    begins: Any = func.substr(Comment.text, 1, EXCERPT)
    query: Any = (
        select(NoteGroup, begins, Comment.language)
        .join(Comment, first)
        .where(
            NoteGroup.process_id == process.id,
            NoteGroup.size >= SMALLEST,
            col(NoteGroup.split_at).is_(None),
        )
        .order_by(col(NoteGroup.size).desc(), col(NoteGroup.id).desc())
        .limit(PAGE + 1)
        .options(one(NoteGroup.field))
    )
    if not with_answered:
        query = query.where(col(NoteGroup.is_answered).is_(False))
    if key := Key.of(after):
        query = query.where(tuple_(col(NoteGroup.size), col(NoteGroup.id)) < (key.size, key.id))
    found = [Listed(*row) for row in session.exec(query)]
    last = found[PAGE - 1].group if len(found) > PAGE else None
    return found[:PAGE], str(Key(last.size, last.id)) if last else ""


def shown_group(session: Session, process: Process, group_id: int) -> NoteGroup:
    """A group that the public sees: of two notes at least, and not split up. Raises `NotFound`."""
    query = select(NoteGroup).where(
        NoteGroup.id == group_id,
        NoteGroup.process_id == process.id,
        NoteGroup.size >= SMALLEST,
        col(NoteGroup.split_at).is_(None),
    )
    group = session.exec(query).one_or_none()
    if group is None:
        raise NotFound(_("Diese Gruppe gibt es nicht mehr."))
    return group


def notes_of(
    session: Session, group: NoteGroup, after: int = 0, limit: int = PAGE
) -> tuple[Sequence[Comment], int]:
    """The public notes of a group behind this number, the oldest first, each with its field; and
    the number that continues (0 at the end)."""
    query = (
        select(Comment)
        .where(
            Comment.note_group_id == group.id,
            Comment.state == CommentState.PUBLIC,
            Comment.number > after,
        )
        .order_by(col(Comment.number))
        .limit(limit + 1)
        .options(
            *(one(Comment.field, one(ActionField.group)), one(Comment.disposition)),
            *(one(Comment.perspective), one(Comment.made_version)),
        )
    )
    found = session.exec(query).all()
    return found[:limit], found[limit - 1].number if len(found) > limit else 0


def first_of(session: Session, group: NoteGroup) -> Comment | None:
    """The oldest public note of a group, None where none is left."""
    found, _more = notes_of(session, group, 0, 1)
    return found[0] if found else None


def public_notes(session: Session, process: Process, numbers: Sequence[int]) -> list[Comment]:
    """The public notes with these numbers, each with its field, in their order."""
    query = (
        select(Comment)
        .where(
            Comment.process_id == process.id,
            col(Comment.number).in_(numbers),
            Comment.state == CommentState.PUBLIC,
            col(Comment.part_of_id).is_(None),
        )
        .order_by(col(Comment.number))
        .options(one(Comment.field))
    )
    return list(session.exec(query).all())
