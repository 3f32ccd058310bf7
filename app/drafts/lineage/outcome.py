"""What the matcher is given and what it answers: plain data, without a database.

Words are counted as they stand between blanks (`str.split()`). A block's words are those of its
sentences in order, so word 0 of the second sentence follows the last one of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.models.draft import BlockKind
from app.models.lineage import Fate, Standing


@dataclass(frozen=True, slots=True)
class Passage:
    """A block as the matcher sees it: its sentences, its kind, the headings above it from the
    highest to the nearest, and the number of its action field (None outside of all)."""

    sentences: tuple[str, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    headings: tuple[str, ...] = ()
    field: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one block: its index in the version, first and last word (both included)."""

    block: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class SentenceFate:
    """What became of one sentence; `places` are (block, sentence) indexes in the new version."""

    state: Fate
    places: tuple[tuple[int, int], ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class BlockFate:
    """What became of one block; `places` are block indexes in the new version, best first.

    `confidence` is between 0 and 1. `sentences` has one entry for each old sentence.
    """

    state: Fate
    places: tuple[int, ...]
    confidence: float
    sentences: tuple[SentenceFate, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """Where commented words stand in the new version.

    `place` is None for what is gone, and the matcher's best guess for what is doubtful: a guess
    is shown to a person and never followed by itself. `is_doubtful` asks for a look.
    """

    state: Standing
    place: Span | None
    confidence: float
    is_doubtful: bool


class Lineage(Protocol):
    """Two versions compared; made by `trace(old, new)`."""

    blocks: Sequence[BlockFate]  # one for each old block, in order
    new_blocks: Sequence[int]  # indexes of the new version's blocks that come from none

    def carry(self, span: Span) -> Carried:
        """Where the words of `span` (of the old version) stand now; at most 0.1 ms.

        Refused with ValueError for a span outside of the old version.
        """

    def origins(self, new_block: int) -> Sequence[int]:
        """The old blocks that a block of the new version comes from, best first."""
