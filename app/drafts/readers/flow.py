"""What the readers of DOCX, ODT, HTML and PDF hand over: the file's text in reading order, with
what its looks say, before anything is decided about it.

A reader says what it sees (style, boldness, shading, numbering); `assembling` decides once for
all of them what is a heading, an item, a table of contents, a proposed field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that look alike.

    `marks` are of "strong", "em", "sub", "sup", "code"; `href` is a link's target as written;
    `fill` a colour behind the letters ("#ffe699", lower case, "" for none or white). `note` is
    the label of a footnote that is called here (then `text` is ""). A line break within the
    paragraph is `text` "\n".
    """

    text: str = ""
    marks: frozenset[str] = frozenset()
    href: str = ""
    fill: str = ""
    note: str = ""


@dataclass(slots=True)
class Para:
    """A paragraph, heading or list item, as the file has it.

    `level` is 1 to 9 where the file itself says that it is a heading, else 0. `depth` is -1
    outside of lists, else counts nested lists from 0; `marker` is the item's marker as people
    see it ("–", "1.", "a)", "2.3"), "" for a paragraph that goes on within an item. `number` is
    what automatic numbering writes before a heading ("2.3"). `fill` is the shading of the whole
    paragraph. `size` is the size of its letters in points, 0 where unknown. `is_contents` marks a
    line of a table of contents, `is_running` a running head, foot or page number. `doubt` is a
    German sentence for the office about what was guessed ("" for nothing).
    """

    runs: list[Run] = field(default_factory=list)
    level: int = 0
    depth: int = -1
    marker: str = ""
    number: str = ""
    fill: str = ""
    size: float = 0.0
    is_contents: bool = False
    is_running: bool = False
    is_quote: bool = False
    doubt: str = ""

    @property
    def text(self) -> str:
        """Its words, without marks."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Cell:
    """A cell of a table. `across` and `down` are the columns and rows it reaches over."""

    paras: list[Para] = field(default_factory=list)
    is_head: bool = False
    across: int = 1
    down: int = 1
    fill: str = ""


@dataclass(slots=True)
class Grid:
    """A table. A cell that is covered by another from the left or above does not appear.

    `depth` as in `Para`. A grid of one column or one cell is often a box around text: what to
    make of it, `assembling` decides. `is_drawn`: its cells were guessed from lines on a page, and
    its head by its looks.
    """

    rows: list[list[Cell]] = field(default_factory=list)
    caption: Para | None = None
    depth: int = -1
    doubt: str = ""
    is_drawn: bool = False


@dataclass(slots=True)
class Image:
    """A picture. `data` are the bytes as the file has them, untrusted; b"" for one that is only
    linked to (it is never fetched)."""

    data: bytes = b""
    alt: str = ""
    name: str = ""
    caption: Para | None = None
    depth: int = -1


@dataclass(slots=True)
class Note:
    """A footnote or endnote: its label, as `Run.note` calls it, and its text."""

    label: str
    paras: list[Para] = field(default_factory=list)


Item = Para | Grid | Image


@dataclass(slots=True)
class Flow:
    """A file: its items in reading order, its notes in the order of their labels in the file.

    `left_out` are (reason in German, text) pairs of what the reader dropped on purpose before
    anybody else could see it (deleted text of tracked changes, comments of the file).
    """

    title: str = ""
    items: list[Item] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def paras(self) -> Iterator[Para]:
        """The paragraphs that are not in a table."""
        return (item for item in self.items if isinstance(item, Para))
