"""Who holds a receipt, or reads somebody's mail, may not be the author: the address hears of every
deed, and its owner can say "that was not me", also after a note was confirmed."""

import re

from sqlmodel import select

from app.models import Comment, CommentState, GuestNote, JournalEntry
from tests.comments.asking import COMMENTS
from tests.comments.guesting import faults, guest, link_of, mails, write
from tests.comments.stopping import now

__all__ = ["guest"]
NEW_TEXT = "Bitte mehr Kurse am Abend, auch samstags."


def the_note(session):
    (note,) = now(session, select(Comment))
    return note


def test_the_address_hears_of_each_deed_by_the_receipt_and_can_say_no(guest, session):
    write(guest)
    receipt = guest.last.headers["location"].partition("?")[0]
    link = link_of(mails(session)[0])
    page = guest.send(link, status=200)
    assert "Das war ich nicht" in page.text
    assert link in mails(session)[-1].text

    guest.send(f"{receipt}/edit", text=NEW_TEXT, kind="note", seen="0")
    guest.send(f"{receipt}/edit", text=NEW_TEXT, kind="note", seen="0")  # the same again
    guest.send(f"{receipt}/addition", text="Und im Sommer.")
    told = mails(session)[2:]
    assert [mail.subject for mail in told] == [
        "Ihre Anmerkung #1 wurde geändert",
        "Nachtrag zu Ihrer Anmerkung #1",
    ]
    assert {mail.to_address for mail in told} == {"nachbarin@example.org"}
    assert all(link in mail.text for mail in told)
    assert all("samstags" not in mail.text and "Sommer" not in mail.text for mail in told)

    page = guest.send(link, status=200, no="no")
    assert "Die Anmerkung ist zurückgenommen." in page.text
    guest.send(link, status=200, no="no")  # the same click again
    note = the_note(session)
    assert (note.state, note.author_id, note.author_name) == (
        CommentState.WITHDRAWN,
        None,
        "Ohne Namen",
    )
    public = guest.client.get(f"{COMMENTS}/1").text
    assert not re.search("Nachbarin|samstags|Sommer", public)
    assert now(session, select(GuestNote))[0].email == ""
    disowned = now(session, select(JournalEntry).where(JournalEntry.deed == "comment.disowned"))
    assert len(disowned) == 1
    assert faults(session) == []
    guest.get(link)
    guest.send(f"{receipt}/withdraw")  # it is done already, and nobody is written to
    assert len(mails(session)) == 4


def test_a_note_that_waits_is_disowned_and_nobody_has_to_decide(guest, session):
    guest.client.app.state.settings.seconds_to_write = 0
    write(guest, text="Siehe https://a.example/ https://b.example/ https://c.example/ bitte.")
    link = link_of(mails(session)[0])
    guest.send(link, status=200)
    assert the_note(session).state is CommentState.WAITING
    page = guest.send(link, status=200, no="no")
    assert "Die Anmerkung erscheint nicht." in page.text
    assert (the_note(session).state, the_note(session).is_listed) == (CommentState.WITHDRAWN, False)
    assert faults(session) == []
