"""One invitation, taken twenty times at one instant, and two who send each other away."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app import db
from app.accounts import giving
from app.accounts.domain import start_sign_in
from app.accounts.inviting import invite
from app.errors import Conflict
from app.models import Grant, Invitation, Role
from app.security import cookie_name, form_token, hash_token
from tests.accounts.test_at_once import AT_ONCE, busy_app, postgres_app, while_another_waits
from tests.cast import invite as everybody

__all__ = ["busy_app", "postgres_app"]


def test_twenty_acceptances_at_one_instant_make_one_grant(busy_app):
    with Session(busy_app.state.engine) as session:
        cast = everybody(session)
        made = invite(
            session, cast.emil, cast.dora.email, Role.MODERATOR, cast.organisation, cast.process
        )
        made.token_hash = hash_token("the-token")
        cookie, dora = start_sign_in(session, cast.dora), cast.dora.id
        session.commit()
    start = Barrier(AT_ONCE)
    name = cookie_name(busy_app.state.settings)
    with TestClient(busy_app, cookies={name: cookie}) as client:
        body = {"form_token": form_token(busy_app.state.secret, cookie)}

        def send(_number: int) -> int:
            start.wait()
            url = "/invitations/the-token"
            return client.post(url, data=body, follow_redirects=False).status_code

        with ThreadPoolExecutor(AT_ONCE) as people:
            answers = Counter(people.map(send, range(AT_ONCE)))

    assert answers == {303: 1, 410: AT_ONCE - 1}
    with db.reading(busy_app.state.engine) as session:
        assert len(session.exec(select(Grant).where(Grant.person_id == dora)).all()) == 1
        assert session.exec(select(Invitation.accepted_by_id)).one() == dora


@pytest.mark.postgres
def test_two_of_the_office_cannot_send_each_other_away_at_once(postgres_app):
    engine = postgres_app.state.engine
    with Session(engine) as session:
        cast = everybody(session)
        giving.grant(session, cast.amira, Role.ADMIN, cast.organisation)
        session.commit()
    taken = []

    def deed(session: Session) -> None:
        query = select(Grant).where(Grant.role == Role.ADMIN, Grant.organisation_id == 1)
        given = session.exec(query.order_by(Grant.id)).all()[len(taken)]
        taken.append(given.id)
        giving.take(session, given, by=None)

    assert while_another_waits(engine, deed) == [None, Conflict]
