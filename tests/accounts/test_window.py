"""The pages of the door in a real browser, with and without JavaScript."""

import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.conftest import Mailbox
from tests.cast import PASSWORD
from tests.chromium import LOOKS, assert_accessible, assert_fits
from tests.server import LiveServer


@pytest.fixture
def url(app, cast) -> Iterator[str]:
    with LiveServer(lambda _url: app) as server:
        yield server.url


def fine(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)


def file_of_own_data(page: Page) -> str:
    """The page for people that is in the ZIP behind the button."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Daten herunterladen").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".html"))
        return archive.read(name).decode()


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_every_page_is_accessible_and_fits(open_window, url, mailbox: Mailbox, width, theme):
    page = open_window(width, theme)
    for path in ("/register", "/registered", "/forgot", "/forgot?sent=1", "/confirm/none"):
        page.goto(url + path)
        fine(page)

    page.goto(f"{url}/register")
    page.get_by_label("Öffentlicher Name").fill("W" * 60)
    page.get_by_label("E-Mail-Adresse").fill("neu@")
    page.get_by_role("main").get_by_role("button").click()
    expect(page.locator(".say--wrong")).to_be_focused()
    fine(page)
    page.get_by_label("E-Mail-Adresse").fill("neu@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    expect(page).to_have_url(f"{url}/registered")

    page.goto(f"{url}/sign-in")
    page.get_by_label("E-Mail-Adresse").fill("neu@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()
    expect(page.locator(".say--warn")).to_be_focused()
    fine(page)
    page.goto(url + mailbox.link("neu@example.org", "confirm"))
    fine(page)
    page.get_by_role("button", name="Bestätigen und anmelden").click()
    page.goto(f"{url}/account?done=name")
    fine(page)
    page.goto(f"{url}/account/data")
    file = file_of_own_data(page)
    page.goto("about:blank")  # read without us, and without what we tell browsers
    page.set_content(file)
    fine(page)


def test_without_javascript_one_comes_in_and_goes_out(open_window, url, mailbox: Mailbox):
    page = open_window(360, javascript=False)
    page.goto(f"{url}/forgot")
    page.get_by_role("button", name="Link schicken").click()
    expect(page.locator(".say--wrong")).to_be_focused()  # and so in view, without a script
    page.get_by_label("E-Mail-Adresse").fill("amira@example.org")
    page.get_by_role("button", name="Link schicken").click()
    page.goto(url + mailbox.link("amira@example.org", "reset"))
    page.get_by_label("Neues Passwort").fill("drei neue Wörter")
    page.get_by_role("button", name="Passwort speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Ihr neues Passwort gilt.")

    page.get_by_label("E-Mail-Adresse").fill("amira@example.org")
    page.get_by_label("Passwort").fill("drei neue Wörter")
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()
    page.get_by_role("link", name="Amira").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Konto")
    page.get_by_role("banner").get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Anmelden")).to_be_visible()
