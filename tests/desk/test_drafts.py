"""The draft on the desk: handed in by the office alone, refused in sentences."""

import pytest
from sqlmodel import col, select

from app.models import (
    JournalEntry,
    Process,
    Section,
    Status,
)
from tests.desk.handing_in import DRAFT, URL, look, runs, upload, versions


def test_the_office_hands_in_a_file_and_sees_it_with_addresses(office, app) -> None:
    upload(office, ("wohnen.md", DRAFT))
    assert office.last.headers["location"] == f"{URL}/v2"

    page = office.get(f"{URL}/v2")
    assert [a.text for a in page.select(".run .address")] == [f"T · {n}" for n in range(1, 6)]
    assert "Die Stadt baut auf eigenem Grund." in page.select_one("#t-2").text
    assert "wohnen.md, 33 Wörter" in page.select_one("header.title").text
    headings = [link.text for link in page.select(".tree__item a[href^='#s-']")]
    assert headings == ["Wohnen in Musterstadt", "Einleitung", "Bauen", "Wo", "Nachbarn"]
    assert "Noch ist kein Handlungsfeld festgelegt." in page.select_one("#oeffentlich").text

    listed = office.get(URL).select(".versions li")
    assert [item.h3.text.split(":")[0] for item in listed] == ["Fassung 2", "Fassung 1"]
    assert "nicht öffentlich" in listed[0].text
    assert "33 Wörter gelesen" in listed[0].text
    assert look(app, select(Process.current_version).where(Process.slug == "ankommen")) == [1]
    office.get("/p/ankommen/draft/v2", status=404)


def test_several_files_are_fields_in_the_order_of_their_names(office, app) -> None:
    upload(office, ("10-verkehr.md", "# Verkehr\n\nDer Bus."), ("2-bauen.md", "# Bauen\n\nHäuser."))

    page = office.get(f"{URL}/v2")

    assert list(runs(page)) == ["Bauen", "Verkehr"]
    groups = [mark.text for mark in page.select(".run .fieldmark")]
    assert groups == ["HF3 · AG 1", "HF4 · AG 2"]


def test_what_was_left_out_is_listed(office) -> None:
    upload(office, ("entwurf.md", "# Bauen\n\n<!-- Das bleibt unter uns -->\n\nHäuser."))

    page = office.get(f"{URL}/v2")

    assert "Das bleibt unter uns" in page.select_one("details.left-out").text
    assert "Das bleibt unter uns" not in page.select_one(".runs").text
    assert "ausgelassen" in office.get(URL).select_one(".versions li").text


def test_sent_twice_with_the_same_key_it_is_one_version(office, app) -> None:
    for _n in range(2):
        upload(office, ("wohnen.md", DRAFT), key="once")
        assert office.last.headers["location"] == f"{URL}/v2"

    upload(office, ("anders.md", DRAFT + "\nMehr."), key="once", status=409)
    upload(office, ("wohnen.md", DRAFT), key="again")

    assert versions(app) == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("entwurf.docx", b"PK\x03\x04" + b"\0" * 60, "entwurf.docx"),
        ("entwurf.md", b"\xff\xfe\x00caf\xe9\xff", "entwurf.md"),
        ("leer.md", "", "leer.md"),
        ("kopf.md", "---\nfields: [\n---\n# A\n\nText.", "kopf.md"),
        (
            "feld.md",
            "---\ntitle: A\nfields: [{heading: Fehlt}]\n---\n# A\n\nText.",
            "„Fehlt“",
        ),
        ("", "", "Wählen Sie zuerst eine Datei aus."),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_file_field(
    office, app, name: str, content: str | bytes, said: str
) -> None:
    before = look(app, select(JournalEntry.id)), look(app, select(Section.id))

    page = upload(office, (name, content), status=422)

    error = page.select_one("#files-error")
    assert error.text.startswith("Fehler:")
    assert said in error.text
    assert "files-error" in page.select_one("#files")["aria-describedby"]
    assert versions(app) == [1]
    assert (look(app, select(JournalEntry.id)), look(app, select(Section.id))) == before


def test_a_draft_that_is_too_large_is_refused_in_a_sentence(office, app) -> None:
    page = upload(office, ("gross.md", b"# A\n\n" + b"Wort " * 4_000_000), status=422)

    assert "größer als 20 MB" in page.select_one("#files-error").text
    assert versions(app) == [1]


