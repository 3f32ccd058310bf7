"""A group's table comes back: what changes, what is decided otherwise here, what is wrong; and then
it is taken in, once."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from app import db, retention, selfcheck
from app.errors import Conflict
from app.groups.decided import Said
from app.groups.deciding import settle, take_back
from app.groups.returning import batch, conflicts, saying, taking
from app.groups.writers import csv, ods, xlsx
from app.models import (
    Decision,
    Disposition,
    DispositionDraft,
    HandBackState,
    JournalEntry,
)
from app.processes.queries import group_by_id
from tests.accounts.test_at_once import postgres_app
from tests.cast import LATER, WHILE_OPEN, invite
from tests.groups.handing import drawn, fates, filled, handed, rows, take, workbook

__all__ = ["postgres_app"]
LATE = {"Entscheidung": "Nicht übernommen", "Begründung": "Das regelt das Land."}


def decide(session, cast, note, decision, reason="", when=WHILE_OPEN):
    said = Said(decision, reason=reason)
    settle(session, [note], group_by_id(session, cast.group.id), cast.ines, said, when)
    session.commit()


def choose_theirs(session, cast, doing, position=None):
    """Ines lets the file's decision hold, in one row or in all."""
    group = group_by_id(session, cast.group.id)
    conflicts.choose(session, doing, group, cast.ines, position, theirs=True)


def wrong_counters(app):
    with db.reading(app.state.engine) as session:
        return [one for one in selfcheck.counters(session) if one.problem]


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_filled_in_table_is_taken_in_once(where, request):
    app = request.getfixturevalue("app" if where == "sqlite" else "postgres_app")
    with Session(app.state.engine, expire_on_commit=False) as session:
        cast = invite(session)
        for n in range(1, 5):
            cast.says(session, f"Anmerkung Nummer {n}.")
        session.commit()
        data = filled(
            workbook(app, drawn(session, cast.group)),
            {
                1: {"Entscheidung": "Übernommen", "Neuer Wortlaut": "Alle lernen gut Deutsch."},
                2: {"Entscheidung": "  nicht  übernommen. ", "Begründung": "Zu teuer.\xa0"},
                3: {"Entscheidung": "weitergegeben", "Begründung": "Das regelt das Land."},
            },
        )
        doing = handed(session, cast, data)
        assert (doing.state, bool(doing.bundle_id)) == (HandBackState.CHECKED, True)
        assert fates(session, doing) == {1: "changes", 2: "changes", 3: "wrong", 4: "empty"}
        row = rows(session, doing)[2]
        (fault,) = row.faults
        assert saying.where(row, fault) == "Zeile 4, Spalte Weitergegeben an"
        assert "an wen" in saying.sentence(fault, saying.said_in(row))

        take(session, app, doing, cast.ines)
        assert (doing.state, doing.done_count, doing.content) == (HandBackState.TAKEN, 2, None)
        found = session.exec(select(Disposition).order_by(col(Disposition.comment_id))).all()
        assert [(d.decision, d.reason, d.origin, d.settled_by_id) for d in found] == [
            (Decision.ADOPTED, "", "bundle", cast.ines.id),
            (Decision.NOT_ADOPTED, "Zu teuer.", "bundle", cast.ines.id),
        ]
        assert found[0].new_wording == "Alle lernen gut Deutsch."
        assert not wrong_counters(app)
        mine = select(JournalEntry.deed).where(JournalEntry.subject_type == "HandBack")
        done = [deed.partition(".")[2] for deed in session.exec(mine)]
        assert done == ["handed_in", "started", "taken"]

        again = handed(session, cast, data)
        assert fates(session, again) == {1: "same", 2: "same", 3: "wrong", 4: "empty"}
        with pytest.raises(Conflict):
            take(session, app, again, cast.ines)


