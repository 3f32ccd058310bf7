"""The changes of a group's document as the page of its dry run shows them: word by word, with the
notes that caused them, and a tick for those that are to be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.groups.change_words import kind_of, name_of, remarks_on
from app.groups.returning.docx.changed import STRUCK
from app.groups.returning.docx.keeping import is_fixed, public_among, struck_in
from app.groups.returning.docx.reading import FORM
from app.groups.returning.docx.titles import is_heading
from app.i18n import _
from app.models import (
    Block,
    DraftVersion,
    HandBack,
    HandBackChange,
    HandBackState,
)

PAGE = 30
MOST_NOTES = 50  # that one change may have
_NUMBERS = re.compile(r"[\s,;،؛#]+|\bund\b")


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change in words: what was changed, what kind it is, and what is to be known of it. `notes`
    is what stands in its field, `error` what is wrong with that."""

    change: HandBackChange
    name: str
    kind: str
    remarks: tuple[str, ...]
    notes: str
    is_taken: bool
    is_fixed: bool
    error: str = ""
    has_cause: bool = True


@dataclass(frozen=True, slots=True)
class Changes:
    """Some changes of a document, and how many there are. `last` is the position after which the
    next page begins, 0 where there is none; `version` the number of the version they went to."""

    shown: tuple[ShownChange, ...] = ()
    total: int = 0
    wanted: int = 0
    last: int = 0
    can_choose: bool = False
    version: int = 0
    errors: tuple[tuple[int, str], ...] = ()

    @property
    def to_take(self) -> int:
        """How many the click would take in."""
        return self.wanted if self.can_choose else 0


@dataclass(slots=True)
class Typed:
    """What somebody chose for some changes, by position: which are taken, and the notes' numbers as
    they were typed; `numbers` and `errors` after they were read."""

    taken: set[int] = field(default_factory=set)
    notes: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, list[int]] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)


def changes_of(
    session: Session, doing: HandBack, after: int = 0, typed: Typed | None = None
) -> Changes:
    """A page of a document's changes; none, and no question, for a table."""
    if doing.form != FORM:
        return Changes()
    mine = HandBackChange.hand_back_id == doing.id
    query = select(HandBackChange).where(mine, col(HandBackChange.position) > after)
    rows = session.exec(query.order_by(col(HandBackChange.position)).limit(PAGE + 1)).all()
    counts = select(HandBackChange.is_left_out, func.count()).where(mine)
    by_choice = dict(session.exec(counts.group_by(col(HandBackChange.is_left_out))).all())
    labels = _labels(session, rows)
    version = session.get(DraftVersion, doing.version_id) if doing.version_id else None
    shown = tuple(_shown(one, labels, typed) for one in rows[:PAGE])
    return Changes(
        shown,
        sum(by_choice.values()),
        by_choice.get(False, 0),
        rows[PAGE - 1].position if len(rows) > PAGE else 0,
        doing.settles and doing.state is HandBackState.CHECKED,
        version.number if version else 0,
        tuple((one.change.position, one.error) for one in shown if one.error),
    )


def _labels(session: Session, rows: Sequence[HandBackChange]) -> dict[int, str]:
    wanted = {one.after_block_id for one in rows} - {None}
    if not wanted:
        return {}
    query = select(Block.id, Block.label).where(col(Block.id).in_(wanted))
    return dict(session.exec(query).all())


def _shown(change: HandBackChange, labels: Mapping[int, str], typed: Typed | None) -> ShownChange:
    notes = ", ".join(f"#{number}" for number in change.notes)
    is_taken = not change.is_left_out
    position = change.position
    if typed is not None and position in typed.notes:
        notes, is_taken = typed.notes[position], position in typed.taken
    return ShownChange(
        change,
        name_of(change),
        kind_of(change),
        tuple(remarks_on(change, labels)),
        notes,
        is_taken,
        is_fixed(change),
        typed.errors.get(position, "") if typed is not None else "",
        not is_heading(change),
    )


def typed_in(form: Mapping[str, Any], taken: Sequence[str]) -> Typed:
    """What came in the form: `notes-3` is the field of the change at position 3, `take` the ticked
    positions."""
    typed = Typed({int(one) for one in taken if one.isascii() and one.isdecimal() and len(one) < 8})
    for name, value in form.items():
        position = name.removeprefix("notes-")
        if name.startswith("notes-") and position.isascii() and position.isdecimal():
            typed.notes[int(position[:8])] = str(value)[:2_000]
    return typed


def read_notes(session: Session, doing: HandBack, typed: Typed) -> None:
    """The numbers out of what was typed: public notes of the process; else a sentence says what is
    wrong."""
    for position, text in typed.notes.items():
        words = [word for word in _NUMBERS.split(text) if word]
        odd = next((word for word in words if not _is_number(word)), None)
        if odd is not None:
            typed.errors[position] = _(
                "„%(word)s“ ist keine Nummer. Schreiben Sie zum Beispiel #87, #91."
            ) % {"word": odd[:40]}
        elif len(words) > MOST_NOTES:
            typed.errors[position] = _("Eine Änderung hat höchstens %(n)d Anmerkungen.") % {
                "n": MOST_NOTES
            }
        else:
            typed.numbers[position] = sorted({int(word) for word in words})
    wanted = {n for some in typed.numbers.values() for n in some}
    known = public_among(session, doing.process_id, wanted)
    for position, numbers in typed.numbers.items():
        missing = next((number for number in numbers if number not in known), None)
        if missing is not None:
            typed.errors[position] = _(
                "Eine öffentliche Anmerkung #%(n)d gibt es in diesem Verfahren nicht."
            ) % {"n": missing}


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 10


def choose(session: Session, doing: HandBack, typed: Typed) -> None:
    """Keep what was chosen; of what is fixed only the notes. Notes that were struck out are kept as
    such: nobody proposes them again. `typed` has no errors."""
    query = select(HandBackChange).where(
        HandBackChange.hand_back_id == doing.id,
        col(HandBackChange.position).in_(sorted(typed.numbers)[: 2 * PAGE]),
    )
    for change in session.exec(query).all():
        said = typed.numbers[change.position]
        struck = {*struck_in(change), *change.notes} - set(said)
        others = [fault for fault in change.faults if fault.get("key") != STRUCK]
        change.faults = [*others, {"key": STRUCK, "notes": sorted(struck)}] if struck else others
        change.notes = said
        if not is_fixed(change):
            change.is_left_out = change.position not in typed.taken
        session.add(change)
