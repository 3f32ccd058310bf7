"""The memory of the process (who did what to which thing, and when), and work still to do."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from app.models.base import Data, Moment, Table, reference


class JournalEntry(Table, table=True):
    """One deed. Never edited, never deleted."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_process_id_id", "process_id", "id"),
        Index("ix_journal_entry_subject", "subject_type", "subject_id"),
    )

    organisation_id: int | None = reference("organisation.id", nullable=True)
    process_id: int | None = reference("process.id", nullable=True)
    actor_id: int | None = reference("person.id", nullable=True, index=True)
    deed: str = Field(max_length=60)
    subject_type: str = Field(max_length=40)
    subject_id: int
    details: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    at: datetime = Field(sa_type=Moment)


class JournalLink(Table, table=True):
    """A link of the journal's chain: it binds one entry to all before it.

    `number` counts from 1 without a gap. `content_hash` is the salted hash of the entry's
    details, so that these can be erased (and `salt` with them) without breaking the chain.
    """

    __tablename__ = "journal_link"

    number: int = Field(unique=True)
    entry_id: int = reference("journal_entry.id", unique=True)
    salt: str = Field(max_length=32)
    content_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class OutboxMail(Table, table=True):
    """A mail written in the transaction of the deed it tells of, sent after it, at least once, in
    the name of the city it belongs to. `unsubscribe` is the address that ends mails like it, for
    those that may be ended (RFC 8058)."""

    __tablename__ = "outbox_mail"
    __table_args__ = (
        Index("ix_outbox_mail_due", "sent_at", "due_at"),
        Index("ix_outbox_mail_organisation_id_id", "organisation_id", "id"),
    )

    organisation_id: int | None = reference("organisation.id", nullable=True)
    process_id: int | None = reference("process.id", nullable=True)
    to_address: str = Field(max_length=254)
    to_name: str = Field(default="", max_length=80)
    subject: str = Field(max_length=200)
    text: str
    unsubscribe: str = Field(default="", max_length=400)
    created_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    failed_at: datetime | None = Field(default=None, sa_type=Moment)
    error: str = ""


class Job(Table, table=True):
    """Slow work, leased by one worker at a time, at least once, safe to do twice."""

    __table_args__ = (Index("ix_job_due", "finished_at", "due_at"),)

    process_id: int | None = reference("process.id", nullable=True)
    kind: str = Field(max_length=40)
    arguments: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    created_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    attempts: int = 0
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    error: str = ""
