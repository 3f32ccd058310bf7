"""What working groups hand back: their tables and documents, row by row; what is written out for
others; and with which key and template."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from app.models.base import Data, Moment, Table, belongs_to, chosen, reference
from app.models.bundle import Bundle, BundleState
from app.models.comment import Comment
from app.models.deciding import Decision
from app.models.draft import DraftVersion
from app.models.people import Person
from app.models.process import Process, WorkingGroup


class HandBackState(StrEnum):
    """Where a table or document that came back is."""

    CHECKING = "checking"
    CHECKED = "checked"
    TAKING = "taking"
    TAKEN = "taken"
    FAILED = "failed"


class HandBack(Table, table=True):
    """A file that a group uploads with its decisions: an XLSX, or a DOCX with replies, comments
    and tracked changes. `content` is the file, dropped once it is taken in. `fates` counts the
    rows by fate. `settles`: taken in as decisions, else as proposals of members. `version` is the
    one proposed from the tracked changes. `by` uploaded it, `taken_by` took it in."""

    __tablename__ = "hand_back"
    __table_args__ = (Index("ix_hand_back_group_id_id", "group_id", "id"),)

    process_id: int = reference("process.id", index=True)
    group_id: int = reference("working_group.id")
    bundle_id: int | None = reference("bundle.id", nullable=True)
    version_id: int | None = reference("draft_version.id", nullable=True)
    file_name: str = Field(max_length=200)
    form: str = Field(max_length=8)
    digest: str = Field(max_length=64)
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    state: HandBackState = chosen(HandBackState, default=HandBackState.CHECKING)
    settles: bool = False
    rows_count: int = 0
    changes_count: int = 0
    done_count: int = 0
    fates: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    faults: list[dict[str, object]] = Field(default_factory=list, sa_type=Data)
    error: str = ""
    by_id: int | None = reference("person.id", nullable=True, index=True)
    taken_by_id: int | None = reference("person.id", nullable=True, index=True)
    at: datetime = Field(sa_type=Moment)
    checked_at: datetime | None = Field(default=None, sa_type=Moment)
    taken_at: datetime | None = Field(default=None, sa_type=Moment)
    process: Process = belongs_to()
    group: WorkingGroup = belongs_to()
    bundle: Bundle | None = belongs_to()
    version: DraftVersion | None = belongs_to()
    by: Person | None = belongs_to(foreign_keys="HandBack.by_id")
    taken_by: Person | None = belongs_to(foreign_keys="HandBack.taken_by_id")


class RowFate(StrEnum):
    """What taking it in does with one row."""

    CHANGES = "changes"
    SAME = "same"
    EMPTY = "empty"  # nobody has decided anything there
    CONFLICT = "conflict"  # decided otherwise here meanwhile
    WRONG = "wrong"
    TAKEN = "taken"


class HandBackRow(Table, table=True):
    """One decision in it. `place` says where it stands there ("Zeile 12", "Kommentar 7"); `faults`
    is a list of `{cell, key, ...}` that are said in the reader's language; `before` is what is
    decided here now, `base` what was when the bundle was drawn. `overrules`: a person chose the
    file's decision in a conflict."""

    __tablename__ = "hand_back_row"
    __table_args__ = (
        UniqueConstraint("hand_back_id", "position"),
        Index("ix_hand_back_row_hand_back_id_fate", "hand_back_id", "fate", "position"),
    )

    process_id: int = reference("process.id", index=True)
    hand_back_id: int = reference("hand_back.id")
    position: int
    place: str = Field(default="", max_length=80)
    number: int | None = None
    comment_id: int | None = reference("comment.id", nullable=True)
    fate: RowFate = chosen(RowFate)
    decision: Decision | None = chosen(Decision, default=None, nullable=True)
    reason: str = ""
    new_wording: str = ""
    measure: str = Field(default="", max_length=300)
    passed_on_to: str = Field(default="", max_length=200)
    remark: str = ""
    before: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    base: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    faults: list[dict[str, object]] = Field(default_factory=list, sa_type=Data)
    overrules: bool = False
    comment: Comment | None = belongs_to()


class HandBackChange(Table, table=True):
    """One tracked change of the text in a DOCX that came back: the block and sentence of the
    bundle's version (`block_id` None: a new paragraph after `after_block_id`), the words before and
    after, and the numbers of the notes that the group tied to it."""

    __tablename__ = "hand_back_change"
    __table_args__ = (UniqueConstraint("hand_back_id", "position"),)

    process_id: int = reference("process.id", index=True)
    hand_back_id: int = reference("hand_back.id")
    position: int
    address: str = Field(default="", max_length=40)
    block_id: int | None = reference("block.id", nullable=True)
    after_block_id: int | None = reference("block.id", nullable=True)
    sentence: int | None = None
    old_text: str = ""
    new_text: str = ""
    old_html: str = ""
    new_html: str = ""
    notes: list[int] = Field(default_factory=list, sa_type=Data)
    author: str = Field(default="", max_length=120)
    faults: list[dict[str, object]] = Field(default_factory=list, sa_type=Data)
    is_left_out: bool = False


class SigningKey(Table, table=True):
    """The installation's key (Ed25519) that signs manifests. The secret half is kept encrypted;
    the public one stays for ever, so that what was signed can be checked."""

    __tablename__ = "signing_key"

    name: str = Field(unique=True, max_length=64)
    public: str = Field(max_length=64)
    secret: str = ""
    made_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class DocumentTemplate(Table, table=True):
    """The city's own DOCX, whose headers, footers and fonts its bundles take; of one process, or
    of all."""

    __tablename__ = "document_template"
    __table_args__ = (
        Index("ix_document_template_organisation_id", "organisation_id", "process_id"),
    )

    organisation_id: int = reference("organisation.id")
    process_id: int | None = reference("process.id", nullable=True)
    filename: str = Field(max_length=200)
    content: bytes = Field(sa_type=LargeBinary)
    digest: str = Field(max_length=64)
    by_id: int | None = reference("person.id", nullable=True, index=True)
    at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Export(Table, table=True):
    """A file written in the background about a whole process: `form` is "notes.csv",
    "notes.jsonl", "results.pdf" or "results.xlsx"; `stamp` says of which state of the data, so
    that one file serves all who ask meanwhile."""

    __table_args__ = (Index("ix_export_process_id_form_id", "process_id", "form", "id"),)

    process_id: int = reference("process.id")
    form: str = Field(max_length=40)
    language: str = Field(default="de", max_length=12)
    stamp: str = Field(default="", max_length=80)
    state: BundleState = chosen(BundleState, default=BundleState.PREPARING)
    filename: str = Field(default="", max_length=200)
    done_count: int = 0
    total_count: int = 0
    size: int = 0
    sha256: str = Field(default="", max_length=64)
    by_id: int | None = reference("person.id", nullable=True, index=True)
    asked_at: datetime = Field(sa_type=Moment, index=True)
    ready_at: datetime | None = Field(default=None, sa_type=Moment)
    error: str = ""
    process: Process = belongs_to()


class ExportChunk(Table, table=True):
    """A piece of an export's bytes."""

    __tablename__ = "export_chunk"
    __table_args__ = (UniqueConstraint("export_id", "position"),)

    process_id: int = reference("process.id", index=True)
    export_id: int = reference("export.id")
    position: int
    content: bytes = Field(sa_type=LargeBinary)
