"""What people report, what was taken from view and why, and who objected to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Data, Moment, Table, belongs_to, chosen, reference
from app.models.comment import Comment, Reply
from app.models.process import HouseRule


class NoticeKind(StrEnum):
    """What somebody says is wrong with a note or an answer."""

    ILLEGAL = "illegal"
    RULE = "rule"
    PERSONAL = "personal"


class Ruling(StrEnum):
    """What the moderation made of a notice."""

    HIDDEN = "hidden"
    KEPT = "kept"


class Notice(Table, table=True):
    """Somebody says that a note, or an answer to it, should not be public (Regulation (EU)
    2022/2065, article 16). Who that is (`name`, `email`) is for the moderation alone, and is
    erased some time after the decision. `signs` is what looked like a program."""

    __table_args__ = (
        UniqueConstraint("process_id", "request_key"),
        Index("ix_notice_process_id_ruling", "process_id", "ruling", "id"),
        Index("ix_notice_comment_id_ruling", "comment_id", "ruling"),
    )

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id")
    reply_id: int | None = reference("reply.id", nullable=True)
    kind: NoticeKind = chosen(NoticeKind)
    rule_id: int | None = reference("house_rule.id", nullable=True)
    text: str
    name: str = Field(default="", max_length=80)
    email: str = Field(default="", max_length=254)
    request_key: str = Field(max_length=64)
    signs: list[str] = Field(default_factory=list, sa_type=Data)
    at: datetime = Field(sa_type=Moment)
    ruling: Ruling | None = chosen(Ruling, default=None, nullable=True)
    decision_reason: str = ""
    decided_by_id: int | None = reference("person.id", nullable=True)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    comment: Comment = belongs_to()
    reply: Reply | None = belongs_to()
    rule: HouseRule | None = belongs_to()


class Cause(StrEnum):
    """What led to a removal; a person decided, always."""

    OWN = "own"  # the moderation saw it itself
    NOTICE = "notice"
    STOP = "stop"  # a program had taken it for spam
    FIRST = "first"  # the process reads everything first
    GUEST = "guest"  # it reads first what comes without an account
    LINKS = "links"  # a program had found links
    WORDS = "words"  # a program had found a word of a list

    @property
    def is_before(self) -> bool:
        """Whether it was decided before everybody could read it."""
        return self not in (Cause.OWN, Cause.NOTICE)


class Outcome(StrEnum):
    """What became of an objection."""

    STANDS = "stands"
    RESTORED = "restored"


class Removal(Table, table=True):
    """The statement of reasons for one note or answer that is not public any more, or never was
    (article 17), and the one objection to it (article 20). It stays when the note is shown again:
    then `restored_at` is set. `by_role` is the role in which `by_id` acted; `key_hash` belongs to
    the link with which the author objects, `passage` is what the reason is about."""

    __table_args__ = (
        Index("ix_removal_process_id_id", "process_id", "id"),
        Index("ix_removal_process_id_objected_at", "process_id", "objected_at"),
        Index("ix_removal_comment_id", "comment_id"),
    )

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id")
    reply_id: int | None = reference("reply.id", nullable=True)
    rule_id: int = reference("house_rule.id")
    reason: str
    passage: str = ""
    cause: Cause = chosen(Cause, default=Cause.OWN)
    by_id: int | None = reference("person.id", nullable=True)
    by_role: str = Field(default="", max_length=32)
    at: datetime = Field(sa_type=Moment)
    restored_at: datetime | None = Field(default=None, sa_type=Moment)
    key_hash: str | None = Field(default=None, unique=True, max_length=64)
    objection: str = ""
    objected_at: datetime | None = Field(default=None, sa_type=Moment)
    outcome: Outcome | None = chosen(Outcome, default=None, nullable=True)
    outcome_reason: str = ""
    decided_by_id: int | None = reference("person.id", nullable=True)
    decided_by_role: str = Field(default="", max_length=32)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    comment: Comment = belongs_to()
    reply: Reply | None = belongs_to()
    rule: HouseRule = belongs_to()
