"""The city's Word template at the desk: who may put which, what is refused, what bundles wear."""

import io
from datetime import timedelta

import docx as library
import pytest
from sqlmodel import select

from app.drafts.readers.refusals import Unreadable
from app.groups import templates
from app.groups.templates import dress_of, end_template, put_template
from app.models import DocumentTemplate, JournalEntry
from tests.cast import WHILE_OPEN
from tests.desk.handing_in import look
from tests.groups.city_paper import SLOGAN, changed, template

URL = "/desk/templates"


def hand_in(browser, data: bytes, status: int = 303, place: str = "", name: str = "Stadt.docx"):
    fields = browser._with_token({"place": place})
    files = {"template": (name, data)} if data else None
    answer = browser.client.post(URL, data=fields, files=files, follow_redirects=False)
    return browser._page(answer, status)


def test_the_office_puts_a_template_tries_it_and_removes_it(browser, app, cast):
    browser.sign_in(cast.emil)
    assert "Noch gilt keine Vorlage." in browser.get(URL).text

    hand_in(browser, template())
    page = browser.get(f"{URL}?done=put")
    assert "Ab jetzt tragen neue Pakete diese Vorlage." in page.text
    assert "Stadt.docx" in page.text
    sample = browser.client.get(page.select_one("a[download]")["href"])
    document = library.Document(io.BytesIO(sample.content))
    assert SLOGAN in document.sections[0].header.paragraphs[0].text
    assert "attachment" in sample.headers["content-disposition"]

    stored = look(app, select(DocumentTemplate))[0]
    assert b"Mustertext" not in stored.content
    browser.send(f"{URL}/{stored.id}/remove")
    assert "Noch gilt keine Vorlage." in browser.get(URL).text
    deeds = look(app, select(JournalEntry.deed).order_by(JournalEntry.id))
    assert deeds[-2:] == ["template.put", "template.ended"]


def test_who_leads_a_process_dresses_it_and_not_the_city(browser, cast):
    browser.sign_in(cast.jonas)

    assert "Das kann nur das Beteiligungsbüro." in hand_in(browser, template(), 403).text
    hand_in(browser, template(), 404, place="nirgends")
    hand_in(browser, template(), place="ankommen")
    browser.leave().sign_in(cast.bernd)
    browser.get(URL, 403)
    hand_in(browser, template(), 403, place="ankommen")


def test_what_cannot_be_read_is_refused_beside_the_field_with_the_choice_kept(browser, cast):
    browser.sign_in(cast.emil)
    with_macros = changed(template(), {"word/vbaProject.bin": b"x"})

    for data, says in ((b"", "Wählen Sie zuerst"), (with_macros, "enthält Makros")):
        page = hand_in(browser, data, 422, place="ankommen")
        assert says in page.select_one("#template-error").text
        assert page.select_one("option[selected]")["value"] == "ankommen"


def test_a_bundle_wears_what_was_in_force_when_it_was_drawn(session, cast):
    def put(process, content, hours):
        at = WHILE_OPEN + timedelta(hours=hours)
        named = ("Vorlage.docx", content)
        return put_template(session, cast.organisation.id, process, named, cast.emil, at)

    put(None, b"city", 1)
    put(cast.process, b"own", 2)
    again = put(cast.process, b"newer", 3)
    end_template(session, again, cast.process, cast.emil, WHILE_OPEN + timedelta(hours=4))
    session.flush()
    hours = (0.5, 1.5, 2.5, 3.5, 4.5)
    worn = [dress_of(session, cast.process, WHILE_OPEN + timedelta(hours=n)) for n in hours]

    assert worn == [None, b"city", b"own", b"newer", b"city"]
    assert dress_of(session, cast.elsewhere, WHILE_OPEN + timedelta(hours=2.5)) is None


def test_pictures_too_heavy_for_every_document_are_refused(monkeypatch):
    monkeypatch.setattr(templates, "MOST_KEPT", 1_000)

    with pytest.raises(Unreadable, match="Verkleinern Sie sie"):
        templates.read_template("Stadt.docx", template())
    with pytest.raises(Unreadable, match="größer als 4 MB"):
        templates.read_template("Stadt.docx", b"x" * 4_000_001)
