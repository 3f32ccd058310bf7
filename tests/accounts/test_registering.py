"""Registering and confirming, as people do it with a browser."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts import door
from app.models import Attempt, Grant, JournalEntry, Link, OutboxMail, Person, SignIn
from app.security import UNTOLD
from tests.accounts.conftest import Mailbox
from tests.browser import Browser
from tests.cast import PASSWORD, WHILE_OPEN

NEW = {"email": "neu@example.org", "name": "Neu hier", "password": PASSWORD}
MIXED = "Bitte schreiben Sie jedes Wort des Namens in einer Schrift."
OFFICIAL = "So heißt eine Stelle der Stadt oder die Moderation. Bitte nehmen Sie einen anderen."


def test_a_resident_registers_confirms_and_goes_on(browser: Browser, mailbox: Mailbox, cast):
    page = browser.get("/register?next=/account")
    onward = page.select_one("input[name=next]")["value"]
    browser.send("/register", **NEW, next=onward)
    assert browser.last.headers["location"] == "/registered"
    assert "bestätigen" in browser.get("/registered").main.text

    link = mailbox.link(NEW["email"], "confirm")
    page = browser.get(link)
    assert NEW["email"] in page.main.text
    browser.send(link, next=page.select_one("input[name=next]")["value"])

    assert browser.last.headers["location"] == "/account"
    assert "Neu hier" in browser.get("/account").main.text


def test_an_address_with_an_account_gets_the_same_answer(browser, mailbox, cast, look):
    browser.send("/register", **NEW)
    new = browser.last
    browser.send("/register", **NEW | {"email": "Amira@Example.org"})
    taken = browser.last

    assert (new.status_code, new.headers["location"], new.text) == (
        taken.status_code,
        taken.headers["location"],
        taken.text,
    )
    assert set(new.headers) == set(taken.headers)
    assert mailbox.of(cast.amira.email)[-1].subject == "Sie haben schon ein Konto"
    assert look(select(Person.name).where(Person.email == cast.amira.email)) == ["Amira"]


def test_both_answers_do_the_same_slow_work(browser, cast, monkeypatch):
    """The hash takes most of the time: it is made in either case, and once."""
    made: list[str] = []
    real = door.hash_password
    monkeypatch.setattr(door, "hash_password", lambda plain: made.append(plain) or real(plain))
    browser.send("/register", **NEW)
    browser.send("/register", **NEW | {"email": cast.amira.email})

    assert made == [PASSWORD, PASSWORD]


@pytest.mark.parametrize(
    ("field", "value", "because"),
    [
        ("email", "", "Bitte geben Sie Ihre E-Mail-Adresse an."),
        ("email", "neu@", "Nach dem @ fehlt etwas, zum Beispiel name@beispiel.de."),
        (
            "email",
            "neu@example.org, x@example.org",
            "Bitte geben Sie genau eine Adresse an, zum Beispiel name@beispiel.de.",
        ),
        (
            "email",
            "neu@example.org\r\nBcc: x@example.org",
            "In der Adresse steht ein Zeichen, das dort nicht hingehört.",
        ),
        (
            "email",
            "neu%0aBcc:x@example.org",
            "In der Adresse steht ein Zeichen, das dort nicht hingehört.",
        ),
        (
            "name",
            "Neu\nBcc: x@example.org",
            "Der Name passt in eine Zeile, ohne Sonderzeichen für Zeilenumbrüche.",
        ),
        ("name", " ", "Bitte geben Sie einen Namen an. Er darf erfunden sein."),
        ("name", "Moderation", OFFICIAL),
        ("name", "Аmt für Schule", MIXED),
        ("name", "Büro Beteiligung", OFFICIAL),
        ("name", "Bеrnd", MIXED),  # who moderates here, with a Cyrillic e
        ("password", "kurz", "Bitte nehmen Sie mindestens 8 Zeichen."),
        (
            "password",
            "Passwort1!",
            "Dieses Passwort ist leicht zu erraten. Drei Wörter hintereinander sind besser.",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_above(
    browser, cast, look, field, value, because
):
    typed = NEW | {field: value}
    page = browser.send("/register", status=422, **typed, next="/p/ankommen")

    assert page.select_one(f"#{field}-error").text.strip() == f"Fehler: {because}"
    assert page.select_one(f".say--wrong a[href='#{field}']").text == because
    for kept in {"email", "name"} - {field}:
        assert page.select_one(f"#{kept}")["value"] == typed[kept]
    assert page.select_one("#password")["value"] == ""
    assert page.select_one("input[name=next]")["value"] == "/p/ankommen"
    assert not look(select(Person).where(Person.name == typed["name"]))
    assert not look(select(OutboxMail))


def test_what_was_typed_wrongly_stays_too(browser, cast):
    page = browser.send("/register", status=422, **NEW | {"email": "neu@", "name": " Neu "})
    assert page.select_one("#email")["value"] == "neu@"
    assert page.select_one("#name")["value"] == " Neu "


def test_all_that_is_wrong_is_told_in_the_order_of_the_page(browser, cast):
    page = browser.send("/register", status=422, email="", name="", password="")
    named = [a["href"] for a in page.select(".say--wrong li a")]
    assert named == ["#name", "#email", "#password"]
    assert named == [f"#{field['id']}" for field in page.select("main form input[id]")]


def test_fields_that_nobody_asked_for_have_no_effect(browser, look, cast):
    browser.send(
        "/register",
        **NEW,
        role="admin",
        grants="1",
        id=str(cast.emil.id),
        confirmed_at="2016-01-01T00:00:00Z",
        blocked_at="",
        created_at="2001-01-01T00:00:00Z",
        locale="fr",
        password_hash="x",
    )
    (person,) = look(select(Person).where(Person.email == NEW["email"]))

    assert person.confirmed_at is None
    assert (person.created_at, person.locale) == (WHILE_OPEN, "de")
    assert person.password_hash.startswith("$argon2id$")
    assert not look(select(Grant).where(Grant.person_id == person.id))


def test_of_an_address_sent_twice_one_counts(browser, mailbox, look):
    """GitLab's CVE-2023-7028: a second address got the first one's mail."""
    token = browser.get("/register").select_one("input[name=form_token]")["value"]
    body = {"form_token": token, **NEW, "email": ["neu@example.org", "mallory@example.org"]}
    browser.client.post("/register", data=body, follow_redirects=False)

    people = look(select(Person.email))
    assert len(people) == 1
    assert look(select(OutboxMail.to_address)) == people


def test_nobody_gets_a_cookie_before_signing_in(browser, cast):
    for path in ("/register", "/registered", "/sign-in", "/forgot"):
        assert "set-cookie" not in browser.client.get(path).headers
    browser.send("/register", **NEW)
    [note] = browser.last.headers.get_list("set-cookie")
    assert note.startswith("randnotiz-new=")  # opens nothing, and is the same for every address
    browser.send("/register", status=422, **NEW | {"name": ""})
    assert "set-cookie" not in browser.last.headers


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_the_link_in_the_mail_changes_nothing(browser, mailbox, look, method):
    browser.send("/register", **NEW)
    link = mailbox.link(NEW["email"], "confirm")
    before = look(select(JournalEntry)), look(select(Link))

    for _ in range(3):
        answer = browser.client.request(method, link)
        assert "set-cookie" not in answer.headers

    assert (look(select(JournalEntry)), look(select(Link))) == before
    assert look(select(Person.confirmed_at)) == [None]
    assert not look(select(SignIn))
    browser.send(link)


def test_a_link_used_twice_helps_on(browser, mailbox, look):
    browser.send("/register", **NEW)
    link = mailbox.link(NEW["email"], "confirm")
    browser.send(link)
    browser.leave()

    for page in (browser.get(link, status=410), browser.send(link, status=410)):
        assert page.h1.text == "Dieser Link gilt nicht mehr."
        assert page.select_one("main a[href='/sign-in']")
    assert "set-cookie" not in browser.last.headers
    assert len(look(select(SignIn))) == 1


def test_a_link_three_days_old_confirms_nothing(browser, mailbox, look, it_is):
    browser.send("/register", **NEW)
    link = mailbox.link(NEW["email"], "confirm")
    it_is(WHILE_OPEN + timedelta(days=3))

    browser.get(link, status=410)
    browser.send(link, status=410)
    assert look(select(Person.confirmed_at)) == [None]


def test_an_invented_link_is_none(browser, cast):
    browser.get("/confirm/aaaaaaaaaaaaaaaaaaaa", status=410)
    browser.send("/confirm/aaaaaaaaaaaaaaaaaaaa", status=410)


def test_a_link_page_is_kept_by_no_cache(browser, mailbox):
    browser.send("/register", **NEW)
    answer = browser.client.get(mailbox.link(NEW["email"], "confirm"))
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] in ("same-origin", UNTOLD)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_confirming_never_leads_to_another_site(browser, mailbox, elsewhere):
    browser.send("/register", **NEW, next=elsewhere)
    assert "evil" not in mailbox.of(NEW["email"])[-1].text
    link = mailbox.link(NEW["email"], "confirm").partition("?")[0]

    browser.send(link, next=elsewhere)
    assert browser.last.headers["location"] == "/"


def test_a_name_is_never_markup(browser, mailbox):
    name = "<svg onload=alert(1)>"
    browser.send("/register", **NEW | {"name": name})
    browser.send(mailbox.link(NEW["email"], "confirm"))

    page = browser.get("/account")
    assert not page.select("svg[onload]")
    assert page.select_one("#name")["value"] == name
    assert name in page.main.text
    page = browser.send("/account/name", status=422, name=name * 9)
    assert not page.select("svg[onload]")


def test_every_value_from_the_address_bar_is_text(browser):
    hostile = "/%22%3E%3Csvg%20onload=alert(1)%3E"
    for path in ("/register", "/sign-in"):
        page = browser.get(f"{path}?next={hostile}&done={hostile}")
        assert not page.select("main svg")


def test_the_sixth_mail_to_one_address_is_not_sent(browser, mailbox, cast, it_is):
    """Whether or not it has an account."""
    for email in (NEW["email"], cast.amira.email):
        for _ in range(5):
            browser.send("/register", **NEW | {"email": email})
        page = browser.send("/register", status=429, **NEW | {"email": email})
        assert "zu viele Versuche" in page.select_one("#email-error").text
        assert page.select_one("#email")["value"] == email
        browser.send("/forgot", status=429, email=email)
        browser.send("/confirm", status=429, email=email)
        assert len(mailbox.of(email)) == 5

    it_is(WHILE_OPEN + timedelta(hours=1))
    browser.send("/register", **NEW)


def test_one_network_cannot_have_a_whole_city_written_to(browser, look, monkeypatch):
    monkeypatch.setattr("app.accounts.attempts.MAILS_FROM_NETWORK", 3)
    for number in range(3):
        browser.send("/forgot", email=f"nr{number}@example.org")
    browser.send("/forgot", status=429, email="nr3@example.org")
    browser.send("/register", status=429, **NEW)

    assert len(look(select(OutboxMail))) == 3


def test_counts_hold_no_address_and_no_network(browser, look):
    browser.send("/register", **NEW)
    keys = " ".join(look(select(Attempt.key)))
    assert keys
    assert "neu" not in keys
    assert "testclient" not in keys


def test_whoever_is_signed_in_needs_no_second_account(browser, cast):
    browser.sign_in(cast.amira).get("/register?next=/account", status=303)
