"""Making passkeys and keeping them in order; the second step, and proving oneself anew by one."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from fastapi import Request
from sqlmodel import select

from app.accounts.giving import grant
from app.accounts.passkey_routes import origin_of
from app.cities import City
from app.models import JournalEntry, Passkey, Role
from app.security import form_token
from tests.accounts.devices import Device, asked, with_passkey
from tests.cast import WHILE_OPEN, person

ASK = "/sign-in/passkey/ask"
UNFIT = "Dieser Passkey passt hier nicht."
LATE = "Das hat zu lange gedauert oder wurde schon benutzt. Bitte beginnen Sie neu."


@pytest.fixture
def required(app, monkeypatch):
    """Whoever has a role needs a second factor."""
    monkeypatch.setattr(app.state.settings, "second_factor", "required")


def halfway(browser, whose):
    """Somebody has given their password, and the second step is outstanding."""
    browser.sign_in(whose)
    assert browser.last.headers["location"].startswith("/second-step")
    client = browser.client
    browser.token = form_token(client.app.state.secret, client.cookies["randnotiz"])


# --- Making one ---


def test_a_passkey_is_made_for_whoever_was_asked(browser, cast, look):
    device = Device()
    answer = device.make(asked(browser.sign_in(cast.amira), "/account/passkeys/ask"))
    browser.sign_in(cast.dora)

    page = browser.send("/account/passkeys", status=410, answer=answer)

    assert page.select_one(".say--wrong").text == LATE
    assert look(select(Passkey)) == []


@pytest.mark.parametrize("spoil", ["origin", "owner"])
def test_what_is_made_elsewhere_or_unchecked_is_not_kept(browser, cast, look, spoil):
    options = asked(browser.sign_in(cast.amira), "/account/passkeys/ask")
    origin = "http://evil.example" if spoil == "origin" else "http://testserver"
    answer = Device(checks=spoil != "owner").make(options, origin)
    page = browser.send("/account/passkeys", status=422, answer=answer, name="Mein Schlüssel")
    assert page.select_one(".say--wrong").text == UNFIT
    assert page.select_one("input[name=name]")["value"] == "Mein Schlüssel"
    assert look(select(Passkey)) == []


def test_a_key_that_is_somebodys_cannot_become_anothers(browser, cast, look):
    device = with_passkey(browser, cast.amira)
    known = device.credential_id
    device.cred_init = lambda rp_id, handle: setattr(device, "credential_id", known)
    browser.sign_in(cast.dora)

    answer = device.make(asked(browser, "/account/passkeys/ask"))
    page = browser.send("/account/passkeys", status=409, answer=answer)

    assert page.select_one(".say--wrong").text == "Dieser Passkey ist hier schon bekannt."
    assert [key.person_id for key in look(select(Passkey))] == [cast.amira.id]


def test_making_one_needs_a_fresh_proof(browser, cast, it_is):
    browser.sign_in(cast.amira)
    it_is(WHILE_OPEN + timedelta(minutes=16))
    browser.get("/account/passkeys/new", status=303)
    browser.send("/account/passkeys/ask")
    assert browser.last.headers["location"].startswith("/prove?")
    browser.send("/account/passkeys", answer="x")
    assert browser.last.headers["location"].startswith("/prove?")


def test_without_javascript_the_page_says_what_it_needs(browser, cast):
    page = browser.sign_in(cast.amira).get("/account/passkeys/new")
    assert "Ein Passkey braucht JavaScript" in page.select_one("[data-without-passkey]").text
    assert page.select_one("[data-passkey]").has_attr("hidden")


# --- Keeping them ---


def test_a_passkey_is_renamed_and_removed(browser, cast, look):
    with_passkey(browser, cast.amira)
    (key,) = look(select(Passkey))
    browser.sign_in(cast.amira)
    page = browser.send(f"/account/passkeys/{key.id}/name", status=422, name="  ")
    assert "Bitte geben Sie dem Passkey einen Namen." in page.main.text
    browser.send(f"/account/passkeys/{key.id}/name", name="Alter Laptop <svg/onload=alert(1)>")
    assert "Alter Laptop <svg" in browser.get("/account/passkeys").main.text
    browser.send(f"/account/passkeys/{key.id}/remove")

    assert "Sie haben noch keinen." in browser.get("/account/passkeys").main.text
    deeds = [entry.deed for entry in look(select(JournalEntry)) if "passkey" in entry.deed]
    assert deeds == ["passkey.registered", "passkey.renamed", "passkey.removed"]


def test_another_persons_passkey_is_not_there(browser, cast, look):
    with_passkey(browser, cast.amira)
    (key,) = look(select(Passkey))
    browser.sign_in(cast.dora)
    for deed in ("name", "remove"):
        browser.send(f"/account/passkeys/{key.id}/{deed}", status=404, name="Meins")
    assert look(select(Passkey))[0].removed_at is None


def test_staff_keep_their_last_second_factor(browser, cast, look, required):
    device = Device()
    halfway(browser, cast.bernd)
    browser.send(
        "/second-step/set-up/passkey",
        answer=device.make(asked(browser, "/second-step/set-up/passkey/ask")),
    )
    (key,) = look(select(Passkey))

    page = browser.send(f"/account/passkeys/{key.id}/remove", status=409)

    assert "Richten Sie zuerst einen anderen ein." in page.select_one(".say--wrong").text
    assert look(select(Passkey))[0].removed_at is None


# --- The second step, and proving oneself ---


def test_a_passkey_is_the_second_step_of_its_owner_alone(browser, cast, app, monkeypatch):
    device = with_passkey(browser, cast.bernd)
    stranger = with_passkey(browser, cast.chen)
    monkeypatch.setattr(app.state.settings, "second_factor", "required")
    halfway(browser, cast.bernd)
    options = asked(browser, "/second-step/passkey/ask")
    assert len(options["allowCredentials"]) == 1

    answer = stranger.show(options)
    page = browser.send("/second-step/passkey", status=422, answer=answer)
    assert page.select_one(".say--wrong").text == UNFIT
    browser.get("/desk", status=303)

    answer = device.show(asked(browser, "/second-step/passkey/ask"))
    browser.send("/second-step/passkey", answer=answer, next="/desk/journal")
    assert browser.last.headers["location"] == "/desk/journal"
    browser.get("/desk")


def test_a_challenge_for_signing_in_is_no_second_step(browser, cast, app, monkeypatch):
    device = with_passkey(browser, cast.bernd)
    monkeypatch.setattr(app.state.settings, "second_factor", "required")
    options = asked(browser, ASK)
    halfway(browser, cast.bernd)
    browser.send("/second-step/passkey", status=410, answer=device.show(options))


def test_a_stolen_password_brings_no_passkey_along(browser, cast, app, monkeypatch):
    with_passkey(browser, cast.bernd)
    monkeypatch.setattr(app.state.settings, "second_factor", "required")
    halfway(browser, cast.bernd)
    for form in ("/second-step/set-up/passkey/ask", "/second-step/set-up/passkey"):
        browser.send(form, status=403)


def test_an_old_cookie_makes_no_first_passkey_of_somebody_just_given_a_role(
    browser, cast, session, required, it_is
):
    browser.sign_in(cast.amira).get("/account")
    grant(session, cast.amira, Role.MODERATOR, cast.organisation, cast.process)
    session.commit()
    it_is(WHILE_OPEN + timedelta(days=9))

    for form in ("/second-step/set-up/passkey/ask", "/second-step/set-up/passkey"):
        browser.send(form, status=401)


@pytest.mark.parametrize(
    ("base_url", "asked_at", "origin"),
    [
        ("https://notiz.example", "notiz.example", "https://notiz.example"),
        ("https://notiz.example", "notiz.example:9443", "https://notiz.example"),
        ("https://notiz.example:8443", "notiz.example:8443", "https://notiz.example:8443"),
        ("https://notiz.example", "other.example:9443", "https://other.example"),
        ("http://localhost:8000", "localhost:8000", "http://localhost:8000"),
    ],
)
def test_another_port_of_the_same_host_is_another_origin(app, base_url, asked_at, origin):
    settings = app.state.settings.model_copy(update={"base_url": base_url})
    scope = {
        "type": "http",
        "scheme": base_url.partition(":")[0],
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", asked_at.encode())],
        "app": SimpleNamespace(state=SimpleNamespace(settings=settings)),
        "state": {"city": City(1, base_url=base_url)},
    }

    assert origin_of(Request(scope)) == origin


def test_whoever_is_not_halfway_takes_no_second_step(browser, cast):
    for _who in ("visitor", "resident"):
        for form in ("/second-step/passkey/ask", "/second-step/set-up/passkey/ask"):
            browser.send(form, status=401)
        browser.sign_in(cast.amira)


def test_a_passkey_proves_anew_who_one_is(browser, cast, it_is):
    device = with_passkey(browser, cast.amira)
    browser.sign_in(cast.amira)
    it_is(WHILE_OPEN + timedelta(hours=2))
    browser.get("/account/passkeys/new", status=303)

    answer = device.show(asked(browser, "/prove/passkey/ask"))
    browser.send("/prove/passkey", answer=answer, next="/account/passkeys/new")

    assert browser.last.headers["location"] == "/account/passkeys/new"
    browser.get("/account/passkeys/new")


def test_of_a_network_only_so_many_challenges_are_given_out(browser, cast, monkeypatch):
    monkeypatch.setattr("app.accounts.passkey_routes.FROM_NETWORK", 2)
    for status in (200, 200, 429):
        asked_again = browser.client.post(ASK, data=browser._with_token({}))
        assert asked_again.status_code == status


def test_nobody_makes_more_than_twenty(browser, cast, session):
    names = range(20)
    keys = [
        Passkey(
            person_id=cast.amira.id, credential_id=f"k{n}", public_key=b"x", created_at=WHILE_OPEN
        )
        for n in names
    ]
    session.add_all([*keys, person("Niemand")])
    session.commit()
    options = asked(browser.sign_in(cast.amira), "/account/passkeys/ask")
    page = browser.send("/account/passkeys", status=409, answer=Device().make(options))
    assert "Mehr als 20" in page.select_one(".say--wrong").text


def test_under_a_number_the_page_says_where_passkeys_work(browser, cast):
    pages = [browser.at("127.0.0.1:8123").get("/sign-in")]
    browser.sign_in(cast.amira)
    pages += map(browser.get, ("/account/passkeys", "/account/passkeys/new"))
    for page in pages:
        assert not page.select("[data-passkey]")
        assert page.select_one("main a[href^='http://localhost:8123/']")
    assert browser.at("localhost:8123").get("/sign-in").select("[data-passkey]")
