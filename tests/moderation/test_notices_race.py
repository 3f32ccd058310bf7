"""Notices and objections decided at one instant, on both databases."""

from sqlmodel import Session, select

from app.comments.queries import by_number
from app.models import (
    HouseRule,
    JournalEntry,
    Notice,
    Person,
    Process,
    Removal,
)
from app.moderation import domain
from tests.cast import WHILE_OPEN
from tests.hearing import mails_of
from tests.moderation.test_race import all_at_once, desk  # noqa: F401

SAID = {"kind": "personal", "text": "Das nennt den Namen einer Nachbarin.", "good_faith": "yes"}
REPORT = "/p/ankommen/comments/1/report"
NOTICES = "/desk/p/ankommen/notices"


def seen(desk, table):  # noqa: F811
    with Session(desk.client.app.state.engine) as session:
        return session.exec(select(table).order_by(table.id)).all()


def process_of(desk):  # noqa: F811
    (process,) = [one for one in seen(desk, Process) if one.slug == "ankommen"]
    return process


def test_twenty_equal_notices_at_one_instant_are_one(desk):  # noqa: F811
    said = SAID | {"idempotency_key": "a double click"}
    assert set(all_at_once(desk, [(REPORT, said)] * 20)) == {303}
    assert len(seen(desk, Notice)) == 1


def test_two_notices_about_one_note_hidden_at_one_instant_hide_it_once(desk):  # noqa: F811
    for words in ("Das nennt den Namen einer Nachbarin.", "Noch jemand stört sich daran."):
        desk.send(REPORT, **SAID | {"text": words})
    hide = {"rule": "3", "reason": "Nennt eine Nachbarin."}
    keep = {"reason": "Der Name ist der einer Straße."}
    requests = [(f"{NOTICES}/{n}/hide", hide) for n in (1, 2)] * 3
    requests += [(f"{NOTICES}/{n}/keep", keep) for n in (1, 2)]
    statuses = all_at_once(desk, requests)

    assert set(statuses) <= {303, 409}
    removed = seen(desk, Removal)
    assert len(removed) <= 1
    process = process_of(desk)
    assert (process.comments_count, process.hidden_count) == (1 - len(removed), len(removed))
    assert all(notice.ruling is not None for notice in seen(desk, Notice))


def test_an_objection_decided_both_ways_at_one_instant_is_decided_once(desk):  # noqa: F811
    app = desk.client.app
    with Session(app.state.engine, expire_on_commit=False) as session:
        process = session.exec(select(Process).where(Process.slug == "ankommen")).one()
        emil = session.exec(select(Person).where(Person.name == "Emil")).one()
        note = by_number(session, process, 1)
        rule = session.exec(select(HouseRule)).one()
        domain.hide(session, note, emil, rule, "Nennt eine Nachbarin.", WHILE_OPEN)
        removal = session.exec(select(Removal)).one()
        removal.objection, removal.objected_at = "Das ist eine Straße.", WHILE_OPEN
        session.commit()
    ways = [f"/desk/p/ankommen/objections/1/{way}" for way in ("restored", "stands")]
    statuses = all_at_once(desk, [(way, {"reason": "Noch einmal geprüft."}) for way in ways * 4])

    assert set(statuses) <= {303, 409}
    (removal,) = seen(desk, Removal)
    process = process_of(desk)
    shown = removal.outcome == "restored"
    assert (process.comments_count, process.hidden_count) == (int(shown), int(not shown))
    deeds = [entry.deed for entry in seen(desk, JournalEntry)]
    assert deeds.count("objection.granted") + deeds.count("objection.refused") == 1
    assert len(mails_of(desk.client.app.state.engine)) == 2
