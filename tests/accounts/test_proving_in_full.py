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


# --- The password that somebody else chose ---

NEW_HERE = {"email": "neu@example.org", "name": "Neue Nachbarin", "password": "drei kleine Wörter"}


def test_whoever_presses_the_button_gives_no_stranger_a_password(browser, cast, mailbox, look):
    browser.send("/register", **NEW_HERE)
    link = mailbox.link(NEW_HERE["email"], "confirm")
    page = browser.leave().get(link)
    assert page.select_one("#password")

    browser.send(link, 422)
    browser.send(link, 422, password="geraten und falsch")
    query = select(Person.confirmed_at).where(Person.email == NEW_HERE["email"])
    assert look(query) == [None]
    browser.send(link, password=NEW_HERE["password"])
    assert look(query) == [WHILE_OPEN]


def test_in_the_browser_that_registered_the_button_is_enough(browser, cast, mailbox):
    browser.send("/register", **NEW_HERE)
    link = mailbox.link(NEW_HERE["email"], "confirm")
    assert browser.get(link).select_one("#password") is None

    browser.send(link)
    browser.get("/account")


def test_having_registered_the_address_too_does_not_vouch_for_anothers_password(
    browser, cast, mailbox
):
    thief, owner = "des Diebes Wörter", "drei eigene Wörter"
    browser.send("/register", **(NEW_HERE | {"password": thief}))
    browser.leave().send("/register", **(NEW_HERE | {"password": owner}))
    browser.send("/confirm", email=NEW_HERE["email"])

    link = mailbox.link(NEW_HERE["email"], "confirm")
    browser.send(link, 422, password=owner)


def test_whoever_guesses_at_the_link_is_slowed_down(browser, cast, mailbox, monkeypatch):
    monkeypatch.setattr("app.accounts.attempts.SOME", 2)
    browser.send("/register", **NEW_HERE)
    link = mailbox.link(NEW_HERE["email"], "confirm")
    browser.leave()
    for _n in range(2):
        browser.send(link, 422, password="falsches Wort")
    browser.send(link, 429, password=NEW_HERE["password"])


def test_nothing_is_hashed_for_a_mail_that_will_not_be_sent(browser, cast, monkeypatch):
    monkeypatch.setattr("app.accounts.attempts.MAILS", 1)
    browser.send("/register", **NEW_HERE)
    monkeypatch.setattr("app.accounts.door.hash_password", lambda plain: pytest.fail("hashed"))
    page = browser.send("/register", 429, **NEW_HERE)
    assert page.select_one("#email-error")


@pytest.mark.parametrize(("who", "status"), [("chen", 422), ("amira", 422), ("bernd", 303)])
def test_only_who_speaks_for_the_city_may_be_called_like_it(browser, cast, who, status):
    browser.sign_in(getattr(cast, who)).send("/account/name", status, name="Moderation")
