"""Which columns of which tables belong in the file of what is kept about a person.

A test reads the tables themselves: each column that points at a person, or holds an address or a
name, is given out here or stands in `NOT_GIVEN_OUT` (not_given_out.py) with its reason.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from app import models
from app.models import Comment, JournalEntry, Person, Removal, Reply, Stop
from app.models.base import Table

Where = Callable[[int], ColumnElement[bool]]


@dataclass(frozen=True)
class Part:
    """Rows of one table: which columns are given out, and those by which they are found (they
    point at the person, or hold an address of theirs). `where` finds them in another way."""

    name: str
    table: type[Table]
    by: tuple[str, ...]
    columns: str
    where: Where | None = None


def _of_own_words(table: type[Stop | Removal]) -> Where:
    """What was done with the person's own notes and answers."""

    def where(person_id: int) -> ColumnElement[bool]:
        notes = select(Comment.id).where(Comment.author_id == person_id)
        replies = select(Reply.id).where(Reply.author_id == person_id)
        of_notes = and_(col(table.reply_id).is_(None), col(table.comment_id).in_(notes))
        return or_(of_notes, col(table.reply_id).in_(replies))

    return where


def _of_own_notes(table: type[models.CommentWording | models.Addition | models.Echo]) -> Where:
    """What belongs to the person's own notes."""

    def where(person_id: int) -> ColumnElement[bool]:
        return col(table.comment_id).in_(select(Comment.id).where(Comment.author_id == person_id))

    return where


def _told(person_id: int) -> ColumnElement[bool]:
    """What the person did, and what was done to the account."""
    about = and_(
        col(JournalEntry.subject_type) == "Person", col(JournalEntry.subject_id) == person_id
    )
    return or_(col(JournalEntry.actor_id) == person_id, about)


