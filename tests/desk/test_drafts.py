"""The draft on the desk: handed in, outlined, published by the office alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from bs4 import BeautifulSoup
from fastapi import FastAPI
from sqlmodel import Session, col, select

from app import db
from app.models import (
    ActionField,
    Block,
    DraftVersion,
    JournalEntry,
    Process,
    Section,
    Status,
    WorkingGroup,
)
from tests.browser import Browser
from tests.cast import Cast

DRAFT = """# Wohnen in Musterstadt

## Einleitung

Dieser Entwurf liegt aus.

## Bauen

Die Stadt baut auf eigenem Grund. Sie fängt im Mai an.

### Wo

- an der alten Post
- am Hafen

## Nachbarn

Jedes Viertel bekommt einen Treffpunkt.
"""
URL = "/desk/p/ankommen/draft"


def look(app: FastAPI, query: object) -> list:
    """What stands in the database; the test keeps no transaction open."""
    with db.reading(app.state.engine) as session:
        return list(session.exec(query).all())


def versions(app: FastAPI) -> list[int]:
    return look(app, select(DraftVersion.number).order_by(col(DraftVersion.number)))


def upload(
    browser: Browser, *files: tuple[str, str | bytes], status: int = 303, key: str = ""
) -> BeautifulSoup:
    """Hand in these files as a browser does."""
    fields = browser._with_token({"idempotency_key": key})
    sent = [("files", (name, content, "text/markdown")) for name, content in files]
    response = browser.client.post(
        "/desk/p/ankommen/drafts", data=fields, files=sent, follow_redirects=False
    )
    browser.last = response
    return browser._page(response, status)


@pytest.fixture
def office(browser: Browser, cast: Cast) -> Browser:
    """Emil of the participation office is signed in."""
    return browser.sign_in(cast.emil)


@pytest.fixture
def sections(office: Browser, app: FastAPI) -> dict[str, int]:
    """Version 2 is handed in; its headings by title."""
    upload(office, ("wohnen.md", DRAFT))
    query = select(Section).join(DraftVersion).where(DraftVersion.number == 2)
    return {section.title: section.id for section in look(app, query)}


def runs(page: BeautifulSoup) -> dict[str, str | None]:
    """The headings of the text with the colour under which each stands."""
    return {run.select_one("h3, h4, h5").text: run.get("data-field") for run in page.select(".run")}


def test_the_office_hands_in_a_file_and_sees_it_with_addresses(office, app) -> None:
    upload(office, ("wohnen.md", DRAFT))
    assert office.last.headers["location"] == f"{URL}/v2"

    page = office.get(f"{URL}/v2")
    assert [a.text for a in page.select(".run .address")] == [f"T · {n}" for n in range(1, 6)]
    assert "Die Stadt baut auf eigenem Grund." in page.select_one("#t-2").text
    assert "wohnen.md, 33 Wörter" in page.select_one("header.title").text
    labels = [label.text for label in page.select(".tree__item label")]
    assert labels == ["Wohnen in Musterstadt", "Einleitung", "Bauen", "Wo", "Nachbarn"]
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

    assert "Das bleibt unter uns" in page.select_one("details").text
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


def test_fields_get_colour_group_and_line_and_the_text_its_addresses(office, app, sections) -> None:
    bauen, nachbarn = sections["Bauen"], sections["Nachbarn"]
    chosen = {
        f"kind-{bauen}": "field",
        f"colour-{bauen}": "4",
        f"group-{bauen}": "new",
        f"summary-{bauen}": "Wo gebaut wird.",
        f"kind-{nachbarn}": "field",
        f"group-{nachbarn}": "ag-2",
        f"group-{sections['Einleitung']}": "ag-1",
    }
    office.send(f"{URL}/v2/fields", **chosen)
    assert office.last.headers["location"] == f"{URL}/v2#gliederung"

    page = office.get(f"{URL}/v2")
    assert runs(page) == {
        "Wohnen in Musterstadt": None,
        "Einleitung": None,
        "Bauen": "4",
        "Wo": "4",
        "Nachbarn": "4",
    }
    marks = [mark.text for mark in page.select(".run .fieldmark")]
    assert marks == ["HF3 · AG 3", "HF4 · AG 2"]
    assert [a.text for a in page.select(".run .address")] == [
        "T · 1",
        "HF3 · 1",
        "HF3 · 2",
        "HF3 · 3",
        "HF4 · 1",
    ]
    assert page.select_one(f"#summary-{bauen}")["value"] == "Wo gebaut wird."
    selected = page.select_one(f"#group-{bauen} option[selected]")
    assert selected.text == "AG 3 Bauen"
    (entry,) = look(app, select(JournalEntry).where(JournalEntry.deed == "draft.fields_chosen"))
    assert entry.details == {"fields": ["bauen", "nachbarn"]}


def test_choosing_again_replaces_and_empty_means_none(office, app, sections) -> None:
    bauen = sections["Bauen"]
    full = {f"kind-{bauen}": "field", f"group-{bauen}": "ag-1", f"summary-{bauen}": "Eine Zeile."}
    office.send(f"{URL}/v2/fields", **full)
    office.send(f"{URL}/v2/fields", **{f"kind-{bauen}": "field", f"group-{bauen}": ""})

    (field,) = look(app, select(ActionField).where(ActionField.slug == "bauen"))
    assert (field.group_id, field.summary) == (None, "")
    page = office.get(f"{URL}/v2")
    assert "HF3 „Bauen“ hat noch keine Arbeitsgruppe." in page.select_one("#oeffentlich").text

    office.send(f"{URL}/v2/fields")
    assert set(runs(office.get(f"{URL}/v2")).values()) == {None}


def test_a_field_inside_a_field_is_refused_with_everything_still_chosen(
    office, app, sections
) -> None:
    bauen, wo = sections["Bauen"], sections["Wo"]
    chosen = {
        f"kind-{bauen}": "field",
        f"colour-{bauen}": "5",
        f"group-{bauen}": "new",
        f"summary-{bauen}": "Meine Worte bleiben.",
        f"kind-{wo}": "field",
    }

    page = office.send(f"{URL}/v2/fields", status=422, **chosen)

    assert "„Wo“ liegt in „Bauen“" in page.select_one("[role=alert]").text
    assert page.select_one(f"#kind-{bauen} option[selected]")["value"] == "field"
    assert page.select_one(f"#kind-{wo} option[selected]")["value"] == "field"
    assert page.select_one(f"#colour-{bauen} option[selected]")["value"] == "5"
    assert page.select_one(f"#group-{bauen} option[selected]")["value"] == "new"
    assert page.select_one(f"#summary-{bauen}")["value"] == "Meine Worte bleiben."
    assert set(runs(page).values()) == {None}
    assert len(look(app, select(ActionField.id))) == 2
    assert len(look(app, select(WorkingGroup.id))) == 2
    assert look(app, select(Section.id).where(col(Section.is_field), Section.version_id == 2)) == []


def test_what_does_not_exist_counts_as_not_chosen(office, app, cast, session, sections) -> None:
    foreign = WorkingGroup(process_id=cast.elsewhere.id, slug="fremd", name="AG X")
    session.add(foreign)
    session.commit()
    bauen = sections["Bauen"]
    first = look(app, select(Section.id).where(Section.version_id == 1))[0]

    office.send(
        f"{URL}/v2/fields",
        **{
            f"kind-{bauen}": "field",
            f"colour-{bauen}": "9",
            f"group-{bauen}": "fremd",
            f"kind-{first}": "field",
            "kind-999999": "field",
        },
    )

    (field,) = look(app, select(ActionField).where(ActionField.slug == "bauen"))
    assert (field.group_id, field.colour) == (None, 3)
    query = select(Section.title).where(col(Section.is_field), Section.version_id == 1)
    assert look(app, query) == ["Sprache", "Arbeit"]


def test_publishing_says_what_is_missing_and_then_holds(office, app, sections) -> None:
    page = office.send(f"{URL}/v2/publish", status=409)
    assert "kein Handlungsfeld" in page.select_one("[role=alert]").text

    office.send(f"{URL}/v2/fields", **{f"kind-{sections['Bauen']}": "field"})
    office.send(f"{URL}/v2/publish")
    assert office.last.headers["location"] == f"{URL}/v2#oeffentlich"

    page = office.get(f"{URL}/v2")
    assert "Fassung 2 ist seit 15. Oktober 2016 öffentlich." in page.select_one("#oeffentlich").text
    assert not page.select("main form")
    assert look(app, select(Process.current_version).where(Process.slug == "ankommen")) == [2]
    page = office.send(f"{URL}/v2/fields", status=409, **{f"kind-{sections['Wo']}": "field"})
    assert "ihre Fundstellen bleiben" in page.select_one("[role=alert]").text
    assert "schon veröffentlicht" in office.send(f"{URL}/v2/publish", status=409).text
    labels = look(app, select(Block.label).where(Block.version_id == 2).order_by(Block.position))
    assert labels == ["T · 1", "HF3 · 1", "HF3 · 2", "HF3 · 3", "T · 2"]


def test_a_version_that_would_lose_notes_is_not_published(
    office, app, cast, session: Session, sections
) -> None:
    office.send(f"{URL}/v2/fields", **{f"kind-{sections['Bauen']}": "field"})
    cast.says(session)
    session.commit()

    said = office.get(f"{URL}/v2").select_one("#oeffentlich .say--warn").text
    assert "Zu Fassung 1 gibt es schon Anmerkungen." in said
    page = office.send(f"{URL}/v2/publish", status=409)
    assert "Zu Fassung 1 gibt es schon Anmerkungen." in page.select_one("[role=alert]").text
    assert look(app, select(Process.current_version).where(Process.slug == "ankommen")) == [1]


def test_moderators_read_and_change_nothing(browser, app, cast, sections) -> None:
    browser.leave().sign_in(cast.bernd)

    for url in (URL, f"{URL}/v1", f"{URL}/v2"):
        assert not browser.get(url).select("main form, main select")
    page = upload(browser, ("wohnen.md", DRAFT), status=403)
    assert "Das kann nur das Beteiligungsbüro." in page.text
    browser.send(f"{URL}/v2/fields", status=403, **{f"kind-{sections['Bauen']}": "field"})
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
    browser.send(f"{URL}/v2/fields", status=status, **{f"kind-{sections['Bauen']}": "field"})
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
    office.send(f"{URL}/v2/fields", **{f"kind-{section}": "field", f"summary-{section}": evil})
    page = office.get(f"{URL}/v2")
    assert not page.select("svg")
    assert evil in page.select_one(".run .meta").text


def test_a_long_draft_costs_no_more_queries_and_fits_into_one_form(
    office, app, sections, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    def cost(url: str) -> int:
        with count_queries() as seen:
            assert office.client.get(url).status_code == 200
        return len(seen)

    before = [cost(URL), cost(f"{URL}/v2")]
    long = "\n\n".join(f"# Teil {n}\n\nEin Satz. Noch einer." for n in range(600))
    upload(office, ("lang.md", long))
    assert [cost(URL), cost(f"{URL}/v3")] == before
    assert max(before) <= 12

    query = select(Section.id).where(Section.version_id == 3).order_by(col(Section.position))
    ids = look(app, query)
    names = ("kind", "colour", "group", "summary")
    sent = {f"{name}-{section}": "" for section in ids for name in names}
    office.send(f"{URL}/v3/fields", **(sent | {f"kind-{ids[-1]}": "field"}))
    assert look(
        app, select(Section.title).where(col(Section.is_field), Section.version_id == 3)
    ) == ["Teil 599"]
