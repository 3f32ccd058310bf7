"""What an author says to a decision: once, to the working group and the moderation."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.models import Disposition, Echo, JournalEntry, Status
from tests.accounts.test_at_once import postgres_app
from tests.browser import Browser
from tests.cast import invite
from tests.comments.asking import COMMENTS, PROCESS, at_once
from tests.public.receiving import decide, lived, receipt, steps

__all__ = ["postgres_app"]

WORDS = "Das hilft uns sehr."
OPEN_WORDS = "Aber nur in einem Stadtteil."


@pytest.fixture
def note(session, cast):
    """Amira's suggestion, adopted."""
    return lived(session, cast)


def echoes(session):
    found = session.exec(select(Echo).order_by(Echo.id)).all()
    session.commit()
    return found


def test_by_the_receipt_it_is_said_once_for_each_decision(browser, cast, session, note):
    path = receipt(cast, note)
    page = browser.send(f"{path}/echo", 422, words=WORDS)
    assert "Wählen Sie, ob es für Sie erledigt ist." in page.select_one(".echo").text
    assert page.select_one("textarea").text.strip() == WORDS
    browser.send(f"{path}/echo", 422, settles="yes", words="x" * 1001)
    assert echoes(session) == []

    for _twice in range(2):  # a double click
        browser.send(f"{path}/echo", settles="yes", words=WORDS)
    page = browser.get(browser.last.headers["location"])
    assert "Ihre Antwort ist bei der Arbeitsgruppe." in page.text
    assert WORDS in page.select_one(".life").text
    assert not page.select(".echo")
    browser.send(f"{path}/echo", 409, settles="no", words=OPEN_WORDS)
    (said,) = echoes(session)
    assert (said.settles, said.words) == (True, WORDS)
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "comment.echoed")).one()
    session.commit()
    assert (entry.actor_id, entry.details) == (cast.amira.id, {"settles": "yes"})

    decided = session.exec(select(Disposition)).one()
    decided.decided_at += timedelta(days=1)  # the group decides anew
    session.commit()
    browser.send(f"{path}/echo", settles="no", words=OPEN_WORDS)
    assert [said.settles for said in echoes(session)] == [True, False]


def test_on_the_notes_page_its_author_says_it_and_nobody_else(browser, cast, session, note):
    page = f"{COMMENTS}/{note.number}"
    open_one = cast.says(session, by=cast.dora)
    session.commit()
    browser.send(f"{page}/echo", 401, settles="yes")
    for person in (cast.dora, cast.chen, cast.emil):
        assert not browser.sign_in(person).get(page).select(".echo")
        browser.send(f"{page}/echo", 403, settles="yes")
    browser.sign_in(cast.dora).send(f"{COMMENTS}/{open_one.number}/echo", 403, settles="yes")
    browser.send(f"{receipt(cast, open_one)}/echo", 403, settles="yes")
    assert echoes(session) == []

    form = browser.sign_in(cast.amira).get(page).select_one(".echo")
    browser.send(form["action"], settles="no", words=OPEN_WORDS)
    assert OPEN_WORDS in browser.get(page).text
    assert [said.settles for said in echoes(session)] == [False]


def test_group_and_moderation_read_it_and_everybody_sees_a_figure(browser, cast, session, note):
    other = cast.says(session, by=cast.dora, at="hf2-1")
    decide(session, cast, other, group=cast.other_group)
    cast.process.status = Status.REVISING
    session.add(cast.process)
    session.commit()
    browser.send(f"{receipt(cast, note)}/echo", settles="no", words=OPEN_WORDS)
    browser.send(f"{receipt(cast, other)}/echo", settles="yes", words="<svg onload=x>")

    room = browser.sign_in(cast.chen).get(f"/groups/{cast.group.id}").select_one("#antworten")
    assert "Erledigt: 0. Nicht erledigt: 1." in room.text
    assert OPEN_WORDS in room.text
    assert "svg" not in room.text
    elsewhere = browser.sign_in(cast.fatma).get(f"/groups/{cast.other_group.id}")
    assert "<svg onload=x>" in elsewhere.select_one("#antworten").text
    assert OPEN_WORDS not in elsewhere.text
    assert OPEN_WORDS in browser.sign_in(cast.bernd).get(f"{COMMENTS}/{note.number}").text
    for person in (cast.dora, cast.chen):
        page = browser.sign_in(person).get(f"{COMMENTS}/{note.number}")
        assert OPEN_WORDS not in page.text
    assert OPEN_WORDS not in browser.leave().get(f"{COMMENTS}/{note.number}").text
    assert "Erledigt: 1. Nicht erledigt: 1." in browser.get(PROCESS).text


@pytest.mark.postgres
def test_twenty_answers_at_one_instant_are_one(postgres_app):
    engine = postgres_app.state.engine
    with TestClient(postgres_app) as client, Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        path = receipt(cast, lived(session, cast), postgres_app.state.secret)
        browser = Browser(client)
        assert "In Fassung 2: umformuliert" in steps(browser.get(path))
        fields = {"form_token": browser.token, "settles": "yes", "words": WORDS}
        send = f"{path}/echo"
        at_once(20, lambda: client.post(send, data=fields, follow_redirects=False))

        assert [said.words for said in echoes(session)] == [WORDS]
        room = browser.sign_in(cast.chen).get(f"/groups/{cast.group.id}")
        assert WORDS in room.select_one("#antworten").text
