"""What people say on the telephone: `HF2 · 3` for a block, `HF2 · 3.4` for a sentence in it.

Pure arithmetic (RULES.md, "What has an address"): blocks are numbered per field in reading order,
those outside the fields are `T · n`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.drafts.outline import ReadBlock, ReadDraft, ReadSection

_LARGEST = 999_999
# "HF2 · 3.4", "hf 2 3.4", "#hf2-3-4", "Handlungsfeld 2, 3", "T5": any sign or blank may stand
# between the numbers, and none is needed after the letters.
_GAP = r"[\s·•.,:;/_–—-]"
_WRITTEN = re.compile(
    rf"\#?(?:(?:hf|handlungsfeld){_GAP}{{0,3}}(?P<field>\d{{1,6}})(?:{_GAP}{{1,5}}(?P<block>\d{{1,6}}))?"
    rf"|t{_GAP}{{0,3}}(?P<outside>\d{{1,6}}))"
    rf"(?:{_GAP}{{1,5}}(?P<sentence>\d{{1,6}}))?",
    re.IGNORECASE,
)
_DIRECTION_MARKS = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x2066, 0x206A)])


@dataclass(frozen=True, slots=True)
class Address:
    """A field, a block or a sentence. `field` None: the block stands outside the fields.

    Refused with ValueError: numbers below 1, a sentence without a block, nothing at all.
    """

    field: int | None
    block: int | None = None
    sentence: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be the address of anything."""
        numbers = [n for n in (self.field, self.block, self.sentence) if n is not None]
        if not numbers or not all(1 <= n <= _LARGEST for n in numbers):
            raise ValueError(f"no address has the numbers {numbers}")
        if self.block is None and (self.field is None or self.sentence is not None):
            raise ValueError("a sentence stands in a block, and a block outside the fields too")

    @property
    def label(self) -> str:
        """For people and in JSON: "HF2", "HF2 · 3", "HF2 · 3.4", "T · 5"."""
        if self.block is None:
            return f"HF{self.field}"
        sentence = f".{self.sentence}" if self.sentence else ""
        return f"{'T' if self.field is None else f'HF{self.field}'} · {self.block}{sentence}"

    @property
    def fragment(self) -> str:
        """In an address of the web: "hf2", "hf2-3", "hf2-3-4", "t-5"."""
        parts = [f"hf{self.field}" if self.field else "t", self.block, self.sentence]
        return "-".join(str(part) for part in parts if part is not None)

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address that somebody typed, as a label, a fragment or something in between.

        ValueError where it is none.
        """
        found = _WRITTEN.fullmatch(text.translate(_DIRECTION_MARKS).strip().rstrip(".,;"))
        if found is None:
            raise ValueError(f"not an address: {text[:40]!r}")
        field, block, outside, sentence = (int(n) if n else None for n in found.groups())
        return cls(field, block if field else outside, sentence)


class Place(NamedTuple):
    """Where a block stands: in which field (None: in none) and as which of its blocks."""

    field: int | None
    block: int


def reading_order(draft: ReadDraft) -> Iterator[tuple[ReadSection | None, ReadBlock]]:
    """Every block with the section directly above it, None before the first heading."""
    for block in draft.blocks:
        yield None, block
    for section, _field in _with_fields(draft.sections, {}, None):
        for block in section.blocks:
            yield section, block


def number_blocks(draft: ReadDraft, fields: Mapping[str, int]) -> Iterator[Place]:
    """For every block in reading order the number of its field, and its number in there.

    `fields` maps the heading of a field to the field's number. A field reaches down to all that
    stands under its heading; below it, other headings of that name are ordinary ones, and of two
    that are alike the first is the field.
    """
    counts: dict[int | None, int] = {}
    numbers = {fold(heading): number for heading, number in fields.items()}
    owners: list[tuple[int | None, list[ReadBlock]]] = [(None, draft.blocks)]
    owners += [(f, section.blocks) for section, f in _with_fields(draft.sections, numbers, None)]
    for field, blocks in owners:
        for _block in blocks:
            counts[field] = counts.get(field, 0) + 1
            yield Place(field, counts[field])


def fold(heading: str) -> str:
    """A heading as it is compared: without a difference in blanks or capitals."""
    return " ".join(heading.split()).casefold()


def _with_fields(
    sections: list[ReadSection], numbers: dict[str, int], inside: int | None
) -> Iterator[tuple[ReadSection, int | None]]:
    """Sections in reading order, each with its field; a heading in `numbers` is used up."""
    for section in sections:
        field = inside or numbers.pop(fold(section.title), None)
        yield section, field
        yield from _with_fields(section.sections, numbers, field)
