"""What the API says. Times are UTC."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.api.shapes_of_decisions import Disposition as Disposition
from app.api.shapes_of_groups import Similar as Similar
from app.api.shapes_of_lineage import Lineage as Lineage
from app.api.shapes_of_lineage import LineageBlock as LineageBlock
from app.api.shapes_of_lineage import LineageComment as LineageComment
from app.api.shapes_of_places import Moved as Moved
from app.api.shapes_of_places import Now as Now
from app.api.shapes_of_results import Trace as Trace
from app.models import (
    BlockKind,
    CommentKind,
    CommentState,
    Status,
    Voice,
)

Next = Annotated[
    str | None,
    Field(description="Where the list goes on; null at its end.", examples=[None]),
]


def example(**values: JsonValue) -> ConfigDict:
    """The configuration of a shape with one example."""
    return ConfigDict(json_schema_extra={"example": values})


class Office(BaseModel):
    """A specialist department of the city."""

    model_config = example(slug="schulamt", name="Amt für Schule")

    slug: str
    name: str


class Group(BaseModel):
    """A working group, which revises one or more action fields."""

    model_config = example(id=1, slug="ag-1", name="AG 1")

    id: int
    slug: str
    name: str


class ActionField(BaseModel):
    """A part of the draft that is open for comments."""

    slug: str = Field(examples=["sprache"])
    number: int = Field(description="As in HF2; never given to another field.", examples=[2])
    title: str = Field(examples=["Sprache"])
    colour: int = Field(ge=1, le=6, description="One of six colours.")
    group: str | None = Field(description="Slug of the working group that revises it.")
    comments: int = Field(ge=0, description="How many comments it has.")


class Process(BaseModel):
    """One participation: a draft, its window, its groups."""

    slug: str = Field(examples=["ankommen"])
    title: str = Field(examples=["Ankommen in Musterstadt"])
    status: Status
    opens_at: datetime = Field(description="Comments are taken from this moment on …")
    closes_at: datetime = Field(description="… and until before this one, while `status` is open.")
    fields: list[ActionField]
    groups: list[Group]
    offices: list[Office] = Field(description="The offices that answer in this process.")


class ProcessList(BaseModel):
    """Processes by slug."""

    items: list[Process]
    next: Next


class Sentence(BaseModel):
    """A sentence, or a row of a table."""

    address: str = Field(examples=["HF2 · 3.4"])
    text: str
    translation: str | None = Field(
        description="In the `language` that was asked for; null where there is none."
    )


class Block(BaseModel):
    """A paragraph, list item, table, figure or footnote."""

    address: str = Field(examples=["HF2 · 3"])
    kind: BlockKind
    open: bool = Field(description="Whether the office takes notes on it while the window is open.")
    text: str
    html: str
    sentences: list[Sentence]


class Section(BaseModel):
    """A heading and what stands under it."""

    address: str | None = Field(
        description="HF2 for a section that is an action field, else null.", examples=["HF2"]
    )
    title: str = Field(description='"" for what stands before the first heading.')
    level: int = Field(ge=0, le=6, description="0 for what stands before the first heading.")
    field: str | None = Field(description="Slug of the action field that it belongs to.")
    blocks: list[Block]
    sections: list["Section"]


class Draft(BaseModel):
    """One version of the text, in reading order."""

    version: int = Field(ge=1)
    sections: list[Section]


class ImportedField(BaseModel):
    """An action field that the file names."""

    slug: str
    number: int
    title: str
    group: str | None


class LeftOut(BaseModel):
    """Words of the file that are not in the version, and why."""

    why: str
    words: int
    excerpt: str


class ImportedDraft(BaseModel):
    """What became of a file. The version is not public before somebody publishes it."""

    version: int = Field(ge=1)
    title: str
    words: int = Field(ge=0, description="How many words were read.")
    left_out: list[LeftOut]
    fields: list[ImportedField]
    lineage: Lineage | None = Field(
        description="What becomes of the public version and its comments; null for a first one."
    )


class Addition(BaseModel):
    """A remark that the author of a comment has added to it."""

    text: str
    created_at: datetime


class SmallReply(BaseModel):
    """A resident's answer to a comment."""

    author: str | None = Field(description="The public name; null when the reply was taken away.")
    voice: Voice
    text: str | None = Field(description="Null when the reply was taken away.")
    created_at: datetime


