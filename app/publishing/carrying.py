"""Where every comment would stand in the next version: proposed by the matcher, kept as rows.

Comments on the same words share one proposal, so the work grows with the text and not with how
much was said about it; rows are written in batches, so 20,000 never stand in memory.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app import journal
from app.drafts.lineage.keeping import keep_lineage, trace_versions
from app.drafts.wording import changed
from app.errors import Conflict
from app.groups.trace_finding import propose_traces
from app.i18n import _
from app.models import (
    Block,
    Carrying,
    Comment,
    DraftVersion,
    JournalEntry,
    Person,
    Process,
    Standing,
)
from app.publishing.places import Place, Target, Text
from app.publishing.preparing import (
    Prepared,
    base_of,
    prepare_now,
    undecided_comments,
)
from app.publishing.proposals import Proposals, target_of

COMPARED = "lineage.compared"
_carryings: Any = Carrying.__table__  # type: ignore[attr-defined]


def compare(
    session: Session,
    process: Process,
    version: DraftVersion,
    *,
    by: Person | None = None,
    prepared: Prepared | None = None,
) -> bool:
    """Make or renew the lineage of a version that is not public yet, and where each comment of
    the process would stand in it. What a person has decided stays, as long as the place is still
    there. What was `prepared` is taken if nothing has changed since. False, and nothing done, for
    a first version.

    Refused with `Conflict` once the version is public.
    """
    if version.published_at is not None:
        raise Conflict(_("Diese Fassung ist schon veröffentlicht."))
    base = base_of(session, process)
    if base is None:
        return False
    if prepared is None or not prepared.fits(session, base, version):
        prepared = prepare_now(session, base, version)
    keep_lineage(session, version, prepared.rows)
    _drop_undecided(session, version)
    _keep_decisions(session, prepared.proposals)
    _propose_for_the_rest(session, prepared.proposals)
    propose_traces(session, version)
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


def catch_up(
    session: Session,
    process: Process,
    version: DraftVersion,
    *,
    by: Person | None = None,
    prepared: Prepared | None = None,
) -> bool:
    """Compare what is not compared yet: everything where the text has changed since, else only
    the comments that came since, and what adopted notes changed. False for a first version."""
    base = base_of(session, process)
    if base is None:
        return False
    if is_stale(session, process, version):
        return compare(session, process, version, by=by, prepared=prepared)
    if has_new_comments(session, version):
        if prepared is None or not prepared.fits(session, base, version):
            prepared = prepare_now(session, base, version)
        _propose_for_the_rest(session, prepared.proposals)
    propose_traces(session, version)
    return True


def has_new_comments(session: Session, version: DraftVersion) -> bool:
    """Whether comments came that are not compared with this version."""
    return next(undecided_comments(session, version), None) is not None


def digest_of(session: Session, version: DraftVersion) -> str:
    """A fingerprint of a version's blocks, their addresses and words as they are now."""
    columns: list[Any] = [Block.id, Block.fragment, Block.text]
    query = choose(*columns).where(col(Block.version_id) == version.id)
    lines = session.execute(query.order_by(col(Block.position))).all()
    return sha256(
        "\x1e".join(f"{row}\x1f{at}\x1f{text}" for row, at, text in lines).encode()
    ).hexdigest()


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
    for batch in undecided_comments(session, compared.new):
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
