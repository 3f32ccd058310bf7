"""Whoever tries many passwords is slowed down, and nobody is locked out."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from app.accounts.attempts import Knock
from app.main import create_app
from app.security import bare_address
from tests.browser import Browser
from tests.cast import PASSWORD, WHILE_OPEN


def test_the_eleventh_wrong_password_is_not_looked_at(browser, cast, it_is, look):
    for _ in range(10):
        browser.send("/sign-in", status=422, email=cast.amira.email, password="falsches Wort")
    page = browser.send("/sign-in", status=429, email=cast.amira.email, password=PASSWORD)
    assert "Bitte warten Sie 15 Minuten." in page.select_one("#password-error").text
    assert page.select_one("#email")["value"] == cast.amira.email
    browser.send("/sign-in", status=429, email="AMIRA@example.org", password=PASSWORD)
    browser.send("/sign-in", email=cast.dora.email, password=PASSWORD)  # somebody else may

    it_is(WHILE_OPEN + timedelta(minutes=15))
    browser.leave().send("/sign-in", email=cast.amira.email, password=PASSWORD)


def test_an_unknown_address_is_slowed_down_alike(browser, cast):
    for _ in range(10):
        browser.send("/sign-in", status=422, email="niemand@example.org", password="falsch")
    browser.send("/sign-in", status=429, email="niemand@example.org", password="falsch")


def test_the_right_password_wipes_the_slate(browser, cast):
    for _ in range(2):
        for _ in range(6):
            browser.send("/sign-in", status=422, email=cast.amira.email, password="falsch")
        browser.sign_in(cast.amira).leave()


@pytest.fixture
def from_network(settings, migrated):
    """Browsers in networks of their own, behind a proxy of ours."""
    app = create_app(settings.model_copy(update={"proxy_hops": 1}))
    with TestClient(app) as client:

        def browser(address: str) -> Browser:
            client.headers["x-forwarded-for"] = address
            return Browser(client).leave()

        yield browser
    app.state.engine.dispose()


def test_many_machines_cannot_lock_the_owner_out(cast, from_network, monkeypatch):
    monkeypatch.setattr("app.accounts.attempts.CROWD", 8)
    wrong = {"email": cast.amira.email, "password": "falsches Wort"}
    for machine in range(2):
        browser = from_network(f"203.0.113.{machine}")
        for _ in range(4):
            browser.send("/sign-in", status=422, **wrong)

    crowd = from_network("203.0.113.200")
    for _ in range(3):
        crowd.send("/sign-in", status=422, **wrong)
    crowd.send("/sign-in", status=429, **wrong)
    from_network("198.51.100.7").send("/sign-in", email=cast.amira.email, password=PASSWORD)


def test_one_machine_cannot_try_one_password_on_everybody(cast, from_network, monkeypatch):
    monkeypatch.setattr("app.accounts.attempts.FROM_NETWORK", 4)
    browser = from_network("203.0.113.1")
    for number in range(4):
        browser.send("/sign-in", status=422, email=f"nr{number}@example.org", password=PASSWORD)
    browser.send("/sign-in", status=429, email=cast.amira.email, password=PASSWORD)
    from_network("203.0.113.2").send("/sign-in", email=cast.amira.email, password=PASSWORD)


def test_a_household_of_ipv6_addresses_is_one_network():
    def key(address: str) -> str:
        return Knock("secret", address, "amira@example.org").key("sign-in")

    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9")
    assert key("2001:db8:1:2::1") != key("2001:db8:1:3::1")
    assert key("203.0.113.1") != key("203.0.113.2")


def test_ipv4_written_as_ipv6_is_no_household():
    def key(address: str) -> str:
        return Knock("secret", address, "amira@example.org").key("sign-in")

    assert key("::ffff:203.0.113.1") == key("203.0.113.1")
    assert key("::ffff:203.0.113.1") != key("::ffff:203.0.113.2")


def test_a_stranger_does_not_use_up_the_mails_of_an_owner(cast, from_network, mailbox):
    stranger = from_network("203.0.113.1")
    for _ in range(5):
        stranger.send("/forgot", email=cast.amira.email)
    stranger.send("/forgot", status=429, email=cast.amira.email)

    from_network("198.51.100.7").send("/forgot", email=cast.amira.email)
    assert len(mailbox.of(cast.amira.email)) == 6


def test_many_networks_do_not_bomb_a_mailbox_either(cast, from_network, monkeypatch):
    monkeypatch.setattr("app.accounts.attempts.MAILS_IN_ALL", 3)
    for number in range(3):
        from_network(f"203.0.113.{number}").send("/forgot", email=cast.amira.email)

    from_network("198.51.100.7").send("/forgot", status=429, email=cast.amira.email)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("203.0.113.1:49152", "203.0.113.1"),
        ("[2001:db8::1]:49152", "2001:db8::1"),
        ("[2001:DB8::1]", "2001:db8::1"),
        ("::ffff:203.0.113.1", "203.0.113.1"),
        ("[::ffff:203.0.113.1]:1", "203.0.113.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("testclient", "testclient"),
    ],
)
def test_a_port_makes_no_other_network(told, meant):
    assert bare_address(told) == meant


def test_behind_a_proxy_that_writes_ports_guesses_are_counted(cast, from_network, monkeypatch):
    monkeypatch.setattr("app.accounts.attempts.SOME", 2)
    wrong = {"email": cast.amira.email, "password": "falsches Wort"}
    for port in (49152, 49153):
        from_network(f"203.0.113.1:{port}").send("/sign-in", status=422, **wrong)

    from_network("203.0.113.1:49154").send("/sign-in", status=429, **wrong)
