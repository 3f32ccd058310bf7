"""An office answers on a phone without JavaScript; the pages fit, and axe finds nothing in them."""

import pytest
from playwright.sync_api import expect

from app.moderation.inquired import notes_named
from app.moderation.inquiring import Asked, ask
from app.moderation.inquiry_links import token_of
from tests.cast import WHILE_OPEN
from tests.chromium import assert_accessible, assert_fits
from tests.living import come_in
from tests.moderation.test_inquiries_later import DUE, PDF
from tests.server import LiveServer

DESK = "/desk/p/ankommen/inquiries"


@pytest.fixture
def link(app, cast, session):
    """The address of an office's page, served."""
    cast.says(session, "Donaudampfschifffahrt" * 40)
    session.flush()
    asked = Asked(cast.school_office, "schulamt@example.org", "Gibt es " + "Räume" * 40, DUE)
    notes = notes_named(session, cast.process, [1])
    secret = app.state.secret
    made = ask(session, cast.process, notes, cast.bernd, asked, secret, WHILE_OPEN)
    session.commit()
    with LiveServer(lambda _url: app) as server:
        yield f"{server.url}/inquiries/{token_of(secret, made.letters[0])}"


def test_an_office_answers_on_a_phone_without_javascript(link, open_window):
    url = link.partition("/inquiries/")[0]
    page = open_window(360, javascript=False)
    page.goto(link)
    assert_fits(page)
    page.get_by_label("Text").fill("Ein Anfang")
    page.get_by_role("button", name="Zwischenspeichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value("Ein Anfang")
    page.get_by_label("Datei").set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    look = open_window(360, "dark")
    look.goto(link)
    look.get_by_text("An jemanden weitergeben").click()
    assert_fits(look)
    assert_accessible(look)
    page.get_by_role("button", name="Absenden").click()
    expect(page.get_by_role("heading", name="Ihre Stellungnahme ist angekommen")).to_be_visible()
    expect(page.get_by_text("plan.pdf")).to_be_visible()

    come_in(look, url, "bernd")
    for path in (DESK, f"{DESK}/1", f"{DESK}/new?notes=1", "/p/ankommen/offices"):
        look.goto(url + path)
        assert_fits(look)
        assert_accessible(look)
