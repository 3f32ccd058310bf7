"""A note from paper: typed by staff, never theirs; its head kept for the next one; its scan and the
address on it for staff alone."""

import io
import re

import pytest
from PIL import Image
from sqlmodel import col, select

from app import retention
from app.drafts.readers.refusals import Unreadable
from app.models import Comment, JournalEntry, NoteFile, NoteSource, OutboxMail
from app.paper import entry_desk
from app.paper.readers.scan_child import drawn_anew
from app.paper.scans import Scan
from tests.cast import AFTER_CLOSE, WHILE_OPEN
from tests.paper.desk import DESK, LETTER, photograph, send

FIELD = "/p/ankommen/fields/sprache"


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    """Scans are drawn here: that it happens in a process of its own is tried with the tables."""

    def draw(name: str, data: bytes) -> Scan:
        return Scan(name, *drawn_anew(name, data))

    monkeypatch.setattr(entry_desk.scans, "draw", draw)


def notes(session):
    session.expire_all()
    return session.exec(select(Comment).order_by(col(Comment.number))).all()


def typed_by(session):
    entries = session.exec(select(JournalEntry).where(JournalEntry.deed == "comment.entered"))
    return [(entry.actor_id, entry.details) for entry in entries]


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(browser, cast, session):
    browser.sign_in(cast.bernd)
    wrong = {
        "received_on": "9.11.2016",
        "address": "HF7 1",
        "name": "Amt für Schule",
        "shows_name": "1",
        "contact": "Brunnengasse 3",
        "wants_mail": "1",
        "text": "",
    }
    form = LETTER | wrong
    page = send(browser, f"{DESK}/notes", 422, ("scan", "a.exe", b"MZ"), **form)
    errors = {error["id"]: error.text for error in page.select(".error")}
    for field, words in {
        "received_on": "in der Zukunft",
        "address": "gibt es nicht",
        "name": "So heißt eine Stelle",
        "contact": "genau eine E-Mail-Adresse",
        "text": "Hier steht noch nichts",
        "scan": "PDF, PNG oder JPEG",
    }.items():
        assert words in errors[f"{field}-error"]
    assert page.select_one("#contact")["value"] == "Brunnengasse 3"
    assert notes(session) == []


def test_a_letter_typed_after_the_window_counts_from_its_day_and_nobody_here_wrote_it(
    app, browser, cast, session, it_is
):
    it_is(AFTER_CLOSE)
    browser.sign_in(cast.bernd)
    late = send(browser, f"{DESK}/notes", 422, **LETTER | {"received_on": "2016-11-09"})
    assert "Der letzte Tag" in late.select_one("#received_on-error").text
    form = LETTER | {"wants_mail": "1", "idempotency_key": "einmal", "author_id": "1"}
    for _again in range(2):
        send(browser, f"{DESK}/notes", 303, ("scan", "../brief.jpg", photograph()), **form)
    (note,) = notes(session)
    assert (note.author_id, note.author_name, note.source) == (None, "Ohne Namen", "letter")
    assert note.created_at.date() == WHILE_OPEN.date().replace(day=12)
    source = session.exec(select(NoteSource)).one()
    assert (source.entered_by_id, source.name) == (cast.bernd.id, "Wilma Kranz")
    assert typed_by(session) == [(cast.bernd.id, {"source": "letter"})]
    mail = session.exec(select(OutboxMail)).one()
    assert mail.to_address == "wilma.kranz@example.org"
    link = re.search(r"http\S+/receipts/\S+", mail.text)[0]
    slip = browser.get(f"{DESK}/comments/1/slip")
    assert slip.select_one(".receipt__link bdi").text == link
    assert slip.select_one(".slip__code svg")
    session.commit()

    next_one = browser.get(browser.last.headers["location"].partition("#")[0])
    assert next_one.select_one("#name")["value"] == "Wilma Kranz"
    again = LETTER | {"text": "Und mehr Plätze.", "address": "hf1 1", "kind": "note"}
    send(browser, f"{DESK}/notes", **again, like="1", same_scan="1", shows_name="1")
    assert [n.author_name for n in notes(session)] == ["Ohne Namen", "Wilma Kranz"]
    files = session.exec(select(NoteFile).order_by(col(NoteFile.id))).all()
    assert [file.comment_id for file in files] == [n.id for n in notes(session)]
    session.commit()

    secrets = ("wilma.kranz@", "brief.jpg", "Bernd")
    browser.leave()
    for url in (FIELD, "/p/ankommen/comments/1", "/api/v1/processes/ankommen/comments"):
        text = browser.client.get(url).text
        assert [secret for secret in secrets if secret in text] == []
    assert "per Brief eingegangen am 12. Oktober" in browser.get("/p/ankommen/comments/1").text
    assert browser.get(link.removeprefix("http://127.0.0.1:8000")).select_one("h1")


def test_a_scan_is_saved_by_staff_alone_and_goes_by_hand_and_by_time(
    app, browser, cast, session, it_is
):
    browser.sign_in(cast.bernd)
    sent = ("scan", "brief.jpg", photograph())
    send(browser, f"{DESK}/notes", 303, sent, **LETTER)
    page = browser.get(f"{DESK}/comments/1/files")
    url = page.select_one(".leaf__text li a")["href"]
    answer = browser.client.get(url)
    assert answer.headers["content-disposition"] == 'attachment; filename="scan-1-1.jpg"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.content[:3] == b"\xff\xd8\xff"
    assert b"WO DAS WAR" not in answer.content
    slip = f"{DESK}/comments/1/slip"
    for who, may_read, may_hand_out in (
        (cast.karin, 200, 403),
        (cast.amira, 403, 403),
        (cast.chen, 403, 403),
        (cast.gustav, 403, 403),
    ):
        browser.sign_in(who)
        assert (who.name, browser.client.get(url).status_code) == (who.name, may_read)
        assert browser.client.get(slip).status_code == may_hand_out
    send(browser.sign_in(cast.karin), f"{url}/remove", 403)
    assert browser.leave().client.get(url, follow_redirects=False).status_code in (303, 401)

    browser.sign_in(cast.bernd)
    send(browser, f"{url}/remove")
    assert browser.client.get(url).status_code == 404
    send(browser, f"{DESK}/comments/1/files", 303, sent)
    send(browser, f"{DESK}/comments/1/files", 422)
    it_is(WHILE_OPEN + retention.PAPERS * 1.1)
    retention.tidy(app.state.engine, app.state.settings)
    session.expire_all()
    assert session.exec(select(NoteFile)).all() == []
    source = session.exec(select(NoteSource)).one()
    assert (source.name, source.contact, source.source) == ("", "", "letter")


PDF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>> endobj
trailer <</Root 1 0 R>>
%%EOF"""


def test_a_scan_is_drawn_anew_so_that_nothing_but_its_pages_is_kept():
    kind, drawn = drawn_anew("brief.pdf", PDF)
    assert (kind, drawn[:5]) == ("application/pdf", b"%PDF-")
    assert b"JavaScript" not in drawn
    many = io.BytesIO()
    pages = [Image.new("1", (9, 9)) for _n in range(31)]
    pages[0].save(many, "PDF", save_all=True, append_images=pages[1:])
    for data, words in (
        (b"%PDF-1.7 kaputt", "beschädigt"),
        (many.getvalue(), "mehr als 30 Seiten"),
        (b"GIF89a" + b"\0" * 40, "PDF, PNG oder JPEG"),
        (b"<svg onload='x()'/>", "PDF, PNG oder JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PDF, PNG oder JPEG"),
    ):
        with pytest.raises(Unreadable, match=words):
            drawn_anew("brief", data)
