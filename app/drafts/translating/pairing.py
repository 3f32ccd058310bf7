"""Which translated sentence belongs to which of the original, and whether that has moved on. Pure.

A translation is kept with a fingerprint of the sentence it was made from. Where the original was
reworded the fingerprint differs and readers are told; where it was put elsewhere within its block
the fingerprint finds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape

from app.i18n import DEFAULT, LOCALES, NAMES

LANGUAGES = tuple(language for language in LOCALES if language != DEFAULT)
# Beside the original stands a text in Leichte Sprache, where the interface has plain German.
NAMES_OF_TEXTS = NAMES | {"de-simple": "Leichte Sprache"}
NOT_YET = "…"  # the line of a sentence that nobody has translated yet
CELLS = " | "  # between the cells of a table's row
_CELL = re.compile(r"(<(t[dh])\b[^>]*>).*?(</\2>)", re.DOTALL)


@dataclass(frozen=True)
class Said:
    """A sentence in another language. `source` is the fingerprint of what it was made from,
    `has_moved` says that the original reads otherwise by now."""

    text: str
    source: str
    has_moved: bool = False


@dataclass(frozen=True)
class Translated:
    """What a field's text is in one language: by the id of a block a sentence (or None) for each
    of the original, by the id of a section its heading."""

    language: str
    blocks: Mapping[int, Sequence[Said | None]] = field(default_factory=dict)
    headings: Mapping[int, Said] = field(default_factory=dict)

    @property
    def moved(self) -> int:
        """How many sentences and headings of the original have changed since."""
        sentences = [one for said in self.blocks.values() for one in said if one is not None]
        return sum(one.has_moved for one in [*sentences, *self.headings.values()])

    def is_whole(self, block_id: int) -> bool:
        """Whether every sentence of this block is there."""
        return all(self.blocks.get(block_id) or [None])


def fingerprint(text: str) -> str:
    """Of a sentence, however it is broken into lines."""
    return sha256(" ".join(text.split()).encode()).hexdigest()


def paired(
    originals: Sequence[str], texts: Sequence[str], sources: Sequence[str]
) -> list[Said | None]:
    """For each sentence of the original its translation, or None. First those whose fingerprint
    is the same, at the same place or elsewhere in the block; then, in a block that has as many
    sentences as when it was translated, the one at the same place, as one that has moved on."""
    wanted = [fingerprint(text) for text in originals]
    kept = list(zip(texts, sources, strict=False))
    found: list[Said | None] = [None] * len(wanted)
    free = {at for at, (text, _source) in enumerate(kept) if text}
    for at, source in enumerate(wanted):
        same = [n for n in free if kept[n][1] == source]
        if same:
            taken = at if at in same else min(same)
            found[at] = Said(kept[taken][0], source)
            free.discard(taken)
    if len(kept) == len(wanted):
        for at in free:
            if found[at] is None:
                found[at] = Said(*kept[at], has_moved=True)
    return found


def cells_of(row: str) -> list[str]:
    """The cells of a table's row as it is written in one line."""
    return [cell.strip() for cell in row.split(CELLS.strip())]


def row_html(original: str, text: str, mark: str = "") -> str:
    """A table's row (`original`: our HTML of its cells) with other words, which are escaped, and
    behind them a `mark` (HTML of ours). Where the cells are not as many any more, all words stand
    in one."""
    cells = cells_of(text)
    found = list(_CELL.finditer(original))
    if len(found) != len(cells):
        return f'<td colspan="{max(1, len(found))}">{escape(text)}{mark}</td>'
    marks = [""] * (len(cells) - 1) + [mark]
    every = zip(found, cells, marks, strict=True)
    return "".join(f"{cell[1]}{escape(words)}{last}{cell[3]}" for cell, words, last in every)
