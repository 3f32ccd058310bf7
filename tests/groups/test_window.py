"""The room and the draft's outline in a real Chromium: narrow, wide, light and dark."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from app import db, schema
from app.config import Settings
from app.groups import packing
from app.main import create_app
from tests.cast import Cast, invite
from tests.chromium import LOOKS, OpenWindow, assert_accessible, assert_fits
from tests.living import come_in
from tests.server import LiveServer


class Live:
    """The whole application with its worker, and who is in it."""

    def __init__(self, url: str, cast: Cast) -> None:
        self.url = url
        self.cast = cast
        self.room = f"{url}/groups/{cast.group.id}"


@pytest.fixture
def live(settings: Settings) -> Iterator[Live]:
    engine = db.make_engine(settings.database)
    assert schema.is_current(engine)
    with db.writing(engine) as session:
        cast = invite(session)
        cast.says(session)
    engine.dispose()

    def make_app(url: str) -> Any:
        return create_app(settings.model_copy(update={"base_url": url, "worker": True}))

    with LiveServer(make_app) as server:
        yield Live(server.url, cast)


def test_one_sees_how_a_bundle_is_packed_and_takes_it(
    live: Live, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    real = packing.pack

    def held(*words: Any) -> Any:
        assert gate.wait(20)
        return real(*words)

    monkeypatch.setattr(packing, "pack", held)
    page = open_window()
    come_in(page, live.url, "chen")
    page.goto(live.room)
    jump = page.locator(".room__jump a[href='#pakete']")
    jump.focus()
    assert jump.bounding_box()["height"] > 20, "in sight once it has the focus"
    page.get_by_role("button", name="Rückmeldepaket ziehen").click()

    expect(page.get_by_text("Paket 1 ist gezogen.")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Paket 1 wird gepackt")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Stand von Paket 1 ansehen").focus()
    gate.set()
    expect(page.locator("#pakete-stand")).to_have_text("Paket 1 ist fertig.")
    expect(page.get_by_role("button", name="Paket 1 herunterladen")).to_be_focused()
    with page.expect_download() as download:
        page.get_by_role("button", name="Paket 1 herunterladen").click()

    assert download.value.suggested_filename == "AG1_Sprache_Paket-1_2016-10-15.zip"
    assert page.url == live.room, "nothing was loaded anew"


def test_without_javascript_the_same_room_leads_to_the_same_bundle(
    live: Live, open_window: OpenWindow
) -> None:
    page = open_window(javascript=False)
    come_in(page, live.url, "chen")
    page.goto(live.room)
    page.get_by_role("button", name="Rückmeldepaket ziehen").click()
    button = page.get_by_role("button", name="Paket 1 herunterladen")
    expect(button).to_be_visible(timeout=20_000)  # the page looks again by itself

    with page.expect_download() as download:
        button.click()

    assert download.value.path().read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_pages_fit_and_are_accessible(
    live: Live, open_window: OpenWindow, width: int, theme: Any
) -> None:
    page = open_window(width, theme)
    come_in(page, live.url, "emil")
    page.goto(live.room)
    page.get_by_role("button", name="Rückmeldepaket ziehen").click()
    expect(page.get_by_role("button", name="Paket 1 herunterladen")).to_be_visible(timeout=20_000)

    for path in (f"groups/{live.cast.group.id}", "bundles/1"):
        page.goto(f"{live.url}/{path}")
        assert_fits(page)
        assert_accessible(page)
