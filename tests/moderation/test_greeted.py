"""A name that a placeholder put into an answer goes when its owner does: out of the answer, what it
said before, and mails that have not left."""

import pytest
from sqlmodel import select

from app import forgetting
from app.models import Comment, NoteTranslation, OutboxMail, Reply, ReplyWording
from app.pseudonyms import pseudonymise
from app.text import to_html
from tests.cast import WHILE_OPEN
from tests.comments.stopping import now
from tests.hearing import mails
from tests.moderation.looking import INBOX, REPLIES

EDIT = REPLIES.replace("replies", "replies/1/edit")
CORRECTED = "Liebe {name}, ab Juni. Amiras Kurs bleibt."


@pytest.fixture
def greeted(desk, cast, session):
    """Bernd has greeted Amira by name, and corrected the answer; Dora follows the note."""
    desk.sign_in(cast.dora).get("/p/ankommen/comments/1")
    desk.send("/p/ankommen/follow", note="1", follow="1")
    desk.sign_in(cast.bernd).get(f"{INBOX}?note=1")
    desk.send(REPLIES, text="Liebe {name}, ab Mai.")
    seen = desk.get(EDIT).select_one("[name=seen]")["value"]
    desk.send(EDIT, text=CORRECTED, seen=seen)
    (reply,) = now(session, select(Reply))
    assert (reply.text, reply.named) == ("Liebe Amira, ab Juni. Amiras Kurs bleibt.", "Amira")
    about = {"process_id": reply.process_id, "comment_id": reply.comment_id}
    said = {"text": "Dear Amira, from June.", "html": to_html("Dear Amira, from June.")}
    row = NoteTranslation(**about, reply_id=reply.id, language="en", made_at=WHILE_OPEN, **said)
    session.add(row)
    session.commit()
    return desk


def forget(session, cast):
    forgetting.erase(session, cast.amira.id, {cast.amira.email})
    session.commit()


def test_forgotten_nobody_is_greeted_by_name_any_more(greeted, cast, session):
    waiting = [mail for mail in mails(session) if "Liebe Amira" in mail.text]
    others = [mail.id for mail in waiting if mail.to_address == cast.dora.email]
    assert others
    forget(session, cast)

    (reply,) = now(session, select(Reply))
    assert reply.text == "Liebe Ehemaliges Konto, ab Juni. Amiras Kurs bleibt."
    assert "Liebe Ehemaliges Konto" in reply.html
    assert reply.named == ""
    for table in (ReplyWording, NoteTranslation):
        (row,) = now(session, select(table))
        assert "Amira" not in row.text + row.html
        assert "Ehemaliges Konto" in row.text + row.html
    left = now(session, select(OutboxMail).where(OutboxMail.sent_at.is_(None)))
    assert {mail.id for mail in left} >= set(others)
    assert not any("Liebe Amira" in mail.text for mail in left)
    page = greeted.leave().get("/p/ankommen/comments/1").main.text
    assert "Liebe Amira" not in page


def test_a_name_typed_by_hand_stays_and_so_does_that_of_somebody_else(desk, cast, session):
    desk.get(f"{INBOX}?note=1")
    desk.send(REPLIES, text="Amira hat recht.")
    forget(session, cast)
    assert now(session, select(Reply))[0].text == "Amira hat recht."


def test_what_slipped_in_at_the_same_instant_goes_with_the_tidying(desk, cast, session):
    forget(session, cast)
    (note,) = now(session, select(Comment).where(Comment.number == 1))
    reply = Reply(
        process_id=note.process_id,
        comment_id=note.id,
        position=1,
        author_name="Bernd",
        text="Liebe Amira.",
        html=to_html("Liebe Amira."),
        named="Amira",
        created_at=WHILE_OPEN,
    )
    session.add(reply)
    session.commit()
    forgetting.sign_what_slipped_in(session)
    session.commit()
    assert now(session, select(Reply))[0].text == "Liebe Ehemaliges Konto."


def test_under_a_number_one_is_greeted_by_it(greeted, cast, session):
    pseudonymise(session, cast.process)
    session.commit()
    (reply,) = now(session, select(Reply))
    assert reply.text.startswith("Liebe Person 1, ab Juni.")
