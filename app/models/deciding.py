"""How a working group comes to its decisions: proposals of its members, what was decided before,
topics that run across fields, and what of the text changed because of a note."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Data, Moment, Table, belongs_to, chosen, reference
from app.models.comment import Comment
from app.models.draft import Block, DraftVersion
from app.models.people import Person
from app.models.process import ActionField, WorkingGroup


class Decision(StrEnum):
    """What a working group can decide on a comment. `noted` is a decision; open is none."""

    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    ALREADY_COVERED = "already_covered"
    NOT_ADOPTED = "not_adopted"
    OUT_OF_SCOPE = "out_of_scope"
    NOTED = "noted"


class Disposition(Table, table=True):
    """The group's decision on one comment, settled and public, with its reason.

    `wording_html` is the word diff of the quoted words against `new_wording`; `passed_on_to` says
    to whom what is out of scope went; `remark` is for the group alone. `note_group` says that it
    was taken for all who say nearly the same; `origin` is "web", "bundle", "api" or "command".
    """

    __table_args__ = (
        UniqueConstraint("comment_id"),
        Index("ix_disposition_process_id_decision", "process_id", "decision"),
    )

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id")
    group_id: int | None = reference("working_group.id", nullable=True)
    decision: Decision = chosen(Decision)
    reason: str = ""
    new_wording: str = ""
    wording_html: str = ""
    measure: str = Field(default="", max_length=300)
    passed_on_to: str = Field(default="", max_length=200)
    remark: str = ""
    origin: str = Field(default="web", max_length=20)
    note_group_id: int | None = reference("note_group.id", nullable=True)
    settled_by_id: int | None = reference("person.id", nullable=True, index=True)
    changes: int = 1
    decided_at: datetime = Field(sa_type=Moment)
    comment: Comment = belongs_to("disposition")


class DispositionDraft(Table, table=True):
    """What members of the group propose to decide on a note, until its lead settles it. One for a
    note, written by whoever wrote last; `changes` counts, so that nobody overwrites unseen."""

    __tablename__ = "disposition_draft"
    __table_args__ = (
        UniqueConstraint("comment_id"),
        Index("ix_disposition_draft_process_id_group_id", "process_id", "group_id"),
    )

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id")
    group_id: int | None = reference("working_group.id", nullable=True)
    decision: Decision | None = chosen(Decision, default=None, nullable=True)
    reason: str = ""
    new_wording: str = ""
    measure: str = Field(default="", max_length=300)
    passed_on_to: str = Field(default="", max_length=200)
    remark: str = ""
    changes: int = 1
    by_id: int | None = reference("person.id", nullable=True, index=True)
    changed_at: datetime = Field(sa_type=Moment)
    comment: Comment = belongs_to()
    by: Person | None = belongs_to()


class EarlierDisposition(Table, table=True):
    """A decision that the group has taken back or replaced since; stays readable in public, but
    for its internal `remark`. It held from `decided_at` to `until`."""

    __tablename__ = "earlier_disposition"
    __table_args__ = (UniqueConstraint("comment_id", "position"),)

    process_id: int = reference("process.id", index=True)
    comment_id: int = reference("comment.id")
    position: int
    group_id: int | None = reference("working_group.id", nullable=True)
    decision: Decision = chosen(Decision)
    reason: str = ""
    new_wording: str = ""
    measure: str = Field(default="", max_length=300)
    passed_on_to: str = Field(default="", max_length=200)
    remark: str = ""
    decided_at: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    settled_by_id: int | None = reference("person.id", nullable=True, index=True)


class Tally(Table, table=True):
    """How many notes of a field a decision holds for: public ones that are decided by themselves.
    Kept in the transaction that changes it."""

    __table_args__ = (UniqueConstraint("field_id", "decision"),)

    process_id: int = reference("process.id", index=True)
    field_id: int = reference("action_field.id")
    decision: Decision = chosen(Decision)
    notes: int = 0


class Topic(Table, table=True):
    """A topic that runs across fields, with notes gathered from them and a group of its own, which
    advises. Notes with one of its `words` are proposed for it."""

    __table_args__ = (UniqueConstraint("process_id", "slug"),)

    process_id: int = reference("process.id")
    group_id: int | None = reference("working_group.id", nullable=True, index=True)
    slug: str = Field(max_length=80)
    title: str = Field(max_length=200)
    summary: str = Field(default="", max_length=500)
    words: list[str] = Field(default_factory=list, sa_type=Data)
    position: int = 0
    notes_count: int = 0
    group: WorkingGroup | None = belongs_to()


class TopicNote(Table, table=True):
    """A note that belongs to a topic, and who said so; `dropped_at`: it does not after all."""

    __tablename__ = "topic_note"
    __table_args__ = (
        UniqueConstraint("topic_id", "comment_id"),
        Index("ix_topic_note_comment_id", "comment_id"),
    )

    process_id: int = reference("process.id", index=True)
    topic_id: int = reference("topic.id")
    comment_id: int = reference("comment.id")
    by_id: int | None = reference("person.id", nullable=True, index=True)
    at: datetime = Field(sa_type=Moment)
    dropped_at: datetime | None = Field(default=None, sa_type=Moment)
    topic: Topic = belongs_to()
    comment: Comment = belongs_to()


class Advice(Table, table=True):
    """What a topic's group advises the field's group to decide on a note; for the groups alone."""

    __table_args__ = (
        UniqueConstraint("topic_id", "comment_id"),
        Index("ix_advice_comment_id", "comment_id"),
    )

    process_id: int = reference("process.id", index=True)
    topic_id: int = reference("topic.id")
    comment_id: int = reference("comment.id")
    decision: Decision | None = chosen(Decision, default=None, nullable=True)
    text: str = ""
    by_id: int | None = reference("person.id", nullable=True, index=True)
    at: datetime = Field(sa_type=Moment)
    topic: Topic = belongs_to()
    by: Person | None = belongs_to()


class Trace(Table, table=True):
    """A change of the text and a note that caused it.

    `version` is the one that says it anew. `old_block` with `old_sentence` is where it stood in
    the version before (none: it is new), `new_block` with `new_sentence` where it stands now (none:
    it was dropped); without a sentence the whole block, with 0 what stands over a table. `origin`
    is "person", "document" (named in a group's DOCX) or "proposed" (found by the program, until
    `confirmed_at`).
    """

    __table_args__ = (
        Index("ix_trace_version_id_comment_id", "version_id", "comment_id"),
        Index("ix_trace_comment_id", "comment_id"),
        Index("ix_trace_new_block_id", "new_block_id"),
        Index("ix_trace_old_block_id", "old_block_id"),
    )

    process_id: int = reference("process.id", index=True)
    version_id: int = reference("draft_version.id")
    comment_id: int = reference("comment.id")
    old_block_id: int | None = reference("block.id", nullable=True)
    old_sentence: int | None = None
    new_block_id: int | None = reference("block.id", nullable=True)
    new_sentence: int | None = None
    origin: str = Field(default="person", max_length=20)
    by_id: int | None = reference("person.id", nullable=True, index=True)
    at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    version: DraftVersion = belongs_to()
    comment: Comment = belongs_to()
    old_block: Block | None = belongs_to(foreign_keys="Trace.old_block_id")
    new_block: Block | None = belongs_to(foreign_keys="Trace.new_block_id")


class LeftOpen(Table, table=True):
    """A note on which nothing was decided when a revised draft was published all the same, and the
    process manager's public reason."""

    __tablename__ = "left_open"
    __table_args__ = (
        UniqueConstraint("version_id", "comment_id"),
        Index("ix_left_open_comment_id", "comment_id"),
    )

    process_id: int = reference("process.id", index=True)
    version_id: int = reference("draft_version.id")
    comment_id: int = reference("comment.id")
    field_id: int = reference("action_field.id")
    reason: str
    comment: Comment = belongs_to()
    field: ActionField = belongs_to()
