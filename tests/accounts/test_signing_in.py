"""Signing in and out, as people and programs try it."""

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.accounts import door
from app.accounts.door import own_path
from app.config import Settings
from app.main import create_app
from app.models import JournalEntry, Person, SignIn
from tests.browser import Browser
from tests.cast import PASSWORD, WHILE_OPEN, invite

REFUSED = "Fehler: Adresse und Passwort passen nicht zusammen."
PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"


def cookie_header(browser: Browser) -> str:
    return browser.last.headers["set-cookie"]


def opens(browser: Browser, token: str) -> bool:
    """Whether this session token opens an account."""
    browser.leave()
    answer = browser.client.get("/account", headers={"cookie": f"randnotiz={token}"})
    return answer.status_code == 200


def test_a_resident_signs_in_and_goes_on(browser, cast):
    page = browser.get("/sign-in?next=/account")
    browser.send(
        "/sign-in",
        email=cast.amira.email,
        password=PASSWORD,
        next=page.select_one("input[name=next]")["value"],
    )
    assert browser.last.headers["location"] == "/account"
    assert "Amira" in browser.get("/account").header.text


def test_an_address_may_be_typed_in_capitals(browser, cast):
    browser.send("/sign-in", email=" AMIRA@example.org ", password=PASSWORD)


@pytest.mark.parametrize(("who", "desk"), [("amira", "/"), ("bernd", "/desk"), ("chen", "/desk")])
def test_whoever_works_here_begins_at_the_desk(browser, cast, who, desk):
    browser.sign_in(getattr(cast, who))
    assert browser.last.headers["location"] == desk


def test_the_cookie_is_shut_away(browser, cast):
    browser.sign_in(cast.amira)
    name, *attributes = cookie_header(browser).split("; ")

    assert name.startswith("randnotiz=")
    assert {a.lower() for a in attributes} == {
        "httponly",
        "max-age=2592000",
        "path=/",
        "samesite=lax",
    }
    assert browser.last.headers["cache-control"] == "private, no-store"


def test_over_https_the_cookie_is_bound_to_the_host(tmp_path, migrated):
    (tmp_path / "randnotiz.db").write_bytes(migrated.read_bytes())
    app = create_app(
        Settings(
            data_dir=tmp_path, secret_key="x", worker=False, base_url="https://beteiligung.example"
        )
    )
    with Session(app.state.engine, expire_on_commit=False) as session:
        cast = invite(session)
        session.commit()
    with TestClient(app, base_url="https://beteiligung.example") as client:
        browser = Browser(client).sign_in(cast.amira)
        header = cookie_header(browser)
    app.state.engine.dispose()

    assert header.startswith("__Host-randnotiz=")
    assert "Secure" in header
    assert "Domain" not in header


@pytest.mark.parametrize(
    "spoil",
    ["wrong password", "unknown", "unconfirmed with a wrong password", "blocked", "no address"],
)
def test_every_refusal_reads_the_same(browser, cast, session, look, spoil):
    email, password = cast.amira.email, PASSWORD
    if "password" in spoil:
        password = "etwas anderes"
    if spoil == "unknown":
        email = "niemand@example.org"
    if spoil == "no address":
        email = "\x00'; DROP TABLE person"
    if spoil.startswith("unconfirmed"):
        cast.amira.confirmed_at = None
    if spoil == "blocked":
        cast.amira.blocked_at = WHILE_OPEN
    session.add(cast.amira)
    session.commit()

    page = browser.send("/sign-in", status=422, email=email, password=password)

    assert page.select_one("#password-error").text.strip() == REFUSED
    assert not page.select(".say--warn")
    assert page.select_one("#password")["value"] == ""
    assert "set-cookie" not in browser.last.headers
    assert not look(select(SignIn))


@pytest.mark.parametrize(("email", "compared"), [("amira@example.org", True), ("x@y.de", False)])
def test_an_unknown_address_takes_as_long(browser, cast, monkeypatch, email, compared):
    """Argon2 runs once in either case: with somebody's hash, or with nobody's."""
    seen: list[str] = []
    real = door.is_password
    monkeypatch.setattr(
        door, "is_password", lambda kept, plain: seen.append(kept) or real(kept, plain)
    )
    browser.send("/sign-in", status=422, email=email, password="etwas anderes")

    assert [bool(kept) for kept in seen] == [compared]


def test_empty_fields_are_named(browser, cast):
    page = browser.send("/sign-in", status=422, email="", password="")
    assert [e.text.strip() for e in page.select(".error")] == [
        "Fehler: Bitte geben Sie Ihre E-Mail-Adresse an.",
        "Fehler: Bitte geben Sie Ihr Passwort ein.",
    ]


