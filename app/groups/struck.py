"""Causes that somebody struck out in a version that was never published: what the next proposed
version changes at the same words is not put down to that note again, until somebody ties it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case
from sqlalchemy import select as choose
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.drafts.cells import CELL_EDGE, Rows
from app.groups.traced import DROPPED, OVER, holds
from app.groups.tracing import Spot
from app.groups.writers.plain import one_line
from app.models import Block, Comment, DraftVersion, Sentence, Trace


class Side(NamedTuple):
    """What a change says on one side: its words, and whether they are a whole passage (a block, or
    a run of sentences), so that a sentence of it is meant as well."""

    words: str
    is_whole: bool


Sides = tuple[Side, Side]
NOTHING = Side("", is_whole=False)


def side_of(text: str, *, is_whole: bool) -> Side:
    """Words as they are compared: across versions nothing else is the same."""
    said = one_line(text.replace(CELL_EDGE, " ")).replace("\u00ad", "")
    return Side(f" {said} " if said else "", is_whole)


@dataclass(slots=True)
class Struck:
    """What was struck out, by the note's id."""

    by_note: dict[int, list[Sides]] = field(default_factory=dict)

    def keeps_out(self, note_id: int, old: Side, new: Side) -> bool:
        """Whether this note was struck out of a change of the same words, or to the same."""
        return any(_alike(one, (old, new)) for one in self.by_note.get(note_id, ()))

    def among(
        self, session: Session, pairs: Iterable[tuple[int, Spot | None, Spot | None]]
    ) -> set[tuple[int, Spot | None, Spot | None]]:
        """Those of these changes (a note, where it stood, where it stands) that are kept out. No
        question where nothing was struck out of their notes, else two."""
        asked = [one for one in pairs if one[0] in self.by_note]
        if not asked:
            return set()
        said = _words_at(session, {spot for _note, *both in asked for spot in both if spot})
        sides = {spot: side_of(text, is_whole=spot.sentence is None) for spot, text in said.items()}

        def side(spot: Spot | None) -> Side:
            return sides.get(spot, NOTHING) if spot else NOTHING

        return {one for one in asked if self.keeps_out(one[0], side(one[1]), side(one[2]))}


def _alike(one: Sides, other: Sides) -> bool:
    return any(_meet(here, there) for here, there in zip(one, other, strict=True))


def _meet(one: Side, other: Side) -> bool:
    if not one.words or not other.words:
        return False
    if one.words == other.words:
        return True
    within = one.is_whole and other.words in one.words
    return within or (other.is_whole and one.words in other.words)


def struck_out(session: Session, process_id: int, but: int = 0) -> Struck:
    """What was struck out in versions of a process that nobody has published (`but` this one) and
    not tied since, by hand or by a document: one question, and where anything was one more."""
    left = and_(
        col(Trace.origin) == DROPPED,
        col(Trace.version_id) != but,
        col(DraftVersion.published_at).is_(None),
    )
    dropped = _said(session, process_id, left)
    found = Struck()
    if not dropped:
        return found
    notes = col(Trace.comment_id).in_({row[1] for row in dropped})
    tied = [(*row, True) for row in _said(session, process_id, and_(holds(), notes))]
    told = [*((*row, False) for row in dropped), *tied]
    for _at, note_id, sides, is_tied in sorted(told, key=lambda row: (row[0], row[3])):
        those = found.by_note.setdefault(note_id, [])
        if is_tied:
            those[:] = [one for one in those if not _alike(one, sides)]
        else:
            those.append(sides)
    return found


def _said(
    session: Session, process_id: int, which: ColumnElement[bool]
) -> list[tuple[Any, int, Sides]]:
    """Traces with the moment from which they hold, their note, and their words on both sides."""
    old, new = aliased(Block), aliased(Block)
    old_words, new_words = aliased(Sentence), aliased(Sentence)
    columns: list[Any] = [Trace.at, Trace.confirmed_at, Trace.comment_id]
    columns += [old.text, _over(old, Trace.old_sentence), old_words.text]
    columns += [new.text, _over(new, Trace.new_sentence), new_words.text]
    query = (
        choose(*columns)
        .select_from(Trace)
        .join(DraftVersion, col(DraftVersion.id) == col(Trace.version_id))
        .outerjoin(old, col(old.id) == col(Trace.old_block_id))
        .outerjoin(old_words, _stands(old_words, Trace.old_block_id, Trace.old_sentence))
        .outerjoin(new, col(new.id) == col(Trace.new_block_id))
        .outerjoin(new_words, _stands(new_words, Trace.new_block_id, Trace.new_sentence))
        .where(col(Trace.process_id) == process_id, which)
    )
    return [
        (confirmed or at, note_id, (_side(*words[:3]), _side(*words[3:])))
        for at, confirmed, note_id, *words in session.execute(query)
    ]


def _stands(sentence: Any, block_id: Any, number: Any) -> ColumnElement[bool]:
    return and_(col(sentence.block_id) == col(block_id), col(sentence.number) == col(number))


def _over(block: Any, number: Any) -> Any:
    return case((col(number) == OVER, block.head_html))


def _side(block: str | None, over: str | None, sentence: str | None) -> Side:
    if over is not None:
        return side_of(Rows.of(over).over(), is_whole=True)
    return side_of(sentence if sentence is not None else block or "", is_whole=sentence is None)


def _words_at(session: Session, spots: Collection[Spot]) -> dict[Spot, str]:
    ids = {spot.block_id for spot in spots}
    blocks = choose(col(Block.id), col(Block.text)).where(col(Block.id).in_(ids))
    found = {Spot(number): text for number, text in session.execute(blocks)}
    parts = (col(Sentence.block_id), col(Sentence.number), col(Sentence.text))
    sentences = choose(*parts).where(col(Sentence.block_id).in_(ids))
    found |= {Spot(number, n): text for number, n, text in session.execute(sentences)}
    return {spot: text for spot, text in found.items() if spot in spots}


def first_ids(session: Session, process_id: int, numbers: Collection[int]) -> Mapping[int, int]:
    """The notes of these numbers by what traces call them: a duplicate by the note it points to."""
    first = (col(Comment.number), col(Comment.id), col(Comment.duplicate_of_id))
    query = choose(*first).where(
        col(Comment.process_id) == process_id, col(Comment.number).in_(sorted(numbers))
    )
    return {number: again or note_id for number, note_id, again in session.execute(query)}
