"""Residents beside the note itself: guests, what an author adds or says later, who follows what,
and texts in other languages."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import Data, Moment, Table, belongs_to, chosen, reference
from app.models.comment import LONGEST, Comment, Reply
from app.models.deciding import Disposition
from app.models.draft import Block, Section
from app.models.people import Person
from app.models.process import ActionField, Process


class GuestNote(Table, table=True):
    """A note by somebody without an account, who gave a name and an address: `email` is asked to
    confirm it by one mail, until `expires_at`. Only a hash of the mail's token is kept, and what
    looked like spam when it came (`reasons`). Nobody's account knows of it before; once confirmed,
    `person_id` is whose it is."""

    __tablename__ = "guest_note"
    __table_args__ = (Index("ix_guest_note_open", "confirmed_at", "expires_at"),)

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id", unique=True)
    name: str = Field(max_length=80)
    email: str = Field(max_length=254, index=True)
    locale: str = Field(default="de", max_length=12)
    token_hash: str = Field(unique=True, max_length=64)
    reasons: list[str] = Field(default_factory=list, sa_type=Data)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    person_id: int | None = reference("person.id", nullable=True, index=True)
    comment: Comment = belongs_to()


class Perspective(Table, table=True):
    """For whom somebody may say to speak in a process ("Verein oder Ehrenamt"): named by the
    process, chosen by authors who want to."""

    __table_args__ = (UniqueConstraint("process_id", "position"),)

    process_id: int = reference("process.id")
    position: int
    name: str = Field(max_length=80)


class CommentWording(Table, table=True):
    """What a note said before its author edited it, kept for the office."""

    __tablename__ = "comment_wording"
    __table_args__ = (UniqueConstraint("comment_id", "position"),)

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id")
    position: int
    kind: str = Field(default="note", max_length=32)
    text: str
    proposed_wording: str = ""
    until: datetime = Field(sa_type=Moment)


class Addition(Table, table=True):
    """A remark that an author adds to a note that can no longer be edited."""

    __table_args__ = (UniqueConstraint("comment_id", "position"),)

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id")
    position: int
    text: str = Field(max_length=LONGEST)
    html: str
    language: str = Field(default="de", max_length=12)
    created_at: datetime = Field(sa_type=Moment)
    comment: Comment = belongs_to("additions")


class Echo(Table, table=True):
    """What an author says to a decision, once: this settles it, or it does not. `decided_at` is
    the decision's: a later one can be answered anew. Without `disposition` it was taken back."""

    __table_args__ = (UniqueConstraint("comment_id", "decided_at"),)

    process_id: int = reference("process.id", index=True)
    comment_id: int = reference("comment.id")
    disposition_id: int | None = reference("disposition.id", nullable=True, index=True)
    decided_at: datetime = Field(sa_type=Moment)
    settles: bool
    words: str = Field(default="", max_length=1000)
    said_at: datetime = Field(sa_type=Moment)
    comment: Comment = belongs_to()
    disposition: Disposition | None = belongs_to()


class Following(Table, table=True):
    """Somebody wants to hear of a process, of one of its fields, or of one thread. `subject` says
    which in one word ("process", "field:3", "comment:88"), so that nobody follows it twice."""

    __table_args__ = (
        UniqueConstraint("person_id", "process_id", "subject"),
        Index("ix_following_process_id_subject", "process_id", "subject", "person_id"),
    )

    person_id: int = reference("person.id")
    process_id: int = reference("process.id")
    field_id: int | None = reference("action_field.id", nullable=True)
    comment_id: int | None = reference("comment.id", nullable=True)
    subject: str = Field(max_length=40)
    created_at: datetime = Field(sa_type=Moment)
    person: Person = belongs_to()
    process: Process = belongs_to()
    field: ActionField | None = belongs_to()
    comment: Comment | None = belongs_to()