def test_the_right_password_tells_the_owner_to_confirm_first(browser, mailbox, look):
    browser.send("/register", email="neu@example.org", name="Neu", password=PASSWORD)
    page = browser.send("/sign-in", status=422, email="neu@example.org", password=PASSWORD)

    assert "Bitte bestätigen Sie zuerst Ihre Adresse." in page.select_one(".say--warn").text
    assert not look(select(SignIn))
    form = page.select_one("form[action='/confirm']")
    fields = {i["name"]: i["value"] for i in form.select("input")}
    browser.send("/confirm", **fields)
    assert browser.last.headers["location"] == "/registered"
    first, second = mailbox.of("neu@example.org")
    assert first.subject == second.subject
    browser.send(mailbox.link("neu@example.org", "confirm"))


def test_asking_for_a_new_mail_answers_the_same_for_everybody(browser, mailbox, cast):
    answers = set()
    for email in ("niemand@example.org", cast.amira.email):
        browser.send("/confirm", email=email)
        answers.add((browser.last.status_code, browser.last.headers["location"]))
        assert "/confirm/" not in mailbox.of(email)[-1].text
    assert len(answers) == 1
    browser.send("/confirm", status=422, email="niemand@")


def test_every_sign_in_has_a_new_token_and_ends_the_old_one(browser, cast, look):
    client = browser.sign_in(cast.amira).client
    first = client.cookies["randnotiz"]
    browser.send("/sign-in", email=cast.dora.email, password=PASSWORD)
    second = client.cookies["randnotiz"]

    assert first != second
    assert [bool(s.ended_at) for s in look(select(SignIn).order_by("id"))] == [True, False]
    assert opens(browser, second)
    assert not opens(browser, first)


def test_a_token_brought_along_is_never_taken_over(browser, cast):
    """Session fixation: whoever planted it would be signed in too."""
    planted = {"cookie": "randnotiz=planted"}
    form = BeautifulSoup(browser.client.get("/sign-in", headers=planted).text, "html.parser")
    token = form.select_one("input[name=form_token]")["value"]
    fields = {"form_token": token, "email": cast.amira.email, "password": PASSWORD}
    answer = browser.client.post("/sign-in", data=fields, headers=planted, follow_redirects=False)

    assert answer.status_code == 303
    assert "planted" not in answer.headers["set-cookie"]
    assert not opens(browser, "planted")


def test_signing_out_ends_the_session_and_takes_the_cookie(browser, cast, look):
    browser.sign_in(cast.amira)
    token = browser.client.cookies["randnotiz"]
    browser.send("/sign-out")

    assert "Max-Age=0" in cookie_header(browser)
    assert look(select(SignIn.ended_at)) == [WHILE_OPEN]
    assert not opens(browser, token)


@pytest.mark.parametrize("path", ["/sign-out", "/sign-in", "/register", "/forgot", "/account/name"])
def test_a_form_of_another_site_does_nothing(browser, cast, look, path):
    browser.sign_in(cast.amira)
    before = look(select(JournalEntry))
    for headers in ({}, {"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        fields = {"email": cast.dora.email, "password": PASSWORD, "name": "Nicht Amira"}
        answer = browser.client.post(path, data=fields, headers=headers, follow_redirects=False)
        assert answer.status_code == 403
    assert look(select(JournalEntry)) == before


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nobody_is_signed_out_by_a_link(browser, cast, look, method):
    browser.sign_in(cast.amira)
    assert browser.client.request(method, "/sign-out").status_code == 405
    assert look(select(SignIn.ended_at)) == [None]


def test_whoever_is_signed_in_is_sent_on(browser, cast):
    browser.sign_in(cast.amira)
    answer = browser.client.get("/sign-in?next=/account", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    answer = browser.client.get("/sign-in?next=/sign-in", follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/sign-in?next=/sign-in",
        "/sign-out",
        "/register",
        "/" + "x" * 600,
        "",
    ],
)
def test_signing_in_leads_only_to_pages_of_ours(browser, cast, wanted):
    browser.send("/sign-in", email=cast.amira.email, password=PASSWORD, next=wanted)
    assert browser.last.headers["location"] == "/"
    assert own_path(wanted) == "/"


@pytest.mark.parametrize(
    "wanted",
    ["/p/ankommen", "/p/ankommen/fields/sprache?kind=note#hf1-2", "/account", "/signposts"],
)
def test_a_page_of_ours_may_be_next(wanted):
    assert own_path(wanted) == wanted


def test_a_person_blocked_meanwhile_is_out_at_once(browser, cast, session):
    browser.sign_in(cast.amira)
    person = session.get(Person, cast.amira.id)
    person.blocked_at = WHILE_OPEN
    session.add(person)
    session.commit()
    browser.get("/account", status=401)


def test_a_device_is_named_so_that_its_owner_knows_it(browser, cast, look):
    browser.client.headers["user-agent"] = PHONE
    browser.sign_in(cast.amira)
    assert look(select(SignIn.device)) == ["Firefox, Android"]
