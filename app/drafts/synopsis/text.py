"""A version as the synopsis reads it: headings and blocks in one row, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from app.models.draft import BlockKind


@dataclass(frozen=True)
class TextBlock:
    """A block: its address and its sentences.

    `id` is that of the row it was read from. A table has `cells`, one tuple for each sentence,
    and `head`, its header rows; `said` is what stands over a table or describes a picture.
    """

    label: str
    fragment: str
    sentences: tuple[str, ...]
    id: int = 0
    kind: BlockKind = BlockKind.PARAGRAPH
    depth: int = 0
    marker: str = ""
    head: tuple[tuple[str, ...], ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    said: str = ""

    @cached_property
    def text(self) -> str:
        """Its sentences, one blank between two."""
        return " ".join(self.sentences)

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True)
class Heading:
    """A heading: `above` are the titles over it, the nearest last.

    `is_start` says that a part of the synopsis begins here: a field, or a section beside one.
    `label` ("HF2") and `colour` are those of the field that it heads.
    """

    title: str
    level: int
    anchor: str
    above: tuple[str, ...] = ()
    is_start: bool = False
    label: str = ""
    colour: int | None = None


Item: TypeAlias = Heading | TextBlock


@dataclass(frozen=True)
class Text:
    """A version: its number and everything in it, in reading order."""

    number: int
    items: tuple[Item, ...]

    @cached_property
    def blocks(self) -> tuple[int, ...]:
        """Where in `items` the blocks stand."""
        return tuple(at for at, item in enumerate(self.items) if isinstance(item, TextBlock))

    @cached_property
    def headings(self) -> tuple[int, ...]:
        """Where in `items` the headings stand."""
        return tuple(at for at, item in enumerate(self.items) if isinstance(item, Heading))
