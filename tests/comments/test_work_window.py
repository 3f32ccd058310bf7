"""A real browser does the piece of work, beside the page, under our strict rules for scripts."""

import pytest
from playwright.sync_api import expect

from app.comments import work
from app.models import CommentState
from tests.chromium import assert_accessible, assert_fits
from tests.comments.stopping import allow_unsigned, comments, reasons
from tests.server import LiveServer

NEW = "/p/ankommen/comments/new?at=hf1-1"


@pytest.fixture
def url(app, cast, session, monkeypatch):
    """Served, where one may write without an account; the work is short."""
    monkeypatch.setattr(work, "MOST", 20_000)
    allow_unsigned(session, cast)
    with LiveServer(lambda _url: app) as server:
        yield server.url


def test_a_visitor_writes_while_the_device_works(url, open_window, session):
    page = open_window(360, "dark")
    page.goto(f"{url}/p/ankommen/fields/sprache")
    page.locator("#hf1-1").locator("..").get_by_role(
        "link", name="Anmerkung schreiben"
    ).first.click()
    page.get_by_label("Ihr Text").fill("Ich wohne hier und habe kein Konto.")
    expect(page.get_by_text("Ihr Gerät hat gerechnet.")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="Anmerkung abschicken").click()

    expect(page.get_by_text("Ihre Anmerkung #1 ist gespeichert.")).to_be_visible()
    assert comments(session)[0].state is CommentState.WAITING
    assert reasons(session) == [["unsigned"]], "the work was done, and nobody fell into the trap"


def test_sent_too_soon_the_form_goes_when_the_work_is_done(url, open_window, session, monkeypatch):
    monkeypatch.setattr(work, "MOST", 400_000)
    page = open_window()
    page.goto(url + NEW)
    page.get_by_label("Ihr Text").fill("Ich bin schneller als mein Gerät.")
    page.get_by_role("button", name="Anmerkung abschicken").click()

    expect(page.get_by_text("Ihre Anmerkung #1 ist gespeichert.")).to_be_visible()
    assert reasons(session) == [["unsigned"]]


def test_without_javascript_the_form_says_what_that_means(url, open_window, session):
    page = open_window(javascript=False)
    page.goto(url + NEW)
    expect(page.get_by_text("Ohne JavaScript nimmt die Stadt")).to_be_visible()
    page.get_by_label("Ihr Text").fill("Ohne Skript, mit Gedanken.")
    page.get_by_role("button", name="Anmerkung abschicken").click()

    expect(page.get_by_text("wartet auf die Moderation").first).to_be_visible()
    assert reasons(session) == [["unsigned", "unproved"]]
