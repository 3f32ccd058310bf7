"""For whom somebody speaks: asked of everybody, required of nobody, shown if the author wants."""

import pytest
from sqlmodel import select

from app.models import Perspective
from tests.comments.asking import COMMENTS, FIELD, a_note
from tests.comments.stopping import comments, now

NEW = f"{COMMENTS}/new?at=hf1-1"
API = "/api/v1/processes/ankommen/comments"
SELF = {"organisation": "Treffpunkt e. V.", "district": "Nordstadt"}


@pytest.fixture
def club(browser, cast, session):
    """The number of the one perspective; Amira is at the form."""
    row = Perspective(process_id=cast.process.id, position=1, name="Verein oder Ehrenamt")
    session.add(row)
    session.commit()
    browser.sign_in(cast.amira)
    return row.id


def test_nobody_needs_to_say_it_and_the_form_folds_it_away(browser, club, session):
    page = browser.get(NEW)
    assert not page.select_one("details.self").has_attr("open")
    assert [option.text for option in page.select("select[name=perspective] option")] == [
        "Keine Angabe",
        "Verein oder Ehrenamt",
    ]

    browser.send(COMMENTS, **a_note())

    (note,) = comments(session)
    assert (note.perspective_id, note.author_organisation, note.shows_self) == (None, "", False)


def test_it_is_shown_only_if_the_author_ticks_so(browser, club, session):
    browser.get(NEW)
    browser.send_with_htmx(COMMENTS, **a_note(perspective=club, **SELF))
    browser.get(NEW)
    page = browser.send_with_htmx(
        COMMENTS, **a_note(text="Noch ein Gedanke.", perspective=club, shows_self="1", **SELF)
    )
    said = "Verein oder Ehrenamt · Treffpunkt e. V. · Nordstadt"
    assert page.select_one(".speaks").text == said

    browser.leave()
    assert "Treffpunkt" not in browser.get(f"{COMMENTS}/1").text
    assert browser.get(f"{COMMENTS}/2").select_one(".speaks").text == said
    assert len(browser.get(FIELD).select("#anmerkungen ~ * .speaks, .listed .speaks")) == 1
    shown = [browser.client.get(f"{API}/{n}").json() for n in (1, 2)]
    assert [note["speaks_for"] for note in shown] == [None, "Verein oder Ehrenamt"]
    assert [note["organisation"] for note in shown] == [None, "Treffpunkt e. V."]
    assert [note["part_of_town"] for note in shown] == [None, "Nordstadt"]


def test_the_next_note_offers_what_was_said_before(browser, club):
    browser.get(NEW)
    browser.send(COMMENTS, **a_note(perspective=club, **SELF))

    page = browser.get(NEW)

    assert page.select_one("input[name=organisation]")["value"] == "Treffpunkt e. V."
    assert page.select_one(f"option[selected][value='{club}']")
    assert not page.select_one("input[name=shows_self]").has_attr("checked")
    assert "(wie zuletzt, nicht sichtbar)" in page.text


def test_what_cannot_be_said_is_mended_and_nothing_typed_is_lost(browser, club, cast, session):
    other = Perspective(process_id=cast.elsewhere.id, position=1, name="Anderswo")
    session.add(other)
    session.commit()
    browser.get(NEW)
    typed = {"organisation": "Büro Beteiligung", "district": "x" * 81, "perspective": other.id}

    page = browser.send(COMMENTS, status=422, **a_note(**typed))

    assert "Für sie spricht hier nur sie selbst." in page.text
    assert "Bitte kürzen Sie auf höchstens 80 Zeichen." in page.text
    assert "Diese Auswahl gibt es nicht mehr." in page.text
    assert page.select_one("details.self").has_attr("open")
    assert page.select_one("input[name=district]")["value"] == "x" * 81
    assert now(session, select(Perspective.id).where(Perspective.id == other.id))
    assert comments(session) == []


def test_the_form_asks_few_questions(browser, club, count_queries):
    with count_queries() as asked:
        browser.get(NEW)
    assert len(asked) <= 12