class Pace(StrEnum):
    """How often somebody wants mail about a process."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class MailWish(Table, table=True):
    """How often a person wants mail about a process; without a row, at once."""

    __tablename__ = "mail_wish"
    __table_args__ = (UniqueConstraint("person_id", "process_id"),)

    person_id: int = reference("person.id")
    process_id: int = reference("process.id", index=True)
    pace: Pace = chosen(Pace, default=Pace.AT_ONCE)
    changed_at: datetime = Field(sa_type=Moment)
    person: Person = belongs_to()
    process: Process = belongs_to()


class News(Table, table=True):
    """Something a person is to hear of by mail: at once, or in the next digest. `about` holds what
    the mail says. Written in the transaction that made it happen, or by a job after it; `key` keeps
    it from being told twice."""

    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_news_due", "sent_at", "due_at"),
        Index("ix_news_process_id", "process_id"),
    )

    person_id: int = reference("person.id")
    process_id: int = reference("process.id")
    comment_id: int | None = reference("comment.id", nullable=True)
    reply_id: int | None = reference("reply.id", nullable=True)
    kind: str = Field(max_length=32)
    key: str = Field(max_length=80)
    about: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    made_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    person: Person = belongs_to()
    process: Process = belongs_to()


class BlockTranslation(Table, table=True):
    """A block in another language, or in plain language ("de-simple"), sentence by sentence as in
    the original. `source_hashes` are those of the original sentences it was made from: where one
    differs now, the original has moved on."""

    __tablename__ = "block_translation"
    __table_args__ = (UniqueConstraint("block_id", "language"),)

    process_id: int = reference("process.id", index=True)
    block_id: int = reference("block.id")
    language: str = Field(max_length=12)
    sentences: list[str] = Field(default_factory=list, sa_type=Data)
    source_hashes: list[str] = Field(default_factory=list, sa_type=Data)
    made_at: datetime = Field(sa_type=Moment)
    by_id: int | None = reference("person.id", nullable=True)
    block: Block = belongs_to()


class HeadingTranslation(Table, table=True):
    """A section's heading in another language, or in plain language."""

    __tablename__ = "heading_translation"
    __table_args__ = (UniqueConstraint("section_id", "language"),)

    process_id: int = reference("process.id", index=True)
    section_id: int = reference("section.id")
    language: str = Field(max_length=12)
    text: str = Field(max_length=300)
    source_hash: str = Field(max_length=64)
    made_at: datetime = Field(sa_type=Moment)
    section: Section = belongs_to()


class NoteTranslation(Table, table=True):
    """A note, or with `reply_id` an answer to it, in another language, by the office; it stands
    beside the original, marked as what it is."""

    __tablename__ = "note_translation"
    __table_args__ = (
        Index(
            "uq_note_translation_note",
            "comment_id",
            "language",
            unique=True,
            sqlite_where=text("reply_id IS NULL"),
            postgresql_where=text("reply_id IS NULL"),
        ),
        Index(
            "uq_note_translation_reply",
            "reply_id",
            "language",
            unique=True,
            sqlite_where=text("reply_id IS NOT NULL"),
            postgresql_where=text("reply_id IS NOT NULL"),
        ),
    )

    process_id: int = reference("process.id", index=True)
    comment_id: int = reference("comment.id")
    reply_id: int | None = reference("reply.id", nullable=True)
    language: str = Field(max_length=12)
    text: str
    html: str
    by_id: int | None = reference("person.id", nullable=True)
    made_at: datetime = Field(sa_type=Moment)
    comment: Comment = belongs_to()
    reply: Reply | None = belongs_to()


class NoteBand(Table, table=True):
    """One part of a note's MinHash sketch: notes that share a `value` in a `band` are probably
    alike (Broder 1997). Written after the note, by the worker; `Comment.is_sketched` says
    whether it has been."""

    __tablename__ = "note_band"
    __table_args__ = (
        UniqueConstraint("comment_id", "band"),
        Index("ix_note_band_value", "process_id", "band", "value"),
    )

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id")
    band: int
    value: int = Field(sa_type=BigInteger)
