"""What residents write in the margin, and what the city answers."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Optional

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import Data, Moment, Table, belongs_to, chosen, has_many, reference
from app.models.draft import Block, DraftVersion
from app.models.organisation import Office
from app.models.people import Person
from app.models.process import ActionField, HouseRule, Process

if TYPE_CHECKING:
    from app.models.deciding import Disposition
    from app.models.gathering import NoteGroup
    from app.models.moderating import ReplyWording
    from app.models.residents import Addition, Perspective

SHORTEST, LONGEST = 10, 5_000


class CommentKind(StrEnum):
    """What a comment wants."""

    NOTE = "note"
    SUGGESTION = "suggestion"
    QUESTION = "question"


class CommentState(StrEnum):
    """The life of a comment (RULES.md, "States"); it never ends in deletion."""

    UNCONFIRMED = "unconfirmed"
    EXPIRED = "expired"
    WAITING = "waiting"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"


def _if_set(name: str, column: str, *more: str) -> Index:
    """An index that costs nothing where the column is empty, as it mostly is."""
    filled = text(f"{column} IS NOT NULL")
    return Index(name, column, *more, sqlite_where=filled, postgresql_where=filled)


_UNDECIDED = "{no} AND state = 'public' AND parts_count = 0 AND duplicate_of_id IS NULL"


class Comment(Table, table=True):
    """A note on a field, a block or a sentence, with the words it was said about.

    `version`, `address`, `fragment` and `quote` say where it stands now; once a new version has
    carried it along, the `made_…` columns keep what it was written on, and `standing` says what
    became of that (`gone`: no block any more). `html` and
    `wording_html` (the word diff against the quoted text) are rendered when written.
    `is_listed` says that it shows in lists: public, or a tombstone. `author_organisation`,
    `author_district` and the perspective are shown to others only with `shows_self`.
    `is_sketched`: the worker has made its sketch, `is_gathered`: and put it to similar notes.
    `is_decided`: it has a disposition. `receipt_due`: its author has not been sent the receipt.
    `part_of_id` is the note that a moderator split into `parts_count` parts, `duplicate_of_id` the
    same note by the same author. `imported_agrees` and `imported_disagrees` were counted elsewhere.
    """

    __table_args__ = (
        UniqueConstraint("process_id", "number"),
        Index("ix_comment_newest", "process_id", "field_id", "is_listed", "number"),
        Index("ix_comment_supported", "process_id", "field_id", "is_listed", "supports", "number"),
        Index(
            "ix_comment_kind", "process_id", "field_id", "kind", "is_answered", "supports", "number"
        ),
        Index("ix_comment_block", "process_id", "block_id", "is_listed", "supports", "number"),
        Index("ix_comment_unanswered", "process_id", "is_answered", "state", "created_at"),
        Index("ix_comment_made_block", "process_id", "made_block_id"),
        Index(
            "ix_comment_unanswered_in_field",
            "process_id",
            "field_id",
            "is_answered",
            "state",
            "created_at",
        ),
        Index("ix_comment_author_id", "author_id"),
        Index(
            "ix_comment_not_sketched",
            "id",
            sqlite_where=text("is_sketched = 0"),
            postgresql_where=text("NOT is_sketched"),
        ),
        Index(
            "ix_comment_not_gathered",
            "id",
            sqlite_where=text("is_sketched = 1 AND is_gathered = 0"),
            postgresql_where=text("is_sketched AND NOT is_gathered"),
        ),
        Index(
            "ix_comment_undecided",  # still_open() in comments/joined.py asks in these very words
            "process_id",
            "field_id",
            sqlite_where=text(_UNDECIDED.format(no="is_decided = 0")),
            postgresql_where=text(_UNDECIDED.format(no="NOT is_decided")),
        ),
        Index(
            "ix_comment_receipt_due",
            "id",
            sqlite_where=text("receipt_due = 1"),
            postgresql_where=text("receipt_due"),
        ),
        Index(
            "ix_comment_foreign",  # FOREIGN in moderation/items.py asks in these very words
            "process_id",
            "number",
            sqlite_where=text("language <> 'de' AND state = 'public'"),
            postgresql_where=text("language <> 'de' AND state = 'public'"),
        ),
        _if_set("ix_comment_note_group", "note_group_id", "state", "number"),
        _if_set("ix_comment_part_of", "part_of_id"),
        _if_set("ix_comment_duplicate_of", "duplicate_of_id"),
    )

    process_id: int = reference("process.id")
    number: int
    field_id: int = reference("action_field.id")
    version_id: int = reference("draft_version.id")
    block_id: int | None = reference("block.id", nullable=True)
    sentence: int | None = None
    first_word: int | None = None
    last_word: int | None = None
    address: str = Field(max_length=40)
    fragment: str = Field(default="", max_length=40)
    quote: str = ""
    standing: str = Field(default="stays", max_length=32)
    made_version_id: int | None = reference("draft_version.id", nullable=True)
    made_block_id: int | None = reference("block.id", nullable=True)
    made_sentence: int | None = None
    made_first_word: int | None = None
    made_last_word: int | None = None
    made_address: str = Field(default="", max_length=40)
    made_fragment: str = Field(default="", max_length=40)
    made_quote: str = ""
    kind: CommentKind = chosen(CommentKind, default=CommentKind.NOTE)
    state: CommentState = chosen(CommentState, default=CommentState.PUBLIC)
    is_listed: bool = True
    is_answered: bool = False
    text: str
    html: str
    short_html: str = ""
    proposed_wording: str = ""
    wording_html: str = ""
    author_id: int | None = reference("person.id", nullable=True)
    author_name: str = Field(max_length=80)
    author_role: str = Field(default="", max_length=80)
    perspective_id: int | None = reference("perspective.id", nullable=True)
    author_organisation: str = Field(default="", max_length=120)
    author_district: str = Field(default="", max_length=80)
    shows_self: bool = False
    language: str = Field(default="de", max_length=12)
    source: str = Field(default="web", max_length=40)
    is_sketched: bool = False
    is_gathered: bool = False
    is_decided: bool = False
    receipt_due: bool = False
    note_group_id: int | None = reference("note_group.id", nullable=True)
    part_of_id: int | None = reference("comment.id", nullable=True)
    duplicate_of_id: int | None = reference("comment.id", nullable=True)
    parts_count: int = 0
    imported_agrees: int = 0
    imported_disagrees: int = 0
    supports: int = 0
    replies_count: int = 0
    created_at: datetime = Field(sa_type=Moment)
    edited_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    additions_count: int = 0
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    hidden_at: datetime | None = Field(default=None, sa_type=Moment)
    hidden_rule_id: int | None = reference("house_rule.id", nullable=True)
    hidden_reason: str = ""
    process: Process = belongs_to()
    field: ActionField = belongs_to()
    block: Block | None = belongs_to(foreign_keys="Comment.block_id")
    made_version: DraftVersion | None = belongs_to(foreign_keys="Comment.made_version_id")
    author: Person | None = belongs_to()
    perspective: Optional["Perspective"] = belongs_to()
    hidden_rule: HouseRule | None = belongs_to()
    note_group: Optional["NoteGroup"] = belongs_to()
    replies: list["Reply"] = has_many("comment", order_by="Reply.position")
    disposition: Optional["Disposition"] = has_many("comment", uselist=False)
    additions: list["Addition"] = has_many("comment", order_by="Addition.position")

    @property
    def is_gone(self) -> bool:
        """Whether a later version has no place for it any more."""
        return self.standing == "gone"

    @property
    def stood_elsewhere(self) -> bool:
        """Whether it was made at another address or on other words than it stands on now."""
        made = (self.made_fragment, self.made_quote)
        return self.made_version_id is not None and made != (self.fragment, self.quote)


class Voice(StrEnum):
    """Who speaks in a reply: it is seen before it is read."""

    RESIDENT = "resident"
    MODERATOR = "moderator"
    OFFICE = "office"


class Reply(Table, table=True):
    """An answer under a comment, one level deep: by a resident, by a moderator in their own
    voice, or the relayed statement of an office. `position` counts from 1 under its comment, and
    down from -1 for what waits for the moderation or never became public. `named` is the name of
    the note's author with which a placeholder in it was filled: it goes with the author."""

    __table_args__ = (
        UniqueConstraint("comment_id", "position"),
        Index("ix_reply_process_id_created_at", "process_id", "created_at"),
    )

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id")
    position: int
    voice: Voice = chosen(Voice, default=Voice.RESIDENT)
    author_id: int | None = reference("person.id", nullable=True, index=True)
    author_name: str = Field(max_length=80)
    statement_id: int | None = reference("statement.id", nullable=True, index=True)
    state: CommentState = chosen(CommentState, default=CommentState.PUBLIC)
    text: str
    html: str
    language: str = Field(default="de", max_length=12)
    created_at: datetime = Field(sa_type=Moment)
    edited_at: datetime | None = Field(default=None, sa_type=Moment)
    named: str = Field(default="", max_length=200)
    comment: Comment = belongs_to("replies")
    author: Person | None = belongs_to()
    statement: Optional["Statement"] = belongs_to()
    earlier: list["ReplyWording"] = has_many("reply", order_by="ReplyWording.position")


class Statement(Table, table=True):
    """What an office says, asked for by a moderator and relayed in public; one statement can
    answer many comments."""

    __table_args__ = (Index("ix_statement_process_id_office_id", "process_id", "office_id"),)

    process_id: int = reference("process.id")
    office_id: int = reference("office.id")
    relayed_by_id: int = reference("person.id", index=True)
    text: str
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_at: datetime = Field(sa_type=Moment)
    office: Office = belongs_to()


class Support(Table, table=True):
    """One person agrees with one comment; once, and it can be taken back."""

    __table_args__ = (UniqueConstraint("comment_id", "person_id"),)

    process_id: int = reference("process.id", index=True)
    comment_id: int = reference("comment.id")
    person_id: int = reference("person.id", index=True)
    created_at: datetime = Field(sa_type=Moment)


class RequestKey(Table, table=True):
    """An idempotency key, kept 48 hours: the same key makes one row, however often it comes."""

    __tablename__ = "request_key"
    __table_args__ = (UniqueConstraint("person_id", "route", "key"),)

    person_id: int = reference("person.id")
    route: str = Field(max_length=120)
    key: str = Field(max_length=120)
    body_hash: str = Field(max_length=64)
    result: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    created_at: datetime = Field(sa_type=Moment, index=True)
