"""Who does not get into the inbox, and what is no address in it."""

import pytest

from app.models import Status
from tests.cast import OTHER_HOST
from tests.moderation.looking import INBOX, REPLIES, replies


@pytest.mark.parametrize("name", ["amira", "chen", "fatma", "gustav"])
def test_nobody_else_sees_the_inbox_or_answers_from_it(name, browser, cast, notes, session):
    browser.sign_in(getattr(cast, name))
    page = browser.get(INBOX, status=403)
    assert "Das kann nur die Moderation dieses Verfahrens." in page.main.text
    assert "Gibt es Kurse" not in page.text

    browser.send(REPLIES, status=403, text="Ich antworte.")
    browser.send_with_htmx(REPLIES, status=403, text="Ich antworte.")
    assert replies(session) == []


def test_a_stranger_is_asked_to_sign_in(browser, notes, session):
    assert browser.get(INBOX, status=401).select_one("a[href^='/sign-in?next=']")
    browser.send(REPLIES, status=401, text="Ich antworte.")
    assert replies(session) == []


def test_the_participation_office_may_answer_too(browser, cast, notes, session):
    browser.sign_in(cast.emil).send(REPLIES, text="Ja.")

    assert replies(session)[0].author_name == "Emil"


def test_a_moderator_reaches_no_foreign_note_through_their_own_process(
    browser, cast, notes, session
):
    browser.at(OTHER_HOST).sign_in(cast.gustav)
    browser.get("/desk/p/anderswo?note=1", status=404)
    browser.send("/desk/p/anderswo/comments/1/replies", status=404, text="Ich antworte.")
    browser.get("/desk/p/anderswo?done=1")
    assert replies(session) == []


def test_without_the_pages_own_token_nothing_is_answered(desk, session):
    desk.send(REPLIES, status=403, text="Ja.", form_token="made up")
    assert replies(session) == []


@pytest.mark.parametrize(
    "address",
    [
        "/desk/p/gibt-es-nicht",
        f"{INBOX}?note=99",
        f"{INBOX}?field=gibt-es-nicht",
    ],
)
def test_what_does_not_exist_is_said_so(desk, address):
    desk.get(address, status=404)


@pytest.mark.parametrize("query", ["note=x", "note=0", "note=99999999999", "done=-1"])
def test_a_number_that_is_none_is_refused(desk, query):
    desk.get(f"{INBOX}?{query}", status=422)


def test_a_process_in_preparation_has_no_inbox_yet(desk, cast, session):
    cast.process.status = Status.PREPARING
    session.add(cast.process)
    session.commit()

    desk.get(INBOX, status=404)
