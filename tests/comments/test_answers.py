"""Supporting and replying, as residents do it."""

from app.models import Reply, Support
from tests.comments.asking import COMMENTS, FIELD, at_once, count
from tests.hearing import mails


def test_twenty_supports_at_one_instant_are_one(browser, cast, session):
    cast.says(session)
    session.commit()
    browser.sign_in(cast.dora).get("/")
    form = {"form_token": browser.token, "support": "1"}

    at_once(20, lambda: browser.client.post(f"{COMMENTS}/1/support", data=form))

    assert count(session, Support) == 1


def test_support_can_be_given_and_taken_back(browser, cast, session):
    cast.says(session)
    session.commit()
    browser.sign_in(cast.dora)

    button = browser.send_with_htmx(f"{COMMENTS}/1/support", status=200, support="1")
    assert button.select_one("button")["aria-pressed"] == "true"
    assert browser.get(FIELD).select_one("#a1 button")["aria-pressed"] == "true"

    browser.send(f"{COMMENTS}/1/support", support="0")
    assert browser.get(FIELD).select_one("#a1 button")["aria-pressed"] == "false"


def test_what_one_supports_is_not_shown_to_another(browser, cast, session):
    cast.says(session)
    session.commit()
    browser.sign_in(cast.dora).send(f"{COMMENTS}/1/support", support="1")
    browser.get(FIELD)

    page = browser.leave().sign_in(cast.chen).get(FIELD)

    assert page.select_one("#a1 button")["aria-pressed"] == "false"
    assert "Dora" not in page.text


def test_nobody_supports_their_own_note(browser, cast, session):
    cast.says(session)
    session.commit()

    browser.sign_in(cast.amira).send(f"{COMMENTS}/1/support", status=403, support="1")

    assert count(session, Support) == 0


def test_a_neighbour_replies_and_the_author_is_told(browser, cast, session):
    cast.says(session)
    session.commit()

    browser.sign_in(cast.dora).send(f"{COMMENTS}/1/replies", text="Das sehe ich auch so.")

    page = browser.get(f"{COMMENTS}/1")
    assert page.select_one(".reply").text.split()[:2] == ["Dora,", "15."]
    (mail,) = mails(session)
    assert mail.to_address == cast.amira.email
    assert "Das sehe ich auch so." in mail.text
    assert "http://127.0.0.1:8000/p/ankommen/comments/1" in mail.text


def test_nobody_is_told_of_their_own_reply(browser, cast, session):
    cast.says(session)
    session.commit()

    browser.sign_in(cast.amira).send(f"{COMMENTS}/1/replies", text="Noch etwas dazu.")

    assert count(session, Reply) == 1
    assert mails(session) == []


def test_an_empty_reply_is_refused_beside_the_field(browser, cast, session):
    cast.says(session)
    session.commit()

    page = browser.sign_in(cast.dora).send_with_htmx(f"{COMMENTS}/1/replies", status=422, text=" ")

    assert page.select_one("#r1-text-error").text == "Fehler: Hier steht noch nichts."
