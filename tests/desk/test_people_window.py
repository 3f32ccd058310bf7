"""The people page and the page of an invitation in a real Chromium, and by keyboard alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from app.accounts.inviting import invite
from app.models import Role
from app.security import hash_token
from tests.chromium import LOOKS, OpenWindow, assert_accessible, assert_fits
from tests.living import come_in
from tests.server import LiveServer

LONG = f"{'w' * 60}@{'x' * 60}.{'y' * 60}.example.org"


@pytest.fixture
def url(app, session: Session, cast) -> Iterator[str]:
    """The application with the cast in it, one invitation open, one with a long address."""
    cast.chen.name = "W" * 80
    session.add(cast.chen)
    made = invite(
        session, cast.emil, cast.dora.email, Role.LEAD, cast.organisation, cast.process, cast.group
    )
    made.token_hash = hash_token("the-token")
    invite(session, cast.emil, LONG, Role.AUDITOR, cast.organisation)
    session.commit()
    with LiveServer(lambda _url: app) as server:
        yield server.url


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_pages_fit_and_are_accessible(
    url: str, open_window: OpenWindow, width: int, theme: Any
) -> None:
    page = open_window(width, theme)
    page.goto(f"{url}/invitations/the-token")
    assert_fits(page)
    assert_accessible(page)
    come_in(page, url, "emil")
    page.goto(f"{url}/desk/people")
    page.get_by_role("button", name="Einladen").click()
    expect(page.locator(".say--wrong")).to_be_focused()
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert_fits(page)
    assert_accessible(page)


def test_by_keyboard_and_without_javascript_somebody_is_invited_and_a_role_taken(
    url: str, open_window: OpenWindow, session: Session
) -> None:
    page = open_window(360, javascript=False)
    come_in(page, url, "jonas")
    page.goto(f"{url}/desk/p/ankommen/people")
    page.get_by_label("E-Mail-Adresse").focus()
    page.keyboard.type("neu@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("Mod")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Die Einladung ist unterwegs.")
    expect(page.get_by_role("main")).to_contain_text("neu@example.org")

    page.locator("summary", has_text="Rolle wegnehmen: Bernd").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Die Rolle ist weggenommen.")
    expect(page.get_by_role("main")).not_to_contain_text("bernd@example.org")
