"""A person decides where a comment goes."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import clock, journal
from app.drafts.addresses import Address
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.loading import one
from app.models import (
    ActionField,
    Block,
    Carrying,
    Comment,
    DraftVersion,
    Person,
    Process,
    Section,
    Sentence,
    Standing,
)
from app.publishing import gate
from app.publishing.carrying import proposals_of, put
from app.publishing.places import Place, Target
from app.publishing.preparing import base_of
from app.publishing.proposals import Proposals, target_of

AT_ONCE = 500  # rows named in one statement
# What a decision says of a comment; the same for all on the same words.
_DECIDED = (
    "state",
    "confidence",
    "new_block_id",
    "new_sentence",
    "new_first_word",
    "new_last_word",
    "new_address",
    "new_fragment",
    "new_quote",
    "quotes_html",
    "decided_by_id",
    "decided_at",
)


class Choice(StrEnum):
    """What a person says to a proposal; `OPEN` takes an earlier decision back."""

    CONFIRM = "confirm"
    PLACE = "place"
    GONE = "gone"
    OPEN = "open"


def decide(
    session: Session,
    process: Process,
    version: DraftVersion,
    number: int,
    choice: Choice,
    *,
    address: str = "",
    together: bool = False,
    by: Person | None,
) -> Carrying:
    """Decide where comment #number goes: to the proposed place, to another `address` of the new
    version ("HF2 · 3.4"), or nowhere; again, or `together` for all open ones on the same words.

    Refused with `Conflict` once the version is public and where the proposed place is gone, with
    `NotFound` for a comment that was not compared, with `Invalid` for an address that is none.
    """
    gate.hold(session, process, version)
    gate.require_newer(process, version)
    carrying = carrying_by_number(session, process, version, number)
    if choice is Choice.OPEN:
        _take_back(session, process, version, carrying)
    else:
        _decide(session, process, version, carrying, choice, address)
        carrying.decided_at, carrying.decided_by_id = clock.now(), by.id if by else None
    session.add(carrying)
    also = _decide_alike(session, version, carrying) if together else {}
    journal.record(
        session,
        by,
        "lineage.decided",
        carrying,
        process=process,
        version=version.number,
        note=number,
        choice=choice.value,
        address=carrying.new_address,
        **also,
    )
    return carrying


def confirm_gone(
    session: Session, process: Process, version: DraftVersion, *, by: Person | None
) -> int:
    """Confirm all at once that the comments of the quiet list are gone; how many these were.

    Refused with `Conflict` once the version is public.
    """
    gate.hold(session, process, version)
    gate.require_newer(process, version)
    quiet = (col(Carrying.to_version_id) == version.id, gate.probably_gone())
    query = (
        select(Comment.number)
        .join(Carrying, col(Carrying.comment_id) == col(Comment.id))
        .where(col(Carrying.process_id) == process.id, *quiet)
    )
    numbers = list(session.exec(query.order_by(col(Comment.number))))
    if not numbers:
        return 0
    session.execute(
        update(Carrying)
        .where(col(Carrying.process_id) == process.id, *quiet)
        .values(decided_at=clock.now(), decided_by_id=by.id if by else None, confidence=1.0)
        .execution_options(synchronize_session=False)
    )
    journal.record(
        session,
        by,
        "lineage.confirmed_gone",
        version,
        process=process,
        version=version.number,
        comments=len(numbers),
        also=numbers,
    )
    return len(numbers)


def _decide_alike(session: Session, version: DraftVersion, carrying: Carrying) -> dict[str, Any]:
    """Give the others on the same words that are still doubtful the same place; their numbers, for
    the journal."""
    session.flush()
    on_the_same = [
        getattr(Comment, name).is_not_distinct_from(value)
        for name, value in zip(Target._fields, target_of(carrying.comment) or (), strict=False)
    ]
    others = (
        select(Carrying.id, Comment.number)
        .join(Comment, col(Comment.id) == col(Carrying.comment_id))
        .where(
            Carrying.process_id == version.process_id,
            Carrying.to_version_id == version.id,
            col(Carrying.is_doubtful).is_(True),
            col(Carrying.decided_at).is_(None),
            *on_the_same,
        )
        .order_by(col(Comment.number))
    )
    found = session.exec(others).all() if on_the_same else []
    values = {name: getattr(carrying, name) for name in _DECIDED}
    for start in range(0, len(found), AT_ONCE):
        rows = [row for row, _number in found[start : start + AT_ONCE]]
        session.execute(
            update(Carrying)
            .where(col(Carrying.id).in_(rows))
            .values(**values)
            .execution_options(synchronize_session=False)
        )
    return {"also": [number for _row, number in found]} if found else {}


def carrying_by_number(
    session: Session, process: Process, version: DraftVersion, number: int
) -> Carrying:
    """What is proposed or decided for a comment, with the comment and its field. `NotFound`."""
    query = (
        select(Carrying)
        .join(Comment, col(Comment.id) == col(Carrying.comment_id))
        .where(
            Comment.process_id == process.id,
            Comment.number == number,
            Carrying.to_version_id == version.id,
        )
        .options(one(Carrying.comment, one(Comment.field)))
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Diese Anmerkung ist mit der Fassung noch nicht verglichen."))
    return found


def _decide(
    session: Session,
    process: Process,
    version: DraftVersion,
    carrying: Carrying,
    choice: Choice,
    address: str,
) -> None:
    if choice is Choice.PLACE:
        proposals = _proposals(session, process, version)
        place = place_at(session, process, version, address)
        put(carrying, place)
        carrying.state = _state(carrying, place)
        carrying.quotes_html = proposals.quotes(
            target_of(carrying.comment), carrying.old_quote, place
        )
    elif choice is Choice.GONE:
        put(carrying, Place("", ""))
        carrying.state = Standing.GONE
    elif carrying.new_quote and carrying.new_block_id is None:
        raise Conflict(_("Diese Stelle hat sich seit dem Vergleich geändert. Vergleichen Sie neu."))
    if choice is not Choice.CONFIRM:
        carrying.confidence = 1.0


def _state(carrying: Carrying, place: Place) -> Standing:
    """Where a person puts it, it is moved if the words are the same, else reworded."""
    if place.fragment == carrying.comment.fragment and not place.quote:
        return Standing.STAYS
    same = carrying.old_quote.split() == place.quote.split()
    return Standing.MOVED if same or not place.quote else Standing.REWORDED


def _take_back(
    session: Session, process: Process, version: DraftVersion, carrying: Carrying
) -> None:
    """The matcher's proposal again, as if nobody had decided."""
    proposal = _proposals(session, process, version).of(carrying.comment)
    for name, value in proposal.items():
        setattr(carrying, name, value)
    carrying.decided_at = carrying.decided_by_id = None


