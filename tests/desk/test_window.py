"""The pages of a draft's versions in a real Chromium: narrow, wide, light, dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app import db
from app.config import Settings
from app.main import create_app
from tests.cast import invite
from tests.chromium import LOOKS, OpenWindow, assert_accessible, assert_fits
from tests.desk.handing_in import DRAFT, URL
from tests.living import come_in
from tests.server import LiveServer


@pytest.fixture
def url(settings: Settings) -> Iterator[str]:
    """The application with the cast in it."""
    engine = db.make_engine(settings.database)
    with db.writing(engine) as session:
        invite(session)
    engine.dispose()

    def make_app(own: str) -> Any:
        return create_app(settings.model_copy(update={"base_url": own}))

    with LiveServer(make_app) as server:
        yield server.url


def hand_in(page: Page, url: str, folder: Path) -> None:
    """Emil hands in version 2."""
    come_in(page, url, "emil")
    (folder / "wohnen.md").write_text(DRAFT)
    page.goto(url + URL)
    page.get_by_label("Datei des Entwurfs").set_input_files(folder / "wohnen.md")
    page.get_by_role("button", name="Fassung einlesen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fassung 2: Stimmt die Gliederung?")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_pages_fit_and_are_accessible(
    url: str, open_window: OpenWindow, tmp_path: Path, width: int, theme: Any
) -> None:
    page = open_window(width, theme)
    hand_in(page, url, tmp_path)
    for path in (URL, f"{URL}/v1", f"{URL}/v2", "/desk/p/ankommen/writers"):
        page.goto(url + path)
        assert_fits(page)
        assert_accessible(page)