def test_what_was_decided_here_meanwhile_is_never_overwritten_unseen(app, session, cast):
    notes = [cast.says(session, f"Anmerkung {n}.") for n in range(1, 7)]
    for note in notes[:3]:
        decide(session, cast, note, Decision.NOTED, "Gelesen.")
    data = workbook(app, drawn(session, cast.group))
    after = WHILE_OPEN + 2 * LATER
    for note in (notes[0], notes[1], notes[3], notes[4]):
        decide(session, cast, note, Decision.ADOPTED, "Doch.", after)
    take_back(session, notes[2], group_by_id(session, cast.group.id), cast.ines, after)
    session.commit()
    alike = {"Entscheidung": "Übernommen", "Begründung": "Doch."}
    doing = handed(session, cast, filled(data, {2: LATE, 4: LATE, 5: alike, 6: LATE}))
    assert fates(session, doing) == {
        1: "same",  # left as it was drawn: what was decided since stays
        2: "conflict",
        3: "same",  # taken back here, left there
        4: "conflict",  # was open
        5: "same",  # both decided alike
        6: "changes",
    }
    choose_theirs(session, cast, doing, rows(session, doing)[3].position)
    assert doing.changes_count == 2
    take(session, app, doing, cast.ines)
    now = {d.comment_id: d.decision for d in session.exec(select(Disposition))}
    assert now == {
        notes[0].id: Decision.ADOPTED,
        notes[1].id: Decision.ADOPTED,
        notes[3].id: Decision.NOT_ADOPTED,
        notes[4].id: Decision.ADOPTED,
        notes[5].id: Decision.NOT_ADOPTED,
    }
    assert not wrong_counters(app)


def test_a_decision_between_dry_run_and_click_stays_until_somebody_chooses(app, session, cast):
    note, other = cast.says(session), cast.says(session, "Und abends.")
    session.commit()
    data = workbook(app, drawn(session, cast.group))
    doing = handed(session, cast, filled(data, {1: LATE, 2: LATE}), by=cast.chen)
    decide(session, cast, note, Decision.ADOPTED, when=WHILE_OPEN + 4 * LATER)
    take(session, app, doing, cast.ines)
    said = {d.comment_id: d for d in session.exec(select(Disposition))}
    assert (said[note.id].decision, said[other.id].changes) == (Decision.ADOPTED, 1)
    assert fates(session, doing) == {1: "conflict", 2: "taken"}
    assert (doing.by_id, doing.taken_by_id, doing.done_count) == (cast.chen.id, cast.ines.id, 1)

    # It is chosen on the page of the file that is taken in already; and changed once more between.
    for expected in (Decision.NOTED, Decision.NOT_ADOPTED):
        choose_theirs(session, cast, doing, rows(session, doing)[0].position)
        if expected is Decision.NOTED:
            decide(session, cast, note, expected, "Gelesen.", when=WHILE_OPEN + 5 * LATER)
        for _click in range(2):
            take(session, app, doing, cast.ines)
        assert session.get(Disposition, said[note.id].id).decision is expected
    assert fates(session, doing) == {1: "taken", 2: "taken"}
    assert (doing.done_count, doing.state, doing.fates["theirs"]) == (2, HandBackState.TAKEN, 0)
    assert session.get(Disposition, said[other.id].id).changes == 1
    started = select(JournalEntry).where(JournalEntry.deed == "hand_back.taken")
    assert [entry.details["comments"] for entry in session.exec(started)] == [1, 0, 1]
    assert not wrong_counters(app)


def test_a_proposal_does_not_go_on_top_of_a_decision_unseen(app, session, cast):
    note = cast.says(session)
    session.commit()
    data = workbook(app, drawn(session, cast.group))
    first = {1: {"Entscheidung": "Übernommen"}}
    take(session, app, handed(session, cast, filled(data, first), settles=False), cast.chen)
    doing = handed(session, cast, filled(data, {1: LATE}), by=cast.chen, settles=False)
    assert fates(session, doing) == {1: "conflict"}  # proposed since the bundle was drawn
    choose_theirs(session, cast, doing)
    decide(session, cast, note, Decision.ADOPTED, "", when=WHILE_OPEN + 4 * LATER)  # just that
    assert not session.exec(select(DispositionDraft)).all()  # it is settled
    take(session, app, doing, cast.chen)
    assert fates(session, doing) == {1: "conflict"}
    assert not session.exec(select(DispositionDraft)).all()


