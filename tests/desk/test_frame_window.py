"""A process of one's own in a real Chromium: narrow and dark, by keyboard alone."""

from playwright.sync_api import expect

from tests.chromium import assert_accessible, assert_fits
from tests.desk.test_window import url
from tests.living import come_in

__all__ = ["url"]


def test_a_process_is_set_up_by_keyboard_and_its_pages_fit(url, open_window):
    page = open_window(320, "dark")
    come_in(page, url, "emil")
    page.goto(f"{url}/desk/processes/new")
    assert_fits(page)
    assert_accessible(page)
    page.get_by_label("Titel").press_sequentially("Wege")
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert.get_by_role("link")).to_have_count(2)
    page.locator("#opens_on").fill("2016-10-10")
    page.locator("#closes_on").fill("2016-11-08")
    page.keyboard.press("Enter")
    expect(page.locator("#getan")).to_be_focused()
    for path in ("/desk/p/wege/frame", "/desk/p/wege/frame/stations"):
        page.goto(url + path)
        assert_fits(page)
        assert_accessible(page)
    page.get_by_label("Titel", exact=True).press_sequentially("Entwurf")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3)).to_have_text("Entwurf")
    assert_accessible(page)
