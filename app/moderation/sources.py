"""The kinds of things that need a decision, each as a question that reads them in their order by
an index; all with the same columns, so that one list holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    type_coerce,
)
from sqlalchemy import select as select_columns
from sqlmodel import col

from app.comments.joined import wants_answer
from app.models import (
    Comment,
    CommentState,
    Inquiry,
    InquiryState,
    NoteGroup,
    Notice,
    Office,
    Process,
    Removal,
    Reply,
    Stop,
)
from app.models.base import Moment
from app.moderation.narrowing import FOREIGN, Narrowing, asked_about, translated
from app.moderation.wanted import ASKED, Key, What

SMALLEST = 3  # notes that say nearly the same are a group worth one answer
EXCERPT = 160  # characters of a note that the list shows
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ABOUT = ("number", "comment_id", "kind", "excerpt", "address", "language", "field_id")


def micros(moment: datetime) -> int:
    """A moment as a number in a key."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(number: int) -> datetime:
    """The moment of such a number."""
    return EPOCH + timedelta(microseconds=min(number, 10**17))


def columns(
    what: str,
    at: Any,
    subject: Any,
    *,
    size: Any = None,
    name: Any = None,
    note: bool = False,
    text: Any = None,
) -> tuple[Any, ...]:
    """The same columns for every kind of thing: what, since when, its number, how large, a name;
    and with `note` those of the note, of which `text` is shown."""
    word, number = cast(null(), String), cast(null(), Integer)
    about: tuple[Any, ...] = (number, number, word, word, word, word, number)
    if note:
        said = func.substr(col(Comment.text) if text is None else text, 1, EXCERPT)
        kind = type_coerce(col(Comment.kind), String)
        about = (col(Comment.number), col(Comment.id), kind, said)
        about += (col(Comment.address), col(Comment.language), col(Comment.field_id))
    return (
        literal(what, String).label("what"),
        type_coerce(at, Moment).label("at"),
        subject.label("subject"),
        (literal(0, Integer) if size is None else size).label("size"),
        (word if name is None else name).label("name"),
        *(column.label(label) for column, label in zip(about, _ABOUT, strict=True)),
    )