def _proposals(session: Session, process: Process, version: DraftVersion) -> Proposals:
    base = base_of(session, process)
    if base is None:
        raise Conflict(_("Vor dieser Fassung ist noch keine öffentlich."))
    return proposals_of(session, base, version)


def place_at(session: Session, process: Process, version: DraftVersion, address: str) -> Place:
    """The place with this address in a version, public or not. Refused with `Invalid` for what is
    no address, is not in the version or lies outside the fields."""
    try:
        wanted = Address.parse(address)
    except ValueError:
        raise _no_place(_("Schreiben Sie die Fundstelle so: HF2 · 3 oder HF2 · 3.4.")) from None
    if wanted.field is None:
        raise _no_place(_("Diese Stelle gehört zu keinem Handlungsfeld."))
    if wanted.block is None:
        return _whole_field(session, version, wanted)
    block, sentence = _block_at(session, version, wanted)
    if sentence is None:
        return Place(block.label, block.fragment, block.text, block.id)
    return Place(wanted.label, wanted.fragment, sentence.text, block.id, sentence.number)


def _no_place(why: str) -> Invalid:
    return Invalid(why, {"address": why})


def _whole_field(session: Session, version: DraftVersion, wanted: Address) -> Place:
    query = (
        select(Section.id)
        .join(ActionField, col(ActionField.id) == col(Section.field_id))
        .where(
            Section.version_id == version.id,
            col(Section.is_field).is_(True),
            ActionField.number == wanted.field,
        )
    )
    if session.exec(query.limit(1)).first() is None:
        raise _no_place(_("Dieses Handlungsfeld gibt es in der neuen Fassung nicht."))
    return Place(wanted.label, wanted.fragment)


def _block_at(
    session: Session, version: DraftVersion, wanted: Address
) -> tuple[Block, Sentence | None]:
    of_block = Address(wanted.field, wanted.block)
    query = (
        select(Block, Sentence)
        .outerjoin(
            Sentence,
            (col(Sentence.block_id) == col(Block.id))
            & (col(Sentence.number) == (wanted.sentence or 0)),
        )
        .where(Block.version_id == version.id, Block.fragment == of_block.fragment)
    )
    found = session.exec(query).one_or_none()
    if found is None or (wanted.sentence and found[1] is None):
        raise _no_place(
            _("%(address)s gibt es in der neuen Fassung nicht.") % {"address": wanted.label}
        )
    return found
