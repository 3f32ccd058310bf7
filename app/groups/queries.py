"""What a working group's room and its bundles read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app import db
from app.cities import base_url_of, in_city
from app.drafts.queries import blocks_of, sections_of
from app.errors import NotFound
from app.groups import joined
from app.groups.attachments import attachments_of
from app.groups.contents import Contents, Field, Head
from app.groups.covering import changed_since, covered_by
from app.groups.notes import NotesInOrder, handed_over
from app.groups.passages import passages
from app.groups.rights import Rights
from app.groups.templates import dress_of
from app.groups.topic_notes import fields_of_topics, of_topics
from app.i18n import _
from app.loading import one
from app.models import (
    ActionField,
    Bundle,
    BundleChunk,
    Comment,
    DraftVersion,
    Event,
    GroupKind,
    JournalEntry,
    Meeting,
    Person,
    Pointer,
    Process,
    WorkingGroup,
)
from app.processes.queries import is_shown

DOWNLOADED = "bundle.downloaded"


@dataclass(frozen=True)
class Room:
    """What a working group sees of its work: its fields, its bundles, when it meets next."""

    fields: Sequence[ActionField]
    bundles: Sequence[Bundle]
    next_event: Event | None
    fresh: int  # notes that have come since the last bundle was drawn, tombstones included

    @property
    def notes(self) -> int:
        """How many notes stand on the group's fields."""
        return sum(field.comments_count for field in self.fields)

    @property
    def answered(self) -> int:
        """How many of them have an official answer."""
        return sum(field.answered_count for field in self.fields)


def room_of(session: Session, group: WorkingGroup, now: datetime) -> Room:
    """The room in five queries; of bundles the hundred newest, newest first."""
    bundles = (
        select(Bundle)
        .where(Bundle.group_id == group.id)
        .order_by(col(Bundle.number).desc())
        .limit(100)
    )
    event = (
        select(Event)
        .join(Meeting)
        .where(Meeting.group_id == group.id, col(Event.ends_at) > now)
        .order_by(col(Event.starts_at))
        .limit(1)
    )
    fields, drawn = fields_of(session, group), session.exec(bundles).all()
    return Room(
        fields=fields,
        bundles=drawn,
        next_event=session.exec(event).first(),
        fresh=count_new(session, fields, drawn[0] if drawn else None),
    )


def count_new(session: Session, fields: Sequence[ActionField], last: Bundle | None) -> int:
    """How many notes stand on these fields that this bundle does not cover. What it covers was
    counted then, parts and duplicates too; what was moved away since is in it and no longer here.
    What was moved here counts as new."""
    ids = [field.id for field in fields]
    if not ids:
        return 0
    here = select(func.count()).where(
        Comment.process_id == fields[0].process_id,
        col(Comment.field_id).in_(ids),
        col(Comment.is_listed).is_(True),
    )
    now = session.exec(here).one()
    if last is None:
        return now
    return max(now - covers(last) + _left_since(session, ids, last), 0)


def covers(bundle: Bundle) -> int:
    """How many notes stood on its group's fields: those in it, and those it goes on from."""
    counted = bundle.figures.get("covers")
    return counted if isinstance(counted, int) else bundle.notes_count


def _left_since(session: Session, field_ids: Sequence[int], bundle: Bundle) -> int:
    """How many notes of a bundle a moderator has moved to other groups' fields since."""
    before = aliased(Pointer)
    came_since = select(before.id).where(
        col(before.comment_id) == col(Pointer.comment_id),
        col(before.at) > bundle.drawn_at,
        col(before.id) < col(Pointer.id),
    )
    query = (
        select(func.count())
        .select_from(Pointer)
        .join(Comment, col(Comment.id) == col(Pointer.comment_id))
        .where(
            Pointer.process_id == bundle.process_id,
            col(Pointer.field_id).in_(field_ids),
            col(Pointer.at) > bundle.drawn_at,
            ~came_since.exists(),
            col(Comment.field_id).not_in(field_ids),
            *handed_over(bundle.drawn_at),
        )
    )
    return session.exec(query).one()


def fields_of(session: Session, group: WorkingGroup) -> Sequence[ActionField]:
    """The group's action fields by number: those of the public version, and those on which notes
    stand."""
    query = (
        select(ActionField)
        .where(
            ActionField.process_id == group.process_id,
            ActionField.group_id == group.id,
            is_shown(),
        )
        .order_by(col(ActionField.number))
    )
    return session.exec(query).all()


def bundle_by_id(session: Session, bundle_id: int) -> Bundle:
    """The bundle with its group, process, organisation and who drew it. Raises `NotFound`, also
    for another city's."""
    query = (
        select(Bundle)
        .join(Process, col(Process.id) == col(Bundle.process_id))
        .where(Bundle.id == bundle_id, in_city(session))
        .options(
            one(Bundle.group),
            one(Bundle.process, one(Process.organisation)),
            one(Bundle.drawn_by),
        )
    )
    bundle = session.exec(query).one_or_none()
    if bundle is None:
        raise NotFound(_("Dieses Paket gibt es nicht."))
    return bundle


