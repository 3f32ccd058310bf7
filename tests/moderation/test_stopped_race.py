"""Two moderators at one instant, about one note that waits, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.accounts.domain import start_sign_in
from app.main import create_app
from app.models import Comment, Process
from app.security import cookie_name, form_token
from app.selfcheck import counters
from tests.browser import Browser
from tests.cast import invite
from tests.hearing import mails_of
from tests.moderation.test_stopped import REFUSAL, STOPPED, stop
from tests.postgres import with_schema

EACH = 10


@pytest.fixture(params=["sqlite", "postgres"])
def desk(request, settings) -> Iterator[Browser]:
    """Bernd and Jonas at their desks; Amira's note waits."""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").fresh_database(with_schema)
        settings = settings.model_copy(update={"database_url": url})
    app = create_app(settings)
    with Session(app.state.engine, expire_on_commit=False) as session:
        cast = invite(session)
        stop(session, cast, by=cast.amira)
        desk_keys = [start_sign_in(session, person) for person in (cast.bernd, cast.jonas)]
        session.commit()
    with TestClient(app) as client:
        browser = Browser(client)
        browser.keys = desk_keys
        yield browser
    app.state.engine.dispose()


def test_of_twenty_decisions_at_one_instant_one_is_made(desk):
    app = desk.client.app
    start = Barrier(2 * EACH)

    def decide(n):
        cookie = desk.keys[n % 2]
        deed, fields = ("publish", {}) if n % 2 else ("refuse", REFUSAL)
        data = {"form_token": form_token(app.state.secret, cookie)} | fields
        start.wait()
        return desk.client.post(
            f"{STOPPED}/1/{deed}",
            data=data,
            headers={"Cookie": f"{cookie_name(app.state.settings)}={cookie}"},
            follow_redirects=False,
        ).status_code

    with ThreadPoolExecutor(2 * EACH) as pool:
        statuses = list(pool.map(decide, range(2 * EACH)))

    assert set(statuses) == {303, 409}
    won = {n % 2 for n, status in enumerate(statuses) if status == 303}
    assert len(won) == 1, "one of them decided, and the other was told"
    assert len(mails_of(app.state.engine)) == 1
    with Session(app.state.engine) as session:
        process = session.exec(select(Process).where(Process.slug == "ankommen")).one()
        assert (process.comments_count, process.hidden_count, process.waiting_count) in (
            (1, 0, 0),
            (0, 1, 0),
        )
        assert session.exec(select(Comment)).one().is_listed
        assert [found.problem for found in counters(session) if found.problem] == []
