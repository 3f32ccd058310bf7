"""Putting a version right in a real Chromium: by keyboard, in place, without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from app import db
from app.config import Settings
from app.drafts.domain import import_draft
from app.drafts.readers.markdown import read_markdown
from app.main import create_app
from app.models import Block, DraftVersion, Section
from tests.cast import invite
from tests.chromium import LOOKS, OpenWindow, assert_accessible, assert_fits
from tests.desk.handing_in import URL
from tests.drafts.putting_right import TEXT
from tests.living import come_in
from tests.server import LiveServer

PAGE = f"{URL}/v2"


@pytest.fixture
def url(settings: Settings) -> Iterator[str]:
    """The application with the cast, and a version 2 whose file had colours and doubts."""
    engine = db.make_engine(settings.database)
    with db.writing(engine) as session:
        cast = invite(session)
        draft = read_markdown([("wohnen.md", TEXT)])
        version = import_draft(session, cast.process, draft, source_name="wohnen.docx", by=None)
        _as_a_reader_marks_it(session, version)
    engine.dispose()

    def make_app(own: str) -> Any:
        return create_app(settings.model_copy(update={"base_url": own}))

    with LiveServer(make_app) as server:
        yield server.url


def _as_a_reader_marks_it(session: Session, version: DraftVersion) -> None:
    for section in session.exec(select(Section).where(Section.version_id == version.id)):
        if section.title in ("1 Bauen", "2 Nachbarn"):
            section.fill = "#ffe699"
        if section.title == "Wann":
            section.doubt = "Nur an der Fettung erkannt."
        session.add(section)
    query = select(Block).where(Block.version_id == version.id, Block.number == 3)
    block = session.exec(query).one()
    block.doubt = "Hier endete eine Seite mitten im Satz."
    session.add(block)


def open_it(page: Page, url: str) -> None:
    """Emil opens version 2."""
    come_in(page, url, "emil")
    page.goto(url + PAGE)


def last_step(page: Page) -> Any:
    return page.get_by_role("region", name="Letzte Schritte")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_draft_is_put_right(url: str, open_window: OpenWindow, javascript: bool) -> None:
    page = open_window(javascript=javascript)
    open_it(page, url)
    page.get_by_role("button", name="Diese 2 farbigen Abschnitte als Felder übernehmen").click()
    expect(last_step(page)).to_contain_text("als Felder übernommen: 2 Abschnitte")
    expect(page.locator(".run .fieldmark")).to_have_text(["HF3", "HF4"])

    page.get_by_role("link", name="Bearbeiten HF3 · 2").click()
    tools = page.get_by_role("group", name="HF3 · 2 bearbeiten")
    tools.get_by_role("button", name="Mit dem vorigen verbinden").click()
    expect(last_step(page)).to_contain_text("Absätze verbunden: HF3 · 1")
    expect(page.locator("#hf3-1")).to_contain_text("Danach kommt der Hafen an die Reihe.")
    expect(page.locator("#hf3-2")).to_contain_text("an der alten Post")

    tools = page.get_by_role("group", name="HF3 · 1 bearbeiten")
    tools.get_by_label("Der neue Absatz beginnt mit").select_option("2.4")
    tools.get_by_role("button", name="Hier teilen").click()
    expect(page.locator("#hf3-2")).to_contain_text("Danach kommt der Hafen an die Reihe.")

    page.get_by_role("link", name="Überschrift bearbeiten „1 Bauen“").click()
    tools = page.get_by_role("group", name="1 Bauen bearbeiten")
    tools.get_by_label("Name des Feldes").fill("Bauen und Wohnen")
    tools.get_by_label("Arbeitsgruppe").select_option("new")
    tools.get_by_role("button", name="Feld speichern").click()
    expect(page.locator(".run .fieldmark").first).to_have_text("HF3 · AG 3")

    for said in ("Absatz geteilt", "Absätze verbunden", "Farbige Abschnitte"):
        last_step(page).get_by_role("button", name="Rückgängig").click()
        expect(last_step(page)).to_contain_text(f"Zuletzt: {said}")
    last_step(page).get_by_role("button", name="Rückgängig").click()
    expect(last_step(page)).to_contain_text("Noch ist nichts geändert.")
    expect(page.locator(".run .address")).to_have_text([f"T · {n}" for n in range(1, 9)])
    last_step(page).get_by_role("button", name="Wiederholen").click()
    expect(page.locator(".run .fieldmark")).to_have_text(["HF3", "HF4"])


def test_it_works_by_keyboard_and_the_focus_stays_where_one_works(
    url: str, open_window: OpenWindow
) -> None:
    page = open_window()
    open_it(page, url)
    page.get_by_role("link", name="Überschrift bearbeiten „Wo“").focus()
    page.keyboard.press("Enter")
    tools = page.get_by_role("group", name="Wo bearbeiten", exact=True)
    expect(tools).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Tab")
    higher = tools.get_by_role("button", name="Eine Ebene höher")
    expect(higher).to_be_focused()
    page.keyboard.press("Space")
    expect(last_step(page)).to_contain_text("Überschrift eine Ebene höher: Wo")
    expect(higher).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Überschrift eine Ebene höher: Wo")
    expect(page.locator(".tree > li")).to_have_count(2)

    page.get_by_role("link", name="Fertig").focus()
    page.keyboard.press("Enter")
    opener = page.get_by_role("link", name="Überschrift bearbeiten „Wo“")
    expect(opener).to_be_focused()
    page.get_by_role("button", name="Rückgängig").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tree > li")).to_have_count(1)
    expect(page.get_by_role("button", name="Rückgängig")).to_be_focused()


def test_headings_come_and_go_in_their_places(url: str, open_window: OpenWindow) -> None:
    page = open_window()
    open_it(page, url)

    def headings() -> list[str]:
        return page.locator(".run :is(h3, h4, h5, h6)").all_inner_texts()

    page.get_by_role("link", name="Überschrift bearbeiten „Wohnen in Musterstadt“").click()
    page.get_by_role("button", name="Zum Absatz machen").click()
    expect(page.locator("#t-1")).to_contain_text("Wohnen in Musterstadt")
    assert headings() == ["1 Bauen", "Wo", "2 Nachbarn", "Wann"]
    page.get_by_role("group", name="T · 1 bearbeiten").get_by_role(
        "button", name="Zur Überschrift machen"
    ).click()
    expect(page.locator(".run h3")).to_have_text(["Wohnen in Musterstadt"])
    expect(page.locator(".run h4")).to_have_text(["1 Bauen", "2 Nachbarn"])
    expect(page.locator("#t-1")).to_contain_text("Dieser Entwurf liegt aus.")
    in_place = page.locator("#runs :is(h3, h4, h5, .address)").all_inner_texts()
    page.reload()
    assert page.locator("#runs :is(h3, h4, h5, .address)").all_inner_texts() == in_place


def test_what_was_guessed_is_listed_and_ticked_off(url: str, open_window: OpenWindow) -> None:
    page = open_window()
    open_it(page, url)
    page.get_by_text("2 Stellen geraten, bitte ansehen").click()
    page.get_by_role("link", name="T · 3", exact=True).first.click()
    assert page.url.endswith("#t-3")

    page.get_by_role("button", name="angesehen T · 3").click()
    expect(page.get_by_text("1 Stelle geraten, bitte ansehen")).to_be_visible()
    expect(page.get_by_role("link", name="Bearbeiten T · 3")).to_be_focused()


def test_who_comes_too_late_is_told_and_can_go_on(url: str, open_window: OpenWindow) -> None:
    page, other = open_window(), open_window()
    for window in (page, other):
        open_it(window, url)
    other.get_by_role("button", name="als Feld „1 Bauen“").click()
    expect(other.get_by_role("link", name="HF3 „1 Bauen“ bearbeiten")).to_be_focused()

    page.get_by_role("button", name="als Feld „2 Nachbarn“").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Inzwischen gab es einen anderen Schritt von Emil.")
    expect(alert).to_be_focused()
    alert.get_by_role("link", name="Die Seite neu laden").click()
    page.get_by_role("button", name="als Feld „2 Nachbarn“").click()
    expect(page.get_by_role("link", name="HF4 „2 Nachbarn“ bearbeiten")).to_be_focused()


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_page_fits_and_is_accessible(
    url: str, open_window: OpenWindow, width: int, theme: Any
) -> None:
    page = open_window(width, theme)
    open_it(page, url)
    assert_fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="Diese 2 farbigen").click()
    expect(page.get_by_role("status")).to_contain_text("2 Abschnitte")
    page.get_by_role("link", name="Überschrift bearbeiten „1 Bauen“").click()
    tools = page.get_by_role("group", name="1 Bauen bearbeiten")
    tools.get_by_label("Name des Feldes").fill("")
    tools.get_by_role("button", name="Feld speichern").click()
    expect(tools.get_by_text("Fehler: Das Feld braucht einen Namen.")).to_be_visible()
    page.get_by_role("link", name="Bearbeiten HF3 · 1").click()
    expect(page.get_by_role("group", name="HF3 · 1 bearbeiten")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
