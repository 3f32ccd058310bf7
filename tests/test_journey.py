"""The main job, end to end, as people do it: a real browser, both databases, with and without
JavaScript. A resident registers and writes, a moderator answers for an office, the group takes
its bundle home."""

import csv
import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app import db
from app.models import Comment
from tests.living import come_in, living, sign_in

TEXT = "Die Kurse am Abend sind immer voll.\nBitte mehr davon."


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request, tmp_path, monkeypatch):
    """The whole application with its worker, on a database with the cast in it."""
    with living(request, tmp_path, monkeypatch) as running:
        yield running


def mail_to(folder: Path, address: str, says: str) -> str:
    """The newest mail to this address with these words, once it has landed."""
    name = address.replace("@", "-at-").replace(".", "-")
    for _ in range(200):
        for found in sorted((folder / "mail").glob(f"*{name}.eml"), reverse=True):
            letter = found.read_text().replace("=\n", "").replace("=3D", "=")
            if says in letter:
                return letter
        time.sleep(0.05)
    raise AssertionError(f"no mail to {address} says {says}")


@pytest.mark.parametrize(
    ("server", "javascript"),
    [("postgresql", True), ("sqlite", False)],
    ids=["postgresql-htmx", "sqlite-no script"],
    indirect=["server"],
)
def test_the_main_job(server, open_window, javascript):
    page = open_window(javascript=javascript)
    register(page, server)
    write(page, server, javascript)
    answer(open_window(javascript=javascript), server)
    mail_to(server.folder, "nachbarin@example.org", "Abendkurse beginnen im Januar.")
    take_home(open_window(javascript=javascript), server)


def register(page: Page, server) -> None:
    page.goto(f"{server.url}/register?next=/p/ankommen/fields/sprache")
    page.get_by_label("Name").fill("Nachbarin")
    page.get_by_label("E-Mail").fill("nachbarin@example.org")
    page.get_by_label("Passwort", exact=True).fill("eine lange Wendung")
    page.locator("main").get_by_role("button").first.click()
    letter = mail_to(server.folder, "nachbarin@example.org", "/confirm/")
    link = re.search(rf"{server.url}/confirm/\S+", letter)
    assert link
    page.goto(link[0])
    page.locator("main").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="Nachbarin")).to_be_visible()


def write(page: Page, server, javascript: bool) -> None:
    page.goto(f"{server.url}/p/ankommen/fields/sprache")
    page.locator("#hf1-3").get_by_role("link", name="Anmerkung schreiben").click()
    page.get_by_label("Fragen").check()
    page.get_by_label("Ihr Text").fill(TEXT)
    page.get_by_role("button", name="Anmerkung abschicken").click()
    expect(page.get_by_text("Ihre Anmerkung #1 ist öffentlich.")).to_be_visible()
    mail_to(server.folder, "nachbarin@example.org", "/receipts/1/")
    if javascript:
        assert "/fields/sprache" in page.url
    else:
        page.get_by_role("link", name="Zurück zum Text").click()
    note = page.locator("#a1")
    expect(note).to_contain_text("Die Kurse am Abend sind immer voll.")
    page.reload()
    expect(page.locator("#hf1-3 .noted, #hf1-3 .block__foot").first).to_be_visible()


def answer(page: Page, server) -> None:
    sign_in(page, server.url, "bernd")
    page.goto(f"{server.url}/desk/p/ankommen")
    page.get_by_label("für ein Amt").check()
    page.get_by_label("Stellungnahme von").select_option(label="Amt für Schule")
    page.locator("#answer-text").fill("Abendkurse beginnen im Januar.")
    page.get_by_role("button", name="Veröffentlichen").first.click()
    expect(page.locator("main")).to_contain_text("Abendkurse beginnen im Januar.")
    page.goto(f"{server.url}/p/ankommen/comments/1")
    sheet = page.locator(".statement")
    expect(sheet).to_contain_text("Stellungnahme: Amt für Schule")
    expect(sheet).to_contain_text("Abendkurse beginnen im Januar.")


def take_home(page: Page, server) -> None:
    sign_in(page, server.url, "chen")
    page.goto(f"{server.url}/groups/1")
    page.get_by_role("button", name="ziehen").click()
    for _ in range(100):
        page.goto(f"{server.url}/groups/1")
        ready = page.get_by_role("button", name="herunterladen")
        if ready.count():
            break
        time.sleep(0.1)
    with page.expect_download() as download:
        ready.first.click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert set(archive.namelist()) >= {
        "comments.xlsx",
        "comments.docx",
        "comments.ods",
        "comments.csv",
        "comments.json",
        "README.txt",
        "manifest.json",
    }
    rows = list(
        csv.reader(io.StringIO(archive.read("comments.csv").decode("utf-8-sig")), delimiter=";")
    )
    assert any("Die Kurse am Abend" in cell for cell in rows[1])
    assert any("Abendkurse beginnen im Januar." in cell for cell in rows[1])
    assert any("HF1 · 3" in cell for cell in rows[1])


def test_nothing_is_written_twice_by_an_impatient_finger(server, open_window):
    page = open_window(360)
    come_in(page, server.url, "amira")
    page.goto(f"{server.url}/p/ankommen/comments/new?at=hf1-1")
    page.get_by_label("Ihr Text").fill("Eine Anmerkung mit Doppelklick.")
    page.get_by_role("button", name="Anmerkung abschicken").dblclick()
    expect(page.locator("body")).to_contain_text("Eine Anmerkung mit Doppelklick.")

    engine = db.make_engine(server.database)
    with db.reading(engine) as session:
        assert len(session.exec(select(Comment)).all()) == 1
    engine.dispose()
