"""Ties the changes that were taken in to the notes that caused them, sentence by sentence; and
keeps which notes somebody struck out, so that nobody proposes them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from sqlmodel import Session, col, select

from app.groups.returning.docx.changed import plain
from app.groups.returning.docx.keeping import struck_in
from app.groups.returning.docx.target import Ground, ground_of, run_of, texts_of
from app.groups.returning.docx.titles import title_in
from app.groups.traced import DOCUMENT, OVER
from app.groups.tracing import Spot, deny, tie
from app.models import (
    Block,
    Comment,
    CommentState,
    DraftVersion,
    HandBackChange,
    Person,
)


class _How(TypedDict):
    old: Spot | None
    new: Spot | None
    by: Person | None
    now: datetime


Pair = tuple[Spot | None, Spot | None]  # where it stood, where it stands


@dataclass
class Causes:
    """Says of each change which notes caused it."""

    session: Session
    ground: Ground
    drawn: DraftVersion
    public: DraftVersion
    actor: Person | None
    now: datetime
    before: dict[int, Block | None] = field(default_factory=dict)
    here: dict[int, Block] = field(default_factory=dict)

    def tie(self, changes: Sequence[HandBackChange]) -> None:
        """Tie each change that was made to its notes, and to those that were struck out that they
        did not cause it."""
        made = [one for one in changes if not one.is_left_out and (one.notes or struck_in(one))]
        if not made:
            return
        notes = self._notes({n for one in made for n in (*one.notes, *struck_in(one))})
        self.before = ground_of(self.session, self.drawn, self.public).stands
        self.here = {block.id: block for block in self.ground.blocks}
        about = (self.session, self.ground.version)
        for change in made:
            for old, new in self.places(change):
                how = _How(old=old, new=new, by=self.actor, now=self.now)
                for note in filter(None, map(notes.get, change.notes)):
                    tie(*about, note, origin=DOCUMENT, **how)
                for note in filter(None, map(notes.get, struck_in(change))):
                    deny(*about, note, **how)

    def _notes(self, numbers: set[int]) -> Mapping[int, Comment]:
        query = select(Comment).where(
            Comment.process_id == self.ground.version.process_id,
            col(Comment.number).in_(sorted(numbers)),
            Comment.state == CommentState.PUBLIC,
        )
        return {note.number: note for note in self.session.exec(query)}

    def places(self, change: HandBackChange) -> list[Pair]:
        """The sentences that went and came with a change: what stands on both sides is none of
        them."""
        title = title_in(change)
        if title is not None and change.block_id is None:
            return []  # a heading: no block, so no trace can say where it stands
        if change.block_id is None:
            return self._of_new(change)
        was, became = self.before.get(change.block_id), self.ground.stands.get(change.block_id)
        became = self.here.get(became.id) if became is not None else None
        if title is not None:
            return [(Spot(was.id, OVER), Spot(became.id, OVER))] if was and became else []
        if change.sentence is None:
            sides = (Spot(was.id) if was else None, Spot(became.id) if became else None)
            return [sides] if any(sides) else []
        old, new = _run(was, change.old_text, change), _run(became, change.new_text, change)
        gone = [spot for spot, words in old if words not in [each for _spot, each in new]]
        came = [spot for spot, words in new if words not in [each for _spot, each in old]]
        if not gone or not came:
            return [*((spot, None) for spot in gone), *((None, spot) for spot in came)]
        last = max(len(gone), len(came))
        return [(gone[min(n, len(gone) - 1)], came[min(n, len(came) - 1)]) for n in range(last)]

    def _of_new(self, change: HandBackChange) -> list[Pair]:
        said = plain(change.new_text).split()
        found = [one for one in self.ground.blocks if said and plain(one.text).split() == said]
        return [(None, Spot(found[0].id))] if found else []


def _run(block: Block | None, text: str, change: HandBackChange) -> list[tuple[Spot, str]]:
    """The sentences of a block that together say `text`, each with its words."""
    if block is None or not text:
        return []
    texts = texts_of(block)
    found = run_of(texts, text, (change.sentence or 1) - 1)
    return [(Spot(block.id, n + 1), plain(texts[n])) for n in range(*found)] if found else []
