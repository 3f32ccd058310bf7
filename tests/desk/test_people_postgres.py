"""What the people page asks and does, on PostgreSQL."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.desk import staff
from app.models import Grant, Invitation
from tests.accounts.test_at_once import postgres_app
from tests.browser import Browser
from tests.cast import invite

__all__ = ["postgres_app"]
pytestmark = pytest.mark.postgres
PAGE = "/desk/people"


def test_the_page_and_every_deed_on_it(postgres_app, monkeypatch):
    monkeypatch.setattr(staff, "PAGE", 4)
    with Session(postgres_app.state.engine, expire_on_commit=False) as session:
        cast = invite(session)
        session.commit()
    with TestClient(postgres_app) as client:
        browser = Browser(client).sign_in(cast.emil)
        first = browser.get(PAGE)
        second = browser.get(first.select_one("a[rel=next]")["href"])
        names = [one.text.split()[0] for page in (first, second) for one in page.select("h3")]
        assert names == ["Bernd", "Chen", "Emil", "Fatma", "Ines", "Jonas", "Karin"]

        browser.send(f"{PAGE}/invitations", email="neu@example.org", role="lead:ankommen/ag-1")
        browser.send(f"{PAGE}/invitations/1/resend")
        browser.send(f"{PAGE}/invitations/2/revoke")
        browser.send(f"{PAGE}/{cast.bernd.id}/block")
        browser.send(f"{PAGE}/{cast.bernd.id}/unblock")
        browser.send(f"{PAGE}/roles/{cast.fatma.grants[0].id}/take")
        browser.send(f"{PAGE}/roles/{cast.emil.grants[0].id}/take", 409)
    with Session(postgres_app.state.engine) as session:
        assert all(session.exec(select(Invitation.revoked_at)).all())
        assert not session.exec(select(Grant).where(Grant.person_id == cast.fatma.id)).all()
