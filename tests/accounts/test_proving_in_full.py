"""No way round the second step: what proves who one is, and what only looks like it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.models import Person, SignIn
from tests.accounts.codes import code_of, with_app
from tests.accounts.visiting import asked_there, come_back, comes_in, house, set_out, settings
from tests.cast import PASSWORD, WHILE_OPEN

__all__ = ["house", "settings"]

LATER = WHILE_OPEN + timedelta(minutes=20)
GUARDED, NEW = "/account/second-step", "drei andere Wörter"


def where(browser):
    return browser.last.headers["location"]


def test_an_old_session_and_the_password_change_nothing_where_there_is_an_app(
    app, browser, cast, session, it_is
):
    browser.sign_in(cast.amira)
    made = with_app(app, session, cast.amira)
    it_is(LATER)
    browser.get("/account")

    browser.send("/account/password", old=PASSWORD, new=NEW)
    assert where(browser).startswith("/prove")
    browser.get(GUARDED, 303)
    browser.send("/prove", password=PASSWORD, code=code_of(made))
    browser.send("/account/password", old=PASSWORD, new=NEW)
    assert where(browser) == "/account?done=password"


def test_another_password_is_no_proof_of_anything_else(browser, cast, it_is, look):
    browser.sign_in(cast.amira).get("/account")
    it_is(LATER)
    browser.send("/account/password", old=PASSWORD, new=NEW)

    assert where(browser) == "/account?done=password"
    browser.get(GUARDED, 303)
    [here] = look(select(SignIn).where(SignIn.ended_at.is_(None)))
    assert (here.proved_at, here.second_at) == (WHILE_OPEN, None)


def test_the_word_of_another_house_does_not_replace_the_app(
    app, browser, cast, house, session, it_is
):
    comes_in(browser)
    kira = session.exec(select(Person).where(Person.email == "kira@example.org")).one()
    made = with_app(app, session, kira)
    session.commit()
    it_is(LATER)
    come_back(browser, asked_there(set_out(browser, "/prove/provider", next=GUARDED)))

    assert where(browser).startswith("/second-step?")
    browser.get(GUARDED, 303)
    browser.get("/account", 303)
    browser.get("/second-step")
    browser.send("/second-step", code=code_of(made), next=GUARDED)
    assert where(browser) == GUARDED
    browser.get(GUARDED)


def test_a_second_factor_that_the_other_house_asked_for_is_enough(
    app, browser, cast, house, session, it_is
):
    house.person["amr"] = ["pwd", "mfa"]
    comes_in(browser)
    kira = session.exec(select(Person).where(Person.email == "kira@example.org")).one()
    with_app(app, session, kira)
    it_is(LATER)
    come_back(browser, asked_there(set_out(browser, "/prove/provider", next=GUARDED)))

    assert where(browser) == GUARDED
    browser.get(GUARDED)


@pytest.mark.parametrize("acr", ["no-mfa", "urn:stadt:mfa", "MFA", "mfa https://x", ["mfa"]])
def test_a_level_that_only_holds_the_word_is_no_second_factor(
    browser, cast, house, app, monkeypatch, acr
):
    monkeypatch.setattr(app.state.settings, "second_factor", "required")
    house.person |= {"groups": ["mods"], "acr": acr}
    comes_in(browser)
    assert where(browser).startswith("/second-step/set-up")
