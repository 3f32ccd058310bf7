"""A guest's notes are theirs, and come along when they choose a password."""

import pytest
from sqlmodel import select

from app.accounts import leaving
from app.models import Comment, CommentState, GuestNote, Link, Person
from tests.cast import PASSWORD
from tests.comments.asking import COMMENTS, a_note
from tests.comments.guesting import guest, link_of, mails, write
from tests.comments.stopping import now

__all__ = ["guest"]
EMAIL = "nachbarin@example.org"
NEW = {"email": EMAIL, "name": "Ganz anders", "password": "ein anderes langes Wort"}


@pytest.fixture
def known(guest, session):
    """Somebody who has written and confirmed a note as a guest, and is not signed in."""
    write(guest)
    guest.send(link_of(mails(session)[-1]), status=200)
    return guest


def person(session):
    return now(session, select(Person).where(Person.email == EMAIL))[0]


def test_registering_offers_a_password_by_mail_and_the_notes_are_there(known, session, mailbox):
    known.send("/register", **NEW)
    assert known.last.headers["location"] == "/registered"
    assert person(session).password_hash == "", "what a stranger may have typed counts for nothing"
    known.send("/sign-in", status=422, email=EMAIL, password=NEW["password"])
    letter = mailbox.of(EMAIL)[-1]
    assert letter.subject == "Bitte wählen Sie Ihr Passwort"
    assert "schon als Gast geschrieben" in letter.text

    link = mailbox.link(EMAIL, "reset")
    known.get(link)
    known.send(link, password=PASSWORD)
    known.send("/sign-in", email=EMAIL, password=PASSWORD)

    (note,) = now(session, select(Comment))
    assert note.author_id == person(session).id
    assert known.get("/account").select_one("input[name=name]")["value"] == "Nachbarin"
    known.get(f"{COMMENTS}/new?at=hf1-1")
    known.send(COMMENTS, **a_note(text="Jetzt mit Konto."))
    assert [one.author_id for one in now(session, select(Comment))] == [note.author_id] * 2
    known.leave().send("/register", **NEW)
    assert mailbox.of(EMAIL)[-1].subject == "Sie haben schon ein Konto"


def test_a_mailed_link_signs_a_guest_in_and_the_account_offers_a_password(known, mailbox):
    known.send("/sign-in/link", email=EMAIL)
    link = mailbox.link(EMAIL, "sign-in/link")
    known.get(link)
    known.send(link)

    page = known.get("/account")
    assert not page.select_one("input[name=old]")
    known.send("/account/password", new=PASSWORD)
    known.leave().send("/sign-in", email=EMAIL, password=PASSWORD)
    assert known.last.headers["location"] == "/"


def test_who_registers_a_strangers_address_gets_nothing_when_that_one_confirms_a_note(
    guest, session
):
    guest.send("/register", **NEW)  # by somebody else, who chose the password
    write(guest)
    link = link_of(mails(session)[-1])
    asked = guest.get(link).text
    assert "Es ist danach bestätigt und heißt „Nachbarin“." in asked
    assert "Ein Passwort dafür wählen Sie neu" in asked

    guest.send(link, status=200)

    assert person(session).confirmed_at is not None
    assert (person(session).name, person(session).password_hash) == ("Nachbarin", "")
    guest.send("/sign-in", status=422, email=EMAIL, password=NEW["password"])
    assert all(one.used_at for one in now(session, select(Link)))


def test_who_deletes_the_account_is_forgotten_as_a_guest_and_confirms_nothing_more(known, session):
    write(known, text="Den bestätige ich nicht mehr.")
    link = link_of(mails(session)[-1])
    leaver = person(session)
    leaving.leave(session, leaver, give_up=False, by=leaver)
    session.commit()

    known.get(link)
    known.send(link, status=409)

    assert {(one.name, one.email) for one in now(session, select(GuestNote))} == {("", "")}
    states = {note.state for note in now(session, select(Comment))}
    assert states == {CommentState.PUBLIC, CommentState.UNCONFIRMED}
    assert now(session, select(Comment))[0].author_name == "Ehemaliges Konto"
