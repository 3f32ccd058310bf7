"""Answers under a note: hidden, shown again, reported; and stopped ones that were refused."""

import re

import pytest
from sqlmodel import select

from app.comments import domain as comments
from app.comments.stopping import stop_reply
from app.models import CommentState, Stop
from app.moderation import domain, hiding, noticed, releasing
from tests.cast import WHILE_OPEN
from tests.hearing import mails
from tests.moderation.looking import NOW, loaded
from tests.moderation.test_objections import OBJECTIONS, WHY_NOT, removal


@pytest.fixture
def answer(session, cast, note):
    """Dora has answered Amira's note."""
    found = comments.reply(session, note, cast.dora, text="Frau Seltsam weiß mehr.", now=WHILE_OPEN)
    session.commit()
    return found


def test_of_a_hidden_answer_nothing_but_a_tombstone_is_left(browser, session, cast, answer):
    desk = browser.sign_in(cast.bernd)
    url = "/desk/p/ankommen/comments/1/hide"
    assert "Dora" in desk.get(url).main.text
    desk.send(url, 422, answer="1", rule="3", reason="")
    desk.send(url, answer="1", rule="3", reason="Nennt eine Nachbarin.")

    (mail,) = mails(session)
    assert (mail.to_address, mail.subject) == (
        "dora@example.org",
        "Ihre Antwort auf #1 ist ausgeblendet",
    )
    session.commit()
    for person in (None, cast.amira):
        browser.sign_in(person) if person else browser.leave()
        for address in (
            "/p/ankommen/comments/1",
            "/p/ankommen/fields/sprache",
            "/p/ankommen/blocks/hf1-1",
            "/p/ankommen/removals",
        ):
            assert "Seltsam" not in str(browser.get(address)), address
    tombstone = browser.get("/p/ankommen/comments/1").select_one("#r1-1")
    assert "Nennt eine Nachbarin." in tombstone.text
    assert "Dora" not in tombstone.text
    told = browser.client.get("/api/v1/processes/ankommen/comments/1").text
    told += browser.client.get("/api/v1/processes/ankommen/comments/1/replies").text
    assert "Seltsam" not in told
    assert '"items":[]' in told


def test_an_answer_is_shown_again_in_its_place(browser, session, cast, answer):
    hidden = noticed.answer_at(session, loaded(session, cast, answer.comment), 1)
    hiding.hide_reply(session, hidden, cast.bernd, cast.rule, "Nennt jemanden.", NOW)
    session.commit()
    desk = browser.sign_in(cast.jonas)
    desk.send("/desk/p/ankommen/comments/1/show-again", answer="1")

    assert "Seltsam" in desk.get("/p/ankommen/comments/1").select_one("#r1-1").text
    assert removal(session).restored_at is not None
    assert mails(session)[-1].subject == "Ihre Antwort auf #1 ist wieder öffentlich"


def test_what_an_official_says_is_not_hidden(browser, session, cast, note):
    domain.answer(session, loaded(session, cast, note), cast.bernd, "Ja, ab Mai.", NOW)
    session.commit()
    browser.sign_in(cast.jonas)
    url = "/desk/p/ankommen/comments/1/hide"
    answer = browser.send(url, 422, answer="1", rule="3", reason="Gefällt mir nicht.")
    assert "Was die Stadt selbst antwortet, wird nicht ausgeblendet." in answer.text


def test_what_was_stopped_and_refused_can_be_objected_to_and_gets_its_place_then(
    browser, session, cast, note, answer
):
    late = stop_reply(session, note, cast.dora, ["links"], text="Noch etwas dazu.", now=NOW)
    stop = releasing.hold_stop(session, cast.process, session.exec(select(Stop.id)).one())
    releasing.refuse(session, stop, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)
    (mail,) = [mail for mail in mails(session) if "nicht veröffentlicht" in mail.subject]
    session.commit()
    page, _question, key = re.search(r"http://\S+(/p/\S+objection\?key=\S+)", mail.text)[
        1
    ].partition("?key=")
    assert "Ein Programm hat darin Links gefunden." in browser.get(f"{page}?key={key}").main.text
    browser.send(page, text=WHY_NOT, key=key)
    browser.sign_in(cast.jonas)
    browser.send(f"{OBJECTIONS}/1/restored", reason="Doch in Ordnung.")

    session.refresh(late)
    assert (late.state, late.position) == (CommentState.PUBLIC, 2)
    assert "Noch etwas dazu." in browser.get("/p/ankommen/comments/1").main.text


def test_each_answer_has_its_own_way_to_be_reported(browser, session, cast, answer, it_is):
    link = browser.get("/p/ankommen/comments/1").select_one("#r1-1 a[href*=report]")["href"]
    form = browser.get(link)
    assert form.select_one("[name=answer] [selected]")["value"] == "1"
    it_is(NOW)
    said = {"kind": "personal", "text": "Das nennt eine Nachbarin.", "good_faith": "yes"}
    browser.send("/p/ankommen/comments/1/report", answer="1", **said)
    browser.sign_in(cast.bernd)
    browser.send("/desk/p/ankommen/notices/1/hide", rule="3", reason="Nennt eine Nachbarin.")

    found = removal(session)
    assert (found.reply_id, found.cause) == (answer.id, "notice")
    assert "Seltsam" not in browser.get("/p/ankommen/comments/1").main.text


def test_what_is_to_be_hidden_is_asked_anew_for_each_thing(browser, session, cast, answer, it_is):
    it_is(NOW)
    said = {"kind": "personal", "text": "Das nennt eine Nachbarin.", "good_faith": "yes"}
    browser.get("/p/ankommen/comments/1/report")
    browser.send("/p/ankommen/comments/1/report", answer="1", **said)
    browser.sign_in(cast.bernd)
    way = browser.get("/desk/p/ankommen?note=1").select_one(".steps [data-key=h]")["href"]
    asked = browser.get(way).select_one("[name=answer]")
    assert asked.select_one("[selected]")["value"] == "1", "what the item is about"
    assert asked["autocomplete"] == "off"
    browser.send(way.partition("?")[0], rule="3", reason="Nennt eine Nachbarin.", answer="")
    again = browser.get(f"{way.partition('?')[0]}?done=hidden").select("[name=answer] option")
    assert [option["value"] for option in again if option.get("value") != "1"] == [""]
    assert again[0].text == "Bitte wählen", "no answer is chosen by itself"
