"""Showing once more who one is, before the account is changed."""

from datetime import timedelta

import pytest

from app.accounts import attempts, recovery
from app.models import Person
from app.security import cookie_name
from tests.accounts.codes import code_of, with_app
from tests.cast import PASSWORD, WHILE_OPEN

LATER = WHILE_OPEN + timedelta(minutes=20)
GUARDED = "/account/second-step"


@pytest.fixture
def amira(browser, cast, it_is):
    """Amira's browser, some while after she signed in."""
    browser.sign_in(cast.amira).get("/account")
    it_is(LATER)
    return browser


def where(browser):
    return browser.last.headers["location"]


def test_the_password_is_a_proof_for_a_quarter_of_an_hour(amira, it_is):
    amira.get(GUARDED, 303)
    amira.get("/prove?next=/account/second-step")
    amira.send("/prove", password=PASSWORD, next=GUARDED)
    assert where(amira) == GUARDED
    amira.get(GUARDED)

    it_is(LATER + timedelta(minutes=16))
    amira.get(GUARDED, 303)


def test_a_wrong_password_is_none(amira):
    page = amira.send("/prove", 422, password="falsches Wort")

    assert page.select_one("#password-error")
    amira.get(GUARDED, 303)


def test_a_proof_is_good_for_ones_own_session_alone(app, amira, cast, session):
    page = amira.send("/prove", 422, password="")
    assert "amira@example.org" in page.main.decode()
    before = amira.client.cookies[cookie_name(app.state.settings)]
    amira.send("/prove", password=PASSWORD)
    amira.leave().client.cookies.set(cookie_name(app.state.settings), before)

    amira.get("/account", 401)


def test_whoever_has_an_app_shows_both(app, amira, cast, session):
    made = with_app(app, session, cast.amira)
    amira.get("/prove")
    amira.send("/prove", 422, password=PASSWORD)
    amira.send("/prove", 422, code=code_of(made))
    amira.send("/prove", 422, password="falsches Wort", code=code_of(made))
    amira.get(GUARDED, 303)
    amira.send("/prove", password=PASSWORD, code=code_of(made))
    amira.get(GUARDED)


def test_a_wrong_password_does_not_use_the_code_up(app, amira, cast, session):
    made = with_app(app, session, cast.amira)
    code = code_of(made)
    amira.send("/prove", 422, password="falsches Wort", code=code)

    amira.send("/prove", password=PASSWORD, code=code)


def test_a_recovery_code_takes_the_place_of_a_lost_app(app, amira, cast, session):
    with_app(app, session, cast.amira)
    [code, *_others] = recovery.make_codes(session, cast.amira, app.state.secret)
    session.commit()

    amira.send("/prove", password=PASSWORD, code=code)
    amira.send("/account/second-step/remove")
    assert where(amira) == "/account/second-step?done=removed"


def test_whoever_has_no_password_shows_the_code(app, amira, cast, session):
    made = with_app(app, session, cast.amira)
    session.get(Person, cast.amira.id).password_hash = ""
    session.commit()
    assert amira.get("/prove").select_one("#password") is None
    amira.send("/prove", 422, password="", code="000000")
    amira.send("/prove", code=code_of(made))

    amira.get(GUARDED)


def test_whoever_has_neither_gets_no_proof_by_an_empty_form(amira, cast, session):
    session.get(Person, cast.amira.id).password_hash = ""
    session.commit()
    amira.send("/prove", 422, password="", code="")

    amira.get(GUARDED, 303)


def test_guessing_is_slowed_down(amira):
    for _n in range(attempts.SOME):
        amira.send("/prove", 422, password="falsches Wort")

    amira.send("/prove", 429, password=PASSWORD)
    amira.get(GUARDED, 303)


def test_a_proof_leads_only_to_pages_of_ours(amira):
    amira.get("/prove?next=//evil.example")
    amira.send("/prove", password=PASSWORD, next="https://evil.example/")

    assert where(amira) == "/account"


def test_a_form_sent_too_late_leads_back_to_its_page(amira):
    page = {"referer": "http://testserver/account/address?sent=1"}
    form = {"form_token": amira.token, "email": "neu@example.org"}
    answer = amira.client.post("/account/address", data=form, headers=page, follow_redirects=False)
    assert answer.headers["location"] == "/prove?next=%2Faccount%2Faddress%3Fsent%3D1"

    page["referer"] = "https://evil.example/anywhere"
    answer = amira.client.post("/account/address", data=form, headers=page, follow_redirects=False)
    assert answer.headers["location"] == "/prove?next=%2Faccount"


def test_htmx_is_led_to_the_whole_page(amira):
    answer = amira.client.get(GUARDED, headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer.headers["hx-redirect"].startswith("/prove?next=")
