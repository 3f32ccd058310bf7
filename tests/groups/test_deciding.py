"""What a group proposes, settles and takes back; and the figures beside it."""

import pytest
from sqlmodel import Session, select

from app import selfcheck
from app.errors import Conflict, Invalid
from app.groups import deciding
from app.groups.decided import Said
from app.models import (
    Decision,
    Disposition,
    DispositionDraft,
    EarlierDisposition,
    Echo,
    JournalEntry,
    Tally,
)
from tests.cast import LATER, WHILE_OPEN, Cast

NO = Said(Decision.NOT_ADOPTED, "Dafür fehlt das Geld.")


def figures(session: Session) -> dict[str, int]:
    rows = session.exec(select(Tally).where(Tally.notes != 0))
    return {f"{row.field_id}:{row.decision.value}": row.notes for row in rows}


def faults(session: Session) -> list[str]:
    session.flush()
    return [found.problem for found in selfcheck.counters(session) if found.problem]


def test_the_lead_settles_and_what_held_before_stays_in_the_history(session, cast: Cast) -> None:
    note = cast.says(session, at="hf1-1-1")
    deciding.propose(session, note, cast.group, cast.chen, NO, WHILE_OPEN, seen=0)
    yes = Said(Decision.ADOPTED, new_wording=" Alle lernen gut Deutsch. ", measure="Kurs\nplan")

    [first] = deciding.settle(session, [note], cast.group, cast.ines, NO, WHILE_OPEN)
    assert session.exec(select(DispositionDraft)).all() == []
    assert deciding.settle(session, [note], cast.group, cast.ines, NO, WHILE_OPEN) == []
    [second] = deciding.settle(session, [note], cast.group, cast.jonas, yes, WHILE_OPEN + LATER)

    assert first is second
    assert (second.changes, second.measure, note.is_decided) == (2, "Kurs plan", True)
    assert second.wording_html == "Alle lernen <ins>gut</ins> Deutsch."
    [earlier] = session.exec(select(EarlierDisposition)).all()
    assert (earlier.decision, earlier.reason) == (NO.decision, NO.reason)
    assert (earlier.decided_at, earlier.until) == (WHILE_OPEN, WHILE_OPEN + LATER)
    assert figures(session) == {f"{cast.language.id}:adopted": 1}
    assert faults(session) == []
    deeds = session.exec(select(JournalEntry).where(JournalEntry.deed.like("disposition.%")))
    assert [(one.deed, one.details.get("in_place")) for one in deeds] == [
        ("disposition.proposed", None),
        ("disposition.settled", None),
        ("disposition.changed", True),
    ]
