"""Putting right what the city has said: the earlier text stays, and who was told is told again."""

from sqlmodel import select

from app.models import NoteTranslation, Reply, ReplyWording, Voice
from app.moderation import correcting, domain
from tests.cast import LATER
from tests.comments.stopping import now
from tests.hearing import mails
from tests.moderation.looking import NOW, REPLIES, deeds

EDIT = f"{REPLIES}/1/edit"
NOTE, API = "/p/ankommen/comments/1", "/api/v1/processes/ankommen/comments/1"
FIELD = "/p/ankommen/fields/sprache"


def corrected(session, cast, note, reply, text, **more):
    correcting.hold_answer(session, note, reply)
    seen = correcting.seen_of(reply)
    return correcting.correct(session, note, reply, cast.bernd, text, NOW + LATER, seen, **more)


def test_the_earlier_text_stays_readable_on_the_note_the_field_and_in_the_api(desk, cast, session):
    desk.send(REPLIES, text="Ja, ab März.", voice="office", office="schulamt")
    assert "Ja, ab März." in desk.get(FIELD).text
    page = desk.get(EDIT)
    seen = page.select_one("[name=seen]")["value"]
    desk.send(EDIT, status=422, text="Ja, {vorname}.", seen=seen)
    desk.send(EDIT, text="Ja, ab Mai.", seen=seen)
    desk.send(EDIT, text="Ja, ab Mai.", seen=seen)  # the same click once more
    page = desk.send(EDIT, status=409, text="Ja, ab Juni.", seen=seen)
    assert page.select_one("textarea").text.strip() == "Ja, ab Juni."

    page = desk.leave().get(NOTE)
    answer = page.select_one("section.statement")
    assert answer.select_one(".words").text.strip() == "Ja, ab Mai."
    assert "Geändert am" in answer.select_one("details.corrected summary").text
    assert "Ja, ab März." in answer.select_one("details.corrected blockquote").text
    assert "Berichtigen" not in page.text
    field = desk.get(FIELD)
    assert "Ja, ab Mai." in field.text
    assert "Ja, ab März." not in field.text
    assert field.select_one(f"a[href='{NOTE}#r1-1']").text.startswith("Geändert am")
    for said in (
        desk.client.get(API).json()["official"],
        desk.client.get(f"{API}/replies").json()["items"],
    ):
        assert (said[0]["text"], said[0]["earlier"][0]["text"]) == ("Ja, ab Mai.", "Ja, ab März.")
        assert said[0]["edited_at"] == said[0]["earlier"][0]["until"]
    assert len(now(session, select(ReplyWording))) == 1


def test_the_author_is_told_once_more_only_if_the_answer_was_mailed(session, cast, note):
    reply = domain.answer(session, note, cast.bernd, "Ja, ab März.", NOW)
    session.flush()
    assert corrected(session, cast, note, reply, "Ja, ab April.")
    (mail,) = mails(session)  # the first mail left only now: it says what holds
    assert "Ja, ab April." in mail.text
    assert corrected(session, cast, note, reply, "Ja, ab Mai.")
    assert not corrected(session, cast, note, reply, "Ja, ab Mai.")

    _first, mail = mails(session)
    assert (mail.to_address, "berichtigt" in mail.subject) == ("amira@example.org", True)
    assert "Ja, ab Mai." in mail.text
    assert "/p/ankommen/comments/1#r1-1" in mail.text
    assert len(deeds(session, "reply.corrected")) == 2


def test_nobody_rewrites_what_residents_say_and_nobody_else_what_the_city_said(desk, cast, session):
    desk.send(REPLIES, text="Ja, ab März.")
    desk.sign_in(cast.dora).send(f"{NOTE}/replies", text="Das freut mich.")
    desk.send(EDIT, status=403, text="Nein.")
    desk.sign_in(cast.karin).send(EDIT, status=403, text="Nein.")
    desk.sign_in(cast.bernd).send(f"{REPLIES}/2/edit", status=403, text="Nein.")
    desk.send(f"{REPLIES}/3/edit", status=404, text="Nein.")
    cast.process.closes_at = cast.process.opens_at  # what the city owes, it may put right later
    session.add(cast.process)
    reply = now(session, select(Reply).where(Reply.voice == Voice.MODERATOR))[0]
    said = {"process_id": reply.process_id, "comment_id": reply.comment_id, "language": "en"}
    said |= {"reply_id": reply.id, "text": "Yes.", "html": "<p>Yes.</p>"}
    session.add(NoteTranslation(**said, by_id=cast.bernd.id, made_at=NOW))
    session.commit()
    desk.send(EDIT, text="Ja, ab Mai.", seen="")

    texts = [reply.text for reply in now(session, select(Reply).order_by(Reply.position))]
    assert texts == ["Ja, ab Mai.", "Das freut mich."]
    assert now(session, select(NoteTranslation)) == []
