"""What the API reads: each list by key, loaded completely, with as many queries for many rows as
for few."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, cast

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from app.api.relations import Relation, relations_of
from app.cities import in_city
from app.comments.corrected import with_earlier
from app.comments.queries import with_additions
from app.errors import NotFound
from app.groups.traced import Changed, traces_of_note, traces_of_notes
from app.i18n import _
from app.loading import many, one
from app.models import (
    ActionField,
    Comment,
    CommentKind,
    CommentState,
    DraftVersion,
    Involvement,
    Process,
    Reply,
    Statement,
    Voice,
    WorkingGroup,
)
from app.processes.queries import PUBLIC, shown_fields

SHOWN_REPLIES = 50
_WHOLE = (
    many(shown_fields(), one(ActionField.group)),
    many(Process.groups),
    many(Process.involvements, one(Involvement.office)),
)
# What waits, or never became public, has a position below 1.
_FIRST = and_(
    col(Reply.position) > 0,
    col(Reply.state) == CommentState.PUBLIC,
    or_(col(Reply.position) <= SHOWN_REPLIES, col(Reply.voice) != Voice.RESIDENT),
)
_AS_TOLD = (
    one(Comment.field),
    one(Comment.disposition),
    one(Comment.made_version),
    one(Comment.perspective),
    one(Comment.note_group),
    many(cast(Any, Comment.replies).and_(_FIRST), one(Reply.statement, one(Statement.office))),
)


@dataclass(frozen=True)
class Told:
    """A comment, the number of the version it stands in, and what was arranged around it."""

    comment: Comment
    version: int
    relation: Relation = dataclass_field(default_factory=Relation)
    changes: Sequence[Changed] = ()


@dataclass(frozen=True)
class Wanted:
    """Which comments of a process: on this field, on this block or sentence, of this kind,
    answered or not, with a number above `after`."""

    field_id: int | None = None
    block_id: int | None = None
    sentence: int | None = None
    kind: CommentKind | None = None
    answered: bool | None = None
    after: int = 0
    limit: int = 50


def processes(session: Session, after: str, limit: int) -> tuple[Sequence[Process], bool]:
    """The city's public processes by slug, those after this one, and whether more follow."""
    query = (
        select(Process)
        .where(col(Process.status).in_(PUBLIC), col(Process.slug) > after, in_city(session))
        .order_by(col(Process.slug))
        .limit(limit + 1)
        .options(*_WHOLE)
    )
    found = session.exec(query).all()
    return found[:limit], len(found) > limit


def process(session: Session, slug: str) -> Process:
    """A public process with its fields, groups and offices. Raises `NotFound`."""
    query = (
        select(Process)
        .where(Process.slug == slug, col(Process.status).in_(PUBLIC), in_city(session))
        .options(*_WHOLE)
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Dieses Verfahren gibt es nicht."))
    return found


def _told() -> Any:
    return (
        select(Comment, DraftVersion.number)
        .join(DraftVersion, col(DraftVersion.id) == col(Comment.version_id))
        .options(*_AS_TOLD)
    )


def comments(session: Session, process: Process, wanted: Wanted) -> tuple[Sequence[Told], bool]:
    """Comments and tombstones of a process by number, and whether more follow."""
    query = _told().where(
        Comment.process_id == process.id,
        col(Comment.is_listed).is_(True),
        col(Comment.number) > wanted.after,
    )
    if wanted.field_id is not None:
        query = query.where(Comment.field_id == wanted.field_id)
    if wanted.block_id is not None:
        query = query.where(Comment.block_id == wanted.block_id)
    if wanted.sentence is not None:
        query = query.where(Comment.sentence == wanted.sentence)
    if wanted.kind is not None:
        query = query.where(Comment.kind == wanted.kind)
    if wanted.answered is not None:
        query = query.where(col(Comment.is_answered).is_(wanted.answered))
    found = session.exec(query.order_by(col(Comment.number)).limit(wanted.limit + 1)).all()
    page = found[: wanted.limit]
    related = relations_of(session, [comment for comment, _version in page])
    changed = traces_of_notes(session, {_first(comment) for comment, _version in page})
    told = [
        Told(comment, version, related[comment.id], changed.get(_first(comment), ()))
        for comment, version in page
    ]
    with_additions(session, [one.comment for one in told])
    with_earlier(session, [reply for one in told for reply in one.comment.replies])
    return told, len(found) > wanted.limit


def comment(session: Session, process: Process, number: int, *, own_of: int | None = None) -> Told:
    """The listed comment #number, as it stands in the database now; also one by the person `own_of`
    that waits. Raises `NotFound`."""
    shown: Any = col(Comment.is_listed).is_(True)
    if own_of is not None:
        waits = col(Comment.state) == CommentState.WAITING
        shown = shown | (waits & (col(Comment.author_id) == own_of))
    query = _told().where(Comment.process_id == process.id, Comment.number == number, shown)
    # Freshly written ones are in the session already, with counters that have moved on since.
    found = session.exec(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound(_("Diese Anmerkung gibt es nicht."))
    with_additions(session, [found[0]])
    with_earlier(session, found[0].replies)
    comment, version = found
    changed = traces_of_note(session, _first(comment))
    return Told(comment, version, relations_of(session, [comment])[comment.id], changed)


def _first(comment: Comment) -> int:
    """The comment whose decision and changes are this one's: of a duplicate the one it repeats."""
    return comment.duplicate_of_id or comment.id


def replies(
    session: Session, comment: Comment, after: int, limit: int
) -> tuple[Sequence[Reply], bool]:
    """Replies to a comment by position, and whether more follow."""
    query = (
        select(Reply)
        .where(
            Reply.comment_id == comment.id,
            col(Reply.position) > after,
            Reply.state == CommentState.PUBLIC,
        )
        .order_by(col(Reply.position))
        .limit(limit + 1)
        .options(one(Reply.statement, one(Statement.office)))
    )
    found = session.exec(query).all()
    with_earlier(session, found[:limit])
    return found[:limit], len(found) > limit


def group(session: Session, process: Process, name: str) -> WorkingGroup:
    """The process's working group with this slug or id, and its organisation. Raises
    `NotFound`."""
    named = (
        select(WorkingGroup)
        .where(WorkingGroup.process_id == process.id)
        .options(one(WorkingGroup.process, one(Process.organisation)))
    )
    found = session.exec(named.where(WorkingGroup.slug == name)).one_or_none()
    if found is None and name.isdecimal() and len(name) < 19:
        found = session.exec(named.where(WorkingGroup.id == int(name))).one_or_none()
    if found is None:
        raise NotFound(_("Diese Arbeitsgruppe gibt es nicht."))
    return found
