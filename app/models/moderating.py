"""The moderators' desk: who writes an answer now, and what offices are asked."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, Table, belongs_to, chosen, has_many, reference
from app.models.comment import Comment, Reply, Statement, Voice
from app.models.organisation import Office
from app.models.people import Person


class Lease(Table, table=True):
    """ "B. is writing": until then, one moderator has this note before them."""

    process_id: int = reference("process.id", index=True)
    comment_id: int = reference("comment.id", unique=True)
    person_id: int = reference("person.id", index=True)
    until: datetime = Field(sa_type=Moment)
    person: Person = belongs_to()


class AnswerDraft(Table, table=True):
    """An answer that a moderator has begun, kept until it is published or dropped."""

    __tablename__ = "answer_draft"
    __table_args__ = (UniqueConstraint("comment_id", "person_id"),)

    process_id: int = reference("process.id", index=True)
    comment_id: int = reference("comment.id")
    person_id: int = reference("person.id", index=True)
    voice: Voice = chosen(Voice, default=Voice.MODERATOR)
    office_id: int | None = reference("office.id", nullable=True)
    asked_on: date | None = None
    text: str = ""
    changed_at: datetime = Field(sa_type=Moment)


class TextModule(Table, table=True):
    """A passage that moderators put into answers, with placeholders ("{name}", "{nummer}"); of one
    process, or of the whole city."""

    __tablename__ = "text_module"
    __table_args__ = (Index("ix_text_module_organisation_id", "organisation_id", "process_id"),)

    organisation_id: int = reference("organisation.id")
    process_id: int | None = reference("process.id", nullable=True)
    title: str = Field(max_length=120)
    text: str
    by_id: int | None = reference("person.id", nullable=True, index=True)
    changed_at: datetime = Field(sa_type=Moment)


class ReplyWording(Table, table=True):
    """What an official answer said before it was corrected; stays readable in public."""

    __tablename__ = "reply_wording"
    __table_args__ = (UniqueConstraint("reply_id", "position"),)

    process_id: int = reference("process.id", index=True)
    comment_id: int = reference("comment.id")
    reply_id: int = reference("reply.id")
    position: int
    text: str
    html: str
    until: datetime = Field(sa_type=Moment)
    by_id: int | None = reference("person.id", nullable=True, index=True)
    reply: Reply = belongs_to("earlier")


class Remark(Table, table=True):
    """An internal remark on a note, to colleagues only."""

    __table_args__ = (Index("ix_remark_comment_id", "comment_id", "id"),)

    process_id: int = reference("process.id", index=True)
    comment_id: int = reference("comment.id")
    by_id: int | None = reference("person.id", nullable=True, index=True)
    text: str
    html: str
    created_at: datetime = Field(sa_type=Moment)
    by: Person | None = belongs_to()


class InquiryState(StrEnum):
    """Where a question to an office is."""

    ASKED = "asked"
    ANSWERED = "answered"  # the office has sent its text; the moderation looks at it
    RELAYED = "relayed"
    RECALLED = "recalled"


class Inquiry(Table, table=True):
    """A moderator asks an office for its statement, by mail with a signed link. `draft` is what the
    office has saved so far, `answer` what it sent, `edited` what the moderation made of it and
    showed it; then the office agreed, or objected with `objection`."""

    __table_args__ = (
        Index("ix_inquiry_process_id_state", "process_id", "state", "due_at"),
        Index("ix_inquiry_process_id_office_id", "process_id", "office_id"),
    )

    process_id: int = reference("process.id")
    office_id: int = reference("office.id")
    asked_by_id: int = reference("person.id", index=True)
    question: str
    state: InquiryState = chosen(InquiryState, default=InquiryState.ASKED)
    asked_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    draft: str = ""
    draft_at: datetime | None = Field(default=None, sa_type=Moment)
    answer: str = ""
    answered_by: str = Field(default="", max_length=120)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    edited: str = ""
    edited_at: datetime | None = Field(default=None, sa_type=Moment)
    shown_at: datetime | None = Field(default=None, sa_type=Moment)
    agreed_at: datetime | None = Field(default=None, sa_type=Moment)
    objected_at: datetime | None = Field(default=None, sa_type=Moment)
    objection: str = ""
    relayed_at: datetime | None = Field(default=None, sa_type=Moment)
    recalled_at: datetime | None = Field(default=None, sa_type=Moment)
    statement_id: int | None = reference("statement.id", nullable=True, unique=True)
    office: Office = belongs_to()
    asked_by: Person = belongs_to()
    statement: Statement | None = belongs_to()
    letters: list["InquiryLetter"] = has_many("inquiry", order_by="InquiryLetter.id")
    notes: list["InquiryNote"] = has_many("inquiry", order_by="InquiryNote.comment_id")


class InquiryLetter(Table, table=True):
    """Who holds a link to an inquiry: the office, or a colleague to whom it was passed on. Only a
    hash of the link's token is kept. One that `awaits_consent` was never sent, and has ended
    until the moderation consents to its address."""

    __tablename__ = "inquiry_letter"

    process_id: int = reference("process.id", index=True)
    inquiry_id: int = reference("inquiry.id", index=True)
    email: str = Field(max_length=254)
    name: str = Field(default="", max_length=120)
    message: str = ""
    token_hash: str = Field(unique=True, max_length=64)
    passed_on_by: int | None = reference("inquiry_letter.id", nullable=True)
    sent_at: datetime = Field(sa_type=Moment)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    awaits_consent: bool = False
    inquiry: Inquiry = belongs_to("letters")


class InquiryNote(Table, table=True):
    """A note about which an office is asked."""

    __tablename__ = "inquiry_note"
    __table_args__ = (
        UniqueConstraint("inquiry_id", "comment_id"),
        Index("ix_inquiry_note_comment_id", "comment_id"),
    )

    process_id: int = reference("process.id", index=True)
    inquiry_id: int = reference("inquiry.id")
    comment_id: int = reference("comment.id")
    inquiry: Inquiry = belongs_to("notes")
    comment: Comment = belongs_to()


class InquiryFile(Table, table=True):
    """A file that an office hands in with its statement."""

    __tablename__ = "inquiry_file"

    process_id: int = reference("process.id", index=True)
    inquiry_id: int = reference("inquiry.id", index=True)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size: int
    digest: str = Field(max_length=64)
    content: bytes = Field(sa_type=LargeBinary)
    at: datetime = Field(sa_type=Moment)
