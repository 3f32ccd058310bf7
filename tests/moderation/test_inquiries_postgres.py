"""Questions to offices on PostgreSQL, where writers do not wait for one another by themselves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from app import retention
from app.models import Inquiry, InquiryLetter, JournalEntry, Reply, Statement
from app.moderation.inquiry_links import token_of
from app.moderation.inquiry_round import remind
from tests.accounts.test_at_once import postgres_app
from tests.browser import Browser
from tests.cast import WHILE_OPEN, invite
from tests.moderation.test_inquiries import ASKED, DESK

__all__ = ["postgres_app"]
pytestmark = pytest.mark.postgres
DAY = timedelta(days=1)


def at_once(times, deed):
    """What this deed gives so many times at one instant."""
    with ThreadPoolExecutor(times) as people:
        return list(people.map(lambda _n: deed(), range(times)))


def test_sent_and_relayed_ten_times_at_one_instant_it_is_one_answer(postgres_app, it_is):
    engine, secret = postgres_app.state.engine, postgres_app.state.secret
    with TestClient(postgres_app) as client, Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        for text in ("Gibt es Kurse am Abend?", "Auch am Samstag, bitte."):
            cast.says(session, text)
        session.commit()
        browser = Browser(client)
        browser.sign_in(cast.bernd).send(DESK, **ASKED)
        it_is(WHILE_OPEN + 8 * DAY)
        at_once(4, lambda: remind(engine, secret))
        deeds = select(JournalEntry.deed).where(col(JournalEntry.deed).startswith("inquiry."))
        assert session.exec(deeds).all() == ["inquiry.asked", "inquiry.reminded"]

        link = f"/inquiries/{token_of(secret, session.exec(select(InquiryLetter)).one())}"
        session.commit()
        browser.leave().get(link)
        form = {"form_token": browser.token, "text": "Ja.", "then": "send"}
        sent = at_once(10, lambda: client.post(link, data=form, follow_redirects=False))
        assert sorted({answer.status_code for answer in sent}) == [303, 409]
        browser.sign_in(cast.bernd).get(f"{DESK}/1")
        form = {"form_token": browser.token, "text": "Ja.", "then": "relay"}
        at_once(10, lambda: client.post(f"{DESK}/1", data=form, follow_redirects=False))
        assert len(session.exec(select(Statement)).all()) == 1
        assert len(session.exec(select(Reply)).all()) == 2
        assert session.exec(select(Inquiry.state)).one() == "relayed"
        session.commit()
        page = browser.leave().get("/p/ankommen/offices")
        assert [cell.text for cell in page.select("tbody td.n")] == ["1", "1", "0", "0"]
        it_is(WHILE_OPEN + 8 * DAY + retention.INQUIRIES + DAY)
        assert retention.tidy(engine, postgres_app.state.settings)["inquiries"] == 1
