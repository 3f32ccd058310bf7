"""An office is asked by mail, answers behind its link without an account, and is relayed."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.jobs import Worker
from app.models import Inquiry, InquiryLetter, Reply, Statement, Voice
from app.security import UNTOLD
from tests.browser import Browser
from tests.cast import OTHER_HOST, WHILE_OPEN
from tests.hearing import mails
from tests.moderation.looking import deeds

DESK = "/desk/p/ankommen/inquiries"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/inquiries/[0-9a-f]{64})")
DAY = timedelta(days=1)
ASKED = {
    "notes": "1, 2",
    "office": "schulamt",
    "email": "Schulamt@example.org",
    "question": "Gibt es abends Räume?",
    "due_on": "2016-10-25",
}


def links(session) -> list[str]:
    """The links in all mails, in their order; each once."""
    found = [path for mail in mails(session) for path in LINK.findall(mail.text)]
    return list(dict.fromkeys(found))


def everything(session) -> list[dict[str, object]]:
    """The inquiry and its letter as they are in the database now."""
    rows = [session.execute(table.__table__.select()).one() for table in (Inquiry, InquiryLetter)]
    session.commit()
    return [dict(row._mapping) for row in rows]


@pytest.fixture
def office(asked: str, desk: Browser) -> Browser:
    """Somebody in the office, behind the link."""
    return desk.leave()


@pytest.fixture
def asked(desk: Browser, session) -> str:
    """Bernd has asked about #1 and #2; the path of the office's link."""
    desk.send(DESK, **ASKED)
    (link,) = links(session)
    return link


def link_in(mail_server) -> str:
    """The link in the one mail that came, which says what is asked."""
    (delivery,) = mail_server.wait_for(1)
    assert delivery.recipients == ["schulamt@example.org"]
    assert "Gibt es abends Räume?" in delivery.text
    assert "> Gibt es Kurse am Abend?" in delivery.text
    return re.search(r"(/inquiries/[0-9a-f]{64})\b", delivery.text)[1]


def test_from_the_question_to_the_public_answer(app, desk, cast, session, mail_server, it_is):
    page = desk.get(f"{DESK}/new?notes=1,2")
    assert "Gibt es Kurse am Abend?" in page.text, "the notes stand beside the question"
    desk.send(DESK, **ASKED, idempotency_key="einmal")
    desk.send(DESK, **ASKED, idempotency_key="einmal")
    sending = app.state.settings.model_copy(update={"smtp_url": mail_server.url})
    Worker(app.state.engine, sending, {}).once()
    link = link_in(mail_server)
    it_is(WHILE_OPEN + 4 * DAY)
    office = desk.leave()
    page = office.get(link)
    assert "bitte antworten Sie bis 25. Oktober 2016" in page.text
    assert "Alle lernen Deutsch." in page.text
    assert "Auch am Samstag" in page.text
    assert "Stadt Musterstadt" in page.select_one("header.site").text
    office.send(link, text="Ja, dienstags in der Volkshochschule.", by="Frau Ohm", then="send")
    assert "Stellungnahme ist angekommen" in office.get(link).text
    office.send(link, status=409, text="Noch etwas.", then="save")

    desk.sign_in(cast.bernd)
    page = desk.get(f"{DESK}/1")
    assert "Frau Ohm" in page.text
    it_is(WHILE_OPEN + 6 * DAY)
    desk.send(f"{DESK}/1", text="Ja, dienstags in der VHS.", then="relay")
    statement = session.exec(select(Statement)).one()
    assert statement.text == "Ja, dienstags in der VHS."
    replies = session.exec(select(Reply)).all()
    session.commit()
    assert [(one.voice, one.statement_id) for one in replies] == [(Voice.OFFICE, statement.id)] * 2
    sheet = desk.leave().get("/p/ankommen/comments/2").select_one(".statement")
    assert "nach 4 Tagen" in sheet.text, "the office's days, not the desk's"
    assert "Gefragt am 15. Oktober 2016, geantwortet am 19. Oktober 2016." in sheet.text
    page = desk.get(link)
    assert "veröffentlicht" in page.h1.text
    assert "in der VHS" in page.text
    assert "Gibt es abends Räume?" not in page.text
    assert "Volkshochschule" not in page.text
    desk.send(link, status=409, text="Zu spät.", then="save")


def test_a_mail_scanner_changes_nothing_and_nobody_else_sees_anything(office, asked, session):
    before = everything(session)
    answer = office.client.get(asked)
    assert office.client.head(asked).status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == UNTOLD
    assert "noindex" in answer.headers["x-robots-tag"]
    assert office.client.post(asked, data={"then": "send", "text": "Fremd."}).status_code == 403
    assert everything(session) == before
    token = before[1]["token_hash"]
    wrong = office.get("/inquiries/" + "0" * 64, status=404).get_text()
    assert "Stellungnahme" not in wrong
    for elsewhere in (f"/inquiries/{token}", asked[:-1]):
        assert office.get(elsewhere, status=404).get_text() == wrong
    office.send(f"/inquiries/{token}", status=404, text="x", then="save")
    office.at(OTHER_HOST)
    assert "Ankommen" not in office.get(asked, status=404).get_text()


