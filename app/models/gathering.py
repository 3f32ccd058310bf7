"""What moderators do to notes: blacking out, gathering, moving, splitting; notes that came on
paper, by telephone or in a file; and the figures."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from app.models.base import Data, Moment, Table, belongs_to, chosen, reference
from app.models.comment import Comment
from app.models.people import Person
from app.models.process import ActionField


class Blackout(Table, table=True):
    """A passage with somebody's personal data, blacked out alone. The text of the note (or answer,
    addition) no longer holds it; `original` is what stood there, for staff. `part` is "text",
    "wording", "reply" or "addition"."""

    __table_args__ = (Index("ix_blackout_comment_id", "comment_id", "id"),)

    process_id: int = reference("process.id", index=True)
    comment_id: int = reference("comment.id")
    reply_id: int | None = reference("reply.id", nullable=True)
    part: str = Field(max_length=20)
    original: str
    passage: str
    reason: str = Field(default="", max_length=300)
    by_id: int | None = reference("person.id", nullable=True, index=True)
    at: datetime = Field(sa_type=Moment)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)


class NoteGroup(Table, table=True):
    """Notes that say nearly the same, found by their sketches or put together by a moderator. The
    notes point at it; `size` counts those that are public, `people_count` who wrote these, and
    `first_number` is the oldest of them.
    `split_at` says that a moderator has taken it apart: it is not made again by itself."""

    __tablename__ = "note_group"
    __table_args__ = (
        Index("ix_note_group_process_id_size", "process_id", "size", "id"),
        Index("ix_note_group_process_id_is_answered", "process_id", "is_answered", "size", "id"),
    )

    process_id: int = reference("process.id")
    field_id: int | None = reference("action_field.id", nullable=True)
    first_number: int
    size: int = 0
    people_count: int = 0
    is_answered: bool = False
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    looked_at: datetime | None = Field(default=None, sa_type=Moment)
    split_at: datetime | None = Field(default=None, sa_type=Moment)
    field: ActionField | None = belongs_to()


class Apart(Table, table=True):
    """A note that a moderator took out of a group: it does not come back into it by itself."""

    __table_args__ = (UniqueConstraint("comment_id", "group_id"),)

    process_id: int = reference("process.id", index=True)
    comment_id: int = reference("comment.id")
    group_id: int = reference("note_group.id")


class Pointer(Table, table=True):
    """Where a note stood before a moderator moved it: the old place points to the new one."""

    __table_args__ = (
        Index("ix_pointer_process_id_field_id", "process_id", "field_id"),
        Index("ix_pointer_comment_id", "comment_id"),
    )

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id")
    field_id: int = reference("action_field.id")
    block_id: int | None = reference("block.id", nullable=True)
    address: str = Field(max_length=40)
    fragment: str = Field(default="", max_length=40)
    quote: str = ""
    reason: str = Field(default="", max_length=300)
    by_id: int | None = reference("person.id", nullable=True, index=True)
    at: datetime = Field(sa_type=Moment)
    comment: Comment = belongs_to()
    field: ActionField = belongs_to()


class NoteSource(Table, table=True):
    """How a note came that nobody typed here: on whose behalf, received when and where, typed by
    whom. `name` is what stands on the paper, public only with `shows_name`. `source_key` (file name
    and number there) keeps an import from making a note twice."""

    __tablename__ = "note_source"
    __table_args__ = (UniqueConstraint("process_id", "source_key"),)

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id", unique=True)
    source: str = Field(max_length=40)
    source_key: str | None = Field(default=None, max_length=300)
    name: str = Field(default="", max_length=120)
    contact: str = Field(default="", max_length=254)
    shows_name: bool = False
    received_on: date | None = None
    place: str = Field(default="", max_length=200)
    agrees: int = 0
    disagrees: int = 0
    entered_by_id: int | None = reference("person.id", nullable=True, index=True)
    import_id: int | None = reference("note_import.id", nullable=True, index=True)
    entered_at: datetime = Field(sa_type=Moment)
    comment: Comment = belongs_to()
    entered_by: Person | None = belongs_to()


class NoteFile(Table, table=True):
    """A scanned letter or another file that belongs to a note, for staff only."""

    __tablename__ = "note_file"

    process_id: int = reference("process.id", index=True)
    comment_id: int = reference("comment.id", index=True)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size: int
    digest: str = Field(max_length=64)
    content: bytes = Field(sa_type=LargeBinary)
    by_id: int | None = reference("person.id", nullable=True, index=True)
    at: datetime = Field(sa_type=Moment)


class ImportState(StrEnum):
    """Where an import of notes is."""

    READING = "reading"
    READ = "read"  # the dry run is there to be looked at
    TAKING = "taking"
    TAKEN = "taken"
    REFUSED = "refused"  # not a file that can be read; `problem` says why
    DROPPED = "dropped"


class NoteImport(Table, table=True):
    """A file of notes (XLSX, CSV): read as a dry run, then taken in, in the background, in bounded
    steps; `rows_done` is how far it is."""

    __tablename__ = "note_import"
    __table_args__ = (Index("ix_note_import_process_id", "process_id", "id"),)

    process_id: int = reference("process.id")
    by_id: int | None = reference("person.id", nullable=True, index=True)
    file_name: str = Field(max_length=200)
    digest: str = Field(max_length=64)
    content: bytes = Field(sa_type=LargeBinary)
    state: ImportState = chosen(ImportState, default=ImportState.READING)
    problem: str = ""
    settings: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    rows_count: int = 0
    new_count: int = 0
    same_count: int = 0
    faulty_count: int = 0
    rows_done: int = 0
    at: datetime = Field(sa_type=Moment)
    taken_at: datetime | None = Field(default=None, sa_type=Moment)
    by: Person | None = belongs_to()


class ImportRow(Table, table=True):
    """One row of such a file: what will become of it (`fate`: app/paper/fates.py), and
    in which cell what is wrong (`problems`: [["C7", "words", {"n": 3}], …], paper/faults.py)."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("import_id", "position"),
        Index("ix_import_row_fate", "import_id", "fate", "position"),
    )

    process_id: int = reference("process.id", index=True)
    import_id: int = reference("note_import.id")
    position: int
    fate: str = Field(max_length=20)
    says: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    problems: list[list[Any]] = Field(default_factory=list, sa_type=Data)
    comment_id: int | None = reference("comment.id", nullable=True)


class Figures(Table, table=True):
    """The figures of a process as last worked out by the worker; `revision` is the process's then,
    so that it knows when to do so again."""

    process_id: int = reference("process.id", unique=True)
    revision: int
    made_at: datetime = Field(sa_type=Moment)
    content: dict[str, object] = Field(default_factory=dict, sa_type=Data)
