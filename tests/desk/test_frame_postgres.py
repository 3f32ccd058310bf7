"""The frame of a process on PostgreSQL, by eight at once: one is first, the others are told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.models import JournalEntry, Station
from tests.accounts.test_at_once import postgres_app
from tests.browser import Browser
from tests.cast import invite
from tests.comments.asking import at_once
from tests.comments.stopping import now
from tests.desk.test_frame import MOVED, PAGE, form_of

__all__ = ["postgres_app"]
pytestmark = pytest.mark.postgres


def test_of_eight_at_once_one_is_first_and_no_station_is_there_twice(postgres_app):
    engine = postgres_app.state.engine
    with TestClient(postgres_app) as client, Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        session.commit()
        browser = Browser(client).sign_in(cast.jonas)
        form = form_of(browser.get(PAGE), **MOVED)

        def save(n):
            typed = form | {"title": f"Titel {n}"}
            return client.post(PAGE, data=typed, follow_redirects=False).status_code

        with ThreadPoolExecutor(8) as people:
            assert sorted(people.map(save, range(8))) == [303, *[409] * 7]
        moved = select(JournalEntry).where(JournalEntry.deed == "process.window_moved")
        assert len(now(session, moved)) == 1

        url = f"{PAGE}/stations"
        token = {"form_token": browser.token}
        for title in ("Entwurf", "Workshops"):
            typed = token | {"title": title}
            at_once(8, lambda typed=typed: client.post(url, data=typed, follow_redirects=False))
        first, _second = now(session, select(Station.id).order_by(Station.position))
        down = token | {"to": "down"}
        at_once(7, lambda: client.post(f"{url}/{first}/move", data=down, follow_redirects=False))
        order = select(Station.title).order_by(Station.position)
        assert now(session, order) == ["Workshops", "Entwurf"]
