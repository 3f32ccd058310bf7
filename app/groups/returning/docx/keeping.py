"""The changes of a document kept for its dry run, and taken into a proposed next version."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from app.drafts.queries import blocks_of, sections_of
from app.drafts.wording import word_diff
from app.groups.returning.docx.changed import CELL, STRUCK, TITLE, UNKNOWN, UNTRACKED, Changed
from app.groups.returning.docx.comparing import Base, changes_of
from app.groups.returning.docx.reading import Text
from app.groups.returning.docx.target import (
    Fits,
    ground_of,
    proposed_version,
    public_version,
)
from app.groups.returning.docx.titles import printed
from app.groups.returning.rows import Brought, Fault
from app.groups.struck import first_ids, side_of, struck_out
from app.groups.writers.docx import MOST
from app.models import (
    ActionField,
    Bundle,
    Comment,
    CommentState,
    Decision,
    Disposition,
    DraftVersion,
    HandBack,
    HandBackChange,
    Process,
)

TEXT_CHANGES, OVERTAKEN, ALREADY, ITEM = "text_changes", "changed_since", "already", "item"
MOST_CHANGES = 5_000
SHOWN = " | "
_changes: Any = HandBackChange.__table__  # type: ignore[attr-defined]


def keep(session: Session, doing: HandBack, brought: Brought) -> None:
    """Write down what the document changes in the text, in the place of what was there. Of the same
    change it stays chosen what somebody has chosen. Nothing is refused."""
    chosen = {_key(one): one for one in changes_in(session, doing)}
    for one in chosen.values():
        session.expunge(one)
    session.execute(delete(HandBackChange).where(col(HandBackChange.hand_back_id) == doing.id))
    process = session.get_one(Process, doing.process_id)
    text: Text = brought.changes[0]
    bundle = session.get(Bundle, doing.bundle_id) if doing.bundle_id else None
    version = _drawn(session, process, bundle)
    if version is None:
        return
    found = changes_of(text, _base(session, doing, bundle, version, text))
    notices: list[Fault] = list(doing.faults)
    if len(found) > MOST_CHANGES:
        notices.append({"key": "too_many_changes", "n": MOST_CHANGES})
    known = public_among(session, process.id, {number for one in found for number in one.notes})
    struck = _struck(session, process, found, {n for some in text.causes.values() for n in some})
    rows = [_row(doing, n, one, known, struck) for n, one in enumerate(found[:MOST_CHANGES], 1)]
    if rows:
        for row in rows:
            _choose_again(row, chosen)
        session.execute(insert(_changes), rows)
        _say_what_fits(session, doing, process, version)
    doing.faults = notices
    doing.fates = doing.fates | {TEXT_CHANGES: len(rows)}
    session.add(doing)


def _drawn(session: Session, process: Process, bundle: Bundle | None) -> DraftVersion | None:
    """The version whose text the document held; without its bundle the public one."""
    if bundle is not None:
        return session.get_one(DraftVersion, bundle.version_id)
    return public_version(session, process)


def _base(
    session: Session, doing: HandBack, bundle: Bundle | None, version: DraftVersion, text: Text
) -> Base:
    """The text of the group's own fields: a document changes no other group's."""
    fields = session.exec(
        select(ActionField)
        .where(ActionField.process_id == doing.process_id, ActionField.group_id == doing.group_id)
        .order_by(col(ActionField.number))
    ).all()
    blocks = [block for one in fields for block in blocks_of(session, version, one.id)]
    headings = [
        title for one in fields for title in printed(one, sections_of(session, version, one.id))
    ]
    is_whole = bundle is not None and bundle.notes_count <= MOST
    named = {number for numbers in text.causes.values() for number in numbers}
    decided = _decided(session, doing, named | set(text.ours.values()))
    return Base(blocks, headings, is_whole, decided)


def _decided(session: Session, doing: HandBack, numbers: Collection[int]) -> dict[int, Decision]:
    found: dict[int, Decision] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), 500):
        query = (
            select(Comment.number, Disposition.decision)
            .join(Disposition, col(Disposition.comment_id) == col(Comment.id))
            .where(
                Comment.process_id == doing.process_id,
                col(Comment.number).in_(wanted[start : start + 500]),
            )
        )
        found.update((number, Decision(said)) for number, said in session.exec(query))
    return found


def public_among(session: Session, process_id: int, numbers: Collection[int]) -> set[int]:
    """Those of these numbers that are public notes of the process."""
    found: set[int] = set()
    wanted = sorted(numbers)
    for start in range(0, len(wanted), 500):
        query = select(Comment.number).where(
            Comment.process_id == process_id,
            col(Comment.number).in_(wanted[start : start + 500]),
            Comment.state == CommentState.PUBLIC,
        )
        found.update(session.exec(query).all())
    return found


def _struck(
    session: Session, process: Process, found: Sequence[Changed], named: Collection[int]
) -> dict[int, list[int]]:
    """Of each change (by its id in memory) the notes that hang on it and that somebody struck out
    of the same change in a version that came to nothing; not those that the document names."""
    struck = struck_out(session, process.id)
    numbers = {n for one in found for n in one.notes if n not in named}
    ids = first_ids(session, process.id, numbers) if struck.by_note and numbers else {}

    def is_out(one: Changed, number: int) -> bool:
        sides = (side_of(text.replace(CELL, " "), is_whole=True) for text in (one.old, one.new))
        return number in ids and struck.keeps_out(ids[number], *sides)

    return {id(one): [n for n in one.notes if is_out(one, n)] for one in found} if ids else {}


def _row(
    doing: HandBack,
    position: int,
    one: Changed,
    known: set[int],
    struck: Mapping[int, list[int]],
) -> dict[str, Any]:
    out = struck.get(id(one), [])
    is_title = any(fault["key"] == TITLE for fault in one.faults)
    is_drop = one.block_id is not None and one.sentence is None and not one.new
    untracked = any(fault["key"] == UNTRACKED for fault in one.faults)
    faults: list[Fault] = [*one.faults, *([{"key": ITEM}] if one.is_item else [])]
    if out:
        faults.append({"key": STRUCK, "notes": out})
    if unknown := [number for number in one.notes if number not in known]:
        faults.append({"key": UNKNOWN, "notes": unknown})
    return {
        "process_id": doing.process_id,
        "hand_back_id": doing.id,
        "position": position,
        "address": one.address[:40],
        "block_id": one.block_id,
        "after_block_id": one.after_block_id,
        "sentence": one.sentence,
        "old_text": one.old,
        "new_text": one.new,
        "old_html": "",
        "new_html": word_diff(one.old.replace(CELL, SHOWN), one.new.replace(CELL, SHOWN)),
        "notes": [number for number in one.notes if number in known and number not in out],
        "author": ", ".join(one.authors)[:120],
        "faults": faults,
        # A passage that is missing without a trace may have got lost: somebody has to want it.
        "is_left_out": one.is_by_hand or (is_drop and untracked and not is_title),
    }


def _key(one: HandBackChange | dict[str, Any]) -> tuple[object, ...]:
    names = ("block_id", "after_block_id", "sentence", "old_text", "new_text")
    return tuple(one[name] if isinstance(one, dict) else getattr(one, name) for name in names)


def _choose_again(row: dict[str, Any], chosen: dict[tuple[object, ...], HandBackChange]) -> None:
    before = chosen.get(_key(row))
    if before is not None and not is_fixed(before):
        row["is_left_out"], row["notes"] = before.is_left_out, before.notes
        others = [fault for fault in row["faults"] if fault["key"] != STRUCK]
        struck = struck_in(before)
        row["faults"] = [*others, *([{"key": STRUCK, "notes": struck}] if struck else [])]


def _say_what_fits(
    session: Session, doing: HandBack, process: Process, version: DraftVersion
) -> None:
    """Where the text has changed here since the bundle was drawn: which changes are made already,
    and which meet other words now."""
    target = proposed_version(session, process) or public_version(session, process)
    if target is None or target.id == version.id:
        return
    ground = ground_of(session, version, target)
    for change in changes_in(session, doing):
        fits = ground.fits(change)
        if fits is not Fits.YES and not is_by_hand(change):
            block = ground.stands.get(change.block_id or 0)
            key = ALREADY if fits is Fits.ALREADY else OVERTAKEN
            fault: Fault = {"key": key, "now": block.text[:500] if block else ""}
            change.faults = [*change.faults, fault]
            change.is_left_out = True
            session.add(change)


def struck_in(change: HandBackChange) -> list[int]:
    """The notes that somebody has struck out of this change."""
    found: list[Any] = [fault["notes"] for fault in change.faults if fault.get("key") == STRUCK]
    return found[0] if found else []


def changes_in(session: Session, doing: HandBack) -> Sequence[HandBackChange]:
    """All changes of a document in their order."""
    query = select(HandBackChange).where(HandBackChange.hand_back_id == doing.id)
    return session.exec(query.order_by(col(HandBackChange.position))).all()


def is_by_hand(change: HandBackChange) -> bool:
    """Whether we only show it."""
    return any(fault.get("key") == "by_hand" for fault in change.faults)


def is_fixed(change: HandBackChange) -> bool:
    """Whether nobody can choose to take it: it is made already, meets other words, or is done by
    hand."""
    return any(fault.get("key") in ("by_hand", ALREADY, OVERTAKEN) for fault in change.faults)


def more(session: Session, doing: HandBack) -> int:
    """How many changes of the text are to be taken in: only who settles for the group takes them
    in."""
    if not doing.settles:
        return 0
    query = select(func.count()).where(
        HandBackChange.hand_back_id == doing.id, col(HandBackChange.is_left_out).is_(False)
    )
    return session.exec(query).one()


def finish(session: Session, doing: HandBack, actor: Any, now: datetime) -> None:
    """Take the changes in. Refused with `Conflict` if the text would not come out as it should."""
    from app.groups.returning.docx.proposing import propose

    if doing.settles:
        propose(session, doing, actor, now)
