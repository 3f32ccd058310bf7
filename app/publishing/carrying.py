"""Where every comment would stand in the next version: proposed by the matcher, kept as rows.

Comments on the same words share one proposal, so the work grows with the text and not with how
much was said about it; rows are written in batches, so 20,000 never stand in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app import journal
from app.drafts.lineage.keeping import Compared, keep_lineage, trace_versions
from app.drafts.lineage.outcome import BlockFate, Span
from app.drafts.wording import changed, marked_sides
from app.errors import Conflict
from app.i18n import _
from app.models import (
    Block,
    Carrying,
    Comment,
    DraftVersion,
    Fate,
    JournalEntry,
    Person,
    Process,
    Standing,
)
from app.publishing.places import Place, Target, Text

BATCH = 2_000
COMPARED = "lineage.compared"
BETWEEN = "<hr>"  # stands between the two sides of `quotes_html`; no escaped text holds it
_carryings: Any = Carrying.__table__  # type: ignore[attr-defined]
_ABOUT = ("id", "block_id", "sentence", "first_word", "last_word", "address", "fragment", "quote")


def base_of(session: Session, process: Process) -> DraftVersion | None:
    """The version that is public now, from which comments would come along."""
    query = select(DraftVersion).where(
        DraftVersion.process_id == process.id, DraftVersion.number == process.current_version
    )
    return session.exec(query).one_or_none() if process.current_version else None


def compare(
    session: Session, process: Process, version: DraftVersion, *, by: Person | None = None
) -> bool:
    """Make or renew the lineage of a version that is not public yet, and where each comment of
    the process would stand in it. What a person has decided stays, as long as the place is still
    there. False, and nothing done, for a first version.

    Refused with `Conflict` once the version is public.
    """
    if version.published_at is not None:
        raise Conflict(_("Diese Fassung ist schon veröffentlicht."))
    base = base_of(session, process)
    if base is None:
        return False
    proposals = Proposals(keep_lineage(session, base, version))
    _drop_undecided(session, version)
    _keep_decisions(session, proposals)
    _propose_for_the_rest(session, proposals)
    journal.record(
        session,
        by,
        COMPARED,
        version,
        process=process,
        version=version.number,
        base=base.number,
        text=digest_of(session, version),
    )
    return True


def digest_of(session: Session, version: DraftVersion) -> str:
    """A fingerprint of the addresses and words of a version as they are now."""
    columns: list[Any] = [Block.fragment, Block.text]
    query = choose(*columns).where(col(Block.version_id) == version.id)
    lines = session.execute(query.order_by(col(Block.position))).all()
    return sha256("\x1e".join(f"{at}\x1f{text}" for at, text in lines).encode()).hexdigest()


def is_stale(session: Session, process: Process, version: DraftVersion) -> bool:
    """Whether the text, or the version that is public, changed since the last comparison."""
    query = (
        select(JournalEntry)
        .where(
            JournalEntry.subject_type == DraftVersion.__name__,
            JournalEntry.subject_id == version.id,
            JournalEntry.deed == COMPARED,
        )
        .order_by(col(JournalEntry.id).desc())
    )
    last = session.exec(query.limit(1)).first()
    if last is None:
        return True
    now = {"base": process.current_version, "text": digest_of(session, version)}
    return any(last.details.get(name) != value for name, value in now.items())


def proposals_of(session: Session, base: DraftVersion, version: DraftVersion) -> Proposals:
    """What the matcher proposes now, without writing anything."""
    return Proposals(trace_versions(session, base, version))


def _drop_undecided(session: Session, version: DraftVersion) -> None:
    session.execute(
        delete(Carrying).where(
            col(Carrying.to_version_id) == version.id, col(Carrying.decided_at).is_(None)
        )
    )


def _keep_decisions(session: Session, proposals: Proposals) -> None:
    """Look whether the places that persons chose are still there, or stand elsewhere now."""
    compared = proposals.compared
    query = (
        select(Carrying, Comment)
        .join(Comment, col(Comment.id) == col(Carrying.comment_id))
        .where(Carrying.to_version_id == compared.new.id)
    )
    for carrying, comment in session.exec(query).all():
        target = target_of(comment)
        carrying.from_version_id = compared.old.id
        carrying.old_address, carrying.old_quote = comment.address, comment.quote
        if carrying.state is Standing.GONE or not carrying.new_quote:
            session.add(carrying)
            continue
        place = _found_again(proposals.new, carrying)
        if place is None:
            session.delete(carrying)
            continue
        put(carrying, place)
        carrying.quotes_html = proposals.quotes(target, comment.quote, place)
        session.add(carrying)
    session.flush()


def _found_again(text: Text, carrying: Carrying) -> Place | None:
    """The place whose words a person chose: in its block, or in the only other one that has
    them."""
    number = text.index.get(carrying.new_block_id or 0)
    wanted = [number] if number is not None else range(len(text.blocks))
    found = [place for one in wanted if (place := _same_words(text, one, carrying))]
    return found[0] if len(found) == 1 else None


def _same_words(text: Text, number: int, carrying: Carrying) -> Place | None:
    block = text.blocks[number]
    if carrying.new_sentence is None:
        return None if changed(block.text, carrying.new_quote) else text.on_block(block)
    span = text.find(number, carrying.new_quote)
    if span is None:
        return None
    like = Target(block.id, carrying.new_sentence, carrying.new_first_word, carrying.new_last_word)
    return text.place(span, like)


def put(carrying: Carrying, place: Place) -> None:
    """Write a place into the row."""
    for name in ("block_id", "sentence", "first_word", "last_word", "address", "fragment", "quote"):
        setattr(carrying, f"new_{name}", getattr(place, name))


def _propose_for_the_rest(session: Session, proposals: Proposals) -> None:
    compared = proposals.compared
    for batch in _without(session, compared.new):
        rows = [
            {
                "process_id": compared.new.process_id,
                "comment_id": row.id,
                "from_version_id": compared.old.id,
                "to_version_id": compared.new.id,
                "old_address": row.address,
                "old_quote": row.quote,
                **proposals.of(row),
            }
            for row in batch
        ]
        session.connection().execute(insert(_carryings), rows)


def _without(session: Session, version: DraftVersion) -> Iterator[list[Any]]:
    """The process's comments for which nothing is decided yet, a batch at a time."""
    decided = choose(_carryings.c.id).where(
        _carryings.c.to_version_id == version.id, _carryings.c.comment_id == col(Comment.id)
    )
    columns: list[Any] = [getattr(Comment, name) for name in (*_ABOUT, "standing")]
    query = (
        choose(*columns)
        .where(col(Comment.process_id) == version.process_id, ~decided.exists())
        .order_by(col(Comment.id))
        .limit(BATCH)
    )
    last = 0
    while batch := list(session.execute(query.where(col(Comment.id) > last))):
        yield batch
        last = batch[-1].id


