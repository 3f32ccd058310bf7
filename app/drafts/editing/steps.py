"""Steps: one change of a version each, by one person, that can be undone and done again.

Every step carries the state that its sender saw. Where another came between, it is refused and
nothing changes, so two people never overwrite each other.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app import clock, journal
from app.drafts.arranging import Item
from app.drafts.editing.history import History, edit_numbered, history_of
from app.drafts.editing.sheet import Row, Sheet, key_of
from app.errors import Conflict
from app.i18n import _
from app.models import Block, DraftEdit, DraftVersion, Person, Process, Section


@dataclass(frozen=True)
class Outcome:
    """What a step did: to what, and which blocks (ids) and headings (negative ids) look
    different now. `added` and `removed` are ids of headings that came and went."""

    deed: str
    subject: str
    at: str = ""
    changed: set[int] = field(default_factory=set)
    added: Sequence[int] = ()
    removed: Sequence[int] = ()
    repeated: bool = False


Change = Callable[[Sheet], tuple[Item, str]]


def take_step(
    session: Session,
    process: Process,
    version: DraftVersion,
    deed: str,
    change: Change,
    *,
    by: Person | None,
    seen: str,
    asked: str = "",
) -> Outcome:
    """Do `change` as the next step; what had been undone cannot be done again after it.

    `change` gets the version laid out, and says what it changed and how people call that. The
    same request (`asked`) sent twice by the same person is one step. Refused with `Conflict` when
    the version is public or another step came since `seen`, and as `change` refuses.
    """
    hold(session, version)
    history = history_of(session, version)
    if seen != history.state:
        return _repeated(session, version, history, deed, by, seen, asked)
    sheet = Sheet(session, process, version)
    item, subject = change(sheet)
    before, after = sheet.finish()
    session.flush()
    edit = DraftEdit(
        process_id=process.id,
        version_id=version.id,
        number=int(history.state.partition("-")[0]) + 1,
        deed=deed,
        subject=subject[:300],
        before={"rows": before},
        after={"rows": after, "asked": _fingerprint(asked, seen)},
        by_id=by.id if by else None,
        at=clock.now(),
    )
    _drop_undone(session, version)
    session.add(edit)
    _note(session, process, version, by, "draft.put_right", edit)
    return _outcome(edit, key_of(item), sheet)


def _drop_undone(session: Session, version: DraftVersion) -> None:
    """What was undone cannot be done again on another text."""
    session.execute(
        delete(DraftEdit)
        .where(col(DraftEdit.version_id) == version.id, col(DraftEdit.undone_at).is_not(None))
        .execution_options(synchronize_session=False)
    )


def _fingerprint(asked: str, seen: str) -> str:
    return hashlib.sha256(f"{seen}\n{asked}".encode()).hexdigest()[:32]


def _repeated(
    session: Session,
    version: DraftVersion,
    history: History,
    deed: str,
    by: Person | None,
    seen: str,
    asked: str,
) -> Outcome:
    """Nothing, where the last step was made by this very request; else refuse."""
    if asked and history.done:
        last = edit_numbered(session, version, history.done[0].number)
        is_own = last.by_id == (by.id if by else None) and last.deed == deed
        if is_own and last.after.get("asked") == _fingerprint(asked, seen):
            return Outcome(deed, last.subject, repeated=True)
    raise _overtaken(history)


def _overtaken(history: History) -> Conflict:
    what = history.done[0] if history.done else None
    who = _(" von %(name)s") % {"name": what.by} if what and what.by else ""
    return Conflict(
        _(
            "Inzwischen gab es einen anderen Schritt%(who)s. Ihrer ist nicht ausgeführt. "
            "Bitte sehen Sie nach, was jetzt dasteht, und wiederholen Sie ihn dann."
        )
        % {"who": who}
    )


def hold(session: Session, version: DraftVersion) -> None:
    """Keep the version for this transaction alone, so that steps follow one another. Refused with
    `Conflict` once it is public."""
    found = session.exec(
        select(DraftVersion)
        .where(DraftVersion.id == version.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if found.published_at is not None:
        raise Conflict(_("Die Fassung ist veröffentlicht; ihre Fundstellen bleiben, wie sie sind."))


def undo(
    session: Session,
    process: Process,
    version: DraftVersion,
    number: int,
    *,
    by: Person | None,
    seen: str,
) -> Outcome:
    """Take the last step back: everything is as it was before it, addresses included.

    `number` is the step that is meant; if it was undone already, nothing happens. Refused with
    `Conflict` when the version is public, or when another step came since `seen`.
    """
    hold(session, version)
    history = history_of(session, version)
    last = history.done[0] if history.done else None
    if last is None or last.number != number or seen != history.state:
        if history.again is not None and history.again.number == number:
            return Outcome(history.again.deed, history.again.subject, repeated=True)
        raise _overtaken(history)
    edit = edit_numbered(session, version, number)
    edit.undone_at = clock.now()
    outcome = _restore(session, process, version, edit, _rows(edit.before)[::-1])
    _note(session, process, version, by, "draft.put_back", edit)
    return outcome


def redo(
    session: Session,
    process: Process,
    version: DraftVersion,
    number: int,
    *,
    by: Person | None,
    seen: str,
) -> Outcome:
    """Do the step again that was undone last; refused like `undo`."""
    hold(session, version)
    history = history_of(session, version)
    if history.again is None or history.again.number != number or seen != history.state:
        if history.done and history.done[0].number == number:
            return Outcome(history.done[0].deed, history.done[0].subject, repeated=True)
        raise _overtaken(history)
    edit = edit_numbered(session, version, number)
    edit.undone_at = None
    outcome = _restore(session, process, version, edit, _rows(edit.after))
    _note(session, process, version, by, "draft.put_right_again", edit)
    return outcome


def _rows(side: dict[str, object]) -> list[Row]:
    rows = side["rows"]
    assert isinstance(rows, list)  # noqa: S101 - as we wrote it, for the type checker
    return rows


def _restore(
    session: Session,
    process: Process,
    version: DraftVersion,
    edit: DraftEdit,
    rows: Sequence[Row],
) -> Outcome:
    """Give back these rows, one after the other."""
    sheet = Sheet(session, process, version)
    there = {key_of(item): item for item in sheet.items}
    at: Item | None = None
    for row in rows:
        key, state = row["key"], row["state"]
        if state is None:
            sheet.remove(there.pop(key))
        elif key in there:
            sheet.set_state(there[key], state)
            at = at or there[key]
        else:
            table = Section if key.startswith("s") else Block
            follows = there[row["follows"]] if row["follows"] else None
            at = there[key] = sheet.add(table, state, follows, key)
    sheet.finish()
    session.flush()
    if sheet.renamed:
        _rename(session, version, sheet.renamed)
    where = key_of(at) if at is not None else ""
    return _outcome(edit, where, sheet)


def _outcome(edit: DraftEdit, where: str, sheet: Sheet) -> Outcome:
    return Outcome(
        edit.deed, edit.subject, where, sheet.changed, tuple(sheet.added), tuple(sheet.removed)
    )


def _rename(session: Session, version: DraftVersion, renamed: dict[str, str]) -> None:
    """Something came back under another id, because its own was given away meanwhile: all steps
    call it by the new one."""
    edits = session.exec(select(DraftEdit).where(DraftEdit.version_id == version.id)).all()
    for edit in edits:
        for name in ("before", "after"):
            side = getattr(edit, name)
            rows = [
                row
                | {
                    "key": renamed.get(row["key"], row["key"]),
                    "follows": renamed.get(row["follows"], row["follows"]),
                }
                for row in _rows(side)
            ]
            setattr(edit, name, side | {"rows": rows})
        session.add(edit)
    session.flush()


def _note(
    session: Session,
    process: Process,
    version: DraftVersion,
    by: Person | None,
    deed: str,
    edit: DraftEdit,
) -> None:
    journal.record(
        session,
        by,
        deed,
        version,
        process=process,
        version=version.number,
        step=edit.number,
        what=edit.deed,
    )
