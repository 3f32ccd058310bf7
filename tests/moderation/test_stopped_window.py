"""The pages of what was stopped, in a real Chromium: narrow and wide, dark and light."""

import pytest
from playwright.sync_api import expect

from tests.chromium import LOOKS, assert_accessible, assert_fits
from tests.comments.stopping import barrier
from tests.living import come_in
from tests.moderation.test_stopped import STOPPED, stop
from tests.server import LiveServer


@pytest.fixture
def url(app, cast, session):
    """Served, with two notes that wait and two things on the city's list."""
    stop(session, cast, "Donaudampfschifffahrt" * 40, by=cast.amira, reasons=["links"])
    stop(session, cast, "Ein Bonus im Kasino.", by=cast.dora, reasons=["word:1"])
    for word in ("kasino", "donaudampfschifffahrtsgesellschaftskapitaensmuetze" * 2):
        barrier(session, cast, word)
    with LiveServer(lambda _url: app) as server:
        yield server.url


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_pages_fit_are_accessible_and_decide(url, open_window, width, theme):
    page = open_window(width, theme)
    come_in(page, url, "emil")
    page.goto(f"{url}/desk/barriers")
    assert_fits(page)
    assert_accessible(page)
    page.goto(url + STOPPED)
    assert_fits(page)
    page.locator("#s1 summary").click()
    page.locator("#s1").get_by_role("button", name="Nicht veröffentlichen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert_fits(page)
    assert_accessible(page)
    page.locator("#s2").get_by_role("button", name="Veröffentlichen").first.click()
    expect(page.get_by_text("Veröffentlicht. Wer es geschrieben hat")).to_be_visible()
