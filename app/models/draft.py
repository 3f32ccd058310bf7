"""The text: each published state of it, in sections, blocks and sentences with addresses."""

from datetime import datetime
from enum import StrEnum
from typing import Optional

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from app.blocks import BlockKind as BlockKind
from app.models.base import Data, Identifier, Moment, Table, belongs_to, chosen, has_many, reference
from app.models.process import ActionField, Process


class VersionKind(StrEnum):
    """What a version is (RULES.md, "States")."""

    DRAFT = "draft"
    INTERIM = "interim"
    REVISED = "revised draft"
    FINAL = "final"


class DraftVersion(Table, table=True):
    """One state of the text, v1, v2 …; public once `published_at` is set.

    `words` and `left_out` are what the importer says; `recount` is what a second reader, which
    shares no code with it, found in the file: `{words, agrees, missing: [...]}`.
    """

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("process_id", "number"),)

    process_id: int = reference("process.id")
    number: int
    title: str = Field(max_length=300)
    kind: VersionKind = chosen(VersionKind, default=VersionKind.DRAFT)
    source_name: str = Field(default="", max_length=300)
    words: int = 0
    left_out: list[dict[str, object]] = Field(default_factory=list, sa_type=Data)
    recount: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    imported_at: datetime = Field(sa_type=Moment)
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    process: Process = belongs_to()
    sections: list["Section"] = has_many("version", order_by="Section.position")


class Section(Table, table=True):
    """A heading and what stands under it. `is_field` marks the section that is an action
    field; `field_id` says to which field it belongs, itself included.

    `field_choice` is what was chosen for the field in a version that is not public yet (`title`,
    `summary`, `colour`, `group_id`); publishing gives it to the field. `fill` is the colour of
    the file ("#ffe699") that proposes this section as a field, `doubt` says in a sentence what a
    reader guessed.
    """

    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        Index("ix_section_process_id_version_id_field_id", "process_id", "version_id", "field_id"),
    )

    process_id: int = reference("process.id")
    version_id: int = reference("draft_version.id")
    parent_id: int | None = reference("section.id", nullable=True)
    field_id: int | None = reference("action_field.id", nullable=True)
    is_field: bool = False
    position: int
    level: int
    title: str = Field(max_length=500)
    anchor: str = Field(max_length=120)
    field_choice: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    fill: str = Field(default="", max_length=9)
    doubt: str = Field(default="", max_length=200)
    version: DraftVersion = belongs_to("sections")
    field: Optional["ActionField"] = belongs_to()
    blocks: list["Block"] = has_many("section", order_by="Block.position")


class Block(Table, table=True):
    """A paragraph, list item, table, figure or footnote with its address in this version.

    `fragment` is the address in a URL ("hf2-3"), `label` for people ("HF2 · 3"). `html` is
    rendered when it is imported. `is_open` is false where the office takes no notes; `doubt` says
    in a sentence what a reader guessed. The counters and `shown_comment_id` are the margin: how
    many notes stand on it and which of them is shown first.
    """

    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        UniqueConstraint("version_id", "fragment"),
        Index("ix_block_process_id_version_id_field_id", "process_id", "version_id", "field_id"),
        Index("ix_block_section_id", "section_id"),
    )

    process_id: int = reference("process.id")
    version_id: int = reference("draft_version.id")
    section_id: int | None = reference("section.id", nullable=True)
    field_id: int | None = reference("action_field.id", nullable=True)
    position: int
    number: int
    fragment: str = Field(max_length=40)
    label: str = Field(max_length=40)
    kind: BlockKind = chosen(BlockKind)
    depth: int = 0
    marker: str = Field(default="", max_length=20)
    anchor: str = Field(default="", max_length=80)
    head_html: str = ""
    text: str
    is_open: bool = True
    doubt: str = Field(default="", max_length=200)
    picture_id: int | None = reference("picture.id", nullable=True)
    comments_count: int = 0
    hidden_count: int = 0
    shown_comment_id: int | None = Field(default=None, sa_type=Identifier)
    section: Optional["Section"] = belongs_to("blocks")
    sentences: list["Sentence"] = has_many("block", order_by="Sentence.number")


class Picture(Table, table=True):
    """An image of a draft, re-encoded by us; one row however many versions show it."""

    __table_args__ = (UniqueConstraint("process_id", "digest"),)

    process_id: int = reference("process.id")
    version_id: int = reference("draft_version.id")
    digest: str = Field(max_length=64)
    media_type: str = Field(max_length=40)
    width: int
    height: int
    content: bytes = Field(sa_type=LargeBinary)


class DraftEdit(Table, table=True):
    """One step by which the office put a version right, so that it can be undone.

    `before` and `after` hold the rows the step changed. An undone step keeps `undone_at` until
    the next step takes its place.
    """

    __tablename__ = "draft_edit"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    process_id: int = reference("process.id")
    version_id: int = reference("draft_version.id")
    number: int
    deed: str = Field(max_length=40)
    subject: str = Field(default="", max_length=300)
    before: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    after: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    by_id: int | None = reference("person.id", nullable=True)
    at: datetime = Field(sa_type=Moment)
    undone_at: datetime | None = Field(default=None, sa_type=Moment)


class Sentence(Table, table=True):
    """A sentence of a block, or a row of its table; a lone one is number 1."""

    __table_args__ = (UniqueConstraint("block_id", "number"),)

    process_id: int = reference("process.id")
    version_id: int = reference("draft_version.id", index=True)
    block_id: int = reference("block.id")
    number: int
    text: str
    html: str
    comments_count: int = 0
    block: Block = belongs_to("sentences")
