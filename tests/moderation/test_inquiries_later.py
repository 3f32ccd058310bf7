"""What follows from questions to offices: reminders, files, the public clock, forgetting."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from sqlmodel import select

from app import retention
from app.comments.queries import by_number
from app.models import Inquiry, InquiryFile, InquiryLetter
from app.moderation.inquiring import Asked, ask, edit, recall, relay_answer, show
from app.moderation.inquiry_answering import pass_on, save, send
from app.moderation.inquiry_links import READABLE, by_id, token_of
from app.moderation.inquiry_round import remind
from tests.cast import WHILE_OPEN
from tests.hearing import mails
from tests.moderation.test_handed_in import HOSTILE, PDF

DAY = timedelta(days=1)
DUE = datetime(2016, 10, 25, 22, tzinfo=UTC)  # midnight after 25 October in Berlin
ADDRESS = "schulamt@example.org"


@pytest.fixture
def inquiry(session, cast, app) -> Inquiry:
    """The school office is asked about #1 on 15 October, until the 25th."""
    cast.says(session, "Gibt es Kurse am Abend?", when=WHILE_OPEN - DAY)
    notes = [by_number(session, cast.process, 1)]
    asked = Asked(cast.school_office, ADDRESS, "Gibt es Räume?", DUE)
    made = ask(session, cast.process, notes, cast.bernd, asked, app.state.secret, WHILE_OPEN)
    session.commit()
    return made


def loaded(session, cast, inquiry):
    return by_id(session, cast.process, inquiry.id, to_use=True)


def answers(session, cast, inquiry, now):
    """The office has sent its text."""
    found = loaded(session, cast, inquiry)
    save(session, found, "Ja.", "Frau Ohm", "", now)
    send(session, found.letters[0], cast.process, now)
    session.commit()


def test_three_reminders_to_who_has_it_and_then_no_more(app, session, cast, inquiry, it_is):
    engine, secret = app.state.engine, app.state.secret
    found = loaded(session, cast, inquiry)
    colleague = "kollege@example.org"
    pass_on(session, found.letters[0], cast.process, colleague, "", "", secret, WHILE_OPEN)
    session.commit()
    sent = len(mails(session))

    def at(moment):
        nonlocal sent
        it_is(moment)
        while remind(engine, secret):
            pass
        new = mails(session)[sent:]
        sent += len(new)
        return [(mail.to_address, mail.subject.partition(":")[0]) for mail in new]

    assert at(DUE - 4 * DAY) == []
    assert at(DUE - 3 * DAY) == [(colleague, "Erinnerung")]
    assert at(DUE - DAY) == [], "reminded already"
    assert at(DUE + DAY) == [(colleague, "Überfällig")]
    assert sorted(at(DUE + 9 * DAY)) == [(colleague, "Überfällig"), (ADDRESS, "Überfällig")]
    assert at(DUE + 30 * DAY) == []
    link = token_of(secret, session.exec(select(InquiryLetter)).first())
    assert f"/inquiries/{link}" in mails(session)[-2].text + mails(session)[-1].text


def test_who_has_answered_is_not_reminded(app, session, cast, inquiry, it_is):
    answers(session, cast, inquiry, WHILE_OPEN + DAY)
    it_is(DUE + 2 * DAY)
    assert remind(app.state.engine, app.state.secret) == 0


