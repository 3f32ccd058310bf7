"""Passkeys in a real browser, whose device is a virtual one of the DevTools protocol."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD
from tests.chromium import LOOKS, assert_accessible, assert_fits
from tests.server import LiveServer


@pytest.fixture
def url(app, cast) -> Iterator[str]:
    with LiveServer(lambda _url: app) as server:
        yield server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name


def give_device(page: Page) -> None:
    """A device that checks its owner, as a telephone does; the owner is always there."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    device |= {"hasUserVerification": True, "isUserVerified": True}
    protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": device | {"automaticPresenceSimulation": True}},
    )


def fine(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_passkey_is_made_and_opens_the_account_again(open_window, url, width, theme):
    page = open_window(width, theme, own=True)
    give_device(page)
    page.goto(f"{url}/sign-in")
    fine(page)
    page.get_by_label("E-Mail-Adresse").fill("amira@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden", exact=True).click()
    page.goto(f"{url}/account/passkeys")
    page.get_by_role("link", name="Passkey einrichten").click()
    fine(page)
    page.get_by_label("Name des Passkeys").fill("Mein Telefon")
    page.get_by_role("button", name="Passkey einrichten").click()
    expect(page.get_by_role("status")).to_contain_text("Ihr Passkey ist eingerichtet.")
    page.get_by_text("Ändern").click()
    fine(page)

    page.get_by_role("banner").get_by_role("button", name="Abmelden").click()
    page.goto(f"{url}/sign-in?next=/account/passkeys")
    page.get_by_role("button", name="Mit Passkey anmelden").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Passkeys")
    expect(page.get_by_text("Mein Telefon").first).to_be_visible()


def test_without_javascript_the_other_ways_stand_there(open_window, url):
    page = open_window(360, javascript=False)
    page.goto(f"{url}/sign-in")
    expect(page.get_by_text("Ein Passkey braucht JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Mit Passkey anmelden")).to_be_hidden()
    expect(page.get_by_label("E-Mail-Adresse")).to_be_visible()
