"""Where a comment may belong that the matcher could not place: what a person chooses from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz import process as fuzzy
from sqlmodel import Session, col, select

from app.drafts.queries import blocks_of
from app.models import Block, Carrying, Comment, DraftVersion, Fate, Lineage

SUGGESTIONS = 4
LIKELY = 45  # of 100: below this two sentences have little in common
NEAREST = 2  # new sentences in the place of a lost one


@dataclass(frozen=True)
class Suggestion:
    """A place that a person may choose."""

    address: str
    fragment: str
    text: str


def suggestions_for(
    session: Session, version: DraftVersion, carrying: Carrying
) -> tuple[list[Suggestion], Sequence[Block]]:
    """Where a comment may belong: first where the matcher sees its sentence, or what is new where
    it stood; then its block, and what reads most like its words. And all blocks of the version to
    choose from."""
    blocks = [block for block in blocks_of(session, version) if block.field_id is not None]
    rows = session.exec(
        select(Lineage).where(Lineage.to_version_id == version.id).order_by(col(Lineage.position))
    ).all()
    by_fragment = {block.fragment: block for block in blocks}
    found: dict[str, Suggestion] = {}
    for fragment, number in _told(rows, blocks, carrying.comment):
        if block := by_fragment.get(fragment):
            _suggest(found, block, number)
    for block, number in _alike(blocks, carrying):
        _suggest(found, block, number)
    taken = carrying.new_fragment
    return [one for one in found.values() if one.fragment != taken][:SUGGESTIONS], blocks


def _suggest(found: dict[str, Suggestion], block: Block, number: int | None) -> None:
    sentence = next((one for one in block.sentences if one.number == number), None)
    if sentence is None:
        found.setdefault(block.fragment, Suggestion(block.label, block.fragment, block.text))
        return
    fragment = f"{block.fragment}-{number}"
    label = f"{block.label}.{number}"
    found.setdefault(fragment, Suggestion(label, fragment, sentence.text))


@dataclass(frozen=True)
class _Line:
    """A sentence of the old version, and where it stands in the new one: its places, counted
    through the text."""

    block_id: int | None
    number: int
    state: str
    at: list[int]


def _told(
    rows: Sequence[Lineage], blocks: Sequence[Block], comment: Comment
) -> Iterator[tuple[str, int | None]]:
    """What the lineage tells: the places of the comment's own sentence, or what is new where it
    stood; then the places of its block."""
    if comment.block_id is None:
        return
    new = [(block.fragment, line.number) for block in blocks for line in block.sentences]
    lines = _lines(rows, {address: at for at, address in enumerate(new)})
    mine = [
        at
        for at, line in enumerate(lines)
        if line.block_id == comment.block_id and comment.sentence in (None, line.number)
    ]
    if comment.sentence is not None:
        yield from (new[there] for at in mine for there in lines[at].at)
    if mine and not any(lines[at].at for at in mine):
        for there in _in_the_slot(lines, mine[0], mine[-1], len(new)):
            fragment, number = new[there]
            yield fragment, number if comment.sentence is not None else None
    for row in rows:
        if row.old_block_id == comment.block_id:
            yield from ((fragment, None) for fragment in row.places)


def _lines(rows: Sequence[Lineage], order: dict[tuple[str, int], int]) -> list[_Line]:
    lines = []
    for row in rows:
        for sentence in row.sentences:
            places: Any = sentence["places"]
            at = [order[there] for p in places if (there := (str(p[0]), int(p[1]))) in order]
            number: Any = sentence["number"]
            lines.append(_Line(row.old_block_id, number, str(sentence["state"]), at))
    return lines


def _in_the_slot(lines: list[_Line], first: int, last: int, end: int) -> list[int]:
    """The new sentences between the nearest neighbours that have not moved, the one that is as
    far behind the first of them first."""
    steady = [at for at, line in enumerate(lines) if line.at and line.state != Fate.MOVED]
    before = max((at for at in steady if at < first), default=None)
    behind = min((at for at in steady if at > last), default=None)
    start = max(lines[before].at) + 1 if before is not None else 0
    stop = min(lines[behind].at) if behind is not None else end
    taken = {there for line in lines for there in line.at}
    fresh = [there for there in range(start, stop) if there not in taken]
    lost = (at for at in range(0 if before is None else before + 1, first) if not lines[at].at)
    ahead = sum(1 for _at in lost)
    ranked = sorted(range(len(fresh)), key=lambda at: abs(at - ahead))
    return [fresh[at] for at in ranked[:NEAREST]]


def _alike(blocks: Sequence[Block], carrying: Carrying) -> list[tuple[Block, int | None]]:
    """Blocks or sentences that read like the quoted words, the most alike first."""
    if carrying.comment.sentence is None:
        places: list[tuple[Block, int | None]] = [(block, None) for block in blocks]
        texts = [block.text for block in blocks]
    else:
        places = [(block, s.number) for block in blocks for s in block.sentences]
        texts = [s.text for block in blocks for s in block.sentences]
    if not carrying.old_quote:
        return []
    ranked = fuzzy.extract(
        carrying.old_quote, texts, scorer=fuzz.token_sort_ratio, limit=3, score_cutoff=LIKELY
    )
    return [places[index] for _text, _score, index in ranked]
