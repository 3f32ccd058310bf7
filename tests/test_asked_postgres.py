"""Addresses that PostgreSQL cannot be asked about: nothing is there, and nothing fails."""

from fastapi.testclient import TestClient
from sqlmodel import Session

from tests.accounts.test_at_once import postgres_app
from tests.browser import Browser
from tests.cast import invite

__all__ = ["postgres_app"]


def test_what_no_database_can_be_asked_for_is_not_there(postgres_app):
    with TestClient(postgres_app) as client, Session(postgres_app.state.engine) as session:
        cast = invite(session)
        session.commit()
        browser = Browser(client)
        for url in ("/p/%00", "/p/ankommen/fields/%00", "/p/ankommen/follow?field=a%00b"):
            browser.get(url, status=404)
        browser.sign_in(cast.bernd)
        for asked in ("person=%00", "language=%00", "after=open.1.99999999999999999"):
            browser.get(f"/desk/p/ankommen?{asked}")
        browser.send("/p/ankommen/follow", status=404, field="a\0b")
