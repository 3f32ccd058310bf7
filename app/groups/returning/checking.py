"""The dry run: what taking a file in would do, row by row. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session, col, select

from app.groups.decided import NOTHING, Said, faults_of
from app.groups.returning.fates import alike, as_data, fate_as_proposal, fate_of, filled
from app.groups.returning.knowing import Drawn, Note, notes_of, parts_of
from app.groups.returning.rows import Brought, Fault, Row
from app.models import Bundle, Comment, CommentState, RowFate, WorkingGroup
from app.text import clean_line

AS_PROPOSED = "as_proposed"
_ENOUGH = 40  # letters by which a note is known to be another one


@dataclass(slots=True)
class Checked:
    """A row with what becomes of it; `said` is whole, `before` and `base` as in `HandBackRow`."""

    row: Row
    fate: RowFate
    said: Said
    comment_id: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    base: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def check(
    session: Session,
    group: WorkingGroup,
    bundle: Bundle | None,
    brought: Brought,
    *,
    settles: bool,
) -> list[Checked]:
    """What becomes of each row: as a decision if it `settles`, else as a proposal of members."""
    numbers = [row.number for row in brought.rows if row.number is not None]
    known = notes_of(session, group, numbers, bundle)
    checker = _Checker(group, bundle, known, settles=settles, keyless=not brought.bundle_key)
    found = [checker.check(row) for row in brought.rows]
    _name_doubles(found)
    _explain(session, group, known, found)
    return found


def count(checked: Sequence[Checked], bundle: Bundle | None) -> dict[str, int]:
    """How many rows have which fate; and how many notes of the bundle are in no row ("absent")."""
    fates = {fate.value: n for fate, n in Counter(one.fate for one in checked).items()}
    fates[AS_PROPOSED] = sum(map(is_left_proposal, checked))
    if bundle is not None:
        there = len({one.row.number for one in checked if one.comment_id is not None})
        fates["absent"] = max(0, bundle.notes_count - there)
    return fates


def is_left_proposal(one: Checked) -> bool:
    """Whether this row would make a decision of what members proposed, word for word."""
    return one.fate is RowFate.CHANGES and AS_PROPOSED in one.before


class _Checker:
    """What every row is held against."""

    def __init__(
        self,
        group: WorkingGroup,
        bundle: Bundle | None,
        known: dict[int, Note],
        *,
        settles: bool,
        keyless: bool,
    ) -> None:
        self.group, self.known = group, known
        self.settles, self.keyless = settles, keyless
        self.drawn: Drawn | None = None
        if bundle is not None:
            self.drawn = (bundle.drawn_at, bundle.ready_at or bundle.drawn_at)

    def check(self, row: Row) -> Checked:
        """What becomes of this row by itself."""
        note = self.known.get(row.number) if row.number is not None else None
        if note is None:
            return self._unknown(row)
        one = self._compared(row, note)
        if row.faults:
            return replace(one, fate=RowFate.WRONG, faults=list(row.faults))
        if one.fate is RowFate.WRONG:
            one.faults = [{"key": "emptied", "column": "decision"}]
        elif one.fate in (RowFate.CHANGES, RowFate.CONFLICT):
            one.faults = self._why_not(row, note) or self._incomplete(one.said)
            one.fate = RowFate.WRONG if one.faults else one.fate
        if self.settles and note.proposed is not None and alike(one.said, note.proposed):
            _as_proposed(one)
        return one

    def _unknown(self, row: Row) -> Checked:
        faults = list(row.faults)
        if row.number is not None and (row.said or faults):
            faults.append({"key": "unknown_number", "column": "number", "n": row.number})
        is_wrong = not all(fault.get("mild") for fault in faults)
        return Checked(row, RowFate.WRONG if is_wrong else RowFate.EMPTY, row.said, faults=faults)

    def _compared(self, row: Row, note: Note) -> Checked:
        base = note.base(row.stand, self.drawn)
        if self.settles:
            said = filled(row.said, row.missing, note.now)
            fate = fate_of(said, _with(base, row, note.now), note.now)
            before = as_data(note.now) | {"changes": note.changes}
        else:
            current = note.proposed or note.now
            said = filled(row.said, row.missing, current)
            is_newer = note.proposed_at is not None and (
                self.drawn is None or note.proposed_at > self.drawn[1]
            )
            fate = fate_as_proposal(
                said, _with(base, row, current), note.now, note.proposed, is_newer=is_newer
            )
            before = as_data(current) | {"changes": note.changes}
        before["proposed"] = note.proposed_changes
        if not row.said and fate in (RowFate.CHANGES, RowFate.CONFLICT):
            fate = RowFate.EMPTY
        return Checked(row, fate, said, note.id, before, as_data(base))

    def _why_not(self, row: Row, note: Note) -> list[Fault]:
        """Why the group decides nothing on this note, if it does not."""
        fault: Fault | None = None
        if note.group_id != self.group.id:
            fault = {"key": "other_group", "group_id": note.group_id}
        elif note.state is not CommentState.PUBLIC:
            known = (CommentState.HIDDEN, CommentState.WITHDRAWN)
            fault = {"key": note.state.value if note.state in known else "not_public"}
        elif note.parts:
            fault = {"key": "split"}
        elif note.first_id is not None:
            fault = {"key": "repeats", "first_id": note.first_id}
        elif self.keyless and row.text and not _is_same_text(row.text, note.text):
            fault = {"key": "other_text"}
        return [{"column": "number", "n": note.number} | fault] if fault else []

    def _incomplete(self, said: Said) -> list[Fault]:
        faults = faults_of(said, half=not self.settles)
        return [{"key": "rule", "column": column} for column in faults]


def _as_proposed(one: Checked) -> None:
    """Members proposed the very same, and a table is drawn with their proposals in it: nobody need
    have looked at it. So it is said (`AS_PROPOSED`), and half a proposal is no mistake."""
    one.before[AS_PROPOSED] = True
    if one.faults and all(fault["key"] == "rule" for fault in one.faults):
        one.fate, one.faults = RowFate.EMPTY, []


def _with(base: Said | None, row: Row, now: Said) -> Said | None:
    """Of columns that the file does not have nothing can have changed there."""
    return None if base is None else filled(base, row.missing, now)


def _is_same_text(brought: str, text: str) -> bool:
    ours = clean_line(text).casefold()[:_ENOUGH]
    return brought.casefold().startswith(ours[: len(brought)])


def _name_doubles(found: Sequence[Checked]) -> None:
    """Rows with the same number: equal ones count once, of others nobody knows which holds."""
    by_number: dict[int, list[Checked]] = {}
    for one in found:
        if one.row.number is not None and one.said != NOTHING:
            by_number.setdefault(one.row.number, []).append(one)
    for number, same in by_number.items():
        first, *others = same
        if all(alike(first.row.said, other.row.said) for other in others):
            for other in others:
                other.fate = RowFate.SAME
                other.faults = [{"key": "again", "column": "number", "place": first.row.place}]
        else:
            _refuse_all(same, number)


def _refuse_all(same: Sequence[Checked], number: int) -> None:
    for one in same:
        places = [other.row.place for other in same if other is not one][:5]
        one.fate = RowFate.WRONG
        one.faults.append({"key": "twice", "column": "number", "n": number, "places": places})


def _explain(
    session: Session, group: WorkingGroup, known: dict[int, Note], found: Sequence[Checked]
) -> None:
    """Names and numbers that sentences about the wrong rows need, asked for once."""
    faults = [fault for one in found for fault in one.faults]
    groups = {fault["group_id"] for fault in faults if fault["key"] == "other_group"}
    names: dict[Any, str] = {}
    if groups:
        query = select(WorkingGroup.id, WorkingGroup.name).where(
            WorkingGroup.process_id == group.process_id
        )
        names = dict(session.exec(query).all())
    split = [known[fault["n"]] for fault in faults if fault["key"] == "split"]
    parts = parts_of(session, split) if split else {}
    firsts = {note.id: note.number for note in known.values()}
    for fault in faults:
        if fault["key"] == "other_group":
            fault["group"] = names.get(fault.pop("group_id"), "")
        elif fault["key"] == "split":
            fault["parts"] = parts.get(known[fault["n"]].id, [])[:20]
        elif fault["key"] == "repeats":
            fault["first"] = _number_of(session, fault.pop("first_id"), firsts)


def _number_of(session: Session, comment_id: int, known: dict[int, int]) -> int:
    if comment_id not in known:
        query = select(Comment.number).where(col(Comment.id) == comment_id)
        known[comment_id] = session.exec(query).one()
    return known[comment_id]
