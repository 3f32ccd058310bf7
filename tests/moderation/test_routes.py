"""Answering from the inbox, with and without htmx."""

import pytest
from sqlmodel import select

from app.models import Comment, Statement, Voice
from tests.cast import AFTER_CLOSE, WHILE_OPEN
from tests.hearing import mails
from tests.moderation.looking import INBOX, REPLIES, listed, middle, replies


def test_answering_in_ones_own_voice_without_javascript(desk, session):
    desk.send(REPLIES, voice="self", text="Ja, dienstags.")
    where = desk.last.headers["location"]

    assert where == "/desk/p/ankommen?done=1#note"
    page = desk.get(where.partition("#")[0])
    said = page.select_one(".say--good")
    assert "Ihre Antwort auf #1 ist öffentlich." in said.text
    assert "Moderation: Bernd" in said.text
    assert middle(page) == "Anmerkung #2"
    assert listed(page) == ["Anmerkung #2", "Anmerkung #3"]
    (reply,) = replies(session)
    assert (reply.voice, reply.author_name, reply.text) == (
        Voice.MODERATOR,
        "Bernd",
        "Ja, dienstags.",
    )


def test_with_htmx_the_next_note_comes_by_itself(desk):
    page = desk.send_with_htmx(REPLIES, text="Ja, dienstags.")

    assert page.select_one("#desk"), "the whole desk takes its own place"
    said = page.select_one(".say--good")
    assert said["id"] == "getan"  # the heading of the next note says it, and has the focus
    assert said.select_one("details").select_one("p").text == "Ja, dienstags."
    assert page.h1.text.split() == ["Eingang", "2"]
    assert middle(page) == "Anmerkung #2"
    assert page.select_one("textarea").text.strip() == ""
    assert "1 von 2" in page.select_one(".desk__side").text


def test_the_answer_stands_on_the_notes_public_page(desk, cast):
    page = desk.send_with_htmx(REPLIES, text="Ja, dienstags.")
    link = page.select_one(".say--good a")["href"]
    shown = desk.get(link.partition("#")[0])

    reply = shown.select_one("#" + link.partition("#")[2])
    assert reply.select_one(".badge--mod").text == "Moderation"
    assert "Ja, dienstags." in reply.text


def test_the_statement_of_an_office_stands_on_its_sheet(desk, session, cast):
    desk.send(
        REPLIES,
        voice="office",
        office="schulamt",
        asked_on="2016-10-11",
        text="Ab Mai.\n\nJede Woche.",
    )

    statement = session.exec(select(Statement)).one()
    assert statement.office_id == cast.school_office.id
    assert statement.asked_at.isoformat() == "2016-10-10T22:00:00+00:00"
    sheet = desk.leave().get("/p/ankommen/comments/1").select_one(".statement")
    assert "Stellungnahme: Amt für Schule" in sheet.select_one(".statement__head").text
    assert "Gefragt am 11. Oktober 2016" in sheet.text
    assert "Weitergegeben von der Moderation." in sheet.text


def test_who_asked_an_office_before_the_note_on_the_same_day_is_believed(desk, session):
    desk.send(REPLIES, voice="office", office="schulamt", asked_on="9.10.2016", text="Ab Mai.")

    comment = session.exec(select(Comment).where(Comment.number == 1)).one()
    assert session.exec(select(Statement)).one().asked_at == comment.created_at


