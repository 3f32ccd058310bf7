"""The author says in which language a note is: while editing, and at any time afterwards."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.comments import receipts
from app.comments.withdrawing import withdraw
from app.models import Comment, JournalEntry, Status
from tests.cast import AFTER_CLOSE, WHILE_OPEN
from tests.comments.asking import COMMENTS, PROCESS, TEXT

OWN = f"{COMMENTS}/1"


@pytest.fixture
def note(session, cast):
    """Amira's note #1, taken for German."""
    note = cast.says(session, TEXT)
    session.commit()
    return note


def language_and_text(session):
    session.expire_all()
    found = session.exec(select(Comment.language, Comment.text, Comment.edited_at)).one()
    session.commit()
    return tuple(found)


@pytest.mark.parametrize("by_receipt", [False, True])
def test_the_author_names_it_also_when_everything_is_closed(
    browser, cast, app, session, it_is, note, by_receipt
):
    it_is(AFTER_CLOSE + timedelta(days=9))
    below = OWN
    if by_receipt:
        below = receipts.path_of(note, "ankommen", receipts.token_of(app.state.secret, note))
    else:
        browser.sign_in(cast.amira)
    assert browser.get(below).select_one(f'a[href="{below}/language"]').text == "Sprache ändern"
    page = browser.get(f"{below}/language")
    assert page.select_one("option[selected]")["value"] == "de"
    page = browser.send(f"{below}/language", status=422, language="xx")
    assert "Bitte wählen Sie eine Sprache" in page.select_one("#l-language-error").text
    browser.send(f"{below}/language", language="fa")
    assert "Die Sprache ist gespeichert." in browser.get(browser.last.headers["location"]).text

    assert language_and_text(session) == ("fa", TEXT, None)
    entry = session.exec(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (entry.deed, entry.actor_id) == ("comment.language_named", cast.amira.id)
    session.commit()
    shown = browser.leave().get(f"{PROCESS}/fields/sprache").select_one("#a1 [lang=fa]")
    assert TEXT in shown.text


def test_editing_within_a_quarter_of_an_hour_takes_it_along(browser, cast, session, note):
    browser.sign_in(cast.amira)
    assert browser.get(f"{OWN}/edit").select_one("option[selected]")["value"] == "de"
    said = {"kind": "note", "text": TEXT, "seen": "0"}
    browser.send(f"{OWN}/edit", **said, language="uk")
    assert language_and_text(session) == ("uk", TEXT, None)
    browser.send(f"{OWN}/edit", **said | {"text": TEXT + " Auch samstags."})
    assert language_and_text(session) == ("uk", TEXT + " Auch samstags.", clock.now())


def test_nobody_else_names_it_and_nobody_where_nothing_changes_any_more(
    browser, cast, session, note
):
    browser.get(f"{OWN}/language", status=401)
    browser.sign_in(cast.dora).send(f"{OWN}/language", status=403, language="fa")
    browser.sign_in(cast.amira)
    cast.process.status = Status.ARCHIVED
    session.add(cast.process)
    session.commit()
    assert "archiviert" in browser.send(f"{OWN}/language", status=403, language="fa").text
    cast.process.status = Status.OPEN
    withdraw(session, session.get_one(Comment, note.id), cast.amira, WHILE_OPEN)
    session.commit()
    browser.send(f"{OWN}/language", status=403, language="fa")
    assert language_and_text(session)[0] == "de"
