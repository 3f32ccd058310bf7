"""One's own account, and a forgotten password."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts import domain
from app.models import Comment, Link, Person, SignIn
from tests.browser import Browser
from tests.cast import PASSWORD, WHILE_OPEN

NEW = "drei neue Wörter"


def second_device(app, session, person) -> str:
    """Somebody is signed in elsewhere too; the token there."""
    token = domain.start_sign_in(session, person, "Firefox, Android")
    session.commit()
    return token


def is_in(browser: Browser, token: str) -> bool:
    browser.leave()
    answer = browser.client.get("/account", headers={"cookie": f"randnotiz={token}"})
    return answer.status_code == 200


@pytest.mark.parametrize(
    "path", ["/account/name", "/account/password", "/account/sessions/1/end", "/account"]
)
def test_without_a_session_there_is_no_account(browser, cast, path):
    if path == "/account":
        page = browser.get(path, status=401)
        assert page.select_one("a[href='/sign-in?next=/account']")
    else:
        browser.send(path, status=401, name="Nicht Amira", old=PASSWORD, new=NEW)


def test_a_resident_changes_the_public_name(browser, cast, look):
    browser.sign_in(cast.amira).send("/account/name", name=" Amira  aus Nord ", id="2", email="x")

    assert browser.last.headers["location"] == "/account?done=name"
    page = browser.get("/account?done=name")
    assert page.select_one("[role=status]")
    assert page.select_one("#name")["value"] == "Amira aus Nord"
    assert look(select(Person.name).where(Person.email == cast.amira.email)) == ["Amira aus Nord"]


def test_the_new_name_stands_under_earlier_notes_at_once(browser, cast, session, look):
    cast.says(session)
    session.commit()
    page = "/p/ankommen/fields/sprache"
    assert "Amira" in browser.client.get(page).text
    browser.sign_in(cast.amira).send("/account/name", name="Samira")
    assert "Samira" in browser.leave().client.get(page).text
    assert look(select(Comment.author_name)) == ["Samira"]


@pytest.mark.parametrize("name", ["", "Stadt Musterstadt", "Amira\nBcc: x", "x" * 81])
def test_a_name_that_will_not_do_stays_in_the_form(browser, cast, look, name):
    page = browser.sign_in(cast.amira).send("/account/name", status=422, name=name)

    assert page.select_one("#name-error")
    assert page.select_one("#name")["value"] == name
    assert look(select(Person.name).where(Person.email == cast.amira.email)) == ["Amira"]


def test_a_new_password_ends_other_sessions_and_keeps_this_one(app, browser, cast, session):
    elsewhere = second_device(app, session, cast.amira)
    browser.sign_in(cast.amira)
    here = browser.client.cookies["randnotiz"]
    browser.send("/account/password", old=PASSWORD, new=NEW)

    assert browser.client.cookies["randnotiz"] != here
    assert browser.get("/account?done=password").select_one("[role=status]")
    assert not is_in(browser, elsewhere)
    assert not is_in(browser, here)
    browser.sign_in(cast.amira, NEW)
    browser.leave().send("/sign-in", status=422, email=cast.amira.email, password=PASSWORD)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"old": "falsches Wort", "new": NEW}, "old"),
        ({"old": "", "new": NEW}, "old"),
        ({"old": PASSWORD, "new": "kurz"}, "new"),
        ({"old": PASSWORD, "new": "amira@example.org"}, "new"),
    ],
)
def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(
    browser, cast, fields, wrong
):
    page = browser.sign_in(cast.amira).send("/account/password", status=422, **fields)

    assert page.select_one(f"#{wrong}-error")
    assert not page.select_one("#old")["value"]
    assert not page.select_one("#new")["value"]
    browser.sign_in(cast.amira)


def test_a_found_telephone_cannot_try_passwords(browser, cast):
    browser.sign_in(cast.amira)
    for _ in range(10):
        browser.send("/account/password", status=422, old="falsches Wort", new=NEW)
    browser.send("/account/password", status=429, old=PASSWORD, new=NEW)


def test_sessions_are_listed_with_device_and_time_and_can_be_ended(app, browser, cast, session):
    elsewhere = second_device(app, session, cast.amira)
    page = browser.sign_in(cast.amira).get("/account")
    rows = page.select("#geraete + ul > li")

    assert len(rows) == 2
    assert "(hier)" in rows[0].text
    assert "Firefox, Android" in rows[1].text
    assert "15. Oktober 2016, 14:00 Uhr" in rows[1].text
    assert elsewhere not in str(page)
    browser.send(rows[1].form["action"])
    assert browser.last.headers["location"] == "/account?done=session"
    assert len(browser.get("/account").select("#geraete + ul > li")) == 1
    assert not is_in(browser, elsewhere)


def test_ending_the_present_session_is_signing_out(browser, cast):
    page = browser.sign_in(cast.amira).get("/account")
    browser.send(page.select_one("#geraete + ul form")["action"])

    assert browser.last.headers["location"] == "/"
    assert "randnotiz" not in browser.client.cookies


def test_nobody_ends_anothers_session(app, browser, cast, session, look):
    elsewhere = second_device(app, session, cast.dora)
    (number,) = look(select(SignIn.id))
    browser.sign_in(cast.amira).send(f"/account/sessions/{number}/end", status=404)
    browser.send("/account/sessions/999999/end", status=404)
    browser.send("/account/sessions/99999999999999999999/end", status=422)

    assert is_in(browser, elsewhere)


def test_the_account_page_needs_few_queries_however_often_one_is_signed_in(
    app, browser, cast, session, count_queries
):
    browser.sign_in(cast.amira)
    with count_queries() as few:
        browser.get("/account")
    for _ in range(20):
        second_device(app, session, cast.amira)
    with count_queries() as many:
        browser.get("/account")

    assert len([q for q in many if q.startswith("SELECT")]) <= 4
    assert len(many) == len(few)


def test_a_forgotten_password_is_chosen_anew(app, browser, cast, mailbox, session):
    elsewhere = second_device(app, session, cast.amira)
    browser.send("/forgot", email="Amira@example.org")
    assert browser.last.headers["location"] == "/forgot?sent=1"
    link = mailbox.link(cast.amira.email, "reset")
    page = browser.get(link)
    assert page.select_one("#password")["autocomplete"] == "new-password"
    browser.send(link, password=NEW)

    assert browser.last.headers["location"].startswith("/sign-in?done=password")
    assert browser.get("/sign-in?done=password").select_one("[role=status]")
    assert not is_in(browser, elsewhere)
    browser.sign_in(cast.amira, NEW)
    assert mailbox.of(cast.amira.email)[-1].subject == "Ihr Passwort wurde geändert"


def test_asking_for_a_reset_answers_the_same_for_everybody(browser, cast, mailbox):
    answers = set()
    for email in (cast.amira.email, "niemand@example.org"):
        browser.send("/forgot", email=email)
        answers.add((browser.last.status_code, str(browser.last.headers), browser.last.text))
        assert len(mailbox.of(email)) == 1
    assert len(answers) == 1


@pytest.mark.parametrize(
    "email", ["", "amira@", "amira@example.org,x@example.org", "amira@example.org%0aBcc:x@y.de"]
)
def test_a_reset_is_for_one_address(browser, cast, look, email):
    page = browser.send("/forgot", status=422, email=email)
    assert page.select_one("#email-error")
    assert page.select_one("#email")["value"] == email
    assert not look(select(Link))


def test_looking_at_a_reset_link_uses_nothing_up(browser, cast, mailbox, look):
    browser.send("/forgot", email=cast.amira.email)
    link = mailbox.link(cast.amira.email, "reset")
    for method in ("GET", "HEAD", "GET"):
        browser.client.request(method, link)

    assert look(select(Link.used_at)) == [None]
    page = browser.send(link, status=422, password="passwort1")
    assert page.select_one("#password-error")
    browser.send(link, password=NEW)
    browser.send(link, status=410, password=PASSWORD)
    browser.sign_in(cast.amira, NEW)


def test_an_old_link_opens_nothing_after_the_address_changed(browser, cast, mailbox, session):
    browser.send("/forgot", email=cast.amira.email)
    link = mailbox.link(cast.amira.email, "reset")
    person = session.get(Person, cast.amira.id)
    person.email = "amira@example.net"
    session.add(person)
    session.commit()

    browser.get(link, status=410)
    browser.send(link, status=410, password=NEW)
    person.email = "amira@example.net"
    browser.sign_in(person)


def test_an_expired_reset_link_opens_nothing(browser, cast, mailbox, it_is):
    browser.send("/forgot", email=cast.amira.email)
    link = mailbox.link(cast.amira.email, "reset")
    it_is(WHILE_OPEN + timedelta(hours=2))

    browser.get(link, status=410)
    browser.send(link, status=410, password=NEW)


def test_a_reset_signs_out_whoever_sits_at_this_browser(browser, cast, mailbox, look):
    browser.sign_in(cast.dora).send("/forgot", email=cast.amira.email)
    browser.send(mailbox.link(cast.amira.email, "reset"), password=NEW)

    assert "randnotiz" not in browser.client.cookies
    assert None not in look(select(SignIn.ended_at))
