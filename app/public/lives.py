"""The life of one note, as far as it is kept: what its receipt and its public page read. The same
questions however old the note is: eleven for the receipt, fewer where something cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.comments.joined import repeats
from app.drafts.addresses import Address
from app.groups.traced import Changed, traces_of_note
from app.loading import one
from app.models import (
    ActionField,
    Bundle,
    BundleState,
    Comment,
    CommentState,
    Consultation,
    EarlierDisposition,
    Echo,
    Event,
    GuestNote,
    Inquiry,
    Meeting,
    Pointer,
    Process,
    Removal,
    Reply,
    Statement,
    Station,
    Status,
    Stop,
    Voice,
)
from app.moderation.inquired import asked_about
from app.public.queries import stations_of
from app.public.ways import Carried, Moved, left_later, moved, ways_of

MOST = 20  # answers of officials, or bundles, that a life tells one by one
SEEN = (CommentState.PUBLIC, CommentState.HIDDEN, CommentState.WITHDRAWN)
AT_WORK = (Status.OPEN, Status.CLOSED, Status.REVISING)


@dataclass(frozen=True)
class Kept:
    """Everything that is kept about what became of a note. What only its author may read, and
    what is still to come, is empty where nobody asked for it."""

    note: Comment
    stop: Stop | None = None
    guest: GuestNote | None = None
    removal: Removal | None = None
    answers: Sequence[Reply] = ()
    inquiries: Sequence[Inquiry] = ()
    carried: Sequence[Carried] = ()
    changes: Sequence[Changed] = ()
    moves: Sequence[Moved] = ()
    bundles: Sequence[Bundle] = ()
    echo: Echo | None = None
    consultations: Sequence[Consultation] = ()
    stations: Sequence[Station] = ()
    event: Event | None = None
    is_repeated: bool = False
    earlier: Sequence[EarlierDisposition] = ()

    @property
    def public_since(self) -> datetime | None:
        """When it came before the public, or into its place as a tombstone; None as long as it
        waits."""
        if self.note.state not in SEEN:
            return None
        moments = [self.note.created_at]
        moments += [self.guest.confirmed_at] if self.guest and self.guest.confirmed_at else []
        moments += [self.stop.decided_at] if self.stop and self.stop.decided_at else []
        return max(moments)


def kept_of(
    session: Session,
    process: Process,
    note: Comment,
    now: datetime,
    *,
    own: bool,
    answers: Sequence[Reply] | None = None,
) -> Kept:
    """What is kept of this note. With `own` also what is for its author, and what comes next;
    `answers` are those to it, where they have been read already. `note` comes with its field and
    its decision."""
    (stop, guest, echo, is_repeated), earlier = _arrival(session, note)
    seen = note.state in SEEN
    carried, pointers = ways_of(session, note) if seen else ([], [])
    to_be_seen = own and note.state in (CommentState.UNCONFIRMED, CommentState.WAITING)
    over = note.state in (CommentState.HIDDEN, CommentState.WITHDRAWN)
    goes_on = own and not over and not note.parts_count  # what comes next comes to its parts
    return Kept(
        note,
        stop,
        guest,
        removal=_removal(session, note) if own and note.state is CommentState.HIDDEN else None,
        answers=_official(session, note, answers) if seen else (),
        inquiries=asked_about(session, note) if seen else (),
        carried=carried,
        changes=traces_of_note(session, note.duplicate_of_id or note.id) if carried else (),
        moves=moved(note, pointers, carried),
        bundles=_bundles(session, note, carried, pointers, Kept(note, stop, guest).public_since),
        echo=echo,
        is_repeated=bool(is_repeated),
        earlier=earlier if seen else (),
        consultations=_consultations(session, process) if seen or to_be_seen else (),
        stations=stations_of(session, process) if goes_on else (),
        event=_next_event(session, process, note, now) if goes_on else None,
    )


def _arrival(session: Session, note: Comment) -> tuple[Any, list[EarlierDisposition]]:
    """Why it waited, how a guest confirmed it, what its author says to the decision that holds now:
    at most one of each; and whether another note repeats it. And what was decided on it before, the
    latest first. All in one question."""
    of_note = (col(Stop.comment_id) == note.id) & col(Stop.reply_id).is_(None)
    decided_at = note.disposition.decided_at if note.disposition else None
    holds = (col(Echo.comment_id) == note.id) & (col(Echo.decided_at) == decided_at)
    query: Any = (
        choose(Stop, GuestNote, Echo, repeats(note).label("is_repeated"), EarlierDisposition)
        .select_from(Comment)
        .outerjoin(Stop, of_note)
        .outerjoin(GuestNote, col(GuestNote.comment_id) == note.id)
        .outerjoin(Echo, holds)
        .outerjoin(EarlierDisposition, col(EarlierDisposition.comment_id) == note.id)
        .where(col(Comment.id) == note.id)
        .order_by(col(EarlierDisposition.position).desc())
        .limit(MOST)
    )
    rows = session.execute(query).all()
    return rows[0][:4], [row[4] for row in rows if row[4] is not None]


def _removal(session: Session, note: Comment) -> Removal | None:
    query = (
        select(Removal)
        .where(
            Removal.comment_id == note.id,
            col(Removal.reply_id).is_(None),
            col(Removal.restored_at).is_(None),
        )
        .order_by(col(Removal.id).desc())
        .limit(1)
        .options(one(Removal.rule))
    )
    return session.exec(query).first()


def _official(session: Session, note: Comment, known: Sequence[Reply] | None) -> Sequence[Reply]:
    """The public answers of moderators and offices, in their order."""
    if known is not None:
        return [
            answer
            for answer in known
            if answer.voice is not Voice.RESIDENT and answer.state is CommentState.PUBLIC
        ]
    query = (
        select(Reply)
        .where(
            Reply.comment_id == note.id,
            Reply.voice != Voice.RESIDENT,
            Reply.state == CommentState.PUBLIC,
            col(Reply.position) > 0,
        )
        .order_by(col(Reply.position))
        .limit(MOST)
        .options(one(Reply.statement, one(Statement.office)))
    )
    return session.exec(query).all()


def _bundles(
    session: Session,
    note: Comment,
    carried: Sequence[Carried],
    pointers: Sequence[Pointer],
    since: datetime | None,
) -> list[Bundle]:
    """The bundles in which it went to a working group: of the group that had the field in which
    it stood, in the version of which the bundle was drawn, on that day."""
    if since is None:
        return []
    stood = {
        step.carrying.from_version_id: _field_of(step.carrying.old_address) for step in carried
    }
    stood[note.version_id] = note.field.number
    fields = {*stood.values(), *(pointer.field.number for pointer in pointers)}
    query = (
        select(Bundle, ActionField.number)
        .join(ActionField, col(ActionField.group_id) == col(Bundle.group_id))
        .where(
            Bundle.process_id == note.process_id,
            ActionField.process_id == note.process_id,
            col(ActionField.number).in_({number for number in fields if number}),
            col(Bundle.drawn_at) >= since,
            Bundle.state == BundleState.READY,
        )
        .order_by(col(Bundle.drawn_at), col(Bundle.id))
        .limit(MOST)
        .options(one(Bundle.group))
    )
    found = session.exec(query).all()
    return [
        bundle
        for bundle, number in found
        if (left_later(bundle, carried, pointers) or stood.get(bundle.version_id)) == number
    ]


def _field_of(address: str) -> int | None:
    try:
        return Address.parse(address).field
    except ValueError:
        return None


def _consultations(session: Session, process: Process) -> Sequence[Consultation]:
    query = (
        select(Consultation)
        .where(Consultation.process_id == process.id)
        .order_by(col(Consultation.position))
    )
    return session.exec(query).all()


def _next_event(session: Session, process: Process, note: Comment, now: datetime) -> Event | None:
    """When the field's group meets next, in public."""
    if note.field.group_id is None or process.status not in AT_WORK:
        return None
    query = (
        select(Event)
        .join(Meeting, col(Meeting.event_id) == col(Event.id))
        .where(
            Event.process_id == process.id,
            Meeting.group_id == note.field.group_id,
            col(Event.ends_at) > now,
        )
        .order_by(col(Event.starts_at))
        .limit(1)
    )
    return session.exec(query).first()
