"""Before and after sending in a real browser, by keyboard alone on a narrow screen."""

import pytest
from playwright.sync_api import expect

from app.comments import sketching
from tests.living import come_in
from tests.server import LiveServer

SAID = "Die Kurse sollen auch am Abend stattfinden, weil viele von uns tagsüber arbeiten müssen."
NEARLY = "Die Kurse sollten auch am Abend stattfinden, weil viele von uns tagsüber arbeiten."


@pytest.fixture
def url(app, cast, session):
    cast.says(session, SAID, by=cast.dora, at="hf1-1")
    session.commit()
    sketching.sketch_some(app.state.engine)
    with LiveServer(lambda _url: app) as server:
        yield server.url


def press(page, name, role="button"):
    page.get_by_role(role, name=name, exact=True).first.press("Enter")


@pytest.fixture
def page(url, open_window):
    """Amira's, narrow."""
    window = open_window(320)
    come_in(window, url, "amira")
    return window


def test_by_keyboard_one_sees_a_preview_and_who_said_the_same_supports_and_sends(page, url):
    from tests.chromium import assert_accessible, assert_fits

    page.goto(f"{url}/p/ankommen/fields/sprache")
    press(page, "Anmerkung schreiben zu HF1 · 2", role="link")
    text = page.get_by_label("Ihr Text", exact=True)
    text.fill(NEARLY)
    press(page, "Vorschau")
    expect(page.get_by_role("heading", name="So wird es aussehen")).to_be_focused()
    expect(page.locator(".note--ahead")).to_contain_text(NEARLY)

    press(page, "Anmerkung abschicken")
    expect(page.get_by_role("heading", name="Bevor Sie abschicken")).to_be_focused()
    expect(page.locator(".asked")).to_have_count(1)
    expect(page.locator(".asked")).to_contain_text("Jemand hat fast dasselbe geschrieben")
    assert_accessible(page)
    assert_fits(page)
    agree = page.locator(".near button")
    agree.focus()
    page.keyboard.press("Enter")
    expect(agree).to_have_attribute("aria-pressed", "true")
    expect(text).to_have_value(NEARLY)
    press(page, "Trotzdem abschicken")
    expect(page.locator(".posted")).to_contain_text("Ihre Anmerkung #2 ist öffentlich.")
    expect(page.locator(".asked")).to_have_count(0)


def test_by_keyboard_an_author_edits_and_withdraws(page, url, cast, session):
    from tests.chromium import assert_accessible, assert_fits

    cast.says(session, NEARLY)
    session.commit()
    page.goto(f"{url}/p/ankommen/comments/2")
    assert_accessible(page)
    press(page, "Ändern", role="link")
    expect(page.get_by_role("heading", name="#2 ändern")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Ihr Text", exact=True).fill(NEARLY + " Und samstags.")
    press(page, "Änderung speichern")
    expect(page.locator("#a2")).to_contain_text("Und samstags.")
    press(page, "Zurückziehen", role="link")
    expect(page.get_by_role("heading", name="#2 zurückziehen?")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    press(page, "Anmerkung zurückziehen")
    expect(page.locator("#a2")).to_contain_text("zurückgezogen")
    assert_accessible(page)
