"""Some rows of a file, settled or proposed together; what was decided otherwise since the dry run
stays out and becomes a conflict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app.comments.holding import hold_all
from app.errors import Conflict
from app.groups.decided import Said, clean
from app.groups.deciding import Overtaken, propose, settle_each
from app.groups.returning.fates import alike, as_data, out_of
from app.groups.returning.knowing import Note, notes_of
from app.loading import one
from app.models import Comment, HandBack, HandBackRow, Person, RowFate, WorkingGroup


class Batch:
    """Some rows that are taken in together."""

    def __init__(
        self,
        session: Session,
        doing: HandBack,
        group: WorkingGroup,
        actor: Person | None,
        now: datetime,
    ) -> None:
        self.session, self.doing, self.group = session, doing, group
        self.actor, self.now = actor, now

    def take(self, rows: Sequence[HandBackRow]) -> None:
        """Settle or propose what they say; a row whose note was decided otherwise since the dry run
        becomes a conflict, and stays out."""
        notes = self._notes(rows)
        hold_all(self.session, list(notes.values()))
        known = {note.id: note for note in self._known(rows)}
        wanted = [row for row in rows if self._is_as_seen(row, known.get(row.comment_id or 0))]
        if self.doing.settles:
            self._settle([row for row in wanted if row.comment_id in notes], notes)
        else:
            for row in wanted:
                self._propose(row, notes[row.comment_id or 0])
        for row in rows:
            self.session.add(row)

    def _known(self, rows: Sequence[HandBackRow]) -> list[Note]:
        numbers = [row.number for row in rows if row.number is not None]
        return list(notes_of(self.session, self.group, numbers, None).values())

    def _notes(self, rows: Sequence[HandBackRow]) -> dict[int, Comment]:
        query = (
            select(Comment)
            .where(col(Comment.id).in_([row.comment_id for row in rows]))
            .order_by(col(Comment.id))
            .options(one(Comment.process))
            .execution_options(populate_existing=True)
        )
        return {note.id: note for note in self.session.exec(query)}

    def _is_as_seen(self, row: HandBackRow, note: Note | None) -> bool:
        """Whether what is decided here is what the dry run showed; else the row says so."""
        before = out_of(row.before)
        if note is None or note.group_id != self.group.id:
            self._refuse(row, {"key": "other_group", "column": "number", "group": ""})
            return False
        current = note.now if self.doing.settles else note.proposed or note.now
        # A proposal does not go on top of a decision that nobody had seen.
        seen = self.doing.settles or row.before.get("changes", note.changes) == note.changes
        if seen and before is not None and alike(before, current):
            return True
        row.before = as_data(current) | {"changes": note.changes}
        row.fate, row.overrules = RowFate.CONFLICT, False
        self._miss("conflict")
        return False

    def _settle(self, rows: Sequence[HandBackRow], notes: dict[int, Comment]) -> None:
        pairs = [(notes[row.comment_id or 0], clean(Said.of(row))) for row in rows]
        written = settle_each(
            self.session, pairs, self.group, self.actor, self.now, origin="bundle"
        )
        got = {disposition.comment_id for disposition in written}
        for row in rows:
            if row.comment_id in got:
                row.fate = RowFate.TAKEN
            else:  # hidden, split or linked since the dry run, or decided alike
                self._refuse(row, {"key": "not_public", "column": "number", "n": row.number})

    def _propose(self, row: HandBackRow, note: Comment) -> None:
        said = clean(Said.of(row))
        try:
            propose(self.session, note, self.group, self.actor, said, self.now, seen=None)
        except Overtaken:
            row.fate, row.overrules = RowFate.CONFLICT, False
        except Conflict:
            self._refuse(row, {"key": "not_public", "column": "number", "n": row.number})
        else:
            row.fate = RowFate.TAKEN

    def _refuse(self, row: HandBackRow, fault: dict[str, object]) -> None:
        row.fate, row.faults = RowFate.WRONG, [fault]
        self._miss("wrong")

    def _miss(self, what: str) -> None:
        """A row that stays out counts as what it is now."""
        known = self.doing.fates.get(what, 0)
        self.doing.fates = self.doing.fates | {what: int(str(known)) + 1, "missed": True}
