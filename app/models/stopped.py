"""What was stopped at the door, for people to look at; and what each city stops there."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import Data, Moment, Table, belongs_to, chosen, reference
from app.models.comment import Comment, Reply


class BarrierKind(StrEnum):
    """What a barrier looks at."""

    NETWORK = "network"
    WORD = "word"


class Barrier(Table, table=True):
    """A network ("192.0.2.0/24") or a word from which, or with which, notes of one city wait for
    the moderation. `stopped_count` is how many it has stopped."""

    __table_args__ = (UniqueConstraint("organisation_id", "kind", "value"),)

    organisation_id: int = reference("organisation.id")
    kind: BarrierKind = chosen(BarrierKind)
    value: str = Field(max_length=120)
    note: str = Field(default="", max_length=200)
    stopped_count: int = 0
    created_by_id: int | None = reference("person.id", nullable=True)
    created_at: datetime = Field(sa_type=Moment)


class Release(StrEnum):
    """What the moderation made of a stopped note; or that its author withdrew it first."""

    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Stop(Table, table=True):
    """Why a note waits instead of being public at once: what looked like spam. Never silently
    dropped; a moderator decides. With `reply_id` it is a reply to that note which waits."""

    __table_args__ = (
        Index("ix_stop_process_id_release", "process_id", "release", "id"),
        Index(
            "uq_stop_note",
            "comment_id",
            unique=True,
            sqlite_where=text("reply_id IS NULL"),
            postgresql_where=text("reply_id IS NULL"),
        ),
    )

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id")
    reply_id: int | None = reference("reply.id", nullable=True, unique=True)
    reasons: list[str] = Field(default_factory=list, sa_type=Data)
    at: datetime = Field(sa_type=Moment)
    release: Release | None = chosen(Release, default=None, nullable=True)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_by_id: int | None = reference("person.id", nullable=True)
    comment: Comment = belongs_to()
    reply: Reply | None = belongs_to()