@dataclass(frozen=True)
class Sources:
    """The questions for one process, as its filter narrows them: `late_before` is when a note must
    have been written to be late at `now`. With `folds` the notes of a group that stands in the list
    do not stand in it once more."""

    narrowing: Narrowing
    now: datetime
    late_before: datetime
    folds: bool = False

    @property
    def process(self) -> Process:
        """Whose inbox it is."""
        return self.narrowing.process

    def of(self, what: What, after: Key | None = None) -> Select[Any]:
        """All things of this kind in their order, behind the key `after` if it is of this kind."""
        key = after if after is not None and after.what is what else None
        if what is What.REPORTED:
            return self._about_notes(Notice, what, Notice.at, col(Notice.ruling).is_(None), key)
        if what is What.APPROVAL:
            return self._about_notes(Stop, what, Stop.at, col(Stop.release).is_(None), key)
        if what is What.OBJECTED:
            is_open = and_(col(Removal.objected_at).is_not(None), col(Removal.outcome).is_(None))
            return self._about_notes(Removal, what, Removal.objected_at, is_open, key)
        if what in (What.STATEMENT, What.OVERDUE):
            return self._inquiries(what, key)
        if what is What.SIMILAR:
            return self._groups(key)
        return self._foreign(key) if what is What.FOREIGN else self._unanswered(what, key)

    def _about_notes(
        self, table: Any, what: What, at: Any, is_open: Any, key: Key | None
    ) -> Select[Any]:
        said = func.coalesce(col(Reply.text), col(Comment.text))
        name = func.coalesce(col(Reply.author_name), col(Comment.author_name))
        query = (
            select_columns(*columns(what, at, table.id, name=name, note=True, text=said))
            .select_from(table)
            .join(Comment, col(Comment.id) == table.comment_id)
            .outerjoin(Reply, col(Reply.id) == table.reply_id)
            .where(table.process_id == self.process.id, is_open, *self.narrowing.of_notes())
        )
        if what is What.OBJECTED:  # of all that was hidden few objected: by when they did
            return _behind(query.order_by(at, table.id), at, table.id, key)
        query = query.order_by(table.id)
        return query if key is None else query.where(table.id > key.minor)

    def _inquiries(self, what: What, key: Key | None) -> Select[Any]:
        state = InquiryState.ANSWERED if what is What.STATEMENT else InquiryState.ASKED
        due, number = col(Inquiry.due_at), col(Inquiry.id)
        query = (
            select_columns(*columns(what, due, number, name=col(Office.name)))
            .select_from(Inquiry)
            .join(Office, col(Office.id) == col(Inquiry.office_id))
            .where(col(Inquiry.process_id) == self.process.id, col(Inquiry.state) == state)
            .where(*self.narrowing.of_inquiries())
            .order_by(due, number)
        )
        if what is What.OVERDUE:
            query = query.where(due < self.now)
        return _behind(query, due, number, key)

    def _alone(self) -> list[ColumnElement[bool]]:
        """That a note is in no group whose one line stands for it."""
        if not self.folds:
            return []
        shown = select_columns(col(NoteGroup.id)).where(*self._is_listed())
        group = col(Comment.note_group_id)
        return [or_(group.is_(None), group.not_in(shown.correlate(None)))]

    def _is_listed(self) -> list[ColumnElement[bool]]:
        """What a group must be to stand in the list: unanswered, not looked at since it grew."""
        return [
            col(NoteGroup.process_id) == self.process.id,
            col(NoteGroup.is_answered).is_(False),
            col(NoteGroup.size) >= SMALLEST,
            col(NoteGroup.split_at).is_(None),
            or_(
                col(NoteGroup.looked_at).is_(None),
                col(NoteGroup.changed_at) > col(NoteGroup.looked_at),
            ),
        ]

    def _groups(self, key: Key | None) -> Select[Any]:
        size, number = col(NoteGroup.size), col(NoteGroup.id)
        about = columns(What.SIMILAR, col(NoteGroup.changed_at), number, size=size, note=True)
        first = and_(
            col(Comment.process_id) == self.process.id,
            col(Comment.number) == col(NoteGroup.first_number),
        )
        query = (
            select_columns(*about)
            .select_from(NoteGroup)
            .join(Comment, first)
            .where(*self._is_listed(), _wants_one_answer(), *self.narrowing.of_groups())
            .order_by(size.desc(), number.desc())
        )
        if key is None:
            return query
        return query.where(size <= key.major, or_(size < key.major, number < key.minor))

    def _foreign(self, key: Key | None) -> Select[Any]:
        number, name = col(Comment.number), col(Comment.author_name)
        query = (
            select_columns(
                *columns(What.FOREIGN, col(Comment.created_at), number, name=name, note=True)
            )
            .where(col(Comment.process_id) == self.process.id, FOREIGN, not_(translated()))
            .where(*self.narrowing.of_notes(), *self._alone())
            .order_by(number)
        )
        return query if key is None else query.where(number > key.minor)

    def _unanswered(self, what: What, key: Key | None) -> Select[Any]:
        """Public notes without an official answer, oldest first. Those at an office wait for it,
        not for the moderation; they come back with its statement, or when its day has passed."""
        at, number, name = col(Comment.created_at), col(Comment.number), col(Comment.author_name)
        query = (
            select_columns(*columns(what, at, number, name=name, note=True))
            .where(
                col(Comment.process_id) == self.process.id,
                col(Comment.is_answered).is_(False),
                col(Comment.state) == CommentState.PUBLIC,
                wants_answer(),
                at < self.late_before if what is What.LATE else at >= self.late_before,
                *self.narrowing.of_notes(),
                *self._alone(),
            )
            .order_by(at, number)
        )
        if self.narrowing.wanted.state != ASKED:
            query = query.where(not_(asked_about()))
        return _behind(query, at, number, key)


def _wants_one_answer() -> ColumnElement[bool]:
    """That a note of the group waits that is answered with it: not only one that was split, which
    its parts answer."""
    waits = select_columns(col(Comment.id)).where(
        col(Comment.note_group_id) == col(NoteGroup.id),
        col(Comment.state) == CommentState.PUBLIC,
        col(Comment.is_answered).is_(False),
        wants_answer(),
    )
    return waits.correlate(NoteGroup).exists()


def _behind(query: Select[Any], at: Any, number: Any, key: Key | None) -> Select[Any]:
    if key is None:
        return query
    then = moment(key.major)
    return query.where(at >= then, or_(at > then, number > key.minor))
