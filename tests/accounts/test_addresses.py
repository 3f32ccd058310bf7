"""Giving one's account another address."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts import attempts, domain, mailed
from app.errors import Gone
from app.models import Link, Person, Purpose, SignIn
from app.security import cookie_name
from tests.cast import PASSWORD, WHILE_OPEN

ASK, OLD, NEW = "/account/address", "amira@example.org", "amira@neu.example"


@pytest.fixture
def amira(browser, cast):
    """Amira's browser, on the page for it."""
    browser.sign_in(cast.amira).get(ASK)
    return browser


@pytest.fixture
def link(amira, mailbox):
    """The path in the mail to her new address."""
    amira.send(ASK, email=NEW)
    return mailbox.link(NEW, "address")


def addresses(look):
    return {row.email for row in look(select(Person))}


def test_the_new_address_holds_once_its_link_was_confirmed(app, amira, link, look, mailbox):
    before = amira.client.cookies[cookie_name(app.state.settings)]
    assert NEW not in addresses(look)
    page = amira.get(link)
    assert [item.text for item in page.select("dd")] == [OLD, NEW]
    amira.send(link)

    assert amira.last.headers["location"] == "/account?done=address"
    assert NEW in addresses(look)
    assert OLD not in addresses(look)
    amira.get("/account?done=address")
    assert amira.client.cookies[cookie_name(app.state.settings)] != before
    subjects = [mail.subject for mail in mailbox.of(OLD)]
    assert subjects == ["Ihre Adresse soll geändert werden", "Ihre Adresse wurde geändert"]
    told = mailbox.of(OLD)
    assert "/forgot" in told[0].text
    assert "/imprint" in told[1].text


def test_looking_at_the_link_changes_nothing(amira, link, look):
    for method in ("GET", "HEAD"):
        amira.client.request(method, link)

    assert OLD in addresses(look)


def test_all_other_sessions_end(app, amira, cast, session, link):
    token = domain.start_sign_in(session, cast.amira, "Firefox")
    session.commit()
    amira.get(link)
    amira.send(link)
    amira.leave().client.cookies.set(cookie_name(app.state.settings), token)

    amira.get("/account", 401)


def test_links_sent_to_the_old_address_open_nothing_afterwards(amira, mailbox):
    amira.send("/forgot", email=OLD)
    amira.send("/sign-in/link", email=OLD)
    dead = [mailbox.of(OLD)[0].text, mailbox.of(OLD)[1].text]
    paths = [text.partition("http://127.0.0.1:8000")[2].split()[0] for text in dead]
    amira.get(ASK)
    amira.send(ASK, email=NEW)
    link = mailbox.link(NEW, "address")
    amira.get(link)
    amira.send(link)

    assert len(set(paths)) == 2
    for path in paths:
        amira.leave().get(path, 410)


@pytest.mark.parametrize("spoil", ["used", "expired", "replaced", "new password"])
def test_an_old_link_gives_no_address(amira, it_is, link, look, cast, session, spoil):
    amira.get(link)
    if spoil == "used":
        amira.send(link)
        amira.get("/account")
    elif spoil == "expired":
        it_is(WHILE_OPEN + timedelta(hours=mailed.ADDRESS_HOURS))
    elif spoil == "replaced":
        amira.send(ASK, email="noch@neu.example")
    else:
        amira.send("/account/password", old=PASSWORD, new="drei neue Wörter")
        amira.get("/account")
    before = addresses(look)
    amira.send(link, 410)

    assert addresses(look) == before


def test_whoever_owns_a_mistyped_address_gets_nothing(browser, cast, link, look):
    browser.leave().get(link, 401)
    browser.sign_in(cast.dora)
    browser.get(link, 403)
    browser.send(link, 403)

    assert OLD in addresses(look)


def test_a_taken_address_gets_the_same_answer_and_no_link(amira, look, mailbox):
    amira.send(ASK, email="dora@example.org")
    taken = (amira.last.status_code, amira.last.headers["location"])
    amira.send(ASK, email=NEW)

    assert (amira.last.status_code, amira.last.headers["location"]) == taken
    assert "/address/" not in mailbox.of("dora@example.org")[0].text
    assert len(mailbox.of(OLD)) == 2
    assert [row.email for row in look(select(Link))] == [NEW]


def test_an_address_that_was_taken_meanwhile_is_refused_like_an_old_link(
    amira, link, session, look
):
    session.add(Person(email=NEW, name="Schneller", created_at=WHILE_OPEN, grants=[]))
    session.commit()
    amira.get(link)
    page = amira.send(link, 410)

    assert page.h1.text == "Dieser Link gilt nicht mehr."
    assert {OLD, NEW} <= addresses(look)
    assert [row.ended_at for row in look(select(SignIn))] == [None]


def test_ones_own_address_is_none_to_change_to(amira, mailbox):
    page = amira.send(ASK, 422, email=" AMIRA@example.org")

    assert "schon die Adresse" in page.select_one("#email-error").text
    assert mailbox.of(OLD) == []


def test_a_proof_is_asked_for_after_a_quarter_of_an_hour(amira, it_is, mailbox):
    it_is(WHILE_OPEN + timedelta(minutes=16))
    amira.get(ASK, 303)
    amira.send(ASK, email=NEW)

    assert amira.last.headers["location"] == "/prove?next=%2Faccount"
    assert mailbox.of(NEW) == mailbox.of(OLD) == []


def test_nobody_is_bombed_with_mails(amira, mailbox):
    for n in range(attempts.MAILS):
        amira.send(ASK, email=f"{n}@neu.example")
    amira.send(ASK, 429, email="noch@neu.example")

    assert len(mailbox.of(OLD)) == attempts.MAILS
    assert mailbox.of("noch@neu.example") == []


def test_a_link_gives_an_address_once(cast, session):
    token = domain.new_link(session, cast.amira, Purpose.ADDRESS, timedelta(1), NEW)
    mailed.take_new_address(session, cast.amira, token, None)

    assert cast.amira.email == NEW
    with pytest.raises(Gone):
        mailed.take_new_address(session, cast.amira, token, None)


def test_the_button_behind_the_link_proves_nothing(amira, link, it_is):
    it_is(WHILE_OPEN + timedelta(minutes=20))
    amira.get(link)
    amira.send(link)

    amira.get("/account")
    amira.get("/account/address", 303)
