"""A visit to the identity provider in a real browser, which holds us to our own content policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.accounts.visiting import house, settings
from tests.chromium import assert_accessible, assert_fits
from tests.server import LiveServer

__all__ = ["house", "settings"]


@pytest.fixture
def url(app, cast) -> Iterator[str]:
    with LiveServer(lambda _url: app) as server:
        yield server.url


def test_there_and_back_and_out_again(open_window, url, house):
    page = open_window(360, "dark")
    page.goto(f"{url}/sign-in?next=/account/provider")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Mit Stadtkonto anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zum ersten Mal mit Stadtkonto hier")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Öffentlicher Name").fill("Kira")
    page.get_by_role("button", name="Konto anlegen und anmelden").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Kira")).to_be_visible()
    page.goto(f"{url}/account/provider")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("banner").get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("link", name="Auch bei Stadtkonto abmelden")).to_be_visible()
    assert_accessible(page)

    page.goto(f"{url}/sign-in")
    page.get_by_role("button", name="Mit Stadtkonto anmelden").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Kira")).to_be_visible()


def test_without_javascript_a_button_leads_on(open_window, url, house):
    page = open_window(360, javascript=False)
    page.goto(f"{url}/sign-in")
    page.get_by_role("button", name="Mit Stadtkonto anmelden").click()
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zum ersten Mal mit Stadtkonto hier")