def test_a_body_beyond_every_measure_is_not_even_read(office, app) -> None:
    upload(office, ("gross.md", b"Wort " * 5_200_000), status=413)

    assert versions(app) == [1]


def test_moderators_read_and_change_nothing(browser, app, cast, sections) -> None:
    browser.leave().sign_in(cast.bernd)

    for url in (URL, f"{URL}/v1", f"{URL}/v2", f"{URL}/v2?edit=s-bauen"):
        assert not browser.get(url).select("main form, main select, main button")
    page = upload(browser, ("wohnen.md", DRAFT), status=403)
    assert "Das kann nur die Verfahrensleitung oder das Beteiligungsbüro." in page.text
    bauen = sections["Bauen"]
    browser.send(f"{URL}/v2/steps", status=403, do=f"field:s{bauen}", seen="0-0")
    browser.get_fragment(f"{URL}/v2/tools?at=s-bauen", status=403)
    browser.send(f"{URL}/v2/publish", status=403)

    assert versions(app) == [1, 2]
    assert look(app, select(Section.id).where(col(Section.is_field), Section.version_id == 2)) == []


@pytest.mark.parametrize("who", ["amira", "chen", "gustav", None])
def test_everybody_else_is_refused_everywhere(
    browser, app, cast, sections, monkeypatch: pytest.MonkeyPatch, who: str | None
) -> None:
    browser.leave()
    if who:
        browser.sign_in(getattr(cast, who))
    status = 403 if who else 401
    monkeypatch.setattr("app.desk.drafts.read_contents", _must_not_read)

    for url in (URL, f"{URL}/v1", f"{URL}/v2"):
        browser.get(url, status=status)
    upload(browser, ("wohnen.md", DRAFT), status=status)
    bauen = sections["Bauen"]
    browser.send(f"{URL}/v2/steps", status=status, do=f"field:s{bauen}", seen="0-0")
    browser.send(f"{URL}/v2/undo", status=status, number=1, seen="1-1")
    browser.send(f"{URL}/v2/redo", status=status, number=1, seen="1-0")
    browser.get_fragment(f"{URL}/v2/tools?at=s-bauen", status=status)
    browser.send(f"{URL}/v2/publish", status=status)

    assert versions(app) == [1, 2]


def _must_not_read(_contents: object) -> None:
    raise AssertionError("a file of somebody who may not was read")


def test_of_a_process_in_preparation_strangers_learn_nothing(browser, cast, session) -> None:
    process = session.get_one(Process, cast.process.id)
    process.status = Status.PREPARING
    session.commit()

    page = browser.sign_in(cast.gustav).get(URL, status=404)
    assert "Dieses Verfahren gibt es nicht." in page.text
    upload(browser, ("wohnen.md", DRAFT), status=404)
    page = browser.leave().sign_in(cast.emil).get(f"{URL}/v1")
    assert "Fassung 1" in page.select_one("h1").text


def test_what_is_not_there_is_not_found(office) -> None:
    for url in (f"{URL}/v9", "/desk/p/nirgends/draft"):
        office.get(url, status=404)
    for url in (f"{URL}/v0", f"{URL}/vx", f"{URL}/v{2**40}"):
        office.get(url, status=422)


def test_headings_and_file_names_are_text_and_never_markup(office, app) -> None:
    evil = "<svg onload=alert(1)>"
    upload(office, (f"{evil}.md", f"# Bauen `{evil}`\n\nText."))

    for url in (URL, f"{URL}/v2"):
        page = office.get(url)
        assert not page.select("svg")
        assert evil in page.text
    (section,) = look(app, select(Section.id).where(Section.version_id == 2))
    office.send(f"{URL}/v2/steps", do=f"field:s{section}", seen="0-0")
    said = {"title": evil, "summary": evil}
    office.send(f"{URL}/v2/steps", do=f"describe:s{section}", seen="1-1", **said)
    page = office.get(f"{URL}/v2?edit=s-bauen-svg-onload-alert-1")
    assert not page.select("svg")
    assert evil in page.select_one(".run .meta").text
    assert evil in page.select_one("#verlauf").text
