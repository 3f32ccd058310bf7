"""What pages read of following."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import bindparam, literal_column, union_all
from sqlalchemy import select as choose
from sqlmodel import Session, col, func, select

from app.cities import in_city
from app.comments.queries import by_number, supported_statement
from app.i18n import _
from app.loading import one
from app.models import (
    ActionField,
    Comment,
    CommentState,
    Following,
    MailWish,
    Pace,
    Person,
    Process,
)
from app.news import subjects
from app.processes.queries import PUBLIC, field_by_slug

LISTED = 100  # of what somebody follows in a city, on one page


@dataclass(frozen=True)
class Place:
    """Something that can be followed: its word, its page, and what it is called in a sentence."""

    process: Process
    subject: str = subjects.PROCESS
    path: str = ""
    field: ActionField | None = None
    note: Comment | None = None

    @property
    def page(self) -> str:
        """Its public page."""
        return f"/p/{self.process.slug}{self.path}"

    @property
    def query(self) -> str:
        """What follows the "?" in the address of its page of following; "" for the process."""
        if self.note is not None:
            return f"note={self.note.number}"
        return f"field={self.field.slug}" if self.field is not None else ""

    @property
    def named(self) -> str:
        """What it is called."""
        if self.note is not None:
            return _("die Anmerkung #%(n)d") % {"n": self.note.number}
        if self.field is not None:
            facts = {"label": self.field.label, "title": self.field.title}
            return _("das Handlungsfeld %(label)s %(title)s") % facts
        return _("das ganze Verfahren")


def place_of(session: Session, process: Process, field_slug: str = "", number: int = 0) -> Place:
    """What is meant: a note by its number, a field by its slug, else the process. Raises
    `NotFound`."""
    if number:
        note = by_number(session, process, number)
        return place_of_note(note)
    if field_slug:
        found = field_by_slug(session, process, field_slug)
        return Place(process, subjects.of_field(found), f"/fields/{found.slug}", field=found)
    return Place(process)


def place_of_note(note: Comment) -> Place:
    """A note as something to follow; its process is loaded."""
    return Place(note.process, subjects.of_thread(note), f"/comments/{note.number}", note=note)


def about_following(session: Session, visitor: Person | None, place: Place) -> dict[str, Any]:
    """What a page needs to offer following: the place, and whether the visitor follows it."""
    following = visitor is not None and follows(session, visitor.id, place)
    return {"place": place, "following": following}


def follows(session: Session, person_id: int, place: Place) -> bool:
    """Whether this person follows it; authors follow their own notes unless they said no."""
    return is_followed(
        session, person_id, place.process.id, place.subject, own=_is_own(person_id, place.note)
    )


def _is_own(person_id: int, note: Comment | None) -> bool:
    return note is not None and note.author_id == person_id


def is_followed(
    session: Session, person_id: int, process_id: int, subject: str, *, own: bool = False
) -> bool:
    """The same by its word; `own` says that it is a note of this person's."""
    query = select(Following.id).where(
        Following.person_id == person_id,
        Following.process_id == process_id,
        Following.subject == (subjects.NOT if own else "") + subject,
    )
    return (session.exec(query).first() is None) == own


@cache
def _own_marks(places: int) -> Any:
    """The notes that somebody supports, and a 0 if they follow the field."""
    follows: Any = choose(literal_column("0")).where(
        col(Following.person_id) == bindparam("person"),
        col(Following.field_id) == bindparam("field"),
    )
    return union_all(supported_statement(places), follows)


