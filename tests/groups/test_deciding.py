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
from app.moderation import linking
from app.moderation.domain import hide
from tests.cast import LATER, WHILE_OPEN, Cast
from tests.moderation.looking import loaded

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


def test_a_decision_taken_back_leaves_the_note_open_and_stays_readable(session, cast: Cast) -> None:
    note = cast.says(session)
    [held] = deciding.settle(session, [note], cast.group, cast.ines, NO, WHILE_OPEN)
    fixed = {"process_id": cast.process.id, "comment_id": note.id, "said_at": WHILE_OPEN}
    session.add(Echo(disposition_id=held.id, decided_at=WHILE_OPEN, settles=False, **fixed))
    session.flush()

    deciding.take_back(session, note, cast.group, cast.ines, WHILE_OPEN + LATER)

    assert session.exec(select(Disposition)).all() == []
    [earlier] = session.exec(select(EarlierDisposition)).all()
    [echo] = session.exec(select(Echo).execution_options(populate_existing=True)).all()
    assert (earlier.decision, echo.disposition_id, echo.settles) == (NO.decision, None, False)
    assert (note.is_decided, figures(session), faults(session)) == (False, {}, [])
    with pytest.raises(Conflict):
        deciding.take_back(session, note, cast.group, cast.ines, WHILE_OPEN + LATER)

    deciding.settle(session, [note], cast.group, cast.ines, NO, WHILE_OPEN + 2 * LATER)
    assert figures(session) == {f"{cast.language.id}:not_adopted": 1}


def test_what_is_no_whole_decision_or_another_groups_note_is_refused(session, cast: Cast) -> None:
    note, other = cast.says(session), cast.says(session, at="hf2-1-1")

    for said, column in (
        (Said(Decision.NOTED), "reason"),
        (Said(None, "Ein Grund."), "decision"),
        (Said(None), "decision"),
        (Said(Decision.OUT_OF_SCOPE, "Das regelt das Land."), "passed_on_to"),
        (Said(Decision.ADOPTED, measure="m" * 301), "measure"),
    ):
        with pytest.raises(Invalid) as refused:
            deciding.settle(session, [note], cast.group, cast.ines, said, WHILE_OPEN)
        assert list(refused.value.fields) == [column]
    with pytest.raises(Conflict, match="andere Gruppe"):
        deciding.settle(session, [note, other], cast.group, cast.ines, NO, WHILE_OPEN)
    assert session.exec(select(Disposition)).all() == []


def test_two_members_who_propose_at_once_do_not_overwrite_each_other(session, cast: Cast) -> None:
    note = cast.says(session)
    half = Said(None, remark="Fragen wir die Schule.")
    first = deciding.propose(session, note, cast.group, cast.chen, half, WHILE_OPEN, seen=0)
    assert first is not None

    with pytest.raises(deciding.Overtaken) as refused:
        deciding.propose(session, note, cast.group, cast.ines, NO, WHILE_OPEN, seen=0)

    assert (refused.value.now, refused.value.changes) == (half, 1)
    second = deciding.propose(session, note, cast.group, cast.ines, NO, WHILE_OPEN, seen=1)
    assert second is not None
    assert (second.changes, second.by_id) == (2, cast.ines.id)
    gone = deciding.propose(session, note, cast.group, cast.ines, Said(None), WHILE_OPEN, seen=2)
    assert gone is None
    assert session.exec(select(DispositionDraft)).all() == []


def test_one_decision_for_several_passes_over_what_takes_none(session, cast: Cast) -> None:
    first, again, hidden, last = (cast.says(session, f"Anmerkung {n}.") for n in range(4))
    linking.link(session, loaded(session, cast, again), first, cast.bernd, WHILE_OPEN)
    hide(session, loaded(session, cast, hidden), cast.bernd, cast.rule, "Beleidigt.", WHILE_OPEN)
    notes = [last, again, hidden, first]

    written = deciding.settle(session, notes, cast.group, cast.ines, NO, WHILE_OPEN)

    assert [one.comment_id for one in written] == [first.id, last.id]
    assert deciding.pass_over(notes, written) == [again.number, hidden.number]
    assert faults(session) == []
