"""Whoever deletes an account chooses what becomes of the notes: they stay, or are taken back."""

import pytest
from sqlmodel import select

from app.comments import domain as comments
from app.comments.counted import move_counters
from app.comments.withdrawing import withdraw_all
from app.models import Comment, CommentState, JournalEntry, Process, Reply
from app.selfcheck.counting import counters, journal_and_chain
from tests.cast import LATER, WHILE_OPEN

PAGE = "/account/delete"


@pytest.fixture
def amiras(session, cast):
    """Two public notes of Amira's, one with Dora's answer; one that the moderation has hidden; and
    her answer to a note of Dora's."""
    answered = cast.says(session, "Ein Wort mit Antwort.")
    comments.reply(session, answered, cast.dora, text="Das sehe ich auch so.", now=WHILE_OPEN)
    cast.says(session, "Ein Wort ohne Antwort.", at="hf2-1")
    hidden = cast.says(session, "Ein verborgenes Wort.")
    hidden.state = CommentState.HIDDEN
    session.flush()
    move_counters(session, hidden, WHILE_OPEN, public=-1, hidden=1)
    other = cast.says(session, "Ein Wort von Dora.", by=cast.dora)
    comments.reply(session, other, cast.amira, text="Ich auch.", now=WHILE_OPEN + LATER)
    session.commit()
    return cast


def test_the_notes_are_taken_back_and_what_others_said_stays(browser, session, amiras):
    page = browser.sign_in(amiras.amira).get(PAGE)
    assert page.select_one("input[name=notes][checked]")["value"] == "keep"
    page = browser.send(PAGE, status=422, notes="withdraw")
    assert page.select_one("input[name=notes][checked]")["value"] == "withdraw"
    browser.send(PAGE, status=422, notes="verschenken", sure="1")
    browser.send(PAGE, notes="withdraw", sure="1")
    assert (
        "Ihre Anmerkungen sind zurückgezogen."
        in browser.get("/account/deleted?notes=withdraw").text
    )

    session.expire_all()
    notes = session.exec(select(Comment).order_by(Comment.number)).all()
    assert [note.state.value for note in notes] == ["withdrawn", "withdrawn", "hidden", "public"]
    assert {note.author_name for note in notes} == {"Ehemaliges Konto", "Dora"}
    assert [one.author_name for one in session.exec(select(Reply).order_by(Reply.id))] == [
        "Dora",
        "Ehemaliges Konto",
    ]
    process = session.get_one(Process, amiras.process.id)
    assert (process.comments_count, process.hidden_count) == (1, 1)
    found = [*counters(session), *journal_and_chain(session)]
    assert [finding.problem for finding in found if finding.problem] == []
    deeds = session.exec(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(3)).all()
    assert (deeds[0].deed, deeds[0].details) == ("account.deleted", {"withdrawn": 2})
    assert [one.deed for one in deeds[1:]] == ["comment.withdrawn"] * 2
    session.commit()

    page = browser.get("/p/ankommen/comments/1").main.text
    assert "Ein Wort mit Antwort" not in page
    assert "Das sehe ich auch so." in page
    for path in ("fields/sprache", "fields/arbeit", "blocks/hf2-1"):
        assert "Ein Wort ohne Antwort." not in browser.get(f"/p/ankommen/{path}").text


def test_who_does_not_choose_leaves_them_under_no_name(browser, session, amiras):
    browser.sign_in(amiras.amira).send(PAGE, sure="1")
    session.expire_all()
    states = session.exec(select(Comment.state).order_by(Comment.number)).all()
    assert [state.value for state in states] == ["public", "public", "hidden", "public"]


def test_who_may_not_go_keeps_the_notes_too(browser, session, cast):
    cast.says(session, by=cast.emil)
    session.commit()
    browser.sign_in(cast.emil).send(PAGE, status=409, sure="1", give_up="1", notes="withdraw")
    session.expire_all()
    assert session.exec(select(Comment.state)).all() == [CommentState.PUBLIC]


def test_who_has_written_nothing_is_not_asked(browser, session, cast):
    assert not browser.sign_in(cast.dora).get(PAGE).select("input[name=notes]")
    assert withdraw_all(session, cast.dora, cast.dora, WHILE_OPEN) == 0