def own_marks(
    session: Session, person_id: int, notes: Sequence[int], field_id: int
) -> tuple[set[int], bool]:
    """For a page that is finished but for its reader's own marks, in one question: which of these
    notes they support, and whether they follow the field."""
    places = -(-len(notes) // 32) * 32
    padded = [*notes, *[0] * (places - len(notes))]
    row = {f"id_{at}": number for at, number in enumerate(padded)}
    asked = {**row, "person": person_id, "field": field_id}
    found = set(session.connection().execute(_own_marks(places), asked).scalars())
    return found - {0}, 0 in found


def pace_of(session: Session, person_id: int, process_id: int) -> Pace:
    """How often this person wants mail about the process."""
    query = select(MailWish.pace).where(
        MailWish.person_id == person_id, MailWish.process_id == process_id
    )
    return Pace(session.exec(query).one_or_none() or Pace.AT_ONCE)


def has_ended(session: Session, person_id: int, place: Place) -> bool:
    """Whether this person has said that no mail about this note shall come any more."""
    return is_followed(session, person_id, place.process.id, subjects.NOT + place.subject)


def follows_by_mail(session: Session, email: str, place: Place) -> bool:
    """Whether mail about this place still goes to whoever has this address."""
    person = session.exec(select(Person.id).where(Person.email == email)).one_or_none()
    if person is None or pace_of(session, person, place.process.id) is Pace.NEVER:
        return False
    return follows(session, person, place)


def count_followings(session: Session, person_id: int) -> int:
    """How many things this person follows."""
    query = select(func.count()).select_from(Following).where(Following.person_id == person_id)
    return int(session.exec(query).one())


@dataclass
class Heard:
    """A process from which somebody hears: what they follow in it, how many notes of their own,
    and how often mail comes."""

    process: Process
    pace: Pace = Pace.AT_ONCE
    followed: list[Following] = field(default_factory=list)
    own: int = 0


def heard_by(session: Session, person: Person) -> list[Heard]:
    """All processes of this city from which this person hears or heard, by title."""
    followed = _followed(session, person)
    own = _own(session, person)
    wishes = {
        wish.process_id: wish.pace
        for wish in session.exec(select(MailWish).where(MailWish.person_id == person.id))
    }
    ids = {*own, *wishes, *(one.process_id for one in followed)}
    query = select(Process).where(
        col(Process.id).in_(ids), col(Process.status).in_(PUBLIC), in_city(session)
    )
    found = {
        process.id: Heard(process, wishes.get(process.id, Pace.AT_ONCE), own=own.get(process.id, 0))
        for process in session.exec(query.order_by(col(Process.title)))
    }
    for row in followed:
        if row.process_id in found:
            found[row.process_id].followed.append(row)
    return list(found.values())


def _followed(session: Session, person: Person) -> Sequence[Following]:
    query = (
        select(Following)
        .join(Process, col(Process.id) == col(Following.process_id))
        .where(
            Following.person_id == person.id,
            in_city(session),
            col(Following.subject).not_like(f"{subjects.NOT}%"),
        )
        .order_by(col(Following.id).desc())
        .limit(LISTED)
        .options(one(Following.field), one(Following.comment))
    )
    return session.exec(query).all()


def _own(session: Session, person: Person) -> dict[int, int]:
    query = (
        choose(col(Comment.process_id), func.count())
        .where(col(Comment.author_id) == person.id, col(Comment.state) == CommentState.PUBLIC)
        .group_by(col(Comment.process_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def process_here(session: Session, process_id: int) -> Process | None:
    """A public process of this city by its number."""
    query = select(Process).where(
        Process.id == process_id, col(Process.status).in_(PUBLIC), in_city(session)
    )
    return session.exec(query.options(one(Process.organisation))).one_or_none()


def place_by_subject(session: Session, process_id: int, subject: str) -> Place | None:
    """What a word means in a public process of this city, as far as the public sees it."""
    process = process_here(session, process_id)
    if process is None or not subjects.is_subject(subject):
        return None
    if subject == subjects.PROCESS:
        return Place(process)
    number = subjects.number_of(subject)
    if subject.startswith("field:"):
        found = session.get(ActionField, number)
        if found is None or found.process_id != process.id:
            return None
        return Place(process, subject, f"/fields/{found.slug}", field=found)
    query = select(Comment).where(
        Comment.id == number, Comment.process_id == process.id, col(Comment.is_listed).is_(True)
    )
    note = session.exec(query.options(one(Comment.field))).one_or_none()
    return Place(process, subject, f"/comments/{note.number}", note=note) if note else None
