"""A guest writes and confirms by keyboard alone, on a small phone."""

import pytest
from playwright.sync_api import expect

from app.models import CommentState, Perspective
from tests.chromium import assert_accessible, assert_fits
from tests.comments.guesting import link_of, mails
from tests.comments.stopping import comments
from tests.server import LiveServer


@pytest.fixture
def url(app, cast, session, settings):
    """Served, where guests may write and say for whom they speak."""
    settings.seconds_to_write = 0
    cast.process.takes_guests = True
    name = "Verein oder Ehrenamt, mit einem Namen, der auf keinem Telefon in eine Zeile passt"
    session.add_all([cast.process, Perspective(process_id=cast.process.id, position=1, name=name)])
    session.commit()
    with LiveServer(lambda _url: app) as server:
        yield server.url


def test_a_guest_writes_and_confirms_by_keyboard_alone(url, open_window, session):
    page = open_window(320, "dark")
    page.goto(f"{url}/p/ankommen/comments/new?at=hf1-1")
    page.get_by_label("Ihr Text").focus()
    page.keyboard.type("Bitte auch am Samstag öffnen.")
    page.keyboard.press("Tab")
    page.keyboard.type("Nachbarin")
    page.keyboard.press("Tab")
    page.keyboard.type("nachbarin@example.org")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # unfolds for whom one speaks
    for typed in ("Verein", "Treffpunkt" * 9, "Nordstadt"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert_fits(page)
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    waits = page.get_by_text("Bitte bestätigen Sie Ihre Anmerkung #1.")
    expect(waits).to_be_visible()
    assert_fits(page)
    assert_accessible(page)

    page.goto(url + link_of(mails(session)[0]))
    assert_accessible(page)
    page.get_by_role("button", name="Ja, das ist von mir").press("Enter")

    expect(page.get_by_text("Bestätigt. Ihre Anmerkung #1 ist öffentlich.")).to_be_visible()
    page.get_by_role("link", name="Im Text zeigen").press("Enter")
    expect(page.locator(".speaks").first).to_contain_text("Nordstadt")
    assert_fits(page)
    (note,) = comments(session)
    assert (note.state, note.shows_self) == (CommentState.PUBLIC, True)


def test_what_a_guest_says_of_themselves_stays_on_the_device_like_the_text(url, open_window):
    page = open_window(360, "light")
    page.goto(f"{url}/p/ankommen/comments/new?at=hf1-1")
    page.get_by_label("Ihr Text").fill("Bitte auch am Samstag öffnen.")
    page.locator(".self summary").click()
    page.get_by_label("Ich spreche für").select_option(index=1)
    page.get_by_label("Stadtteil").fill("Nordstadt")
    page.get_by_label("Öffentlich unter meinem Namen").check()
    page.reload()

    expect(page.get_by_label("Ihr Text")).to_have_value("Bitte auch am Samstag öffnen.")
    expect(page.get_by_label("Stadtteil")).to_have_value("Nordstadt")
    expect(page.get_by_label("Ich spreche für")).to_have_value("1")
    expect(page.get_by_label("Öffentlich unter meinem Namen")).to_be_checked()
    expect(page.get_by_label("Ihr Name oder")).to_have_value("")
