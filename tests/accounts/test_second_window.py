"""The second step in a real browser: by keyboard and without JavaScript, and as it looks."""

from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.accounts.codes import code_of
from tests.cast import PASSWORD
from tests.chromium import LOOKS, assert_accessible, assert_fits
from tests.server import LiveServer


@pytest.fixture
def url(app, cast) -> Iterator[str]:
    app.state.settings.second_factor = "required"
    with LiveServer(lambda _url: app) as server:
        yield server.url


def type_into(page: Page, label: str, words: str) -> None:
    """Go on with the Tab key until the field is reached, and type."""
    field = page.get_by_label(label, exact=True)
    for _n in range(40):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            page.keyboard.type(words)
            return
    raise AssertionError(f"Tab never reaches {label}")


def reach(page: Page, name: str) -> None:
    """Go on with the Tab key until the button or link is reached."""
    for _n in range(40):
        page.keyboard.press("Tab")
        reached = page.evaluate("() => document.activeElement.innerText.trim()")
        if reached == name:
            return
    raise AssertionError(f"Tab never reaches {name}")


def enter(page: Page) -> None:
    """Press Enter, and wait for the page to which that leads."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_by_keyboard_and_without_javascript_one_sets_up_and_comes_in(open_window, url):
    page = open_window(360, javascript=False)
    page.goto(f"{url}/sign-in?next=/desk")
    type_into(page, "E-Mail-Adresse", "bernd@example.org")
    type_into(page, "Passwort", PASSWORD)
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiten Schritt einrichten")
    reach(page, "App einrichten")
    enter(page)
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    made = pyotp.TOTP(secret)
    type_into(page, "Code, den die App jetzt zeigt", code_of(made))
    enter(page)
    reach(page, "Zehn Notfallcodes zeigen")
    enter(page)
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    with page.expect_download() as file:
        reach(page, "Als Datei sichern")
        page.keyboard.press("Enter")
    assert all(code in file.value.path().read_text() for code in codes)
    reach(page, "Weiter")
    enter(page)
    expect(page).to_have_url(f"{url}/desk")

    reach(page, "Abmelden")
    enter(page)
    page.goto(f"{url}/sign-in?next=/desk")
    type_into(page, "E-Mail-Adresse", "bernd@example.org")
    type_into(page, "Passwort", PASSWORD)
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Schritt")
    type_into(page, "Code", codes[0])
    enter(page)
    expect(page).to_have_url(f"{url}/desk")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_pages_are_accessible_and_fit(open_window, url, width, theme):
    page = open_window(width, theme)

    def fine() -> None:
        assert_accessible(page)
        assert_fits(page)

    page.goto(f"{url}/sign-in/link")
    fine()
    page.goto(f"{url}/sign-in")
    page.get_by_label("E-Mail-Adresse").fill("bernd@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden", exact=True).click()
    fine()
    page.get_by_role("button", name="App einrichten").click()
    page.get_by_role("button", name="App einrichten").click()
    expect(page.locator(".say--wrong")).to_be_focused()
    fine()
    made = pyotp.TOTP(page.locator("code.secret").inner_text().replace(" ", ""))
    page.get_by_label("Code, den die App jetzt zeigt").fill(code_of(made))
    page.get_by_role("button", name="App einrichten").click()
    page.get_by_role("button", name="Zehn Notfallcodes zeigen").click()
    fine()
    for path in ("", "/address", "/second-step", "/second-step/codes", "/second-step/remove"):
        page.goto(f"{url}/account{path}")
        fine()
    page.goto(f"{url}/prove")
    fine()
    page.get_by_role("banner").get_by_role("button", name="Abmelden").click()
    page.goto(f"{url}/sign-in")
    page.get_by_label("E-Mail-Adresse").fill("bernd@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden", exact=True).click()
    fine()