@pytest.mark.parametrize("send", ["send", "send_with_htmx"])
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(desk, session, send):
    page = getattr(desk, send)(
        REPLIES,
        status=422,
        voice="office",
        office="gartenamt",
        asked_on="morgen",
        text=" ",
        field="sprache",
    )

    assert [link.text for link in page.select("[role=alert] a")] == [
        "Wählen Sie das Amt, das Stellung nimmt.",
        "Schreiben Sie Tag, Monat und Jahr, zum Beispiel 15.10.2016.",
        "Hier steht noch nichts.",
    ]
    for link in page.select("[role=alert] a"):
        assert page.select_one(link["href"])["aria-invalid"] == "true"
    assert page.select_one("input[value=office]").has_attr("checked")
    assert page.select_one("[name=asked_on]")["value"] == "morgen"
    assert page.select_one("form.answer [name=field]")["value"] == "sprache"
    assert middle(page) == "Frage #1"
    assert replies(session) == []


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("2016-10-16", "Dieser Tag liegt in der Zukunft."),
        (
            "2016-10-08",
            "Die Anmerkung ist vom 9. Oktober 2016; vorher konnte das Amt nicht gefragt werden.",
        ),
        ("2016-13-01", "Schreiben Sie Tag, Monat und Jahr, zum Beispiel 15.10.2016."),
    ],
)
def test_an_office_is_asked_between_the_note_and_today(desk, day, problem):
    page = desk.send(
        REPLIES, status=422, voice="office", office="schulamt", asked_on=day, text="Ab Mai."
    )

    assert page.select_one("#answer-asked_on-error").text == f"Fehler: {problem}"
    assert page.select_one("#answer-office option[value=schulamt]").has_attr("selected")
    assert page.select_one("textarea").text.strip() == "Ab Mai."


@pytest.mark.parametrize(
    ("text", "problem"),
    [("J", "Schreiben Sie mindestens 2 Zeichen."), ("x" * 5001, "Kürzen Sie um 1 Zeichen")],
)
def test_an_answer_has_two_to_five_thousand_characters(desk, text, problem):
    page = desk.send(REPLIES, status=422, text=text)

    assert problem in page.select_one("#answer-text-error").text
    assert page.select_one("textarea").text.strip() == text


def test_office_and_day_do_not_matter_in_ones_own_voice(desk, session):
    desk.send(REPLIES, voice="self", office="gartenamt", asked_on="morgen", text="Ja.")

    assert replies(session)[0].voice is Voice.MODERATOR


def test_fields_that_are_not_in_the_form_change_nothing(desk, session, cast):
    desk.send(
        REPLIES,
        text="Ja.",
        author_id=str(cast.amira.id),
        author_name="Schulamt",
        created_at="2000-01-01",
    )

    (reply,) = replies(session)
    assert (reply.author_id, reply.author_name) == (cast.bernd.id, "Bernd")
    assert reply.created_at == WHILE_OPEN


def test_an_answer_is_text_and_never_markup(desk):
    desk.send(REPLIES, text="<svg onload=alert(1)> ist kein Bild.")

    page = desk.get(f"{INBOX}?done=1")
    assert not page.select("#note svg")
    assert "<svg onload=alert(1)> ist kein Bild." in page.select_one(".say--good").text


def test_a_repeated_request_makes_one_answer_and_shows_the_same(desk, session):
    for _ in range(2):
        page = desk.send_with_htmx(REPLIES, text="Ja.", idempotency_key="k1")
        assert "Ihre Antwort auf #1 ist öffentlich." in page.select_one(".say--good").text

    assert len(replies(session)) == 1
    assert len(mails(session)) == 1


def test_the_same_key_with_other_words_is_refused(desk, session):
    desk.send(REPLIES, text="Ja.", idempotency_key="k1")
    desk.send(REPLIES, text="Nein.", idempotency_key="k1", status=409)

    assert [reply.text for reply in replies(session)] == ["Ja."]


def test_the_form_brings_a_key_of_its_own_each_time(desk):
    keys = {desk.get(INBOX).select_one("[name=idempotency_key]")["value"] for _ in range(3)}
    assert len(keys) == 3


def test_an_answered_note_may_be_answered_once_more(desk):
    desk.send(REPLIES, text="Ja, dienstags.")
    page = desk.get(f"{INBOX}?note=1")

    assert "Ja, dienstags." in page.select_one("#note article").text
    assert page.select_one("form.answer legend").text == "Noch einmal antworten"


def test_the_moderation_answers_after_the_window_has_closed(desk, it_is, session):
    it_is(AFTER_CLOSE)
    desk.send(REPLIES, text="Ja, dienstags.")

    assert len(replies(session)) == 1
