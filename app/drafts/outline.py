"""What a reader hands over: the draft as plain data, before it has addresses or a database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from itertools import chain
from typing import ClassVar

from pydantic import ConfigDict

from app.blocks import BlockKind as BlockKind

UNDESCRIBED = "Bild ohne Beschreibung"  # the sentence of a figure that has no words, in German
_TAG = re.compile(r"<[^<>]*>")


def without_tags(html: str) -> str:
    """The words of clean HTML."""
    return unescape(_TAG.sub(" ", html))


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence, or one row of a table.

    `text` is plain: white space folded, no markup. `html` is clean inline HTML of the same words
    (emphasis, links, footnote marks); for a table row it is its `<th>`/`<td>` cells.
    """

    text: str
    html: str


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A paragraph, list item, table, figure or footnote.

    `depth` counts nested lists from 0 for an item, and for any other block the lists around it
    (a paragraph that goes on within an item of depth 0 has depth 1). `marker` is what stands
    before it ("–", "1.", "a)", a footnote's number), "" for none. `head_html` is what belongs to
    the block but is no sentence: a table's `<caption>` and `<thead>`, a figure's picture.
    `anchor` is a name inside the file that links point to (a footnote's), "" for none. `doubt`
    says in a sentence what was guessed. `picture` is the key of a figure's image in
    `ReadDraft.pictures`, `alt` its alternative text.
    """

    kind: BlockKind
    sentences: tuple[ReadSentence, ...]
    depth: int = 0
    marker: str = ""
    head_html: str = ""
    anchor: str = ""
    doubt: str = ""
    picture: str = ""
    alt: str = ""

    @property
    def text(self) -> str:
        """All its sentences, one space between them."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(slots=True)
class ReadSection:
    """A heading of `level` 1 to 6 and what stands under it.

    `fill` is the colour that proposes it as an action field ("#ffe699"), `doubt` says in a
    sentence what was guessed.
    """

    title: str
    level: int
    blocks: list[ReadBlock] = field(default_factory=list)
    sections: list[ReadSection] = field(default_factory=list)
    fill: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """An image as we re-encoded it; `digest` is the SHA-256 of `content`."""

    digest: str
    media_type: str
    width: int
    height: int
    content: bytes
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        ser_json_bytes="base64", val_json_bytes="base64"
    )


@dataclass(frozen=True, slots=True)
class ReadField:
    """What a file says about one action field: its heading, and if it likes group and colour."""

    heading: str
    group: str = ""
    colour: int | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words that were left out on purpose, and why."""

    why: str
    words: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class Recount:
    """What a second reader found, which shares no code with the importer: how many words the
    file has, and those (with how often) that are neither in the draft nor left out on purpose."""

    words: int
    missing: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class ReadDraft:
    """A whole draft as read from one file or several, in reading order.

    `blocks` stand before the first heading. `words` counts what was read. `dropped` are the full
    texts behind `left_out`, for counting again; they are not kept.
    """

    title: str
    blocks: list[ReadBlock] = field(default_factory=list)
    sections: list[ReadSection] = field(default_factory=list)
    fields: tuple[ReadField, ...] = ()
    words: int = 0
    left_out: tuple[LeftOut, ...] = ()
    pictures: dict[str, ReadPicture] = field(default_factory=dict)
    recount: Recount | None = None
    dropped: tuple[str, ...] = ()

    def texts(self) -> list[str]:
        """Everything that people can read in the draft, the heads of tables without their tags.

        Its title is among it, once: it may be a section's too.
        """
        sections = list(self.sections)
        for section in sections:  # it grows while it is walked through
            sections += section.sections
        texts = [section.title for section in sections]
        if self.title not in texts:
            texts.append(self.title)
        for block in chain(self.blocks, *(section.blocks for section in sections)):
            texts += [block.marker, without_tags(block.head_html), block.alt, block.text]
            if block.kind is BlockKind.FOOTNOTE:
                texts.append(block.marker)  # a second time, where the note is called
        return texts


def doubts_in(draft: ReadDraft) -> list[str]:
    """Every sentence that says what was guessed, headings first."""
    sections = list(draft.sections)
    for section in sections:  # it grows while it is walked through
        sections += section.sections
    blocks = chain(draft.blocks, *(section.blocks for section in sections))
    doubts = [section.doubt for section in sections] + [block.doubt for block in blocks]
    return [doubt for doubt in doubts if doubt]
