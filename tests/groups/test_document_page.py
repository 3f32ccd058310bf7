"""The page of a document's dry run: what changes in the text, ticks, the notes of each change."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, select

from app import db
from app.groups.returning.docx import reading
from app.main import handlers
from app.models import Bundle, DraftVersion, HandBackChange, Job, Lineage
from app.publishing import comparing
from tests.browser import Browser
from tests.cast import Cast
from tests.groups.coming_back import Paper, came, went
from tests.paper.desk import send

G = "/groups/1/hand-backs"
HERE = f"{G}/1"


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """Documents are read in this process: starting another for each takes a second."""

    def ask(contents, _reader):
        return reading._AS_DATA.dump_json(reading.read_here(*contents[0]))

    monkeypatch.setattr(reading, "ask_apart", ask)


@pytest.fixture
def paper(session: Session, cast: Cast, draw: Callable[..., Bundle]) -> bytes:
    """#1 and #2 hang on the same sentence; one word of it is another one, and an item."""
    for _n in range(2):
        cast.says(session, at="hf1-1-2")
    session.commit()
    paper = Paper.drawn(session, draw()).replace("Mai", went("Mai") + came("Juni"))
    paper.replace("Kurse am Abend", went("Kurse am Abend") + came("Kurse <b>früh</b>"))
    paper.say("#1: übernommen.", on=1)
    session.commit()
    return paper.saved()


def chosen(app: FastAPI) -> list[tuple[list[int], bool]]:
    """The notes of each change, and whether it is left out."""
    query = select(HandBackChange).order_by(col(HandBackChange.position))
    with db.reading(app.state.engine) as session:
        return [(one.notes, one.is_left_out) for one in session.exec(query)]


def text_of(page) -> str:
    return " ".join(page.select_one("#text").text.split())


def test_the_lead_chooses_changes_ties_notes_and_takes_them_in(
    cast: Cast, browser: Browser, app: FastAPI, paper: bytes
):
    send(browser.sign_in(cast.ines), G, 303, file=("file", "comments.docx", paper))
    page = browser.get(HERE)
    first, second = page.select(".handed__wording")
    assert first.decode_contents().endswith("im <del>Mai</del> <ins>Juni</ins>.")
    assert second.text == "Kurse am Abend <b>früh</b>"
    assert "2 von 2 Änderungen kommen beim Einlesen" in text_of(page)

    typed = {"take": "1", "notes-1": "#1, #99 x", "notes-2": ""}
    page = browser.send(f"{HERE}/changes", 422, **typed)
    assert "Fehler: „x“ ist keine Nummer." in text_of(page)
    assert page.select_one("#notes-1")["value"] == "#1, #99 x"
    page = browser.send(f"{HERE}/changes", 422, **typed | {"notes-1": "99"})
    assert "Eine öffentliche Anmerkung #99 gibt es" in text_of(page)
    assert chosen(app) == [([1], False), ([], False)]

    browser.send(f"{HERE}/changes", **typed | {"notes-1": "1, #2"})
    assert chosen(app) == [([1, 2], False), ([], True)]
    browser.send(f"{HERE}/take")
    page = browser.get(HERE)
    assert "1 von 2 Änderungen stehen in der vorgeschlagenen Fassung 2." in text_of(page)
    assert page.select("#text input[name=take]") == []
    browser.send(f"{HERE}/changes", 409, **typed)

    with db.reading(app.state.engine) as reading_on:
        job = reading_on.exec(select(Job).where(Job.kind == comparing.KIND)).one()
        about = dict(job.arguments)
    handlers()[comparing.KIND](app.state.engine, app.state.settings, about)
    with db.reading(app.state.engine) as reading_on:
        version = reading_on.exec(select(DraftVersion).where(DraftVersion.number == 2)).one()
        assert version.published_at is None
        rows = reading_on.exec(select(Lineage).where(Lineage.to_version_id == version.id)).all()
        assert {row.state.value for row in rows} == {"unchanged", "reworded"}
    page = browser.sign_in(cast.emil).get("/desk/p/ankommen/draft/v2")
    assert "Aus dem Dokument einer Arbeitsgruppe übernommen" in page.text
    assert page.select_one("a[href$='/draft/v2/lineage']") is not None


def test_a_member_sees_the_changes_and_chooses_nothing(cast: Cast, browser: Browser, paper: bytes):
    send(browser.sign_in(cast.chen), G, 303, file=("file", "comments.docx", paper))
    page = browser.get(f"{HERE}/changes")
    assert "Änderungen am Text nimmt die Leitung der Gruppe ein." in text_of(page)
    assert page.select("input[name=take]") == []
    browser.send(f"{HERE}/changes", 403, take="1", **{"notes-1": ""})
    browser.sign_in(cast.fatma).get(f"{HERE}/changes", 403)