_WHERE, _USED = "process_id comment_id", "created_at used_at"
_DECIDED = f"{_WHERE} decision reason new_wording measure passed_on_to remark decided_at"
PARTS = (
    Part("account", Person, ("id",), "id name email locale created_at confirmed_at blocked_at"),
    Part(
        "roles",
        models.Grant,
        ("person_id",),
        "role organisation_id process_id group_id issuer blocked_at",
    ),
    Part(
        "sign_ins",
        models.SignIn,
        ("person_id",),
        "device way waits created_at proved_at second_at seen_at expires_at ended_at",
    ),
    Part("links", models.Link, ("person_id",), "purpose email created_at expires_at used_at"),
    Part(
        "invitations",
        models.Invitation,
        ("accepted_by_id", "email"),
        "role organisation_id process_id group_id email created_at expires_at accepted_at"
        " revoked_at",
    ),
    Part(
        "invitations_sent",
        models.Invitation,
        ("invited_by_id",),
        "role organisation_id process_id group_id created_at expires_at accepted_at revoked_at",
    ),
    Part(
        "programs",
        models.Token,
        ("person_id",),
        "name scopes created_at expires_at revoked_at",
    ),
    Part("code_app", models.CodeGenerator, ("person_id",), "created_at confirmed_at"),
    Part("recovery_codes", models.RecoveryCode, ("person_id",), "created_at used_at"),
    Part(
        "passkeys",
        models.Passkey,
        ("person_id",),
        f"name transports sign_count {_USED} removed_at",
    ),
    Part("foreign_accounts", models.ForeignAccount, ("person_id",), f"issuer subject {_USED}"),
    Part(
        "notes",
        Comment,
        ("author_id",),
        "process_id number field_id address quote made_address made_quote kind text"
        " proposed_wording author_name author_role perspective_id author_organisation"
        " author_district shows_self language source state supports replies_count"
        " created_at edited_at withdrawn_at answered_at hidden_at hidden_rule_id hidden_reason",
    ),
    Part(
        "replies",
        Reply,
        ("author_id",),
        f"{_WHERE} voice author_name text language state created_at",
    ),
    Part(
        "guest_notes",
        models.GuestNote,
        ("person_id", "email"),
        f"{_WHERE} name email locale created_at reminded_at confirmed_at",
    ),
    Part(
        "wordings",
        models.CommentWording,
        (),
        f"{_WHERE} kind text proposed_wording until",
        where=_of_own_notes(models.CommentWording),
    ),
    Part(
        "additions",
        models.Addition,
        (),
        f"{_WHERE} text language created_at",
        where=_of_own_notes(models.Addition),
    ),
    Part(
        "echoes",
        models.Echo,
        (),
        f"{_WHERE} decided_at settles words said_at",
        where=_of_own_notes(models.Echo),
    ),
    Part(
        "following",
        models.Following,
        ("person_id",),
        "process_id field_id comment_id created_at",
    ),
    Part("mail_wishes", models.MailWish, ("person_id",), "process_id pace changed_at"),
    Part("news", models.News, ("person_id",), "process_id comment_id kind made_at sent_at"),
    Part(
        "stops",
        Stop,
        (),
        f"{_WHERE} reasons at release decided_at",
        where=_of_own_words(Stop),
    ),
    Part(
        "removals",
        Removal,
        (),
        f"{_WHERE} rule_id reason cause by_role at objection objected_at outcome outcome_reason"
        " decided_at restored_at",
        where=_of_own_words(Removal),
    ),
    Part(
        "notices",
        models.Notice,
        ("email",),
        f"{_WHERE} kind rule_id text name email at ruling decision_reason decided_at",
    ),
    Part("supports", models.Support, ("person_id",), f"{_WHERE} created_at"),
    Part(
        "statements",
        models.Statement,
        ("relayed_by_id",),
        "process_id office_id text asked_at answered_at",
    ),
    Part(
        "bundles",
        models.Bundle,
        ("drawn_by_id",),
        "process_id group_id number drawn_at filename",
    ),
    Part("draft_steps", models.DraftEdit, ("by_id",), "process_id deed subject at undone_at"),
    Part(
        "places_decided",
        models.Carrying,
        ("decided_by_id",),
        f"{_WHERE} state new_address decided_at",
    ),
    Part(
        "block_translations",
        models.BlockTranslation,
        ("by_id",),
        "process_id language made_at",
    ),
    Part("note_translations", models.NoteTranslation, ("by_id",), f"{_WHERE} language made_at"),
    Part("stops_decided", Stop, ("decided_by_id",), f"{_WHERE} release decided_at"),
    Part("notices_decided", models.Notice, ("decided_by_id",), f"{_WHERE} ruling decided_at"),
    Part(
        "removals_made",
        Removal,
        ("by_id", "decided_by_id"),
        f"{_WHERE} reason at outcome outcome_reason decided_at",
    ),
    Part(
        "barriers",
        models.Barrier,
        ("created_by_id",),
        "organisation_id kind value note created_at",
    ),
    Part("leases", models.Lease, ("person_id",), f"{_WHERE} until"),
    Part(
        "answer_drafts",
        models.AnswerDraft,
        ("person_id",),
        f"{_WHERE} voice office_id text changed_at",
    ),
    Part("text_modules", models.TextModule, ("by_id",), "process_id title text changed_at"),
    Part("answers_corrected", models.ReplyWording, ("by_id",), f"{_WHERE} text until"),
    Part("remarks", models.Remark, ("by_id",), f"{_WHERE} text created_at"),
    Part(
        "inquiries",
        models.Inquiry,
        ("asked_by_id",),
        "process_id office_id question state asked_at due_at answered_at relayed_at",
    ),
    Part(
        "inquiry_letters",
        models.InquiryLetter,
        ("email",),
        "process_id email name message sent_at ended_at",
    ),
    Part("blackouts", models.Blackout, ("by_id",), f"{_WHERE} reason at undone_at"),
    Part("moved_notes", models.Pointer, ("by_id",), f"{_WHERE} address reason at"),
    Part(
        "notes_entered",
        models.NoteSource,
        ("entered_by_id",),
        f"{_WHERE} source received_on place entered_at",
    ),
    Part("note_files", models.NoteFile, ("by_id",), f"{_WHERE} name at"),
    Part(
        "note_imports",
        models.NoteImport,
        ("by_id",),
        "process_id file_name state at taken_at",
    ),
    Part(
        "decisions_proposed",
        models.DispositionDraft,
        ("by_id",),
        f"{_WHERE} decision reason new_wording measure passed_on_to remark changed_at",
    ),
    Part("decisions_settled", models.Disposition, ("settled_by_id",), _DECIDED),
    Part("decisions_before", models.EarlierDisposition, ("settled_by_id",), f"{_DECIDED} until"),
    Part("topic_notes", models.TopicNote, ("by_id",), f"{_WHERE} topic_id at dropped_at"),
    Part("advice", models.Advice, ("by_id",), f"{_WHERE} topic_id decision text at"),
    Part("traces", models.Trace, ("by_id",), f"{_WHERE} version_id origin at confirmed_at"),
    Part(
        "handed_back",
        models.HandBack,
        ("by_id", "taken_by_id"),
        "process_id group_id file_name at taken_at",
    ),
    Part("templates", models.DocumentTemplate, ("by_id",), "process_id filename at ended_at"),
    Part("exports", models.Export, ("by_id",), "process_id form filename asked_at"),
    Part("repeated_requests", models.RequestKey, ("person_id",), "route created_at"),
    Part(
        "mails",
        models.OutboxMail,
        ("to_address",),
        "to_address to_name subject text created_at sent_at failed_at",
    ),
    Part(
        "journal",
        JournalEntry,
        ("actor_id",),
        "deed subject_type organisation_id process_id at",
        where=_told,
    ),
)