def target_of(comment: Any) -> Target | None:
    """What a comment (or a row with its place) is about; None for a whole field."""
    if comment.block_id is None:
        return None
    return Target(comment.block_id, comment.sentence, comment.first_word, comment.last_word)


class Proposals:
    """The matcher's answer for every place that was commented on, each asked for once."""

    def __init__(self, compared: Compared) -> None:
        self.compared = compared
        self.old, self.new = Text(compared.old_blocks), Text(compared.new_blocks)
        self._known: dict[Target, dict[str, object]] = {}

    def of(self, comment: Any) -> dict[str, object]:
        """The columns of a `Carrying` for a comment (or a row with its place). What stands on a
        whole field stays with it; what was gone before stays gone."""
        target = target_of(comment)
        if target is None:
            if comment.standing == Standing.GONE:
                return _columns(Standing.GONE, 1.0)
            return _columns(Standing.STAYS, 1.0, Place(comment.address, comment.fragment))
        if target not in self._known:
            self._known[target] = self._ask(target, comment.quote)
        return self._known[target]

    def _ask(self, target: Target, quote: str) -> dict[str, object]:
        span = self.old.span(target)
        if span is None:
            return self._of_block(target, quote)
        carried = self.compared.outcome.carry(span)
        if carried.place is None:
            gone = _columns(Standing.GONE, carried.confidence, doubtful=carried.is_doubtful)
            return gone | {"quotes_html": self.quotes(target, quote, None)}
        state = carried.state
        if state is Standing.GONE:  # gone, but for a guess that a person may follow
            state = Standing.REWORDED
        place = self.new.place(carried.place, target)
        columns = _columns(state, carried.confidence, place, doubtful=carried.is_doubtful)
        if state is not Standing.STAYS:
            columns["quotes_html"] = self.quotes(target, quote, place, carried.place)
        return columns

    def _of_block(self, target: Target, quote: str) -> dict[str, object]:
        """A picture without a caption, or a table without rows: it goes where its block goes."""
        number = self.old.index.get(target.block_id)
        fate: BlockFate | None = None
        if number is not None:
            fate = self.compared.outcome.blocks[number]
        if fate is None or not fate.places:
            return _columns(Standing.GONE, fate.confidence if fate else 0.0, doubtful=fate is None)
        place = self.new.on_block(self.new.blocks[fate.places[0]])
        state = Standing.STAYS if fate.state is Fate.UNCHANGED else Standing.MOVED
        return _columns(state, fate.confidence, place, doubtful=fate.confidence < 1)

    def quotes(
        self, target: Target | None, quote: str, place: Place | None, span: Span | None = None
    ) -> str:
        """Both wordings with the commented words marked, for a person to judge."""
        there = self._span_of(place) if span is None else span
        here = self.old.span(target) if target else None
        old, old_mark = self.old.around(here, target) if here and target else (quote, None)
        if place is None or there is None:
            left = marked_sides([old], [old], old_mark=old_mark)[0]
            return left[0] + BETWEEN
        new, new_mark = self.new.around(there, Target(there.block, place.sentence))
        lefts, rights = marked_sides([old], [new], old_mark=old_mark, new_mark=new_mark)
        return lefts[0] + BETWEEN + rights[0]

    def _span_of(self, place: Place | None) -> Span | None:
        if place is None or place.block_id is None:
            return None
        return self.new.span(
            Target(place.block_id, place.sentence, place.first_word, place.last_word)
        )


def _columns(
    state: Standing, confidence: float, place: Place | None = None, *, doubtful: bool = False
) -> dict[str, object]:
    place = place or Place("", "")
    return {
        "state": state,
        "confidence": float(confidence),
        "is_doubtful": doubtful,
        "new_block_id": place.block_id,
        "new_sentence": place.sentence,
        "new_first_word": place.first_word,
        "new_last_word": place.last_word,
        "new_address": place.address,
        "new_fragment": place.fragment,
        "new_quote": place.quote,
        "quotes_html": "",
    }