class Earlier(BaseModel):
    """What an official answer said before it was corrected."""

    text: str
    until: datetime = Field(description="When it was corrected.")


class Official(BaseModel):
    """An answer by a moderator, or the statement of an office."""

    voice: Voice
    office: Office | None = Field(description="Whose statement it is; null for a moderator's own.")
    author: str | None = Field(description="The moderator who wrote or relayed it.")
    text: str | None
    created_at: datetime
    edited_at: datetime | None = Field(
        description="When the moderation last corrected it, if ever.", examples=[None]
    )
    earlier: list[Earlier] = Field(
        description="What it said before each correction, the oldest first."
    )


class Reply(Official):
    """An answer to a comment, whoever gave it."""

    number: int = Field(ge=1, description="Counted from 1 under its comment.")


class WaitingReply(BaseModel):
    """A resident's answer that waits for the moderation; it has no number yet."""

    model_config = example(
        state="waiting", text="Das sehe ich auch so.", created_at="2016-10-15T12:00:00Z"
    )

    state: CommentState
    text: str
    created_at: datetime


class ReplyList(BaseModel):
    """All answers to a comment, in the order in which they came."""

    items: list[Reply]
    next: Next


class Comment(BaseModel):
    """A comment in the margin. One that was hidden or withdrawn keeps its place and the words it
    was about; its text, author, role and proposed wording are null."""

    number: int = Field(ge=1, description="As in #87; unique in its process.")
    field: str = Field(description="Slug of the action field.", examples=["sprache"])
    address: str = Field(description="What it is about.", examples=["HF2 · 3.4"])
    quote: str = Field(description='The words that stood there; "" for a whole field.')
    first_word: int | None = Field(description="Of the sentence's words, from 1; null: all of it.")
    last_word: int | None
    version: int = Field(ge=1, description="The version of the text it was written on.")
    now: Now
    moved_from: list[Moved] = Field(description="Where it stood before moderators moved it.")
    part_of: int | None = Field(description="Number of the comment that was split.")
    parts: list[int] = Field(description="Numbers of its parts, which are answered for it.")
    duplicate_of: int | None = Field(description="Number of the same comment sent before.")
    kind: CommentKind
    text: str | None
    proposed_wording: str | None = Field(description="Only with a suggestion.")
    author: str | None = Field(description="The public name.")
    role: str | None = Field(description="As whom somebody writes, if they said so.")
    speaks_for: str | None = Field(description="For whom, of those named by the process.")
    organisation: str | None = Field(description="Of the author, if they want it shown.")
    part_of_town: str | None = Field(description="Of the author, if they want it shown.")
    language: str = Field(examples=["de"])
    source: str = Field(description="How it came in.", examples=["web", "api"])
    created_at: datetime
    edited_at: datetime | None = Field(description="When its author last changed it, if ever.")
    withdrawn_at: datetime | None = Field(description="When its author withdrew it.")
    additions: list[Addition] = Field(description="What its author added later, in its order.")
    state: CommentState
    support: int = Field(ge=0, description="How many people agree.")
    replies: list[SmallReply] = Field(
        description="Residents' answers, the first 50; all are at …/replies."
    )
    official: list[Official] = Field(description="Answers of moderators and offices.")
    disposition: Disposition | None
    traces: list[Trace] = Field(description="What changed in the text because of it.")
    similar: Similar | None = Field(description="Comments that say nearly the same, if any do.")


class CommentList(BaseModel):
    """Comments by number."""

    items: list[Comment]
    next: Next


class SupportState(BaseModel):
    """How many people agree with a comment, and whether you do."""

    model_config = example(support=12, supported=True)

    support: int = Field(ge=0)
    supported: bool