def test_the_clock_of_the_offices_is_public_and_says_nothing_else(
    app, session, cast, inquiry, browser, it_is, count_queries
):
    note = browser.get("/p/ankommen/comments/1").text
    assert "Gefragt: Amt für Schule" in note
    assert "Räume" not in note
    it_is(DUE)
    with count_queries() as seen:
        page = browser.get("/p/ankommen/offices")
    assert len(seen) <= 12
    cells = [cell.text for cell in page.select("tbody td.n")]
    assert cells == ["1", "0", "1", "1"], "asked, answered, open, overdue"
    assert "Die Antwort war bis 25. Oktober 2016 erbeten." in page.text
    assert "Räume" not in page.text
    assert "example.org" not in page.text

    answers(session, cast, inquiry, WHILE_OPEN + 6 * DAY)
    found = loaded(session, cast, inquiry)
    relay_answer(session, found, cast.process, cast.bernd, app.state.secret, DUE)
    session.commit()
    assert "nach 6 Tagen" in browser.get("/p/ankommen/comments/1").select_one(".life").text
    page = browser.get("/p/ankommen/offices")
    assert [cell.text for cell in page.select("tbody td.n")] == ["1", "1", "0", "0"]
    assert "6 Tage" in page.select_one(".clocks__days + *, td.clocks__days").text
    lines = browser.client.get("/p/ankommen/offices.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1] == "Amt für Schule;1;1;0;0;6"


def test_what_was_taken_back_is_in_no_clock(app, session, cast, inquiry, browser):
    found = loaded(session, cast, inquiry)
    recall(session, found, cast.process, cast.bernd, app.state.secret, WHILE_OPEN)
    session.commit()
    assert "noch kein Amt" in browser.get("/p/ankommen/offices").text


def test_who_answered_is_forgotten_in_time_and_the_link_with_it(
    app, session, cast, inquiry, browser, it_is
):
    link = f"/inquiries/{token_of(app.state.secret, inquiry.letters[0])}"
    answers(session, cast, inquiry, WHILE_OPEN)
    found = loaded(session, cast, inquiry)
    relay_answer(session, found, cast.process, cast.bernd, app.state.secret, WHILE_OPEN)
    session.commit()
    it_is(WHILE_OPEN + retention.INQUIRIES)
    assert retention.tidy(app.state.engine, app.state.settings)["inquiries"] == 0
    browser.get(link)
    it_is(WHILE_OPEN + retention.INQUIRIES + DAY)
    assert retention.tidy(app.state.engine, app.state.settings)["inquiries"] == 2
    browser.get(link, status=404)
    session.expire_all()
    letter = session.exec(select(InquiryLetter)).one()
    assert (letter.email, letter.name, letter.message) == ("", "", "")
    assert session.exec(select(Inquiry.answered_by, Inquiry.answer)).one() == ("", "Ja.")


def test_what_was_answered_is_read_behind_the_link_for_thirty_days_and_then_no_more(
    app, session, cast, inquiry, browser, it_is
):
    link = f"/inquiries/{token_of(app.state.secret, inquiry.letters[0])}"
    answers(session, cast, inquiry, WHILE_OPEN)
    it_is(WHILE_OPEN + READABLE - DAY)
    page = browser.get(link).main.text
    assert all(words in page for words in ("Gibt es Räume?", "Gibt es Kurse am Abend?", "Ja."))

    it_is(WHILE_OPEN + READABLE)
    page = browser.get(link)
    assert "am 15. Oktober 2016 geantwortet. Damit ist die Anfrage geschlossen." in page.main.text
    for words in ("Räume", "Kurse", "Ja.", "HF1", "Frau Ohm", ADDRESS):
        assert words not in page.main.text
    assert not page.select("main form, main a[href*=comments]")
    browser.send(f"{link}/verdict", status=409, then="agree")

    found = loaded(session, cast, inquiry)
    edit(session, found, "Ja, abends.", WHILE_OPEN + READABLE)
    show(session, found, cast.process, cast.bernd, app.state.secret, WHILE_OPEN + READABLE)
    session.commit()
    it_is(WHILE_OPEN + READABLE + DAY)
    assert "Ja, abends." in browser.get(link).main.text, "asked what it says to that"
    browser.send(f"{link}/verdict", then="agree")
    it_is(WHILE_OPEN + 2 * READABLE)
    assert "geschlossen" in browser.get(link).main.text


def test_a_file_is_kept_for_staff_alone(app, session, cast, inquiry, browser):
    link = f"/inquiries/{token_of(app.state.secret, inquiry.letters[0])}"
    photo = io.BytesIO()
    image = Image.new("RGB", (40, 30), "red")
    image.save(photo, "JPEG", comment=b"<script>")
    browser.get(link)
    for name, content, status in (
        ("../Plan\r\nX: y<b>.pdf", PDF, 303),
        ("foto.php", photo.getvalue(), 303),
        ("plan.docx", HOSTILE["a document with macros"], 422),
    ):
        form = {"form_token": browser.token, "text": "Anbei.", "then": "save"}
        files = {"file": (name, content)}
        answer = browser.client.post(link, data=form, files=files, follow_redirects=False)
        assert answer.status_code == status
    plan, picture = session.exec(select(InquiryFile).order_by(InquiryFile.id)).all()
    session.commit()
    assert (picture.name, picture.media_type) == ("foto.jpg", "image/jpeg")
    assert b"<script>" not in picture.content, "drawn anew"

    path = f"/desk/p/ankommen/inquiries/{inquiry.id}/files/{plan.id}"
    assert browser.client.get(path).status_code == 401
    browser.sign_in(cast.amira).get(path, status=403)
    answer = browser.sign_in(cast.bernd).client.get(path)
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.headers["content-disposition"].isascii()
    assert "X: y" not in answer.headers["content-disposition"]
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    browser.leave().get(link)
    browser.send(f"{link}/files/{plan.id}/remove")
    assert session.exec(select(InquiryFile.id)).all() == [picture.id]
