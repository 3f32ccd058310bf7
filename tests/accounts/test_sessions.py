"""The list of one's sessions: which there are, when they were last seen, and ending them."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts import domain, seen
from app.models import SignIn
from app.security import cookie_name
from tests.cast import WHILE_OPEN

FIELD = "/p/ankommen/fields/sprache"


@pytest.fixture
def others(cast, session):
    """The tokens of Amira's other two sessions, and one of Dora's."""
    tokens = [
        domain.start_sign_in(session, cast.amira, "Firefox, Android", way="link"),
        domain.start_sign_in(session, cast.amira, "Safari, iPad", way="passkey", second=True),
        domain.start_sign_in(session, cast.dora, "Chrome, Windows"),
    ]
    session.commit()
    return tokens


def lines(page):
    return [" ".join(item.text.split()) for item in page.select("#geraete + .lines li")]


def opens(browser, app, token):
    """Whether this token still opens its account."""
    browser.leave().client.cookies.set(cookie_name(app.state.settings), token)
    return browser.client.get("/account", follow_redirects=False).status_code == 200


def test_the_list_says_where_how_and_when(browser, cast, others):
    page = browser.sign_in(cast.amira).get("/account")

    here, tablet, phone = lines(page)
    assert "(hier)" in here
    assert "mit Passwort" in here
    assert "Safari, iPad mit Passkey, mit zweitem Schritt" in tablet
    assert "Firefox, Android mit einem Link per E-Mail" in phone
    assert "zuletzt gesehen 15. Oktober 2016, 14:00 Uhr" in phone
    assert "Chrome, Windows" not in page.text


def test_all_others_end_at_once_and_this_one_stays(app, browser, cast, others):
    browser.sign_in(cast.amira).send("/account/sessions/end-others")

    page = browser.get("/account?done=others")
    assert len(lines(page)) == 1
    assert "Auf allen anderen Geräten abmelden" not in page.text
    assert [opens(browser, app, token) for token in others] == [False, False, True]


def test_a_session_that_waits_says_so_and_can_be_ended(browser, cast, session):
    domain.start_sign_in(session, cast.amira, "Opera, Linux", waits=True)
    session.commit()
    page = browser.sign_in(cast.amira).get("/account")

    assert "wartet auf den zweiten Schritt" in lines(page)[1]
    browser.send(page.select("aside form")[1]["action"])
    assert len(lines(browser.get("/account"))) == 1


@pytest.mark.parametrize("url", ["/account", FIELD, "/"])
def test_reading_is_seen_and_written_down_later(app, browser, cast, it_is, look, url):
    browser.sign_in(cast.amira).get(FIELD)
    later = WHILE_OPEN + timedelta(minutes=10)
    it_is(later)
    browser.get(url)

    assert [row.seen_at for row in look(select(SignIn))] == [WHILE_OPEN]
    seen.write(app.state.engine, app.state.seen)
    assert [row.seen_at for row in look(select(SignIn))] == [later]
    assert app.state.seen == {}


def test_within_ten_minutes_nothing_is_noted(app, browser, cast, it_is):
    browser.sign_in(cast.amira)
    it_is(WHILE_OPEN + timedelta(minutes=9, seconds=59))
    browser.get("/account")

    assert app.state.seen == {}


def test_a_page_asks_no_more_questions_for_it(browser, cast, it_is, count_queries):
    browser.sign_in(cast.amira).get(FIELD)
    with count_queries() as before:
        browser.get(FIELD)
    it_is(WHILE_OPEN + timedelta(minutes=11))
    browser.get(FIELD)
    with count_queries() as after:
        browser.get(FIELD)

    assert [one.split()[0] for one in after] == [one.split()[0] for one in before]
    assert not any("UPDATE" in one for one in after)


def test_a_session_that_waits_is_not_seen(app, browser, cast, it_is, session):
    token = domain.start_sign_in(session, cast.amira, waits=True)
    session.commit()
    it_is(WHILE_OPEN + timedelta(minutes=11))

    assert not opens(browser, app, token)
    browser.get(FIELD)
    assert app.state.seen == {}


def test_what_could_not_be_written_stays_noted(app, browser, cast, it_is, monkeypatch):
    browser.sign_in(cast.amira)
    it_is(WHILE_OPEN + timedelta(minutes=11))
    browser.get("/account")

    def full(_engine):
        raise OSError("no space left on device")

    monkeypatch.setattr(seen.db, "writing", full)
    seen.try_to_write(app.state.engine, app.state.seen)
    assert len(app.state.seen) == 1