def test_every_table_of_a_bundle_can_be_handed_back(app, session, cast):
    for n in range(3):
        cast.says(session, f"Anmerkung\nNummer {n}.")
    session.commit()
    decide(session, cast, cast.says(session, "Noch eine."), Decision.NOTED, "-5 °C\nsind kalt.")
    bundle = drawn(session, cast.group)
    for writer, name in ((xlsx, "comments.xlsx"), (ods, "comments.ods"), (csv, "comments.csv")):
        doing = handed(session, cast, workbook(app, bundle, writer), name=name)
        assert doing.form == name.rpartition(".")[2]
        assert fates(session, doing) == {1: "empty", 2: "empty", 3: "empty", 4: "same"}, name
        assert (doing.bundle_id is None) == (writer is csv)


def test_members_hand_back_proposals_and_the_lead_decides(app, session, cast):
    for n in range(2):
        cast.says(session, f"Anmerkung {n}.")
    session.commit()
    data = workbook(app, drawn(session, cast.group))
    half = {1: {"Entscheidung": "Übernommen"}, 2: {"Begründung": "Noch zu klären."}}
    doing = handed(session, cast, filled(data, half), by=cast.chen, settles=False)
    assert fates(session, doing) == {1: "changes", 2: "changes"}
    take(session, app, doing, cast.chen)
    assert not session.exec(select(Disposition)).all()
    found = session.exec(select(DispositionDraft).order_by(col(DispositionDraft.id))).all()
    assert [(d.decision, d.reason, d.by_id) for d in found] == [
        (Decision.ADOPTED, "", cast.chen.id),
        (None, "Noch zu klären.", cast.chen.id),
    ]
    # The next table is drawn with them in it; untouched they become no decisions by themselves.
    data = workbook(app, drawn(session, cast.group))
    doing = handed(session, cast, filled(data, {}))
    assert fates(session, doing) == {1: "changes", 2: "empty"}
    assert doing.fates["as_proposed"] == 1
    with pytest.raises(Conflict):
        take(session, app, doing, cast.ines)
    session.rollback()
    take(session, app, doing, cast.ines, with_proposals=True)
    assert session.exec(select(Disposition)).one().decision is Decision.ADOPTED
    # What the lead's table decides otherwise is settled as well, and nothing stays proposed.
    take(session, app, handed(session, cast, filled(data, {2: LATE})), cast.ines)
    assert session.exec(select(DispositionDraft)).all() == []


def test_what_nobody_took_in_is_gone_after_ninety_days(app, session, cast, it_is):
    cast.says(session)
    session.commit()
    doing = handed(session, cast, filled(workbook(app, drawn(session, cast.group)), {1: LATE}))
    for days, content in ((89, True), (91, False)):
        it_is(WHILE_OPEN + 3 * LATER + timedelta(days=days))
        retention.tidy(app.state.engine, app.state.settings)
        session.expire_all()
        assert bool(doing.content) == bool(rows(session, doing)) == content
        session.commit()
    assert doing.state is HandBackState.FAILED


def test_what_goes_wrong_here_is_said_and_tried_no_further(app, session, cast, monkeypatch):
    cast.says(session)
    session.commit()
    data = filled(workbook(app, drawn(session, cast.group)), {1: LATE})
    monkeypatch.setattr(taking, "FEW", 0)
    doing = handed(session, cast, data)
    group = group_by_id(session, cast.group.id)
    taking.start(session, doing, group, cast.ines, WHILE_OPEN + 4 * LATER)
    session.commit()
    monkeypatch.setattr(batch, "settle_each", lambda *_args, **_more: 1 / 0)
    assert [taking.take_some(app.state.engine) for _n in range(2)] == [1, 0]
    session.expire_all()
    assert (doing.state, fates(session, doing)) == (HandBackState.FAILED, {1: "changes"})
    assert "schiefgegangen" in doing.error
