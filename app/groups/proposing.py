"""What members of a working group propose to decide on a note, until its lead settles it; and what
every deed of the group asks first: whether the note is theirs, and takes a decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app import journal
from app.comments.holding import hold
from app.comments.joined import decidable
from app.errors import Conflict, Invalid
from app.groups.decided import NOTHING, Said, clean, faults_of
from app.i18n import _
from app.models import (
    ActionField,
    Comment,
    Disposition,
    DispositionDraft,
    Person,
    Process,
    WorkingGroup,
)


class Overtaken(Conflict):
    """Somebody else has written meanwhile: `now` is what they say, `changes` the number it has;
    `is_decision`: they have decided, and not proposed."""

    def __init__(self, reason: str, now: Said, changes: int, *, is_decision: bool = False) -> None:
        super().__init__(reason)
        self.now, self.changes, self.is_decision = now, changes, is_decision


def propose(
    session: Session,
    note: Comment,
    group: WorkingGroup,
    person: Person | None,
    said: Said,
    now: datetime,
    *,
    seen: int | None,
) -> DispositionDraft | None:
    """Write down what the group could decide on this note; saying nothing takes the proposal away.

    `seen` is the number of changes of the proposal that the person saw (0: none was there), None
    to overwrite whatever stands. Refused with `Overtaken` when somebody has written since, with
    `Invalid` for words that are too long, with `Conflict` for a note that takes no decision or is
    not this group's.
    """
    said = clean(said)
    if faults := faults_of(said, half=True):
        raise Invalid(_("Noch nicht gespeichert."), faults)
    hold(session, note)
    need_ours(session, [note], group)
    need_decidable(note)
    draft = proposal_of(session, note.id)
    if draft is not None and Said.of(draft) == said:
        return draft
    if seen is not None and draft is not None and draft.changes != seen:
        raise Overtaken(_("Jemand hat den Vorschlag eben geändert."), Said.of(draft), draft.changes)
    return _write_proposal(session, note, group, person, said, now, draft)


def _write_proposal(
    session: Session,
    note: Comment,
    group: WorkingGroup,
    person: Person | None,
    said: Said,
    now: datetime,
    draft: DispositionDraft | None,
) -> DispositionDraft | None:
    process = session.get_one(Process, note.process_id)
    if not said:
        _write_nothing(session, note, person)
        return None
    draft = draft or DispositionDraft(
        process_id=note.process_id, comment_id=note.id, changes=0, changed_at=now
    )
    for name, value in said.columns().items():
        setattr(draft, name, value)
    draft.group_id, draft.by_id = group.id, person.id if person else None
    draft.changed_at, draft.changes = now, draft.changes + 1
    session.add(draft)
    decision = said.decision.value if said.decision else ""
    journal.record(
        session, person, "disposition.proposed", note, process=process, decision=decision
    )
    return draft


def proposal_of(session: Session, comment_id: int) -> DispositionDraft | None:
    """What is proposed on this note, as it stands now."""
    query = select(DispositionDraft).where(DispositionDraft.comment_id == comment_id)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def drop_proposals(session: Session, comment_ids: Sequence[int]) -> None:
    """What was proposed on these notes is settled, or was taken away."""
    session.execute(
        delete(DispositionDraft).where(col(DispositionDraft.comment_id).in_(comment_ids)),
        execution_options={"synchronize_session": "fetch"},
    )


def dismiss(session: Session, note: Comment, person: Person | None) -> None:
    """What is proposed on this note is done with, though the lead leaves standing what was decided.
    The note is held, and whoever does it has seen the proposal."""
    if proposal_of(session, note.id) is not None:
        _write_nothing(session, note, person)


def _write_nothing(session: Session, note: Comment, person: Person | None) -> None:
    drop_proposals(session, [note.id])
    process = session.get_one(Process, note.process_id)
    journal.record(session, person, "disposition.unproposed", note, process=process)


def need_seen(
    session: Session, note: Comment, *, decision: int | None, proposal: int | None = None
) -> None:
    """Hold the note, and go on if what is decided (and proposed) on it is what somebody has seen,
    by their numbers of changes (0: nothing was there; None: not asked). Else raise `Overtaken` with
    what stands there now."""
    hold(session, note)
    held = decided_on(session, [note.id]).get(note.id)
    if decision is not None and (held.changes if held else 0) != decision:
        text = _("Jemand hat über diese Anmerkung eben anders entschieden.")
        now, changes = (Said.of(held), held.changes) if held else (NOTHING, 0)
        raise Overtaken(text, now, changes, is_decision=True)
    draft = proposal_of(session, note.id)
    if proposal is not None and draft is not None and draft.changes != proposal:
        raise Overtaken(_("Jemand hat den Vorschlag eben geändert."), Said.of(draft), draft.changes)


def decided_on(session: Session, comment_ids: Sequence[int]) -> dict[int, Disposition]:
    """The decisions on these notes as they stand now, by the note."""
    query = select(Disposition).where(col(Disposition.comment_id).in_(comment_ids))
    found = session.exec(query.execution_options(populate_existing=True))
    return {one.comment_id: one for one in found}


def need_ours(session: Session, notes: Sequence[Comment], group: WorkingGroup) -> None:
    """Go on with notes that stand on this group's fields; else raise `Conflict`."""
    ids = {note.field_id for note in notes}
    query = select(func.count()).where(
        col(ActionField.id).in_(ids),
        ActionField.group_id == group.id,
        ActionField.process_id == group.process_id,
    )
    if session.exec(query).one() != len(ids):
        raise Conflict(_("Über diese Anmerkung entscheidet eine andere Gruppe."))


def need_decidable(note: Comment) -> None:
    """Go on with a note that takes a decision; else raise `Conflict`. It is held."""
    if not decidable(note):
        raise Conflict(why_not(note))


def why_not(note: Comment) -> str:
    """Why a group decides nothing on a note that is not `decidable`."""
    if note.parts_count:
        return _("Diese Anmerkung ist geteilt. Entscheiden Sie über ihre Teile.")
    if note.duplicate_of_id is not None:
        return _("Diese Anmerkung verweist auf eine andere. Entschieden wird über jene.")
    return _("Diese Anmerkung ist nicht öffentlich. Über sie wird nicht entschieden.")


def pass_over(notes: Sequence[Any], written: Sequence[Disposition]) -> list[int]:
    """The numbers of those notes that got none of these dispositions."""
    got = {one.comment_id for one in written}
    return sorted(note.number for note in notes if note.id not in got)
