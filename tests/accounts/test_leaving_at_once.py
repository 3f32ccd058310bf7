"""The same account deleted twenty times at one instant, and while others speak, on both
databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app import forgetting
from app.accounts import leaving
from app.accounts.domain import start_sign_in
from app.models import Comment, CommentKind, JournalEntry, OutboxMail, Person, Role, SignIn
from app.security import cookie_name, form_token
from app.selfcheck.counting import counters
from tests.accounts.test_at_once import busy_app, postgres_app  # noqa: F401
from tests.cast import WHILE_OPEN, invite

AT_ONCE = 20
DELETE, WRITE = "/account/delete", "/p/ankommen/comments"
NOTE = {"target": "hf1-1", "kind": CommentKind.NOTE.value, "text": "Noch ein Wort von Dora dazu."}


@pytest.fixture
def keys(busy_app):  # noqa: F811
    """Cookies of Amira, who wrote a note and is about to go, and of Dora, who writes on."""
    with Session(busy_app.state.engine, expire_on_commit=False) as session:
        cast = invite(session)
        cast.says(session)
        keys = [start_sign_in(session, one) for one in (cast.amira, cast.dora)]
        session.commit()
    return keys


def send(app, client, cookie, path, fields):
    data = {"form_token": form_token(app.state.secret, cookie), **fields}
    headers = {"Cookie": f"{cookie_name(app.state.settings)}={cookie}"}
    return client.post(path, data=data, headers=headers, follow_redirects=False)


def test_twenty_deletions_are_one_and_nobody_elses_note_is_lost(busy_app, keys):  # noqa: F811
    amira, dora = keys
    start = Barrier(AT_ONCE + 5)
    with TestClient(busy_app) as client:

        def act(n):
            start.wait()
            if n < AT_ONCE:
                answer = send(busy_app, client, amira, DELETE, {"sure": "1"})
                return answer.headers.get("location", str(answer.status_code))
            note = NOTE | {"idempotency_key": str(n)}
            return send(busy_app, client, dora, WRITE, note).status_code

        with ThreadPoolExecutor(AT_ONCE + 5) as people:
            answers = Counter(people.map(act, range(AT_ONCE + 5)))

    assert answers["/account/deleted"] == 1
    assert answers[303] == 5, "Dora's five notes"
    assert set(answers) <= {"/account/deleted", 303, "401", "403", "409"}
    with Session(busy_app.state.engine) as session:
        done = select(JournalEntry.actor_id).where(JournalEntry.deed == "account.deleted")
        assert len(session.exec(done).all()) == 1
        subjects = session.exec(select(OutboxMail.subject)).all()
        assert subjects.count("Ihr Konto ist gelöscht") == 1
        names = Counter(session.exec(select(Comment.author_name)))
        assert names == {forgetting.nobody(): 1, "Dora": 5}
        assert len(session.exec(select(SignIn)).all()) == 1
        assert [found.problem for found in counters(session) if found.problem] == []


@pytest.mark.postgres
def test_two_offices_cannot_both_leave_at_one_instant(postgres_app):  # noqa: F811
    engine = postgres_app.state.engine
    with Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        leaving.giving.grant(session, cast.dora, Role.ADMIN, cast.organisation)
        session.commit()
    start = Barrier(2)

    def leave(who):
        with Session(engine) as session:
            person = session.get(Person, who.id)
            start.wait()
            try:
                leaving.leave(session, person, give_up=True, by=person)
                session.commit()
            except leaving.Conflict as refusal:
                return refusal.reason[:12]
            return "gone"

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(leave, (cast.dora, cast.emil))) == ["Das ist das ", "gone"]


def test_words_that_slip_in_at_that_instant_are_signed_by_the_next_tidying(cast, session):
    leaving.leave(session, cast.amira, give_up=False, by=cast.amira)
    cast.says(session, by=cast.amira, when=WHILE_OPEN)  # as it stood in that other transaction
    session.exec(select(Comment)).one().author_name = "Amira"
    session.flush()
    assert forgetting.sign_what_slipped_in(session) == 1
    assert session.exec(select(Comment.author_name)).one() == forgetting.nobody()
    assert forgetting.sign_what_slipped_in(session) == 0