def test_saving_passing_on_and_coming_back(office, asked, session):
    office.send(asked, text="Ein Anfang", then="save")
    page = office.get(asked)
    assert page.select_one("textarea[name=text]").text.strip() == "Ein Anfang"
    office.send(asked, status=422, text="", then="send")
    office.send(f"{asked}/pass", status=422, email="kein")
    message = "Bitte schauen Sie mal."
    office.send(f"{asked}/pass", email="Kollege@example.org", name="Herr Au", message=message)
    last = mails(session)[-1]
    assert (last.to_address, "Bitte schauen" in last.text) == ("kollege@example.org", False)
    first, second = links(session)
    assert first == asked
    assert "Herr Au" in office.get(first).text
    page = office.get(second)
    assert message in page.text
    assert page.select_one("textarea[name=text]").text.strip() == "Ein Anfang"
    seen = page.select_one("input[name=seen]")["value"]
    office.send(f"{asked}/pass", status=422, email="kollege@example.org")
    office.send(second, text="Vom Kollegen", then="save", seen=seen)
    page = office.send(first, status=422, text="Von der ersten", then="send", seen=seen)
    assert "Vom Kollegen" in page.text, "nothing is written over unread"
    assert page.select_one("textarea[name=text]").text.strip() == "Von der ersten"
    seen = page.select_one("input[name=seen]")["value"]
    office.send(first, text="Von beiden", then="send", seen=seen)
    assert "Von beiden" in office.get(second).text
    assert len(deeds(session, "inquiry.answered")) == 1


def test_the_office_sees_what_was_made_of_its_words(office, asked, cast, session):
    office.send(asked, text="Wir machen das.", then="send")
    told = mails(session)[-1]
    assert (told.to_address, "/desk/p/ankommen/inquiries/1" in told.text) == (
        "bernd@example.org",
        True,
    )
    desk = office.sign_in(cast.bernd)
    desk.send(f"{DESK}/1", text="Wir machen das im Mai.", then="show")
    shown = mails(session)[-1]
    assert "> Wir machen das im Mai." in shown.text
    assert asked in shown.text
    desk.leave().send(f"{asked}/verdict", then="object", words="Erst im Juni.")
    assert "Erst im Juni." in desk.sign_in(cast.bernd).get(f"{DESK}/1").text
    desk.send(f"{DESK}/1", text="Wir machen das im Juni.", then="show")
    assert "Erst im Juni." not in desk.get(f"{DESK}/1").text, "said to the earlier wording"
    desk.leave().send(f"{asked}/verdict", then="agree")
    assert (
        "ist mit dem bearbeiteten Text einverstanden"
        in desk.sign_in(cast.bernd).get(f"{DESK}/1").text
    )
    desk.send(f"{DESK}/1/back", words="Und wo?", due_on="2016-10-30")
    page = desk.leave().get(asked)
    assert "Und wo?" in page.text
    assert "30. Oktober" in page.text
    assert page.select_one("textarea[name=text]").text.strip() == "Wir machen das."


def test_taken_back_the_link_is_over_and_it_may_be_asked_again(office, asked, cast, session):
    desk = office.sign_in(cast.bernd)
    desk.send(f"{DESK}/1/recall")
    assert "zurückgenommen" in mails(session)[-1].text
    desk.send(f"{DESK}/1/recall", status=409)
    page = desk.leave().get(asked)
    assert "Erledigt" in page.h1.text
    assert "Räume" not in page.text
    desk.send(asked, status=409, text="Doch.", then="send")
    form = desk.sign_in(cast.bernd).get(f"{DESK}/new?again=1")
    assert form.select_one("input[name=notes]")["value"] == "1,2"
    assert "Räume" in form.select_one("textarea").text
    assert "Gefragt: Amt für Schule" not in desk.get("/p/ankommen/comments/1").text


WRONG = (
    ("notes", "1, 99", "#99"),
    ("notes", "", "mindestens eine Anmerkung"),
    ("office", "keins", "Wählen Sie das Amt"),
    ("email", "", "steht noch nichts"),
    ("question", "", "steht noch nichts"),
    ("due_on", "2016-10-15", "zu früh"),
    ("due_on", "bald", "Tag, Monat und Jahr"),
)


def test_what_is_wrong_with_a_question_is_said_beside_the_field(desk, session):
    for name, wrong, words in WRONG:
        typed = ASKED | {name: wrong}
        page = desk.send(DESK, status=422, **typed)
        assert words in page.select_one(f"#{name}-error").text
        assert page.select_one("textarea").text.strip() == typed["question"]
    assert session.exec(select(Inquiry)).all() == []
