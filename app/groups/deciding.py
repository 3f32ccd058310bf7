"""What a working group does about a note: its members propose, its lead settles (in place of the
lead the process's manager), for one note or for many; and takes back what was settled.

Notes are held first, in the order of their numbers in the database, then the process, then the
fields. Who may is asked before (`rules.may_propose`, `rules.may_settle`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from app import journal
from app.comments import domain as comments
from app.comments import tallies
from app.comments.holding import hold, hold_all
from app.comments.joined import decidable
from app.drafts.wording import word_diff
from app.errors import Conflict, Invalid
from app.groups.decided import NOTHING, Said, clean, faults_of
from app.groups.history import keep_as_earlier
from app.groups.proposing import (
    Overtaken,
    decided_on,
    drop_proposals,
    need_decidable,
    need_ours,
    need_seen,
    pass_over,
    proposal_of,
    propose,
    why_not,
)
from app.i18n import _
from app.models import (
    ActionField,
    Comment,
    Decision,
    Disposition,
    Grant,
    NoteGroup,
    Person,
    Process,
    Role,
    WorkingGroup,
)
from app.news import spreading

__all__ = [
    "Overtaken",
    "decidable",
    "decided_on",
    "need_decidable",
    "need_seen",
    "pass_over",
    "proposal_of",
    "propose",
    "settle",
    "settle_each",
    "take_back",
    "why_not",
]

AT_ONCE = 500  # notes that are held, decided and told of together


@dataclass(frozen=True)
class _Deed:
    """Who decides for which group, when, and how it came here."""

    group: WorkingGroup
    by: Person | None
    now: datetime
    origin: str
    note_group_id: int | None


def settle(
    session: Session,
    notes: Sequence[Comment],
    group: WorkingGroup,
    person: Person | None,
    said: Said,
    now: datetime,
    *,
    origin: str = "web",
    note_group: NoteGroup | None = None,
) -> list[Disposition]:
    """One decision on all these notes; as `settle_each`."""
    pairs = [(note, said) for note in notes]
    note_group_id = note_group.id if note_group else None
    return settle_each(
        session, pairs, group, person, now, origin=origin, note_group_id=note_group_id
    )


def settle_each(
    session: Session,
    pairs: Sequence[tuple[Comment, Said]],
    group: WorkingGroup,
    person: Person | None,
    now: datetime,
    *,
    origin: str = "web",
    note_group_id: int | None = None,
) -> list[Disposition]:
    """Settle what the group decides on each of these notes of one process: what held before goes
    into the history, the proposals are done with, the authors are told after the transaction.

    Notes that take no decision are passed over, and so are those on which it stands already: doing
    it twice changes nothing; of one that is named twice the last decision counts. The dispositions
    that were written come in the order of the notes.
    `person` is nobody for a command. Refused with `Invalid` (its `fields` name columns) for what is
    no whole decision, with `Conflict` for a note of another group's field.
    """
    by_id = {note.id: (note, _whole(said)) for note, said in pairs}
    pairs = [by_id[comment_id] for comment_id in sorted(by_id)]
    deed = _Deed(group, person, now, origin, note_group_id)
    written: list[Disposition] = []
    moved: Counter[tuple[int, Decision]] = Counter()
    for start in range(0, len(pairs), AT_ONCE):
        written += _settle_some(session, pairs[start : start + AT_ONCE], deed, moved)
    _count(session, moved, now, pairs)
    return written


def _whole(said: Said) -> Said:
    said = clean(said)
    faults = faults_of(said)
    if not said or faults:
        faults = faults or {"decision": _("Wählen Sie, was die Gruppe entscheidet.")}
        raise Invalid(_("Noch nicht entschieden."), faults)
    return said


def _settle_some(
    session: Session,
    pairs: Sequence[tuple[Comment, Said]],
    deed: _Deed,
    moved: Counter[tuple[int, Decision]],
) -> list[Disposition]:
    notes = [note for note, _said in pairs]
    hold_all(session, notes)
    need_ours(session, notes, deed.group)
    found = decided_on(session, [note.id for note in notes])
    chosen = [
        (note, said, found.get(note.id))
        for note, said in pairs
        if decidable(note) and not _stands(found.get(note.id), said)
    ]
    told_anew = [old for _note, said, old in chosen if old is not None and not _is_quiet(old, said)]
    keep_as_earlier(session, told_anew, deed.now)
    written, told = [], []
    for note, said, old in chosen:
        quiet = old is not None and _is_quiet(old, said)
        if old is not None:
            moved[note.field_id, old.decision] -= 1
        moved[note.field_id, said.decision or Decision.NOTED] += 1
        new = _write(note, said, old, deed, quiet=quiet)
        session.add(new)
        note.is_decided = True
        written.append(new)
        told += [] if quiet else [new]
    drop_proposals(session, [note.id for note, _said, _old in chosen])
    session.flush()
    _note_down(session, [note for note, _said, _old in chosen], written, deed)
    spreading.decided_on(session, told)
    return written


def _stands(old: Disposition | None, said: Said) -> bool:
    return old is not None and Said.of(old) == said


def _is_quiet(old: Disposition, said: Said) -> bool:
    """Whether nothing but the group's own remark differs: nobody outside is told of that."""
    return replace(Said.of(old), remark="") == replace(said, remark="")


