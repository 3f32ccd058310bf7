"""A feedback bundle, frozen on the day it was drawn for its working group."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from app.models.base import Data, Moment, Table, belongs_to, chosen, reference
from app.models.people import Person
from app.models.process import Process, WorkingGroup


class BundleState(StrEnum):
    """Large bundles are packed in the background. Only a file about a whole process can be
    "outdated": words were taken from the public since, and its bytes go."""

    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"
    OUTDATED = "outdated"


class Bundle(Table, table=True):
    """Package no. n of a group. `drawn_at` says which notes are in it, the stored chunks freeze
    how it looks. Nobody has drawn one that a command made. `since` is the bundle after which its
    notes have come (none: it is whole); `with_contacts` that it tells how to reach authors."""

    __table_args__ = (UniqueConstraint("group_id", "number"),)

    process_id: int = reference("process.id", index=True)
    group_id: int = reference("working_group.id")
    version_id: int = reference("draft_version.id")
    number: int
    since_id: int | None = reference("bundle.id", nullable=True)
    with_contacts: bool = False
    state: BundleState = chosen(BundleState, default=BundleState.PREPARING)
    drawn_by_id: int | None = reference("person.id", nullable=True)
    drawn_at: datetime = Field(sa_type=Moment)
    ready_at: datetime | None = Field(default=None, sa_type=Moment)
    filename: str = Field(default="", max_length=200)
    notes_count: int = 0
    done_count: int = 0
    size: int = 0
    sha256: str = Field(default="", max_length=64)
    figures: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    error: str = ""
    process: Process = belongs_to()
    group: WorkingGroup = belongs_to()
    drawn_by: Person | None = belongs_to()


class BundleChunk(Table, table=True):
    """A piece of a bundle's bytes, so that a large one never stands in memory whole."""

    __tablename__ = "bundle_chunk"
    __table_args__ = (UniqueConstraint("bundle_id", "position"),)

    process_id: int = reference("process.id")
    bundle_id: int = reference("bundle.id")
    position: int
    content: bytes = Field(sa_type=LargeBinary)