def bundle_by_number(session: Session, group: WorkingGroup, number: int) -> Bundle:
    """The group's bundle of this number. Raises `NotFound`."""
    query = select(Bundle).where(Bundle.group_id == group.id, Bundle.number == number)
    bundle = session.exec(query).one_or_none()
    if bundle is None:
        raise NotFound(_("Dieses Paket gibt es nicht."))
    return bundle


def count_notes(session: Session, group: WorkingGroup, until: datetime) -> int:
    """How many notes a bundle drawn at `until` holds, tombstones included."""
    query = (
        select(func.count())
        .select_from(Comment)
        .join(ActionField, col(ActionField.id) == col(Comment.field_id))
        .where(
            Comment.process_id == group.process_id,
            *(of_topics(group, until) or (ActionField.group_id == group.id,)),
            *handed_over(until),
        )
    )
    return session.exec(query).one()


def downloaded_since(session: Session, bundle: Bundle, person: Person, since: datetime) -> bool:
    """Whether the journal knows of a download of this bundle by this person since then."""
    query = select(JournalEntry.id).where(
        JournalEntry.subject_type == Bundle.__name__,
        JournalEntry.subject_id == bundle.id,
        JournalEntry.deed == DOWNLOADED,
        JournalEntry.actor_id == person.id,
        col(JournalEntry.at) >= since,
    )
    return session.exec(query.limit(1)).first() is not None


def chunks_of(engine: Engine, bundle_id: int) -> Iterator[bytes]:
    """The bundle's bytes piece by piece, each read in a transaction of its own: a slow line
    holds no connection, and a stored bundle never changes."""
    position = 0
    while True:
        query = select(BundleChunk.content).where(
            BundleChunk.bundle_id == bundle_id, BundleChunk.position == position
        )
        with db.reading(engine) as session:
            content = session.exec(query).first()
        if content is None:
            return
        yield content
        position += 1


def head_of(bundle: Bundle, version: int, base_url: str = "", since: int = 0) -> Head:
    """Whose bundle this is, with everything it needs loaded as `bundle_by_id` does; `since` is the
    number of the one it goes on from."""
    process, group, city = bundle.process, bundle.group, bundle.process.organisation
    unit, rights = city.unit or city.name, Rights.of_bundle(bundle)
    return Head(
        organisation=city.name,
        process=process.title,
        process_slug=process.slug,
        group=f"{group.name} {group.title}".strip(),
        group_slug=group.slug,
        number=bundle.number,
        version=version,
        opens_at=process.opens_at,
        closes_at=process.closes_at,
        zone=process.zone,
        drawn_at=bundle.drawn_at,
        drawn_by=bundle.drawn_by.name if bundle.drawn_by else unit,
        url=f"{base_url_of(base_url, city.host)}/p/{process.slug}",
        contact=", ".join(part for part in (unit, city.email) if part),
        since=since,
        marks=rights.marks(group.name),
        with_contacts=rights.contacts,
        with_hidden=rights.sees_hidden,
        advises=group.kind is GroupKind.TOPIC,
        bundle_key=f"randnotiz:bundle:{process.slug}:{group.slug}:{bundle.number}",
    )


@dataclass(frozen=True)
class Opened:
    """A bundle's contents, and its notes, which know what it covers."""

    contents: Contents
    notes: NotesInOrder


def contents_of(session: Session, bundle: Bundle, base_url: str = "") -> Contents:
    """Everything that lies in the bundle (`opened`)."""
    return opened(session, bundle, base_url).contents


def opened(session: Session, bundle: Bundle, base_url: str = "") -> Opened:
    """Everything that lies in the bundle: the text of the group's fields (of a topic: of those with
    its notes) in the version it was drawn from, and the notes made until then, or the new ones.

    Which notes, and in which order, is read once; they come in batches with their answers, as often
    as they are asked for. So the session must stay open, and see one state (`db.reading`).
    """
    version = session.get_one(DraftVersion, bundle.version_id)
    group, until = bundle.group, bundle.drawn_at
    fields = fields_of_topics(session, group, until) or fields_of(session, group)
    last = session.get(Bundle, bundle.since_id) if bundle.since_id else None
    before = covered_by(session, last, [field.id for field in fields]) if last else None
    rights = Rights.of_bundle(bundle)
    which = of_topics(group, until)
    notes = NotesInOrder(session, bundle.process_id, fields, until, rights, before, which)
    head = head_of(bundle, version.number, base_url, last.number if last else 0)
    if last and before:
        changed = changed_since(session, fields, last, before)
        head = replace(head, changed_since=changed)
    dress = dress_of(session, bundle.process, until)
    contents = Contents(
        head=replace(head, template=dress),
        fields=tuple(_field(session, version, field) for field in fields),
        notes=lambda: iter(notes),
        moved_away=joined.moved_away(session, () if which else fields, until),
        attachments=lambda: attachments_of(session, notes.keys, rights),
    )
    return Opened(contents, notes)


def _field(session: Session, version: DraftVersion, field: ActionField) -> Field:
    sections = sections_of(session, version, field.id)
    blocks = blocks_of(session, version, field.id)
    text = tuple(passages(sections, blocks, field.number))
    return Field(label=field.label, title=field.title, colour=field.colour, passages=text)
