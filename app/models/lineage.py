"""Where each block, sentence and comment of one version stands in the next."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Data, Moment, Table, belongs_to, chosen, reference
from app.models.comment import Comment
from app.models.draft import Block


class Fate(StrEnum):
    """What became of a block or sentence of the old version; `new` has none there."""

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    GONE = "gone"
    NEW = "new"


class Lineage(Table, table=True):
    """One block of the old version and where it stands in the new one; or (without `old_block`)
    a new block that comes from none.

    `places` are the fragments of all blocks it went to, the first of which is `new_block`.
    `sentences` holds for each old sentence `{number, state, places: [[fragment, number], …],
    confidence}`. `old_html` and `new_html` are the two sides word by word, rendered once.
    """

    __table_args__ = (
        UniqueConstraint("from_version_id", "to_version_id", "position"),
        Index("ix_lineage_old_block_id", "old_block_id"),
        Index("ix_lineage_new_block_id", "new_block_id"),
    )

    process_id: int = reference("process.id", index=True)
    from_version_id: int = reference("draft_version.id")
    to_version_id: int = reference("draft_version.id", index=True)
    position: int
    old_block_id: int | None = reference("block.id", nullable=True)
    new_block_id: int | None = reference("block.id", nullable=True)
    state: Fate = chosen(Fate)
    confidence: float = 1.0
    places: list[str] = Field(default_factory=list, sa_type=Data)
    sentences: list[dict[str, object]] = Field(default_factory=list, sa_type=Data)
    old_html: str = ""
    new_html: str = ""


class Standing(StrEnum):
    """Where a comment of the old version stands in the new one."""

    STAYS = "stays"
    MOVED = "moved"
    REWORDED = "reworded"
    GONE = "gone"


class Carrying(Table, table=True):
    """What is proposed for one comment, or was decided by a person, when a version follows.

    `state`, `confidence` and the new place are the matcher's proposal until `decided_at`, then
    the person's. `is_doubtful` asks for a look. Not decided and doubtful means: carried as gone.
    """

    __table_args__ = (
        UniqueConstraint("to_version_id", "comment_id"),
        Index(
            "ix_carrying_process_id_to_version_id_is_doubtful_confidence",
            "process_id",
            "to_version_id",
            "is_doubtful",
            "confidence",
        ),
        Index("ix_carrying_comment_id", "comment_id"),
    )

    process_id: int = reference("process.id")
    comment_id: int = reference("comment.id")
    from_version_id: int = reference("draft_version.id")
    to_version_id: int = reference("draft_version.id")
    state: Standing = chosen(Standing)
    confidence: float = 1.0
    is_doubtful: bool = False
    old_address: str = Field(max_length=40)
    old_quote: str = ""
    new_block_id: int | None = reference("block.id", nullable=True)
    new_sentence: int | None = None
    new_first_word: int | None = None
    new_last_word: int | None = None
    new_address: str = Field(default="", max_length=40)
    new_fragment: str = Field(default="", max_length=40)
    new_quote: str = ""
    quotes_html: str = ""
    decided_by_id: int | None = reference("person.id", nullable=True)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    comment: Comment = belongs_to()
    new_block: Block | None = belongs_to()
