"""Signing in by a link in a mail."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.accounts import attempts, domain
from app.accounts.passwords import hash_password
from app.models import Link, Person, Purpose, SignIn
from tests.cast import PASSWORD, WHILE_OPEN

ASK, SENT = "/sign-in/link", "/sign-in/link?sent=1"
AMIRA = "amira@example.org"


@pytest.fixture
def link(browser, cast, mailbox):
    """The path in the mail that Amira asked for."""
    browser.get(ASK)
    browser.send(ASK, email=AMIRA, next="/p/ankommen")
    return mailbox.link(AMIRA, "sign-in/link")


def where(browser):
    return browser.last.headers["location"]


def is_signed_in(browser):
    return browser.client.get("/account", follow_redirects=False).status_code == 200


def test_a_link_signs_in_and_leads_on(browser, link):
    assert where(browser) == SENT
    page = browser.get(link)
    assert AMIRA in page.main.text
    browser.send(link, next=page.select_one("main [name=next]")["value"])

    assert where(browser) == "/p/ankommen"
    assert is_signed_in(browser)


def test_looking_at_a_link_does_nothing(browser, link, look):
    for method in ("GET", "HEAD", "GET"):
        assert browser.client.request(method, link).status_code == 200

    assert look(select(SignIn)) == []
    assert [row.used_at for row in look(select(Link))] == [None]
    assert browser.client.get(link).headers["cache-control"] == "private, no-store"


def test_a_link_is_good_once(browser, link):
    browser.get(link)
    browser.send(link)
    browser.leave().get(link, 410)
    browser.send(link, 410)

    assert not is_signed_in(browser)


@pytest.mark.parametrize(("minutes", "status"), [(14, 303), (15, 410)])
def test_a_link_holds_for_a_quarter_of_an_hour(browser, it_is, link, minutes, status):
    browser.get(link)
    it_is(WHILE_OPEN + timedelta(minutes=minutes))

    browser.send(link, status)


def test_using_one_link_ends_the_others(browser, link, mailbox):
    browser.get(ASK)
    browser.send(ASK, email=AMIRA)
    newer = mailbox.link(AMIRA, "sign-in/link")
    browser.get(newer)
    browser.send(newer)

    browser.leave().get(link, 410)


@pytest.mark.parametrize("spoil", ["blocked", "another address", "a new password"])
def test_a_link_dies_with_what_it_was_sent_for(browser, cast, session, link, spoil):
    amira = session.get(Person, cast.amira.id)
    if spoil == "blocked":
        amira.blocked_at = WHILE_OPEN
    elif spoil == "another address":
        amira.email = "anders@example.org"
    else:
        domain.change_password(session, amira, PASSWORD, "drei neue Wörter")
    session.commit()

    browser.get(link, 410)
    browser.get("/sign-in")
    browser.send(link, 410)


def test_a_link_for_something_else_does_not_sign_in(browser, cast, session):
    browser.get(ASK)
    for purpose in (Purpose.CONFIRM, Purpose.RESET, Purpose.ADDRESS):
        token = domain.new_link(session, cast.amira, purpose, timedelta(days=1))
        session.commit()
        browser.send(f"{ASK}/{token}", 410)


def test_staff_take_the_second_step_after_a_link(app, browser, cast, mailbox):
    app.state.settings.second_factor = "required"
    browser.get(ASK)
    browser.send(ASK, email="bernd@example.org")
    link = mailbox.link("bernd@example.org", "sign-in/link")
    browser.get(link)
    browser.send(link)

    assert where(browser).startswith("/second-step/set-up")
    assert not is_signed_in(browser)


@pytest.fixture
def unconfirmed(app, session: Session):
    """An account that somebody registered for an address, with a password of their own."""
    person = Person(email="neu@example.org", name="Neu", created_at=WHILE_OPEN, grants=[])
    person.password_hash = hash_password("von wem auch immer")
    session.add(person)
    session.commit()
    return person


def test_an_unconfirmed_address_is_confirmed_and_the_password_before_it_ends(
    browser, unconfirmed, mailbox, look
):
    browser.get(ASK)
    browser.send(ASK, email="neu@example.org")
    link = mailbox.link("neu@example.org", "sign-in/link")
    assert "Passwort" in browser.get(link).main.text
    browser.send(link)
    assert is_signed_in(browser)

    [person] = look(select(Person))
    assert person.confirmed_at == WHILE_OPEN
    browser.leave().get("/sign-in")
    browser.send("/sign-in", 422, email="neu@example.org", password="von wem auch immer")
    browser.send("/sign-in", 422, email="neu@example.org", password="")


def test_whoever_has_no_password_chooses_one_right_after_the_link(
    browser, unconfirmed, mailbox, it_is
):
    browser.get(ASK)
    browser.send(ASK, email="neu@example.org")
    browser.get(mailbox.link("neu@example.org", "sign-in/link"))
    browser.send(mailbox.link("neu@example.org", "sign-in/link"))
    page = browser.get("/account")
    assert page.select_one("#old") is None

    it_is(WHILE_OPEN + timedelta(minutes=16))
    browser.send("/account/password", new="drei neue Wörter")
    assert where(browser).startswith("/prove")
    assert "Link per E-Mail" in browser.get("/prove").text
    it_is(WHILE_OPEN)
    browser.send("/account/password", new="drei neue Wörter")
    assert where(browser) == "/account?done=password"
    browser.leave().get("/sign-in")
    browser.send("/sign-in", email="neu@example.org", password="drei neue Wörter")


@pytest.mark.parametrize("email", [AMIRA, "niemand@example.org", "gesperrt@example.org"])
def test_the_answer_is_the_same_for_every_address(browser, cast, session, mailbox, email):
    session.add(
        Person(
            email="gesperrt@example.org",
            name="Weg",
            blocked_at=WHILE_OPEN,
            confirmed_at=WHILE_OPEN,
            created_at=WHILE_OPEN,
            grants=[],
        )
    )
    session.commit()
    browser.get(ASK)
    browser.send(ASK, email=email)

    assert (browser.last.status_code, where(browser), browser.last.text) == (303, SENT, "")
    assert "set-cookie" not in browser.last.headers
    assert len(mailbox.of(email)) == 1
    assert ("/sign-in/link/" in mailbox.of(email)[0].text) == (email == AMIRA)


def test_asking_costs_as_many_questions_for_every_address(browser, cast, count_queries):
    browser.get(ASK)
    browser.send(ASK, email="irgendwer@example.org")
    counts = []
    for email in (AMIRA, "niemand@example.org"):
        with count_queries() as asked:
            browser.send(ASK, email=email)
        counts.append(len(asked))

    assert abs(counts[0] - counts[1]) <= 2  # the roles and the link itself


def test_no_more_mails_than_for_anything_else(browser, cast, mailbox):
    browser.get(ASK)
    for _n in range(attempts.MAILS):
        browser.send(ASK, email=AMIRA)
    browser.send(ASK, 429, email=AMIRA)
    browser.send("/forgot", 429, email=AMIRA)

    assert len(mailbox.of(AMIRA)) == attempts.MAILS


def test_a_wrong_address_is_kept_and_explained(browser, cast):
    page = browser.get(ASK)
    page = browser.send(ASK, 422, email="amira@")

    assert page.select_one("#email")["value"] == "amira@"
    assert "Nach dem @ fehlt etwas" in page.select_one("#email-error").text


def test_the_page_for_signing_in_sends_the_typed_address_there(browser, cast):
    form = browser.get("/sign-in").select_one("form[action='/sign-in']")

    assert form.select_one("button[formaction='/sign-in/link']").text
    assert form.select_one("button")["type"] == "submit"
    assert not form.select_one("button").get("formaction")  # what the Enter key presses
