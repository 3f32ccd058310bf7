"""Finding which notes caused a change: where an adopted note's passage did not stay as it was, or
where its wording stands in the new text. Only proposed; a person confirms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app import clock
from app.groups.struck import struck_out
from app.groups.traced import DROPPED, OVER, PROPOSED
from app.groups.tracing import Spot, is_about, place_of
from app.groups.wordings import Wordings
from app.models import (
    Block,
    Carrying,
    Comment,
    CommentState,
    Decision,
    Disposition,
    DraftVersion,
    Fate,
    Lineage,
    Sentence,
    Trace,
)

ADOPTED = (Decision.ADOPTED, Decision.PARTLY_ADOPTED)
MOST = 3  # places that one passage went to, and places where a wording was found
Pair = tuple[Spot | None, Spot | None]  # where it stood, where it stands
_traces: Any = Trace.__table__  # type: ignore[attr-defined]


def propose_traces(session: Session, version: DraftVersion) -> int:
    """Propose for each adopted note what it changed in this version; how many proposals there are.

    It follows the kept lineage of the version, so that comes first. Done again, it gives the same:
    what is proposed no longer goes, what a person or a document said stays, and what was dropped
    is not proposed again, nor anything else of that note about the same passage; nor what was
    dropped of the same words in another version that nobody published (`struck.py`). Seven
    questions (up to ten where something was), and none more where nothing is adopted.
    """
    session.flush()
    notes = _adopted(session, version)
    said = session.exec(select(Trace).where(Trace.version_id == version.id)).all()
    if not notes and not said:
        return 0
    text = _Text.read(session, version)
    if not text.rows:  # nothing was compared, so nothing is known to have changed
        return 0
    dropped: dict[int, list[Trace]] = {}
    for one in said:
        if one.origin == DROPPED:
            dropped.setdefault(one.comment_id, []).append(one)
    wanted = {
        (row.id, *(old or (None, None)), *(new or (None, None)))
        for row in notes
        for old, new in text.caused_by(row)
        if not any(is_about(one, old, new) for one in dropped.get(row.id, ()))
    }
    wanted = _not_struck(session, version, wanted)
    _mend(session, said, text)
    kept = [row for row in said if row.confirmed_at is not None or row.origin == DROPPED]
    stays = [row for row in said if row not in kept and (row.comment_id, *place_of(row)) in wanted]
    _drop(session, [row for row in said if row not in kept and row not in stays])
    there = {(row.comment_id, *place_of(row)) for row in (*kept, *stays)}
    told = [row for row in kept if row.confirmed_at is not None and row.old_sentence != OVER]
    # a sentence says more than all of its block, what stands over that does not
    there |= {(row.comment_id, row.old_block_id, None, row.new_block_id, None) for row in told}
    fresh = sorted(wanted - there, key=lambda key: tuple(part or 0 for part in key))
    _write(session, version, fresh)
    return len(stays) + len(fresh)


def _not_struck(
    session: Session, version: DraftVersion, wanted: set[tuple[int, ...]]
) -> set[tuple[int, ...]]:
    """Without what somebody struck out in a version that came to nothing."""
    pairs = {(key[0], _spot(*key[1:3]), _spot(*key[3:5])): key for key in wanted}
    out = struck_out(session, version.process_id, version.id).among(session, pairs)
    return {key for pair, key in pairs.items() if pair not in out}


def _spot(block_id: int | None, sentence: int | None) -> Spot | None:
    return Spot(block_id, sentence) if block_id is not None else None


def _adopted(session: Session, version: DraftVersion) -> Sequence[Any]:
    """Adopted public notes, with the address at which they stood before this version."""
    names = ("id", "version_id", "block_id", "sentence", "proposed_wording")
    columns: list[Any] = [getattr(Comment, name) for name in names]
    query = (
        choose(*columns, col(Disposition.new_wording), col(Carrying.old_address))
        .select_from(Disposition)
        .join(Comment, col(Comment.id) == col(Disposition.comment_id))
        .outerjoin(
            Carrying,
            (col(Carrying.comment_id) == col(Comment.id))
            & (col(Carrying.to_version_id) == version.id),
        )
        .where(
            col(Disposition.process_id) == version.process_id,
            col(Disposition.decision).in_(ADOPTED),
            col(Comment.state) == CommentState.PUBLIC,
        )
    )
    return session.execute(query).all()


def _mend(session: Session, said: Sequence[Trace], text: _Text) -> None:
    """What holds about a passage whose new block was taken away when the text was put right stands
    where the comparison finds that passage now."""
    for row in said:
        if row.confirmed_at is None or row.new_block_id or row.old_block_id is None:
            continue
        old = Spot(row.old_block_id, row.old_sentence)
        new = next((new for _old, new in text.became(old)), None)
        if new is not None and old.sentence == OVER:
            new = Spot(new.block_id, OVER)
        if new is not None:
            row.new_block_id, row.new_sentence = new
            session.add(row)


def _drop(session: Session, rows: Sequence[Trace]) -> None:
    for row in rows:
        session.expunge(row)
    ids = [row.id for row in rows]
    for start in range(0, len(ids), 500):
        some = col(Trace.id).in_(ids[start : start + 500])
        session.execute(delete(Trace).where(some).execution_options(synchronize_session=False))


def _write(session: Session, version: DraftVersion, keys: Sequence[tuple[int | None, ...]]) -> None:
    names = ("comment_id", "old_block_id", "old_sentence", "new_block_id", "new_sentence")
    about: dict[str, object] = {"process_id": version.process_id, "version_id": version.id}
    about |= {"origin": PROPOSED, "at": clock.now()}
    rows = [{**about, **dict(zip(names, key, strict=True))} for key in keys]
    if rows:
        session.connection().execute(insert(_traces), rows)


@dataclass
class _Text:
    """What became of the text: rows of lineage by old block, blocks by address, wordings."""

    base_id: int = 0
    rows: dict[int, Any] = field(default_factory=dict)
    old_at: dict[str, int] = field(default_factory=dict)  # by label
    new_at: dict[str, int] = field(default_factory=dict)  # by fragment
    came_from: dict[Spot, Spot] = field(default_factory=dict)
    wordings: Wordings = field(default_factory=Wordings)

    @classmethod
    def read(cls, session: Session, version: DraftVersion) -> _Text:
        """Lineage, addresses and new sentences of a version: three questions."""
        text = cls()
        names = ("from_version_id", "old_block_id", "new_block_id", "state", "places", "sentences")
        columns: list[Any] = [getattr(Lineage, name) for name in names]
        query = choose(*columns).where(
            col(Lineage.process_id) == version.process_id,
            col(Lineage.to_version_id) == version.id,
            col(Lineage.old_block_id).is_not(None),
        )
        for row in session.execute(query.order_by(col(Lineage.position))):
            text.base_id = row.from_version_id
            text.rows[row.old_block_id] = row
        blocks = choose(col(Block.id), col(Block.version_id), col(Block.label), col(Block.fragment))
        both = col(Block.version_id).in_([text.base_id, version.id])
        for block_id, version_id, label, fragment in session.execute(blocks.where(both)):
            if version_id == version.id:
                text.new_at[fragment] = block_id
            else:
                text.old_at[label] = block_id
        text._find_changed(session, version)
        return text

    def _find_changed(self, session: Session, version: DraftVersion) -> None:
        same: set[Spot] = set()
        for row in self.rows.values():
            for number, state, spots in self._sentences(row):
                for spot in spots:
                    self.came_from.setdefault(spot, Spot(row.old_block_id, number))
                if state == Fate.UNCHANGED:
                    same.update(spots)
        query = choose(col(Sentence.block_id), col(Sentence.number), col(Sentence.text)).where(
            col(Sentence.version_id) == version.id
        )
        for block_id, number, words in session.execute(query):
            if Spot(block_id, number) not in same:
                self.wordings.add(Spot(block_id, number), words)

    def _sentences(self, row: Any) -> Iterator[tuple[int, str, list[Spot]]]:
        for sentence in row.sentences:
            spots = [
                Spot(self.new_at[fragment], number)
                for fragment, number in sentence["places"]
                if fragment in self.new_at
            ]
            yield sentence["number"], str(sentence["state"]), spots

    def became(self, old: Spot) -> list[Pair]:
        """What a passage became, where it did not stay as it was."""
        row = self.rows.get(old.block_id)
        if row is None:
            return []
        found = {number: (state, spots) for number, state, spots in self._sentences(row)}
        if old.sentence in found:
            state, spots = found[old.sentence]
        else:
            state, old = str(row.state), Spot(old.block_id)
            spots = [Spot(self.new_at[place]) for place in row.places if place in self.new_at]
        if state == Fate.UNCHANGED:
            return []
        return [(old, spot) for spot in spots[:MOST]] or [(old, None)]

    def caused_by(self, note: Any) -> list[Pair]:
        """What an adopted note changed, as far as the text tells."""
        pairs = self.became(spot) if (spot := self._stood(note)) else []
        known = {new for _old, new in pairs}
        for wording in (note.new_wording, note.proposed_wording):
            for spot in self.wordings.find(wording, MOST):
                if spot not in known and Spot(spot.block_id) not in known:
                    known.add(spot)
                    pairs.append((self.came_from.get(spot), spot))
        return pairs

    def _stood(self, note: Any) -> Spot | None:
        if note.version_id == self.base_id:
            return Spot(note.block_id, note.sentence) if note.block_id else None
        label, _dot, number = (note.old_address or "").partition(".")
        block_id = self.old_at.get(label)
        return Spot(block_id, int(number) if number.isdecimal() else None) if block_id else None
