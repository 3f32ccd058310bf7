"""What pages read of comments. Lists page by key; nothing is counted by loading rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import and_, bindparam, func, or_, tuple_
from sqlalchemy import select as select_columns
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.comments.corrected import with_earlier
from app.comments.folding import folded
from app.errors import NotFound
from app.i18n import _
from app.loading import many, one
from app.models import (
    ActionField,
    Addition,
    Comment,
    CommentKind,
    CommentState,
    Process,
    Reply,
    Statement,
    Support,
    Voice,
)

PAGE = 20
REPLY_PAGE = 50
SHOWN_REPLIES = 3  # of residents; officials' are all shown, the rest stands on the note's page

_RELATED = (
    *(one(Comment.hidden_rule), one(Comment.disposition)),
    *(one(Comment.made_version), one(Comment.perspective), one(Comment.note_group)),
)
# What waits, or never became public, has a position below 1. The tombstone of a hidden answer
# stands on the note's own page.
_BRIEF = and_(
    col(Reply.position) > 0,
    col(Reply.state) == CommentState.PUBLIC,
    or_(col(Reply.position) <= SHOWN_REPLIES, col(Reply.voice) != Voice.RESIDENT),
)
AS_SHOWN = (
    *_RELATED,
    many(cast(Any, Comment.replies).and_(_BRIEF), one(Reply.statement, one(Statement.office))),
)


@dataclass(frozen=True)
class Filter:
    """Which comments of a field, in which order, after which one.

    `order` is "newest" or "supported"; `after` is the key of the last comment seen, as `next_key`
    gave it.
    """

    kind: CommentKind | None = None
    answered: bool | None = None
    order: str = "newest"
    after: str = ""

    def key(self) -> tuple[int, int] | None:
        """`after` as (supports, number), or None when it is no key."""
        left, _dot, right = self.after.partition(".")
        is_key = self.after.isascii() and left.isdigit() and right.isdigit()
        if is_key and len(left) < 10 and len(right) < 10:
            return int(left), int(right)
        return None


@dataclass(frozen=True)
class Page:
    """Some comments and the key that continues after them ("" at the end)."""

    comments: Sequence[Comment]
    next_key: str = ""


def next_key(comment: Comment) -> str:
    """The key to continue after this comment."""
    return f"{comment.supports}.{comment.number}"


def on_block(
    session: Session, block_id: int, process_id: int, wanted: Filter, sentence: int | None = None
) -> Page:
    """A page of the comments on a block and its sentences, as shown; or of those on one of its
    sentences and on words of it."""
    query = select(Comment).where(
        Comment.process_id == process_id,
        Comment.block_id == block_id,
        col(Comment.is_listed).is_(True),
    )
    within: dict[str, object] = {"block_id": block_id}
    if sentence is not None:
        query = query.where(Comment.sentence == sentence)
        within["sentence"] = sentence
    return _page(session, folded(query, wanted, process_id, **within), wanted)


def _page(session: Session, query: Any, wanted: Filter) -> Page:
    found = session.exec(_ordered(query, wanted).limit(PAGE + 1).options(*AS_SHOWN)).all()
    more = len(found) > PAGE
    with_additions(session, found[:PAGE])
    return Page(found[:PAGE], next_key(found[PAGE - 1]) if more else "")


def _ordered(query: Any, wanted: Filter) -> Any:
    if wanted.kind is not None:
        query = query.where(Comment.kind == wanted.kind)
    if wanted.answered is not None:
        query = query.where(col(Comment.is_answered).is_(wanted.answered))
    key = wanted.key()
    if wanted.order == "supported":
        query = query.order_by(col(Comment.supports).desc(), col(Comment.number).desc())
        if key:
            query = query.where(tuple_(col(Comment.supports), col(Comment.number)) < key)
    else:
        query = query.order_by(col(Comment.number).desc())
        if key:
            query = query.where(col(Comment.number) < key[1])
    return query


def by_number(
    session: Session,
    process: Process,
    number: int,
    *,
    own_of: int | None = None,
    told: bool = False,
    answers: bool = True,
) -> Comment:
    """The listed comment #number of a process, as shown, with its field; also one that waits, if
    the person `own_of` wrote it, or whoever asks was `told` of it. Without `answers` for who reads
    these by `replies_of`. Raises `NotFound`."""
    shown: Any = col(Comment.is_listed).is_(True)
    waits = col(Comment.state) == CommentState.WAITING
    if told:
        shown = shown | waits
    elif own_of is not None:
        shown = shown | (waits & (col(Comment.author_id) == own_of))
    query = (
        select(Comment)
        .where(Comment.process_id == process.id, Comment.number == number, shown)
        .options(
            *(AS_SHOWN if answers else _RELATED),
            one(Comment.field, one(ActionField.group)),
            one(Comment.process),
            one(Comment.author),
        )
    )
    comment = session.exec(query).one_or_none()
    if comment is None:
        raise NotFound(_("Diese Anmerkung gibt es nicht."))
    with_additions(session, [comment])
    return comment


def own_reply(
    session: Session, comment: Comment, reply_id: int | None, author_id: int
) -> Reply | None:
    """What this person has answered, also while it waits; None once it was taken away. Not by its
    position: one below 1 is given to the next that waits as soon as somebody has decided."""
    query = (
        select(Reply)
        .where(
            Reply.id == reply_id,
            Reply.comment_id == comment.id,
            Reply.author_id == author_id,
            Reply.state != CommentState.HIDDEN,
        )
        .options(one(Reply.statement, one(Statement.office)))
    )
    found = session.exec(query).one_or_none()
    with_earlier(session, [found] if found else [])
    return found


def waiting_replies(session: Session, comment: Comment, person_id: int) -> Sequence[Reply]:
    """What this person has answered and still waits for the moderation."""
    query = (
        select(Reply)
        .where(
            Reply.comment_id == comment.id,
            Reply.author_id == person_id,
            Reply.state == CommentState.WAITING,
        )
        .order_by(col(Reply.position).desc())
        .limit(PAGE)
    )
    return session.exec(query).all()


def replies_of(session: Session, comment: Comment, after: int = 0) -> tuple[Sequence[Reply], int]:
    """Fifty replies to a comment after this position, and the position to continue after (0 at
    the end)."""
    query = (
        select(Reply)
        .where(Reply.comment_id == comment.id, Reply.position > after)
        .order_by(col(Reply.position))
        .limit(REPLY_PAGE + 1)
        .options(one(Reply.statement, one(Statement.office)))
    )
    found = session.exec(query).all()
    rest = found[REPLY_PAGE - 1].position if len(found) > REPLY_PAGE else 0
    with_earlier(session, found[:REPLY_PAGE])
    return found[:REPLY_PAGE], rest


def with_additions(session: Session, notes: Iterable[Comment], *, own: bool = False) -> None:
    """Load what was added to these notes, if anything was: the database is asked only then. What is
    not public shows none, but to its author (`own`)."""
    notes = list(notes)
    added: dict[int, list[Addition]] = {
        note.id: [] for note in notes if _shows(note) or (own and note.additions_count > 0)
    }
    if added:
        query = select(Addition).where(col(Addition.comment_id).in_(added))
        for addition in session.exec(query.order_by(col(Addition.position))):
            added[addition.comment_id].append(addition)
    for note in notes:
        set_committed_value(note, "additions", added.get(note.id, []))


def _shows(note: Comment) -> bool:
    return note.additions_count > 0 and note.state is CommentState.PUBLIC


def keys_on_field(session: Session, field: ActionField, wanted: Filter) -> tuple[list[int], str]:
    """Ids of a page of the field's comments and tombstones, and the key that continues. Of notes
    that say nearly the same only the first (folding.py)."""
    query = select(Comment.id, Comment.supports, Comment.number).where(
        Comment.process_id == field.process_id,
        Comment.field_id == field.id,
        col(Comment.is_listed).is_(True),
    )
    query = folded(query, wanted, field.process_id, field_id=field.id)
    found = session.exec(_ordered(query, wanted).limit(PAGE + 1)).all()
    ids = [row[0] for row in found[:PAGE]]
    return ids, f"{found[PAGE - 1][1]}.{found[PAGE - 1][2]}" if len(found) > PAGE else ""


def by_ids(session: Session, ids: Sequence[int]) -> dict[int, Comment]:
    """These comments, as shown, by id."""
    query = select(Comment).where(col(Comment.id).in_(ids)).options(*AS_SHOWN)
    found = {comment.id: comment for comment in session.exec(query)}
    with_additions(session, found.values())
    return found


class Glance(NamedTuple):
    """As much of a comment as one line beside the text shows, and how it ranks."""

    id: int
    number: int
    author_name: str
    kind: CommentKind
    text: str
    is_answered: bool
    supports: int


_GLANCES = select_columns(
    col(Comment.id),
    col(Comment.number),
    col(Comment.author_name),
    col(Comment.kind),
    func.substr(Comment.text, 1, 300),
    col(Comment.is_answered),
    col(Comment.supports),
).where(col(Comment.id).in_(bindparam("ids", expanding=True)))


def glances(session: Session, ids: Sequence[int]) -> dict[int, Glance]:
    """These comments at a glance, by id."""
    rows = session.connection().execute(_GLANCES, {"ids": list(ids)})
    return {row[0]: Glance(*row) for row in rows}


@cache
def supported_statement(places: int) -> Any:
    """The question for so many comments; always the same words, so that they are put together
    once."""
    ids: list[Any] = [bindparam(f"id_{at}") for at in range(places)]
    return select_columns(col(Support.comment_id)).where(
        col(Support.person_id) == bindparam("person"), col(Support.comment_id).in_(ids)
    )


def supported_by(session: Session, person_id: int, ids: Sequence[int]) -> set[int]:
    """Which of these comments the person supports."""
    places = -(-len(ids) // 32) * 32
    padded = [*ids, *[0] * (places - len(ids))]
    row = {f"id_{at}": number for at, number in enumerate(padded)}
    found = session.connection().execute(supported_statement(places), {**row, "person": person_id})
    return set(found.scalars())
