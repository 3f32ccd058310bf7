"""The texts that are measured: Ulm's two versions where they are, and the demo's draft anywhere."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.drafts.lineage.outcome import Passage
from app.drafts.outline import ReadBlock, ReadDraft, ReadSection
from app.drafts.readers import read_files

ROOT = Path(__file__).parent.parent.parent
DEMO = ROOT / "app/demo/content/integrationskonzept/draft.md"
OLD, NEW = "v1-2021-02", "v2-2021-11"


@dataclass(frozen=True, slots=True)
class Text:
    """A version: its blocks, and where each file's first block stands among them."""

    blocks: tuple[Passage, ...]
    begins: dict[str, int]

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(words_of(block)) for block in self.blocks)


def words_of(block: Passage) -> list[str]:
    """A block's words, those of one sentence after the other."""
    return [word for sentence in block.sentences for word in sentence.split()]


def folder() -> Path:
    """Where the Ulm texts are, if they are there."""
    shared = os.environ.get("RANDNOTIZ_SHARED")
    return (Path(shared) if shared else ROOT.parent / "shared") / "data/ulm"


def has_ulm() -> bool:
    """Whether both versions are there."""
    return all(any((folder() / name).glob("*.md")) for name in (OLD, NEW))


@cache
def ulm(version: str) -> Text:
    """One of Ulm's two versions, its files in the order of their names, each a field."""
    blocks: list[Passage] = []
    begins = {}
    for number, path in enumerate(sorted((folder() / version).glob("*.md")), 1):
        begins[path.stem] = len(blocks)
        blocks += passages(read_files([path]), number)
    return Text(tuple(blocks), begins)


@cache
def demo() -> Text:
    """The project's own draft."""
    return Text(tuple(passages(read_files([DEMO]))), {DEMO.stem: 0})


def passages(draft: ReadDraft, field: int | None = None) -> Iterator[Passage]:
    """The blocks of a draft in reading order. All belong to `field` where one is given, else to
    the fields that the file names, by their headings."""
    named = {one.heading: number for number, one in enumerate(draft.fields, 1)}
    yield from _under((), draft.blocks, field)
    for section in draft.sections:
        yield from _section(section, (), field, {} if field else named)


def _section(
    section: ReadSection, above: tuple[str, ...], field: int | None, named: dict[str, int]
) -> Iterator[Passage]:
    field = named.get(section.title, field)
    headings = (*above, section.title)
    yield from _under(headings, section.blocks, field)
    for inner in section.sections:
        yield from _section(inner, headings, field, named)


def _under(
    headings: tuple[str, ...], blocks: Sequence[ReadBlock], field: int | None
) -> Iterator[Passage]:
    for block in blocks:
        sentences = tuple(sentence.text for sentence in block.sentences)
        yield Passage(sentences, block.kind, headings, field)


def fingerprint(blocks: Sequence[Passage]) -> str:
    """SHA-256 of the words as they were read: it changes where a position would."""
    words = "\n".join(" ".join(words_of(block)) for block in blocks)
    return hashlib.sha256(words.encode()).hexdigest()
