"""What became of every block of a version in the next one, kept as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col

from app.drafts.lineage.outcome import BlockFate
from app.drafts.lineage.outcome import Lineage as Outcome
from app.drafts.lineage.passages import passages_of
from app.drafts.lineage.trace import trace
from app.drafts.queries import blocks_of, sections_of
from app.drafts.wording import changed, marked_sides
from app.models import Block, DraftVersion, Fate, Lineage


@dataclass(frozen=True)
class Compared:
    """Two versions of a text, their blocks in reading order, and what the matcher says."""

    old: DraftVersion
    new: DraftVersion
    old_blocks: Sequence[Block]
    new_blocks: Sequence[Block]
    outcome: Outcome


def trace_versions(session: Session, old: DraftVersion, new: DraftVersion) -> Compared:
    """Compare two versions; nothing is written."""
    old_blocks, new_blocks = blocks_of(session, old), blocks_of(session, new)
    outcome = trace(
        passages_of(sections_of(session, old), old_blocks),
        passages_of(sections_of(session, new), new_blocks),
    )
    return Compared(old, new, old_blocks, new_blocks, outcome)


def lineage_rows(compared: Compared) -> list[dict[str, object]]:
    """What is to be kept: a row for each block of the old version in their order, then those of
    the new one that come from none. Works without a database."""
    return [
        {
            "process_id": compared.new.process_id,
            "from_version_id": compared.old.id,
            "to_version_id": compared.new.id,
            "position": position,
            **row,
        }
        for position, row in enumerate(_rows(compared), 1)
    ]


def keep_lineage(session: Session, new: DraftVersion, rows: list[dict[str, object]]) -> None:
    """Keep a row for each block. What an earlier comparison of a version that is not public yet
    has left is replaced."""
    session.flush()
    session.execute(delete(Lineage).where(col(Lineage.to_version_id) == new.id))
    table: Any = Lineage
    if rows:
        session.connection().execute(insert(table.__table__), rows)


def _rows(compared: Compared) -> Iterator[dict[str, object]]:
    sides = _Sides(compared)
    for number, fate in enumerate(compared.outcome.blocks):
        block = compared.old_blocks[number]
        places = [compared.new_blocks[place] for place in fate.places]
        old_html, new_html = sides.of(number, fate)
        yield {
            "old_block_id": block.id,
            "new_block_id": places[0].id if places else None,
            "state": fate.state,
            "confidence": float(fate.confidence),
            "places": [place.fragment for place in places],
            "sentences": list(_sentences(compared, block, fate)),
            "old_html": old_html,
            "new_html": new_html,
        }
    for number in compared.outcome.new_blocks:
        block = compared.new_blocks[number]
        yield {
            "old_block_id": None,
            "new_block_id": block.id,
            "state": Fate.NEW,
            "confidence": 1.0,
            "places": [block.fragment],
            "sentences": [],
            "old_html": "",
            "new_html": "".join(marked_sides([], [_text(block)])[1]),
        }


def _sentences(compared: Compared, block: Block, fate: BlockFate) -> Iterator[dict[str, object]]:
    for sentence, became in zip(block.sentences, fate.sentences, strict=True):
        places = []
        for at, index in became.places:
            there = compared.new_blocks[at]
            places.append([there.fragment, there.sentences[index].number])
        yield {
            "number": sentence.number,
            "state": became.state.value,
            "places": places,
            "confidence": float(became.confidence),
        }


def _text(block: Block) -> str:
    """A block's words as the matcher counts them: those of its sentences in order."""
    return " ".join(sentence.text for sentence in block.sentences) or block.text


@dataclass
class _Sides:
    """The two sides of a block word by word. What was split or merged is compared with all of
    its parts, so that a word that only stands elsewhere now is not called gone."""

    compared: Compared
    known: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[list[str], list[str]]] = field(
        default_factory=dict
    )

    def of(self, number: int, fate: BlockFate) -> tuple[str, str]:
        """The old side of this block, and the new side of all its places."""
        text = _text(self.compared.old_blocks[number])
        if not fate.places:
            return "".join(marked_sides([text], [])[0]), ""
        if len(fate.places) == 1:
            there = _text(self.compared.new_blocks[fate.places[0]])
            if not changed(text, there):
                return escape(text), escape(there)
        olds, news = self._family(number, fate)
        key = (olds, news)
        if key not in self.known:
            self.known[key] = marked_sides(
                [_text(self.compared.old_blocks[one]) for one in olds],
                [_text(self.compared.new_blocks[one]) for one in news],
            )
        old, new = self.known[key]
        return old[olds.index(number)], " ".join(new)

    def _family(self, number: int, fate: BlockFate) -> tuple[tuple[int, ...], tuple[int, ...]]:
        news = tuple(sorted(set(fate.places)))
        olds = {number}
        if fate.state is Fate.MERGED:
            for place in news:
                olds.update(self.compared.outcome.origins(place))
        return tuple(sorted(olds)), news
