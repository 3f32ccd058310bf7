"""How many files a group hands in: what is too many is refused beside the field, and leaves
nothing behind; what nobody is to take in can be deleted."""

import pytest
from sqlmodel import select

from app.groups.returning import limits
from app.models import HandBack, HandBackRow, HandBackState, JournalEntry
from tests.comments.stopping import now
from tests.groups.handing import filled
from tests.groups.test_hand_back_desk import G, brought, in_this_process, text_of, upload

__all__ = ["brought", "in_this_process"]
TOO_MANY = "Lesen Sie eine ein, oder löschen Sie eine, die niemand mehr braucht."


@pytest.fixture
def further(brought):
    """The same table, filled in otherwise."""
    return filled(brought, {3: {"Begründung": "Das ist eine andere Datei."}})


def test_as_many_wait_as_will_be_kept_and_one_that_is_deleted_makes_room(
    browser, session, cast, brought, further, monkeypatch
):
    monkeypatch.setattr(limits, "MOST_WAITING", 1)
    upload(browser.sign_in(cast.ines), brought)
    deeds = len(now(session, select(JournalEntry)))
    page = upload(browser, further, 409)
    assert TOO_MANY in text_of(page, "#file-error")
    assert page.select_one("#file[aria-invalid]")["aria-describedby"] == "file-error file-hint"
    upload(browser, brought)  # the same one stays one
    monkeypatch.setattr(limits, "MOST_WAITING", 9)
    monkeypatch.setattr(limits, "MOST_KEPT", len(brought) + len(further) - 1)
    upload(browser, further, 409)
    assert len(now(session, select(HandBack))) == 1
    assert len(now(session, select(JournalEntry))) == deeds + 1

    browser.sign_in(cast.chen).send(f"{G}/1/drop", 403)
    browser.sign_in(cast.ines)
    for _n in range(2):  # a double click
        browser.send(f"{G}/1/drop")
    assert "Die Datei ist gelöscht." in text_of(browser.get(f"{G}/1"), "#stand")
    (gone,) = now(session, select(HandBack))
    assert (gone.state, gone.content) == (HandBackState.FAILED, None)
    assert not now(session, select(HandBackRow))
    dropped = select(JournalEntry).where(JournalEntry.deed == "hand_back.dropped")
    assert len(now(session, dropped)) == 1
    upload(browser, further)
    browser.send(f"{G}/2/conflicts", holds="ours")
    browser.send(f"{G}/2/take")
    browser.send(f"{G}/2/drop", 409)


def test_one_person_sends_so_many_files_in_an_hour_readable_or_not(
    browser, session, cast, brought, monkeypatch
):
    monkeypatch.setattr(limits, "PER_HOUR", 2)
    browser.sign_in(cast.ines)
    for _n in range(2):
        upload(browser, b"%PDF-1.7 x", 422)
    page = upload(browser, brought, 429)
    assert "Das waren zu viele Versuche." in text_of(page, "#file-error")
    assert browser.last.headers["retry-after"] == "3600"
    assert not now(session, select(HandBack))
    upload(browser.sign_in(cast.chen), brought)  # nobody else is kept waiting
