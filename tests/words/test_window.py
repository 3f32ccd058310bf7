"""Pages from the right in a real browser: accessible, fitting, and the language chosen there."""

import pytest

from tests.server import LiveServer

FIELD = "/p/ankommen/fields/sprache"


@pytest.fixture
def url(app, cast, session):
    cast.says(session, "هل يمكن أن تبدأ الدورات مساءً؟", by=cast.dora)
    session.commit()
    with LiveServer(lambda _url: app) as server:
        yield server.url


def test_arabic_pages_are_accessible_fit_and_lead_to_other_languages(url, open_window):
    from tests.chromium import assert_accessible, assert_fits

    phone = open_window(360, "dark", locale="ar-EG")
    for path in ("/", FIELD):
        phone.goto(url + path)
        assert_fits(phone)
        assert_accessible(phone)
    assert phone.locator("html").get_attribute("dir") == "rtl"
    address, words = (
        phone.locator(f"#hf1-1 {one}").first.bounding_box() for one in (".verse", "p")
    )
    assert address["x"] < words["x"] + words["width"] / 2  # German text still begins at the left

    # By keyboard alone, without JavaScript.
    plain = open_window(1280, locale="ar", javascript=False)
    plain.goto(f"{url}{FIELD}?order=newest")
    brand, menu = (plain.locator(one).bounding_box() for one in (".brand", ".languages"))
    assert brand["x"] > menu["x"]
    plain.locator(".languages summary").focus()
    plain.keyboard.press("Enter")
    plain.locator(".languages button[lang=tr]").focus()
    plain.keyboard.press("Enter")
    plain.wait_for_selector("html[lang=tr]:not([dir])")
    assert plain.url == f"{url}{FIELD}?order=newest"
