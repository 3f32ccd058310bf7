"""Guests on PostgreSQL, where writers do not wait for one another by themselves."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app import retention
from app.models import Comment, CommentState, GuestNote, Person
from tests.accounts.test_at_once import postgres_app
from tests.browser import Browser
from tests.cast import WHILE_OPEN, invite
from tests.comments.asking import COMMENTS, a_note, at_once
from tests.comments.guesting import GUEST, NEW, link_of, mails, write
from tests.comments.stopping import now, process

__all__ = ["postgres_app"]
pytestmark = pytest.mark.postgres


def test_one_note_one_person_and_what_nobody_confirms_expires(postgres_app, it_is):
    engine, settings = postgres_app.state.engine, postgres_app.state.settings
    settings.seconds_to_write = 0
    with TestClient(postgres_app) as client, Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        cast.process.takes_guests = True
        session.commit()
        guest = Browser(client)
        guest.get(NEW)
        fields = a_note(form_token=guest.token) | GUEST
        at_once(10, lambda: client.post(COMMENTS, data=fields, follow_redirects=False))
        assert len(mails(session)) == len(now(session, select(Comment))) == 1
        write(guest, text="Ein zweiter Gedanke.")
        write(guest, text="Den bestätige ich nie.")

        links = [link_of(mail) for mail in mails(session)][:2] * 5
        guest.get(links[0])
        press = {"form_token": guest.token}
        at_once(10, lambda: client.post(links.pop(), data=press))
        assert process(session).comments_count == 2
        people = now(session, select(Person).where(Person.email == "nachbarin@example.org"))
        assert len(people) == 1

        it_is(WHILE_OPEN + timedelta(days=38))
        retention.tidy(engine, settings)
        states = [note.state for note in now(session, select(Comment).order_by(Comment.number))]
        assert states == [CommentState.PUBLIC, CommentState.PUBLIC, CommentState.EXPIRED]
        assert {guest.email for guest in now(session, select(GuestNote))} == {""}