def _write(
    note: Comment, said: Said, old: Disposition | None, deed: _Deed, *, quiet: bool
) -> Disposition:
    new = old or Disposition(
        process_id=note.process_id,
        comment_id=note.id,
        decision=said.decision or Decision.NOTED,
        changes=0,
        decided_at=deed.now,
    )
    for name, value in said.columns().items():
        setattr(new, name, value)
    new.changes += 1
    if quiet:
        return new
    new.wording_html = word_diff(note.quote, said.new_wording) if said.new_wording else ""
    new.group_id, new.note_group_id, new.origin = deed.group.id, deed.note_group_id, deed.origin
    new.settled_by_id = deed.by.id if deed.by else None
    new.decided_at = deed.now
    return new


def _note_down(
    session: Session, notes: Sequence[Comment], written: Sequence[Disposition], deed: _Deed
) -> None:
    process = session.get_one(Process, deed.group.process_id)
    in_place = _in_place(session, deed.by, deed.group)
    for note, new in zip(notes, written, strict=True):
        journal.record(
            session,
            deed.by,
            "disposition.settled" if new.changes == 1 else "disposition.changed",
            note,
            process=process,
            decision=new.decision.value,
            origin=deed.origin,
            **in_place,
        )


def _in_place(session: Session, person: Person | None, group: WorkingGroup) -> dict[str, bool]:
    """What the journal says where somebody else than the group's lead decides. Asked of the
    database: the worker that takes a table in has the person without their roles."""
    if person is None:
        return {}
    leads = select(Grant.id).where(
        Grant.person_id == person.id, Grant.group_id == group.id, Grant.role == Role.LEAD
    )
    return {} if session.exec(leads).first() is not None else {"in_place": True}


def _count(
    session: Session,
    moved: Counter[tuple[int, Decision]],
    now: datetime,
    pairs: Iterable[tuple[Comment, Said]],
) -> None:
    """Process, fields, figures; and the fields of what counts with these notes show it too."""
    if not moved:
        return
    notes = [note for note, _said in pairs]
    process_id = notes[0].process_id
    fields = {field_id for field_id, _decision in moved}
    fields |= _fields_of_duplicates(session, [note.id for note in notes])
    comments.touch(session, process_id, now)
    for field_id in sorted(fields):
        comments.bump(session, field_id)
    tallies.tally(session, process_id, moved)
    for field in session.identity_map.values():
        if isinstance(field, ActionField) and field.id in fields:
            session.expire(field, ["revision"])


def _fields_of_duplicates(session: Session, ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(ids), AT_ONCE):
        some = col(Comment.duplicate_of_id).in_(ids[start : start + AT_ONCE])
        found.update(session.exec(select(Comment.field_id).where(some).distinct()))
    return found


def take_back(
    session: Session, note: Comment, group: WorkingGroup, person: Person | None, now: datetime
) -> None:
    """What the group decided on this note does not hold any more; the note is open again, its
    author is told, and the decision stays readable as an earlier one. Refused with `Conflict` for a
    note on which nothing is decided or that is not this group's."""
    hold(session, note)
    need_ours(session, [note], group)
    old = decided_on(session, [note.id]).get(note.id)
    if old is None:
        raise Conflict(_("Über diese Anmerkung ist nicht entschieden."))
    [earlier] = keep_as_earlier(session, [old], now, for_good=True)
    note.is_decided = False
    if decidable(note):
        _count(session, Counter({(note.field_id, earlier.decision): -1}), now, [(note, NOTHING)])
    process = session.get_one(Process, note.process_id)
    in_place = _in_place(session, person, group)
    journal.record(
        session,
        person,
        "disposition.taken_back",
        note,
        process=process,
        decision=earlier.decision.value,
        **in_place,
    )
    spreading.taken_back(session, earlier)
