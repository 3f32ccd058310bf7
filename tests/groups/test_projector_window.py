"""The wall in a real Chromium: a group decides by keys alone, and in Arabic the other way round."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, select

from app.models import Comment, Decision, Disposition
from tests.chromium import OpenWindow, assert_accessible, assert_fits
from tests.living import come_in
from tests.server import LiveServer


@pytest.fixture
def url(app, cast, session) -> Iterator[str]:
    for at in ("hf1-2-1", "hf1-1-2", "hf1-1-1"):
        cast.says(session, f"Etwas zu {at}, in aller Kürze.", at=at)
    session.commit()
    with LiveServer(lambda _url: app) as server:
        yield server.url


def decided(session: Session) -> dict[int, tuple[Decision, str]]:
    query = select(Comment.number, Disposition.decision, Disposition.reason).join(Disposition)
    found = {number: (decision, reason) for number, decision, reason in session.exec(query)}
    session.commit()
    return found


def test_a_group_decides_on_the_wall_by_keys_alone(url, open_window: OpenWindow, session) -> None:
    page = open_window(1280)
    come_in(page, url, "ines")
    page.goto(f"{url}/groups/1/projector")
    number, press = page.locator("h2 a"), page.locator("body").press
    expect(number).to_have_text("#3")
    press("ArrowRight")
    expect(number).to_have_text("#2")
    press("ArrowLeft")
    expect(number).to_have_text("#3")
    press("?")
    expect(page.get_by_role("heading", name="Tastenkürzel")).to_be_visible()
    press("1")
    press("Escape")
    expect(number).to_have_text("#3")

    press("1")
    expect(number).to_have_text("#2")
    expect(page.get_by_role("status")).to_contain_text("2 von 3 offen")
    press("5")
    expect(page.get_by_label("Grund")).to_be_focused()
    press("Control+Enter")
    expect(page.locator("#reason-missing")).to_be_visible()
    page.keyboard.type("Das regelt der Kreis, 1 bis 6.")
    press("Control+Enter")
    expect(page.get_by_label("Weitergegeben an")).to_be_focused()
    assert_accessible(page)
    assert_fits(page)
    page.keyboard.type("Kreisverwaltung")
    press("Control+Enter")
    expect(number).to_have_text("#1")
    press("ArrowRight")
    page.set_viewport_size({"width": 360, "height": 740})
    assert_accessible(page)
    assert_fits(page)
    assert decided(session) == {
        3: (Decision.ADOPTED, ""),
        2: (Decision.OUT_OF_SCOPE, "Das regelt der Kreis, 1 bis 6."),
    }


def test_a_note_in_the_room_by_keys_and_a_file_written_meanwhile(
    url, open_window: OpenWindow, app, session
) -> None:
    """Along the text, to the form and back by the inbox's script; then the desk's page of files."""
    page = open_window(360, "dark")
    come_in(page, url, "ines")
    page.goto(f"{url}/groups/1/notes/3")
    heading, press = page.locator("h1"), page.locator("body").press
    press("j")
    expect(heading).to_contain_text("#2")
    press("k")
    expect(heading).to_contain_text("#3")
    press("?")
    expect(page.get_by_role("heading", name="Tastenkürzel")).to_be_visible()
    assert_accessible(page)
    press("Escape")
    press("e")
    press("Space")
    page.get_by_label("Interner Vermerk").or_(page.get_by_label("Grund")).first.focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_be_visible()
    press("u")
    expect(page).to_have_url(f"{url}/groups/1")
    assert decided(session) == {3: (Decision.ADOPTED, "")}

    page.context.clear_cookies()
    come_in(page, url, "bernd")
    page.goto(f"{url}/desk/p/ankommen/exports")
    page.locator("button[value='notes.csv']").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    app.state.worker.once()
    with page.expect_download() as download:
        page.get_by_role("link", name="Herunterladen").click()
    assert download.value.suggested_filename == "ankommen_Anmerkungen_2016-10-15.csv"


def test_without_javascript_the_same_form_decides(url, open_window: OpenWindow, session) -> None:
    page = open_window(1280, "dark", javascript=False)
    come_in(page, url, "ines")
    page.goto(f"{url}/groups/1/projector")
    expect(page.get_by_label("Grund")).to_be_hidden()
    page.locator("label", has_text="Nicht übernommen").click()
    page.get_by_label("Grund").fill("Dafür fehlt das Geld.")
    page.get_by_role("button", name="Entscheiden und weiter").click()
    expect(page.locator("h2 a")).to_have_text("#2")
    assert decided(session) == {3: (Decision.NOT_ADOPTED, "Dafür fehlt das Geld.")}
